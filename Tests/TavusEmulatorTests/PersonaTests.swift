import JSONValue
import TavusEmulator
import Testing

struct PersonaTests {
    static let sample: JSONValue = [
        "persona_name": "Life Coach", "system_prompt": "Be kind.",
        "default_replica_id": "r79e1c033f",
        "layers": ["llm": ["model": "tavus-gpt-4o", "temperature": 0.7, "tools": []]],
    ]

    /// Reference, "Patch Persona", 2025-11, as it stands.
    static let samplePatch: JSONValue = [
        ["op": "replace", "path": "/persona_name", "value": "Wellness Advisor"],
        ["op": "replace", "path": "/default_replica_id", "value": "r79e1c033f"],
        ["op": "replace", "path": "/context", "value": "New context..."],
        ["op": "replace", "path": "/layers/llm/model", "value": "tavus-gpt-4o"],
        ["op": "replace", "path": "/layers/tts/tts_engine", "value": "cartesia"],
        ["op": "add", "path": "/layers/tts/tts_emotion_control", "value": "true"],
        ["op": "remove", "path": "/layers/stt/hotwords"],
    ]

    @Test func creatingAnswersInBothVocabularies() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post("/v2/personas", Self.sample)
            let id = try created.string("persona_id")
            #expect(id.count == 12 && id.hasPrefix("p"))
            #expect(
                try created.body == [
                    "persona_id": .string(id), "persona_name": "Life Coach",
                    "created_at": "2025-06-15T15:06:40.000000Z",
                    "pal_id": .string(id), "pal_name": "Life Coach",
                ])
        }
    }

    @Test func aPersonaIsFlatAndInsideData() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/personas", Self.sample, id: "persona_id")
            let read = try await api.get("/v2/personas/\(id)")
            let flat: JSONValue = [
                "persona_id": .string(id), "pipeline_mode": "full", "persona_name": "Life Coach",
                "system_prompt": "Be kind.", "default_replica_id": "r79e1c033f",
                "layers": ["llm": ["model": "tavus-gpt-4o", "temperature": 0.7, "tools": []]],
                "created_at": "2025-06-15T15:06:40.000000Z",
                "updated_at": "2025-06-15T15:06:40.000000Z",
                "pal_id": .string(id), "pal_name": "Life Coach", "default_face_id": "r79e1c033f",
            ]
            #expect(try read.body(without: "data") == flat)
            #expect(try read["data"] == [flat])
        }
    }

    @Test func palsAndFacesAreTheSameThings() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/pals/",
                ["pal_name": "n", "system_prompt": "s", "default_face_id": "rfe12d8b9597"],
                id: "pal_id")
            let persona = try await api.get("/v2/personas/\(id)")
            #expect(try persona["persona_name"] == "n")
            #expect(try persona["default_replica_id"] == "rfe12d8b9597")
            #expect(try await api.get("/v2/pals/\(id)/").body == persona.body)
            let path = "/v2/pals/\(id)"
            let patched = try await api.patch(
                path,
                [
                    ["op": "replace", "path": "/pal_name", "value": "m"],
                    ["op": "test", "path": "/persona_name", "value": "m"],
                ])
            #expect(patched.status == 200)
            #expect(try await api.get(path)["pal_name"] == "m")
            #expect(try await api.get("/v2/pals?pal_type=user")["total_count"] == 1)
            #expect(
                try await api.get("/v2/faces?face_ids=rfe12d8b9597").rows("face_id") == [
                    "rfe12d8b9597"
                ])
            #expect(try await api.delete(path).status == 204)
        }
    }

    @Test func theSamplePatchOfTheReferenceFitsTheSamplePersona() async throws {
        try await TestEmulator.run { api in
            let patched = try await api.patch("/v2/personas/p5317866", Self.samplePatch)
            #expect(patched.status == 200)
            #expect(try patched["message"] == "Persona updated")
            let read = try await api.get("/v2/personas/p5317866")
            #expect(try read["persona_name"] == "Wellness Advisor")
            #expect(
                try read["layers"] == [
                    "llm": ["model": "tavus-gpt-4o"],
                    "tts": ["tts_engine": "cartesia", "tts_emotion_control": "true"],
                    "stt": ["stt_engine": "tavus-auto"],
                    "perception": ["perception_model": "raven-0"],
                ])
        }
    }

    struct BadPatch: Sendable {
        let patch: JSONValue
        let status: Int
        let body: JSONValue
    }

    static let badFormat: JSONValue = ["message": "Invalid JSON patch format"]

    @Test(arguments: [
        BadPatch(patch: [:], status: 422, body: badFormat),
        BadPatch(patch: "x", status: 422, body: badFormat),
        BadPatch(patch: [1], status: 422, body: badFormat),
        BadPatch(patch: [["path": "/context"]], status: 422, body: badFormat),
        BadPatch(
            patch: [["op": "set", "path": "/context", "value": 1]], status: 422, body: badFormat),
        BadPatch(patch: [["op": "add", "path": "/context"]], status: 422, body: badFormat),
        BadPatch(
            patch: [["op": "add", "path": "context", "value": 1]], status: 422, body: badFormat),
        BadPatch(
            patch: [["op": "add", "path": "/favourite_colour", "value": 1]], status: 400,
            body: ["error": "Invalid path: /favourite_colour is not a field that can be patched"]),
        BadPatch(
            patch: [["op": "remove", "path": "/persona_name"]], status: 400,
            body: ["error": "Invalid request: persona_name is required"]),
        BadPatch(
            patch: [["op": "remove", "path": "/system_prompt"]], status: 400,
            body: ["error": "Invalid request: system_prompt is required"]),
        BadPatch(
            patch: [["op": "replace", "path": "/layers", "value": 1]], status: 400,
            body: ["error": "Invalid request: layers must be an object"]),
    ])
    func aBadPatchChangesNothing(_ bad: BadPatch) async throws {
        try await TestEmulator.run { api in
            let before = try await api.get("/v2/personas/p9a95912").body
            let answer = try await api.patch("/v2/personas/p9a95912", bad.patch)
            #expect(answer.status == bad.status)
            #expect(try answer.body == bad.body)
            #expect(try await api.get("/v2/personas/p9a95912").body == before)
        }
    }

    @Test func aPatchThatDoesNotFitIsAllOrNothing() async throws {
        try await TestEmulator.run { api in
            let answer = try await api.patch(
                "/v2/personas/p9a95912",
                [
                    ["op": "add", "path": "/context", "value": "new"],
                    ["op": "replace", "path": "/layers/none", "value": 1],
                ])
            #expect(answer.status == 400)
            #expect(try answer.string("error").contains("/layers"))
            #expect(
                try await api.get("/v2/personas/p9a95912")["context"]
                    == "This persona comes with the emulator.")
        }
    }

    @Test func aPatchThatChangesNothingIs304WithoutABody() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/personas", Self.sample, id: "persona_id")
            try await api.emulator.advance(by: 5)
            let answer = try await api.patch(
                "/v2/personas/\(id)",
                [["op": "add", "path": "/persona_name", "value": "Life Coach"]])
            #expect(answer.status == 304)
            #expect(answer.text.isEmpty)
            #expect(
                try await api.get("/v2/personas/\(id)")["updated_at"]
                    == "2025-06-15T15:06:40.000000Z")
        }
    }

    struct Creation: Sendable {
        let body: JSONValue
        let status: Int
        var error: String?
    }

    @Test(arguments: [
        Creation(body: ["persona_name": "n", "pipeline_mode": "echo"], status: 200),
        Creation(body: ["persona_name": "n", "pipeline_mode": "speech-to-speech"], status: 200),
        Creation(
            body: ["persona_name": "n"], status: 400,
            error: "Invalid request: system_prompt is required"),
        Creation(
            body: ["system_prompt": "s"], status: 400,
            error: "Invalid request: persona_name is required"),
        Creation(
            body: ["persona_name": "", "system_prompt": "s"], status: 400,
            error: "Invalid request: persona_name is required"),
        Creation(
            body: ["persona_name": "n", "system_prompt": "s", "layers": []], status: 400,
            error: "Invalid request: layers must be an object"),
        Creation(
            body: ["persona_name": "n", "system_prompt": "s", "newer_field": 1], status: 200),
    ])
    func onlyFullPersonasNeedAPrompt(_ creation: Creation) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post("/v2/personas", creation.body)
            #expect(answer.status == creation.status)
            #expect(try answer["error"] == creation.error.map { .string($0) })
        }
    }

    @Test func membersOfLayersNobodyKnowsAreKept() async throws {
        try await TestEmulator.run { api in
            let layers: JSONValue = [
                "llm": ["extra_body": ["a": [1, 2.5, .null]], "x": 9_007_199_254_740_993],
                "hologram": ["on": true],
            ]
            let id = try await api.create(
                "/v2/personas", ["persona_name": "n", "system_prompt": "s", "layers": layers],
                id: "persona_id")
            #expect(try await api.get("/v2/personas/\(id)")["layers"] == layers)
        }
    }
}
