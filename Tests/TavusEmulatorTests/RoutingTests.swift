import JSONValue
import TavusAPI
import TavusEmulator
import Testing

struct RoutingTests {
    /// Path, and the body of the answer to an id that nothing has.
    static let unknownIDs: [(String, Int, JSONValue)] = [
        ("/v2/conversations/c123456", 400, ["error": "Invalid conversation_id"]),
        ("/v2/personas/p1", 400, ["error": "Invalid persona_id"]),
        ("/v2/pals/p1", 400, ["error": "Invalid persona_id"]),
        ("/v2/replicas/r783537ef5", 400, ["error": "Invalid replica_id"]),
        ("/v2/faces/r783537ef5", 400, ["error": "Invalid replica_id"]),
        ("/v2/objectives/o12345", 404, ["error": "Objective not found"]),
        ("/v2/guardrails/g12345", 404, ["error": "Guardrails not found"]),
        (
            "/v2/documents/d290f1ee-6c54-4b01-90e6-d701748f0851", 404,
            ["message": "Document not found"]
        ),
        ("/v2/videos/abcd123", 400, ["error": "Invalid video_id"]),
    ]

    @Test(arguments: unknownIDs)
    func anUnknownIDIsAnsweredByTheResourcesOwnText(
        _ path: String, _ status: Int, _ body: JSONValue
    ) async throws {
        try await TestEmulator.run { api in
            for method in ["GET", "DELETE"] {
                let answer = try await api.send(method, path)
                #expect(answer.status == status)
                #expect(try answer.body == body)
            }
        }
        let dialect = try TavusEmulator.Dialect(words: ["unknown-id=404"])
        try await TestEmulator.run(.init(dialect: dialect)) { api in
            let answer = try await api.get(path)
            #expect(answer.status == 404)
            #expect(try answer.body == body)
        }
    }

