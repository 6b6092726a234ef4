/// What the server sent back for a call that it did.
public struct TavusAnswer: Sendable {
    public let status: Int
    /// In the server's order, with the names as sent.
    public let headers: [(name: String, value: String)]
    /// JSON text, checked by the strict grammar; empty for an answer without a body.
    public let body: [UInt8]
    /// How often the request was tried; 0 where a policy answered and nothing was sent.
    public let attempts: Int
    /// The server's name for this exchange, when it sent one.
    public let requestID: String?

    public init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        attempts: Int = 1, requestID: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.attempts = attempts
        self.requestID = requestID
    }
}
