extension Screen {
    mutating func eraseDisplay(_ part: Int) {
        switch part {
        case 0:
            eraseLine(0)
            for row in (cursor.row + 1)..<max(rows.count, cursor.row + 1) { rows[row] = blankRow() }
        case 1:
            eraseLine(1)
            for row in 0..<cursor.row { rows[row] = blankRow() }
        case 2: for row in rows.indices { rows[row] = blankRow() }
        case 3: scrollback = []
        default: unknown.append("CSI \(part)J")
        }
    }

    mutating func eraseLine(_ part: Int) {
        switch part {
        case 0:
            erase(cursor.row, cursor.column..<columns)
            rows[cursor.row].isWrapped = false
        case 1: erase(cursor.row, 0..<(cursor.column + 1))
        case 2: rows[cursor.row] = blankRow()
        default: unknown.append("CSI \(part)K")
        }
    }

    mutating func erase(_ row: Int, _ range: Range<Int>) {
        guard let first = range.first, let last = range.last else { return }
        splitWide(at: Position(row: row, column: first))
        splitWide(at: Position(row: row, column: last))
        let blank = blankRow().cells
        rows[row].cells.replaceSubrange(range, with: blank[range])
    }

    /// ICH: what stands at the cursor and after it moves right.
    mutating func insertCells(_ count: Int) {
        let count = min(count, columns - cursor.column)
        cut(before: cursor.column)
        var cells = rows[cursor.row].cells
        cells.insert(contentsOf: blankRow().cells.prefix(count), at: cursor.column)
        rows[cursor.row].cells = Array(cells.prefix(columns))
        dropHalfAtMargin()
    }

    /// DCH: what stands after the cursor moves left.
    mutating func deleteCells(_ count: Int) {
        let count = min(count, columns - cursor.column)
        let after = cursor.column + count
        cut(before: cursor.column)
        if after < columns { cut(before: after) }
        rows[cursor.row].cells.removeSubrange(cursor.column..<after)
        rows[cursor.row].cells += blankRow().cells.prefix(count)
    }

    /// What is on both sides of the cut is no character.
    private mutating func cut(before column: Int) {
        guard rows[cursor.row].cells[column].isRightHalf else { return }
        splitWide(at: Position(row: cursor.row, column: column))
    }

    private mutating func dropHalfAtMargin() {
        guard let last = rows[cursor.row].cells.last, let scalar = last.text.unicodeScalars.first,
            TerminalWidth.of(scalar) == 2
        else { return }
        rows[cursor.row].cells[columns - 1] = .blank(last.look)
    }

    /// IL and DL: the rows from the cursor to the end of the region move down, or up.
    mutating func shiftLines(by count: Int) {
        guard isInRegion(cursor.row) else { return }
        let whole = region
        defer { region = whole }
        region = cursor.row..<whole.upperBound
        if count > 0 {
            scrollDown(count)
        } else {
            // Deleted lines are gone, also from the first row: they do not enter the scrollback.
            let kept = scrollback.count
            scrollUp(-count)
            scrollback.removeLast(scrollback.count - kept)
        }
        cursor.column = 0
    }

    /// As xterm does it: text is cut at the right; where rows go, those below the cursor go first, then
    /// those at the top, which stay in the scrollback.
    mutating func resize(_ size: WindowSize) {
        columns = size.columns
        while rows.count > size.rows {
            if rows.count - 1 > cursor.row {
                rows.removeLast()
            } else {
                keep(rows.removeFirst())
                cursor.row -= 1
            }
        }
        for row in rows.indices { fit(&rows[row]) }
        while rows.count < size.rows { rows.append(blankRow()) }
        region = 0..<rows.count
        cursor.column = min(cursor.column, columns - 1)
        isWrapPending = false
        guard var (hidden, here) = primary else { return }
        hidden = Array(hidden.prefix(size.rows))
        for row in hidden.indices { fit(&hidden[row]) }
        while hidden.count < size.rows { hidden.append(blankRow()) }
        here.cursor.row = min(here.cursor.row, size.rows - 1)
        primary = (hidden, here)
    }

    private func fit(_ row: inout Row) {
        if row.cells.count > columns {
            let cutsWide = row.cells[columns].isRightHalf
            row.cells.removeLast(row.cells.count - columns)
            if cutsWide { row.cells[columns - 1] = .blank(row.cells[columns - 1].look) }
        } else {
            row.cells += blankRow().cells.prefix(columns - row.cells.count)
        }
    }
}
