import LuaShim
import Testing

@testable import LuaHost

/// Every allocation fails once, and with it all later ones: a run then ends with an error or without.
@Suite struct AllocationTests {
    static let source = """
        local task = probe.task
        local a, b, c, d = probe.echo('a', 1, {1, 2, {3}}, {x = {y = 'z'}})
        local ok, e = pcall(probe.fail)
        local text = tostring(e) .. tostring(e:is('not_found'))
        local later = pcall(probe.fail_later)
        local sum = 0
        for x in coroutine.wrap(function()
          for i = 1, 3 do coroutine.yield(probe.echo_later(i)) end
        end) do sum = sum + x end
        xpcall(error, function(m) return m end, 'x')
        table.sort({2, 1}, function(x, y) probe.echo_later({1}) return x < y end)
        local r = task.all{function() return probe.echo_later('q') end, function() return {1} end}
        local t = task.spawn(probe.fail_later)
        local failed = pcall(t.await, t)
        local co = coroutine.create(function()
          local guard <close> = setmetatable({}, {__close = function() probe.echo_later(1) end})
          coroutine.yield()
        end)
        coroutine.resume(co)
        coroutine.close(co)
        print(text, sum, require('json').encode(r))
        local list = {}
        for i = 1, 20 do list[i] = {i, ('k'):rep(i)} end
        warn('almost')
        return sum, text, list
        """

    @Test func everyFailingAllocationIsAnErrorOrNone() async throws {
        let probe = Probe()
        var completed = 0
        var refused = 0
        var limit = Int.max
        var number = 1
        while number <= limit {
            do {
                let session = try LuaSession(
                    host: LuaHost(output: .handler { _, _ in }), modules: [probe.module],
                    failingAllocation: limit == .max ? 0 : number)
                do {
                    _ = try await session.run(.text(Self.source, chunkName: "=script"))
                    completed += 1
                } catch is ScriptError {
                    refused += 1
                }
                if limit == .max { limit = session.allocations + 1 } else { number += 1 }
                await session.close()
            } catch is SessionUnavailable {
                refused += 1
                number += 1
            }
        }
        #expect(completed >= 2)
        #expect(refused > 100)
        await probe.cage.isEmpty()
    }
}
