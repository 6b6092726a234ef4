import JSONValue
import TavusEmulator
import Testing

struct ObjectiveTests {
    static let sample: JSONValue = [
        "data": [
            [
                "objective_name": "New Objectives",
                "objective_prompt": "Guide the conversation towards...",
                "confirmation_mode": "automatic", "output_variables": ["variable1"],
                "modality": "conversational", "callback_url": "https://yourwebsite.com/webhook",
            ]
        ]
    ]

    @Test func theSampleIsAnsweredAsTheReferencePrintsIt() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post("/v2/objectives/", Self.sample)
            let id = try created.string("objectives_id")
            #expect(id.count == 12 && id.hasPrefix("o"))
            #expect(
                try created.body == [
                    "objectives_id": .string(id), "objectives_name": "New Objectives",
                    "objective_name": "New Objectives", "status": "active",
                    "created_at": "2025-06-15T15:06:40Z",
                ])
            let read = try await api.get("/v2/objectives/\(id)")
            #expect(try read["data"] == Self.sample["data"])
        }
    }

    @Test func theSamplePatchFits() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/objectives", Self.sample, id: "objectives_id")
            try await api.emulator.advance(by: 60)
            let patched = try await api.patch(
                "/v2/objectives/\(id)",
                [
                    [
                        "op": "replace", "path": "/data/0/objective_name",
                        "value": "updated_objective_name",
                    ],
                    [
                        "op": "replace", "path": "/data/0/objective_prompt",
                        "value": "Updated prompt",
                    ],
                    ["op": "replace", "path": "/data/0/confirmation_mode", "value": "manual"],
                    ["op": "add", "path": "/data/0/output_variables", "value": ["new_variable"]],
                    ["op": "remove", "path": "/data/0/callback_url"],
                ])
            #expect(patched.status == 200)
            #expect(try patched["message"] == "Objective updated successfully")
            #expect(
                try await api.get("/v2/objectives/\(id)").body == [
                    "objectives_id": .string(id),
                    "objectives_name": "updated_objective_name",
                    "objective_name": "updated_objective_name",
                    "name": "updated_objective_name",
                    "status": "active",
                    "data": [
                        [
                            "objective_name": "updated_objective_name",
                            "objective_prompt": "Updated prompt", "confirmation_mode": "manual",
                            "output_variables": ["new_variable"], "modality": "conversational",
                        ]
                    ],
                    "created_at": "2025-06-15T15:06:40Z",
                    "updated_at": "2025-06-15T15:07:40Z",
                ])
        }
    }

    @Test func aPathThatMissesTheSetMeansItsFirstItem() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/objectives", Self.sample, id: "objectives_id")
            let patched = try await api.patch(
                "/v2/objectives/\(id)",
                [["op": "replace", "path": "/objective_name", "value": "renamed"]])
            #expect(patched.status == 200)
            #expect(
                try await api.get("/v2/objectives/\(id)")["data"]?[0]?["objective_name"]
                    == "renamed")
        }
    }

    struct Refused: Sendable {
        let body: JSONValue
        let message: String
    }

    @Test(arguments: [
        Refused(body: [:], message: "data is required"),
        Refused(body: ["data": []], message: "data must not be empty"),
        Refused(body: ["data": [["objective_prompt": "p"]]], message: "objective_name is required"),
        Refused(body: ["data": [["objective_name": "n"]]], message: "objective_prompt is required"),
        Refused(
            body: [
                "data": .array(
                    Array(
                        repeating: ["objective_name": "n", "objective_prompt": "p"], count: 51))
            ], message: "data is limited to 50 items"),
    ])
    func aBadItemIsNamedInAMessage(_ refused: Refused) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post("/v2/objectives", refused.body)
            #expect(answer.status == 400)
            #expect(try answer.body == ["message": .string(refused.message)])
        }
    }
}

struct GuardrailTests {
    static let sample: JSONValue = [
        "name": "Healthcare Compliance Guardrails",
        "data": [
            [
                "guardrails_prompt": "Never provide medical advice",
                "callback_url": "https://yourwebsite.com/webhook",
            ]
        ],
    ]

    @Test func theSampleIsAnsweredAsTheReferencePrintsIt() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post("/v2/guardrails", Self.sample)
            let id = try created.string("guardrails_id")
            #expect(id.count == 12 && id.hasPrefix("g"))
            #expect(
                try created.body == [
                    "guardrails_id": .string(id),
                    "guardrails_name": "Healthcare Compliance Guardrails",
                    "name": "Healthcare Compliance Guardrails", "status": "active",
                    "created_at": "2025-06-15T15:06:40Z",
                ])
        }
    }

    @Test(arguments: ["guardrails_prompt", "guardrail_prompt"])
    func bothSpellingsOfThePromptStayTheSame(_ spelling: String) async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/guardrails", Self.sample, id: "guardrails_id")
            let patched = try await api.patch(
                "/v2/guardrails/\(id)",
                [
                    ["op": "replace", "path": .string("/data/0/\(spelling)"), "value": "new"],
                    [
                        "op": "add", "path": "/data/0/callback_url",
                        "value": "https://your-server.com/webhook",
                    ],
                ])
            #expect(patched.status == 200)
            #expect(
                try await api.get("/v2/guardrails/\(id)")["data"] == [
                    [
                        "guardrails_prompt": "new", "guardrail_prompt": "new",
                        "callback_url": "https://your-server.com/webhook",
                    ]
                ])
        }
    }

    @Test func aNameAtTheTopMakesAFlatGuardrail() async throws {
        try await TestEmulator.run { api in
            _ = try await api.post("/v2/guardrails", Self.sample)
            let id = try await api.create(
                "/v2/guardrails/",
                ["guardrail_name": "no_advice", "guardrail_prompt": "p", "tags": ["a"]], id: "uuid")
            #expect(id.count == 13 && id.hasPrefix("g"))
            let patched = try await api.patch(
                "/v2/guardrails/\(id)", [["op": "add", "path": "/modality", "value": "visual"]])
            #expect(patched.status == 200)
            #expect(try await api.get("/v2/guardrails/\(id)")["modality"] == "visual")
            #expect(try await api.get("/v2/guardrails?legacy=false").rows("uuid") == [id])
            #expect(try await api.get("/v2/guardrails?legacy=false&tags=b,a").rows("uuid") == [id])
            #expect(try await api.get("/v2/guardrails?legacy=false&tags=b").rows("uuid") == [])
            #expect(
                try await api.get("/v2/guardrails").rows("name") == [
                    "Healthcare Compliance Guardrails"
                ])
        }
    }

    @Test func aDeletedSetLeavesThePersonasThatUsedIt() async throws {
        try await TestEmulator.run { api in
            let set = try await api.create("/v2/guardrails", Self.sample, id: "guardrails_id")
            let persona = try await api.create(
                "/v2/personas",
                ["persona_name": "n", "system_prompt": "s", "guardrails_id": .string(set)],
                id: "persona_id")
            #expect(try await api.get("/v2/personas/\(persona)")["guardrails_id"] == .string(set))
            #expect(try await api.delete("/v2/guardrails/\(set)").status == 204)
            #expect(try await api.get("/v2/personas/\(persona)")["guardrails_id"] == nil)
        }
    }

    @Test func aRuleNeedsItsPrompt() async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post("/v2/guardrails", ["data": [["callback_url": "u"]]])
            #expect(answer.status == 400)
            #expect(try answer.body == ["message": "guardrails_prompt is required"])
        }
    }
}
