import Testing

@testable import LuaHost

@Suite struct OutputTests {
    @Test func everyWayToWriteReachesTheHandlerInOrder() async throws {
        let probe = Probe()
        _ = try await probe.run(
            """
            print('a', 1, nil, 2.0)
            io.write('b', 2, '\\n')
            io.stderr:write('oops\\n')
            io.stdout:write('c'):write('d\\n')
            io.output():write('e')
            warn('careful')
            print()
            """)
        #expect(
            probe.transcript.interleaved
                == "a\t1\tnil\t2.0\nb2\n<oops\n>cd\ne(careful)\n")
    }

    @Test func printUsesToString() async throws {
        let probe = Probe()
        _ = try await probe.run(
            """
            print(setmetatable({}, {__tostring = function() return probe.echo_later('mine') end}))
            print(pcall(print, setmetatable({}, {__tostring = function() return {} end})))
            """)
        #expect(probe.transcript.interleaved == "mine\nfalse\t'__tostring' must return a string\n")
    }

    @Test func outputIsPassedOnBeforeTheScriptWaits() async throws {
        let probe = Probe()
        let session = try await probe.session()
        let run = Task { try await session.run("io.write('no newline') probe.hang()") }
        await probe.ready.wait()
        while probe.transcript.interleaved.isEmpty { await Task.yield() }
        #expect(probe.transcript.interleaved == "no newline")
        session.interrupt()
        _ = await run.result
        await session.close()
    }

    @Test func errorsInFinalizersAreWarnings() async throws {
        let probe = Probe()
        _ = try await probe.run(
            "setmetatable({}, {__gc = function() error('in gc') end}) collectgarbage() return 1")
        #expect(probe.transcript.text(.warning).contains("in gc"))
        #expect(probe.transcript.text(.standardOutput) == "")
    }

    @Test func warningsCanBeSwitchedOff() async throws {
        let probe = Probe()
        _ = try await probe.run(
            "warn('@off') warn('one') warn('@on') warn('t', 'wo') warn('@else')")
        #expect(probe.transcript.text(.warning) == "two")
    }

    @Test func scriptsCannotCloseTheStandardStreams() async throws {
        let probe = Probe()
        let values = try await probe.run(
            "local ok, e = io.stdout:close() print('still') return ok, e, io.type(io.stdout)")
        #expect(values == [nil, "cannot close standard file", "file"])
        #expect(probe.transcript.interleaved == "still\n")
    }

    @Test func twoSessionsAtOnceKeepTheirOutputApart() async throws {
        let probes = [Probe(), Probe()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, probe) in probes.enumerated() {
                group.addTask {
                    _ = try await probe.run(
                        "for i = 1, 100 do print(\(number)) probe.echo_later(i) end")
                }
            }
            try await group.waitForAll()
        }
        for (number, probe) in probes.enumerated() {
            #expect(probe.transcript.interleaved == String(repeating: "\(number)\n", count: 100))
        }
    }
}
