import JSONValue
import TavusAPI
import TavusClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct AnswerTests {
    @Test func aRequestLooksLikeThisOnTheWire() async throws {
        let create = http(200, #"{"conversation_id":"c1"}"#, headers: ["x-request-id: q7"])
        try await withClient(.send(create)) { client, server in
            let answer = try await client.send(.createConversation)
            #expect(String(decoding: answer.body, as: UTF8.self) == #"{"conversation_id":"c1"}"#)
            #expect(answer.status == 200)
            #expect(answer.attempts == 1)
            #expect(answer.requestID == "q7")
            let body = #"{"replica_id":"r79e1c033f","persona_id":"p5317866"}"#
            let expected = RawServer.Arrival(
                line: "POST /v2/conversations HTTP/1.1",
                headers: [
                    "x-api-key: \(sentinelKey)", "accept: application/json",
                    "accept-encoding: gzip", "user-agent: tavlua/1.2.3",
                    "content-type: application/json", "host: 127.0.0.1:\(server.port)",
                    "content-length: \(body.utf8.count)",
                ], body: body, connection: 1)
            let arrivals = server.arrivals.map { arrival in
                var sorted = arrival
                sorted.headers.sort()
                return sorted
            }
            var sorted = expected
            sorted.headers.sort()
            #expect(arrivals == [sorted])
        }
    }

    @Test func aQueryIsEncodedAndABaseURLsPathKept() async throws {
        let server = try RawServer(.send(http(200, #"{"data":[],"total_count":0}"#)))
        defer { server.stop() }
        let client = try client(at: server.baseURL + "/f/t1!ok/v2/")
        let request = TavusRequest(
            method: .get, path: "/v2/documents",
            query: [("name_or_uuid", "a b&c=d/é"), ("limit", "2")])
        _ = try await client.send(request)
        await client.close()
        #expect(
            server.arrivals.map(\.line) == [
                "GET /f/t1!ok/v2/documents?name_or_uuid=a%20b%26c%3Dd%2F%C3%A9&limit=2 HTTP/1.1"
            ])
    }

    @Test func compressedAnswersAreRead() async throws {
        // gzip of {"a":1}, made with `printf '{"a":1}' | gzip -n`.
        let gzip: [UInt8] = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xab, 0x56, 0x4a, 0x54,
            0xb2, 0x32,
            0xac, 0x05, 0x00, 0xaf, 0xac, 0x1b, 0x56, 0x07, 0x00, 0x00, 0x00,
        ]
        try await withClient(.send(http(gzip: gzip))) { client, _ in
            let answer = try await client.send(.get())
            #expect(String(decoding: answer.body, as: UTF8.self) == #"{"a":1}"#)
        }
    }

    @Test func informationalAnswersBeforeTheRealOneAreSkipped() async throws {
        let early = Array(String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 16).utf8)
        try await withClient(.send(early + http(200, "{}"))) { client, _ in
            let status = try await client.send(.bare(.post)).status
            #expect(status == 200)
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 204 No Content\r\n\r\n", 204),
        ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200),
    ])
    func anAnswerWithoutBodyIsEmptyWhereNoneIsPromised(bytes: String, status: Int) async throws {
        try await withClient(.send(Array(bytes.utf8))) { client, _ in
            let request = try TavusRequest.operation("conversations.delete", ids: ["c1"])
            let answer = try await client.send(request)
            #expect(answer.status == status)
            #expect(answer.body == [])
        }
    }

    @Test func aPatchThatChangesNothingIsAnAnswer() async throws {
        try await withClient(.send(Array("HTTP/1.1 304 Not Modified\r\n\r\n".utf8))) { client, _ in
            let answer = try await client.send(.bare(.patch))
            #expect(answer.status == 304)
            #expect(answer.body == [])
        }
    }

    @Test(arguments: [
        (
            "<html>Sign in to the hotel's network</html>",
            "the answer is not JSON (byte 0: "
        ),
        ("", "the answer is empty"), ("\u{feff}{}", "the answer is not JSON (byte 0: "),
        (#"{"conversation_id": NaN}"#, "the answer is not JSON (byte 20: "),
        (#"{"conversation_id":"c1"} trailing"#, "the answer is not JSON (byte 25: "),
        (#"{"status":"active"}"#, "the answer has no conversation_id"),
        (#"{"conversation_id":""}"#, "the answer has no conversation_id"),
        (#"{"conversation_id":7}"#, "the answer has no conversation_id"),
        ("[]", "the answer is not an object"), ("\"c1\"", "the answer is not an object"),
    ])
    func aCreateThatWasAcceptedAndCannotBeReadIsDone(body: String, message: String) async throws {
        try await withClient(.send(http(200, body, headers: ["x-request-id: q1"]))) {
            client, server in
            let error = try await client.failure(of: .createConversation)
            #expect(error.code == .undecodable)
            #expect(error.outcome == .done)
            #expect(error.isRetryable == false)
            #expect(error.status == 200)
            #expect(error.requestID == "q1")
            #expect(error.message.hasPrefix(message), "\(error.message)")
            #expect(error.body == (body.isEmpty ? nil : body))
            #expect(error.description.hasPrefix("tavus.conversations.create: 200 undecodable: "))
            #expect(error.description.hasSuffix(", outcome done"))
            #expect(server.arrivals.count == 1)
        }
    }

    @Test func unknownFieldsAndValuesPass() async throws {
        let body = #"{"conversation_id":"c1","status":"brand_new","more":[1.0,1,9007199254740993]}"#
        try await withClient(.send(http(200, body))) { client, _ in
            let answer = try await client.send(.createConversation)
            #expect(String(decoding: answer.body, as: UTF8.self) == body)
        }
    }

    @Test func aListMustBeAList() async throws {
        try await withClient(.send(http(200, "7"))) { client, _ in
            let error = try await client.failure(of: .operation("personas.list"))
            #expect(error.message == "the answer is not a list")
            #expect(
                error.description
                    == "tavus.personas.list: 200 undecodable: the answer is not a list")
        }
    }
}
