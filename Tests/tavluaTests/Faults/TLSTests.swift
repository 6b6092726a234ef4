import Foundation
import Testing

/// Servers with certificates made for these tests, and what is said where one is not trusted.
final class TLSServers: Sendable {
    static let shared = Result { try TLSServers() }

    /// The certificate of the authority that signed all but one of the others.
    let authority: String
    private let servers: [String: FaultServer]

    private init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("tavlua-tls-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let maker = Process()
        maker.executableURL = Binary.checkout
            .appendingPathComponent("Tests/Support/tools/certificates")
        maker.arguments = [folder.path]
        try maker.run()
        maker.waitUntilExit()
        #expect(maker.terminationStatus == 0, "no certificates: is openssl there?")
        authority = folder.appendingPathComponent("ca.pem").path
        var servers: [String: FaultServer] = [:]
        for name in ["good", "expired", "elsewhere", "self"] {
            let place = folder.appendingPathComponent(name).path
            servers[name] = try FaultServer(["--cert", place + ".pem", "--key", place + ".key"])
        }
        self.servers = servers
    }

    subscript(name: String) -> FaultServer {
        get throws { try #require(servers[name]) }
    }
}

@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    /// A create, and what is known after it.
    private static let report = """
        local ok, e = pcall(function() return \(FaultCall.create.code) end)
        if ok then print("done") else print(e.outcome, e.attempts, e.message) end
        """

    private func run(
        _ url: String, trusting authority: String? = nil, _ more: [String: String] = [:],
        options: [String] = []
    ) throws -> Binary.Finished {
        var environment = ["TAVUS_BASE_URL": url, "TAVUS_API_KEY": FaultRun.key]
        environment["SSL_CERT_FILE"] = authority
        let finished = try Binary.with { binary in
            try binary.start(
                options + ["-e", Self.report], environment: environment.merging(more) { $1 }
            ).finish()
        }
        #expect(!"\(finished)".contains("SENTINEL"), "the key was shown")
        return finished
    }

    @Test func aCertificateOfATrustedAuthorityIsTaken() throws {
        let servers = try TLSServers.shared.get()
        for host in ["localhost", "127.0.0.1"] {
            let url = "https://\(host):\(try servers["good"].port)"
            let finished = try run(url, trusting: servers.authority)
            #expect(finished.out == "done\n", "\(finished.err)")
            #expect(finished.err.contains("trusting \(servers.authority)"))
        }
    }

    @Test(arguments: [
        ("expired", true, "its certificate expired on 2020-01-02"),
        ("elsewhere", true, "its certificate is for another host"),
        ("self", true, "its certificate is signed by itself, and not trusted here; SSL_CERT_FILE"),
        ("good", false, "its certificate is signed by an authority that is not trusted here"),
    ])
    func whatIsWrongWithACertificateIsSaidAndNothingIsSent(
        name: String, isTrusted: Bool, words: String
    ) throws {
        let servers = try TLSServers.shared.get()
        let server = try servers[name]
        let finished = try run(
            "https://localhost:\(server.port)/f/\(name)!ok",
            trusting: isTrusted ? servers.authority : nil)
        #expect(
            finished.out.hasPrefix("not_sent\t1\tlocalhost: TLS failed: \(words)"), "\(finished)")
    }

    @Test func aPortWithoutTLSIsNamed() throws {
        // As a server of plain HTTP answers a handshake; ours would wait for the request's end.
        let server = try FaultServer()
        try server.misbehave("plain*9")
        let finished = try run("https://127.0.0.1:\(server.port)")
        #expect(
            finished.out.hasPrefix(
                "not_sent\t1\t127.0.0.1: TLS failed: the port does not speak TLS"),
            "\(finished)")
    }

    @Test func aConnectionThatBreaksInTheHandshakeIsTriedAgain() throws {
        let servers = try TLSServers.shared.get()
        for fault in ["close", "reset"] {
            let server = try FaultServer()
            try server.misbehave("\(fault)*9")
            let finished = try run(
                "https://127.0.0.1:\(server.port)", trusting: servers.authority)
            #expect(finished.out.hasPrefix("not_sent\t3\t"), "\(fault): \(finished)")
        }
    }

    @Test func aMissingFileOfAuthoritiesIsAnErrorAndNotATrustInNobody() throws {
        let finished = try run("https://localhost:1", trusting: "/nonexistent/ca.pem")
        #expect(finished.status == 78)
        #expect(
            finished.err
                == "tavlua: SSL_CERT_FILE: /nonexistent/ca.pem: No such file or directory."
                + " Correct it or unset it.\n")
    }

    // MARK: Proxies

    private static let host = "https://tavus.test"

    @Test(arguments: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
    func aProxyOpensATunnelAndNeverSeesTheKey(variable: String) throws {
        let servers = try TLSServers.shared.get()
        let proxy = try FaultServer(
            ["--to", "\(try servers["good"].port)"], script: "connectproxy.py")
        let finished = try run(
            Self.host, trusting: servers.authority, [variable: "http://127.0.0.1:\(proxy.port)"])
        #expect(finished.out == "done\n", "\(finished.err)")
        #expect(finished.err.contains("proxy 127.0.0.1:\(proxy.port)"))
        #expect(try proxy.end() == ["CONNECT tavus.test:443 HTTP/1.1"])
    }

    @Test func aHostOfNoProxyAndThisMachineGoDirectly() throws {
        let servers = try TLSServers.shared.get()
        let proxy = try FaultServer(["--to", "1"], script: "connectproxy.py")
        let variables = [
            "HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)", "NO_PROXY": "example.org,tavus.test",
        ]
        let excepted = try run(Self.host, trusting: servers.authority, variables)
        #expect(excepted.out == "not_sent\t3\tcannot find the host tavus.test\n", "\(excepted)")
        let local = "https://localhost:\(try servers["good"].port)"
        #expect(try run(local, trusting: servers.authority, variables).out == "done\n")
        #expect(try proxy.end() == [])
    }

    @Test func aProxyThatRefusesIsNamed() throws {
        let proxy = try FaultServer(["--to", "1", "--refuse", "403"], script: "connectproxy.py")
        let finished = try run(Self.host, trusting: nil, ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"])
        #expect(
            finished.out == "not_sent\t1\tthe proxy refused a tunnel to tavus.test\n", "\(finished)"
        )
        #expect(try proxy.end().contains("key") == false)
    }

    @Test func aProxyThatCannotBeUsedIsRefusedAloud() throws {
        let finished = try run(
            Self.host, trusting: nil, ["HTTPS_PROXY": "https://proxy.example:3128"])
        #expect(finished.status == 78)
        #expect(
            finished.err.contains("HTTPS_PROXY: only http:// and socks5:// proxies are supported"))
    }
}
