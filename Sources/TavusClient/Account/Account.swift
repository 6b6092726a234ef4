import TavusAPI

/// Who calls are made as and where they go, decided from flags, environment and profiles.
public struct Account: Sendable {
    /// Where the key came from.
    public enum KeySource: Sendable, Equatable {
        case file(String)
        case environment(String)
        case profile(String)
        /// The word "local", for a server on this machine.
        case local

        /// As a sentence names it.
        var inWords: String {
            switch self {
            case .file(let path): "the key file \(DisplayText.safe(path, limit: 200))"
            case .environment(let name): name
            case .profile(let name): "the profile \(name)"
            case .local: "nowhere, as this server needs none"
            }
        }
    }

    public let target: TavusTarget
    /// Nil for the emulator, which is given an endpoint when it starts.
    public let endpoint: TavusEndpoint?
    public let keySource: KeySource?
    /// What the user should hear on stderr: settings that were set and are not used.
    public let notes: [String]

    /// Whose money it is and where, without anything of the key: "live, profile acme". Budgets of a day
    /// count for it, and a plan is made for it.
    public var place: String {
        guard let endpoint, let keySource else { return "the \(target.rawValue)" }
        let source =
            switch keySource {
            case .profile(let name): "profile \(name)"
            case .file(let path): "key file \(path)"
            case .environment(let name): name
            case .local: "no key"
            }
        let base = endpoint.base == .tavus ? "" : ", \(endpoint.base.text)"
        return "\(target.rawValue), \(source)\(base)"
    }

    /// The line that each run says on stderr before its first call.
    public var summary: String {
        guard let endpoint, let keySource else { return "target: \(target.rawValue)" }
        var facts: [String] = []
        if case .profile(let name) = keySource { facts.append("profile \(name)") }
        if endpoint.base != .tavus { facts.append(endpoint.base.text) }
        facts.append(keySource == .local ? "no key" : endpoint.key.description)
        if !endpoint.trust.isEmpty {
            let places = endpoint.trust.joined(separator: ", ")
            facts.append("trusting \(DisplayText.safe(places, limit: 200))")
        }
        if let proxy = endpoint.proxy { facts.append(proxy.description) }
        return "target: LIVE (\(facts.joined(separator: ", ")))"
    }
}

/// The flags that choose an account.
public struct AccountFlags: Sendable, Equatable {
    public var emulator: Bool
    public var live: Bool
    public var baseURL: String?
    public var apiKeyFile: String?
    public var profile: String?

    public init(
        emulator: Bool = false, live: Bool = false, baseURL: String? = nil,
        apiKeyFile: String? = nil, profile: String? = nil
    ) {
        self.emulator = emulator
        self.live = live
        self.baseURL = baseURL
        self.apiKeyFile = apiKeyFile
        self.profile = profile
    }
}
