import Testing

@testable import LuaHost

/// Scripts that do what nobody would on purpose, and must not take the process with them.
@Suite struct HostileScriptTests {
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
}
