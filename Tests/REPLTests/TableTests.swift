import LuaHost
import Testing

@testable import REPL

@Suite struct TableTests {
    private static let records = """
        (function()
            local kind, list = { __name = 'tavus.persona' }, {}
            for i = 1, 30 do
                list[i] = setmetatable({ persona_id = ('p%02d'):format(i), persona_name = '日本語のコーチ🙂' .. i,
                    pipeline_mode = 'full', default_replica_id = 'r79e1c033f' }, kind)
            end
            return list
        end)()
        """

    @Test(arguments: Array(20...90) + [1, 5, 200])
    func noLineIsWiderThanTheTerminalAndTheIDStays(columns: Int) async throws {
        let text = try await shown(Self.records, columns: columns)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 31)
        for line in lines { #expect(CellWidth.of(line) < max(21, columns)) }
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  p") })
        #expect(lines[9].hasPrefix("  p09"))
    }

    @Test func aColumnThatGoesLeavesItsRoomToTheOthers() async throws {
        let lines = try await shown(Self.records, columns: 40).split(separator: "\n")
        #expect(lines[0] == "  persona_id  persona_name     pipelin…")
        #expect(lines[1] == "  p01         日本語のコーチ…  full")
    }

    @Test func moreGoesOnUnderTheSameHeader() async throws {
        let json = try await snapshots(Self.records)
        let size = TerminalSize(columns: 80, rows: 15)
        var page = Inspector(mode: .auto, size: size).show(json)
        var lines = page.text.plain.split(separator: "\n")
        #expect(lines.count == 14)
        #expect(lines[12].hasPrefix("  p12"))
        #expect(lines[13] == "  … 12 of 30 · .more")
        page = Page(try #require(page.rest), size: size)
        lines = page.text.plain.split(separator: "\n")
        #expect(lines[0].hasPrefix("  persona_id"))
        #expect(lines[1].hasPrefix("  p13"))
        #expect(lines[13] == "  … 24 of 30 · .more")
        page = Page(try #require(page.rest), size: size)
        lines = page.text.plain.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[6].hasPrefix("  p30"))
        #expect(page.rest == nil)
    }

    @Test func anAnswerThatIsAPageOfManySaysSoAtItsEnd() async throws {
        let answer = try await snapshots("{ data = \(Self.records), total_count = 57 }")
        let size = TerminalSize(columns: 80, rows: 24)
        let page = Inspector(mode: .auto, size: size).show(answer)
        #expect(page.text.plain.hasSuffix("\n  … 21 of 57 · .more"))
        let last = Page(try #require(page.rest), size: size)
        #expect(last.text.plain.hasSuffix("\n  … 30 of 57"))
        #expect(last.rest == nil)
    }

    @Test func aRecordThatIsInAListTwiceIsARowTwice() async throws {
        let list = "(function() local a = \(Self.records) return { a[1], a[2], a[1] } end)()"
        let lines = try await shown(list).split(separator: "\n")
        #expect(lines.map { $0.prefix(5) } == ["  per", "  p01", "  p02", "  p01"])
    }

    @Test func recordsThatTheLimitsCutAreNoRows() async throws {
        let many = """
            (function()
                local kind, list = { __name = 'tavus.persona' }, {}
                for i = 1, 1000 do
                    list[i] = setmetatable({ persona_id = 'p' .. i, persona_name = 'n' }, kind)
                    for j = 1, 40 do list[i]['a' .. j] = j end
                end
                return list
            end)()
            """
        let lines = try await shown(many, rows: 10000).split(separator: "\n")
        for line in lines.dropFirst().dropLast() { #expect(line.hasSuffix(" n")) }
        #expect(lines.last?.hasSuffix(" of 1000") == true)
        #expect(lines.last == "  … \(lines.count - 2) of 1000")
    }

    @Test func theModeTableMakesTablesOfAnyRecords() async throws {
        #expect(
            try await shown("{ { n = 1, id = 'x' }, { id = 'y', deep = { 1 } } }", mode: .table)
                == """
                  id  deep  n
                  x         1
                  y   [1]
                """)
        #expect(try await shown("{ a = 1, bcd = 'x' }", mode: .table) == "  a    1\n  bcd  \"x\"")
        #expect(try await shown("{ 1, 2 }", mode: .table) == "{ 1, 2 }")
        #expect(try await shown("{ a = 1 }", mode: .tree) == "{ a = 1 }")
    }

    @Test func aColumnOfOnesOwnThatDoesNotFitIsNamed() async throws {
        let wide = "{ { id = 'x', b = ('b'):rep(9), c = ('c'):rep(9), d = ('d'):rep(9) } }"
        #expect(
            try await shown(wide, mode: .table, columns: 30) == """
                  id  b          c
                  x   bbbbbbbbb  ccccccccc
                  … not shown: d
                """)
    }

    @Test(arguments: [
        "{ data = { 1, 2 }, total_count = 2 }", "{ data = {}, total_count = 0 }",
        "{ data = {}, extra = { 1 } }",
    ])
    func whatOnlyLooksLikeAListIsATree(expression: String) async throws {
        #expect(try await shown(expression).hasPrefix("{ data = {"))
    }

    @Test func nothingBesideAListGoesUnseen() async throws {
        let text = try await shown("{ data = \(Self.records), next = { page = 2 } }")
        #expect(text.contains("next = { page = 2 }"))
    }

    @Test func aReferenceInARecordHasItsMark() async throws {
        let record = """
            (function()
                local s = { 1 }
                local p = setmetatable({ persona_id = 'p', a = s, b = s }, { __name = 'tavus.persona' })
                p.own = p
                return p
            end)()
            """
        #expect(
            try await shown(record) == """
                  <1>
                  persona_id  "p"
                  a           <2> { 1 }
                  b           <ref 2>
                  own         <ref 1>
                """)
        #expect(
            try await shown("(function() local t = { 1 } return t, t end)()")
                == "1: <1> { 1 }\n2: <ref 1>")
    }

    @Test func onANarrowTerminalTheValueStandsBelowItsName() async throws {
        let record =
            "setmetatable({ persona_id = 'p1', pipeline_mode = 'full' }, { __name = 'tavus.persona' })"
        #expect(
            try await shown(record, columns: 20)
                == "  persona_id\n    \"p1\"\n  pipeline_mode\n    \"full\"")
    }
}

@Suite struct PagerTests {
    private let long = LongText(StyledText((1...50).map { "\($0)" }.joined(separator: "\n")))
    private let size = TerminalSize(columns: 80, rows: 24)

    @Test func whatIsLongerThanTheScreenGoesIntoThePager() {
        let program = Pager.program(
            words: ["/bin/sh", "-c", "LESS=${LESS-FRX}; export LESS\nless -S | cat"])
        let environment = ["PAGER": "less -S | cat"]
        #expect(
            Pager.chosen(for: long, size: size, isOn: true, environment: environment) == program)
        #expect(
            Pager.chosen(for: long, size: size, isOn: false, environment: environment)
                == .screenfuls)
        #expect(
            Pager.chosen(for: LongText("short"), size: size, isOn: true, environment: environment)
                == .whole)
    }

    @Test(arguments: [[:], ["PAGER": ""], ["PAGER": " \t"]])
    func withoutAPagerItIsShownByTheScreenful(environment: [String: String]) {
        #expect(
            Pager.chosen(for: long, size: size, isOn: true, environment: environment)
                == .screenfuls)
    }

    @Test func aPipeIsNeverPaged() {
        #expect(
            Pager.chosen(for: long, size: nil, isOn: true, environment: ["PAGER": "less"]) == .whole
        )
    }
}
