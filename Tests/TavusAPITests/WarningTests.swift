import JSONValue
import Testing

@testable import TavusAPI

/// Where the service may be newer than the catalogue nothing is refused, but a likely slip is told.
@Suite struct WarningTests {
    private func warnings(_ id: String, _ fields: JSONValue) throws -> [String] {
        try #require(Catalogue.operation(id)).request(ids: [], fields: fields).warnings
    }

    @Test func unknownMembersOfOpenObjectsPass() throws {
        let fields: JSONValue = [
            "persona_id": "p1",
            "properties": ["brand_new_setting": ["a": 1], "max_call_duraton": 60],
        ]
        let operation = try #require(Catalogue.operation("conversations.create"))
        let request = try operation.request(ids: [], fields: fields)
        #expect(request.body == fields)
        #expect(
            request.warnings
                == ["properties.max_call_duraton: unknown. Did you mean \"max_call_duration\"?"])
    }

    @Test func unknownWordsPassWhereNewOnesAppear() throws {
        #expect(
            try warnings(
                "personas.create",
                [
                    "persona_name": "Rio", "system_prompt": "x",
                    "layers": [
                        "stt": ["stt_engine": "tavus-atuo"],
                        "tts": ["tts_engine": "brand-new"],
                        "llm": ["modle": "x"],
                    ],
                ])
                == [
                    "layers.stt.stt_engine: \"tavus-atuo\" is not known. Did you mean \"tavus-auto\"?",
                    "layers.llm.modle: unknown. Did you mean \"model\"?",
                ])
        #expect(try warnings("conversations.list", ["status": "error"]) == [])
        #expect(
            try warnings("conversations.list", ["status": "activ"])
                == ["status: \"activ\" is not known. Did you mean \"active\"?"])
    }

    @Test func aNewerVersionIsNoSlip() throws {
        let url: JSONValue = "https://example.com/me.mp4"
        #expect(
            try warnings("replicas.create", ["train_video_url": url, "model_name": "phoenix-5"])
                == [])
        #expect(
            try warnings("replicas.create", ["train_video_url": url, "model_name": "pheonix-4"])
                == ["model_name: \"pheonix-4\" is not known. Did you mean \"phoenix-4\"?"])
    }

    @Test func numbersOutOfRangePassInsideOpenObjects() throws {
        #expect(
            try warnings(
                "conversations.create",
                ["persona_id": "p1", "properties": ["max_call_duration": 7200]])
                == ["properties.max_call_duration: 1 to 3600 expected, got 7200"])
    }

    @Test func addressesWithoutASchemePass() throws {
        #expect(
            try warnings("documents.create", ["document_url": "example.com/a.pdf"])
                == ["document_url: \"example.com/a.pdf\" does not look like an address (https://…)"]
        )
        #expect(try warnings("documents.create", ["document_url": "s3://bucket/a.pdf"]) == [])
    }

    @Test func bothSpellingsOfAGuardrailPass() throws {
        for name in ["guardrails_prompt", "guardrail_prompt"] {
            let fields: JSONValue = .object(["data": [.object([name: "Be kind."])]])
            #expect(try warnings("guardrails.create", fields) == [])
        }
    }

    @Test func theEmotionSwitchIsABooleanOrAText() throws {
        for value in [true, "true"] as [JSONValue] {
            let fields: JSONValue = [
                "persona_name": "Rio", "system_prompt": "x",
                "layers": ["tts": ["tts_emotion_control": value]],
            ]
            #expect(try warnings("personas.create", fields) == [])
        }
    }

    @Test func aTextThatSpellsAValuePassesInsideOpenObjects() throws {
        let fields: JSONValue = [
            "persona_id": "p1",
            "properties": ["max_call_duration": "60", "enable_recording": "true"],
        ]
        let operation = try #require(Catalogue.operation("conversations.create"))
        let request = try operation.request(ids: [], fields: fields)
        #expect(request.body == fields)
        #expect(
            request.warnings == [
                "properties.max_call_duration: integer expected, got string \"60\"",
                "properties.enable_recording: boolean expected, got string \"true\"",
            ])
    }

    @Test func deepMembersOfLayersAreKnown() throws {
        #expect(
            try warnings(
                "personas.create",
                [
                    "persona_name": "Rio", "system_prompt": "x",
                    "layers": [
                        "llm": [
                            "tools": [["type": "function", "function": ["nmae": "look_up"]]],
                            "extra_body": ["temprature": 0.2, "seed": 7],
                        ],
                        "tts": ["voice_settings": ["stabilty": 0.5, "new_setting": 1]],
                        "transport": ["room_settings": ["enable_chat": "false"]],
                        "perception": ["perception_model": "raven-2"],
                    ],
                ])
                == [
                    "layers.llm.tools[1].function.nmae: unknown. Did you mean \"name\"?",
                    "layers.llm.extra_body.temprature: unknown. Did you mean \"temperature\"?",
                    "layers.tts.voice_settings.stabilty: unknown. Did you mean \"stability\"?",
                    "layers.transport.room_settings.enable_chat:"
                        + " boolean expected, got string \"false\"",
                ])
    }

    @Test func aPatchIsComparedWithTheMembersOfLayers() throws {
        let operation = try #require(Catalogue.operation("personas.patch"))
        let patch: JSONValue = [
            ["op": "replace", "path": "/layers/llm/modle", "value": "tavus-gpt-4o"],
            ["op": "add", "path": "/layers/stt/stt_engine", "value": "tavus-atuo"],
            ["op": "add", "path": "/layers/llm/speculative_inference", "value": [1]],
            ["op": "add", "path": "/layers/llm", "value": ["tolls": []]],
            ["op": "add", "path": "/layers/llm/tools/0/function/nmae", "value": "x"],
            ["op": "add", "path": "/layers/brand_new/thing", "value": 1],
            ["op": "add", "path": "/layers/tts/tts_emotion_control", "value": "true"],
        ]
        let request = try operation.request(ids: ["p1"], fields: patch)
        #expect(request.body == patch)
        #expect(
            request.warnings == [
                "[1].path: \"modle\" in \"/layers/llm/modle\" is not known. Did you mean \"model\"?",
                "[2].value: \"tavus-atuo\" is not known. Did you mean \"tavus-auto\"?",
                "[3].value: boolean expected, got list",
                "[4].value.tolls: unknown. Did you mean \"tools\"?",
                "[5].path: \"nmae\" in \"/layers/llm/tools/0/function/nmae\" is not known."
                    + " Did you mean \"name\"?",
            ])
    }
}
