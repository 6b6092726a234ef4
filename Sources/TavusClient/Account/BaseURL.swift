import TavusAPI

/// The address under which the API's `/v2/…` paths are found, checked and in one spelling.
///
/// Accepted with or without `/v2` and a slash at the end. Plain http is for this machine only: the
/// key would travel readable. A name and password inside the address are refused, as they would end
/// in logs.
struct BaseURL: Sendable, Equatable {
    static let tavus = BaseURL(
        text: "https://tavusapi.com", host: "tavusapi.com", port: 443, isSecure: true,
        isLoopback: false)

    /// Scheme, host, port and path, without `/v2` and without a slash at the end.
    let text: String
    let host: String
    let port: Int
    let isSecure: Bool
    let isLoopback: Bool

    private init(text: String, host: String, port: Int, isSecure: Bool, isLoopback: Bool) {
        self.text = text
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.isLoopback = isLoopback
    }

    /// - Parameters:
    ///   - given: as the user wrote it.
    ///   - source: the flag or variable, for the message.
    ///   - kind: what a refusal counts as: `.usage` for a flag.
    init(
        _ given: String, from source: String, kind: ConfigurationError.Kind = .configuration
    ) throws(ConfigurationError) {
        func refusal(_ why: String) -> ConfigurationError {
            ConfigurationError(kind, "\(source): \(why)")
        }
        guard given.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw refusal("the address holds a space or a character that is not printable ASCII")
        }
        guard let scheme = given.firstRange(of: "://") else {
            // A key in the variable for the address is a slip that must not print it.
            let shown = DisplayText.safe(
                Redaction().redacting(given.split(separator: "@").last.map(String.init) ?? ""),
                limit: 80)
            throw refusal("\"\(shown)\" has no scheme. Write https://\(shown)")
        }
        let afterScheme = given[scheme.upperBound...]
        let authority = afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        let path = afterScheme[authority.endIndex...]
        guard !authority.contains("@") else {
            throw refusal(
                "the address holds a name or password before \"@\". The key belongs in"
                    + " TAVUS_API_KEY or a key file.")
        }
        guard !path.contains(where: { "?#\\".contains($0) }) else {
            throw refusal("the address must end before \"?\" or \"#\"")
        }
        let place = try Self.place(authority, orThrow: refusal)
        let isLoopback = Self.isLoopback(place.host)
        switch given[..<scheme.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http" where isLoopback: isSecure = false
        case "http":
            throw refusal(
                "plain http to \(place.host) would show the key to everyone on the way."
                    + " Write https://\(authority)")
        case let other:
            throw refusal(
                "the scheme \"\(DisplayText.safe(other, limit: 20))\" is not http or https")
        }
        let port = place.port.map { ":\($0)" } ?? ""
        self.port = place.port.map(Int.init) ?? (isSecure ? 443 : 80)
        text = "\(isSecure ? "https" : "http")://\(place.host)\(port)\(Self.trimmed(path))"
        host = place.host
        self.isLoopback = isLoopback
    }

    /// The path without its trailing slashes and one final `/v2`.
    private static func trimmed(_ path: Substring) -> Substring {
        func withoutSlashes(_ path: Substring) -> Substring {
            path[..<(path.lastIndex { $0 != "/" }.map(path.index(after:)) ?? path.startIndex)]
        }
        let bare = withoutSlashes(path)
        return bare.hasSuffix("/v2") ? withoutSlashes(bare.dropLast(3)) : bare
    }

    static func place(
        _ authority: Substring, orThrow refusal: (String) -> ConfigurationError
    ) throws(ConfigurationError) -> (host: String, port: UInt16?) {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw refusal("\"[\" without \"]\" in the host")
            }
            host = authority[...end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw refusal("the host is malformed")
            }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        let isLiteral = authority.hasPrefix("[")
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
                true
            case UInt8(ascii: "-"), UInt8(ascii: "_"): !isLiteral
            case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): isLiteral
            default: false
            }
        }
        guard !host.isEmpty, isName else { throw refusal("the address has no valid host") }
        guard let port else { return (host.lowercased(), nil) }
        guard let number = UInt16(port), number > 0,
            port.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            throw refusal("the port \"\(DisplayText.safe(port, limit: 20))\" is not 1 to 65535")
        }
        return (host.lowercased(), number)
    }

    /// Only spellings that every resolver takes for this machine: not `127.1`, not a decimal address.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
