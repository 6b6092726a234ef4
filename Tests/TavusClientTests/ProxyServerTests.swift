import TavusAPI
import Testing

@testable import TavusClient

@Suite struct ProxyServerTests {
    @Test(arguments: [
        ("http://proxy.example:3128", "proxy.example", 3128, ProxyServer.Kind.openTunnel),
        ("http://proxy.example:3128/", "proxy.example", 3128, .openTunnel),
        ("proxy.example", "proxy.example", 1080, .openTunnel),
        (
            "http://me:p%40ss@proxy.example:1", "proxy.example", 1,
            .tunnel(name: "me", password: "p@ss")
        ),
        ("socks5://proxy.example", "proxy.example", 1080, .socks),
        ("socks5h://proxy.example:9", "proxy.example", 9, .socks),
    ])
    func settingsThatCurlTakes(value: String, host: String, port: Int, kind: ProxyServer.Kind)
        throws
    {
        let proxy = try ProxyServer(value, from: "HTTPS_PROXY")
        #expect(proxy.host == host)
        #expect(proxy.port == port)
        #expect(proxy.kind == kind)
    }

    @Test(arguments: [
        ("https://proxy.example", "only http:// and socks5:// proxies are supported"),
        ("socks4://proxy.example", "only http:// and socks5:// proxies are supported"),
        (
            "socks5://me:SECRETSENTINEL@proxy.example",
            "SOCKS proxies with a name and password are not supported"
        ),
        ("http://", "it names no host"), ("http://a:b:c", "it names no host"),
        ("http://a:99999", "the port is not 1 to 65535"),
        (
            "http://me:%zz@proxy.example",
            "the proxy's name or password is not percent-encoded UTF-8"
        ),
    ])
    func aSettingThatCannotBeHonouredIsRefusedAloud(value: String, why: String) {
        let expected = ConfigurationError(
            .configuration,
            "ALL_PROXY: \(why). Correct it, unset it, or add the host to NO_PROXY.")
        #expect(throws: expected) { try ProxyServer(value, from: "ALL_PROXY") }
    }

    @Test(arguments: [
        ("", false), ("*", true), ("tavusapi.com", true), (".tavusapi.com", true), ("com", true),
        ("api.com", false), ("other.example, tavusapi.com", true), ("TavusAPI.com:443", true),
    ])
    func noProxyCoversHostsAndWhatIsBelowThem(list: String, isExcepted: Bool) {
        #expect(ProxyServer.isExcepted("tavusapi.com", by: list) == isExcepted)
    }

    @Test func variablesAreReadForLiveTargetsOnlyAndNeverForThisMachine() throws {
        let proxy = ["HTTPS_PROXY": "http://proxy.example:3128", "XDG_CONFIG_HOME": "/nonexistent"]
        let key = ["TAVUS_API_KEY": sentinelKey]
        let live = try Credentials.resolve(
            flags: AccountFlags(), environment: proxy.merging(key) { $1 })
        #expect(live.summary == "target: LIVE (key …f3, proxy proxy.example:3128)")
        let local = try Credentials.resolve(
            flags: AccountFlags(baseURL: "http://127.0.0.1:1"), environment: proxy)
        #expect(local.endpoint?.proxy == nil)
        #expect(throws: ConfigurationError.self) {
            try Credentials.resolve(
                flags: AccountFlags(),
                environment: key.merging([
                    "https_proxy": "https://proxy.example", "XDG_CONFIG_HOME": "/nonexistent",
                ]) { $1 })
        }
    }

    @Test func aProxyIsAskedForATunnelAndNeverSeesTheKey() async throws {
        let proxy = try RawServer(.sendAndClose(http(403, "no")))
        defer { proxy.stop() }
        let key = try APIKey(sentinelKey)
        var configuration = ClientConfiguration(target: .live) {
            try TavusEndpoint(
                baseURL: "https://tavusapi.com", key: key,
                proxy: ProxyServer("http://127.0.0.1:\(proxy.port)", from: "HTTPS_PROXY"))
        }
        configuration.pause = { _ in }
        let client = TavusClient(configuration)
        let error = try await client.failure(of: .bare(.post))
        await client.close()
        #expect(
            error.description.hasPrefix("POST /v2/things: connection_failed: the proxy refused"))
        #expect(error.outcome == .notSent)
        #expect(proxy.arrivals.map(\.line) == ["CONNECT tavusapi.com:443 HTTP/1.1"])
        #expect(!"\(proxy.arrivals)".contains("SENTINEL"))
    }
}
