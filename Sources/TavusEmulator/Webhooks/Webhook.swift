import GRDB
import JSONValue

/// What a delivery tells of.
struct WebhookSubject: Sendable, Equatable {
    let kind: String
    let id: String
    let event: String
}

/// One delivery, waiting or done.
struct Webhook: Sendable, Equatable {
    enum State: String, Sendable {
        case pending
        case delivered
        /// Tried as often as it is tried.
        case failed
        /// Its URL is none that the emulator sends to.
        case refused
        /// The queue was full.
        case dropped
    }

    let id: Int64
    let subject: WebhookSubject
    let url: String
    let body: String
    /// When it happened, by the emulator's clock.
    let dueAt: Double
    var nextTryAt: Double
    var state: State
    var tries: Int
    /// The receiver's last answer.
    var status: Int?
    var problem: String?

    static let columns = """
        sequence, kind, record_id, event, url, body, due_at, next_try_at, state, tries, status, \
        problem
        """

    init(_ row: Row) {
        id = row[0]
        subject = WebhookSubject(kind: row[1], id: row[2], event: row[3])
        url = row[4]
        body = row[5]
        dueAt = row[6]
        nextTryAt = row[7]
        // The table allows no other word.
        state = State(rawValue: row[8]) ?? .failed
        tries = row[9]
        status = row[10]
        problem = row[11]
    }

    /// As it is listed.
    func json() throws -> JSONValue {
        var json: JSONObject = [
            "id": .integer(id), "resource": .string(subject.kind),
            "record_id": .string(subject.id), "event": .string(subject.event),
            "url": .string(url), "due_at": .string(Timestamp.milliseconds.string(dueAt)),
            "state": .string(state.rawValue), "tries": .integer(Int64(tries)),
        ]
        json["status"] = status.map { .integer(Int64($0)) }
        json["problem"] = problem.map { .string($0) }
        json["body"] = try JSONValue(parsing: body)
        return .object(json)
    }
}
