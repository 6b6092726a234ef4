import Foundation
import Testing

@testable import REPL

@Suite struct SavedScriptTests {
    /// 2026-11-21 09:14 UTC.
    private let morning: Int64 = 1_795_252_440

    private func saved(
        _ entries: [LoggedEntry], as form: SavedScript.Form = .script
    ) throws -> SavedScript {
        var log = SessionLog()
        for entry in entries { log.append(entry) }
        return try SavedScript(log, as: form, context: .init(version: "0.1.0", time: morning))
    }

    /// The code of the entries, without what stands above them.
    private func code(_ entries: LoggedEntry...) throws -> String {
        let text = try saved(entries).text
        let above = text.range(of: "\n  end\nend\n\n") ?? text.range(of: ".\n\n")
        return above.map { String(text[$0.upperBound...]) } ?? text
    }

    private func entry(
        _ number: Int, _ text: String, _ outcome: LoggedEntry.Outcome = .succeeded,
        born: [BornRecord] = [], isShown: Bool = true
    ) -> LoggedEntry {
        LoggedEntry(
            number: number, text: text, outcome: outcome, born: born, isShown: isShown)
    }

    private let nurse = BornRecord(id: "pa41c09e2d7f", field: "persona_id", holder: .variable("p"))

    @Test func aSessionBecomesAScriptThatStandsAlone() throws {
        let entries = [
            LoggedEntry(
                number: 1, text: #"p = tavus.personas.create{ persona_name = "Nurse" }"#,
                time: morning, place: "emulator", born: [nurse]),
            LoggedEntry(number: 2, text: ".help", time: morning, isMeta: true),
            LoggedEntry(
                number: 3, text: #"tavus.replicas.get("r0")"#, outcome: .failed, time: morning),
            LoggedEntry(
                number: 4,
                text: """
                    tavus.conversations.create{
                      persona_id = "pa41c09e2d7f", replica_id = "r79e1c033f",
                    }
                    """, time: morning + 61, place: "emulator",
                born: [BornRecord(id: "c3f09a1be77", field: "conversation_id", holder: .result)]),
            LoggedEntry(
                number: 5, text: #"tavus.conversations.end_("c3f09a1be77")"#, time: morning + 62,
                place: "emulator", isShown: false),
            LoggedEntry(number: 6, text: "=p.persona_name; ", time: morning + 63, isShown: false),
            LoggedEntry(number: 7, text: "p.persona_name -- Nurse", time: morning + 64),
        ]
        let script = try saved(entries)
        #expect(
            script.text == """
                -- Saved from a prompt of tavlua 0.1.0 at 2026-11-21 09:14 UTC:
                -- 5 entries, entered against emulator.
                -- 1 that failed is left out.

                -- Records from elsewhere: put yours here.
                local params = {
                  replica_id = "r79e1c033f",
                }

                -- Prints results, tables as JSON.
                local function show(...)
                  for position = 1, select("#", ...) do
                    local value = select(position, ...)
                    local isJSON, text = pcall(require "json".pretty, value)
                    print(type(value) == "table" and isJSON and text or value)
                  end
                end

                -- 09:14
                p = tavus.personas.create{ persona_name = "Nurse" }

                -- 09:15
                local conversation_1 = tavus.conversations.create{
                  persona_id = p.persona_id, replica_id = params.replica_id,
                }
                tavus.conversations.end_(conversation_1.conversation_id)
                local _ = p.persona_name
                show(p.persona_name)

                """)
        #expect(script.notes == [])
    }

