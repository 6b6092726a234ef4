import LuaHost
import Testing

@testable import REPL

@Suite struct SavedScriptFuzzTests {
    /// Entries as people type them; each compiles as an expression or as statements.
    private static let entries = [
        "p = tavus.personas.create{ persona_name = 'a' }", "tavus.personas.get('p123456')", "=p.x;",
        "tavus.personas.get 'p123456'", "for _, x in ipairs(_ or {}) do print(x) end", "_",
        "__ + 1",
        "out[1]", "_2, _3", "return _", "return", "local a <const>, b = 1, 'p123456'", "(_ or p)()",
        "f{ persona_ids = { 'p1', 'p123456', 'other-id' } }", "::top::", "do goto x ::x:: end",
        "x = [==[ p123456 ]] ]==]", "s = \"\\\"p123456\" .. 'p123456\\\\'", "-- p123456",
        "--[[ a\nb ]] 1",
        "function g(_, ...) return _, ... end", "t = { _ = _, ['p123456'] = 'p123456' }",
        "1 ; -- one",
        "local function r() return r() end", "x = -1 // 2 ~= 3 == ~4", "y = 0x1p-4 .. 1 .. 'é人'",
        "if _ == 'p123456' then return 'p123456' end", "#'p123456' + (-_)",
        "'p123456' .. 'r79e1c033f'",
        "tavus.conversations.create{ persona_id = 'p123456', replica_id = 'r79e1c033f' }", "''",
        ";;",
        "memories = tavus.memories.delete('store-a', 'm123456')", "('p123456'):len()", "\"a\\\nb\"",
    ]

    @Test(arguments: entries) func theEntriesAreLua(entry: String) {
        #expect(Chunker().verdict(of: entry) == .complete)
    }

    @Test func whatWasEnteredCompilesAsOneScript() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<150 {
            var log = SessionLog()
            for number in 1...Int.random(in: 1...12, using: &random) {
                let text = Self.entries.randomElement(using: &random) ?? ""
                let holders: [BornRecord.Holder] = [
                    .variable("p"), .variable("t.x"), .result, .nowhere,
                ]
                let isBorn = Int.random(in: 0..<3, using: &random) == 0
                let born = holders.randomElement(using: &random).map {
                    BornRecord(id: "p123456", field: "persona_id", holder: $0)
                }
                log.append(
                    LoggedEntry(
                        number: number, text: text, born: isBorn ? [born].compactMap(\.self) : [],
                        isShown: Bool.random(using: &random)))
            }
            for form in [SavedScript.Form.script, .recipe(name: "r")] {
                // Throws where the text is no Lua.
                let script = try SavedScript(
                    log, as: form, context: .init(version: "0.1.0", time: 1))
                #expect(LuaSyntax.problem(in: script.text) == nil)
            }
        }
    }

    @Test func aLongSessionIsSavedInTimeThatGrowsWithIt() throws {
        var log = SessionLog()
        for number in 1...2000 {
            let born = BornRecord(
                id: "p\(100_000 + number)", field: "persona_id", holder: .variable("p"))
            let text = "p = tavus.personas.get('p\(99_000 + number)') -- again"
            log.append(
                LoggedEntry(number: number, text: text, born: number % 50 == 0 ? [born] : []))
        }
        let started = ContinuousClock.now
        _ = try SavedScript(log, context: .init(version: "0.1.0", time: 1))
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test func theWordsOfATextAreWhatLuaReads() {
        let text = #"a.b[ "x\"y" ] = [[z]] .. 0x1p-3--[==[ c ]==] ::l:: 'open"#
        let bytes = Array(text.utf8)
        #expect(
            LuaPieces.of(bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) } == [
                "a", ".", "b", "[", #""x\"y""#, "]", "=", "[[z]]", "..", "0x1p-3", "--[==[ c ]==]",
                "::", "l", "::", "'open",
            ])
    }
}
