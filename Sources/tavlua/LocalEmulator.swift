import JSONValue
import LuaHost
import TavusClient
import TavusEmulator
import TavusLua

/// The emulator inside this process: started at the first call that needs it.
actor LocalEmulator {
    private let options: TavusEmulator.Options
    /// The time that it goes by, where that is not the wall's.
    private let virtualClock: LuaVirtualClock?
    private lazy var emulator = TavusEmulator(options)
    private var starting: Task<Int, any Error>?

    init(_ settings: HostSettings) {
        virtualClock = nil
        options = .init(
            storage: settings.isFresh
                ? .memory : .file(settings.emulatorData ?? StateFolder.emulatorData),
            speed: settings.emulatorSpeed)
    }

    /// In memory; training and rendering take as long as on the live service, which costs nothing on such a
    /// clock.
    init(on clock: LuaVirtualClock) {
        virtualClock = clock
        var options = TavusEmulator.Options(processingScale: 1, wallTime: { clock.now })
        // Nothing of a test leaves the machine, nor reaches another program on it.
        options.deliversWebhooks = false
        self.options = options
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
        if command == "advance", let virtualClock, let seconds = fields["seconds"]?.numberValue {
            virtualClock.advance(by: seconds)
            return .null
        }
        return try await emulator.steer(command, fields)
    }

    /// The clock that it goes by was moved.
    func timeHasPassed() async {
        if starting != nil { await emulator.timeHasPassed() }
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
