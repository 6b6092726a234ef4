import Glibc
import Synchronization
import Testing

@testable import LuaHost

@Suite struct EmbeddingTests {
    /// C callbacks made in an isolated context would trap on the session's thread.
    @MainActor @Test func aMainActorHostWorks() async throws {
        #expect(try await Probe().run("return probe.echo(1), probe.echo_later(2)") == [1, 2])
    }

    @Test func aDetachedTaskWorks() async throws {
        let values = try await Task.detached {
            try await Probe().run("return probe.echo(1), probe.echo_later(2)")
        }.value
        #expect(values == [1, 2])
    }

    @Test func anActorsMethodCanBeAHostFunction() async throws {
        actor Counter {
            var count: Int64 = 0
            func next() -> Int64 {
                count += 1
                return count
            }
        }
        let counter = Counter()
        let module = LuaModule(
            "counter", isGlobal: true,
            functions: [.async("next") { _ in [.integer(await counter.next())] }])
        let values = try await Probe().run(
            "local sum = 0 for i = 1, 100 do sum = sum + counter.next() end return sum",
            modules: [module])
        #expect(values == [5050])
    }

    enum Tag {
        @TaskLocal static var value = "none"
    }

    @Test func hostFunctionsSeeTheTaskLocalsOfTheRun() async throws {
        let module = LuaModule(
            "tag", isGlobal: true,
            functions: [
                LuaFunction("now") { _ in [.string(Tag.value)] },
                .async("later") { _ in
                    await Task.yield()
                    return [.string(Tag.value)]
                },
            ])
        let session = try await Probe().session(modules: [module])
        let values = try await Tag.$value.withValue("mine") {
            try await session.run("return tag.now(), tag.later()")
        }
        #expect(values == ["mine", "mine"])
        await session.close()
    }

    @Test func runsOfOneSessionFollowOneAnother() async throws {
        let probe = Probe()
        let session = try await probe.session()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...20 {
                group.addTask {
                    _ = try await session.run(
                        "running = (running or 0) + 1 probe.echo_later() assert(running == 1) running = 0"
                    )
                }
            }
            try await group.waitForAll()
        }
        await session.close()
    }

    @Test func manySessionsAtOnceKeepApart() async throws {
        try await withThrowingTaskGroup(of: [LuaValue].self) { group in
            for number in 1...20 {
                group.addTask {
                    try await Probe().run(
                        "mine = \(number) for i = 1, 20 do assert(probe.echo_later(mine) == \(number)) end return mine"
                    )
                }
            }
            var seen: [LuaValue] = []
            for try await values in group { seen += values }
            #expect(seen.count == 20)
            #expect(Set(seen.map { "\($0)" }).count == 20)
        }
    }

    @Test func aSyncFunctionMayInterruptItsOwnRun() async throws {
        let box = SessionBox()
        let module = LuaModule(
            "own", isGlobal: true,
            functions: [
                LuaFunction("stop") { _ in
                    box.session?.interrupt()
                    return []
                }
            ])
        let session = try await Probe().session(modules: [module])
        box.session = session
        await #expect(throws: LuaCancelled.self) {
            try await session.run("pcall(own.stop) while true do end")
        }
        box.session = nil
        await session.close()
    }

    /// In a process of its own, because signal handlers belong to all of it.
    @Test func aSignalHandlerOfTheProgramStaysChainedAndComesBack() async {
        await #expect(processExitsWith: .exitCode(0)) {
            signal(SIGURG) { _ in Heard.count.add(1, ordering: .sequentiallyConsistent) }
            let probe = Probe()
            let session = try await probe.session()
            _ = try await session.run("return 1")
            guard Heard.countAfterRaising() == 1 else { exit(1) }
            let run = Task {
                try await session.run("probe.ready() while true do probe.echo(1) end")
            }
            await probe.ready.wait()
            session.interrupt()
            guard case .failure(is LuaCancelled) = await run.result else { exit(2) }
            await session.close()
            guard Heard.countAfterRaising() == 2 else { exit(3) }
            exit(0)
        }
    }

    @Test func theLocaleOfTheEnvironmentChangesNoNumbers() async {
        await #expect(processExitsWith: .exitCode(0)) {
            setenv("LC_ALL", "de_DE.UTF-8", 1)
            let values = try await Probe().run("return tostring(1.5), tonumber('2.5'), 0.1 .. ''")
            exit(values == ["1.5", 2.5, "0.1"] ? 0 : 1)
        }
    }

    @Test func standardInputAndOutputAreThoseOfTheProcess() async {
        let result = await #expect(
            processExitsWith: .exitCode(0),
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            var ends: [CInt] = [0, 0]
            guard pipe(&ends) == 0 else { exit(1) }
            let script = "#!shebang\nprint(arg[0], ...) io.write('no newline') warn('careful')"
            _ = script.withCString { write(ends[1], $0, strlen($0)) }
            close(ends[1])
            dup2(ends[0], STDIN_FILENO)
            let session = try await LuaHost().session()
            _ = try await session.run(.standardInput, arguments: ["a"])
            exit(0)
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(output.hasSuffix("-\ta\nno newline"))
        #expect(errors.contains("Lua warning: careful\n"))
    }

    /// Swift can name what the public headers name: nothing of Lua's own.
    @Test func theHeadersThatSwiftSeesDoNotNameLua() throws {
        let folder = #filePath.replacing(
            "Tests/LuaHostTests/EmbeddingTests.swift", with: "Sources/LuaShim/include/")
        for name in ["luashim.h", "luashim_buffer.h"] {
            let file = try #require(fopen(folder + name, "r"))
            defer { fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = fread(&bytes, 1, bytes.count, file)
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            for forbidden in ["lua.h", "lauxlib.h", "lualib.h", "lua_State", "lua_Alloc;"] {
                let lines = text.split(separator: "\n").filter { !$0.contains("//") }
                #expect(lines.allSatisfy { !$0.contains(forbidden) }, "\(name): \(forbidden)")
            }
        }
    }
}

/// What the signal handler of a test counted.
private enum Heard {
    static let count = Atomic<Int>(0)

    /// Pool threads block the signal, so it is raised with that lifted.
    static func countAfterRaising() -> Int {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGURG)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(SIGURG)
        return count.load(ordering: .sequentiallyConsistent)
    }
}

private final class SessionBox: Sendable {
    private let stored = Mutex<LuaSession?>(nil)
    var session: LuaSession? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
