import Testing

@testable import LuaHost

@Suite struct FunctionHandleTests {
    @Test func aFunctionOfAScriptIsCalledFromAnyTask() async throws {
        let session = try await Probe().session()
        try await session.run(
            "local n = 0 function on_event(kind, by) n = n + by return kind, n end")
        let handler: LuaFunctionRef = try await session.global("on_event")
        #expect(try await handler.call("joined", 2) == ["joined", 2])
        let detached = Task.detached { try await handler.call("left", 3) }
        #expect(try await detached.value == ["left", 5])
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...100 {
                group.addTask { try await handler.call("x", 1).values(as: String.self, Int.self).1 }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(sums == Set(6...105))
        await session.close()
    }

    @Test func callsOverlapWhereTheyWait() async throws {
        let probe = Probe()
        let session = try await probe.session()
        try await session.run("function wait() return probe.wait_for_release('done') end")
        let wait: LuaFunctionRef = try await session.global("wait")
        async let one = wait.call()
        async let two = wait.call()
        async let release = session.run("probe.release()")
        _ = try await release
        #expect(try await one == ["done"])
        #expect(try await two == ["done"])
        await session.close()
    }

    /// A function that the host calls while the script waits for that very host.
    private let each = LuaModule("host", isGlobal: true) {
        LuaFunction("each") { (list: [Int], f: LuaFunctionRef) async throws -> [Int] in
            var results: [Int] = []
            for element in list { results.append(try await f.call(element).value()) }
            return results
        }
    }

    @Test(arguments: [
        "return host.each({1, 2, 3}, function(x) return x * 10 end)",
        "return host.each({1, 2, 3}, function(x) return probe.echo_later(x * 10) end)",
        // Where the caller cannot yield, the function runs on top of it.
        """
        local v
        table.sort({2, 1}, function(a, b)
          v = v or host.each({1, 2, 3}, function(x) return probe.echo_later(x * 10) end)
          return a < b
        end)
        return v
        """,
        "return coroutine.wrap(function() return host.each({1, 2, 3}, function(x) return x * 10 end) end)()",
    ])
    func aHostFunctionMayCallItsArgument(source: String) async throws {
        #expect(try await Probe().run(source, modules: [each]) == [.json("[10,20,30]")])
    }

    /// A host function that was left behind calls the script once more before it ends.
    @Test(arguments: [("", ["farewell\n"]), ("os.exit(3)", []), ("probe.hang()", [])])
    func aCancelledHostFunctionMayCallTheScriptInItsCleanup(
        end: String, output: [String]
    ) async throws {
        let probe = Probe()
        let cleanup = LuaModule("cleanup", isGlobal: true) {
            LuaFunction("wait") { (f: LuaFunctionRef) async throws in
                let never = AsyncStream<Void> { _ in }
                for await _ in never {}
                _ = await Task { try await f.call() }.result
            }
        }
        let session = try await probe.session(modules: [cleanup])
        let run = Task {
            try await session.run(
                """
                probe.task.spawn(cleanup.wait, function() print('farewell') end)
                probe.task.spawn(function() end):await()
                \(end)
                """)
        }
        if end == "probe.hang()" {
            await probe.ready.wait()
            session.interrupt()
        }
        _ = await run.result
        #expect(probe.transcript.text(.standardOutput) == output.joined())
        await session.close()
    }

    @Test func errorsOfAFunctionKeepTheirCause() async throws {
        let probe = Probe()
        let session = try await probe.session(modules: [each])
        let fail: LuaFunctionRef = try await session.run("return function() probe.fail() end")
            .value()
        let error = await #expect(throws: ScriptError.self) { try await fail.call() }
        #expect(error?.message == "probe failed")
        #expect(error?.cause is ProbeError)
        #expect(error?.traceback.contains("in function") == true)
        let outer = try await session.run(
            "local ok, e = pcall(host.each, {1}, function() error({code = 'mine'}) end) return ok, e.code"
        )
        #expect(outer == [false, "mine"])
        await session.close()
    }

    @Test func theRunGoesOnUntilTheCallsInItHaveEnded() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let wait: LuaFunctionRef = try await session.run(
            "return function() probe.ready() return probe.wait_for_release(1) end"
        ).value()
        let run = Task { try await session.run("probe.task.sleep(0.001) return 'root'") }
        async let called = wait.call()
        await probe.ready.wait()
        probe.release.signal()
        #expect(try await called == [1])
        #expect(try await run.value == ["root"])
        await session.close()
    }

