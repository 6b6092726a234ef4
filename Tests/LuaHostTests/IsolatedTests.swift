import Glibc
import Testing

@testable import LuaHost

/// A script in a process of its own sees and does what it would in this one.
@Suite struct IsolatedTests {
    @Test func aRunReturnsItsValues() async throws {
        let values = try await Probe().runIsolated(
            "return nil, true, 7, 0.5, 'a\\0b', {x = {1, 2}}, print")
        #expect(
            values == [
                nil, true, 7, 0.5, .string(LuaString(bytes: [97, 0, 98])), .json(#"{"x":[1,2]}"#),
                .opaque("function"),
            ])
    }

    @Test(arguments: ContextMatrixTests.recipeContexts, ["echo", "echo_later"])
    func aCallAnswers(context: ContextMatrixTests.Context, function: String) async throws {
        let values = try await Probe().runIsolated(
            "local function call() return probe.\(function)('v') end \(context.source)")
        #expect(values == ["v"])
    }

    @Test(arguments: ContextMatrixTests.recipeContexts, ["fail", "fail_later"])
    func aCallFails(context: ContextMatrixTests.Context, function: String) async throws {
        let probe = Probe()
        var error = await #expect(throws: ScriptError.self) {
            try await probe.runIsolated(
                "local function call() probe.\(function)() end \(context.source)")
        }
        #expect(error?.message == "probe failed")
        #expect(error?.fields == ["code": "not_found", "status": 404])
        #expect((error?.cause as? ProbeError)?.code == "not_found")
        #expect(error?.traceback.hasPrefix("stack traceback:\n") == true)
        error = nil
        await probe.cage.isEmpty()
    }

    @Test(
        arguments: ContextMatrixTests.recipeContexts,
        ["probe.ready() while true do probe.echo(1) end", "probe.hang()"])
    func aCallIsCancelled(context: ContextMatrixTests.Context, body: String) async throws {
        let probe = Probe()
        let session = try await probe.isolated()
        let run = Task {
            try await session.run("local function call() \(body) end \(context.source)")
        }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(try await session.run("return 'alive'") == ["alive"])
        await session.close()
    }

    @Test(.serialized, .timeLimit(.minutes(1)), arguments: EndlessLoop.recipeLoops)
    func anInterruptEndsTheRunAndNotTheSession(loop: EndlessLoop) async throws {
        let probe = Probe()
        let session = try await probe.isolated()
        let run = Task { try await session.run(loop.source) }
        await probe.ready.wait()
        let worker = session.workerProcess
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(try await session.run("return 1") == [1])
        #expect(session.workerProcess == worker)
        await session.close()
    }

    @Test func cancellingTheAwaitingTaskInterrupts() async throws {
        let probe = Probe()
        let session = try await probe.isolated()
        let run = Task { try await session.run("pcall(probe.hang) return 'survived'") }
        await probe.ready.wait()
        run.cancel()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        await probe.hangWasCancelled.wait()
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test func aRunOfACancelledTaskNeverStarts() async throws {
        let probe = Probe()
        let session = try await probe.isolated()
        let start = Event()
        let run = Task {
            await start.wait()
            return try await session.run("print('started') while true do end")
        }
        run.cancel()
        start.signal()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(probe.transcript.interleaved == "")
        await session.close()
    }

    @Test func argumentsAndValuesArePassed() async throws {
        let session = try await Probe().isolated()
        let values = try await session.run(
            .text("return arg[0], #arg, arg[2], ...", chunkName: "=x"),
            arguments: ["one", "zw\u{0}ö"], scriptName: "script.lua")
        #expect(values == ["script.lua", 2, "zw\u{0}ö", "one", "zw\u{0}ö"])
        #expect(
            try await session.run("return ...", 1, "two", LuaValue.json("[3]"), true) == [
                1, "two", .json("[3]"), true,
            ])
        await session.close()
    }

    @Test func outputComesInOrder() async throws {
        let probe = Probe()
        let session = try await probe.isolated()
        _ = try await session.run(
            """
            print('one', 2)
            warn('three')
            print('four\\nfive')
            probe.echo_later()
            print()
            """)
        #expect(probe.transcript.interleaved == "one\t2\n(three)four\nfive\n\n")
        await session.close()
    }

    @Test func anExitEndsTheScriptAndNotTheSession() async throws {
        let session = try await Probe().isolated()
        await #expect(throws: ScriptExit(status: 3)) {
            try await session.run("pcall(os.exit, 3)")
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test(arguments: [("return 1 +", true), ("return )", false)])
    func aTextThatDoesNotCompileIsASyntaxError(source: String, isIncomplete: Bool) async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().runIsolated(source)
        }
        #expect(error?.isSyntaxError == true)
        #expect(error?.incompleteInput == isIncomplete)
    }

    @Test func anErrorOfTheScriptSaysWhere() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().runIsolated("\n\nerror({message = 'mine', code = 'own', deep = {}})")
        }
        #expect(error?.fields == ["code": "own"])
        let plain = await #expect(throws: ScriptError.self) {
            try await Probe().runIsolated("\n\nerror('mine')")
        }
        #expect(plain?.message == "script:3: mine")
        #expect(plain?.location == "script:3")
    }

    @Test func theClockIsThatOfTheHost() async throws {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        let values = try await Probe().runIsolated(
            "return os.date('%Y %j %H', \(now)), math.abs(os.time() - \(now)) < 60, os.clock() >= 0"
        )
        var text = [CChar](repeating: 0, count: 100)
        let count = strftime(&text, text.count, "%Y %j %H", &parts)
        let hour = String(decoding: text.prefix(count).map(UInt8.init), as: UTF8.self)
        #expect(values == [.string(hour), true, true])
    }

    @Test func tasksRunBesideOneAnother() async throws {
        let probe = Probe()
        let session = try await probe.isolated { $0.limits.callsInFlight = 3 }
        let values = try await session.run(
            """
            local list = {}
            for i = 1, 500 do list[i] = i end
            local results = probe.task.map(list, probe.busy, {concurrency = 500})
            local all = probe.task.all({function() return probe.echo_later('a') end, probe.busy})
            return #results, results[1], results[500], all[1]
            """)
        #expect(values == [500, 1, 500, "a"])
        #expect(probe.highestConcurrency == 3)
        await session.close()
    }

    @Test func aCallThatWaitsForItsTurnCanBeCancelled() async throws {
        let probe = Probe()
        let session = try await probe.isolated { $0.limits.callsInFlight = 1 }
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

    @Test(arguments: [0, 1, 255, 256, 200_000])
    func manyValuesCross(count: Int) async throws {
        let values = try await Probe().runIsolated(
            "return select('#', probe.echo(table.unpack({}, 1, \(count)))), "
                + "(select('#', probe.echo_later(table.unpack({}, 1, \(count)))))")
        #expect(values == [.integer(Int64(count)), .integer(Int64(count))])
    }

    @Test func largeValuesCrossWhileOthersCome() async throws {
        let values = try await Probe().runIsolated(
            """
            local list = {}
            for i = 1, 20 do list[i] = ('x'):rep(i << 18) end
            local results = probe.task.map(list, probe.echo_later, {concurrency = 20})
            for i = 1, 20 do assert(results[i] == list[i]) end
            return #probe.echo(list[20])
            """)
        #expect(values == [.integer(20 << 18)])
    }

    @Test func whatIsTooLargeToCrossIsAnError() async throws {
        let large = LuaModule(
            "large",
            functions: [
                LuaFunction("text") { _ in
                    [.string(LuaString(bytes: Array(repeating: 120, count: 3 << 20)))]
                }
            ])
        let session = try await Probe().isolated({ $0.limits.memory = .mib(2) }, modules: [large])
        let values = try await session.run(
            """
            local part = ('x'):rep(1 << 18)
            local list = {}
            for i = 1, 20 do list[i] = part end
            local ok, e = pcall(probe.echo, table.unpack(list))
            local other, f = pcall(require('large').text)
            return ok, e.code, other, f.code
            """)
        #expect(values == [false, "memory_limit", false, "memory_limit"])
        await session.close()
    }

    @Test(arguments: [ByteCount(-1), 0, 1, ByteCount(.max)])
    func anOddLimitIsNoHarm(memory: ByteCount) async throws {
        let session = try await Probe().isolated { $0.limits.memory = memory }
        do {
            #expect(try await session.run("return 1") == [1])
        } catch {
            #expect("\(error)".contains("not enough memory"))
        }
        await session.close()
    }

    @Test func errorsAreLetGo() async throws {
        let probe = Probe()
        let session = try await probe.isolated { $0.limits.memory = .mib(4) }
        let values = try await session.run(
            """
            for i = 1, 20000 do pcall(probe.fail) end
            for i = 1, 2000 do pcall(probe.fail_later) end
            return 'done'
            """)
        #expect(values == ["done"])
        #expect(probe.cage.count < 20_000)
        await session.close()
        await probe.cage.isEmpty()
    }
}
