import Testing

@testable import LuaHost

@Suite struct LimitTests {
    private static let loops = EndlessLoop.interruptible.filter { $0.grace == .zero }

    @Test(.timeLimit(.minutes(1)), arguments: loops)
    func theDeadlineOfARunEndsIt(loop: EndlessLoop) async throws {
        let probe = Probe()
        let session = try await probe.session()
        let limit = LuaLimitReached(limit: .wallClock(.milliseconds(40)))
        await #expect(throws: limit) {
            try await session.run(loop.source, timeout: .milliseconds(40))
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test func theShorterDeadlineCounts() async throws {
        let session = try await Probe().session {
            $0.limits.wallClock = .seconds(60)
            $0.interrupts = EndlessLoop.interrupts
        }
        let limit = LuaLimitReached(limit: .wallClock(.milliseconds(20)))
        await #expect(throws: limit) {
            try await session.run("while true do end", timeout: .milliseconds(20))
        }
        #expect("\(limit)" == "the script was stopped: it ran for more than 0.02 seconds")
        await session.close()
    }

    @Test func theDeadlineHoldsForCallsOfHandles() async throws {
        let session = try await Probe().session {
            $0.limits.wallClock = .milliseconds(300)
            $0.interrupts = EndlessLoop.interrupts
        }
        let loop: LuaFunctionRef = try await session.run("return function() while true do end end")
            .value()
        await #expect(throws: LuaLimitReached(limit: .wallClock(.milliseconds(300)))) {
            try await loop.call()
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test(arguments: [
        "while true do print('line') end",
        "print(('x'):rep(10000))",
        "io.write(('x'):rep(10000))",
        "while true do pcall(io.stderr.write, io.stderr, 'x') end",
        "pcall(print, ('x'):rep(10000)) print('after')",
    ])
    func tooMuchOutputEndsTheRun(source: String) async throws {
        let probe = Probe()
        let session = try await probe.session { $0.limits.output = .kib(8) }
        let limit = LuaLimitReached(limit: .output(.kib(8)))
        await #expect(throws: limit) { try await session.run(source) }
        #expect(probe.transcript.byteCount <= 8 << 10)
        _ = try await session.run("print('next')")
        #expect(probe.transcript.interleaved.hasSuffix("next\n"))
        #expect("\(limit)" == "the script was stopped: it wrote more than 8 KiB")
        await session.close()
    }

    @Test func tooManyTasksAreACatchableError() async throws {
        let session = try await Probe().session { $0.limits.tasks = 10 }
        let values = try await session.run(
            """
            local task, tasks = probe.task, {}
            local ok, e = pcall(function()
              while true do tasks[#tasks + 1] = task.spawn(probe.hang) end
            end)
            for i = 1, #tasks do tasks[i]:cancel() tasks[i]:join() end
            return #tasks, ok, e.code, tostring(e), task.spawn(probe.echo_later, 'again'):await()
            """)
        #expect(values == [10, false, "task_limit", "more than 10 tasks at once", "again"])
        await session.close()
    }

    @Test func callsBeyondTheLimitWaitForTheirTurn() async throws {
        let probe = Probe()
        let session = try await probe.session { $0.limits.callsInFlight = 3 }
        let values = try await session.run(
            """
            local list = {}
            for i = 1, 50 do list[i] = i end
            local results = probe.task.map(list, probe.busy, {concurrency = 50})
            return #results, results[1], results[50]
            """)
        #expect(values == [50, 1, 50])
        #expect(probe.highestConcurrency == 3)
        await session.close()
    }

    @Test func aCallThatWaitsForItsTurnCanBeCancelled() async throws {
        let probe = Probe()
        let session = try await probe.session { $0.limits.callsInFlight = 1 }
        let values = try await session.run(
            """
            local first = probe.task.spawn(probe.wait_for_release, 'first')
            local second = probe.task.spawn(probe.busy)
            probe.task.spawn(function() end):await()
            second:cancel()
            local ok, e = pcall(second.await, second)
            probe.release()
            return ok, e.code, first:await()
            """)
        #expect(values == [false, "cancelled", "first"])
        #expect(probe.highestConcurrency == 0)
        await session.close()
    }

    @Test func whatTheHostHeldIsGivenBack() async throws {
        let session = try await Probe().session { $0.limits.memory = .mib(8) }
        let values = try await session.run(
            "for i = 1, 100 do probe.echo_later(('x'):rep(1 << 20)) end return 'fine'")
        #expect(values == ["fine"])
        await session.close()
    }

    @Test func whatTheHostHoldsCountsAsMemory() async throws {
        let probe = Probe()
        let session = try await probe.session { $0.limits.memory = .mib(8) }
        let values = try await session.run(
            """
            local text, tasks = ('x'):rep(1 << 20), {}
            local ok, e = pcall(function()
              for i = 1, 20 do
                tasks[i] = probe.task.spawn(probe.wait_for_release, text)
                probe.task.spawn(function() end):await()
                if tasks[i]:status() == 'failed' then tasks[i]:await() end
              end
            end)
            probe.release()
            for i = 1, #tasks do tasks[i]:join() end
            return ok, e.code, #tasks < 8
            """)
        #expect(values == [false, "memory_limit", true])
        let before = await session.memoryInUse
        try await session.run("collectgarbage()")
        #expect(await session.memoryInUse <= before)
        await session.close()
    }

    @Test func memoryComesBackAfterTheLimitWasReached() async throws {
        let session = try await Probe().session { $0.limits.memory = .mib(16) }
        try await session.run("collectgarbage()")
        let baseline = await session.memoryInUse.bytes
        for _ in 1...3 {
            try await session.run(
                "pcall(function() local t = {} while true do t[#t + 1] = ('x'):rep(10000) .. #t end end)"
            )
        }
        try await session.run("collectgarbage() collectgarbage()")
        let after = await session.memoryInUse.bytes
        #expect(after < baseline * 11 / 10)
        await session.close()
        #expect(await session.memoryInUse == 0)
    }

    @Test(arguments: [
        ("local function f() return 1 + f() end f()", "stack overflow"),
        ("local function f() return (string.gsub('x', 'x', f)) end f()", "C stack overflow"),
        ("('x'):rep(100000):find(('(.-)'):rep(40) .. 'y')", "too many captures"),
        ("string.rep('(', 300000) load(string.rep('(', 300000))()", "call a nil value"),
        (
            "local s = '' for i = 1, 250 do s = '{' .. s .. '}' end return load('return ' .. s)()",
            "call a nil value"
        ),
        ("local t = {} for i = 1, 300 do t = {t} end probe.echo(t)", "nested deeper than 200"),
        ("local function f() coroutine.wrap(f)() end f()", "C stack overflow"),
    ])
    func nestingTooDeepIsACatchableError(source: String, message: String) async throws {
        let session = try await Probe().session { $0.limits.wallClock = .seconds(20) }
        let values = try await session.run(
            "local ok, e = pcall(load(...)) return ok, tostring(e)", source)
        #expect(values.first == false)
        if case .string(let text)? = values.last { #expect(text.description.contains(message)) }
        #expect(try await session.run("return 'alive'") == ["alive"])
        await session.close()
    }

    @Test func aHostFunctionWithATimeoutIsCutOff() async throws {
        let probe = Probe()
        let slow = LuaModule("slow", isGlobal: true) {
            LuaFunction("forever") { () async throws in
                try await Task.sleep(for: .seconds(1000))
            }
            .timeout(.milliseconds(10))
            LuaFunction("quick") { () async in 1 }.timeout(.seconds(1000))
        }
        let values = try await probe.run(
            "local ok, e = pcall(slow.forever) return ok, e.code, slow.quick()", modules: [slow])
        #expect(values == [false, "timeout", 1])
    }

    @Test func aPieceOfScriptCanHaveADeadlineOfItsOwn() async throws {
        let values = try await Probe().run(
            """
            local task = probe.task
            local closed = false
            local ok, e = pcall(task.timeout, 0.01, function()
              local guard <close> = setmetatable({}, {__close = function() closed = true end})
              pcall(probe.hang)
            end)
            local value, more = task.timeout(1000, function(a, b) return probe.echo_later(a), b end, 1, 2)
            local bad, message = pcall(task.timeout, 'x', print)
            local mine, failure = pcall(task.timeout, 1000, error, 'own')
            return ok, e.code, closed, value, more, bad, message, mine, failure
            """)
        #expect(
            values == [
                false, "timeout", true, 1, 2, false,
                "bad argument #1 to 'timeout' (seconds expected, got x)", false, "own",
            ])
    }

    @Test func tasksThatNeverPauseDoNotStarveTheOthers() async throws {
        let session = try await Probe().session()
        let values = try await session.run(
            """
            local task = probe.task
            local answered = false
            task.spawn(function() probe.echo_later() answered = true end)
            while not answered do task.spawn(function() end):await() end
            return answered
            """, timeout: .seconds(60))
        #expect(values == [true])
        await session.close()
    }
}
