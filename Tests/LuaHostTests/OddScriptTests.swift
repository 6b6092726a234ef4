import Glibc
import Testing

@testable import LuaHost

/// Scripts that do what nobody would on purpose, and must not take the process with them.
@Suite struct OddScriptTests {
    @Test func aTaskThatFailedInAnEarlierRunCanBeAwaited() async throws {
        let session = try await Probe().session()
        try await session.run("t = probe.task.spawn(error, 'lost', 0) probe.echo_later(1)")
        #expect(try await session.run("return pcall(t.await, t)") == [false, "lost"])
        await session.close()
    }

    @Test func anErrorMayAwaitItsOwnTaskWhileItIsDescribed() async throws {
        let probe = Probe()
        _ = try await probe.run(
            """
            local t
            t = probe.task.spawn(error, setmetatable({}, {__tostring = function(self)
              local ok, e = pcall(t.await, t)
              t = nil
              collectgarbage()
              return tostring(rawequal(e, self))
            end}))
            probe.echo_later(1)
            """)
        #expect(probe.transcript.text(.warning).hasSuffix("nothing awaited it: true"))
    }

    @Test func aSlowReaderLosesNothingOfAScriptThatExits() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let reader = ends[0]
        let writer = ends[1]
        let count = 200_000  // more than a pipe holds
        let read = Task.detached {
            usleep(100_000)  // several periods of the timer that reminds closers
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            var total = 0
            while total < count {
                let part = Glibc.read(reader, &bytes, bytes.count)
                if part <= 0 { break }
                total += part
            }
            return total
        }
        let probe = Probe()
        await #expect(throws: ScriptExit(status: 3)) {
            _ = try await probe.run(
                """
                local file = assert(io.open('/proc/self/fd/\(writer)', 'w'))
                local guard <close> = setmetatable({}, {__close = function()
                  print(file:write(('x'):rep(\(count))) == file)
                  file:close()
                end})
                os.exit(3)
                """)
        }
        close(writer)
        #expect(await read.value == count)
        #expect(probe.transcript.text(.standardOutput) == "true\n")
        close(reader)
    }

    @Test func whatAFinishedTaskLeavesCannotBeClosedAway() async throws {
        let values = try await Probe().run(
            """
            local own
            local t = probe.task.spawn(function() own = coroutine.running() error('kept', 0) end)
            t:join()
            local closed, status = coroutine.close(own), coroutine.status(own)
            return closed, status, pcall(t.await, t)
            """)
        #expect(values == [true, "dead", false, "kept"])
    }

    @Test func aFinishedTaskCannotBeResumed() async throws {
        let values = try await Probe().run(
            """
            local own
            local t = probe.task.spawn(function() own = coroutine.running() return print, 1 end)
            t:join()
            return coroutine.status(own), coroutine.resume(own)
            """)
        #expect(values == ["dead", false, "cannot resume dead coroutine"])
    }

    @Test func theErrorOfAScriptOutlivesAnAttemptToCloseIt() async throws {
        let error = await #expect(throws: ScriptError.self) {
            _ = try await Probe().run(
                """
                local own = coroutine.running()
                probe.task.spawn(function()
                  local guard <close> = setmetatable({}, {__close = function()
                    coroutine.close(own)
                  end})
                  probe.hang()
                end)
                probe.echo_later(1)
                error('kept', 0)
                """)
        }
        #expect(error?.message == "kept")
    }

    @Test(.timeLimit(.minutes(1))) func theOutputLimitLeavesACountHookInPlace() async throws {
        let session = try await Probe().session {
            $0.interrupts = .countHook(every: 1000)
            $0.limits.output = .kib(1)
        }
        await #expect(throws: LuaLimitReached.self) {
            _ = try await session.run(
                """
                local guard <close> = setmetatable({}, {__close = function() while true do end end})
                print(('x'):rep(2000))
                """)
        }
        await session.close()
    }

    @Test func finalizersMayWaitWhileArgumentsCross() async throws {
        let many = LuaModule(
            "many", isGlobal: true,
            functions: [
                LuaFunction("call") { (function: LuaFunctionRef) async throws -> Bool in
                    try await withThrowingTaskGroup(of: Bool.self) { group in
                        for count in 0..<200 {
                            group.addTask {
                                let text = String(repeating: "x", count: 100 + count)
                                let arguments = Array(
                                    repeating: LuaValue.string(text), count: count)
                                let answer = try await function.call(arguments: arguments)
                                return answer == [.integer(Int64(count))]
                            }
                        }
                        return try await group.allSatisfy { $0 }
                    }
                }
            ])
        let values = try await Probe().run(
            """
            local function again()
              setmetatable({}, {__gc = function() again() probe.echo_later(1) end})
            end
            again()
            collectgarbage('incremental', 1, 1000, 1)
            return many.call(function(...) return select('#', ...) end)
            """, modules: [many])
        #expect(values == [true])
    }

    @Test(.timeLimit(.minutes(1))) func aFunctionOfAClosedSessionSaysSo() async throws {
        let session = try await Probe().session()
        let function: LuaFunctionRef = try await session.run("return print").value()
        await session.close()
        await #expect(throws: SessionUnavailable.self) { try await function.call() }
    }

    @Test(.timeLimit(.minutes(1))) func aCancelledHostFunctionMayStillCallBack() async throws {
        let late = LuaModule(
            "late", isGlobal: true,
            functions: [
                LuaFunction("call") { (function: LuaFunctionRef) async throws in
                    try? await Task.sleep(for: .seconds(60))
                    try await function.call()
                }
            ])
        let values = try await Probe().run(
            """
            probe.task.spawn(function() late.call(print) end)
            probe.echo_later(1)
            return 'ended'
            """, modules: [late])
        #expect(values == ["ended"])
    }

    @Test func noTaskBeginsWhileAnErrorIsDescribed() async throws {
        let session = try await Probe().session()
        await #expect(throws: ScriptError.self) {
            _ = try await session.run(
                """
                error(setmetatable({}, {__tostring = function()
                  probe.task.spawn(function() leaked = true end)
                  return ''
                end}))
                """)
        }
        #expect(try await session.run("probe.echo_later(1) return leaked") == [nil])
        await session.close()
    }

    @Test func argIsSetWhereGlobalsAreGuarded() async throws {
        let session = try await Probe().session()
        try await session.run("arg = nil setmetatable(_G, {__newindex = error})")
        #expect(
            try await session.run(
                .text("return arg[1]", chunkName: "=script"), arguments: ["one"]) == ["one"])
        await session.close()
    }

    @Test func aModulesCallNeedsItsArgument() async throws {
        let values = try await Probe().run(
            "return select(2, pcall(getmetatable(probe).__call))")
        #expect(values == ["bad argument #1 to '?' (value expected)"])
    }

    @Test func theStateOfTheJSONModuleCannotBeReplaced() async throws {
        let values = try await Probe().run(
            """
            local json = require 'json'
            local _, state = debug.getupvalue(json.encode, 1)
            local closes = pcall(debug.getmetatable(state).__gc, nil)
            debug.setupvalue(json.encode, 1, io.stdout)
            return closes, pcall(json.encode, 1)
            """)
        #expect(values == [false, false, "json: its state is missing"])
    }

    @Test func aWrappedCoroutineThatIsNoneIsAnError() async throws {
        let values = try await Probe().run(
            """
            local f = coroutine.wrap(print)
            debug.setupvalue(f, 1, 5)
            return pcall(f)
            """)
        #expect(values == [false, "coroutine expected"])
    }
}
