import JSONValue
import TavusEmulator
import Testing

struct CanvasTests {
    static func heartbeat(_ number: Int) -> JSONValue {
        [
            "interaction_id": .string("ci_\(number)"), "tool_call_id": "call_1",
            "component": "canvas.question", "type": "heartbeat",
        ]
    }

    static let conversation: JSONValue = ["replica_id": "r79e1c033f", "persona_id": "p5317866"]

    /// Page "Record Canvas Interaction", 2026: 120 in 60 s for a conversation, then 429 and how long.
    @Test func after120InAMinuteOneHasToWaitForTheRestOfIt() async throws {
        try await TestEmulator.run { api in
            let id = try await api.create(
                "/v2/conversations", Self.conversation, id: "conversation_id")
            let path = "/v2/conversations/\(id)/canvas/interactions"
            for number in 1...120 {
                if number == 100 { try await api.emulator.advance(by: 20.5) }
                #expect(try await api.post(path, Self.heartbeat(number)).status == 200)
            }
            let refused = try await api.post(path, Self.heartbeat(121))
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "40")
            #expect(try refused.body == ["error": "Too many requests"])
            #expect(try await api.get(path)["data"]?.arrayValue?.count == 120)

            let other = try await api.create(
                "/v2/conversations", Self.conversation, id: "conversation_id")
            let elsewhere = "/v2/conversations/\(other)/canvas/interactions"
            #expect(try await api.post(elsewhere, Self.heartbeat(1)).status == 200)

            try await api.emulator.advance(by: 39.5)
            #expect(try await api.post(path, Self.heartbeat(121)).status == 200)
        }
    }
}
