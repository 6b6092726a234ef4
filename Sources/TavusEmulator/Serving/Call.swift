import JSONValue
import TavusAPI

/// One request that has found its operation.
struct Call: Sendable {
    let operation: APIOperation
    /// Path ids, decoded, in the order of the path.
    let ids: [String]
    let vocabulary: Vocabulary
    let query: Query
    /// `nil` when nothing was sent.
    let body: JSONValue?

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

/// What a handler needs to know of the options.
struct Settings: Sendable {
    let pace: Pace
    let concurrencyLimit: Int
    let unknownIDStatus: TavusEmulator.Options.UnknownIDStatus
    let isOutOfCredits: Bool
    let simulatesParticipant: Bool

    init(_ options: TavusEmulator.Options) {
        pace = Pace(speed: options.speed, processingScale: options.processingScale)
        concurrencyLimit = options.concurrencyLimit
        unknownIDStatus = options.unknownIDStatus
        isOutOfCredits = options.isOutOfCredits
        simulatesParticipant = options.simulatesParticipant
    }
}

typealias Handler = @Sendable (Call, Desk) throws -> Answer
