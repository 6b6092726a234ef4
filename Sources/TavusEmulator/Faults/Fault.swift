import JSONValue

/// A fault to be injected: which requests it meets, and what happens to them.
///
/// Written as an object, `{"operation": "videos.create", "status": 503, "times": 2}`; the members are
/// the same in a plan file, in Lua and over HTTP.
struct Fault: Sendable, Equatable {
    /// What happens instead of the answer.
    enum Kind: String, Sendable, CaseIterable {
        /// Another status, with a body.
        case status
        /// The connection is closed without an answer.
        case close
        /// The connection is reset (RST), as a crashing server or a firewall does.
        case reset
        /// The right answer, late (`delay`) or byte by byte (`byte_delay`).
        case slow
        /// The right head, and the body up to `bytes`, then a close.
        case truncate
        /// Status 200 with a page instead of JSON.
        case garbage

        /// Whether the request is carried out first unless `commit` says otherwise.
        var commits: Bool { [.slow, .truncate, .garbage].contains(self) }
    }

    var target = Target()
    var kind = Kind.status
    /// How many requests it meets; `nil` for all until it is cleared.
    var times: Int? = 1
    /// How many it lets pass before.
    var after = 0
    /// Whether the request is carried out before the answer goes wrong: a write that happened and
    /// whose caller never hears of it.
    var commits = false
    var status = 500
    var body: JSONValue?
    /// `Retry-After`, as seconds or as a date.
    var retryAfter: String?
    /// Seconds before the head.
    var delay = 0.0
    /// Seconds before each byte of the body.
    var byteDelay = 0.0
    /// Bytes of the body that still come; half of it by default.
    var bytes: Int?

    /// Which requests are met; what is not said matches all.
    struct Target: Sendable, Equatable {
        /// The catalogue's name, "videos.create".
        var operation: String?
        var method: String?
        /// As sent, without its query; a `*` at the end stands for any rest.
        var path: String?

        func matches(_ request: FaultedRequest) -> Bool {
            if let operation, operation != request.operation { return false }
            if let method, method != request.method { return false }
            guard let path else { return true }
            return path.hasSuffix("*")
                ? request.path.hasPrefix(path.dropLast()) : request.path == path[...]
        }
    }
}

/// What a fault may look at.
struct FaultedRequest {
    let operation: String?
    let method: String
    let path: Substring
}
