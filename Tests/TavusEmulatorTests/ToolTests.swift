import JSONValue
import TavusEmulator
import Testing

struct ToolTests {
    struct Refused: Sendable {
        let change: JSONObject
        let error: String

        init(_ change: JSONObject, _ error: String) {
            self.change = change
            self.error = "Bad Request. " + error
        }
    }

    static func api(_ change: JSONObject) -> JSONValue {
        var api: JSONObject = ["url": "https://example.com/"]
        for (key, value) in change { api[key] = value }
        return ["api": .object(api)]
    }

    @Test(arguments: [
        Refused(
            ["name": "9lives"], "name must be 1 to 64 letters, digits or _, and begin with no digit"
        ),
        Refused(
            ["description": .string(String(repeating: "x", count: 9_999))],
            "description and parameters have 10001 characters, the limit is 10000"),
        Refused(
            ["delivery": ["app_message": false]],
            "delivery must enable exactly one of app_message and api"),
        Refused(
            ["delivery": api(["url": "http://example.com/"])],
            "delivery.api.url must be https://"),
        Refused(
            ["delivery": api(["timeout": 61])],
            "delivery.api.timeout must be above 0 and at most 60"),
        Refused(
            ["delivery": api(["method": "GET", "body_template": ["a": 1]])],
            "delivery.api.body_template: GET sends no body"),
        Refused(
            ["delivery": api(["auth": ["type": "basic", "username": "u"]])],
            "delivery.api.auth.password is required"),
        Refused(
            ["delivery": api(["auth": ["type": "hmac", "secret": "********"]])],
            "delivery.api.auth.secret is the placeholder of an answer"),
        Refused(
            ["delivery": api(["body_template": ["deep": [["{city}"]]]])],
            "delivery.api: {city} is no name of parameters.properties"),
        Refused(
            ["on_call": "static_filler"],
            "static_filler is required when on_call is static_filler"),
        Refused(
            ["origin": "audio", "on_call": "silent"],
            "on_call and static_filler must be null for vision and audio"),
        Refused(
            ["origin": "vision", "on_resolve": "generate_response"],
            "on_resolve must be fire_and_forget for vision and audio"),
        Refused(
            ["trigger_type": "post_call", "origin": "llm"],
            "origin must be omitted for post_call"),
        Refused(["name": "end_call"], "A tool with the name end_call exists already"),
    ])
    func aToolThatTheServiceWouldRefuseIsRefused(_ refused: Refused) async throws {
        try await TestEmulator.run { api in
            var tool: JSONObject = ["name": "get_weather", "description": "x"]
            for (key, value) in refused.change { tool[key] = value }
            let answer = try await api.post("/v2/tools", .object(tool))
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": .string(refused.error)])
            #expect(try await api.get("/v2/tools")["total_count"] == 0)
        }
    }

    @Test func everyKindOfSecretIsHiddenAndKept() async throws {
        let secrets: [(String, String)] = [
            ("bearer", "token"), ("basic", "password"), ("api_key", "value"), ("hmac", "secret"),
            ("oauth2_client_credentials", "client_secret"),
        ]
        try await TestEmulator.run { api in
            for (type, member) in secrets {
                let auth: JSONValue = .object(["type": .string(type), member: "s3cret"])
                let created = try await api.post(
                    "/v2/tools",
                    [
                        "name": .string("t_\(type)"), "description": "x",
                        "delivery": Self.api(["auth": auth]),
                    ])
                #expect(!created.text.contains("s3cret"))
                #expect(try created["delivery"]?["api"]?["auth"]?[member] == "********")
                let path = "/v2/tools/\(try created.string("tool_id"))"
                let renamed = try await api.patch(path, ["description": "y"])
                #expect(try renamed["delivery"]?["api"]?["auth"]?[member] == "********")
                // Another type has no old secret to keep.
                let other = type == "bearer" ? "hmac" : "bearer"
                let changed = try await api.patch(
                    path, ["delivery": Self.api(["auth": ["type": .string(other)]])])
                #expect(changed.status == 400)
            }
        }
    }

    @Test func aPalHasAtMost50Tools() async throws {
        try await TestEmulator.run { api in
            var ids: [JSONValue] = []
            for number in 1...51 {
                let id = try await api.create(
                    "/v2/tools", ["name": .string("t\(number)"), "description": "x"],
                    id: "tool_id")
                ids.append(.string(id))
            }
            let path = "/v2/pals/p5317866/tools"
            #expect(
                try await api.post(path, ["tool_ids": .array(Array(ids.prefix(50)))]).status == 200)
            let refused = try await api.post(path, ["tool_ids": .array([ids[50]])])
            #expect(refused.status == 400)
            #expect(try refused.body == ["error": "Bad Request. A PAL can have at most 50 tools"])
            #expect(try await api.get(path).rows("tool_id").count == 50)
        }
    }

    @Test func personasCreatedWithToolsHaveThem() async throws {
        try await TestEmulator.run { api in
            let tool = try await api.create(
                "/v2/tools", ["name": "t", "description": "x"], id: "tool_id")
            let pal = try await api.create(
                "/v2/personas",
                ["persona_name": "n", "system_prompt": "s", "tool_ids": [.string(tool)]],
                id: "persona_id")
            #expect(try await api.get("/v2/pals/\(pal)/tools").rows("tool_id") == [tool])
            #expect(try await api.delete("/v2/tools/\(tool)").status == 204)
            #expect(try await api.get("/v2/personas/\(pal)")["tool_ids"] == [])
        }
    }
}
