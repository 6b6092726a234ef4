import Testing

@testable import REPL

@Suite struct GeometryTests {
    private struct Place: Equatable {
        var starts: [Int]
        var cursor: CellPosition
        var end: CellPosition
    }

    private func place(_ text: String, cursor: Int? = nil, columns: Int) -> Place {
        let scalars = Array(text.unicodeScalars)
        let geometry = Geometry(
            scalars: scalars, cursor: cursor ?? scalars.count, columns: columns)
        return Place(starts: geometry.rowStarts, cursor: geometry.cursor, end: geometry.end)
    }

    private func at(_ row: Int, _ column: Int) -> CellPosition {
        CellPosition(row: row, column: column)
    }

    @Test(
        arguments: [
            ("", 10, [0], 0, 0), ("abc", 10, [0], 0, 3), ("abcde", 5, [0, 5], 1, 0),
            ("abcdef", 5, [0, 5], 1, 1), ("a\nb", 10, [0, 2], 1, 1), ("a\n", 10, [0, 2], 1, 0),
            // A full row is followed by one, and then the newline ends that.
            ("abcde\nf", 5, [0, 5, 6], 2, 1),
            // A wide character that does not fit stands in the next row.
            ("abcd日", 5, [0, 4], 1, 2), ("abc日", 5, [0, 4], 1, 0),
            ("a\tb", 20, [0], 0, 9), ("abcdefghi\tb", 10, [0, 10], 1, 1),
            // Combining marks take no cell; control characters two.
            ("e\u{301}x", 10, [0], 0, 2), ("\u{1}x", 10, [0], 0, 3),
            ("abcd\u{1}", 5, [0, 4], 1, 2),
            ("日", 1, [0, 1], 1, 0),
        ] as [(String, Int, [Int], Int, Int)])
    func rowsWrap(text: String, columns: Int, starts: [Int], row: Int, column: Int) {
        let end = at(row, column)
        #expect(place(text, columns: columns) == Place(starts: starts, cursor: end, end: end))
    }

    @Test func aCursorBeforeAWideCharacterMovesWithIt() {
        #expect(place("abcd日", cursor: 4, columns: 5).cursor == at(1, 0))
        #expect(place("abc\nd", cursor: 3, columns: 5).cursor == at(0, 3))
    }
}
