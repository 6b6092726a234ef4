import JSONValue
import TavusEmulator
import Testing

/// How requests of one connection are answered, byte for byte.
struct ConnectionTests {
    /// Taken apart by their lengths; fails on bytes that belong to none.
    private static func replies(in bytes: [UInt8]) throws -> [RawAnswer] {
        var rest = bytes[...]
        var answers: [RawAnswer] = []
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self).lowercased()
            let length = try #require(
                head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") })
            let size = try #require(Int(length.dropFirst("content-length: ".count)))
            let whole = rest[..<(end.upperBound + size)]
            answers.append(try RawSocket.answer(in: Array(whole)))
            rest = rest[whole.endIndex...]
        }
        #expect(rest.isEmpty)
        return answers
    }

    private static func lines(_ port: Int) -> String {
        "Host: localhost:\(port)\r\nx-api-key: k\r\n"
    }

    @Test func eachRequestSeesThoseBeforeItAndIsAnsweredInItsTurn() async throws {
        try await TestEmulator.run(.init(), Self.requireTurns)
        // Loops have connections of their own on a file.
        try await StoreTests.inFolder { folder in
            let options = TavusEmulator.Options(storage: .file(folder + "/e.sqlite"))
            try await TestEmulator.run(options, Self.requireTurns)
        }
    }

    private static func requireTurns(_ api: TestEmulator) async throws {
        let body = #"{"document_url":"https://a.example/b"}"#
        let head = Self.lines(api.port)
        let post =
            "POST /v2/documents HTTP/1.1\r\n\(head)Content-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let get = "GET /v2/documents?limit=1 HTTP/1.1\r\n\(head)\r\n"
        let last = "GET /v2/documents?limit=1 HTTP/1.1\r\n\(head)Connection: close\r\n\r\n"
        let bytes = try await Wire.exchange(
            get + post + get + post + post + last, port: api.port)
        let bodies = try Self.replies(in: bytes).map { try JSONValue(parsing: $0.body) }
        #expect(bodies.map { $0["total_count"]?.integerValue } == [0, nil, 1, nil, nil, 3])
        #expect(bodies.filter { $0["document_id"] != nil }.count == 3)
    }

    /// Megabytes of answers do not fit into a socket: sending pauses and goes on.
    @Test(.timeLimit(.minutes(1)))
    func manyRequestsAtOnceAreAllAnswered() async throws {
        try await TestEmulator.run { api in
            let head = Self.lines(api.port)
            let one = "GET /v2/replicas?limit=100 HTTP/1.1\r\n\(head)\r\n"
            let last = "GET /v2/videos HTTP/1.1\r\n\(head)Connection: close\r\n\r\n"
            let text = String(repeating: one, count: 400) + last
            let replies = try Self.replies(in: try await Wire.exchange(text, port: api.port))
            #expect(replies.count == 401)
            #expect(replies.allSatisfy { $0.status == 200 })
            #expect(Set(replies.dropLast().map(\.body)).count == 1)
        }
    }

    @Test func nothingIsAnsweredBehindTheRequestThatCloses() async throws {
        try await TestEmulator.run { api in
            let head = Self.lines(api.port)
            let text =
                "GET /v2/videos HTTP/1.1\r\n\(head)Connection: close\r\n\r\n"
                + "GET /v2/videos HTTP/1.1\r\n\(head)\r\n"
            let replies = try Self.replies(in: try await Wire.exchange(text, port: api.port))
            #expect(replies.map { $0.headers["connection"] } == ["close"])
        }
    }

    @Test func oldClientsKeepAConnectionOnlyWhenTheyAskFor() async throws {
        try await TestEmulator.run { api in
            let head = Self.lines(api.port)
            let text =
                "GET /v2/videos HTTP/1.0\r\n\(head)Connection: keep-alive\r\n\r\n"
                + "GET /v2/videos HTTP/1.0\r\n\(head)\r\n"
            let replies = try Self.replies(in: try await Wire.exchange(text, port: api.port))
            #expect(replies.map { $0.headers["connection"] } == ["keep-alive", "close"])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoHasSaidThatItWasAllStillGetsTheAnswers() async throws {
        try await TestEmulator.run { api in
            let head = Self.lines(api.port)
            let text =
                "POST /v2/conversations/c1/end HTTP/1.1\r\n\(head)\r\n"
                + "GET /v2/videos HTTP/1.1\r\n\(head)\r\n"
            let bytes = try await Wire.exchange(text, port: api.port, closesOutput: true)
            #expect(try Self.replies(in: bytes).map(\.status) == [400, 200])
        }
    }

    @Test func nonsenseBehindARequestTakesNothingFromIt() async throws {
        try await TestEmulator.run { api in
            let body = #"{"document_url":"https://a.example/b"}"#
            let text =
                "POST /v2/documents HTTP/1.1\r\n\(Self.lines(api.port))"
                + "Content-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)nonsense\r\n\r\n"
            let replies = try Self.replies(in: try await Wire.exchange(text, port: api.port))
            #expect(replies.map(\.status) == [200, 400])
            #expect(replies.last?.headers["connection"] == "close")
        }
    }

    @Test func aBodyInChunksIsABody() async throws {
        try await TestEmulator.run { api in
            let text =
                "POST /v2/documents HTTP/1.1\r\n\(Self.lines(api.port))Connection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\n{\"doc\r\n20\r\nument_url\":\"https://a.example/b\"\r\n1\r\n}\r\n0\r\n\r\n"
            let replies = try Self.replies(in: try await Wire.exchange(text, port: api.port))
            #expect(replies.map(\.status) == [200])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func stoppingWaitsForAnAnswerThatIsOnItsWay() async throws {
        let (seen, continuation) = AsyncStream.makeStream(of: Void.self)
        let options = TavusEmulator.Options(onRequest: { _ in continuation.yield() })
        try await TestEmulator.run(options) { api in
            _ = try await api.emulator.steer("fault", ["kind": "slow", "delay": 0.1])
            async let reply = api.get("/v2/videos")
            for await _ in seen { break }
            await api.emulator.stop()
            #expect(try await reply.status == 200)
        }
    }
}
