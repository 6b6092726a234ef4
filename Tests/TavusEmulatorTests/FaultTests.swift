import JSONValue
import TavusEmulator
import Testing

/// Injected faults, seen from a bare socket.
struct FaultTests {
    private static let document: JSONValue = ["document_url": "https://example.com/a.pdf"]

    /// The bytes that came before the connection ended; `nil` when it was reset.
    private static func bytes(_ api: TestEmulator, _ method: String, _ path: String) async throws
        -> String?
    {
        let body = method == "POST" ? document.serialized() : ""
        let request =
            "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(api.port)\r\nx-api-key: k\r\n"
            + "Connection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        do {
            return String(
                decoding: try await Wire.exchange(request, port: api.port), as: UTF8.self)
        } catch {
            return nil
        }
    }

    private static func documents(_ api: TestEmulator) async throws -> JSONValue? {
        try await api.get("/v2/documents")["total_count"]
    }

    @Test(
        arguments: [
            (
                ["status": 503, "body": ["message": "busy"]], 503, ["message": "busy"],
                [:] as [String: String]
            ),
            (["status": 500], 500, ["error": "A fault of the emulator: status 500"], [:]),
            (["retry_after": 7], 429, ["error": "Too many requests"], ["retry-after": "7"]),
            (
                ["retry_after": "Wed, 21 Oct 2026 07:28:00 GMT", "status": 503], 503,
                ["error": "A fault of the emulator: status 503"],
                ["retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"]
            ),
        ] as [(JSONObject, Int, JSONValue, [String: String])])
    func aStatusStandsInTheAnswersPlace(
        _ fault: JSONObject, _ status: Int, _ body: JSONValue, _ headers: [String: String]
    ) async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("fault", fault)
            let spoiled = try await api.post("/v2/documents", Self.document)
            #expect(spoiled.status == status)
            #expect(try spoiled.body == body)
            #expect(spoiled.headers.filter { headers.keys.contains($0.key) } == headers)
            #expect(try await Self.documents(api) == 0)
            #expect(try await api.post("/v2/documents", Self.document).status == 200)
        }
    }

    @Test func itMeetsOnlyWhatItNamesAndSoOftenAsItSays() async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer(
                "fault",
                ["operation": "documents.create", "status": 503, "times": 2, "after": 1])
            var statuses: [Int] = []
            for _ in 1...5 {
                statuses.append(try await api.post("/v2/documents", Self.document).status)
                #expect(try await api.get("/v2/documents").status == 200)
            }
            #expect(statuses == [200, 503, 503, 200, 200])
            let listed: JSONValue = [
                [
                    "id": 1, "kind": "status", "operation": "documents.create", "status": 503,
                    "commit": false, "after": 1, "hits": 2, "remaining": 0,
                ]
            ]
            #expect(try await api.emulator.steer("faults") == listed)
        }
    }

    @Test func pathsMayEndInAStarAndClearingEndsAFaultForAll() async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer(
                "fault", ["method": "get", "path": "/v2/doc*", "status": 502, "always": true])
            for path in ["/v2/documents", "/v2/documents?limit=2", "/v2/documents/x"] {
                #expect(try await api.get(path).status == 502)
            }
            #expect(try await api.get("/v2/videos").status == 200)
            #expect(try await api.post("/v2/documents", Self.document).status == 200)
            #expect(try await api.emulator.steer("clear_faults") == ["cleared": 1])
            #expect(try await api.get("/v2/documents").status == 200)
        }
    }

    @Test(
        arguments: [
            (["kind": "close"], 0), (["kind": "close", "commit": true], 1),
            (["kind": "reset"], 0), (["kind": "reset", "commit": true], 1),
        ] as [(JSONObject, Int64)])
    func theConnectionEndsWithoutAnAnswer(_ fault: JSONObject, _ count: Int64) async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("fault", fault)
            let bytes = try await Self.bytes(api, "POST", "/v2/documents")
            #expect(bytes == (fault["kind"] == "close" ? "" : nil))
            #expect(try await Self.documents(api) == .integer(count))
        }
    }

    @Test func aTruncatedBodyIsShorterThanItsLength() async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("fault", ["kind": "truncate", "bytes": 10])
            let bytes = try await Self.bytes(api, "POST", "/v2/documents") ?? ""
            let reply = try Reply(parsing: Array(bytes.utf8))
            #expect(reply.status == 200)
            #expect(reply.text.utf8.count == 10)
            #expect((reply.headers["content-length"].flatMap { Int($0) } ?? 0) > 100)
            #expect(try await Self.documents(api) == 1)
        }
    }

    @Test func garbageIsAPageThatSaysAllIsWell() async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("fault", ["kind": "garbage"])
            let reply = try await api.post("/v2/documents", Self.document)
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "text/html")
            #expect(reply.text == "<html><body>It works!</body></html>")
            #expect(try await Self.documents(api) == 1)
        }
    }

    @Test func aSlowAnswerIsWholeAndLate() async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("fault", ["delay": 0.2, "byte_delay": 0.001])
            let clock = ContinuousClock()
            let time = try await clock.measure {
                let reply = try await api.get("/v2/documents")
                #expect(
                    try reply.body == ["data": [], "total_count": 0, "page": 0, "limit": 10])
            }
            #expect(time >= .milliseconds(240))
        }
    }

    /// Who waits for a slow answer must not hold up the end.
    @Test(.timeLimit(.minutes(1)))
    func stoppingEndsSlowAnswers() async throws {
        try await TestEmulator.run { api in
            _ = try await api.emulator.steer("fault", ["delay": 3600])
            let request =
                "GET /v2/videos HTTP/1.1\r\nHost: localhost:\(api.port)\r\nx-api-key: k\r\n\r\n"
            let waiting = try await OpenSocket.connect(port: api.port, sending: request)
            while try await api.emulator.steer("faults")[0]?["hits"] != 1 { await Task.yield() }
            await api.emulator.stop()
            try await waiting.ended()
        }
    }

    @Test(
        arguments: [
            (
                [:],
                "a fault needs a kind (status, close, reset, slow, truncate, garbage), or a status, delay or bytes"
            ),
            (
                ["kind": "slwo"],
                "there is no kind \"slwo\"; the kinds are status, close, reset, slow, truncate, garbage"
            ),
            (["opration": "x"], "unknown field \"opration\". Did you mean \"operation\"?"),
            (
                ["operation": "video.create", "status": 500],
                "there is no operation \"video.create\". Did you mean \"videos.create\"?"
            ),
            (["status": 99], "status must be a whole number from 200 to 599, not 99"),
            (["status": 500, "times": 0], "times must be a whole number from 1 to 1000000, not 0"),
            (["kind": "reset", "bytes": 3], "bytes does not go with the kind reset"),
            (["kind": "slow"], "a slow answer needs delay or byte_delay, in seconds"),
            (["delay": -1], "delay must be a number of seconds from 0 to 1000000000, not -1"),
            (
                ["delay": 1, "commit": false],
                "commit = false does not go with slow: it needs an answer"
            ),
            (
                ["path": "v2", "status": 500],
                "path must begin with a slash, as in /v2/videos, not \"v2\""
            ),
            (["retry_after": 1.5], "retry_after must be whole seconds or an HTTP date"),
        ] as [(JSONObject, String)])
    func aFaultThatIsWrittenWronglyIsExplained(_ fault: JSONObject, _ text: String) async throws {
        let emulator = TavusEmulator(.init())
        let error = await #expect(throws: EmulatorError.self) {
            try await emulator.steer("fault", fault)
        }
        #expect(error?.description == text)
        await emulator.stop()
    }
}
