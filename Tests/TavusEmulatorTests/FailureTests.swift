import JSONValue
import TavusEmulator
import Testing

/// Failures of training, rendering, processing and calls that somebody asks for from outside.
struct FailureTests {
    private static let bodies: [String: JSONValue] = [
        "replicas": ["train_video_url": "https://example.com/me.mp4"],
        "videos": ["replica_id": "r79e1c033f", "script": "Hello!"],
        "documents": ["document_url": "https://example.com/a.pdf"],
        "conversations": ["replica_id": "r79e1c033f"],
    ]

    private static let cases: [(resource: String, id: String, status: String, reason: String)] = [
        ("replicas", "replica_id", "error", "error_message"),
        ("videos", "video_id", "error", "status_details"),
        ("documents", "document_id", "error", "error_message"),
        ("conversations", "conversation_id", "ended", "shutdown_reason"),
    ]

    @Test(arguments: cases)
    func aRecordFailsAtOnce(_ resource: String, _ id: String, _ status: String, _ reason: String)
        async throws
    {
        try await TestEmulator.run { api in
            let body = try #require(Self.bodies[resource])
            let made = try await api.create("/v2/\(resource)", body, id: id)
            let singular = String(resource.dropLast())
            let wish: JSONObject = [singular: .string(made), "reason": "two_faces"]
            _ = try await api.emulator.steer("fail", wish)
            let found = try await api.get("/v2/\(resource)/\(made)?verbose=true")
            #expect(try found["status"] == .string(status))
            #expect(try found[reason] == "two_faces")
            let error = await #expect(throws: EmulatorError.self) {
                try await api.emulator.steer("fail", wish)
            }
            #expect(error?.description == "the \(singular) \(made) has come to its end already")
        }
    }

    @Test(arguments: cases)
    func theNextOnesFailWhenAFailureWouldShow(
        _ resource: String, _ id: String, _ status: String, _ reason: String
    ) async throws {
        try await TestEmulator.run { api in
            let body = try #require(Self.bodies[resource])
            _ = try await api.emulator.steer(
                "fail", ["next": .string(resource), "times": 2, "reason": "two_faces"])
            var made: [String] = []
            for _ in 1...3 { made.append(try await api.create("/v2/\(resource)", body, id: id)) }
            let before = try await api.get("/v2/\(resource)/\(made[0])")
            #expect(try before["status"] != .string(status))
            try await api.emulator.advance(by: 60)
            var failed: [Bool] = []
            for id in made {
                let found = try await api.get("/v2/\(resource)/\(id)?verbose=true")
                failed.append(try found[reason] == "two_faces")
            }
            #expect(failed == [true, true, false])
        }
    }

    @Test func videosThatWaitForAReplicaFailWithIt() async throws {
        try await TestEmulator.run { api in
            let body = try #require(Self.bodies["replicas"])
            let replica = try await api.create("/v2/replicas", body, id: "replica_id")
            let video = try await api.create(
                "/v2/videos", ["replica_id": .string(replica), "script": "Hello!"], id: "video_id")
            _ = try await api.emulator.steer("fail", ["replica": ["replica_id": .string(replica)]])
            let found = try await api.get("/v2/videos/\(video)")
            #expect(try found["status"] == "error")
            #expect(
                try found["status_details"]
                    == .string("Replica \(replica) did not complete its training"))
        }
    }

    @Test(
        arguments: [
            ([:], "fail needs one of conversation, document, replica, video with an id, or next"),
            (
                ["next": "personas"],
                "next must be one of conversations, documents, replicas, videos, not \"personas\""
            ),
            (["replica": 7], "replica must be a text, not 7"),
            (["replica": "r0"], "there is no replica r0"),
            (
                ["reply": "r0"],
                "unknown field \"reply\". The fields are conversation, document, replica, video, next, times, reason."
            ),
        ] as [(JSONObject, String)])
    func aWishThatCannotBeGrantedIsExplained(_ wish: JSONObject, _ text: String) async throws {
        let emulator = TavusEmulator(.init())
        let error = await #expect(throws: EmulatorError.self) {
            try await emulator.steer("fail", wish)
        }
        #expect(error?.description == text)
        await emulator.stop()
    }
}
