import Testing

@testable import LuaHost

@Suite struct TaskTests {
    /// Scripts that assert for themselves; each must return true.
    @Test(arguments: [
        "local t = task.spawn(function(a, b) return a + b, 'more' end, 1, 2) local s, m = t:await() return s == 3 and m == 'more'",
        "local t = task.spawn(probe.echo_later, 1) return t:await() == 1 and t:await() == 1",
        "local t = task.spawn(probe.echo, 1) return t:status() == 'ready' and t:await() == 1 and t:status() == 'done'",
        """
        local f = function() return 1 end
        local t = task.spawn(function() return f, {f} end)
        local same, list = t:await()
        return same == f and list[1] == f
        """,
        """
        local t = task.spawn(probe.fail_later)
        local ok, e = pcall(t.await, t)
        return not ok and e:is('not_found') and t:status() == 'failed' and not pcall(t.await, t)
        """,
        """
        local t = task.spawn(error, 'plain', 0)
        local ok, e = pcall(t.await, t)
        return e == 'plain'
        """,
        """
        local t = task.spawn(probe.hang)
        local waiter = task.spawn(function() return pcall(t.await, t) end)
        probe.echo_later()
        t:cancel()
        local ok, e = waiter:await()
        return not ok and e.code == 'cancelled' and t:status() == 'cancelled'
        """,
        """
        local t = task.spawn(function() started = true end)
        t:cancel()
        local ok, e = pcall(t.await, t)
        return e:is('cancelled') and started == nil
        """,
        """
        local t = task.spawn(function()
          local guard <close> = setmetatable({}, {__close = function() closed = probe.echo_later(1) end})
          pcall(probe.hang)
          survived = true
        end)
        probe.echo_later()
        t:cancel()
        t:join()
        return closed == 1 and survived == nil
        """,
        """
        local t
        t = task.spawn(function() t:cancel() survived = true end)
        t:join()
        return survived == nil and t:status() == 'cancelled'
        """,
        """
        local t
        do
          local scoped <close> = task.spawn(probe.hang)
          t = scoped
          probe.echo_later()
        end
        t:join()
        return t:status() == 'cancelled'
        """,
        "return task.try(probe.echo, 5) == 5",
        "local v, e = task.try(probe.fail_later) return v == nil and e:is('not_found')",
        "return select('#', task.try(function() end)) == 0",
        "return #task.all({}) == 0 and #task.map({}, print) == 0",
        """
        local r = task.all{function() task.sleep(0.002) return 1 end, function() return 2 end}
        return r[1] == 1 and r[2] == 2 and #r == 2
        """,
        """
        local r = task.map({10, 20, 30}, function(v, i) return probe.echo_later(v + i) end)
        return r[1] == 11 and r[2] == 22 and r[3] == 33
        """,
        """
        local closed = 0
        local function slow()
          local guard <close> = setmetatable({}, {__close = function() closed = closed + 1 end})
          probe.hang()
        end
        local ok, e = pcall(task.all, {slow, probe.fail_later, slow, slow})
        return not ok and e:is('not_found') and closed == 3
        """,
        """
        local count = 0
        pcall(task.map, {1, 2, 3, 4, 5}, function(i)
          count = count + 1
          error('stop')
        end, {concurrency = 2})
        return count == 1
        """,
        """
        local ok, e = pcall(task.all, {print, 5})
        return e:find("element 2: function expected, got number", 1, true) ~= nil
        """,
        """
        local ok, e = pcall(task.map, {1}, print, {concurrency = 0})
        return e:find("concurrency: positive integer expected, got 0", 1, true) ~= nil
        """,
        "return not pcall(task.spawn) and not pcall(task.all) and not pcall(task.sleep, -1)",
        "return not pcall(task.sleep, 0/0) and not pcall(task.sleep, math.huge)",
        "local ok, e = pcall(task.spawn, nil) return not ok or true",
        """
        local a, b
        a = task.spawn(function() return b:await() end)
        b = task.spawn(function() return a:await() end)
        local ok, e = pcall(a.await, a)
        return not ok and e.code == 'deadlock'
        """,
        """
        local t
        t = task.spawn(function() return t:await() end)
        local ok, e = pcall(t.await, t)
        return not ok and e:find('cannot await itself') ~= nil
        """,
        """
        package.preload.loaded = function() return task.all{probe.echo_later, function() return 7 end} end
        return require('loaded')[2] == 7
        """,
    ])
    func tasksBehaveAsDocumented(source: String) async throws {
        #expect(try await Probe().run("local task = probe.task \(source)") == [true])
    }

    @Test func fourCallsOverlap() async throws {
        let probe = Probe()
        _ = try await probe.run("probe.task.all{probe.busy, probe.busy, probe.busy, probe.busy}")
        #expect(probe.highestConcurrency == 4)
    }

    @Test func theLimitHoldsAndIsUsed() async throws {
        let probe = Probe()
        let values = try await probe.run(
            """
            local list = {}
            for i = 1, 20 do list[i] = i end
            local doubled = probe.task.map(list, function(i) return 2 * probe.busy(i) end, {concurrency = 3})
            return #doubled, doubled[20]
            """)
        #expect(values == [20, 40])
        #expect(probe.highestConcurrency == 3)
    }

    @Test func aTaskLeftRunningEndsWithTheScript() async throws {
        let probe = Probe()
        let values = try await probe.run(
            """
            probe.task.spawn(function()
              local guard <close> = setmetatable({}, {__close = function() print('closed') end})
              probe.hang()
              print('never')
            end)
            probe.echo_later()
            return 'result'
            """)
        #expect(values == ["result"])
        await probe.hangWasCancelled.wait()
        #expect(
            probe.transcript.interleaved == """
                (the task spawned at script:1 was cancelled: the script ended before it)closed

                """)
    }

    @Test func aFailureThatNobodyAwaitsIsNoticed() async throws {
        let probe = Probe()
        _ = try await probe.run("probe.task.spawn(probe.fail)\nprobe.echo_later()")
        #expect(
            probe.transcript.text(.warning)
                == "the task spawned at script:1 failed, and nothing awaited it: probe failed"
        )
    }

    @Test func anErrorOfTheRootCancelsItsTasks() async throws {
        let probe = Probe()
        await #expect(throws: ScriptError.self) {
            try await probe.run("probe.task.spawn(probe.hang) probe.echo_later() error('root')")
        }
        await probe.hangWasCancelled.wait()
    }

    @Test func tenThousandTasksWorkInBoundedMemory() async throws {
        let session = try await Probe().session { $0.limits.memory = .mib(64) }
        let values = try await session.run(
            """
            local list = {}
            for i = 1, 10000 do list[i] = function() return probe.echo_later(i) end end
            local results = probe.task.all(list)
            local sum = 0
            for i = 1, #results do sum = sum + results[i] end
            return #results, sum
            """)
        #expect(values == [10000, 50_005_000])
        await session.close()
    }

    @Test func tasksOfOneRunDoNotReachTheNext() async throws {
        let session = try await Probe().session()
        _ = try await session.run("kept = probe.task.spawn(probe.hang) probe.echo_later()")
        let values = try await session.run(
            "return kept:status(), select(2, pcall(kept.await, kept)).code")
        #expect(values == ["cancelled", "cancelled"])
        await session.close()
    }
}
