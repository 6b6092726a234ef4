import TerminalHarness
import Testing

@testable import REPL

/// What is painted is compared with what a terminal makes of the same text by itself.
@Suite struct ScreenPainterTests {
    private static let theme = Theme(name: "test", codes: [.keyword: "1", .hint: "2", .note: "2"])
    private static let letters: [Unicode.Scalar] = ["a", "b", " ", "日", "é", "😀", "\n"]

    private func randomText(
        _ random: inout Seeded, _ count: Int, of letters: [Unicode.Scalar]
    ) -> [Unicode.Scalar] {
        (0..<count).map { _ in letters.randomElement(using: &random) ?? "x" }
    }

    @Test(arguments: [1, 2, 5, 11, 20, 80]) func textWrapsWhereATerminalWrapsIt(columns: Int) {
        var random = Seeded(state: UInt64(columns) + 1)
        for _ in 0..<300 {
            let letters = columns > 1 ? Self.letters : ["a", "b", "\n"]
            let text = randomText(&random, Int.random(in: 0...60, using: &random), of: letters)
            let geometry = Geometry(scalars: text, cursor: text.count, columns: columns)
            var terminal = VirtualTerminal(size: WindowSize(columns: columns, rows: 200))
            for scalar in text {
                // A full row is followed by one, even if a newline comes next.
                if terminal.screen.isWrapPending { terminal.receive("\r\n") }
                terminal.receive(scalar == "\n" ? "\r\n" : String(scalar))
            }
            if terminal.screen.isWrapPending { terminal.receive("\r\n") }
            let cursor = terminal.screen.cursor
            #expect(
                geometry.end == CellPosition(row: cursor.row, column: cursor.column),
                "\(String(text).debugDescription)")
        }
    }

    /// One terminal sees every change, the other one each text alone.
    @Test(arguments: [(20, 6), (7, 4), (80, 24), (2, 3)])
    func changesLeaveNothingBehind(columns: Int, rows: Int) {
        var random = Seeded(state: UInt64(columns))
        let size = TerminalSize(columns: columns, rows: rows)
        var terminal = VirtualTerminal(size: WindowSize(columns: columns, rows: rows))
        var painter = ScreenPainter()
        painter.columns = columns
        var scalars: [Unicode.Scalar] = []
        var top = 0
        for _ in 0..<500 {
            edit(&scalars, &random)
            let view = randomView(of: scalars, size, &random)
            let wanted = view.rows(top: top)
            top = wanted.top
            terminal.receive(painter.paint(wanted.rows, cursor: wanted.cursor))

            var fresh = VirtualTerminal(size: WindowSize(columns: columns, rows: rows))
            var freshPainter = ScreenPainter()
            freshPainter.columns = columns
            fresh.receive(freshPainter.paint(wanted.rows, cursor: wanted.cursor))

            // The entry ends at the bottom once it has been taller than now.
            let shift = terminal.screen.cursor.row - fresh.screen.cursor.row
            let shown = terminal.screen.rows.dropFirst(max(0, shift)).prefix(wanted.rows.count)
            #expect(shown.map(\.text) == fresh.screen.rows.prefix(wanted.rows.count).map(\.text))
            #expect(terminal.screen.cursor.column == fresh.screen.cursor.column)
            #expect(terminal.screen.unknown == [])
        }
    }

    private func edit(_ scalars: inout [Unicode.Scalar], _ random: inout Seeded) {
        let letters = Self.letters + ["\t", "\u{301}", "\u{1}"]
        let place = Int.random(in: 0...scalars.count, using: &random)
        if Int.random(in: 0...2, using: &random) > 0 {
            let count = Int.random(in: 1...12, using: &random)
            scalars.insert(contentsOf: randomText(&random, count, of: letters), at: place)
        } else {
            let end = min(scalars.count, place + Int.random(in: 0...30, using: &random))
            scalars.removeSubrange(place..<end)
        }
        if scalars.count > 200 { scalars = [] }
    }

    private func randomView(
        of scalars: [Unicode.Scalar], _ size: TerminalSize, _ random: inout Seeded
    ) -> EntryView {
        let cursor = Int.random(in: 0...scalars.count, using: &random)
        let styles = scalars.map { $0 == "a" ? Style.keyword : .plain }
        return EntryView(
            prompt: "> ", buffer: EditBuffer(scalars: scalars, cursor: cursor), styles: styles,
            hint: Bool.random(using: &random) ? "a hint" : nil, theme: Self.theme, size: size)
    }

    @Test func longLinesAreCopiedAsOne() {
        var terminal = VirtualTerminal(size: WindowSize(columns: 10, rows: 5))
        var painter = ScreenPainter()
        painter.columns = 10
        for text in ["abcdefgh", "abcdefghi", "abcdefghijkl日本語日本語"] {
            let view = EntryView(
                prompt: "> ", buffer: EditBuffer(text), theme: .none,
                size: TerminalSize(columns: 10, rows: 5))
            let rows = view.rows(top: 0)
            terminal.receive(painter.paint(rows.rows, cursor: rows.cursor))
        }
        #expect(
            terminal.screen.unwrappedTranscript.filter { $0 != " " } == ">abcdefghijkl日本語日本語")
    }

    @Test func nothingIsSentForNothingNew() {
        var painter = ScreenPainter()
        let view = EntryView(
            prompt: "> ", buffer: EditBuffer("abc"), theme: .none,
            size: TerminalSize(columns: 10, rows: 5))
        let rows = view.rows(top: 0)
        #expect(!painter.paint(rows.rows, cursor: rows.cursor).isEmpty)
        #expect(painter.paint(rows.rows, cursor: rows.cursor).isEmpty)
    }
}
