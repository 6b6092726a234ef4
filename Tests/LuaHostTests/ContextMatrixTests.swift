import Testing

@testable import LuaHost

/// Every place a script can call the host from, with every way a call can end.
@Suite struct ContextMatrixTests {
    struct Context: Sendable, CustomTestStringConvertible {
        let name: String
        /// Returns what `call()` returned there, and lets its error through.
        let source: String
        var testDescription: String { name }
    }

    static let contexts = [
        Context(name: "top level", source: "return call()"),
        Context(
            name: "pcall",
            source: "local ok, v = pcall(call) if not ok then error(v, 0) end return v"),
        Context(
            name: "xpcall",
            source: """
                local ok, v = xpcall(call, function(e) return e end)
                if not ok then error(v, 0) end
                return v
                """),
        Context(
            name: "generator",
            source:
                "for v in coroutine.wrap(function() coroutine.yield(call()) end) do return v end"),
        Context(
            name: "nested generators",
            source: """
                local outer = coroutine.wrap(function()
                  local inner = coroutine.wrap(function() coroutine.yield(call()) end)
                  coroutine.yield(inner())
                end)
                return outer()
                """),
        Context(
            name: "coroutine.resume",
            source: """
                local ok, v = coroutine.resume(coroutine.create(call))
                if not ok then error(v, 0) end
                return v
                """),
        Context(
            name: "sort comparator",
            source: """
                local v
                table.sort({2, 1}, function(a, b) v = v or call() return a < b end)
                return v
                """),
        Context(
            name: "generator in a sort comparator",
            source: """
                local v
                table.sort({2, 1}, function(a, b)
                  v = v or coroutine.wrap(function() coroutine.yield(call()) end)()
                  return a < b
                end)
                return v
                """),
        Context(
            name: "gsub callback",
            source: "local v ('x'):gsub('x', function() v = call() end) return v"),
        Context(
            name: "__tostring",
            source: """
                local v
                tostring(setmetatable({}, {__tostring = function() v = call() return '' end}))
                return v
                """),
        Context(
            name: "__index",
            source: "return setmetatable({}, {__index = function() return call() end}).field"),
        Context(
            name: "__close",
            source: """
                local v
                do
                  local guard <close> = setmetatable({}, {__close = function() v = call() end})
                end
                return v
                """),
        Context(
            name: "__close in coroutine.close",
            source: """
                local v
                local co = coroutine.create(function()
                  local guard <close> = setmetatable({}, {__close = function() v = call() end})
                  coroutine.yield()
                end)
                coroutine.resume(co)
                local ok, e = coroutine.close(co)
                if not ok then error(e, 0) end
                return v
                """),
        Context(
            name: "require",
            source: "package.preload.late = call return (require 'late')"),
        Context(
            name: "task",
            source: "return probe.task.spawn(call):await()"),
        Context(
            name: "task awaited in a sort comparator",
            source: """
                local v
                table.sort({2, 1}, function(a, b)
                  v = v or probe.task.spawn(call):await()
                  return a < b
                end)
                return v
                """),
        Context(
            name: "task.all",
            source: "return probe.task.all({call, call})[2]"),
    ]

    @Test(arguments: contexts, ["echo", "echo_later"])
    func aCallAnswers(context: Context, function: String) async throws {
        let values = try await Probe().run(
            "local function call() return probe.\(function)('v') end \(context.source)")
        #expect(values == ["v"])
    }

    @Test(arguments: contexts, ["fail", "fail_later"])
    func aCallFails(context: Context, function: String) async throws {
        let probe = Probe()
        var error = await #expect(throws: ScriptError.self) {
            try await probe.run("local function call() probe.\(function)() end \(context.source)")
        }
        #expect(error?.message == "probe failed")
        #expect(error?.fields == ["code": "not_found", "status": 404])
        #expect((error?.cause as? ProbeError)?.code == "not_found")
        #expect(error?.traceback.hasPrefix("stack traceback:\n") == true)
        error = nil
        #expect(probe.cage.count == 0)
    }

    @Test(arguments: contexts, ["probe.ready() while true do probe.echo(1) end", "probe.hang()"])
    func aCallIsCancelled(context: Context, body: String) async throws {
        let probe = Probe()
        let session = try await probe.session()
        let run = Task {
            try await session.run("local function call() \(body) end \(context.source)")
        }
        await probe.ready.wait()
        session.interrupt()
        await #expect(throws: LuaCancelled.self) { try await run.value }
        #expect(try await session.run("return 'alive'") == ["alive"])
        await session.close()
    }
}
