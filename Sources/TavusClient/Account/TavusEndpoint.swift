/// Where calls go, with the key that opens it.
public struct TavusEndpoint: Sendable {
    let base: BaseURL
    public let key: APIKey
    /// How to get there, where a proxy variable asks for one.
    public let proxy: ProxyServer?
    /// Files and folders of the certificates to trust instead of the system's; empty: the system's.
    let trust: [String]
    /// Where the key came from, for the error that says it was refused.
    let keySource: String?

    /// - Parameter baseURL: with or without `/v2` and a slash at the end; plain http to this machine
    ///   only, and never through a proxy.
    public init(
        baseURL: String, key: APIKey, proxy: ProxyServer? = nil, trust: [String] = []
    ) throws(ConfigurationError) {
        self.init(
            base: try BaseURL(baseURL, from: "base URL"), key: key, proxy: proxy, trust: trust)
    }

    init(
        base: BaseURL, key: APIKey, proxy: ProxyServer?, trust: [String] = [],
        keySource: String? = nil
    ) {
        self.keySource = keySource
        self.trust = trust
        self.base = base
        self.key = key
        self.proxy = base.isLoopback ? nil : proxy
    }

    /// The address without `/v2` and without a slash at the end.
    public var baseURL: String { base.text }
}

/// Which service answers: the one inside this process, or a real account.
public enum TavusTarget: String, Sendable {
    case emulator, live
}
