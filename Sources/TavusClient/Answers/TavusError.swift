import JSONValue
import TavusAPI

/// Why a call did not give an answer, and what is known about its effect.
///
/// `description` is the one line to show:
/// `tavus.replicas.get: 400 not_found: Invalid replica_id (replica r0)`.
public struct TavusError: Error, Sendable, Equatable {
    /// What is known about the effect of a failed call.
    public enum Outcome: String, Sendable {
        /// The request never left: sending it again is safe.
        case notSent = "not_sent"
        /// The server answered that it did not do it.
        case refused
        /// It may have been done. For a write this must be looked up before it is sent again.
        case unknown
        /// The server accepted it; only its answer could not be used.
        case done
    }

    public var code: ErrorCode
    public var status: Int?
    /// The server's own words where it sent any, fit for display and at most 500 characters.
    public var message: String
    /// The catalogue's name, such as "replicas.get"; nil for a call by path.
    public var operation: String?
    public var method: HTTPMethod?
    public var path: String?
    public var requestID: String?
    public var outcome: Outcome
    /// Whether sending the same call again can help and cannot do it twice.
    public var isRetryable: Bool
    /// Seconds, where the server said when to come back.
    public var retryAfter: Double?
    /// How often the request was tried; 0 when it was stopped before.
    public var attempts: Int
    /// The start of the server's body as it came, at most 4 kB.
    public var body: String?
    /// What it was about, such as "replica r79e1c033f".
    public var subject: String?
    /// When the first attempt began, in seconds since 1970 by this machine's clock: what a lost
    /// create made is not older.
    public var sentAt: Double?
    /// What a policy of the gate adds for scripts, such as `needed`: the flag that lets the call pass.
    public var facts: JSONObject = [:]

    public init(
        code: ErrorCode, status: Int? = nil, message: String, operation: String? = nil,
        method: HTTPMethod? = nil, path: String? = nil, requestID: String? = nil,
        subject: String? = nil, outcome: Outcome, isRetryable: Bool = false,
        retryAfter: Double? = nil, attempts: Int = 0, body: String? = nil
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.operation = operation
        self.method = method
        self.path = path
        self.requestID = requestID
        self.outcome = outcome
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
        self.attempts = attempts
        self.body = body
        self.subject = subject
    }

    /// An error about this request, before anything of it was sent.
    public init(
        notSending request: TavusRequest, code: ErrorCode, message: String, facts: JSONObject = [:]
    ) {
        self.init(
            code: code, message: message, operation: request.operation?.id,
            method: request.method, path: request.path, subject: request.subject,
            outcome: .notSent)
        self.facts = facts
    }

    /// Whether the call could have changed something at the server.
    public var isWrite: Bool { method.map { $0 != .get } ?? false }
}

extension TavusError: CustomStringConvertible {
    public var description: String {
        var line = subjectOfLine.map { $0 + ": " } ?? ""
        if let status { line += "\(status) " }
        line += "\(code.rawValue): \(message)"
        if attempts > 1 { line += ", after \(attempts) attempts" }
        if isWrite, outcome == .unknown {
            line += ", outcome unknown: look before you send it again, with err:reconcile()"
        } else if isWrite, outcome == .done {
            line += ", outcome done"
        }
        if let subject { line += " (\(DisplayText.safe(subject, limit: 100)))" }
        return line
    }

    private var subjectOfLine: String? {
        if let operation { return "tavus.\(operation)" }
        guard let method, let path else { return nil }
        return "\(method.rawValue) \(DisplayText.safe(path, limit: 200))"
    }
}
