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
        #expect(target.offset == 22)
        #expect(target.length == 11)
    }
}
