import LuaHost
import Testing

@testable import REPL

@Suite struct BreakpointTests {
    /// Runs a script whose `repl()` is answered by the editor, and gives what the script returned.
    private func run(_ script: String, _ editor: TypingEditor) async throws -> [LuaValue] {
        let connection = REPLConnection()
        let host = TestHost()
        REPLLoop.serveBreakpoints(
            of: connection, host: host,
            equipment: {
                let settings = REPLSettings()
                return REPLEquipment(
                    editor: editor, settings: settings,
                    memory: REPLMemory(path: nil, settings: settings, secrets: { [] }))
            }, onInterrupt: { _ in })
        let session = try await LuaHost(output: connection.output).session(
            modules: connection.modules)
        defer { Task { await session.close() } }
        return try await session.run(script, name: "sweep.lua")
    }

    @Test func localsOfTheCallerAreSeenAndSet() async throws {
        let editor = TypingEditor("count", "name", "count = count + 1", "name = 'B'", "hidden")
        let script = """
            local name = "A"
            local function f(count)
                do local hidden = 1 end
                repl()
                return count, name
            end
            return f(41)
            """
        #expect(try await run(script, editor) == [42, "B"])
        #expect(editor.shown == "paused at sweep.lua:4 · ^D goes on\n41\n\"A\"\nnil\n")
    }

    @Test func theInnermostOfTwoLocalsIsMeant() async throws {
        let editor = TypingEditor("x")
        _ = try await run("local x = 1 do local x = 2 repl() end", editor)
        #expect(editor.shown.hasSuffix("\n2\n"))
    }

    @Test func theLastValueIsGivenBack() async throws {
        #expect(try await run("return repl()", TypingEditor("1 + 1", "_ * 21")) == [42])
        #expect(try await run("return repl()", TypingEditor()) == [nil])
    }

    @Test func globalsStayAndTheScriptGoesOn() async throws {
        #expect(try await run("repl() return x", TypingEditor("x = 5")) == [5])
    }

    @Test func anErrorAtThePromptDoesNotEndTheScript() async throws {
        let editor = TypingEditor("error('there')", "1")
        #expect(try await run("repl() return 'went on'", editor) == ["went on"])
        #expect(editor.errors.contains("there"))
    }

    @Test func itsSessionCannotBeReplaced() async throws {
        let editor = TypingEditor(".reset", "1")
        #expect(try await run("return repl()", editor) == [1])
        #expect(editor.errors.contains("paused"))
    }

    @Test func withoutATerminalItSaysSo() async throws {
        let connection = REPLConnection()
        let session = try await LuaHost().session(modules: connection.modules)
        let results = try await session.run("return tostring(select(2, pcall(repl)))")
        let message: String = try results.value()
        #expect(message.contains("needs a terminal"))
        await session.close()
    }
}
