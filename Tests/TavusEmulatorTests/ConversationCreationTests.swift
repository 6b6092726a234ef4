import JSONValue
import TavusEmulator
import Testing

/// What a new conversation needs: slots, credits, and parties that exist.
struct ConversationCreationTests {
    @Test func testModeEndsAtOnceAndTakesNoSlot() async throws {
        try await TestEmulator.run(.init(concurrencyLimit: 1)) { api in
            for _ in 1...3 {
                let test = try await api.post(
                    "/v2/conversations", ["replica_id": "r79e1c033f", "test_mode": true])
                #expect(test.status == 200)
                #expect(try test["status"] == "ended")
                let id = try test.string("conversation_id")
                let read = try await api.get("/v2/conversations/\(id)?verbose=true")
                #expect(try read["events"] == [])
                #expect(try read["shutdown_reason"] == .null)
            }
            #expect(try await api.post("/v2/conversations", ConversationTests.sample).status == 200)
        }
    }

    @Test func oneCallTooManyIsRefusedUntilASlotIsFree() async throws {
        try await TestEmulator.run { api in
            var ids: [String] = []
            for _ in 1...3 {
                ids.append(
                    try await api.create(
                        "/v2/conversations", ConversationTests.sample, id: "conversation_id"))
            }
            let refused = try await api.post("/v2/conversations", ConversationTests.sample)
            #expect(refused.status == 400)
            #expect(
                try refused.body == ["message": "User has reached maximum concurrent conversations"]
            )
            _ = try await api.post("/v2/conversations/\(ids[0])/end")
            #expect(try await api.post("/v2/conversations", ConversationTests.sample).status == 200)
            #expect(try await api.post("/v2/conversations", ConversationTests.sample).status == 400)
            #expect(try await api.delete("/v2/conversations/\(ids[1])").status == 204)
            #expect(try await api.post("/v2/conversations", ConversationTests.sample).status == 200)
            try await api.emulator.advance(by: 3600)
            #expect(try await api.post("/v2/conversations", ConversationTests.sample).status == 200)
        }
    }

    @Test func slotsHoldWhenManyAskAtOnce() async throws {
        try await TestEmulator.run { api in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...12 {
                    group.addTask {
                        try await api.post("/v2/conversations", ConversationTests.sample).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 200, 200] + Array(repeating: 400, count: 9))
        }
    }

    @Test func withoutCreditsACallIsRefused() async throws {
        try await TestEmulator.run(.init(credits: 0)) { api in
            let refused = try await api.post("/v2/conversations", ConversationTests.sample)
            #expect(refused.status == 402)
            #expect(try refused.body == ["message": "The user is out of conversational credits"])
        }
    }

    struct Refused: Sendable {
        let body: JSONValue
        let error: String
    }

    @Test(arguments: [
        Refused(body: [:], error: "Invalid request: persona_id or replica_id is required"),
        Refused(body: ["persona_id": "p0"], error: "Invalid persona_id"),
        Refused(body: ["pal_id": "p0"], error: "Invalid persona_id"),
        Refused(body: ["replica_id": "r0"], error: "Invalid replica_id"),
        Refused(body: ["replica_id": 7], error: "Invalid request: replica_id must be a string"),
        Refused(body: [1], error: "Invalid request: the body must be a JSON object"),
        Refused(
            body: ["replica_id": "r79e1c033f", "properties": ["max_call_duration": 3601]],
            error: "Invalid request: properties.max_call_duration must be at most 3600"),
        Refused(
            body: ["replica_id": "r79e1c033f", "properties": ["max_call_duration": "long"]],
            error: "Invalid request: properties.max_call_duration must be a number of seconds"),
        Refused(
            body: ["replica_id": "r79e1c033f", "document_ids": "d1"],
            error: "Invalid request: document_ids must be a list"),
        Refused(
            body: ["replica_id": "r79e1c033f", "document_retrieval_strategy": "slow"],
            error:
                "Invalid request: document_retrieval_strategy must be one of speed, quality, balanced"
        ),
    ])
    func badFieldsAreNamed(_ refused: Refused) async throws {
        try await TestEmulator.run { api in
            let answer = try await api.post("/v2/conversations", refused.body)
            #expect(answer.status == 400)
            #expect(try answer.body == ["error": .string(refused.error)])
            #expect(try await api.get("/v2/conversations")["total_count"] == 0)
        }
    }

    @Test func aReplicaInTrainingCannotTalkYet() async throws {
        try await TestEmulator.run { api in
            let replica = try await api.create(
                "/v2/replicas", ["train_video_url": "https://example.com/me.mp4"], id: "replica_id")
            let body: JSONValue = ["replica_id": .string(replica)]
            let refused = try await api.post("/v2/conversations", body)
            #expect(refused.status == 400)
            #expect(
                try refused.body == [
                    "error": .string("Replica \(replica) has not completed its training")
                ])
            try await api.emulator.advance(by: 60)
            #expect(try await api.post("/v2/conversations", body).status == 200)
        }
    }

    @Test func thePersonaBringsItsReplica() async throws {
        try await TestEmulator.run { api in
            let persona = try await api.create(
                "/v2/personas",
                [
                    "persona_name": "n", "system_prompt": "p", "default_replica_id": "rfe12d8b9597",
                ], id: "persona_id")
            let created = try await api.post("/v2/conversations", ["persona_id": .string(persona)])
            #expect(try created["replica_id"] == "rfe12d8b9597")
        }
    }

    /// Reference, "Create Conversation", 2025-11; published browser examples do without.
    @Test(arguments: [(false, 400), (true, 200)])
    func aPersonaWithoutAReplicaIsLentOneOnlyWhereThatIsAskedFor(
        _ lends: Bool, _ status: Int
    ) async throws {
        var dialect = TavusEmulator.Dialect()
        dialect.missingReplica = lends ? .lent : .refused
        try await TestEmulator.run(.init(dialect: dialect)) { api in
            let persona = try await api.create(
                "/v2/personas", ["persona_name": "n", "system_prompt": "p"], id: "persona_id")
            let answer = try await api.post("/v2/conversations", ["persona_id": .string(persona)])
            #expect(answer.status == status)
            #expect(
                try answer["error"]
                    == (lends
                        ? nil
                        : "Invalid request: replica_id is required: the persona has no default_replica_id")
            )
        }
    }

    @Test func aPrivateRoomComesWithAToken() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post(
                "/v2/conversations", ["replica_id": "r79e1c033f", "require_auth": true])
            #expect(try created.string("meeting_token").hasPrefix("emulator-"))
        }
    }
}
