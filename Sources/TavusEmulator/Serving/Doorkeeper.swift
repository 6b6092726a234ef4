import HTTPTypes

/// Who may ask at all.
///
/// The emulator listens on loopback, where every program and every web page of this machine's user
/// reaches it. Programs may use it, pages of other sites may not.
enum Doorkeeper {
    private static let keyHeader = HTTPField.Name("x-api-key")
    private static let loopbackNames = ["localhost", "127.0.0.1", "[::1]"]

    /// - Throws: 401 for a key that is missing, empty, or not `expected`.
    static func require(_ expected: String?, in headers: HTTPFields) throws(Refusal) {
        guard let keyHeader, let key = headers[keyHeader], !key.isEmpty,
            expected == nil || key == expected
        else { throw .badKey }
    }

    /// Refuses a web page that has pointed a name of its own at 127.0.0.1 (DNS rebinding): its
    /// requests carry that name. The port has to be right, too: a page that another local server
    /// delivers is not ours either.
    static func requireOwnHost(_ authority: String?, port: Int) throws(Refusal) {
        guard let authority else { throw Refusal(400, "The Host header is missing") }
        guard isOwn(Substring(authority), port: port) else {
            throw Refusal(
                421,
                "The emulator answers to localhost:\(port) and 127.0.0.1:\(port), not to \(authority)"
            )
        }
    }

    /// Refuses requests that a browser sends for a page of another site. Programs send no Origin.
    static func requireOwnOrigin(_ headers: HTTPFields, port: Int) throws(Refusal) {
        guard let origin = headers[.origin] else { return }
        let scheme = "http://"
        guard origin.hasPrefix(scheme), isOwn(origin.dropFirst(scheme.count), port: port) else {
            throw Refusal(403, "Requests of web pages are not served, and this one is of \(origin)")
        }
    }

    /// Pages may send text/plain and forms anywhere without being asked, JSON they may not.
    static func requireJSON(_ headers: HTTPFields) throws(Refusal) {
        let type = headers[.contentType] ?? ""
        let essence = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        let isJSON =
            essence == "application/json"
            || (essence.hasPrefix("application/") && essence.hasSuffix("+json"))
        guard isJSON else {
            throw Refusal(
                415,
                type.isEmpty
                    ? "The body needs the header Content-Type: application/json"
                    : "The body must be application/json, not \(type)")
        }
    }

    private static func isOwn(_ authority: Substring, port: Int) -> Bool {
        let suffix = ":\(port)"
        if authority.hasSuffix(suffix) {
            return loopbackNames.contains(authority.dropLast(suffix.count).lowercased())
        }
        // Clients leave out the port of the scheme.
        return port == 80 && loopbackNames.contains(authority.lowercased())
    }
}