    @Test(arguments: ["probe.hang()", "probe.ready() while true do end"])
    func cancellingTheCallerStopsTheFunctionAlone(body: String) async throws {
        let probe = Probe()
        let session = try await probe.session { $0.interrupts = EndlessLoop.interrupts }
        let endless: LuaFunctionRef = try await session.run(
            "return function() pcall(function() \(body) end) return 'survived' end"
        ).value()
        let other: LuaFunctionRef = try await session.run(
            "return function() return probe.wait_for_release('other') end"
        ).value()
        let call = Task { try await endless.call() }
        await probe.ready.wait()
        async let bystander = other.call()
        call.cancel()
        await #expect(throws: LuaCancelled.self) { try await call.value }
        probe.release.signal()
        #expect(try await bystander == ["other"])
        await session.close()
    }

    @Test func aCallOfACancelledTaskIsCancelled() async throws {
        let session = try await Probe().session()
        let loop: LuaFunctionRef = try await session.run("return function() while true do end end")
            .value()
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await loop.call()
        }
        await #expect(throws: LuaCancelled.self) { try await call.value }
        await session.close()
    }

    @Test func anInterruptStopsEveryCall() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let hang: LuaFunctionRef = try await session.run("return probe.hang").value()
        let calls = (1...3).map { _ in Task { try await hang.call() } }
        await probe.ready.wait()
        session.interrupt()
        for call in calls {
            // A call that came after the interrupt hangs on: it is stopped by its own cancellation.
            call.cancel()
            await #expect(throws: LuaCancelled.self) { try await call.value }
        }
        #expect(try await session.run("return 1") == [1])
        await session.close()
    }

    @Test func droppingTheHandleLetsLuaCollectTheFunction() async throws {
        let session = try await Probe().session()
        try await session.run("alive = setmetatable({}, {__mode = 'k'})")
        var handle: LuaFunctionRef? = try await session.run(
            "local f = function() return alive end alive[f] = true return f"
        ).value()
        let count = "collectgarbage() collectgarbage() return next(alive) ~= nil"
        #expect(try await session.run(count) == [true])
        #expect(handle != nil)
        await Task.detached { [dropped = consume handle] in _ = dropped }.value
        handle = nil
        #expect(try await session.run(count) == [false])
        await session.close()
    }

    @Test func aHandleOutlivesItsSessionOnlyToSaySo() async throws {
        let session = try await Probe().session()
        let f: LuaFunctionRef = try await session.run("return print").value()
        await session.close()
        await #expect(throws: SessionUnavailable.self) { try await f.call() }
        var dropped: LuaSession? = try await Probe().session()
        let g: LuaFunctionRef? = try await dropped?.run("return print").value()
        dropped = nil
        await #expect(throws: SessionUnavailable.self) { try await g?.call() }
    }

    @Test func aHandleIsNotForOtherSessions() async throws {
        let one = try await Probe().session()
        let other = try await Probe().session()
        let f: LuaFunctionRef = try await one.run("return print").value()
        await #expect(throws: ForeignFunction.self) { try await other.setGlobal("f", to: f) }
        let g: LuaFunctionRef = try await other.run("return print").value()
        await #expect(throws: ForeignFunction.self) { try await g.call(f) }
        try await one.setGlobal("f", to: f)
        #expect(try await one.run("return f == print") == [true])
        await one.close()
        await other.close()
    }
}
