import JSONValue
import Testing

@testable import TavusAPI

/// What is refused before anything is sent, with the words that a user reads.
@Suite struct RefusalTests {
    private func refusal(
        _ id: String, _ ids: [String] = [], _ fields: JSONValue? = nil
    ) throws -> ArgumentError? {
        let operation = try #require(Catalogue.operation(id))
        do {
            _ = try operation.request(ids: ids, fields: fields)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ([""], "persona_id: an id expected, got an empty string"),
        (["."], "persona_id: \".\" is no id"),
        ([".."], "persona_id: \"..\" is no id"),
        (["../videos/v1"], "persona_id: \"../videos/v1\" is no id"),
        (["a\\.."], "persona_id: \"a\\\\..\" is no id"),
        (["p1\n"], "persona_id: a control character (10) at byte 3 of the id"),
        (["\u{0}"], "persona_id: a control character (0) at byte 1 of the id"),
        (["p\u{7f}"], "persona_id: a control character (127) at byte 2 of the id"),
        ([], "takes 1 (persona_id), got 0"),
        (["p1", "p2"], "takes 1 (persona_id), got 2"),
    ])
    func anIDThatWouldLeaveItsPlaceIsRefused(_ ids: [String], _ message: String) throws {
        #expect(try refusal("personas.delete", ids)?.message == message)
    }

