import JSONValue

extension TavusRequest {
    /// A call by method and path, for what the catalogue does not know.
    ///
    /// - Parameters:
    ///   - path: from "/v2/" on, percent-encoded where needed, without a query.
    ///   - query: texts, numbers and booleans, or lists of them, which travel with commas.
    /// - Throws: ``ArgumentError``, also for a path that an empty id has cut short: DELETE and PATCH
    ///   of `/v2/personas/` would mean all of them.
    public init(
        method: HTTPMethod, path: String, query: JSONObject, body: JSONValue?
    ) throws(ArgumentError) {
        try Self.check(path, method: method)
        if method == .get, body != nil {
            throw ArgumentError("body", "GET carries none; query = {…} is sent in the address")
        }
        try body?.checkSendable(at: "body")
        var pairs: [(name: String, value: String)] = []
        for (name, value) in query {
            try value.checkSendable(at: "query.\(name)")
            guard let text = QueryText(value) else {
                throw ArgumentError(
                    "query.\(name)", "string, number or boolean expected, got \(value.shown)")
            }
            pairs.append((name, text.text))
        }
        self.init(method: method, path: path, query: pairs, body: body)
    }

    private static func check(_ path: String, method: HTTPMethod) throws(ArgumentError) {
        let shown = JSONValue.string(path).shownValue
        guard path.hasPrefix("/v2/") else {
            let bare = path.hasPrefix("v2/") ? String(path.dropFirst(3)) : path
            let whole = "/v2" + (bare.hasPrefix("/") ? bare : "/" + bare)
            // An address with a host is no slip.
            let near = path.contains(":") || path.contains("//") ? nil : whole
            throw ArgumentError(
                message: "path: expected one from \"/v2/\" on, got \(shown)."
                    + (near.map { " Did you mean \"\($0)\"?" } ?? ""),
                field: "path", suggestion: near)
        }
        guard !path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
        else {
            throw ArgumentError("path", "\(shown) holds \"?\" or \"#\"; query = {…} is the place")
        }
        guard PercentEncoding.isValidPath(path) else {
            throw ArgumentError(
                "path", "\(shown) holds a character that must be written as %XX")
        }
        let segments = path.dropFirst("/v2/".count)
            .split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            if segment.isEmpty {
                // Collections are called with a slash at the end too. tavus-cli 0.11.0, 2026.
                let isEnd = index == segments.count - 1 && index > 0
                if isEnd, method == .get || method == .post { continue }
                throw ArgumentError("path", "\(shown) has an empty part: an id is missing")
            }
            guard let decoded = PercentEncoding.decode(segment) else {
                throw ArgumentError("path", "\(shown) holds an escape that is no UTF-8")
            }
            if PercentEncoding.leads(elsewhere: decoded) {
                throw ArgumentError("path", "\(shown) holds \".\" or \"..\"")
            }
        }
    }
}

/// A value as it travels in a query; booleans in lower case, as clients of the service send them.
struct QueryText {
    let text: String

    /// Nil for null, objects, and lists with anything but texts, numbers and booleans.
    init?(_ value: JSONValue) {
        switch value {
        case .string(let string): text = string
        case .integer, .number, .bool: text = value.serialized()
        case .array(let items):
            let parts = items.compactMap { item in item.isScalar ? QueryText(item)?.text : nil }
            guard parts.count == items.count else { return nil }
            text = parts.joined(separator: ",")
        case .null, .object: return nil
        }
    }
}

extension JSONValue {
    fileprivate var isScalar: Bool {
        switch self {
        case .string, .integer, .number, .bool: true
        case .null, .array, .object: false
        }
    }
}
