import JSONValue
import TavusAPI

/// One request that has found its operation.
struct Call: Sendable {
    /// By reference: an operation is a large value, and a call is handed on often.
    let route: Router.Route
    /// Path ids, decoded, in the order of the path.
    let ids: [String]
    let query: Query
    /// `nil` when nothing was sent.
    let body: JSONValue?

    var operation: APIOperation { route.operation }
    var vocabulary: Vocabulary { route.vocabulary }
    /// Whether it came by a newer path: `/v2/pals` requires what `/v2/personas` does not.
    var isNewerName: Bool { route.isNewerName }

    /// The body's members under the seed's names, after the checks that the catalogue knows.
    func fields(_ key: Refusal.Key = .error) throws -> JSONObject {
        try BodyCheck(self, key).fields()
    }
}

/// What a handler works with inside one transaction.
struct Desk {
    let rows: RowAccess
    /// The clock, read once: everything in one answer happens at the same time.
    let now: Double
    let settings: Settings
}

/// What a handler needs to know of the options, and of what was changed since.
struct Settings: Sendable {
    let pace: Pace
    var concurrencyLimit: Int
    let dialect: TavusEmulator.Dialect
    /// Minutes that calls may last all together; `nil` for no end of them.
    var credits: Double?
    let simulatesParticipant: Bool

    init(_ options: TavusEmulator.Options) {
        pace = Pace(speed: options.speed, processingScale: options.processingScale)
        concurrencyLimit = options.concurrencyLimit
        dialect = options.dialect
        credits = options.credits
        simulatesParticipant = options.simulatesParticipant
    }
}

typealias Handler = @Sendable (Call, Desk) throws -> Answer
