/// Decides the account. The order is fixed:
///
/// - key: `--api-key-file` > `--profile` > `TAVUS_API_KEY` > `TAVLUA_PROFILE` > profile "default"
/// - base URL: `--base-url` > `TAVUS_BASE_URL` > `TAVUS_PUBLIC_API_BASE_URL` > `TAVUS_API_URL` >
///   profile > `https://tavusapi.com`
///
/// A profile that was asked for by name supplies both, so that its key never goes to an address
/// that some variable left behind. No key and no base URL is the emulator; no key and an address on
/// this machine is live with the key "local"; no key and any other address is an error.
public enum Credentials {
    private static let baseVariables = [
        "TAVUS_BASE_URL", "TAVUS_PUBLIC_API_BASE_URL", "TAVUS_API_URL",
    ]

    /// - Parameter environment: variables by name; an empty one counts as unset.
    public static func resolve(
        flags: AccountFlags, environment: [String: String]
    ) throws(ConfigurationError) -> Account {
        guard !flags.emulator else { return try emulator(flags) }
        var notes: [String] = []
        let (key, source, profile) = try key(flags, environment)
        let base = try base(flags, environment, profile, notes: &notes)
        if environment["TAVUS_API_KEY"] == "", key == nil {
            notes.append("TAVUS_API_KEY is set but empty, so it is not used")
        }
        guard let key, let source else {
            return try accountWithoutKey(
                flags, environment, base: base, profile: profile, notes: notes)
        }
        return Account(
            target: .live,
            endpoint: try endpoint(
                base ?? .tavus, key: key, source: source.inWords, environment: environment),
            keySource: source, notes: notes)
    }

    /// The way to an address with a key, as the environment says it.
    /// - Parameter source: where the key came from, for the error that says it was refused.
    static func endpoint(
        _ base: BaseURL, key: APIKey, source: String, environment: [String: String]
    ) throws(ConfigurationError) -> TavusEndpoint {
        let proxy = base.isLoopback ? nil : try ProxyServer.named(by: environment, for: base.host)
        return try TavusEndpoint(
            base: base, key: key, proxy: proxy, trust: trust(base, environment), keySource: source)
    }

    private static func trust(
        _ base: BaseURL, _ environment: [String: String]
    ) throws(ConfigurationError) -> [String] {
        base.isSecure ? try TrustedCertificates.named(by: environment) : []
    }

    private static func emulator(_ flags: AccountFlags) throws(ConfigurationError) -> Account {
        let others = [(flags.live, "--live"), (flags.baseURL != nil, "--base-url")]
        if let other = others.first(where: \.0)?.1 {
            throw ConfigurationError(
                .usage, "--emulator and \(other) name two different targets. Give one of them.")
        }
        return Account(target: .emulator, endpoint: nil, keySource: nil, notes: [])
    }

    /// A profile that was chosen, and whether it was asked for by name.
    private struct Choice {
        var name: String
        var profile: Profile
        var isExplicit: Bool
    }

    private static func key(
        _ flags: AccountFlags, _ environment: [String: String]
    ) throws(ConfigurationError) -> (APIKey?, Account.KeySource?, Choice?) {
        func choice(_ name: String, isExplicit: Bool) throws(ConfigurationError) -> Choice {
            Choice(
                name: name, profile: try Profile.named(name, environment: environment),
                isExplicit: isExplicit)
        }
        var chosen: Choice?
        if let name = flags.profile { chosen = try choice(name, isExplicit: true) }
        if let path = flags.apiKeyFile {
            return (try KeyFile.key(at: path), .file(path), chosen)
        }
        if chosen == nil {
            if let raw = environment["TAVUS_API_KEY"], !raw.isEmpty {
                return (
                    try APIKey(raw, from: "TAVUS_API_KEY"), .environment("TAVUS_API_KEY"), nil
                )
            }
            if let name = environment["TAVLUA_PROFILE"], !name.isEmpty {
                chosen = try choice(name, isExplicit: true)
            } else if Profile.exists(Profile.defaultName, environment: environment) {
                chosen = try choice(Profile.defaultName, isExplicit: false)
            }
        }
        guard let chosen, let key = chosen.profile.key else { return (nil, nil, chosen) }
        return (key, .profile(chosen.name), chosen)
    }

    private static func base(
        _ flags: AccountFlags, _ environment: [String: String], _ choice: Choice?,
        notes: inout [String]
    ) throws(ConfigurationError) -> BaseURL? {
        if let given = flags.baseURL {
            return try BaseURL(given, from: "--base-url", kind: .usage)
        }
        let name = baseVariables.first { !(environment[$0] ?? "").isEmpty }
        guard let name, let given = environment[name] else { return choice?.profile.baseURL }
        if let choice, choice.isExplicit {
            notes.append("\(name) is ignored: profile \(choice.name) decides the base URL")
            return choice.profile.baseURL
        }
        return try BaseURL(given, from: name)
    }

    private static func accountWithoutKey(
        _ flags: AccountFlags, _ environment: [String: String], base: BaseURL?, profile: Choice?,
        notes: [String]
    ) throws(ConfigurationError) -> Account {
        let advice = "Set TAVUS_API_KEY, or give --api-key-file FILE or --profile NAME."
        switch base {
        case let base? where base.isLoopback:
            return Account(
                target: .live,
                endpoint: try TavusEndpoint(
                    base: base, key: .local, proxy: nil, trust: trust(base, environment)),
                keySource: .local, notes: notes)
        case let base?:
            throw ConfigurationError(.noKey, "no API key for \(base.host). \(advice)")
        case nil where flags.live:
            throw ConfigurationError(.noKey, "--live needs an API key. \(advice)")
        case nil:
            if let profile, profile.isExplicit {
                throw ConfigurationError(
                    .noKey, "profile \"\(profile.name)\" has no api_key and no api_key_file.")
            }
            return Account(target: .emulator, endpoint: nil, keySource: nil, notes: notes)
        }
    }
}
