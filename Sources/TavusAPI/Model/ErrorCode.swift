/// What went wrong, in the words that scripts compare: `err.code == "not_found"`.
///
/// Answers of the service get theirs from ``Catalogue/classify(status:text:)``; the rest names what
/// happened on this side.
public enum ErrorCode: String, Sendable, Hashable, CaseIterable {
    /// The key is missing or refused (401).
    case authentication
    /// Credits are gone, or the plan does not include the call (402).
    case paymentRequired = "payment_required"
    /// As many conversations are active as the plan allows.
    case concurrencyLimit = "concurrency_limit"
    /// There is nothing with this id.
    case notFound = "not_found"
    /// The service refused the call as it stands.
    case invalidRequest = "invalid_request"
    /// The resource is in a state that does not allow the call (409).
    case conflict
    /// Too many calls (429).
    case rateLimited = "rate_limited"
    /// The service failed (5xx).
    case serverError = "server_error"
    /// No connection, or it broke.
    case connectionFailed = "connection_failed"
    /// No answer in time, or a wait that ran out.
    case timeout
    /// An answer that is not what the API promises.
    case undecodable
    /// Refused by a permission of this run, or by the service (403).
    case permissionDenied = "permission_denied"
    /// The budget of this run is spent.
    case budgetExceeded = "budget_exceeded"
    /// Arguments that were refused before anything was sent.
    case invalidArgument = "invalid_argument"
    /// A resource reached a state that a wait cannot recover from.
    case failed
    /// The task that was awaited had been cancelled.
    case cancelled
    /// A session used all the memory it may have.
    case memoryLimit = "memory_limit"
    /// A session wrote as much as it may.
    case outputLimit = "output_limit"
    /// A session started as many tasks as it may.
    case taskLimit = "task_limit"
}
