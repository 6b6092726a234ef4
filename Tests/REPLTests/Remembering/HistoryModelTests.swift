import Testing

@testable import REPL

@Suite struct HistoryModelTests {
    private func model(_ texts: String..., limit: Int = 100) -> HistoryModel {
        HistoryModel(entries: texts.map { HistoryEntry($0) }, limit: limit)
    }

    private func shown(_ items: [HistoryModel.Item]) -> [String] {
        items.map { "\($0.number) \($0.entry.text)" }
    }

    @Test func anEntryIsKeptOnceAtItsLastPlaceUnderANewNumber() {
        var history = model("a", "b", "a", "c")
        #expect(shown(history.items) == ["1 b", "2 a", "3 c"])
        _ = history.add(HistoryEntry("b"))
        #expect(shown(history.items) == ["2 a", "3 c", "4 b"])
        #expect([1, 2, 3, 4, 5, 0].map(history.entry) == [nil, "a", "c", "b", nil, nil])
        #expect([-1, -3, -4, .min, .max].map(history.entry) == ["b", "a", nil, nil, nil])
    }

    @Test func theOldestGoBeyondTheLimit() {
        let texts = (1...1005).map(String.init)
        var history = HistoryModel(entries: texts.map { HistoryEntry($0) }, limit: 1002)
        #expect(history.items.first?.entry.text == "4")
        for text in ["x", "y"] { _ = history.add(HistoryEntry(text)) }
        #expect(history.items.first?.entry.text == "6")
        #expect(history.items.count == 1002)
    }

    @Test func aLimitOfNoneStillRecallsThisSession() {
        var history = model("old", limit: 0)
        _ = history.add(HistoryEntry("new"))
        #expect(shown(history.items) == ["1 new"])
    }

    @Test func blankEntriesAreNoEntries() {
        var history = model()
        #expect(history.add(HistoryEntry(" \n\t")) == nil)
        #expect(history.items.isEmpty)
    }

    @Test func aLeadingSpaceAndAPrivateSessionAreRememberedAndNotStored() {
        var history = model()
        #expect(history.add(HistoryEntry(" secret()")) == nil)
        #expect(history.add(HistoryEntry("plain()")) == HistoryEntry("plain()"))
        history.isPrivate = true
        #expect(history.add(HistoryEntry("hidden()")) == nil)
        #expect(shown(history.items) == ["1  secret()", "2 plain()", "3 hidden()"])
    }

    @Test func aSuggestionGoesOnWithTheNewestEntryThatMayBeSuggested() {
        let history = model(
            "tavus.personas.list()", "tavus.personas.delete(p)", "e\u{301}tude()",
            "if a then\n  b()\nend")
        let isDestructive = { (text: String) in text.contains("delete") }
        let cases: [(String, String?)] = [
            ("tavus.per", "sonas.list()"), ("tavus.personas.list()", nil), ("", nil), (" ", nil),
            ("nothing", nil), ("tavus.personas.d", nil), ("if a", " then\n  b()\nend"),
            ("e", "\u{301}tude()"),
        ]
        for (prefix, rest) in cases {
            let found = history.suggestion(for: prefix, unless: isDestructive)
            #expect(found.map { Array($0.unicodeScalars) } == rest.map { Array($0.unicodeScalars) })
        }
    }

    @Test func aSearchFindsAllWordsInAnyOrder() {
        let history = model(
            "print(A)", "for p in tavus.personas.each() do\n  print(p)\nend", "Print")
        #expect(shown(history.search("print")).map { $0.prefix(1) } == ["1", "2", "3"])
        #expect(shown(history.search("Print")) == ["3 Print"])
        #expect(shown(history.search("print each")).map { $0.prefix(1) } == ["2"])
        #expect(shown(history.search("")).count == 3)
        #expect(history.search("none").isEmpty)
    }
}
