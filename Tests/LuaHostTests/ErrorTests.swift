import Testing

@testable import LuaHost

@Suite struct ErrorTests {
    /// What an uncaught error value of any kind prints.
    @Test(arguments: [
        ("error('plain')", "script:1: plain"),
        ("error('plain', 0)", "plain"),
        ("error(42)", "42"),
        ("error(2.5)", "2.5"),
        ("error(nil)", "(error object is a nil value)"),
        ("error()", "(error object is a nil value)"),
        ("error(true)", "(error object is a boolean value)"),
        ("error({})", "(error object is a table value)"),
        ("error(print)", "(error object is a function value)"),
        ("error(setmetatable({}, {__tostring = function() return 'mine' end}))", "mine"),
        (
            "error(setmetatable({}, {__tostring = error}))",
            "(error object is a table value whose __tostring failed)"
        ),
        (
            "error(setmetatable({}, {__tostring = function() return {} end}))",
            "(error object is a table value whose __tostring failed)"
        ),
        (
            "error(setmetatable({}, {__tostring = function() probe.fail() end}))",
            "(error object is a table value whose __tostring failed)"
        ),
        (
            "local function f() return f() + 1 end f()",
            "script:1: stack overflow"
        ),
        ("probe.integer('x')", "bad argument #1 to 'integer' (integer expected, got string)"),
        ("probe.integer()", "bad argument #1 to 'integer' (integer expected, got no value)"),
        (
            "probe.integer(1.5)",
            "bad argument #1 to 'integer' (number has no integer representation)"
        ),
        ("probe.fail_plainly()", "PlainError()"),
        ("local x = nil + 1", "script:1: attempt to perform arithmetic on a nil value"),
        ("coroutine.wrap(function() error('inner') end)()", "script:1: script:1: inner"),
    ])
    func anUncaughtErrorPrintsSanely(source: String, message: String) async throws {
        let error = await #expect(throws: ScriptError.self) { try await Probe().run(source) }
        #expect(error?.message.prefix(message.count) == message[...])
    }

    @Test func theTracebackAndThePlaceAreThoseOfTheRaise() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run(
                """
                local function inner() probe.fail() end
                local function outer() inner() end
                outer()
                """)
        }
        #expect(error?.location == "script:1")
        #expect(
            error?.traceback == """
                stack traceback:
                \t[C]: in function 'probe.fail'
                \tscript:1: in upvalue 'inner'
                \tscript:2: in local 'outer'
                \tscript:3: in main chunk
                \t[C]: in ?
                """)
    }

    @Test func pcallReturnsTheObjectWithItsFields() async throws {
        let values = try await Probe().run(
            """
            local ok, e = pcall(probe.fail)
            return ok, e.code, e.status, e.message, tostring(e), type(e.traceback), e:is('gone'),
              e:is('gone', 'not_found'), getmetatable(e), pcall(setmetatable, e, {})
            """)
        #expect(
            values == [
                false, "not_found", 404, "failed", "probe failed", "string", false, true,
                "error", false, "cannot change a protected metatable",
            ])
    }

    @Test func anErrorThatIsRaisedAgainKeepsItsCause() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run(
                """
                local ok, e = pcall(probe.fail_later)
                collectgarbage()
                collectgarbage()
                error(e)
                """)
        }
        #expect((error?.cause as? ProbeError)?.code == "not_found")
        #expect(error?.location == "script:4")
    }

    @Test func aModuleWrittenInLuaRaisesObjectsToo() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run(
                "probe.task.fail{code = 'invalid_argument', message = 'no such field'}")
        }
        #expect(error?.message == "no such field")
        #expect(error?.code == "invalid_argument")
        #expect(error?.cause == nil)
    }

    @Test(arguments: [
        "for i = 1, 10000 do pcall(probe.fail) end",
        "for i = 1, 2000 do pcall(probe.fail_later) end",
        "for i = 1, 2000 do pcall(coroutine.wrap(function() probe.fail_later() end)) end",
        "for i = 1, 2000 do coroutine.resume(coroutine.create(probe.fail)) end",
        """
        table.sort({2, 1}, function(a, b)
          for i = 1, 500 do pcall(probe.fail_later) end
          return a < b
        end)
        """,
        "for i = 1, 500 do pcall(function() probe.task.spawn(probe.fail_later):await() end) end",
        "for i = 1, 200 do pcall(probe.task.all, {probe.fail, probe.fail_later, probe.fail}) end",
    ])
    func errorsLeakNothing(source: String) async throws {
        let probe = Probe()
        let session = try await probe.session()
        _ = try await session.run(source)
        _ = try await session.run("collectgarbage() collectgarbage()")
        await probe.cage.isEmpty()
        await session.close()
    }

    @Test func closingTheSessionReleasesErrorsThatScriptsKept() async throws {
        let probe = Probe()
        let session = try await probe.session()
        _ = try await session.run("kept = select(2, pcall(probe.fail)) collectgarbage()")
        #expect(probe.cage.count == 1)
        await session.close()
        #expect(probe.cage.count == 0)
    }

    @Test(arguments: [
        ("x = = 1", false), ("return 1 +", true), ("for i = 1, 2 do", true), ("print('", true),
        ("--[[ open", true), ("x = [==[ open", true), ("break", false), ("goto nowhere", false),
        ("if x then else elseif", false), ("\u{1}", false), ("f(", true), ("local t <const", true),
    ])
    func syntaxErrorsSayWhetherMoreInputWouldHelp(source: String, isIncomplete: Bool) async throws {
        let error = await #expect(throws: ScriptError.self) { try await Probe().run(source) }
        #expect(error?.isSyntaxError == true)
        #expect(error?.incompleteInput == isIncomplete)
        #expect(error?.message.hasPrefix("script:1: ") == true)
    }

    @Test func aRunTimeErrorIsNoSyntaxError() async throws {
        let error = await #expect(throws: ScriptError.self) {
            try await Probe().run("error('near <eof>', 0)")
        }
        #expect(error?.isSyntaxError == false)
        #expect(error?.incompleteInput == false)
    }
}
