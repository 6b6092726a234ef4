import Glibc
import Testing

@testable import LuaHost

@Suite struct RunTests {
    @Test func aScriptReturnsItsValues() async throws {
        let values = try await Probe().run(
            "return 1 + 1, 'two', 2.5, true, nil, {a = 1, b = {2}}, coroutine.create(print)")
        #expect(
            values == [2, "two", 2.5, true, nil, .json(#"{"a":1,"b":[2]}"#), .opaque("thread")])
    }

    @Test func argumentsAreInArgAndInDots() async throws {
        let session = try await Probe().session()
        let values = try await session.run(
            .text("return arg[0], #arg, arg[2], select('#', ...), ...", chunkName: "=x"),
            arguments: ["one", "", "zwö\u{0}lf"], scriptName: "script.lua")
        #expect(values == ["script.lua", 3, "", 3, "one", "", "zwö\u{0}lf"])
        let bare = LuaSource.text("return arg[0], #arg, ...", chunkName: "=x")
        #expect(try await session.run(bare) == [nil, 0])
        await session.close()
    }

    @Test func theWordsBeforeTheScriptAreBelowArgZero() async throws {
        let values = try await Probe().session().run(
            .text("return arg[-3], arg[-2], arg[-1], arg[0]", chunkName: "=x"),
            scriptName: "script.lua", command: ["tavlua", "--fresh"])
        #expect(values == [nil, "tavlua", "--fresh", "script.lua"])
    }

    @Test func runsShareGlobalsAndSessionsDoNot() async throws {
        let session = try await Probe().session()
        _ = try await session.run("shared = 1")
        #expect(try await session.run("return shared") == [1])
        #expect(try await Probe().run("return shared") == [nil])
        await session.close()
    }

    @Test func aClosedSessionSaysSo() async throws {
        let session = try await Probe().session()
        await session.close()
        await session.close()
        session.interrupt()
        await #expect(throws: SessionUnavailable(reason: "it is closed")) {
            try await session.run("return 1")
        }
    }

    @Test func aSessionThatIsDroppedClosesItself() async throws {
        let probe = Probe()
        var session: LuaSession? = try await probe.session()
        _ = try await session?.run("kept = select(2, pcall(probe.fail)) collectgarbage()")
        #expect(probe.cage.count == 1)
        session = nil
        await probe.cage.isEmpty()
    }

    // Files ------------------------------------------------------------------------------------

    @Test(arguments: [
        "return 'ran'", "#!/usr/bin/env tavlua\nreturn 'ran'", "# only a comment\nreturn 'ran'",
        "\u{feff}return 'ran'", "\u{feff}#!both\nreturn 'ran'",
    ])
    func aFileRunsAsLuaWouldRunIt(text: String) async throws {
        try await withFile(text) { path in
            let session = try await Probe().session()
            let values = try await session.run(.file(path))
            #expect(values == ["ran"])
            await session.close()
        }
    }

    @Test(arguments: ["", "#", "# only a comment", "\u{feff}"])
    func aFileWithoutStatementsReturnsNothing(text: String) async throws {
        try await withFile(text) { path in
            let values = try await Probe().session().run(.file(path))
            #expect(values == [])
        }
    }

    @Test func theNameOfAFileIsItsPath() async throws {
        try await withFile("return arg[0], debug.getinfo(1, 'S').source") { path in
            let values = try await Probe().session().run(.file(path))
            #expect(values == [.string(path), .string("@" + path)])
        }
    }

    @Test func linesOfAFileKeepTheirNumbers() async throws {
        try await withFile("#!first\n\nerror('third')") { path in
            let error = await #expect(throws: ScriptError.self) {
                try await Probe().session().run(.file(path))
            }
            #expect(error?.message.hasSuffix(":3: third") == true)
            #expect(error?.location?.hasSuffix(":3") == true)
        }
    }

    @Test func filesThatCannotBeReadSayWhy() async throws {
        let session = try await Probe().session()
        await #expect(throws: FileProblem(path: "/nowhere/x.lua", reason: "no such file")) {
            try await session.run(.file("/nowhere/x.lua"))
        }
        await #expect(throws: FileProblem(path: "/tmp", reason: "it is a folder")) {
            try await session.run(.file("/tmp"))
        }
        try await withFile("\u{1b}Lua") { path in
            await #expect(
                throws: FileProblem(path: path, reason: "it is compiled Lua, not source text")
            ) {
                try await session.run(.file(path))
            }
        }
        await session.close()
    }

    // os.exit ----------------------------------------------------------------------------------

    @Test(arguments: [
        ("os.exit()", 0), ("os.exit(true)", 0), ("os.exit(false)", 1), ("os.exit(7)", 7),
        ("os.exit(300, true)", 300),
        ("pcall(os.exit, 3) print('never')", 3),
        ("xpcall(function() os.exit(4) end, print) print('never')", 4),
        ("coroutine.wrap(function() pcall(os.exit, 5) end)() print('never')", 5),
        ("table.sort({2, 1}, function() os.exit(6) end)", 6),
        ("probe.task.spawn(os.exit, 8) pcall(probe.hang) print('never')", 8),
        ("probe.task.all{probe.hang, function() os.exit(9) end}", 9),
        (
            "pcall(function() local c <close> = setmetatable({}, {__close = error}) os.exit(10) end) print('never')",
            10
        ),
        (
            "setmetatable({}, {__index = function() os.exit(11) end}).x() print('never')", 11
        ),
    ])
    func osExitEndsTheScriptAndNothingElse(source: String, status: Int32) async throws {
        let probe = Probe()
        let session = try await probe.session()
        await #expect(throws: ScriptExit(status: status)) { try await session.run(source) }
        #expect(probe.transcript.interleaved == "")
        #expect(try await session.run("return 'alive'") == ["alive"])
        await session.close()
    }

    @Test func osExitClosesVariablesAndFlushes() async throws {
        let probe = Probe()
        await #expect(throws: ScriptExit(status: 2)) {
            try await probe.run(
                """
                local guard <close> = setmetatable({}, {__close = function()
                  io.write(probe.echo_later('closed'))
                end})
                io.write('open, ')
                os.exit(2)
                """)
        }
        #expect(probe.transcript.interleaved == "open, closed")
    }

    // Memory -----------------------------------------------------------------------------------

    @Test func theMemoryLimitIsACatchableError() async throws {
        let session = try await Probe().session { $0.limits.memory = .mib(8) }
        let values = try await session.run(
            """
            local one, message = pcall(string.rep, 'x', 1e9)
            local two = pcall(function() local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end end)
            collectgarbage()
            return one, message.code, tostring(message), two, probe.echo('alive')
            """)
        let message: LuaValue = "not enough memory (the limit is 8192 KiB)"
        #expect(values == [false, "memory_limit", message, false, "alive"])
        let error = await #expect(throws: ScriptError.self) {
            try await session.run("return string.rep('x', 1e9)")
        }
        #expect(error?.code == "memory_limit")
        await session.close()
    }

    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        var template = Array("/tmp/luahost-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        try #require(file >= 0)
        close(file)
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        defer { unlink(path) }
        try write(text, to: path)
        try await body(path)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }
}
