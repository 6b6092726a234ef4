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

    /// Every kind of call that answers, as an expression.
    static let answers = [
        "probe.echo('v')", "probe.echo_later('v')", "probe.typed('v')", "probe.typed_later('v')",
        "probe.call_back(function() return probe.echo_later('v') end)",
    ]
    /// Every kind of call that fails.
    static let failures = [
        "probe.fail()", "probe.fail_later()", "probe.call_back(function() probe.fail_later() end)",
    ]

    @Test(arguments: contexts, answers)
    func aCallAnswers(context: Context, call: String) async throws {
        let values = try await Probe().run(
            "local function call() return \(call) end \(context.source)")
        #expect(values == ["v"])
    }

    @Test(arguments: contexts, failures)
    func aCallFails(context: Context, call: String) async throws {
        let probe = Probe()
        var error = await #expect(throws: ScriptError.self) {
            try await probe.run("local function call() \(call) end \(context.source)")
        }
        #expect(error?.message == "probe failed")
        #expect(error?.code == "not_found")
        #expect(error?.traceback.hasPrefix("stack traceback:\n") == true)
        var cause = error?.cause
        while let inner = cause as? ScriptError { cause = inner.cause }
        #expect((cause as? ProbeError)?.code == "not_found")
        (error, cause) = (nil, nil)
        await probe.cage.isEmpty()
    }

    /// Calls that never end by themselves, each of which says when it is under way.
    static let endless = [
        "probe.ready() while true do probe.echo(1) end", "probe.hang()",
        "probe.call_back(function() probe.hang() end)",
    ]

    @Test(arguments: contexts, endless)
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

    @Test(arguments: contexts, endless)
    func aRunTimesOutInACall(context: Context, body: String) async throws {
        let probe = Probe()
        let session = try await probe.session()
        let limit = LuaLimitReached(limit: .wallClock(.milliseconds(20)))
        await #expect(throws: limit) {
            try await session.run(
                "local function call() \(body) end \(context.source)", timeout: .milliseconds(20))
        }
        #expect(try await session.run("return 'alive'") == ["alive"])
        await session.close()
    }

    @Test(arguments: contexts, ["probe.slow()", "probe.call_back(function() probe.slow() end)"])
    func aCallTimesOut(context: Context, call: String) async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run("local function call() \(call) end \(context.source)")
        }
        #expect(error?.code == "timeout")
    }

    /// The collector swallows errors of finalizers, but their calls are answered.
    @Test(arguments: answers)
    func aCallFromAFinalizerAnswers(call: String) async throws {
        let values = try await Probe().run(
            """
            local v
            setmetatable({}, {__gc = function() v = \(call) end})
            collectgarbage()
            return v
            """)
        #expect(values == ["v"])
    }
}
