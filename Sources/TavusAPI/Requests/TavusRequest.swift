import JSONValue

/// A call that has been checked and can be sent: what passes the gate.
public struct TavusRequest: Sendable {
    /// The catalogue's operation; nil for a call by method and path.
    public let operation: APIOperation?
    public let method: HTTPMethod
    /// "/v2/…", percent-encoded.
    public let path: String
    /// Names and values as they are meant, in the order in which they are sent; not yet encoded.
    public let query: [(name: String, value: String)]
    public let body: JSONValue?
    /// What the call is about, for error lines: "replica r0".
    public let subject: String?
    /// What looks like a mistake and is sent all the same, as the service may be newer than the
    /// catalogue: "properties.max_call_duraton: unknown. Did you mean "max_call_duration"?"
    public let warnings: [String]

    public init(
        operation: APIOperation? = nil, method: HTTPMethod, path: String,
        query: [(name: String, value: String)] = [], body: JSONValue? = nil,
        subject: String? = nil, warnings: [String] = []
    ) {
        self.operation = operation
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.subject = subject
        self.warnings = warnings
    }
}

extension TavusRequest {
    /// The path and the encoded query: "/v2/personas?limit=2&persona_type=user".
    public var pathAndQuery: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map {
            "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))"
        }
        return path + "?" + pairs.joined(separator: "&")
    }

    /// What the call does, also for one by method and path: the catalogue knows most paths.
    public var effect: APIEffect {
        let known = operation ?? Catalogue.match(method: method, path: path)?.operation
        let effect = known?.effect ?? Self.effect(of: method)
        let isHard = query.contains { $0.name == "hard" && $0.value != "false" }
        return effect == .delete && isHard ? .hardDelete : effect
    }

    private static func effect(of method: HTTPMethod) -> APIEffect {
        switch method {
        case .get: .read
        case .post: .create
        case .patch, .put: .update
        case .delete: .delete
        }
    }
}
