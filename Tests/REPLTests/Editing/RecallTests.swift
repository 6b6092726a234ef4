import Testing

@testable import REPL

@Suite struct RecallTests {
    private func recall(_ entries: String...) -> Recall {
        var recall = Recall()
        for entry in entries { recall.remember(entry) }
        return recall
    }

    @Test func stepsGoBackAndReturnToWhatWasTyped() {
        var recall = recall("one", "for i = 1, 2 do\nend", "three")
        let typed = EditBuffer("")
        let third = recall.earlier(than: typed)
        #expect(third == EditBuffer("three"))
        let second = third.flatMap { recall.earlier(than: $0) }
        #expect(second == EditBuffer("for i = 1, 2 do\nend"))
        #expect(second.flatMap { recall.later(than: $0) } == third)
        #expect(third.flatMap { recall.later(than: $0) } == typed)
    }

    @Test func onlyEntriesThatBeginWithWhatWasTypedAreShown() {
        var recall = recall("print(1)", "x = 2", "print(3)", "y = 4")
        let first = recall.earlier(than: EditBuffer("pr"))
        #expect(first == EditBuffer("print(3)"))
        let second = first.flatMap { recall.earlier(than: $0) }
        #expect(second == EditBuffer("print(1)"))
        #expect(second.flatMap { recall.earlier(than: $0) } == nil)
        #expect(second.flatMap { recall.later(than: $0) } == first)
        #expect(first.flatMap { recall.later(than: $0) } == EditBuffer("pr"))
    }

    @Test func anEditedEntryIsANewBeginning() {
        var recall = recall("print(1)", "x = 2")
        #expect(recall.earlier(than: EditBuffer("")) == EditBuffer("x = 2"))
        #expect(recall.earlier(than: EditBuffer("pri")) == EditBuffer("print(1)"))
        #expect(recall.later(than: EditBuffer("print(10)")) == nil)
    }

    @Test func eachTextIsKeptOnceWhereItWasLast() {
        #expect(recall("a", "b", "a", " ", "", "b", "b").entries == ["a", "b"])
    }

    @Test func nothingIsBeforeTheFirst() {
        var recall = recall()
        #expect(recall.earlier(than: EditBuffer("x")) == nil)
        #expect(recall.later(than: EditBuffer("x")) == nil)
    }

    @Test func searchesGrowNarrowAndFail() {
        let entries = recall("print(tavus)", "x = 2", "tavus.personas.list()", "y = Tavus")
        var search = Search(recall: entries, draft: EditBuffer("draft"), isBackward: true)
        #expect(search.shown == EditBuffer("draft"))
        search.add(Array("tav".unicodeScalars))
        #expect(search.shown == EditBuffer(scalars: Array("y = Tavus".unicodeScalars), cursor: 4))
        search.add(Array("us.".unicodeScalars))
        #expect(search.found == 2)
        search.again(backward: true)
        #expect(search.found == 2)
        #expect(search.prompt.plain == "search \"tavus.\" not found: ")
        search.shorten()
        search.again(backward: true)
        search.again(backward: true)
        #expect(
            search.shown == EditBuffer(scalars: Array("print(tavus)".unicodeScalars), cursor: 6))
        search.again(backward: false)
        #expect(search.found == 2)
        #expect(search.prompt.plain == "search forward \"tavus\": ")
    }
}
