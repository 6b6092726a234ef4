import Glibc
import LuaShim
import Testing

@testable import LuaHost

@Suite struct InterruptTests {
    struct Loop: Sendable, CustomTestStringConvertible {
        let name: String
        let source: String
        /// More than the grace its closers get: processor time, so it may take longer.
        var grace = Duration.zero
        var testDescription: String { name }
        var callsHost: Bool {
            ["echo", "hang", "task.sleep", "fail"].contains { source.contains("probe.\($0)") }
        }
    }

    /// ThreadSanitizer holds signals back from code that only runs Lua.
    static let interruptibleLoops = loops.filter { !luashim_is_thread_sanitized() || $0.callsHost }

    /// Each says that it is ready, and then never ends by itself.
    private static let loops = [
        Loop(name: "bare loop", source: "probe.ready() while true do end"),
        Loop(
            name: "pcall loop",
            source: "probe.ready() while true do pcall(function() while true do end end) end"),
        Loop(
            name: "loop of short pcalls",
            source: "probe.ready() while true do pcall(error, 'x') end"),
        Loop(
            name: "xpcall loop",
            source: """
                probe.ready()
                while true do
                  xpcall(function() while true do end end, function(e) return e.field end)
                end
                """),
        Loop(
            name: "loop in a message handler",
            source: "xpcall(error, function() probe.ready() while true do end end)"),
        Loop(
            name: "coroutine loop",
            source: "coroutine.wrap(function() probe.ready() while true do end end)()"),
        Loop(
            name: "nested coroutines under pcall",
            source: """
                probe.ready()
                while true do
                  pcall(coroutine.wrap(function()
                    pcall(coroutine.wrap(function() while true do end end))
                  end))
                end
                """),
        Loop(
            name: "resume loop",
            source: """
                local co = coroutine.create(function() while true do coroutine.yield() end end)
                probe.ready()
                while true do coroutine.resume(co) end
                """),
        Loop(
            name: "loop of coroutines that fail",
            source: """
                probe.ready()
                while true do coroutine.resume(coroutine.create(function() error('x') end)) end
                """),
        Loop(
            name: "loop of synchronous calls",
            source: "probe.ready() while true do probe.echo(1) end"),
        Loop(
            name: "loop of failing calls",
            source: "probe.ready() while true do pcall(probe.fail) end"),
        Loop(
            name: "loop of asynchronous calls",
            source: "probe.ready() while true do probe.echo_later(1) end"),
        Loop(
            name: "loop of allocations",
            source: "probe.ready() while true do local t = {} for i = 1, 100 do t[i] = {i} end end"),
        Loop(name: "parked call", source: "pcall(probe.hang)"),
        Loop(
            name: "parked call in a generator",
            source: "pcall(coroutine.wrap(function() pcall(probe.hang) end))"),
        Loop(
            name: "blocked call",
            source: "table.sort({2, 1}, function() pcall(probe.hang) end)"),
        Loop(
            name: "sleep",
            source: "probe.ready() while true do pcall(probe.task.sleep, 1000) end"),
        Loop(
            name: "awaited task",
            source: "pcall(function() probe.task.spawn(probe.hang):await() end)"),
        Loop(
            name: "task awaited in a comparator",
            source: """
                table.sort({2, 1}, function() probe.task.spawn(probe.hang):await() end)
                """),
        Loop(
            name: "many tasks",
            source: """
                local list = {}
                for i = 1, 100 do list[i] = i end
                probe.task.map(list, function(i) while true do pcall(probe.hang) end end)
                """),
        Loop(
            name: "tostring of a result",
            source: """
                error(setmetatable({}, {__tostring = function()
                  probe.ready()
                  while true do end
                end}))
                """),
        Loop(
            name: "module that is being built",
            source: "package.preload.slow = function() probe.ready() while true do end end require 'slow'"),
        Loop(
            name: "__close that loops for ever",
            source: """
                local guard <close> = setmetatable({}, {__close = function() while true do end end})
                probe.ready()
                while true do end
                """,
            grace: .seconds(3)),
        Loop(
            name: "two such closers and a pcall",
            source: """
                local function loop() while true do end end
                pcall(function()
                  local a <close> = setmetatable({}, {__close = loop})
                  local b <close> = setmetatable({}, {__close = loop})
                  probe.ready()
                  loop()
                end)
                """,
            grace: .seconds(3)),
        Loop(
            name: "such a closer in a bare coroutine",
            source: """
                local function loop() while true do end end
                coroutine.wrap(function()
                  local a <close> = setmetatable({}, {__close = loop})
                  probe.ready()
                  loop()
                end)()
                """,
            grace: .seconds(3)),
        Loop(
            name: "closer that raises an error of its own",
            source: """
                while true do
                  pcall(function()
                    local a <close> = setmetatable({}, {__close = function() error('mine') end})
                    probe.ready()
                    while true do end
                  end)
                end
                """),
        Loop(
            name: "closer in coroutine.close",
            source: """
                local co = coroutine.create(function()
                  local a <close> = setmetatable({}, {__close = function()
                    probe.ready()
                    while true do end
                  end})
                  coroutine.yield()
                end)
                coroutine.resume(co)
                while true do coroutine.close(co) end
                """),
    ]

