import JSONValue
import TavusEmulator
import Testing

struct ConversationTests {
    /// The body that both seeds print.
    static let sample: JSONValue = [
        "replica_id": "r79e1c033f",
        "persona_id": "p5317866",
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

    @Test func theSampleOfTheSeedsIsAnsweredAsTheyPrintIt() async throws {
        try await TestEmulator.run { api in
            let created = try await api.post("/v2/conversations", Self.sample)
            let id = try created.string("conversation_id")
            #expect(created.status == 200)
            #expect(id.count == 12 && id.hasPrefix("c"))
            let properties = try #require(Self.sample["properties"])
            #expect(
                try created.body == [
                    "conversation_id": .string(id),
                    "conversation_name": "A Meeting with Hassaan",
                    "status": "active",
                    "conversation_url": .string("https://tavus.daily.co/\(id)"),
                    "callback_url": "https://yourwebsite.com/webhook",
                    "replica_id": "r79e1c033f",
                    "persona_id": "p5317866",
                    "created_at": "2025-06-15T15:06:40Z",
                    "properties": properties,
                    "face_id": "r79e1c033f",
                    "pal_id": "p5317866",
                ])
            let read = try await api.get("/v2/conversations/\(id)")
            #expect(try read["updated_at"] == "2025-06-15T15:06:40Z")
            #expect(try read.body(without: "updated_at") == created.body)
        }
    }

    struct Ending: Sendable {
        var name = "x"
        var properties: JSONValue = [:]
        /// Seconds after creation at which the call has ended, and was active one before.
        let endsAfter: Double
        let reason: String
    }

