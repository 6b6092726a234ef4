import JSONValue
import Testing

@testable import TavusAPI

/// A call that passes the checks, as it is sent.
@Suite struct RequestTests {
    private func request(
        _ id: String, _ ids: [String] = [], _ fields: JSONValue? = nil
    ) throws -> TavusRequest {
        try #require(Catalogue.operation(id)).request(ids: ids, fields: fields)
    }

    @Test func theSampleOfTheReferenceIsSentWordForWord() throws {
        let body: JSONValue = [
            "replica_id": "r79e1c033f", "persona_id": "p5317866",
            "callback_url": "https://yourwebsite.com/webhook",
            "conversation_name": "A Meeting with Hassaan",
            "conversational_context": "You are about to talk to Hassaan...",
            "custom_greeting": "Hey there Hassaan, long time no see!",
            "properties": [
                "max_call_duration": 3600, "participant_left_timeout": 60,
                "participant_absent_timeout": 300, "enable_recording": true,
                "enable_closed_captions": true, "apply_greenscreen": true, "language": "english",
            ],
        ]
        let sent = try request("conversations.create", [], body)
        #expect(sent.method == .post)
        #expect(sent.pathAndQuery == "/v2/conversations")
        #expect(sent.body?.serialized() == body.serialized())
        #expect(sent.subject == nil)
        #expect(sent.warnings == [])
    }

    @Test func theOtherSamplesOfTheReferenceAreSentWordForWord() throws {
        let personaPatch: JSONValue = [
            ["op": "replace", "path": "/persona_name", "value": "Wellness Advisor"],
            ["op": "replace", "path": "/layers/llm/model", "value": "tavus-gpt-4o"],
            ["op": "add", "path": "/layers/tts/tts_emotion_control", "value": "true"],
            ["op": "remove", "path": "/layers/stt/hotwords"],
        ]
        let objectives: JSONValue = [
            "data": [
                [
                    "objective_name": "New Objectives",
                    "objective_prompt": "Guide the conversation towards...",
                    "confirmation_mode": "automatic", "output_variables": ["variable1"],
                    "modality": "conversational", "callback_url": "https://yourwebsite.com/webhook",
                ]
            ]
        ]
        let guardrails: JSONValue = [
            "name": "Healthcare Compliance Guardrails",
            "data": [
                [
                    "guardrails_prompt": "Never provide medical advice",
                    "callback_url": "https://yourwebsite.com/webhook",
                ]
            ],
        ]
        let objectivesPatch: JSONValue = [
            ["op": "replace", "path": "/data/0/objective_name", "value": "updated_objective_name"],
            ["op": "add", "path": "/data/0/output_variables", "value": ["new_variable"]],
            ["op": "remove", "path": "/data/0/callback_url"],
        ]
        let document: JSONValue = [
            "document_name": "Updated Document Name", "tags": ["important", "meeting", "updated"],
        ]
        for (id, ids, fields) in [
            ("personas.patch", ["p5317866"], personaPatch),
            ("objectives.create", [], objectives),
            ("objectives.patch", ["o12345"], objectivesPatch),
            ("guardrails.create", [], guardrails),
            ("documents.update", ["d290f1ee-6c54-4b01-90e6-d701748f0851"], document),
            ("replicas.rename", ["r783537ef5"], ["replica_name": "Rio"]),
            ("videos.rename", ["abcd123"], ["video_name": "Sales"]),
        ] as [(String, [String], JSONValue)] {
            let sent = try request(id, ids, fields)
            #expect(sent.body?.serialized() == fields.serialized(), "\(id)")
            #expect(sent.warnings == [], "\(id)")
        }
    }

    @Test func everyOperationHasItsMethodAndPath() throws {
        let calls: [(String, [String], JSONValue?, String)] = [
            ("conversations.end", ["c123456"], nil, "POST /v2/conversations/c123456/end"),
            (
                "conversations.get", ["c1"], ["verbose": true],
                "GET /v2/conversations/c1?verbose=true"
            ),
            ("replicas.delete", ["r1"], ["hard": true], "DELETE /v2/replicas/r1?hard=true"),
            ("replicas.rename", ["r1"], ["replica_name": "Rio"], "PATCH /v2/replicas/r1/name"),
            ("documents.list", [], ["page": 0, "limit": 5], "GET /v2/documents?limit=5&page=0"),
            ("documents.recrawl", ["d1"], nil, "POST /v2/documents/d1/recrawl"),
            ("memories.delete", ["a store", "m/1"], nil, "DELETE /v2/memories/a%20store/m%2F1"),
        ]
        for (id, ids, fields, line) in calls {
            let sent = try request(id, ids, fields)
            #expect("\(sent.method.rawValue) \(sent.pathAndQuery)" == line)
        }
    }

