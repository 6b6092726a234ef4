import LuaShim
import Testing

@testable import LuaHost

@Suite struct CoroutineTests {
    /// Scripts that assert for themselves; each must return true.
    @Test(arguments: [
        // What the reference manual says, which stock lua5.4 confirms.
        "return select('#', coroutine.resume(coroutine.create(function() return 1, nil, nil end))) == 4",
        "local co = coroutine.wrap(function(...) return select('#', ...) end) return co(nil, nil) == 2",
        "return not coroutine.isyieldable()",
        "local co, main = coroutine.running() return main and coroutine.status(co) == 'running'",
        "return coroutine.wrap(function() return not select(2, coroutine.running()) end)()",
        "return coroutine.wrap(function() return coroutine.isyieldable() end)()",
        "return not pcall(coroutine.yield, 1)",
        """
        local ok, message = pcall(function() coroutine.yield() end)
        return message == 'attempt to yield from outside a coroutine'
        """,
        """
        local co
        co = coroutine.create(function() return coroutine.resume(co) end)
        local _, ok, message = coroutine.resume(co)
        return not ok and message == 'cannot resume non-suspended coroutine'
        """,
        """
        local co = coroutine.create(function() end)
        coroutine.resume(co)
        local ok, message = coroutine.resume(co)
        return not ok and message == 'cannot resume dead coroutine' and coroutine.status(co) == 'dead'
        """,
        """
        local outer
        outer = coroutine.create(function()
          return coroutine.wrap(function() return coroutine.status(outer) end)()
        end)
        return select(2, coroutine.resume(outer)) == 'normal'
        """,
        """
        local log = {}
        local co = coroutine.create(function()
          local guard <close> = setmetatable({}, {__close = function() log[1] = 'closed' end})
          coroutine.yield()
        end)
        coroutine.resume(co)
        return coroutine.close(co) and log[1] == 'closed' and coroutine.status(co) == 'dead'
        """,
        """
        local co = coroutine.create(function() error('x', 0) end)
        coroutine.resume(co)
        local ok, message = coroutine.close(co)
        return not ok and message == 'x'
        """,
        "local ok, m = pcall(coroutine.close, coroutine.running()) return m == 'cannot close a running coroutine'",
        "local ok, m = pcall(coroutine.resume, 1) return m:find('thread expected') ~= nil",
        """
        local co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
        return co() + co() + co() == 6
        """,
        """
        local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return a + b end)
        local _, x = coroutine.resume(co, 1)
        local _, y = coroutine.resume(co, 10)
        return x == 2 and y == 11
        """,
        // With host calls inside.
        """
        local seen = {}
        for v in coroutine.wrap(function()
          for i = 1, 3 do coroutine.yield(probe.echo_later(i)) end
        end) do seen[#seen + 1] = v end
        return #seen == 3 and seen[3] == 3
        """,
        """
        local co = coroutine.create(function() probe.echo_later(1) return 'end' end)
        local ok, value = coroutine.resume(co)
        return ok and value == 'end' and coroutine.status(co) == 'dead'
        """,
        """
        local co = coroutine.create(function()
          local guard <close> = setmetatable({}, {__close = function() closed = probe.echo_later(7) end})
          error('x')
        end)
        return not coroutine.resume(co) and closed == 7
        """,
    ])
    func coroutinesBehaveAsDocumented(source: String) async throws {
        #expect(try await Probe().run(source) == [true])
    }

    @Test func aParkedCoroutineIsNobodyElses() async throws {
        let values = try await Probe().run(
            """
            local task = probe.task
            local co = coroutine.create(function() return probe.wait_for_release(1) end)
            local wrapped = coroutine.wrap(function() return probe.wait_for_release(2) end)
            local results = {}
            local a = task.spawn(coroutine.resume, co)
            local b = task.spawn(wrapped)
            local c = task.spawn(function()
              results[1] = coroutine.status(co)
              results[2] = select(2, coroutine.resume(co))
              results[3] = select(2, pcall(wrapped))
              results[4] = select(2, pcall(coroutine.close, co))
              probe.release()
            end)
            local ok, one = a:await()
            return ok, one, b:await(), table.unpack(results)
            """)
        let refusal = "cannot resume coroutine: it is waiting for a host call"
        #expect(
            values == [
                true, 1, 2, "normal", .string(refusal), .string(refusal),
                "cannot close a normal coroutine",
            ])
    }

    // ThreadSanitizer overlooks Lua's jumps, and its own stack overflows after some 60 000.
    @Test(arguments: luashim_is_thread_sanitized() ? [20_000] : [20_000, 200_000])
    func deeplyNestedClosesAreAnErrorAndNoCrash(depth: Int) async throws {
        let values = try await Probe().run(
            """
            local co = false
            for i = 1, \(depth) do
              local previous = co
              co = coroutine.create(function()
                local guard <close> = setmetatable({}, {__close = function()
                  if previous then assert(coroutine.close(previous)) end
                end})
                coroutine.yield()
              end)
              coroutine.resume(co)
            end
            return coroutine.close(co)
            """)
        #expect(values.first == false)
    }

    @Test(arguments: [
        "local function f() return 1 + f() end f()",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x",
        "return ('a'):rep(300000):find(('.-'):rep(300000) .. 'b')",
        "local function f() return coroutine.wrap(f)() end f()",
        "local function f() table.sort({1, 2, 3}, f) end f()",
        """
        local function f()
          table.sort({1, 2}, function() probe.task.spawn(f):await() end)
        end
        f()
        """,
    ])
    func deepRecursionIsAnErrorAndNoCrash(source: String) async throws {
        await #expect(throws: ScriptError.self) { try await Probe().run(source) }
    }
}
