/// Turns the rows on the terminal into others, with as little output as is simple.
struct ScreenPainter {
    private var drawn: [ScreenRow] = []
    private(set) var cursor = CellPosition(row: 0, column: 0)
    var columns = 80

    /// What draws these rows. Before the first time, and after `forget`, the cursor is in the first
    /// column of the first row, and nothing is below.
    mutating func paint(_ rows: [ScreenRow], cursor wanted: CellPosition) -> [UInt8] {
        var output = Output(row: cursor.row, last: max(0, drawn.count - 1))
        var previous = -1
        for (number, row) in rows.enumerated() where mustDraw(number, rows) {
            let wraps = previous >= 0 && previous == number - 1 && rows[previous].continues
            if wraps { output.isWrapped(to: number) } else { output.move(to: number) }
            output.draw(row, wraps: wraps, columns: columns)
            previous = number
        }
        if drawn.count > rows.count, let last = rows.last {
            output.move(to: rows.count - 1)
            output.skip(last.width)
            output.add("\u{1b}[J")
        }
        if previous >= 0 || wanted != cursor || drawn.count != rows.count {
            output.move(to: wanted.row)
            output.skip(wanted.column)
        }
        drawn = rows
        cursor = wanted
        return output.bytes
    }

    private func mustDraw(_ number: Int, _ rows: [ScreenRow]) -> Bool {
        if number >= drawn.count || rows[number] != drawn[number] { return true }
        // What goes on in a new row is drawn with it, for the terminal to know that it is one line.
        return rows[number].continues && number + 1 >= drawn.count && number + 1 < rows.count
    }

    /// What leaves the rows as they are, with the cursor on a line of its own below.
    mutating func leave() -> [UInt8] {
        var output = Output(row: cursor.row, last: max(0, drawn.count - 1))
        output.move(to: max(0, drawn.count - 1))
        output.add("\r\n")
        forget()
        return output.bytes
    }

    /// What clears the rows, with the cursor at the first one.
    mutating func erase() -> [UInt8] {
        var output = Output(row: cursor.row, last: 0)
        output.move(to: 0)
        output.add("\u{1b}[J")
        forget()
        return output.bytes
    }

    /// The same after the terminal has changed its width.
    /// - Parameter reflows: it has wrapped all lines anew; else it has cut the rows.
    mutating func erase(columns new: Int, reflows: Bool) -> [UInt8] {
        if reflows { cursor.row = reflowedRow(columns: new) }
        columns = new
        return erase()
    }

    private func reflowedRow(columns new: Int) -> Int {
        var row = 0
        var line = 0
        for above in drawn.prefix(cursor.row) {
            line += above.width
            guard !above.continues else { continue }
            row += max(1, (line + new - 1) / new)
            line = 0
        }
        return row + (line + cursor.column) / new
    }

    mutating func forget() {
        drawn = []
        cursor = CellPosition(row: 0, column: 0)
    }

    /// Bytes for the terminal, and the row that its cursor is in after them.
    private struct Output {
        var bytes: [UInt8] = []
        var row: Int
        /// The lowest row that exists.
        var last: Int

        mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

        /// To the first column of a row.
        mutating func move(to wanted: Int) {
            add("\r")
            if wanted < row { add("\u{1b}[\(row - wanted)A") }
            let existing = min(wanted, last)
            if existing > row { add("\u{1b}[\(existing - row)B") }
            for _ in 0..<max(0, wanted - max(last, row)) { add("\n") }
            row = wanted
            last = max(last, wanted)
        }

        mutating func isWrapped(to wanted: Int) {
            row = wanted
            last = max(last, wanted)
        }

        mutating func skip(_ columns: Int) { if columns > 0 { add("\u{1b}[\(columns)C") } }

        mutating func draw(_ row: ScreenRow, wraps: Bool, columns: Int) {
            // Only a character makes the terminal wrap.
            if wraps && row.width == 0 { add(" \r") }
            bytes.append(contentsOf: row.bytes)
            // In the last column the cursor still stands on the cell that this would clear.
            if row.width < columns { add("\u{1b}[K") }
        }
    }
}