    @Test func operationsWithoutBodyFieldsSendNone() throws {
        #expect(try request("conversations.end", ["c1"]).body == nil)
        #expect(try request("personas.get", ["p1"], [:]).body == nil)
        #expect(try request("personas.get", ["p1"], []).body == nil)
        #expect(try request("personas.list").body == nil)
    }

    @Test func operationsWithBodyFieldsAlwaysSendAnObject() throws {
        #expect(try request("documents.recrawl", ["d1"]).body == [:])
        #expect(try request("documents.recrawl", ["d1"], []).body == [:])
    }

    @Test func theSubjectNamesTheRecord() throws {
        #expect(try request("replicas.get", ["r0"]).subject == "replica r0")
        #expect(try request("memories.delete", ["family", "m1"]).subject == "memory m1")
        #expect(try request("personas.list").subject == nil)
    }

    @Test(arguments: [
        ("p5317866", "p5317866"), ("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"), ("a b", "a%20b"),
        ("%2f", "%252f"), ("...", "..."), ("~a-b_c.d", "~a-b_c.d"), ("ü", "%C3%BC"),
        ("日", "%E6%97%A5"), ("a;b=c&d", "a%3Bb%3Dc%26d"), ("{x}", "%7Bx%7D"),
        ("%2e%2e", "%252e%252e"),
    ])
    func anIDIsOneEncodedPartOfThePath(_ id: String, _ encoded: String) throws {
        let sent = try request("personas.get", [id])
        #expect(sent.path == "/v2/personas/\(encoded)")
        #expect(Catalogue.match(method: .get, path: sent.path)?.ids == [id])
    }

    @Test func anIDThatLooksLikeABraceStaysInItsPlace() throws {
        let sent = try request("memories.delete", ["{memory_id}", "m1"])
        #expect(sent.path == "/v2/memories/%7Bmemory_id%7D/m1")
    }

