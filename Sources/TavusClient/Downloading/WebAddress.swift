import TavusAPI

/// An address on the web, `https://host:port/path?query`, checked and in one spelling.
///
/// It is printable ASCII without a name or password; a part after `#` is not sent, and not kept.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    public let isSecure: Bool
    /// In lower case; an IPv6 address stands in brackets.
    public let host: String
    public let port: Int
    /// Begins with `/`.
    public let pathAndQuery: String

    /// - Throws: ``WebError`` of the kind `refused`, which repeats no more than scheme and host.
    public init(_ text: String) throws(WebError) {
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw Self.refusal("an address holds a space or a character that is not ASCII")
        }
        guard let scheme = text.firstRange(of: "://") else {
            throw Self.refusal("an address has no scheme; write https://…")
        }
        switch text[..<scheme.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        case let other:
            let shown = DisplayText.safe(other, limit: 20)
            throw Self.refusal("the scheme \"\(shown)\" is not http or https")
        }
        let rest = text[scheme.upperBound...]
        let authority = rest.prefix { !"/?#\\".contains($0) }
        guard !authority.contains("@") else {
            throw Self.refusal("an address holds a name or password before \"@\"")
        }
        let path = rest[authority.endIndex...].prefix { $0 != "#" }
        guard !path.contains("\\") else { throw Self.refusal("an address holds a backslash") }
        do throws(ConfigurationError) {
            let place = try BaseURL.place(authority) { ConfigurationError(.usage, $0) }
            host = place.host
            port = place.port.map(Int.init) ?? (isSecure ? 443 : 80)
        } catch {
            throw Self.refusal(error.message)
        }
        pathAndQuery = path.hasPrefix("/") ? String(path) : "/" + path
    }

    /// Whether the host is a spelling of this machine.
    public var isLoopback: Bool { BaseURL.isLoopback(host) }

    public var origin: String {
        let usual = isSecure ? 443 : 80
        return "\(isSecure ? "https" : "http")://\(host)\(port == usual ? "" : ":\(port)")"
    }

    public var description: String { origin + pathAndQuery }

    /// Where a `location` header, or another reference in a document at this address, leads.
    public func following(_ location: String) throws(WebError) -> WebAddress {
        if location.prefix(while: { !"/?#".contains($0) }).contains(":") {
            return try WebAddress(location)
        }
        if location.hasPrefix("//") {
            return try WebAddress((isSecure ? "https:" : "http:") + location)
        }
        if location.hasPrefix("/") { return try WebAddress(origin + location) }
        let path = pathAndQuery.prefix { $0 != "?" }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        return try WebAddress(origin + folder + location)
    }

    private static func refusal(_ why: String) -> WebError { WebError(.refused, why) }
}
