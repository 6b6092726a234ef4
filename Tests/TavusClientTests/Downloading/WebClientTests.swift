import Synchronization
import Testing

@testable import TavusClient

@Suite struct WebClientTests {
    private func client(
        environment: [String: String] = [:], judge: @escaping WebClient.Judge = { _ in }
    ) -> WebClient {
        WebClient(environment: environment, version: "1.2.3", judge: judge)
    }

    private func withServer(
        _ steps: RawServer.Step..., body: (RawServer) async throws -> Void
    ) async throws {
        let server = try RawServer(steps: steps)
        defer { server.stop() }
        try await body(server)
    }

    private func get(
        _ url: String, _ change: (inout WebRequest) -> Void = { _ in }
    ) throws -> WebRequest {
        var request = WebRequest("GET", try WebAddress(url))
        change(&request)
        return request
    }

    private func failure(_ body: () async throws -> WebAnswer) async -> WebError? {
        do {
            let answer = try await body()
            Issue.record("answered \(answer.status)")
            return nil
        } catch {
            return error as? WebError
        }
    }

    @Test func aRequestIsSentAsItIsGivenAndItsAnswerGivenBack() async throws {
        try await withServer(.send(http(418, "tea", headers: ["X-Pot: brown", "ETag: \"1\""]))) {
            server in
            var request = WebRequest(
                "PUT", try WebAddress(server.baseURL + "/a?b=c"), headers: [("x-one", "1")],
                body: Array("body".utf8))
            request.limits.redirects = 3
            let answer = try await client().send(request)
            #expect(answer.status == 418)
            #expect(answer.header("etag") == "\"1\"")
            #expect(answer.body == Array("tea".utf8))
            #expect(answer.address == request.address)
            let arrival = try #require(server.arrivals.first)
            #expect(arrival.line == "PUT /a?b=c HTTP/1.1")
            #expect(
                arrival.headers.sorted() == [
                    "accept-encoding: identity", "content-length: 4",
                    "host: 127.0.0.1:\(server.port)", "user-agent: tavlua/1.2.3", "x-one: 1",
                ])
            #expect(arrival.body == "body")
        }
    }

    @Test func redirectsAreFollowedAsFarAsAllowed() async throws {
        let hop = http(302, headers: ["location: /next"])
        try await withServer(.send(hop), .send(hop), .send(hop), .send(http(200, "end"))) {
            server in
            let request = try get(server.baseURL + "/") { $0.limits.redirects = 3 }
            let answer = try await client().send(request)
            #expect(answer.body == Array("end".utf8))
            #expect(answer.address.pathAndQuery == "/next")
            #expect(server.arrivals.count == 4)
        }
        try await withServer(.send(hop)) { server in
            let request = try get(server.baseURL + "/") { $0.limits.redirects = 3 }
            let error = await failure { try await client().send(request) }
            #expect(error == WebError(.refused, "127.0.0.1: more than 3 redirects"))
            #expect(server.arrivals.count == 4)
        }
        try await withServer(.send(hop)) { server in
            let answer = try await client().send(get(server.baseURL))
            #expect(answer.status == 302)
        }
    }

    @Test func headersStayBehindWhenARedirectLeadsElsewhere() async throws {
        try await withServer(.send(http(200))) { other in
            let away = http(307, headers: ["location: \(other.baseURL)/there"])
            try await withServer(.send(away)) { server in
                let request = try get(server.baseURL) {
                    $0.headers = [("authorization", "Bearer SENTINEL"), ("x-own", "1")]
                    $0.limits.redirects = 1
                }
                _ = try await client().send(request)
                #expect(server.arrivals.first?.header("authorization") == "Bearer SENTINEL")
                #expect(other.arrivals.first?.header("authorization") == nil)
                #expect(other.arrivals.first?.header("x-own") == nil)
            }
        }
    }

    @Test func everyHopAndEveryAddressIsJudgedBeforeAnythingIsSent() async throws {
        struct Refused: Error {}
        let asked = Mutex<[String]>([])
        try await withServer(.send(http(302, headers: ["location: http://localhost:1/x"]))) {
            server in
            let picky = client { destination in
                asked.withLock {
                    $0.append("\(destination.address.host) \(destination.networkAddress ?? [])")
                }
                if destination.address.host == "localhost" { throw Refused() }
            }
            let request = try get(server.baseURL) { $0.limits.redirects = 1 }
            await #expect(throws: Refused.self) { try await picky.send(request) }
            let hosts = asked.withLock { $0 }
            #expect(hosts.first == "127.0.0.1 [127, 0, 0, 1]")
            #expect(hosts.dropFirst().allSatisfy { $0.hasPrefix("localhost ") })
            #expect(hosts.count == 2)
            #expect(server.arrivals.count == 1)
        }
    }

    /// What is connected to is the address that was judged, and the name stays in the request.
    @Test func aNameIsSentToTheAddressThatWasJudged() async throws {
        try await withServer(.send(http(200, "ok"))) { server in
            let answer = try await client().send(get("http://localhost:\(server.port)/"))
            #expect(answer.body == Array("ok".utf8))
            #expect(server.arrivals.first?.header("host") == "localhost:\(server.port)")
        }
    }

    @Test func anAnswerThatIsTooLargeIsNotReadToItsEnd() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".utf8)
        let part = [UInt8](repeating: 65, count: 65_536)
        try await withServer(.repeatForEver(first: head, then: part)) { server in
            let request = try get(server.baseURL) { $0.limits.bodyBytes = 1 << 20 }
            let error = await failure { try await client().send(request) }
            #expect(error == WebError(.tooLarge, "what 127.0.0.1 sends is larger than 1 MiB"))
        }
    }

    /// `hello` and a line break, packed by Python.
    private static let hello: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 231, 2, 0, 32, 48, 58, 54, 6, 0, 0,
        0,
    ]

    @Test func gzipIsUnpackedWhereItWasAskedForAndBounded() async throws {
        func answer(_ packed: [UInt8]) -> RawServer.Step {
            let head =
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(packed.count)\r\n\r\n"
            return .send(Array(head.utf8) + packed)
        }
        try await withServer(
            answer(Self.hello), answer(Self.hello), answer(Gzip.zeros(megabytes: 2))
        ) {
            server in
            var request = try get(server.baseURL)
            #expect(try await client().send(request).body == Self.hello)
            request.acceptsGzip = true
            request.limits.bodyBytes = 1 << 20
            #expect(try await client().send(request).body == Array("hello\n".utf8))
            let error = await failure { try await client().send(request) }
            #expect(error == WebError(.tooLarge, "what 127.0.0.1 sends is larger than 1 MiB"))
        }
    }

    @Test func aServerThatDripsIsLeftAtTheDeadline() async throws {
        let head = Array("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n".utf8)
        try await withServer(.drip(first: head, then: [65])) { server in
            let request = try get(server.baseURL) { $0.limits.total = .milliseconds(200) }
            let error = await failure { try await client().send(request) }
            #expect(
                error == WebError(.timeout, "127.0.0.1 did not answer whole within 200 ms"))
        }
    }

    // Each of these would end the process, or be read for ever.
    @Test(arguments: [
        ("HTTP/1.1 099 No\r\ncontent-length: 2\r\n\r\n{}", "not HTTP (99 is no status)"),
        (
            String(repeating: "HTTP/1.1 102 Wait\r\n\r\n", count: 17),
            "more than 16 informational answers"
        ),
    ])
    func whatIsNoAnswerIsAConnectionFailure(bytes: String, reason: String) async throws {
        try await withServer(.send(Array(bytes.utf8))) { server in
            let error = await failure { try await client().send(get(server.baseURL)) }
            #expect(error?.kind == .connection)
            #expect(error?.message.contains(reason) == true, "\(String(describing: error))")
        }
    }

    @Test func aRefusedPortIsAConnectionFailure() async throws {
        try await RawServer.withClosedPort { port in
            let request = try get("http://127.0.0.1:\(port)/")
            let error = await failure { try await client().send(request) }
            #expect(
                error
                    == WebError(
                        .connection, "cannot connect to 127.0.0.1: connection refused"))
        }
    }

    @Test func aProxyThatCannotBeUsedIsNotGoneAround() async throws {
        let client = client(environment: ["HTTPS_PROXY": "nonsense://x"])
        let error = await failure { try await client.send(get("https://example.com/")) }
        #expect(error?.kind == .connection)
        #expect(error?.message.hasPrefix("HTTPS_PROXY: ") == true)
    }
}