    @Test func aQueryIsEncodedAndKeepsTheOrderOfTheCatalogue() throws {
        let sent = try request(
            "documents.list", [],
            ["tags": ["a b", "ü&x"], "name_or_uuid": "50%+=?", "verbose": false, "limit": 2])
        #expect(
            sent.pathAndQuery
                == "/v2/documents?limit=2&name_or_uuid=50%25%2B%3D%3F&tags=a%20b%2C%C3%BC%26x&verbose=false"
        )
        #expect(sent.query.map(\.value) == ["2", "50%+=?", "a b,ü&x", "false"])
    }

    @Test func textWithCommasIsAListToo() throws {
        #expect(
            try request("replicas.list", [], ["replica_ids": "r1,r2"]).query.map(\.value) == [
                "r1,r2"
            ])
        #expect(
            try request("replicas.list", [], ["replica_ids": ["r1", "r2"]]).query.map(\.value) == [
                "r1,r2"
            ])
    }

    @Test func newerNamesAreSentAsThoseOfTheReference() throws {
        let sent = try request(
            "conversations.create", [], ["face_id": "r1", "pal_id": "p1", "properties": [:]])
        #expect(
            sent.body?.serialized() == #"{"replica_id":"r1","persona_id":"p1","properties":{}}"#)
        let persona = try request(
            "pals.create", [],
            ["pal_name": "Rio", "default_face_id": "r1", "system_prompt": "Be kind."])
        #expect(persona.path == "/v2/personas")
        #expect(
            persona.body
                == ["persona_name": "Rio", "default_replica_id": "r1", "system_prompt": "Be kind."])
        #expect(
            try request("faces.list", [], ["face_type": "user"]).query.map(\.name) == [
                "replica_type"
            ])
        #expect(
            try request("faces.rename", ["r1"], ["face_name": "Rio"]).body == [
                "replica_name": "Rio"
            ])
    }

    @Test func emptyTablesBecomeListsWhereAListIsWanted() throws {
        let sent = try request(
            "conversations.create", [],
            ["persona_id": "p1", "document_tags": [:], "memory_stores": [], "properties": [:]])
        #expect(
            sent.body?.serialized()
                == #"{"persona_id":"p1","document_tags":[],"memory_stores":[],"properties":{}}"#)
        let deep = try request(
            "personas.create", [],
            [
                "persona_name": "Rio", "system_prompt": "Be kind.",
                "layers": ["llm": ["tools": [:], "extra_body": [:]], "stt": ["hotwords": [:]]],
            ])
        #expect(
            deep.body?["layers"]?.serialized()
                == #"{"llm":{"tools":[],"extra_body":{}},"stt":{"hotwords":[]}}"#)
        let inLists = try request(
            "objectives.create", [],
            ["data": [["objective_name": "a", "objective_prompt": "b", "output_variables": [:]]]])
        #expect(inLists.body?["data"]?[0]?["output_variables"] == [])
        #expect(try request("objectives.create", [], ["data": [:]]).body == ["data": []])
        #expect(try request("documents.update", ["d1"], ["tags": [:]]).body == ["tags": []])
    }

    @Test func floatsWithoutAFractionBecomeIntegersWhereOneIsWanted() throws {
        let sent = try request(
            "conversations.create", [],
            [
                "persona_id": "p1", "max_participants": 2.0,
                "properties": ["max_call_duration": 600.0],
            ])
        #expect(
            sent.body?.serialized()
                == #"{"persona_id":"p1","max_participants":2,"properties":{"max_call_duration":600}}"#
        )
        #expect(
            try request("personas.list", [], ["limit": 1e2]).pathAndQuery
                == "/v2/personas?limit=100")
    }

    @Test func numbersKeepTheirKindWhereBothAreFine() throws {
        let sent = try request(
            "personas.create", [],
            [
                "persona_name": "Rio", "system_prompt": "x",
                "layers": [
                    "knowledge_base": ["rag_score_threshold": 1], "llm": ["extra_body": ["n": 1.0]],
                ],
            ])
        #expect(
            sent.body?["layers"]?.serialized()
                == #"{"knowledge_base":{"rag_score_threshold":1},"llm":{"extra_body":{"n":1.0}}}"#)
    }

    @Test func nullClearsAFieldOfTheBody() throws {
        let sent = try request(
            "conversations.create", [], ["persona_id": "p1", "callback_url": nil])
        #expect(sent.body?.serialized() == #"{"persona_id":"p1","callback_url":null}"#)
    }

    @Test func extraPassesWhatTheCatalogueDoesNotKnow() throws {
        let sent = try request(
            "personas.create", [],
            ["persona_name": "Rio", "extra": ["system_prompt": 5, "mood": ["happy": true]]])
        #expect(
            sent.body == ["persona_name": "Rio", "system_prompt": 5, "mood": ["happy": true]])
        let listed = try request(
            "personas.list", [], ["limit": 1, "extra": ["order": "name", "n": 2]])
        #expect(listed.pathAndQuery == "/v2/personas?limit=1&order=name&n=2")
        let deleted = try request("personas.delete", ["p1"], ["extra": ["force": true]])
        #expect(deleted.pathAndQuery == "/v2/personas/p1?force=true")
    }

    @Test func effectsAreKnownForCallsByPathToo() throws {
        #expect(try request("replicas.delete", ["r1"]).effect == .delete)
        #expect(try request("replicas.delete", ["r1"], ["hard": false]).effect == .delete)
        #expect(try request("replicas.delete", ["r1"], ["hard": true]).effect == .hardDelete)
        #expect(TavusRequest(method: .post, path: "/v2/conversations/c1/end").effect == .action)
        #expect(TavusRequest(method: .post, path: "/v2/pals/").effect == .create)
        #expect(TavusRequest(method: .delete, path: "/v2/tools/t1").effect == .delete)
        #expect(TavusRequest(method: .put, path: "/v2/pals/p1/skills").effect == .update)
        #expect(
            TavusRequest(method: .delete, path: "/v2/faces/r1", query: [("hard", "true")]).effect
                == .hardDelete)
    }
}
