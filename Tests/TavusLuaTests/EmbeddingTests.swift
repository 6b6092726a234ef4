import Foundation
import JSONValue
import LuaHost
import TavusClient
import TavusEmulator
import TavusLua
import Testing

/// The example of Sources/Embedding.md, "The Tavus API", against a service that is down for a moment.
@Suite struct EmbeddingTests {
    @Test func rulesOfRepeatsHoldForScripts() async throws {
        let emulator = TavusEmulator(.init())
        let port = try await emulator.start()
        let down: JSONObject = ["path": "/v2/personas", "status": 503, "times": 4]
        _ = try await emulator.steer("fault", down)
        let key = try APIKey("test-key-0123")
        var configuration = ClientConfiguration(target: .live) {
            try TavusEndpoint(baseURL: "http://127.0.0.1:\(port)", key: key)
        }
        configuration.retries.attempts = 5
        configuration.retries.maxWait = .seconds(5)
        configuration.retries.firstPause = .milliseconds(1)
        configuration.timeouts.total = .seconds(30)
        let client = TavusClient(configuration)
        let tavus = TavusModule(client: client) { Date.now.timeIntervalSince1970 }
        let session = try await LuaHost().session(modules: tavus.modules)
        let read = try await session.run("return tavus.response(tavus.personas.list()).attempts")
        #expect(read == [5])
        // A create that may have been read is sent once, whatever the rules allow.
        _ = try await emulator.steer("fault", down)
        let write = try await session.run(
            """
            local ok, e = pcall(tavus.personas.create, { persona_name = "a", system_prompt = "b" })
            return ok, e.attempts
            """)
        #expect(write == [false, 1])
        await session.close()
        await client.close()
        await emulator.stop()
    }
}
