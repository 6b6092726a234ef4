/// A proxy named by the environment, for calls that leave this machine.
///
/// `HTTPS_PROXY`, then `ALL_PROXY` (also in lower case), unless `NO_PROXY` covers the host. Calls go
/// through a tunnel, so that the proxy sees the host and never the key. A setting that cannot be
/// honoured is an error, never ignored; loopback addresses never use a proxy.
public struct ProxyServer: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case tunnel(name: String, password: String)
        case openTunnel
        case socks
    }

    public let host: String
    public let port: Int
    let kind: Kind

    /// The proxy for a host, or nil where none is set or `NO_PROXY` excepts the host.
    static func named(
        by environment: [String: String], for host: String
    ) throws(ConfigurationError) -> ProxyServer? {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        guard let name = names.first(where: { !(environment[$0] ?? "").isEmpty }),
            let value = environment[name]
        else { return nil }
        let exceptions = environment["NO_PROXY"] ?? environment["no_proxy"] ?? ""
        if isExcepted(host, by: exceptions) { return nil }
        return try ProxyServer(value, from: name)
    }

    init(_ value: String, from source: String) throws(ConfigurationError) {
        func refusal(_ why: String) -> ConfigurationError {
            ConfigurationError(
                .configuration,
                "\(source): \(why). Correct it, unset it, or add the host to NO_PROXY.")
        }
        let scheme = value.firstRange(of: "://").map { value[..<$0.lowerBound].lowercased() }
        var rest = value.firstRange(of: "://").map { value[$0.upperBound...] } ?? value[...]
        rest = rest.prefix { $0 != "/" }
        var credentials: Substring?
        if let at = rest.lastIndex(of: "@") {
            credentials = rest[..<at]
            rest = rest[rest.index(after: at)...]
        }
        switch (scheme, credentials) {
        case (nil, nil), ("http", nil): kind = .openTunnel
        case (nil, let credentials?), ("http", let credentials?):
            let parts = credentials.split(separator: ":", maxSplits: 1)
            guard let name = parts.first.flatMap(Self.percentDecoded),
                let password = Self.percentDecoded(parts.count > 1 ? parts[1] : "")
            else { throw refusal("the proxy's name or password is not percent-encoded UTF-8") }
            kind = .tunnel(name: name, password: password)
        case ("socks5", nil), ("socks5h", nil): kind = .socks
        case ("socks5", _), ("socks5h", _):
            throw refusal("SOCKS proxies with a name and password are not supported")
        default:
            throw refusal("only http:// and socks5:// proxies are supported")
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        let isNamed = parts.first.map {
            !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        }
        guard isNamed == true, parts.count <= 2 else { throw refusal("it names no host") }
        // 1080 is what curl takes where the port is missing.
        guard let port = parts.count == 2 ? UInt16(parts[1]) : 1080, port > 0 else {
            throw refusal("the port is not 1 to 65535")
        }
        host = String(parts[0])
        self.port = Int(port)
    }

    /// `NO_PROXY` is a list of hosts; each covers the hosts below it, with or without a leading dot.
    static func isExcepted(_ host: String, by list: String) -> Bool {
        list.split { $0 == "," || $0 == " " }.contains { entry in
            if entry == "*" { return true }
            let name = (entry.hasPrefix(".") ? entry.dropFirst() : entry).lowercased()
            let bare = name.prefix { $0 != ":" }
            return host == bare || host.hasSuffix("." + bare)
        }
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension ProxyServer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "proxy \(host):\(port)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(self, children: ["host": host, "port": port], displayStyle: .struct)
    }
}
