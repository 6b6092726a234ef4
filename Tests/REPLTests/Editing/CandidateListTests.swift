import Testing

@testable import REPL

@Suite struct CandidateListTests {
    private let size = TerminalSize(columns: 40, rows: 15)

    @Test func columnsAreAlignedAndCutToTheScreen() {
        let list = CandidateList(
            candidates: [
                Candidate(
                    "create", kind: "function", summary: "creates one and says what came of it"),
                Candidate("日本", kind: "", summary: "wide"), Candidate("x"),
            ], note: "ids are still being listed", size: size)
        #expect(
            list.page(0).plain == """
                  create  function  creates one and sa…
                  日本              wide
                  x
                  ids are still being listed

                """)
        #expect(list.page(1).isEmpty)
    }

    @Test func moreThanAThirdOfTheScreenComesInPages() {
        let list = CandidateList(
            candidates: (1...10).map { Candidate("n\($0)") }, note: nil, size: size)
        #expect(list.page(0).plain == "  n1\n  n2\n  n3\n  n4\n  … 6 more\n")
        #expect(list.page(1).plain == "  n5\n  n6\n  n7\n  n8\n  … 2 more\n")
        #expect(list.page(2).plain == "  n9\n  n10\n")
    }

    @Test(arguments: [1, 2, 5, 20]) func noRowIsWiderThanTheScreen(columns: Int) {
        let list = CandidateList(
            candidates: [Candidate("日本語日本語", kind: "required string", summary: "the name of it")],
            note: "note", size: TerminalSize(columns: columns, rows: 24))
        let widths = list.page(0).plain.split(separator: "\n").map { CellWidth.of($0) }
        #expect(widths.allSatisfy { $0 < max(2, columns) }, "\(widths)")
    }
}
