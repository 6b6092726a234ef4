import LuaHost
import Testing

@testable import REPL

@Suite struct DiagnosticsTests {
    /// What an entry that fails shows, with nothing to suggest but what is given.
    private func shown(
        _ entries: String...,
        meant: @escaping @Sendable (String, [String]) -> String? = { _, _ in nil }
    ) async throws -> String {
        let connection = REPLConnection()
        let session = try await LuaHost().session(modules: connection.modules)
        let driver = try await LuaDriver.open(in: session)
        defer { connection.finish() }
        var sources: [String: String] = [:]
        for (index, text) in entries.enumerated() {
            let name = "entry \(index + 1)"
            sources[name] = text
            do {
                _ = try await driver.evaluate(
                    number: index + 1, source: EntrySource(text, keepsLocals: true).source,
                    name: name, mode: "auto")
            } catch let error as ScriptError {
                guard index == entries.count - 1 else { throw error }
                let failure = EntryFailure(error, sources: sources)
                return Diagnostics(columns: 80, suggest: meant).brief(failure).plain
            }
        }
        return "no error"
    }

    @Test func theNameIsUnderlinedAndTheNearestSuggested() async throws {
        let text = try await shown("tavus = {}", "tavus.persona.lst()") { name, path in
            name == "persona" && path == ["tavus"] ? "tavus.personas" : nil
        }
        #expect(
            text == """
                attempt to index a nil value (field 'persona')
                  tavus.persona.lst()
                        ^^^^^^^ did you mean tavus.personas?
                """)
    }

    // What xpcall(f, debug.traceback) leaves is a message of several lines, indented by tabs.
    @Test func furtherLinesOfAMessageKeepTheirIndent() async throws {
        let text = try await shown(#"error("boom\nstack:\n\tone\27[2J", 0)"#)
        #expect(text == "boom\nstack:\n  one\\u{1b}[2J")
    }

    @Test func aRowOfSeveralHasItsNumber() async throws {
        #expect(
            try await shown("local x = 1\nlocal y = x .. nil_thing\nreturn y") == """
                attempt to concatenate a nil value (global 'nil_thing')
                  2 | local y = x .. nil_thing
                                     ^^^^^^^^^
                """)
    }

    @Test func aKeywordWhereANameIsExpectedIsExplained() async throws {
        #expect(
            try await shown("tavus.conversations.end(c)") == """
                `end` is a Lua keyword; the operation is tavus.conversations.end_(id)
                  tavus.conversations.end(c)
                                      ^^^
                """)
        #expect(
            try await shown("t.then = 1").hasPrefix("`then` is a Lua keyword; write t[\"then\"]"))
    }

    @Test(arguments: [
        ("1 + * 2", "unexpected symbol near '*'\n  1 + * 2\n      ^"),
        ("x", "no error"), ("x y", "syntax error near 'y'\n  x y\n    ^"),
        ("f(", "unexpected symbol near <eof>\n  f(\n    ^"),
        ("x = 'abc", "unfinished string near <eof>"),
    ])
    func syntaxErrorsPointAtTheToken(entry: String, expected: String) async throws {
        #expect(try await shown(entry).hasPrefix(expected))
    }

    @Test func theWayThroughTheUsersOwnFunctionsIsTold() async throws {
        let text = try await shown(
            "function f() error('deep', 0) end", "function g() f() return 1 end", "g()")
        #expect(text.hasPrefix("deep\n"))
        #expect(text.contains("  in entry 1:1: in function 'f'"))
        #expect(text.contains("  in entry 2:1: in function 'g'"))
        #expect(!text.contains("[C]"))
        #expect(!text.contains("tavlua.repl"))
    }

    @Test func anErrorOfTheServiceSaysWhatBecameOfTheCall() async throws {
        let call = """
            error(setmetatable({ code = "not_found", status = 400, outcome = "refused", method = "GET",
                path = "/v2/replicas/r0", operation = "replicas.get", request_id = "req-1" },
                { __tostring = function() return "tavus.replicas.get: 400 not_found: Invalid replica_id" end }))
            """
        #expect(
            try await shown(call).hasPrefix(
                """
                tavus.replicas.get: 400 not_found: Invalid replica_id
                  GET /v2/replicas/r0 · nothing was changed · request req-1
                """))
    }
    @Test func anErrorInACallThatIsTheWholeEntryKnowsItsRow() async throws {
        let text = try await shown("function f(t)\nerror('unknown field \"b\"', 2)\nend", "f{b=1}")
        #expect(
            text.hasPrefix(
                """
                unknown field "b"
                  f{b=1}
                    ^
                """))
    }

    @Test(arguments: [
        ("x y y", "syntax error near 'y'\n  x y y\n    ^"),
        ("x = 'y' y", "syntax error near <eof>\n  x = 'y' y\n           ^"),
        ("local y y = 1 y", "syntax error near <eof>\n  local y y = 1 y\n                 ^"),
        ("print(1 2)", "')' expected near '2'\n  print(1 2)\n          ^"),
        ("print(21 2)", "')' expected near '2'\n  print(21 2)\n           ^"),
        ("local s = [[\n) ]] )", "unexpected symbol near ')'\n  2 | ) ]] )\n           ^"),
    ])
    func theCaretIsWhereTheCompilerStopped(entry: String, expected: String) async throws {
        #expect(try await shown(entry) == expected)
    }

    @Test(arguments: [
        ("print('foo', \"foo\") foo()", "  print('foo', \"foo\") foo()\n                      ^^^"),
        ("t = {} t['foo'].x = 1", "  t = {} t['foo'].x = 1\n            ^^^"),
        (
            "t = {} --[[ t.foo ]] t.foo.x = 1",
            "  t = {} --[[ t.foo ]] t.foo.x = 1\n                         ^^^"
        ),
    ])
    func namesInStringsAndCommentsAreNoNames(entry: String, expected: String) async throws {
        #expect(try await shown(entry).hasSuffix(expected))
    }

    @Test(arguments: [
        ("c:end()", "`end` is a Lua keyword; the method is c:end_()\n  c:end()\n    ^^^"),
        ("s = 'a.end' x y", "syntax error near 'y'\n  s = 'a.end' x y\n                ^"),
        ("local end = 1", "<name> expected near 'end'\n  local end = 1\n        ^^^"),
        ("f().end = 1", "<name> expected near 'end'\n  f().end = 1\n      ^^^"),
    ])
    func aKeywordIsExplainedWhereItIsTheFault(entry: String, expected: String) async throws {
        #expect(try await shown(entry) == expected)
    }

    /// A failed call of the API, as the host raises it.
    private func failure(
        _ message: String, _ fields: [String: LuaValue]
    ) -> String {
        let error = ScriptError(message: message, fields: fields)
        return Diagnostics(columns: 80) { _, _ in nil }
            .brief(EntryFailure(error, sources: [:])).plain
    }

    @Test func theRecordOfAnErrorStandsBeforeItsRequest() {
        let fields: [String: LuaValue] = [
            "code": "not_found", "method": "GET", "path": "/v2/replicas/r0", "outcome": "refused",
        ]
        #expect(
            failure("tavus.replicas.get: 400 not_found: Invalid replica_id (replica r0)", fields)
                == """
                tavus.replicas.get: 400 not_found: Invalid replica_id
                  replica r0 · GET /v2/replicas/r0 · nothing was changed
                """)
        #expect(
            failure("tavus.replicas.get: 400 not_found: gone (really)", fields) == """
                tavus.replicas.get: 400 not_found: gone (really)
                  GET /v2/replicas/r0 · nothing was changed
                """)
    }

    @Test(arguments: [
        (
            "POST", "unknown",
            "POST /v2/x · it is not known whether it happened: look before you send it again"
        ),
        ("POST", "done", "POST /v2/x · it was done"),
        ("POST", "not_sent", "POST /v2/x · nothing was sent"),
        ("GET", "unknown", "GET /v2/x"), ("GET", "done", "GET /v2/x"),
    ])
    func whatBecameOfACallIsSaidWhereItMatters(
        method: String, outcome: String, expected: String
    ) {
        let fields: [String: LuaValue] = [
            "code": "timeout", "method": .string(method), "path": "/v2/x",
            "outcome": .string(outcome),
        ]
        #expect(failure("timeout: no answer", fields) == "timeout: no answer\n  \(expected)")
    }

    @Test func theFieldThatAnErrorIsAboutIsUnderlined() {
        let error = ScriptError(
            message: "entry 1:1: tavus.personas.list: limit: expected an integer, got string \"x\"",
            fields: ["code": "invalid_argument", "outcome": "not_sent", "field": "limit"])
        let sources = ["entry 1": "tavus.personas.list{ limit = 'x' }"]
        #expect(
            Diagnostics(columns: 80) { _, _ in nil }
                .brief(EntryFailure(error, sources: sources)).plain == """
                    tavus.personas.list: limit: expected an integer, got string "x"
                      nothing was sent
                      tavus.personas.list{ limit = 'x' }
                                           ^^^^^
                    """)
    }

    @Test func controlCharactersOfMessagesAreSpelledOut() async throws {
        #expect(try await shown("error('a\\27[2Jb', 0)") == "a\\u{1b}[2Jb")
    }

    @Test func aNameThatStandsTwiceIsNotGuessedAt() async throws {
        #expect(
            try await shown("f(f)") == "attempt to call a nil value (global 'f')")
    }
}

