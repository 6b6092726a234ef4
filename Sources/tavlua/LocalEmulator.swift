import LuaHost
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
        let task = starting ?? Task { try await self.emulator.start() }
        starting = task
        return try await task.value
    }

    func stop() async {
        if starting != nil { await emulator.stop() }
    }

    func advance(_ seconds: Double) async throws {
        _ = try await started()
        try await emulator.advance(by: seconds)
    }

    func reset() async throws {
        _ = try await started()
        try await emulator.reset()
    }

    func now() async throws -> Double {
        _ = try await started()
        return try await emulator.now()
    }

    nonisolated var clock: @Sendable () async throws -> Double { { try await self.now() } }

    /// `tavus.emulator`.
    nonisolated var luaExtension: TavusExtension {
        TavusExtension(
            functions: [
                .async("emulator_advance") { arguments in
                    try await self.advance(arguments.number(0))
                    return []
                },
                .async("emulator_reset") { _ in
                    try await self.reset()
                    return []
                },
            ],
            chunk: LuaChunk(
                name: "tavus.emulator",
                source: """
                    local _, host = ...
                    local emulator = {}
                    function emulator.advance(duration)
                        host.emulator_advance(host.seconds(duration, "emulator.advance", "duration"))
                    end
                    function emulator.reset() host.emulator_reset() end
                    host.extend("emulator", setmetatable(emulator,
                        { __index = host.missing("tavus.emulator.", "function") }))
                    """))
    }

    /// What stands in its place where calls go to an account.
    static let absence = TavusExtension(
        functions: [],
        chunk: LuaChunk(
            name: "tavus.emulator",
            source: """
                local _, host = ...
                host.extend("emulator", setmetatable({}, { __index = function(_, name)
                    host.invalid("emulator." .. tostring(name), "there is no emulator here: the target is live")
                end }))
                """))
}
