import NIOHTTP1

/// Who may ask at all.
///
/// The emulator listens on loopback, where every program and every web page of this machine's user
/// reaches it. Programs may use it, pages of other sites may not.
struct Doorkeeper {
    let port: Int
    private let ownNames: [String]

    /// - Parameter port: the one that requests come in at.
    init(port: Int) {
        self.port = port
        let names = ["localhost", "127.0.0.1", "[::1]"]
        // Clients leave out the port of the scheme.
        ownNames = names.map { "\($0):\(port)" } + (port == 80 ? names : [])
    }

    /// - Throws: 401 for a key that is missing, empty, or not `expected`.
    static func require(_ expected: String?, in headers: HTTPHeaders) throws(Refusal) {
        guard let key = headers.first(name: "x-api-key"), !key.isEmpty,
            expected == nil || key == expected
        else { throw .badKey }
    }

    /// Refuses a web page that has pointed a name of its own at 127.0.0.1 (DNS rebinding): its
    /// requests carry that name. The port has to be right, too: a page that another local server
    /// delivers is not ours either.
    func requireOwnHost(_ headers: HTTPHeaders) throws(Refusal) {
        guard let authority = headers.first(name: "host") else {
            throw Refusal(400, "The Host header is missing")
        }
        guard isOwn(authority) else {
            throw Refusal(
                421,
                "The emulator answers to localhost:\(port) and 127.0.0.1:\(port), not to \(authority)"
            )
        }
    }

    /// Refuses requests that a browser sends for a page of another site. Programs send no Origin.
    func requireOwnOrigin(_ headers: HTTPHeaders) throws(Refusal) {
        guard let origin = headers.first(name: "origin") else { return }
        let scheme = "http://"
        guard origin.hasPrefix(scheme), isOwn(String(origin.dropFirst(scheme.count))) else {
            throw Refusal(403, "Requests of web pages are not served, and this one is of \(origin)")
        }
    }

    /// Pages may send text/plain and forms anywhere without being asked, JSON they may not.
    static func requireJSON(_ headers: HTTPHeaders) throws(Refusal) {
        let type = headers.first(name: "content-type") ?? ""
        if type == "application/json" { return }
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

    private func isOwn(_ authority: String) -> Bool {
        ownNames.contains(authority) || ownNames.contains(authority.lowercased())
    }
}