@Suite struct ThemeTests {
    private func name(_ environment: [String: String], isTerminal: Bool = true) -> String? {
        Theme.chosen(name: "default", environment: environment, isTerminal: isTerminal)?.name
    }

    @Test func environmentAndTerminalDecide() {
        #expect(name([:]) == "default")
        #expect(name(["NO_COLOR": "1"]) == "mono")
        #expect(name(["NO_COLOR": ""]) == "default")
        #expect(name(["TERM": "dumb"]) == "none")
        #expect(name([:], isTerminal: false) == "none")
        #expect(name(["FORCE_COLOR": "1"], isTerminal: false) == "default")
        #expect(name(["CLICOLOR_FORCE": "0"], isTerminal: false) == "none")
        #expect(name(["FORCE_COLOR": "0"], isTerminal: false) == "default")
        #expect(name(["FORCE_COLOR": ""], isTerminal: false) == "none")
        #expect(name(["FORCE_COLOR": "1", "TERM": "dumb"]) == "default")
        #expect(name(["NO_COLOR": "1", "FORCE_COLOR": "1"]) == "mono")
        #expect(name(["NO_COLOR": "1", "FORCE_COLOR": "1"], isTerminal: false) == "none")
        #expect(name(["CLICOLOR": "0"]) == "mono")
        #expect(name(["CLICOLOR": "0", "CLICOLOR_FORCE": "1"]) == "default")
        #expect(Theme.chosen(name: "pink", environment: [:], isTerminal: true) == nil)
    }

