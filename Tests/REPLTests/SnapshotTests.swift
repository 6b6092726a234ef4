import LuaHost
import Testing

@testable import REPL

/// Values that try to be shown wrongly, or not at all.
@Suite struct SnapshotTests {
    @Test(arguments: [
        // The cut goes between characters, wherever they stand.
        ("('日'):rep(3000)", 133, "…"), ("('é'):rep(3000)", 200, "…"),
        ("'a' .. ('é'):rep(3000)", 200, "…"), ("('x'):rep(2000)", 400, "…"),
    ])
    func aLongToStringIsCutBetweenCharacters(text: String, atLeast: Int, end: String) async throws {
        let object = "setmetatable({}, { __tostring = function() return \(text) end })"
        let line = try await shown(object)
        #expect(line.hasSuffix(end))
        #expect(line.count > atLeast)
        #expect(!line.contains("\\x"))
    }

    @Test(arguments: [
        (
            "{ __tostring = function() return {} end }",
            "error in __tostring: '__tostring' must return a string"
        ),
        ("{ __tostring = function() error('\\xff', 0) end }", #"error in __tostring: \xFF"#),
        ("{ __tostring = function() return 'a\\27[2J\\nb' end }", #"a\u{1b}[2J\nb"#),
        ("{ __metatable = false, __tostring = function() return 'mine' end }", "mine"),
        ("{ __metatable = 'locked' }", "{ 1 }"),
        ("{ __name = 5 }", "{ 1 }"), ("{ __name = '\\xff\\27' }", #"\xFF\x1B { 1 }"#),
        ("{ __name = ('n'):rep(1e7) }", String(repeating: "n", count: 60) + "… { 1 }"),
    ])
    func whatAMetatableSaysIsShownAndNotBelieved(metatable: String, expected: String) async throws {
        #expect(try await shown("setmetatable({ 1 }, \(metatable))") == expected)
    }

    @Test func theCountsOfACutAreExact() async throws {
        #expect(try await shown("('日'):rep(1000)").hasSuffix("日\" … +1800 bytes"))
        #expect(try await shown("('日'):rep(600)").hasSuffix("日\" … +200 chars"))
        #expect(try await shown("('\\xff'):rep(300)").hasSuffix("\" … not UTF-8, +200 bytes"))
        #expect(try await shown("('\\xff'):rep(1e6)").hasSuffix("\" … not UTF-8, +999900 bytes"))
    }

    @Test func bytesAreQuotedAsLuaQuotesThem() async throws {
        #expect(try await shown(#"'a\\b\xff"q\n'"#) == #""a\\b\xFF\"q\n" not UTF-8"#)
    }

    @Test func aChunkNameThatIsNoTextIsShown() async throws {
        #expect(
            try await shown(#"load("return function(a) end", "=\xff")()"#)
                == #"function(a) · \xFF:1"#)
    }

    @Test func theFirstMembersInOrderAreChosen() async throws {
        let table =
            "(function() local t = {} for i = 1, 20000 do t['k' .. i] = i end return t end)()"
        let lines = try await shown(table).split(separator: "\n")
        #expect(lines[1...4] == ["  k1 = 1,", "  k10 = 10,", "  k100 = 100,", "  k1000 = 1000,"])
        #expect(lines[81] == "  … 19920 more members")
    }

    @Test func aLibraryThatTheScriptBrokeIsNotAsked() async throws {
        let text = try await shown(
            """
            (function()
                string.sub, string.gsub, string.format, table.concat, table.sort = nil
                utf8.len, package.loaded.json, require = nil
                return { ('\\xff'):rep(3000), print, b = 1, a = ('x'):rep(3000) }
            end)()
            """)
        #expect(text.contains("function · built in"))
        #expect(text.contains("a = \"xxx"))
    }

    @Test func manyLongStringsAreCutTogether() async throws {
        let text = try await shown(
            """
            (function()
                local t = {}
                for i = 1, 200 do t['k' .. i] = ('x'):rep(1900) end
                return { t, t.k1 }
            end)()
            """, rows: 1000)
        let lines = text.split(separator: "\n")
        let short = "\"" + String(repeating: "x", count: 80) + "\" … +1820 bytes"
        #expect(
            lines[2] == "    k1 = \"" + String(repeating: "x", count: 400) + "\" … +1500 chars,")
        #expect(lines.suffix(2) == ["  \(short),", "}"])
    }

    @Test func anErrorOfTheHostIsShownByItsFields() async throws {
        let failure =
            "select(2, pcall(error, setmetatable({ code = 'x' }, { __metatable = 'error' })))"
        #expect(try await shown(failure) == #"error { code = "x" }"#)
    }
}

@Suite struct LargeTableTests {
    @Test(arguments: [
        ("t[i] = i", "999920 more items"), ("t['k' .. i] = i", "more than "),
    ])
    func aMillionEntriesAreNotAllLookedAt(fill: String, expected: String) async throws {
        let table = "(function() local t = {} for i = 1, 1e6 do \(fill) end return t end)()"
        let lines = try await shown(table).split(separator: "\n")
        #expect(lines.count == 83)
        #expect(lines[81].hasPrefix("  … \(expected)"))
    }

    @Test func whatAListHasBesideAMillionItemsIsSeen() async throws {
        let lines = try await shown(
            "(function() local t = {} for i = 1, 1e6 do t[i] = i end t.n = 'x' return t end)()"
        )
        .split(separator: "\n")
        #expect(lines.suffix(3) == ["  … 999920 more items", "  n = \"x\",", "}"])
    }

    @Test func everyTableOfManyLargeOnesShowsItsFirstMembers() async throws {
        let values = try await snapshots(
            """
            (function()
                local all = {}
                for i = 1, 20 do
                    all[i] = {}
                    for j = 1, 50000 do all[i]['k' .. j] = j end
                end
                return all
            end)()
            """)
        let tables = values.first?.tables?.compactMap(\.itself) ?? []
        #expect(tables.count == 20)
        // The first ones are looked through, and the limit for all of them does not starve the rest.
        #expect(tables.prefix(3).map(\.memberCount) == [50000, 50000, 50000])
        #expect(tables.last?.hasMoreMembers == true)
        let first = ValueSnapshot.string("k1", bytesCut: 0)
        #expect(tables[0].members.first?.key == first)
        #expect(tables[10].members.count == 400)
    }
}

extension ValueSnapshot {
    fileprivate var itself: TableSnapshot? {
        if case .table(let table) = self { table } else { nil }
    }
    fileprivate var tables: [ValueSnapshot]? { itself?.items }
}