    @Test func idsWhereNoneBelongAreRefused() throws {
        #expect(try refusal("personas.list", ["p1"])?.message == "takes no id, got 1")
        #expect(
            try refusal("memories.delete", ["family"])?.message
                == "takes 2 (memory_store, memory_id), got 1")
    }

    @Test func aMisspeltFieldSuggestsTheNearestName() throws {
        #expect(
            try refusal("personas.create", [], ["persona_name": "Rio", "sytem_prompt": "x"])
                == ArgumentError(
                    message: "unknown field \"sytem_prompt\". Did you mean \"system_prompt\"?",
                    field: "sytem_prompt", suggestion: "system_prompt"))
    }

    @Test(
        arguments: [
            (
                "conversations.create", ["max_call_duration": 60],
                "unknown field \"max_call_duration\". Did you mean \"properties.max_call_duration\"?"
            ),
            (
                "personas.create", ["llm": [:]],
                "unknown field \"llm\". Did you mean \"layers.llm\"?"
            ),
            (
                "conversations.create", ["name": "x"],
                "unknown field \"name\". Did you mean \"conversation_name\"?"
            ),
            (
                "personas.list", ["zzz": 1],
                "unknown field \"zzz\". It takes limit, page, persona_type, sort."
            ),
            (
                "personas.create", ["zzz": 1],
                "unknown field \"zzz\". help() lists what there is; extra = {…} sends others."
            ),
        ] as [(String, JSONValue, String)])
    func anUnknownFieldIsRefusedWithAHint(
        _ id: String, _ fields: JSONValue, _ message: String
    ) throws {
        #expect(try refusal(id, [], fields)?.message == message)
    }

    @Test func fieldsWhereThereAreNoneAreRefused() throws {
        #expect(
            try refusal("conversations.end", ["c1"], ["hard": true])?.message
                == "unknown field \"hard\". This takes none.")
    }

    @Test(
        arguments: [
            (
                ["properties": ["max_call_duration": "long"]],
                "properties.max_call_duration: integer expected, got string \"long\""
            ),
            (
                ["properties": ["max_call_duration": 60.5]],
                "properties.max_call_duration: integer expected, got number 60.5"
            ),
            (
                ["properties": ["max_call_duration": 1e300]],
                "properties.max_call_duration: integer expected, got number 1e+300"
            ),
            (
                ["properties": ["recording_storage": ["bucket_name": 5]]],
                "properties.recording_storage.bucket_name: string expected, got integer 5"
            ),
            (
                ["properties": ["recording_storage": [:]]],
                "properties.recording_storage: missing field \"provider\""
            ),
            (["properties": "long"], "properties: object expected, got string \"long\""),
            (["properties": [1]], "properties: object expected, got list"),
            (["audio_only": "true"], "audio_only: boolean expected, got string \"true\""),
            (["audio_only": 1], "audio_only: boolean expected, got integer 1"),
            (["persona_id": 5], "persona_id: id expected, got integer 5"),
            (["persona_id": ["persona_id": "p1"]], "persona_id: id expected, got object"),
            (["persona_id": ""], "persona_id: an id expected, got an empty string"),
            (["callback_url": true], "callback_url: URL expected, got boolean true"),
            (["conversation_name": 5], "conversation_name: string expected, got integer 5"),
            (["document_tags": "a"], "document_tags: list of strings expected, got string \"a\""),
            (["document_tags": ["a": "b"]], "document_tags: list of strings expected, got object"),
            (["document_tags": ["a", "b", 3]], "document_tags[3]: string expected, got integer 3"),
            (["document_tags": [nil]], "document_tags[1]: string expected, got null"),
            (["document_ids": [""]], "document_ids[1]: an id expected, got an empty string"),
            (["max_participants": 1], "max_participants: at least 2 expected, got 1"),
            (
                ["document_retrieval_strategy": "qualty"],
                "document_retrieval_strategy: \"speed\", \"quality\" or \"balanced\" expected,"
                    + " got \"qualty\". Did you mean \"quality\"?"
            ),
            (
                ["persona_id": "p1", "pal_id": "p1"],
                "pal_id: stands for the same field as persona_id. Give one of them."
            ),
            (["extra": 5], "extra: object expected, got integer 5"),
            (
                ["persona_id": "p1", "extra": ["persona_id": "p2"]],
                "extra.persona_id: given outside extra too"
            ),
            ([:], "needs persona_id or replica_id"),
            (["persona_id": nil], "needs persona_id or replica_id"),
        ] as [(JSONValue, String)])
    func aConversationThatCannotBeIsRefused(_ fields: JSONValue, _ message: String) throws {
        #expect(try refusal("conversations.create", [], fields)?.message == message)
    }

    @Test(
        arguments: [
            ("personas.create", ["system_prompt": "x"], "missing field \"persona_name\""),
            (
                "personas.create", ["persona_name": nil, "system_prompt": "x"],
                "persona_name: string expected, got null"
            ),
            (
                "personas.create", ["persona_name": "Rio"],
                "missing field \"system_prompt\": needed when pipeline_mode is \"full\", its default"
            ),
            (
                "personas.create", ["persona_name": "Rio", "pipeline_mode": "full"],
                "missing field \"system_prompt\": needed when pipeline_mode is \"full\""
            ),
            ("replicas.create", [:], "needs train_video_url or train_image_url"),
            (
                "replicas.create",
                [
                    "train_video_url": "https://a/b", "train_image_url": "https://a/c",
                    "voice_name": "anna",
                ],
                "train_video_url and train_image_url exclude each other. Give one of them."
            ),
            (
                "replicas.create", ["train_image_url": "https://a/b"],
                "train_image_url needs voice_name"
            ),
            ("videos.create", ["replica_id": "r1"], "needs script or audio_url"),
            ("videos.create", ["script": "Hello"], "missing field \"replica_id\""),
            (
                "videos.create",
                ["replica_id": "r1", "script": "Hi", "transparent_background": true],
                "transparent_background needs fast = true"
            ),
            (
                "videos.create",
                [
                    "replica_id": "r1", "script": "Hi", "transparent_background": true,
                    "fast": false,
                ],
                "transparent_background needs fast = true"
            ),
            ("documents.create", [:], "missing field \"document_url\""),
            ("objectives.create", [:], "missing field \"data\""),
            (
                "objectives.create", ["data": [["objective_name": "a"]]],
                "data[1]: missing field \"objective_prompt\""
            ),
            ("objectives.create", ["data": ["a"]], "data[1]: object expected, got string \"a\""),
            ("guardrails.create", ["name": "x"], "needs data or guardrail_name"),
            ("guardrails.create", ["guardrail_name": "x"], "guardrail_name needs guardrail_prompt"),
            ("personas.list", ["limit": 0], "limit: at least 1 expected, got 0"),
            ("personas.list", ["page": -1], "page: at least 0 expected, got -1"),
            (
                "personas.list", ["limit": nil],
                "limit: string, number or boolean expected, got null"
            ),
            (
                "personas.list", ["persona_type": "users"],
                "persona_type: \"user\" or \"system\" expected, got \"users\". Did you mean \"user\"?"
            ),
            ("documents.list", ["tags": []], "tags: an empty list filters nothing; leave it out"),
            ("documents.list", ["tags": [:]], "tags: an empty list filters nothing; leave it out"),
            ("documents.list", ["tags": ["a", "b,c"]], "tags[2]: string \"b,c\" holds a comma"),
            (
                "documents.list", ["tags": 5],
                "tags: list of strings or string expected, got integer 5"
            ),
            ("documents.list", ["tags": ["a", 5]], "tags[2]: string expected, got integer 5"),
            (
                "personas.list", ["extra": ["a": [:]]],
                "extra.a: string, number or boolean expected, got object"
            ),
        ] as [(String, JSONValue, String)])
    func whatTheRulesForbidIsRefused(_ id: String, _ fields: JSONValue, _ message: String) throws {
        #expect(try refusal(id, [], fields)?.message == message)
    }

    @Test func anUpdateThatChangesNothingIsRefused() throws {
        #expect(
            try refusal("documents.update", ["d1"], [:])?.message
                == "needs at least one of document_name, tags")
        #expect(try refusal("documents.update", ["d1"], ["document_name": nil]) != nil)
        #expect(try refusal("replicas.rename", ["r1"])?.message == "missing field \"replica_name\"")
    }

    @Test(arguments: [
        ("full" as JSONValue, false), ("echo", true), ("speech-to-speech", true), ("custom", true),
    ])
    func onlyTheFullPipelineNeedsAPrompt(_ mode: JSONValue, _ isAccepted: Bool) throws {
        let problem = try refusal(
            "personas.create", [], ["persona_name": "Rio", "pipeline_mode": mode])
        #expect((problem == nil) == isAccepted)
    }

    @Test(
        arguments: [
            (5, "a table of fields expected, got integer 5"),
            ("x", "a table of fields expected, got string \"x\""),
            ([1], "a table of fields expected, got a list"),
        ] as [(JSONValue, String)])
    func fieldsMustBeATable(_ fields: JSONValue, _ message: String) throws {
        #expect(try refusal("personas.create", [], fields)?.message == message)
    }

    @Test func longTextIsCutInMessages() throws {
        let text = String(repeating: "a", count: 41)
        #expect(
            try refusal("personas.list", [], ["limit": .string(text)])?.message
                == "limit: integer expected, got string \"\(String(repeating: "a", count: 40))…\"")
    }

    @Test func numbersThatAreNoneAreRefusedEverywhere() throws {
        #expect(
            try refusal("personas.create", [], ["extra": ["deep": [1, ["n": .number(.nan)]]]])
                == ArgumentError(
                    message: "extra.deep[2].n: nan is no JSON number", field: "extra.deep[2].n"))
        #expect(
            try refusal(
                "personas.patch", ["p1"],
                [["op": "add", "path": "/a", "value": .number(.infinity)]])?.message
                == "[1].value: inf is no JSON number")
    }

    @Test func tooManyLevelsAreRefused() throws {
        func nested(_ levels: Int) -> JSONValue {
            (1..<levels).reduce([]) { inner, _ in [inner] }
        }
        // The body itself and `properties` are two more levels.
        #expect(
            try refusal(
                "documents.create", [],
                ["document_url": "s3://a", "properties": ["a": nested(198)]]) == nil)
        let problem = try refusal(
            "documents.create", [], ["document_url": "s3://a", "properties": ["a": nested(199)]])
        #expect(problem?.message.hasSuffix("…: more than 200 levels of tables") == true)
    }
}
