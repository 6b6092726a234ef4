import HTTPTypes

/// Who may ask at all.
enum Doorkeeper {
    private static let keyHeader = HTTPField.Name("x-api-key")

    /// - Throws: 401 for a key that is missing, empty, or not `expected`.
    static func require(_ expected: String?, in headers: HTTPFields) throws(Refusal) {
        guard let keyHeader, let key = headers[keyHeader], !key.isEmpty,
            expected == nil || key == expected
        else { throw .badKey }
    }

    /// Refuses a web page that has pointed a name of its own at 127.0.0.1 (DNS rebinding): its
    /// requests carry that name.
    static func requireLoopback(_ authority: String?) throws(Refusal) {
        guard let authority else { throw Refusal(400, "The Host header is missing") }
        guard ["localhost", "127.0.0.1", "[::1]"].contains(host(of: authority).lowercased()) else {
            throw Refusal(
                403, "The emulator answers to localhost and 127.0.0.1, not to \(authority)")
        }
    }

    private static func host(of authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[...end]
        }
        return authority.prefix { $0 != ":" }
    }
}
