import LuaHost
import Testing

@testable import REPL

@Suite struct InspectorTests {
    @Test(arguments: [
        ("1", "1"), ("1.0", "1.0"), ("-0.0", "-0.0"), ("0/0", "nan"), ("1/0", "inf"),
        ("-1/0", "-inf"),
        ("1e300", "1e300"), ("math.mininteger", "-9223372036854775808"), ("true", "true"),
        ("nil", "nil"),
        (#""a\n\"b\"\\""#, #""a\n\"b\"\\""#), (#""\27[31m\u{202e}""#, #""\u{1b}[31m\u{202e}""#),
        (#""\xff\x00a""#, #""\xFF\x00a" not UTF-8"#), ("{}", "{}"), ("{ {} }", "{ {} }"),
        ("{ 1, 'x', nil, true }", #"{ 1, "x", [4] = true }"#),
        ("{ b = 1, a = { c = 2 }, 3 }", "{ 3, a = { c = 2 }, b = 1 }"),
        ("{ [1.5] = 1, ['end'] = 2, [true] = 3 }", #"{ [1.5] = 1, ["end"] = 2, [true] = 3 }"#),
        ("print", "function · built in"), ("function(a, ...) end", "function(a, ...) · show:1"),
        ("setmetatable({}, { __tostring = function() return 'mine' end })", "mine"),
        ("setmetatable({}, { __tostring = error })", "error in __tostring: table"),
        ("setmetatable({ 1 }, { __name = 'point' })", "point { 1 }"),
        ("setmetatable({ 1 }, { __index = error, __len = error, __pairs = error })", "{ 1 }"),
        ("1, 'x', nil", #"1  "x"  nil"#), ("'日本', '🙂'", #""日本"  "🙂""#),
    ])
    func aValueIsShownAsLuaWouldWriteIt(expression: String, expected: String) async throws {
        #expect(try await shown(expression) == expected)
    }

    @Test func whatDoesNotFitOnALineTakesOneForEachMember() async throws {
        let text = try await shown(
            "{ name = ('x'):rep(30), list = { 1, 2 }, nested = { text = ('y'):rep(30) } }",
            columns: 50)
        #expect(
            text == """
                {
                  list = { 1, 2 },
                  name = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                  nested = {
                    text = "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
                  },
                }
                """)
    }

    @Test func cyclesAndSharedTablesAreReferences() async throws {
        #expect(
            try await shown("(function() local t = {} t.self = t return t end)()")
                == "<1> { self = <ref 1> }")
        #expect(
            try await shown("(function() local s = { 1 } return { s, s } end)()")
                == "{ <2> { 1 }, <ref 2> }")
    }

    @Test func aDeepChainIsCut() async throws {
        let chain = "(function() local t = {} for i = 1, 1000 do t = { t } end return t end)()"
        #expect(try await shown(chain) == "{ { { { {…} } } } }")
    }

    @Test func longTextsAndTablesSayHowMuchIsLeft() async throws {
        let text = try await shown("('x'):rep(812)")
        #expect(text == "\"" + String(repeating: "x", count: 400) + "\" … +412 chars")
        #expect(try await shown("('é'):rep(5000)").hasSuffix("bytes"))
        let list = try await shown(
            "(function() local t = {} for i = 1, 1e6 do t[i] = i end return t end)()")
        #expect(list.contains("… 999920 more items"))
        let members = try await shown(
            "(function() local t = {} for i = 1, 1e5 do t['k' .. i] = i end return t end)()")
        #expect(members.contains("… 99920 more members"))
    }

    @Test func severalTablesAreNumbered() async throws {
        #expect(try await shown("{ 1 }, 2") == "1: { 1 }\n2: 2")
    }

    @Test(arguments: [
        "1", "1.5", "true", "'a\\n\"b\"\\0\\27'", "{ 1, 2, { a = { 'x' } } }",
        "{ ['end'] = 1, [1.5] = 2 }",
        "math.mininteger", "{}", "{ a = '日本' }", "'\\xff\\xfe'",
    ])
    func theLuaModeLoadsBackEqual(expression: String) async throws {
        let text = try await shown(expression, mode: .lua)
        let again = try await shown(text, mode: .lua)
        #expect(again == text)
        #expect(LuaSyntax.problem(in: "return \(text)") == nil)
    }

    @Test func theJSONModeIsJSON() async throws {
        #expect(
            try await shown(
                "{ list = { 1, 2.0 }, text = 'a\\u{202e}b', none = require'json'.null }",
                mode: .json)
                    == """
                    {
                      "list": [
                        1,
                        2.0
                      ],
                      "none": null,
                      "text": "a\\u202eb"
                    }
                    """)
    }

    @Test func whatAModeCannotSayIsNamed() async throws {
        let text = try await shown("{ f = print }", mode: .json)
        #expect(text.hasSuffix("-- not all of it: functions and other objects"))
    }
}

@Suite struct RecordTests {
    private let personas = """
        (function()
            local list = {}
            for i = 1, 3 do
                list[i] = setmetatable({ persona_id = "p" .. i, persona_name = ("Coach %d 日本"):format(i),
                    pipeline_mode = "full", default_replica_id = "r79e1c033f", system_prompt = "x",
                    created_at = "2025-11-16T10:00:00Z" }, { __name = "tavus.persona" })
            end
            return list
        end)()
        """

