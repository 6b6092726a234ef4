import JSONValue

/// What the emulator says to one request.
struct Answer: Sendable, Equatable {
    var status: Int
    /// `nil` sends no body at all.
    var body: JSONValue?
    /// A member that is added to the body, an object: a list with the body itself as its only element.
    var repeatedAs: String?
    /// The methods that a known path takes, for 405.
    var allow: [HTTPMethodName] = []
    /// Stands in the body's place; only faults say something that is not JSON.
    var text: Text?
    var retryAfter: String?
    /// Seconds before anything is sent.
    var delay = 0.0
    var delivery = Delivery.whole(byteDelay: 0)

    typealias HTTPMethodName = String

    struct Text: Sendable, Equatable {
        let type: String
        let body: String
    }

    /// How the answer reaches the caller, or does not.
    enum Delivery: Sendable, Equatable {
        /// With so many seconds before each byte of the body.
        case whole(byteDelay: Double)
        /// The body ends after so many bytes, or after its half, and the connection with it.
        case truncated(Int?)
        case dropped(isReset: Bool)
    }

    /// Whether it is sent as it is, whole and at once.
    var isPlain: Bool { delay == 0 && delivery == .whole(byteDelay: 0) }

    static func ok(_ object: JSONObject) -> Answer { Answer(status: 200, body: .object(object)) }
    static let empty = Answer(status: 200, body: nil)
    static let noContent = Answer(status: 204, body: nil)
    static let notModified = Answer(status: 304, body: nil)
}

/// An answer that ends the handling of a request, and rolls back what it had written.
struct Refusal: Error, Equatable {
    let answer: Answer

    /// The API uses two keys, by case: see the fact sheet, "Errors".
    enum Key: String, Sendable {
        case error
        case message
    }

    init(_ status: Int, _ text: String, _ key: Key = .error) {
        answer = Answer(status: status, body: [key.rawValue: .string(text)])
    }

    init(_ status: Int, _ body: JSONObject) {
        answer = Answer(status: status, body: .object(body))
    }

    /// - Parameter retryAfter: seconds; rounded up, so that who waits so long is not too early.
    init(_ status: Int, _ text: String, retryAfter: Double) {
        var answer = Answer(status: status, body: ["error": .string(text)])
        answer.retryAfter = "\(max(1, Int(retryAfter.rounded(.up))))"
        self.answer = answer
    }

    private init(answer: Answer) { self.answer = answer }

    func with(status: Int) -> Refusal {
        var changed = answer
        changed.status = status
        return Refusal(answer: changed)
    }

    static func badField(_ text: String, _ key: Key = .error) -> Refusal {
        Refusal(400, "Invalid request: \(text)", key)
    }

    static func methodNotAllowed(_ method: String, _ path: String, allow: [String]) -> Refusal {
        var refusal = Refusal(405, "Method not allowed: \(path) does not take \(method)").answer
        refusal.allow = allow
        return Refusal(answer: refusal)
    }

    // Official OpenAPI file, 2026-05: on every operation.
    static let badKey = Refusal(401, "Invalid access token", .message)
    // Seen by several independent apps, 2025.
    static let outOfCredits = Refusal(402, "The user is out of conversational credits", .message)
    // livekit-examples/python-agents-examples#46, 2025-09.
    static let concurrencyLimit = Refusal(
        400, "User has reached maximum concurrent conversations", .message)
    // OpenAPI file, 2026-05: personas and dictionaries one, objectives and guardrails the other.
    static let badPatch = Refusal(422, "Invalid JSON patch format", .message)
    static let badOperation = Refusal(400, "Invalid patch operation")
}