    @Test func aSessionBecomesARecipe() throws {
        let entries = [
            LoggedEntry(
                number: 1, text: "note = [[two\nlines]]", place: "live/acme"),
            LoggedEntry(
                number: 2,
                text: """
                    for i = 1, 2 do
                      tavus.personas.create{ persona_name = "P" .. i }
                    end
                    """,
                operations: ["personas.create"],
                born: [BornRecord(id: "p111111", field: "persona_id", holder: .nowhere)]),
            LoggedEntry(
                number: 3,
                text:
                    #"tavus.conversations.create{ persona_id = "p111111", replica_id = "r79e1c033f" }"#,
                operations: ["conversations.create", "personas.create"]),
        ]
        let script = try saved(entries, as: .recipe(name: "two-calls"))
        #expect(
            script.text == """
                --[==[ [recipe]
                name = "two-calls"
                version = "0.1.0"
                summary = "Saved from a prompt on 2026-11-21"
                host = ">=0.1.0"
                permissions.operations = ["conversations.create", "personas.create"]
                [params.persona_id]
                type = "id<persona>"
                required = true
                help = "the record that entry 2 made"
                [params.replica_id]
                type = "id<replica>"
                default = "r79e1c033f"
                ]==]
                return function(args, ctx)
                  note = [[two
                lines]]
                  for i = 1, 2 do
                    tavus.personas.create{ persona_name = "P" .. i }
                  end
                  return tavus.conversations.create{ persona_id = args.persona_id, replica_id = args.replica_id }
                end

                """)
        #expect(
            script.notes == [
                "p111111 was made by entry 2, which kept it in no variable: give persona_id"
            ])
    }

    @Test func anIDInsideAStringIsJoined() throws {
        let text = try code(
            entry(1, "p = make()", born: [nurse]),
            entry(2, #"x = tavus.request("GET", "/v2/personas/pa41c09e2d7f")"#),
            entry(3, "y = ('/a/pa41c09e2d7f/b'):len()"),
            entry(4, #"z = f "pa41c09e2d7f""#), entry(5, #"z = { "pa41c09e2d7fff" }"#),
            entry(6, "w = [[\npa41c09e2d7f\n]]"))
        #expect(
            text == """
                p = make()
                x = tavus.request("GET", "/v2/personas/" .. p.persona_id)
                y = ('/a/' .. p.persona_id .. '/b'):len()
                z = f (p.persona_id)
                z = { "pa41c09e2d7fff" }
                w = [[
                ]] .. p.persona_id .. [[

                ]]

                """)
    }

    @Test func aVariableThatWasReusedIsKeptUnderAnotherName() throws {
        let second = BornRecord(id: "p22222", field: "persona_id", holder: .variable("p"))
        let text = try code(
            entry(1, "p = make()", born: [nurse]), entry(2, "persona_1 = f(p, 1)"),
            entry(3, "p = make()", born: [second]),
            entry(4, #"use("pa41c09e2d7f", "p22222")"#, isShown: false))
        #expect(
            text == """
                p = make()
                local persona_2 = p
                persona_1 = f(p, 1)
                p = make()
                use(persona_2.persona_id, p.persona_id)

                """)
    }

    @Test func earlierResultsGetNames() throws {
        let text = try code(
            entry(1, "1 + 1"), entry(2, "_ * 10"), entry(3, "x = _1 + __ + out[2] + t._"),
            entry(4, "for _, v in ipairs(x) do f(_) end"), entry(5, "_"), entry(6, "_ = 5"),
            entry(7, "y = _"))
        #expect(
            text == """
                local result_1 = 1 + 1
                local result_2 = result_1 * 10
                x = result_1 + result_1 + result_2 + t._
                for _, v in ipairs(x) do f(_) end
                show(result_2)
                _ = 5
                y = _

                """)
    }

    @Test func entriesThatLuaWouldReadTogetherStayApart() throws {
        let text = try code(
            entry(1, "x = f"), entry(2, "(g or h)()", isShown: false),
            entry(3, "if x then return 1 end"),
            entry(4, "goto a; ::a::"), entry(5, "goto a; ::a::"), entry(6, "-- nothing"),
            entry(7, "x = 1 -- one"))
        #expect(
            text == """
                x = f
                ;(g or h)()
                ;(function()
                if x then return 1 end
                end)()
                do
                goto a; ::a::
                end
                do
                goto a; ::a::
                end
                -- nothing
                x = 1 -- one

                """)
    }

    @Test func secretsAreNotSaved() throws {
        let script = try saved([entry(1, #"c = { api_key = "hunter2" }"#)])
        #expect(script.text.hasSuffix("c = { api_key = \"‹redacted›\" }\n"))
        #expect(
            script.notes == [
                "secrets were replaced by ‹redacted›: read them from a file instead"
            ])
    }

    @Test func whatCannotBeSavedSaysWhy() {
        #expect(throws: SavedScript.Problem.empty) { try saved([entry(1, "f()", .failed)]) }
        let many = (1...250).map { entry($0, "local v\($0)") }
        #expect(
            throws: SavedScript.Problem.notLua(
                "script:205: too many local variables (limit is 200) in main function near 'local'")
        ) { try saved(many) }
    }
}