    // One after the other, and with a bound that a busy machine meets too: idle, it is below 5 ms.
    @Test(.serialized, .timeLimit(.minutes(1)), arguments: interruptibleLoops)
    func anInterruptEndsTheRunAndNotTheSession(loop: Loop) async throws {
        var latency = Duration.seconds(60)
        for _ in 1...3 {
            let probe = Probe()
            let session = try await probe.session()
            let run = Task { try await session.run(loop.source) }
            await probe.ready.wait()
            let start = ContinuousClock.now
            session.interrupt()
            await #expect(throws: LuaCancelled.self) { try await run.value }
            latency = min(latency, .now - start)
            #expect(try await session.run("local n = 0 for i = 1, 1e5 do n = n + 1 end return n") == [100000])
            await session.close()
        }
        #expect(latency < .milliseconds(250) + loop.grace)
    }

    @Test func cancellingTheAwaitingTaskInterrupts() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let run = Task { try await session.run("pcall(probe.hang) return 'survived'") }
        await probe.ready.wait()
        run.cancel()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        await probe.hangWasCancelled.wait()
        #expect(try await session.run("return 1") == [1])
    }

    @Test func aRunOfACancelledTaskNeverStarts() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let start = Event()
        let run = Task {
            await start.wait()
            return try await session.run("print('started') while true do end")
        }
        run.cancel()
        start.signal()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(probe.transcript.interleaved == "")
    }

    @Test func anInterruptBetweenRunsDoesNothing() async throws {
        let session = try await Probe().session()
        session.interrupt()
        #expect(try await session.run("return 1") == [1])
        session.interrupt()
        #expect(try await session.run("return 2") == [2])
    }

    /// What closers do while a run is stopped.
    @Test(arguments: [
        "local n = 0 for i = 1, 100000 do n = n + 1 end",
        "probe.echo_later(1)",
        "probe.task.sleep(0.02)",
        "assert(not pcall(error, 'x'))",
        "assert(coroutine.wrap(function() coroutine.yield(1) end)() == 1)",
        "table.sort({2, 1}, function(a, b) probe.echo_later(1) return a < b end)",
        "assert(probe.task.spawn(function() return 1 end):await() == 1)",
    ])
    func aFiniteCloserRunsToItsEnd(body: String) async throws {
        let probe = Probe()
        let session = try await probe.session()
        let source = """
            pcall(function()
              local guard <close> = setmetatable({}, {__close = function() \(body) print('closed') end})
              probe.hang()
            end)
            print('never')
            """
        let run = Task { try await session.run(source) }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(probe.transcript.interleaved == "closed\n")
        await session.close()
    }

    @Test func aBlockingReadSeesTheInterrupt() async throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let probe = Probe()
        let session = try await probe.session()
        let source = """
            local file = io.open('/proc/self/fd/\(ends[0])')
            probe.ready()
            while true do file:read(1) end
            """
        let run = Task { try await session.run(source) }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        await session.close()
    }

    @Test func interruptsFromManyThreadsAtAnyTimeAreSafe() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let end = Event()
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                group.addTask {
                    while !end.hasHappened {
                        session.interrupt()
                        await Task.yield()
                    }
                }
            }
            for _ in 1...50 {
                await #expect(throws: LuaCancelled.self) {
                    try await session.run("while true do pcall(probe.echo, 1) end")
                }
            }
            await session.close()
            end.signal()
        }
    }
}