    @Test func recordsOfOneKindAreATable() async throws {
        #expect(
            try await shown(personas) == """
                  persona_id  persona_name  pipeline_mode  default_replica_id  created_at
                  p1          Coach 1 日本  full           r79e1c033f          2025-11-16
                  p2          Coach 2 日本  full           r79e1c033f          2025-11-16
                  p3          Coach 3 日本  full           r79e1c033f          2025-11-16
                """)
    }

    @Test func aNarrowTerminalGetsFewerAndShorterColumns() async throws {
        let lines = try await shown(personas, columns: 40).split(separator: "\n")
        #expect(lines.count == 4)
        for line in lines { #expect(CellWidth.of(String(line)) < 40) }
        #expect(lines[1].hasPrefix("  p1  "))
    }

    @Test func anAnswerOfListSaysHowManyThereAre() async throws {
        let text = try await shown("{ data = \(personas), total_count = 57 }")
        #expect(text.hasSuffix("\n  … 3 of 57"))
    }

    @Test func aRecordIsAlignedPairsWithItsColumnsFirst() async throws {
        let text = try await shown("\(personas)[1]")
        #expect(
            text == """
                  persona_id          "p1"
                  persona_name        "Coach 1 日本"
                  pipeline_mode       "full"
                  default_replica_id  "r79e1c033f"
                  created_at          "2025-11-16T10:00:00Z"
                  system_prompt       "x"
                """)
    }
}

@Suite struct PageTests {
    @Test func whatDoesNotFitWaitsForMore() {
        let text = StyledText((1...10).map { "line \($0)" }.joined(separator: "\n"))
        let page = Page(text, size: TerminalSize(columns: 20, rows: 6))
        #expect(page.text.plain == "line 1\nline 2\nline 3\nline 4\n… 6 more lines · .more")
        #expect(page.rest?.body.plain.hasPrefix("line 5") == true)
        #expect(Page(text, size: TerminalSize(columns: 20, rows: 24)).rest == nil)
        #expect(Page(text, size: nil).rest == nil)
    }

    @Test func aPartOfALongListSaysHowLongItIs() async throws {
        let list =
            "(function() local t = {} for i = 1, 10000 do t[i] = { id = i } end return t end)()"
        let text = try await shown(list, rows: 10)
        #expect(text.hasSuffix("  { id = 7 },\n… 75 more lines of the first 80 of 10000 · .more"))
        #expect(try await shown("{ 1, 2, 3 }", columns: 20, rows: 3) == "{ 1, 2, 3 }")
    }

    @Test func wrappedLinesCountAsOftenAsTheyAreWrapped() {
        let text = StyledText(String(repeating: "x", count: 60) + "\nshort\nlast")
        let page = Page(text, size: TerminalSize(columns: 20, rows: 6))
        #expect(page.text.plain.hasSuffix("short\n… 1 more line · .more"))
    }
}
