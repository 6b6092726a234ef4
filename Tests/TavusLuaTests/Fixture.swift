import LuaHost
import Synchronization
import TavusClient
import TavusEmulator

@testable import TavusLua

/// A session with the module `tavus` over a fresh emulator whose wall clock stands still.
final class Fixture: Sendable {
    let emulator: TavusEmulator
    let client: TavusClient
    let session: LuaSession
    private let written: Output
    private let seen: Requests

    /// What the script printed.
    final class Output: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }

    /// The requests that reached the server.
    final class Requests: Sendable {
        private let lines = Mutex<[String]>([])
        func append(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    init(_ given: TavusEmulator.Options = .init()) async throws {
        let seen = Requests()
        var options = given
        options.onRequest = { seen.append("\($0.method) \($0.path)") }
        let emulator = TavusEmulator(options)
        let port = try await emulator.start()
        let client = TavusClient(
            ClientConfiguration(target: .emulator) {
                try TavusEndpoint(baseURL: "http://127.0.0.1:\(port)", key: APIKey("test-key-0123"))
            })
        let written = Output()
        let advance = LuaFunction.async("advance") { arguments in
            try await emulator.advance(by: arguments.number(0))
            return []
        }
        let tavus = TavusModule(client: client, clock: { try await emulator.now() })
        session = try await LuaHost(output: .handler { _, bytes in written.append(bytes) })
            .session(modules: tavus.modules + [LuaModule("clock", functions: [advance])])
        self.emulator = emulator
        self.client = client
        self.written = written
        self.seen = seen
    }

    var output: String { written.text }
    var requests: [String] { seen.all }

    /// Runs a script and gives its results.
    @discardableResult
    func run(_ script: String) async throws -> [LuaValue] {
        try await session.run(.text(script, chunkName: "=test"))
    }

    /// Runs a script that must fail, and gives the error.
    func failure(_ script: String) async throws -> ScriptError {
        do {
            let results = try await run(script)
            throw Unexpected(what: "the script ended with \(results)")
        } catch let error as ScriptError {
            return error
        }
    }

    func close() async {
        await session.close()
        await client.close()
        await emulator.stop()
    }

    /// Opens a fixture, uses it, and closes it whatever happens.
    static func with<Result>(
        _ options: TavusEmulator.Options = .init(),
        _ body: (Fixture) async throws -> Result
    ) async throws -> Result {
        let fixture = try await Fixture(options)
        do {
            let result = try await body(fixture)
            await fixture.close()
            return result
        } catch {
            await fixture.close()
            throw error
        }
    }
}

struct Unexpected: Error {
    let what: String
}
