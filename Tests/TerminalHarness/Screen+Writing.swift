extension Screen {
    mutating func take(_ token: ControlToken) {
        switch token {
        case .character(let scalar): print(scalar)
        case .control(let byte): control(byte)
        case .escape(let text):
            sequenceCount += 1
            escape(text)
        case .sequence(let sequence):
            sequenceCount += 1
            perform(sequence)
        case .command: sequenceCount += 1
        }
    }

    mutating func print(_ scalar: Unicode.Scalar) {
        if (0x80..<0xA0).contains(scalar.value) {
            unknown.append("C1 \(String(scalar.value, radix: 16))")
            return
        }
        let width = TerminalWidth.of(scalar)
        guard width > 0 else { return combine(scalar) }
        guard width <= columns else { return }
        let isTooWide = cursor.column + width > columns
        if modes.contains(.autowrap), isWrapPending || isTooWide { wrap() }
        // Without wrapping, the last column is written over and over.
        if cursor.column + width > columns { cursor.column = columns - width }
        if modes.contains(.insert) { insertCells(width) }
        put(scalar, width)
        lastPrinted = scalar
        isWrapPending = cursor.column + width >= columns && modes.contains(.autowrap)
        cursor.column = min(cursor.column + width, columns - 1)
    }

    private mutating func put(_ scalar: Unicode.Scalar, _ width: Int) {
        for column in cursor.column..<(cursor.column + width) {
            splitWide(at: Position(row: cursor.row, column: column))
        }
        rows[cursor.row].cells[cursor.column] = Cell(String(scalar), look)
        if width == 2 { rows[cursor.row].cells[cursor.column + 1] = Cell("", look) }
    }

    /// Half a wide character cannot stay: its other half becomes a blank.
    mutating func splitWide(at place: Position) {
        let cells = rows[place.row].cells
        if cells[place.column].isRightHalf, place.column > 0 {
            rows[place.row].cells[place.column] = .blank(cells[place.column].look)
            rows[place.row].cells[place.column - 1] = .blank(cells[place.column - 1].look)
        } else if place.column + 1 < columns, cells[place.column + 1].isRightHalf {
            rows[place.row].cells[place.column] = .blank(cells[place.column].look)
            rows[place.row].cells[place.column + 1] = .blank(cells[place.column + 1].look)
        }
    }

    /// Adds a mark to the character before the cursor.
    private mutating func combine(_ scalar: Unicode.Scalar) {
        var column = isWrapPending ? cursor.column : cursor.column - 1
        guard column >= 0 else { return }
        if rows[cursor.row].cells[column].isRightHalf, column > 0 { column -= 1 }
        rows[cursor.row].cells[column].text.unicodeScalars.append(scalar)
    }

    private mutating func wrap() {
        rows[cursor.row].isWrapped = true
        rows[cursor.row].skipsLastColumn = !isWrapPending
        cursor.column = 0
        isWrapPending = false
        lineFeed()
    }

    /// Down a row; in the last one of the region, the region moves up.
    mutating func lineFeed() {
        isWrapPending = false
        if cursor.row == region.upperBound - 1 {
            scrollUp(1)
        } else if cursor.row < rows.count - 1 {
            cursor.row += 1
        }
    }

    mutating func reverseLineFeed() {
        isWrapPending = false
        if cursor.row == region.lowerBound {
            scrollDown(1)
        } else if cursor.row > 0 {
            cursor.row -= 1
        }
    }

    mutating func scrollUp(_ count: Int) {
        for _ in 0..<min(count, region.count) {
            let gone = rows.remove(at: region.lowerBound)
            rows.insert(blankRow(), at: region.upperBound - 1)
            if region.lowerBound == 0, !isAlternate { keep(gone) }
        }
    }

    mutating func scrollDown(_ count: Int) {
        for _ in 0..<min(count, region.count) {
            rows.remove(at: region.upperBound - 1)
            rows.insert(blankRow(), at: region.lowerBound)
        }
    }

    func isInRegion(_ row: Int) -> Bool { region.contains(row) }

    mutating func keep(_ row: Row) {
        scrollback.append(row)
        // In bulk, as removing from the front moves the rest.
        if scrollback.count > Self.scrollbackLimit + 1000 {
            scrollback.removeFirst(scrollback.count - Self.scrollbackLimit)
        }
    }
}