    @Test func hintsAndPromptsDifferInEveryThemeWithALook() {
        for theme in Theme.all where theme.name != "none" {
            #expect(theme.code(.hint) != nil)
            #expect(theme.code(.promptSafe) != theme.code(.promptLive))
        }
    }

    @Test func monoHasNoColours() {
        for style in Style.allCases {
            let parts = Theme.mono.code(style)?.split(separator: ";") ?? []
            #expect(parts.allSatisfy { ["1", "2", "4", "7"].contains($0) })
        }
    }
}

@Suite struct CaretTargetTests {
    @Test func anUnknownFieldIsFoundInTheRow() throws {
        let row = #"tavus.personas.create{persona_nam="x"}"#
        let message =
            #"tavus.personas.create: unknown field "persona_nam". Did you mean "persona_name"?"#
        let target = try #require(CaretTarget(message: message, row: row))
        #expect(target.range == 22..<33)
    }
}

@Suite struct RowExcerptTests {
    private func excerpt(_ row: String, _ part: Range<Int>?, _ room: Int) -> [String] {
        let excerpt = RowExcerpt(row, part: part, room: room)
        let blanks = String(repeating: " ", count: excerpt.indent)
        return [excerpt.text, blanks + String(repeating: "^", count: excerpt.width)]
    }

    @Test func theCaretStandsBelowWideAndEscapedCharacters() {
        #expect(excerpt(#"x("日本", abc)"#, 8..<11, 80) == [#"x("日本", abc)"#, "          ^^^"])
        #expect(
            excerpt("\tx\u{202e} = abc", 6..<9, 80) == [#"  x\u{202e} = abc"#, "              ^^^"])
        #expect(excerpt("f(", 2..<3, 80) == ["f(", "  ^"])
        #expect(excerpt("", nil, 20) == ["", "^"])
    }

    @Test func aLongRowIsShownAroundThePart() {
        let row = String(repeating: "a", count: 50) + " bad " + String(repeating: "z", count: 50)
        #expect(
            excerpt(row, 51..<54, 20) == ["…aaaa bad zzzzzzzzz…", "      ^^^"])
        #expect(
            excerpt(row, 0..<3, 20) == ["aaaaaaaaaaaaaaaaaaa…", "^^^"])
        #expect(excerpt(row, 104..<105, 20) == ["…zzzzzzzzzzzzzzzzzz", "                  ^"])
    }
}
