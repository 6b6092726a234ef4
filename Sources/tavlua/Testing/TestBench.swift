import Glibc
import JSONValue
import LuaHost
import LuaSpecs
import Recipes
import Synchronization
import TavusLua

/// What each test of a file runs in: a new Lua state, a new emulator in memory, and a clock of their own.
struct TestBench: Sendable {
    let updatesGolden: Bool
    /// When tests begin, in seconds since 1970.
    let start: Double
    var coverage: LuaCoverage?

    /// Nothing of the account or of other runs reaches a test.
    private func settings(_ clock: LuaVirtualClock) -> HostSettings {
        var settings = HostSettings()
        settings.usesEmulator = true
        settings.isFresh = true
        settings.isQuiet = true
        settings.clock = clock
        return settings
    }

    func stage(
        for file: SpecFile, output: @escaping @Sendable (LuaStream, [UInt8]) -> Void
    ) async throws -> SpecStage {
        let later = Later()
        let clock = LuaVirtualClock(startingAt: start) { later.passTime() }
        let emulator = LocalEmulator(on: clock)
        later.emulator.withLock { $0 = emulator }
        let servers = OtherServers()
        var settings = settings(clock)
        settings.web = { try await servers.answer($0) }
        let backend = try Backend(settings, emulator: emulator)
        let folder = ScratchFolder()
        let bench = RecipeBench(
            emulator: emulator, settings: settings,
            subject: Self.recipe(of: file).map { WorkingFolder.absolute($0) },
            finder: .standardHere, coverage: coverage)
        var host = LuaHost(output: .handler(output))
        host.clock = clock
        host.coverage = coverage
        let session = try await host.session(
            modules: backend.modules + [
                module(clock, bench, folder, servers), golden(for: file),
            ])
        try await session.run("require 'testing'", name: "[testing]")
        return SpecStage(session) {
            await backend.close()
            await emulator.stop()
            folder.remove()
        }
    }

    /// The recipe beside a spec: the file of its name, or the folder that it is in; nil where there is none.
    static func recipe(of file: SpecFile) -> String? {
        // Of a recipe without a spec only the examples are run.
        guard file.path.hasSuffix(SpecFile.ending) else { return file.path }
        let script = "\(file.folder)\(file.subject).lua"
        if access(script, F_OK) == 0 { return script }
        let folder = file.folder.isEmpty ? "." : String(file.folder.dropLast())
        for place in [folder, parent(of: folder)]
        where access("\(place)/recipe.toml", F_OK) == 0 {
            return place
        }
        return nil
    }

    private static func parent(of folder: String) -> String {
        if folder == "." { return ".." }
        guard let slash = folder.lastIndex(of: "/") else { return "." }
        return String(folder[..<slash])
    }

    private func module(
        _ clock: LuaVirtualClock, _ bench: RecipeBench, _ folder: ScratchFolder,
        _ servers: OtherServers
    ) -> LuaModule {
        let start = start
        return LuaModule(
            "testing",
            functions: [
                LuaFunction("now") { () -> Double in clock.now },
                LuaFunction("started") { () -> Double in start },
                LuaFunction.async("run") { arguments in
                    let fields = try JSONValue(parsing: try arguments.json(0))
                    let trial = try RecipeTrial(fields.objectValue ?? [:])
                    return [.json(try await bench.run(trial).bytes())]
                },
                LuaFunction.async("example") { arguments in
                    let trial = try RecipeTrial(example: try arguments.string(0))
                    let path = try folder.path(of: "", text: nil)
                    return [.json(try await bench.run(trial, in: path).bytes())]
                },
                LuaFunction("answer_http") { (function: LuaFunctionRef) in
                    servers.answer(with: function)
                },
                LuaFunction("scratch") { (name: String, text: LuaString?) throws -> String in
                    try folder.path(of: name, text: text.map { Array($0.bytes) })
                },
            ],
            chunks: [LuaChunk(name: "testing", source: LuaSources.testing)])
    }

    private func golden(for file: SpecFile) -> LuaModule {
        let files = GoldenFiles(for: file, updates: updatesGolden)
        return LuaModule(
            "spec.host",
            functions: [
                LuaFunction("golden") { arguments in
                    let name = try arguments.string(0)
                    guard let value = JSONValue(arguments[1]) else {
                        return [.string("a golden value is data: text, numbers, tables of them")]
                    }
                    return [files.check(value, name: name).map { .string(LuaString($0)) } ?? .nil]
                }
            ])
    }

    /// The emulator is made after the clock that tells it.
    private final class Later: Sendable {
        let emulator = Mutex<LocalEmulator?>(nil)

        func passTime() {
            guard let emulator = emulator.withLock({ $0 }) else { return }
            Task { await emulator.timeHasPassed() }
        }
    }
}
