extension Screen {
    mutating func perform(_ sequence: ControlSequence) {
        switch (sequence.prefix, sequence.intermediates, sequence.final) {
        case ("", "", "m"):
            for number in look.apply(sequence.all) { unknown.append("SGR \(number)") }
        case ("", "", "h"), ("?", "", "h"): setMode(sequence, true)
        case ("", "", "l"), ("?", "", "l"): setMode(sequence, false)
        case ("", "!", "p"): reset()
        // The shape of the cursor, and modifyOtherKeys: nothing to see.
        case ("", " ", "q"), (">", "", "m"): break
        case ("", "", _): if !move(sequence), !edit(sequence) { unknown.append(sequence.spelled) }
        default: unknown.append(sequence.spelled)
        }
    }

    /// DECSTR.
    private mutating func reset() {
        look = .plain
        modes = .initial
        region = 0..<rows.count
        saved = SavedCursor()
    }

    /// Sequences that put the cursor elsewhere.
    private mutating func move(_ sequence: ControlSequence) -> Bool {
        let count = sequence.count()
        switch sequence.final {
        case "A": climb(-count)
        case "B", "e": climb(count)
        case "C", "a": place(column: cursor.column + count)
        case "D": place(column: cursor.column - count)
        case "E":
            climb(count)
            place(column: 0)
        case "F":
            climb(-count)
            place(column: 0)
        case "G", "`": place(column: count - 1)
        case "H", "f":
            place(row: count - 1)
            place(column: sequence.count(1) - 1)
        case "d": place(row: count - 1)
        case "I": for _ in 0..<min(count, columns) { control(0x09) }
        case "Z":
            for _ in 0..<min(count, columns) { place(column: max(0, cursor.column - 1) / 8 * 8) }
        case "s": escape("7")
        case "u": restoreCursor()
        case "r": setRegion(sequence)
        default: return false
        }
        return true
    }

    /// Up and down stop at the edge of the region they start in.
    private mutating func climb(_ count: Int) {
        let isBelowTop = cursor.row >= region.lowerBound
        let isAboveBottom = cursor.row < region.upperBound
        let top = isBelowTop ? region.lowerBound : 0
        let bottom = isAboveBottom ? region.upperBound - 1 : rows.count - 1
        cursor.row = min(max(cursor.row + count, top), bottom)
        isWrapPending = false
    }

    private mutating func place(column: Int) {
        cursor.column = min(max(0, column), columns - 1)
        isWrapPending = false
    }

    private mutating func place(row: Int) {
        cursor.row = min(max(0, row), rows.count - 1)
        isWrapPending = false
    }

    private mutating func setRegion(_ sequence: ControlSequence) {
        let top = sequence.count() - 1
        let bottom = min(sequence.number(1) ?? rows.count, rows.count)
        guard top < bottom - 1 || (top == 0 && rows.count == 1) else { return }
        region = top..<bottom
        cursor = Position(row: 0, column: 0)
        isWrapPending = false
    }

    /// Sequences that change cells.
    private mutating func edit(_ sequence: ControlSequence) -> Bool {
        let count = sequence.count()
        switch sequence.final {
        case "J": eraseDisplay(sequence.number(0) ?? 0)
        case "K": eraseLine(sequence.number(0) ?? 0)
        case "X": erase(cursor.row, cursor.column..<min(columns, cursor.column + count))
        case "@": insertCells(count)
        case "P": deleteCells(count)
        case "L": shiftLines(by: count)
        case "M": shiftLines(by: -count)
        case "S": scrollUp(count)
        case "T": scrollDown(count)
        case "b":
            // No more than fill a screen: nothing sensible asks for it.
            guard let lastPrinted else { break }
            for _ in 0..<min(count, columns * rows.count) { print(lastPrinted) }
        default: return false
        }
        if "JKX@PLM".contains(sequence.final) { isWrapPending = false }
        return true
    }
}
