import JSONValue
import Synchronization
import TavusAPI
import TavusClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct GateTests {
    /// Writes down what it is asked and told, and refuses one path.
    private final class Witness: GatePolicy {
        let name: String
        let refusedPath: String?
        let log: Log

        init(_ name: String, log: Log, refusing refusedPath: String? = nil) {
            self.name = name
            self.log = log
            self.refusedPath = refusedPath
        }

        func admit(_ request: TavusRequest) async throws(TavusError) {
            log.add("\(name) admits \(request.path)")
            guard request.path != refusedPath else {
                throw TavusError(
                    notSending: request, code: .permissionDenied, message: "\(name) refuses")
            }
        }

        func record(
            _ request: TavusRequest, _ result: Result<TavusAnswer, TavusError>
        ) async {
            switch result {
            case .success(let answer): log.add("\(name) hears \(answer.status)")
            case .failure(let error): log.add("\(name) hears \(error.code.rawValue)")
            }
        }
    }

    private final class Log: Sendable {
        private let entries = Mutex<[String]>([])
        var all: [String] { entries.withLock { $0 } }
        func add(_ entry: String) { entries.withLock { $0.append(entry) } }
    }

    @Test func policiesAreAskedInOrderAndToldInReverse() async throws {
        let log = Log()
        try await withClient(
            .send(http(200, "{}")),
            setting: Setting {
                $0.policies = [Witness("a", log: log), Witness("b", log: log)]
                $0.onFirstCall = { log.add("first call") }
            }
        ) { client, _ in
            _ = try await client.send(.get("/v2/x"))
            _ = try await client.send(.get("/v2/y"))
        }
        #expect(
            log.all == [
                "first call", "a admits /v2/x", "b admits /v2/x", "b hears 200", "a hears 200",
                "a admits /v2/y", "b admits /v2/y", "b hears 200", "a hears 200",
            ])
    }

    @Test func aRefusalSendsNothingAndOnlyThoseWhoAdmittedHear() async throws {
        let log = Log()
        try await withClient(
            .send(http(200, "{}")),
            setting: Setting {
                $0.policies = [
                    Witness("a", log: log), Witness("b", log: log, refusing: "/v2/things"),
                    Witness("c", log: log),
                ]
            }
        ) { client, server in
            let error = try await client.failure(of: .bare(.post))
            #expect(error.description == "POST /v2/things: permission_denied: b refuses")
            #expect(error.outcome == .notSent)
            #expect(error.attempts == 0)
            #expect(server.arrivals == [])
        }
        #expect(
            log.all == ["a admits /v2/things", "b admits /v2/things", "a hears permission_denied"])
    }

    /// Answers by itself what is no read.
    private struct StandIn: GatePolicy {
        let log: Log

        func admit(_ request: TavusRequest) {}

        func answer(_ request: TavusRequest) async throws(TavusError) -> TavusAnswer? {
            guard request.method != .get else { return nil }
            log.add("stands in for \(request.path)")
            return TavusAnswer(status: 200, body: Array("{\"x\":1}".utf8), attempts: 0)
        }
    }

    @Test func aPolicyAnswersInPlaceOfTheServiceAfterAllHaveLetTheCallPass() async throws {
        let log = Log()
        try await withClient(
            .send(http(200, "{}")),
            setting: Setting {
                $0.policies = [StandIn(log: log), Witness("b", log: log, refusing: "/v2/no")]
            }
        ) { client, server in
            let answer = try await client.send(.bare(.post))
            #expect(String(decoding: answer.body, as: UTF8.self) == "{\"x\":1}")
            #expect(server.arrivals == [])
            let refused = try await client.failure(of: TavusRequest(method: .post, path: "/v2/no"))
            #expect(refused.code == .permissionDenied)
            #expect(try await client.send(.get("/v2/x")).attempts == 1)
        }
        #expect(
            log.all == [
                "b admits /v2/things", "stands in for /v2/things", "b hears 200",
                "b admits /v2/no", "b admits /v2/x", "b hears 200",
            ])
    }

    @Test func theEndpointIsAskedOnceForManyFirstCalls() async throws {
        let server = try RawServer(.send(http(200, "{}")))
        defer { server.stop() }
        let asked = Mutex(0)
        let baseURL = server.baseURL
        let client = TavusClient(
            ClientConfiguration(target: .emulator) {
                asked.withLock { $0 += 1 }
                return try TavusEndpoint(baseURL: baseURL, key: APIKey(sentinelKey))
            })
        #expect(asked.withLock { $0 } == 0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try? await client.send(.get()) } }
        }
        await client.close()
        #expect(asked.withLock { $0 } == 1)
        #expect(server.arrivals.count == 20)
    }

    @Test func anEndpointThatFailsIsAskedAgainAtTheNextCall() async throws {
        let server = try RawServer(.send(http(200, "{}")))
        defer { server.stop() }
        let asked = Mutex(0)
        let baseURL = server.baseURL
        let client = TavusClient(
            ClientConfiguration(target: .live) {
                let count = asked.withLock { asked in
                    asked += 1
                    return asked
                }
                return try TavusEndpoint(
                    baseURL: count == 1 ? "http://evil.example" : baseURL, key: APIKey(sentinelKey))
            })
        let error = try await client.failure(of: .get())
        #expect(error.outcome == .notSent)
        #expect(error.message.hasPrefix("base URL: plain http to evil.example"))
        let status = try await client.send(.get()).status
        #expect(status == 200)
        await client.close()
    }

    @Test(arguments: [
        "v2/personas", "/v2/personas/../replicas", "/v2/personas/%2e%2E/x",
        "/v2/personas/x%2f..%2Fy", "/v2/..%2f%ff", "/v2//personas", "/v2/./x", "/v2/a b",
        "/v2/a\r\nx-evil: 1", "/v2/é", "/v2/a?x=1", "/v2/a#b", "/v2\\a", "", "@evil.example/",
    ])
    func aPathThatCouldMeanSomethingElseIsNotSent(path: String) async throws {
        try await withClient(.send(http(200, "{}"))) { client, server in
            let error = try await client.failure(of: .get(path))
            #expect(error.code == .invalidArgument)
            #expect(error.outcome == .notSent)
            #expect(!error.description.contains { $0.isNewline })
            #expect(server.arrivals == [])
        }
    }

    @Test func aClientThatIsDroppedWithoutCloseIsNoCrash() async throws {
        let server = try RawServer(.send(http(200, "{}")))
        defer { server.stop() }
        var client: TavusClient? = try client(at: server.baseURL)
        _ = try await client?.send(.get())
        client = nil
        #expect(server.arrivals.count == 1)
    }
}
