import JSONValue
import TavusEmulator
import Testing

/// The paths below `/__emulator/`, and the journal.
struct SteeringTests {
    private static let options = TavusEmulator.Options(apiKey: "key", steeringToken: "t0ken")

    private static func steer(
        _ api: TestEmulator, _ name: String, _ body: JSONValue? = nil,
        method: String = "POST", token: String? = "t0ken"
    ) async throws -> Reply {
        let headers = token.map { ["x-emulator-token": $0] } ?? [:]
        return try await api.send(method, "/__emulator/\(name)", body, headers: headers)
    }

    @Test func theTokenOpensThemAndTheKeyDoesNot() async throws {
        try await TestEmulator.run(Self.options) { api in
            for token in [nil, "", "key", "t0kem", "t0ken0"] {
                let refused = try await Self.steer(api, "advance", ["seconds": 1], token: token)
                #expect(refused.status == 401)
            }
            let withKey = try await api.send(
                "POST", "/__emulator/advance", ["seconds": 1], headers: ["x-api-key": "key"])
            #expect(withKey.status == 401)
            #expect(try await api.emulator.now() == TestEmulator.start)
            let advanced = try await Self.steer(api, "advance", ["seconds": 1])
            #expect(try advanced.body == ["now": .number(TestEmulator.start + 1)])
        }
    }

    @Test func withoutATokenThereAreNone() async throws {
        try await TestEmulator.run { api in
            for token in [nil, ""] {
                let answer = try await Self.steer(api, "now", method: "GET", token: token)
                #expect(answer.status == 404)
            }
        }
    }

    @Test(
        arguments: [
            (
                "POST", "advnce", nil, 400,
                #"the emulator has no command "advnce". Did you mean "advance"?"#
            ),
            (
                "POST", "advance", ["seconds": -1], 400,
                "seconds must be a number of seconds from 0 to 1000000000, not -1"
            ),
            (
                "POST", "advance", ["seconds": 1e300], 400,
                "seconds must be a number of seconds from 0 to 1000000000, not 1e+300"
            ),
            (
                "POST", "fault", ["kind": "slow", "delay": 1e300], 400,
                "delay must be a number of seconds from 0 to 1000000000, not 1e+300"
            ),
            (
                "POST", "seed",
                ["personas": [["persona_name": "p", "system_prompt": "s", "created_at": 1e18]]],
                400,
                "personas[1]: created_at must be a time as the API writes it, or seconds since 1970, in"
                    + " the years 0 to 9999"
            ),
            ("POST", "advance", nil, 400, "seconds is missing"),
            ("POST", "reset", ["all": true], 400, #"unknown field "all". It takes none."#),
            ("POST", "limits", [1], 400, "Invalid request: the body must be a JSON object"),
            (
                "GET", "advance", nil, 405,
                "Method not allowed: /__emulator/advance does not take GET"
            ),
        ] as [(String, String, JSONValue?, Int, String)])
    func whatCannotBeDoneIsExplained(
        _ method: String, _ name: String, _ body: JSONValue?, _ status: Int, _ text: String
    ) async throws {
        try await TestEmulator.run(Self.options) { api in
            let answer = try await Self.steer(api, name, body, method: method)
            #expect(answer.status == status)
            #expect(try answer.body == ["error": .string(text)])
        }
    }

    @Test func theClockDoesNotLeaveTheYearsThatCanBeWritten() async throws {
        try await TestEmulator.run(Self.options) { api in
            await #expect(throws: EmulatorError.self) { try await api.emulator.advance(by: 1e12) }
            let now = try await api.emulator.now()
            #expect(now == TestEmulator.start)
        }
    }

    @Test func limitsChangeWhileItRuns() async throws {
        try await TestEmulator.run(Self.options) { api in
            let call: JSONValue = ["replica_id": "r79e1c033f"]
            func create() async throws -> Reply {
                try await api.send("POST", "/v2/conversations", call, headers: ["x-api-key": "key"])
            }
            #expect(try await Self.steer(api, "limits", ["concurrency": 1]).status == 200)
            let made = try await create()
            #expect(made.status == 200)
            let full = try await create()
            #expect(
                try full.body
                    == ["message": "User has reached maximum concurrent conversations"])
            let limits = try await Self.steer(api, "limits", ["concurrency": 9, "credits": 2])
            #expect(try limits.body == ["concurrency": 9, "credits": 2.0])
            let second = try await create()
            #expect(second.status == 200)
            // Two calls of a minute each have used two minutes.
            try await api.emulator.advance(by: 60)
            let out = try await create()
            #expect(out.status == 402)
            #expect(try out.body == ["message": "The user is out of conversational credits"])
        }
    }

    @Test func theJournalKeepsTheStartOfALongPath() async throws {
        try await TestEmulator.run { api in
            let path = "/v2/personas/" + String(repeating: "x", count: 20_000)
            _ = try await api.get(path)
            let listed = try await api.emulator.steer("requests", ["limit": 1])
            #expect(listed.arrayValue?.first?["path"] == .string(path.prefix(2048) + "…"))
        }
    }

    @Test func theJournalHoldsWhatWasAskedWithoutSecrets() async throws {
        try await TestEmulator.run { api in
            let persona: JSONValue = [
                "persona_name": "p", "system_prompt": "s",
                "layers": ["llm": ["api_key": "SECRETSENTINEL", "model": "m"]],
            ]
            let created = try await api.post("/v2/personas", persona)
            _ = try await api.get("/v2/videos?api_key=SECRETSENTINEL0123456789")
            _ = try await api.emulator.steer("fault", ["status": 503])
            _ = try await api.get("/v2/documents")
            let listed = try await api.emulator.steer("requests")
            #expect(!listed.serialized().contains("SECRETSENTINEL"))
            let entries = try #require(listed.arrayValue)
            #expect(
                entries.map { $0["operation"] } == [
                    "personas.create", "videos.list", "documents.list",
                ])
            #expect(entries.map { $0["status"] } == [200, 200, 503])
            #expect(entries.map { $0["fault"] } == [nil, nil, "status"])
            #expect(entries[0]["request_id"]?.stringValue == created.headers["x-request-id"])
            #expect(entries[0]["method"] == "POST" && entries[0]["path"] == "/v2/personas")
            #expect(entries[0]["time"] == "2025-06-15T15:06:40.000Z")
            #expect((entries[0]["milliseconds"]?.numberValue ?? 0) > 0)
            #expect(
                entries[0]["body"]?["layers"]?["llm"] == ["api_key": "‹redacted›", "model": "m"])
            #expect(try await api.emulator.steer("requests", ["limit": 1]) == [entries[2]])
        }
    }

    @Test func longBodiesAreCut() async throws {
        try await TestEmulator.run { api in
            let name = String(repeating: "x", count: 5000)
            let body: JSONValue = ["document_url": "https://a", "document_name": .string(name)]
            _ = try await api.post("/v2/documents", body)
            let mark = "… (\(body.serialized().utf8.count) bytes)"
            let first = try await api.emulator.steer("requests")[0]?["body"]?.stringValue
            #expect(first?.hasSuffix("x" + mark) == true)
            #expect(first?.utf8.count == 2048 + mark.utf8.count)
        }
    }
}