    @Test(arguments: [
        "/v2/conversations/%00", "/v2/conversations/..", "/v2/conversations/c%2F..%2Fx",
        "/v2/conversations/'%20OR%201=1", "/v2/conversations/%F0%9F%8C%99",
    ])
    func strangeIDsAreUnknownIDs(_ path: String) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.get(path)
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": "Invalid conversation_id"])
        }
    }

    @Test func deletingTwiceIsAnUnknownID() async throws {
        try await TestEmulator.run { api in
            for (path, body, id) in [
                ("/v2/conversations", ["replica_id": "r79e1c033f"], "conversation_id"),
                ("/v2/personas", ["persona_name": "n", "system_prompt": "s"], "persona_id"),
                ("/v2/replicas", ["train_video_url": "https://a"], "replica_id"),
                (
                    "/v2/objectives",
                    ["data": [["objective_name": "n", "objective_prompt": "p"]]], "objectives_id"
                ),
                ("/v2/guardrails", ["data": [["guardrails_prompt": "p"]]], "guardrails_id"),
                ("/v2/documents", ["document_url": "https://a"], "uuid"),
                ("/v2/videos", ["replica_id": "r79e1c033f", "script": "s"], "video_id"),
            ] as [(String, JSONValue, String)] {
                let own = "\(path)/\(try await api.create(path, body, id: id))"
                let first = try await api.delete(own)
                #expect(first.status == 204)
                #expect(first.text.isEmpty)
                let second = try await api.delete(own)
                let unknown = try await api.delete("\(path)/unknown")
                // Not the whole replies: their dates may differ.
                #expect(second.description == unknown.description, "\(path)")
            }
        }
    }

    struct Wrong: Sendable {
        let method: String
        let path: String
        let status: Int
        var allow: String?
    }

    @Test(arguments: [
        Wrong(method: "GET", path: "/", status: 404),
        Wrong(method: "GET", path: "/v2", status: 404),
        Wrong(method: "GET", path: "/v3/conversations", status: 404),
        Wrong(method: "GET", path: "/v2/unicorns", status: 404),
        Wrong(method: "GET", path: "/v2//conversations", status: 404),
        Wrong(method: "GET", path: "/v2/conversations//", status: 404),
        Wrong(method: "GET", path: "/v2/Conversations", status: 404),
        Wrong(method: "GET", path: "/v2/conversations/%zz", status: 400),
        Wrong(method: "GET", path: "/v2/conversations/%ff", status: 400),
        Wrong(method: "GET", path: "/v2/conversations?page=%zz", status: 400),
        Wrong(method: "PUT", path: "/v2/conversations", status: 405, allow: "GET, POST"),
        Wrong(method: "DELETE", path: "/v2/personas/", status: 405, allow: "GET, POST"),
        Wrong(method: "POST", path: "/v2/pals/p1", status: 405, allow: "DELETE, GET, PATCH"),
        Wrong(method: "GET", path: "/v2/conversations/c1/end", status: 405, allow: "POST"),
        Wrong(method: "GET", path: "/v2/interactions", status: 405, allow: "POST"),
        Wrong(method: "OPTIONS", path: "/v2/conversations", status: 405, allow: "GET, POST"),
    ])
    func wrongPathsAndMethodsAreAnsweredInJSON(_ wrong: Wrong) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.send(wrong.method, wrong.path)
            #expect(answer.status == wrong.status)
            #expect(answer.headers["allow"] == wrong.allow)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(try answer.string("error").isEmpty == false)
        }
    }

    @Test func headHasNoBody() async throws {
        try await TestEmulator.run { api in
            let answer = try await api.send("HEAD", "/v2/conversations")
            #expect(answer.status == 405)
            #expect(answer.text.isEmpty)
        }
    }

    @Test func everyAnswerSaysThatItIsTheEmulators() async throws {
        try await TestEmulator.run { api in
            for (method, path, headers) in [
                ("GET", "/v2/conversations", ["x-api-key": "k"]),
                ("GET", "/v2/conversations", [:]), ("GET", "/nothing", [:]),
                ("DELETE", "/v2/conversations", [:]),
                ("GET", "/v2/conversations", ["Host": "evil.example"]),
            ] {
                let answer = try await api.send(method, path, headers: headers)
                #expect(answer.headers["x-tavus-emulator"] == "1", "\(method) \(path)")
            }
            for text in [
                "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\na b\r\n\r\n",
            ] {
                let answer = try Reply(parsing: try await Wire.exchange(text, port: api.port))
                #expect(answer.status == 400)
                #expect(answer.headers["x-tavus-emulator"] == "1")
                #expect(try answer.body == ["error": "Malformed HTTP request"])
            }
        }
    }

    @Test func theKeyIsChecked() async throws {
        let refusal: JSONValue = ["message": "Invalid access token"]
        try await TestEmulator.run { api in
            for headers in [[:], ["x-api-key": ""], ["Authorization": "Bearer k"]] {
                for (method, path) in [
                    ("GET", "/v2/conversations"), ("POST", "/v2/conversations"),
                    ("DELETE", "/v2/personas/p5317866"), ("POST", "/v2/interactions"),
                ] {
                    let answer = try await api.send(method, path, headers: headers)
                    #expect(answer.status == 401)
                    #expect(try answer.body == refusal)
                }
            }
            #expect(
                try await api.send("GET", "/v2/videos", headers: ["X-API-KEY": "any"]).status == 200
            )
        }
        try await TestEmulator.run(.init(apiKey: "right")) { api in
            #expect(try await api.get("/v2/videos").body == refusal)
            let right = try await api.send("GET", "/v2/videos", headers: ["x-api-key": "right"])
            #expect(right.status == 200)
        }
    }

    @Test func badJSONIsPlaced() async throws {
        try await TestEmulator.run { api in
            for (text, offset) in [("{\"a\":}", 5), ("{", 1), ("nope", 0), ("{} x", 3)] {
                let answer = try await api.send("POST", "/v2/personas", text: text)
                #expect(answer.status == 400)
                #expect(try answer.string("error").hasPrefix("Invalid JSON at offset \(offset): "))
            }
        }
    }

    @Test func aLargeBodyIsRefused() async throws {
        try await TestEmulator.run { api in
            let fits = "\"" + String(repeating: "x", count: 2 * 1024 * 1024 - 2) + "\""
            #expect(try await api.send("POST", "/v2/personas", text: fits).status == 400)
            let tooLarge = try await api.send("POST", "/v2/personas", text: fits + " ")
            #expect(tooLarge.status == 413)
            #expect(try tooLarge.body == ["error": "The body is larger than 2097152 bytes"])
        }
    }

    @Test func aBodyNobodyAskedForIsIgnored() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/conversations", ["replica_id": "r79e1c033f"], id: "conversation_id")
            let ended = try await api.send("POST", "/v2/conversations/\(id)/end", text: "{oops")
            #expect(ended.status == 200)
        }
    }

    @Test func oneConnectionCarriesManyRequests() async throws {
        try await TestEmulator.run { api in
            let head = "Host: localhost:\(api.port)\r\nx-api-key: k\r\n"
            let bytes = try await Wire.exchange(
                "GET /v2/videos HTTP/1.1\r\n\(head)\r\n"
                    + "POST /v2/personas HTTP/1.1\r\n\(head)Content-Type: application/json\r\n"
                    + "Content-Length: 2\r\n\r\n{}"
                    + "GET /v2/nothing HTTP/1.1\r\n\(head)Connection: close\r\n\r\n",
                port: api.port)
            let text = String(decoding: bytes, as: UTF8.self)
            let statuses = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(statuses == ["200", "400", "404"])
        }
    }

    @Test func answersAreReportedToTheHook() async throws {
        let (entries, hook) = AsyncStream.makeStream(of: TavusEmulator.RequestLogEntry.self)
        try await TestEmulator.run(.init(onRequest: { hook.yield($0) })) { api in
            _ = try await api.get("/v2/videos/?limit=1")
            _ = try await api.delete("/v2/videos/none")
        }
        hook.finish()
        var lines: [String] = []
        for await entry in entries { lines.append("\(entry.method) \(entry.path) \(entry.status)") }
        #expect(lines == ["GET /v2/videos/?limit=1 200", "DELETE /v2/videos/none 400"])
    }

    @Test func everyOperationOfTheCatalogueIsAnswered() async throws {
        try await TestEmulator.run { api in
            for operation in Catalogue.operations {
                for template in [operation.path] + operation.aliasPaths {
                    let path = template.split(separator: "/").map {
                        $0.hasPrefix("{") ? "/x" : "/\($0)"
                    }.joined()
                    let answer = try await api.send(operation.method.rawValue, path)
                    #expect(answer.status != 405, "\(operation.id)")
                    let routes = answer.status != 404 || !answer.text.contains("Not found:")
                    #expect(routes, "\(operation.id)")
                }
            }
        }
    }
}
