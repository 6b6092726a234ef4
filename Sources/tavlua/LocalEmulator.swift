import JSONValue
import TavusClient
import TavusEmulator
import TavusLua

/// The emulator inside this process: started at the first call that needs it.
actor LocalEmulator {
    private let settings: HostSettings
    private lazy var emulator = TavusEmulator(
        .init(
            storage: settings.isFresh
                ? .memory : .file(settings.emulatorData ?? StateFolder.emulatorData),
            speed: settings.emulatorSpeed))
    private var starting: Task<Int, any Error>?

    init(_ settings: HostSettings) {
        self.settings = settings
    }

    /// Where it listens; any key opens it.
    func endpoint() async throws -> TavusEndpoint {
        let port = try await started()
        return try TavusEndpoint(
            baseURL: "http://127.0.0.1:\(port)", key: APIKey("local-emulator", from: "the emulator")
        )
    }

    private func started() async throws -> Int {
        if starting == nil { Signals.surviveFileLimits() }
        let task = starting ?? Task { try await self.emulator.start() }
        starting = task
        return try await task.value
    }

    func stop() async {
        if starting != nil { await emulator.stop() }
    }

    func steer(_ command: String, _ fields: JSONObject) async throws -> JSONValue {
        _ = try await started()
        return try await emulator.steer(command, fields)
    }

    func now() async throws -> Double {
        _ = try await started()
        return try await emulator.now()
    }

    nonisolated var clock: @Sendable () async throws -> Double { { try await self.now() } }

    /// `tavus.emulator`.
    nonisolated var luaExtension: TavusExtension {
        EmulatorTable.luaExtension { try await self.steer($0, $1) }
    }
}
