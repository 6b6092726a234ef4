import LuaHost
import Synchronization
import Testing

struct VirtualClockTests {
    private let clock = LuaVirtualClock(startingAt: 1000)

    private func run(_ code: String, modules: [LuaModule] = []) async throws -> [LuaValue] {
        var host = LuaHost()
        host.clock = clock
        return try await host.run(
            .text(code, chunkName: "=clock"), modules: [Self.task, probe] + modules)
    }

    private static let task = LuaModule(
        "task", isGlobal: true,
        chunks: [
            LuaChunk(
                name: "task",
                source: """
                    local module, _, task = ...
                    for name, member in pairs(task) do module[name] = member end
                    """)
        ])

    /// `now()`, and `real()`: a call that takes real time and none of the clock's.
    private var probe: LuaModule {
        LuaModule(
            "probe", isGlobal: true,
            functions: [
                LuaFunction("now") { [clock] () -> Double in clock.now },
                LuaFunction("real") { () async throws in
                    for _ in 0..<100 { await Task.yield() }
                },
            ])
    }

    /// With real time it would not end today.
    @Test func hoursOfSleepTakeNoTime() async throws {
        _ = try await run("for _ = 1, 20 do task.sleep(3600) end")
        #expect(clock.now == 1000 + 72_000)
    }

    @Test func tasksWakeInTheOrderOfTheirTimes() async throws {
        let values = try await run(
            """
            local order = {}
            local running = {}
            for _, seconds in ipairs { 30, 10, 20, 10 } do
                running[#running + 1] = task.spawn(function()
                    task.sleep(seconds)
                    order[#order + 1] = ("%d at %d"):format(seconds, probe.now())
                end)
            end
            for _, one in ipairs(running) do one:await() end
            return table.concat(order, ", ")
            """)
        #expect(values == [.string("10 at 1010, 10 at 1010, 20 at 1020, 30 at 1030")])
    }

    @Test func timeStandsStillWhileACallIsUnderWay() async throws {
        let values = try await run(
            """
            local sleeper = task.spawn(function() task.sleep(5) return probe.now() end)
            probe.real()
            local during = probe.now()
            return during, (sleeper:await())
            """)
        let expected: [LuaValue] = [.number(1000), .number(1005)]
        #expect(values == expected)
    }

    @Test func computingTakesNoTime() async throws {
        let values = try await run(
            """
            local woken = false
            task.spawn(function() task.sleep(1) woken = true end)
            for _ = 1, 1e6 do end
            return woken, probe.now()
            """)
        #expect(values.first == .boolean(false))
    }

    @Test func aSleepThatIsCancelledHoldsNothingUp() async throws {
        let values = try await run(
            """
            local long = task.spawn(function() task.sleep(1e6) end)
            task.sleep(1)
            long:cancel()
            task.sleep(2)
            return probe.now()
            """)
        #expect(values == [.number(1003)])
    }

    @Test func aSessionMayWaitForAnother() async throws {
        let clock = clock
        let inner = LuaFunction("inner") { () async throws -> Double in
            var host = LuaHost()
            host.clock = clock
            host.runsWithinCall = true
            let code = LuaSource.text("task.sleep(60)", chunkName: "=inner")
            try await host.run(code, modules: [Self.task])
            return clock.now
        }
        let values = try await run(
            """
            local other = task.spawn(function() task.sleep(7) return probe.now() end)
            return nested.inner(), (other:await())
            """, modules: [LuaModule("nested", isGlobal: true, functions: [inner])])
        let expected: [LuaValue] = [.number(1060), .number(1007)]
        #expect(values == expected)
    }

    @Test func aSessionMayCallAFunctionOfAnother() async throws {
        let clock = clock
        let inner = LuaFunction("inner") { (answer: LuaFunctionRef) async throws -> Double in
            var host = LuaHost()
            host.clock = clock
            host.runsWithinCall = true
            let ask = LuaFunction("ask") { () async throws in
                _ = try await answer.call(arguments: [])
            }
            let code = LuaSource.text("other.ask() task.sleep(10)", chunkName: "=inner")
            try await host.run(
                code, modules: [Self.task, LuaModule("other", isGlobal: true, functions: [ask])])
            return clock.now
        }
        let values = try await run(
            """
            local other = task.spawn(function() task.sleep(7) return probe.now() end)
            local finished = nested.inner(function() task.sleep(60) probe.real() task.sleep(1) end)
            return finished, (other:await())
            """, modules: [LuaModule("nested", isGlobal: true, functions: [inner])])
        let expected: [LuaValue] = [.number(1071), .number(1007)]
        #expect(values == expected)
    }

    @Test func advancingTellsOfTheJump() {
        let jumps = Atomic(0)
        let clock = LuaVirtualClock(startingAt: 0) { jumps.add(1, ordering: .relaxed) }
        clock.advance(by: 90)
        #expect(clock.now == 90)
        #expect(jumps.load(ordering: .relaxed) == 1)
    }

    @Test func isolatedSessionsHaveNoOtherTime() async throws {
        var host = LuaHost(profile: .isolated)
        host.clock = clock
        do {
            _ = try await host.session()
            Issue.record("it was made")
        } catch {
            #expect("\(error)".contains("isolated scripts go by real time"))
        }
    }
}
