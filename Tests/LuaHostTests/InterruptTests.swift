import Glibc
import Testing

@testable import LuaHost

@Suite struct InterruptTests {
    // One after the other, and with a bound that a busy machine meets too: idle, it is below 5 ms.
    @Test(.serialized, .timeLimit(.minutes(1)), arguments: EndlessLoop.interruptible)
    func anInterruptEndsTheRunAndNotTheSession(loop: EndlessLoop) async throws {
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
            #expect(
                try await session.run("local n = 0 for i = 1, 1e5 do n = n + 1 end return n") == [
                    100000
                ])
            await session.close()
        }
        #expect(latency < .milliseconds(250) + loop.grace)
    }

    /// Without signals, everything but a blocking read is interrupted all the same.
    @Test(.serialized, .timeLimit(.minutes(1)), arguments: EndlessLoop.all)
    func theCountHookInterruptsToo(loop: EndlessLoop) async throws {
        let probe = Probe()
        let session = try await probe.session { $0.interrupts = .countHook(every: 1000) }
        let run = Task { try await session.run(loop.source) }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(try await session.run("return 'alive'") == ["alive"])
        let limit = LuaLimitReached(limit: .wallClock(.milliseconds(20)))
        await #expect(throws: limit) {
            try await session.run("while true do end", timeout: .milliseconds(20))
        }
        await session.close()
    }

    @Test func theCountHookInstallsNoSignalHandler() async throws {
        let session = try await Probe().session { $0.interrupts = .countHook(every: 1000) }
        #expect(try await session.run("return debug.gethook() ~= nil") == [true])
        await session.close()
    }

    @Test(arguments: [
        "probe.ready() while true do end", "probe.ready() while true do probe.echo(1) end",
        "probe.hang()", "table.sort({2, 1}, function() probe.hang() end)",
        "probe.task.spawn(probe.hang):await()",
    ])
    func cancellingTheAwaitingTaskStopsItWhereverItIs(source: String) async throws {
        let probe = Probe()
        let session = try await probe.session { $0.interrupts = EndlessLoop.interrupts }
        let run = Task {
            try await session.run("pcall(function() \(source) end) return 'survived'")
        }
        await probe.ready.wait()
        run.cancel()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(try await session.run("return 1") == [1])
        await session.close()
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

    @Test func aPipeThatIsReadAsAScriptSeesTheInterrupt() async throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let session = try await Probe().session()
        let source = LuaSource.file("/proc/self/fd/\(ends[0])")
        let end = Event()
        let run = Task {
            defer { end.signal() }
            return try await session.run(source)
        }
        while !end.hasHappened {
            session.interrupt()
            await Task.yield()
        }
        await #expect(throws: LuaCancelled.self) { try await run.value }
        await session.close()
    }

    @Test func aHostFunctionThatIgnoresItsCancellationIsAbandoned() async throws {
        let probe = Probe()
        let session = try await probe.session { $0.cleanupGrace = .milliseconds(20) }
        let run = Task {
            try await session.run(
                "probe.task.spawn(probe.wait_for_release) probe.echo_later() probe.hang()")
        }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(try await session.run("return probe.echo_later('next')") == ["next"])
        probe.release.signal()
        #expect(try await session.run("return probe.echo_later('last')") == ["last"])
        await session.close()
    }

    @Test func aCloserThatWaitsTooLongIsCutOff() async throws {
        let probe = Probe()
        let session = try await probe.session { $0.cleanupGrace = .milliseconds(20) }
        let run = Task {
            try await session.run(
                """
                local outer <close> = setmetatable({}, {__close = function() print(pcall(probe.hang)) end})
                local inner <close> = setmetatable({}, {__close = function() probe.hang() print('never') end})
                probe.hang()
                """)
        }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(probe.transcript.interleaved == "")
        await session.close()
    }

    /// A call that is given up arms the hook of whatever computes; only what was given up is stopped.
    @Test func localsSurviveHooksThatStopNothing() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let handle: LuaFunctionRef = try await session.run("return function() end").value()
        let source = """
            local function sum(n)
              local a, b, c, d = 1, 2, 3, {}
              for i = 1, n do
                d[i % 7] = (d[i % 7] or 0) + a
                a, b, c = b % 1000 + 1, c % 1000 + 1, (a + i) % 1000
              end
              return a, b, c, d[0], d[6]
            end
            local co = coroutine.wrap(function(n) while true do n = coroutine.yield(sum(n)) end end)
            for _ = 1, 20 do co(20000) end
            return co(200000)
            """
        let expected = try await session.run(source)
        let end = Event()
        let nudges = Task {
            while !end.hasHappened {
                let call = Task { try await handle.call() }
                call.cancel()
                _ = await call.result
            }
        }
        for _ in 1...5 { #expect(try await session.run(source) == expected) }
        end.signal()
        await nudges.value
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