    @Test(arguments: [
        Ending(endsAfter: 3600, reason: "max_call_duration reached"),
        Ending(
            properties: ["max_call_duration": 600], endsAfter: 600,
            reason: "max_call_duration reached"),
        Ending(
            name: "emulator-absent", endsAfter: 300, reason: "participant_absent_timeout reached"),
        Ending(
            name: "emulator-absent", properties: ["participant_absent_timeout": 60],
            endsAfter: 60, reason: "participant_absent_timeout reached"),
        Ending(
            properties: ["participant_absent_timeout": 3], endsAfter: 3,
            reason: "participant_absent_timeout reached"),
        Ending(
            name: "emulator-leave=20", endsAfter: 20, reason: "participant_left_timeout reached"),
        Ending(
            name: "emulator-leave=20", properties: ["participant_left_timeout": 15],
            endsAfter: 35, reason: "participant_left_timeout reached"),
    ])
    func aCallEndsByTheFirstOfItsLimits(_ ending: Ending) async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/conversations",
                [
                    "replica_id": "r79e1c033f", "conversation_name": .string(ending.name),
                    "properties": ending.properties,
                ], id: "conversation_id")
            let path = "/v2/conversations/\(id)?verbose=true"
            try await api.emulator.advance(by: ending.endsAfter - 1)
            let before = try await api.get(path)
            #expect(try before["status"] == "active")
            #expect(try before["shutdown_reason"] == .null)
            try await api.emulator.advance(by: 1)
            let after = try await api.get(path)
            #expect(try after["status"] == "ended")
            #expect(try after["shutdown_reason"] == .string(ending.reason))
        }
    }

    @Test func endingTwiceIsNoErrorAndKeepsTheFirstEnd() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            try await api.emulator.advance(by: 30)
            for _ in 1...2 {
                let ended = try await api.post("/v2/conversations/\(id)/end")
                #expect(ended.status == 200)
                #expect(ended.text.isEmpty)
                try await api.emulator.advance(by: 10)
            }
            let read = try await api.get("/v2/conversations/\(id)?verbose=true")
            #expect(try read["status"] == "ended")
            #expect(try read["updated_at"] == "2025-06-15T15:07:10Z")
            #expect(try read["shutdown_reason"] == "end_conversation_endpoint_hit")
        }
    }

    @Test func eventsAppearOneAfterAnother() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            func events() async throws -> [String] {
                let events = try await api.get("/v2/conversations/\(id)?verbose=true")["events"]
                return try #require(events?.arrayValue).map {
                    "\($0["event_type"]?.stringValue ?? "") \($0["timestamp"]?.stringValue ?? "")"
                }
            }
            #expect(try await events() == [])
            try await api.emulator.advance(by: 4)
            let joined = "system.replica_joined 2025-06-15T15:06:44.000000Z"
            #expect(try await events() == [joined])
            try await api.emulator.advance(by: 26)
            _ = try await api.post("/v2/conversations/\(id)/end")
            let shutdown = "system.shutdown 2025-06-15T15:07:10.000000Z"
            #expect(try await events() == [joined, shutdown])
            try await api.emulator.advance(by: 0.002)
            let transcribed = "application.transcription_ready 2025-06-15T15:07:10.002000Z"
            #expect(try await events() == [joined, shutdown, transcribed])
            try await api.emulator.advance(by: 1)
            let analysed = "application.perception_analysis 2025-06-15T15:07:10.750000Z"
            #expect(try await events() == [joined, shutdown, transcribed, analysed])
        }
    }

    @Test func theTranscriptBeginsWithThePromptAndTheGreeting() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            try await api.emulator.advance(by: 12)
            _ = try await api.post("/v2/conversations/\(id)/end")
            try await api.emulator.advance(by: 1)
            let read = try await api.get("/v2/conversations/\(id)?verbose=true")
            let turns = try #require(try read["transcript"]?.arrayValue)
            #expect(
                turns == [
                    [
                        "role": "system",
                        "content": """
                        You are a life coach who helps people reach their goals.
                        This persona comes with the emulator.
                        You are about to talk to Hassaan...
                        """,
                    ],
                    [
                        "role": "assistant", "content": "Hey there Hassaan, long time no see!",
                        "timestamp": 1_750_000_004.0, "seconds_from_start": 0.0, "duration": 4.0,
                    ],
                    [
                        "role": "user",
                        "content": "Hi! I am the participant that the emulator simulates.",
                        "timestamp": 1_750_000_009.0, "seconds_from_start": 5.0, "duration": 4.0,
                    ],
                ])
        }
    }

    @Test func aCallEndedBeforeTheReplicaJoinedHasNoTranscript() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            _ = try await api.post("/v2/conversations/\(id)/end")
            try await api.emulator.advance(by: 3600)
            let read = try await api.get("/v2/conversations/\(id)?verbose=true")
            #expect(try read["transcript"] == nil)
            let events = try #require(try read["events"]?.arrayValue)
            #expect(events.map { $0["event_type"] } == ["system.shutdown"])
        }
    }

    @Test func verboseFieldsAppearOnlyWhenAskedFor() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            let members = Set(
                try #require(try await api.get("/v2/conversations/\(id)").body.objectValue).keys)
            #expect(members.isDisjoint(with: ["events", "shutdown_reason", "transcript"]))
        }
    }

    @Test func aRecordingIsAnnouncedWhenItHasABucket() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/conversations",
                [
                    "replica_id": "r79e1c033f",
                    "properties": ["enable_recording": true, "recording_s3_bucket_name": "b"],
                ], id: "conversation_id")
            try await api.emulator.advance(by: 14)
            _ = try await api.post("/v2/conversations/\(id)/end")
            try await api.emulator.advance(by: 60)
            let events = try await api.get("/v2/conversations/\(id)?verbose=true")["events"]
            let recording = events?.arrayValue?.first {
                $0["event_type"] == "application.recording_ready"
            }
            #expect(
                recording?["properties"] == [
                    "bucket_name": "b", "s3_key": .string("\(id)/recording.mp4"), "duration": 10,
                ])
        }
    }

    @Test func nobodyJoinsWhereNoParticipantIsSimulated() async throws {
        try await TestEmulator.run(.init(simulatesParticipant: false)) { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            try await api.emulator.advance(by: 301)
            let read = try await api.get("/v2/conversations/\(id)?verbose=true")
            #expect(try read["shutdown_reason"] == "participant_absent_timeout reached")
            let turns = try #require(try read["transcript"]?.arrayValue)
            #expect(turns.map { $0["role"] } == ["system", "assistant"])
        }
    }

    @Test func speedDividesEveryDuration() async throws {
        try await TestEmulator.run(.init(speed: 10)) { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            try await api.emulator.advance(by: 359)
            #expect(try await api.get("/v2/conversations/\(id)")["status"] == "active")
            try await api.emulator.advance(by: 1)
            #expect(try await api.get("/v2/conversations/\(id)")["status"] == "ended")
        }
    }

    @Test func interactionsAreKept() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create("/v2/conversations", Self.sample, id: "conversation_id")
            let sent: JSONValue = [
                "message_type": "conversation",
                "event_type": "conversation.overwrite_llm_context",
                "conversation_id": .string(id), "properties": ["context": "y"],
            ]
            #expect(try await api.post("/v2/interactions", sent).status == 200)
            #expect(
                try await api.post("/v2/interactions/", ["conversation_id": "c123456"]).status
                    == 400)
            #expect(try await api.emulator.interactions() == [sent])
        }
    }
}
