extension Screen {
    mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x07: bells += 1
        case 0x08:
            isWrapPending = false
            cursor.column = max(0, cursor.column - 1)
        case 0x09:
            // Stops at every eighth column; a tab at the end of a row stays there.
            isWrapPending = false
            cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
        case 0x0A, 0x0B, 0x0C: lineFeed()
        case 0x0D:
            isWrapPending = false
            cursor.column = 0
        // NUL and DEL are padding; SO and SI choose character sets, of which there is one; ^C, ^Z and ^\
        // may come back as an echo.
        case 0x00, 0x0E, 0x0F, 0x7F, 0x03, 0x1A, 0x1C: break
        default: unknown.append("C0 \(String(byte, radix: 16))")
        }
    }

    mutating func escape(_ text: String) {
        switch text {
        case "7": saved = SavedCursor(cursor: cursor, look: look, isWrapPending: isWrapPending)
        case "8": restoreCursor()
        case "D": lineFeed()
        case "E":
            cursor.column = 0
            lineFeed()
        case "M": reverseLineFeed()
        case "c": self = Screen(size: size)
        case "=": modes.insert(.applicationKeypad)
        case ">": modes.remove(.applicationKeypad)
        // The ASCII character set, and the end of a string that was not one.
        case "(B", ")B", "\\": break
        default: unknown.append("ESC \(text)")
        }
    }

    mutating func restoreCursor() {
        cursor.row = min(saved.cursor.row, rows.count - 1)
        cursor.column = min(saved.cursor.column, columns - 1)
        look = saved.look
        isWrapPending = saved.isWrapPending
    }

    /// `h` and `l`.
    mutating func setMode(_ sequence: ControlSequence, _ isOn: Bool) {
        for number in sequence.all {
            switch (sequence.prefix, number) {
            case ("", 4): set(.insert, isOn)
            case ("?", 1): set(.applicationCursorKeys, isOn)
            case ("?", 7): set(.autowrap, isOn)
            case ("?", 25): set(.cursorVisible, isOn)
            case ("?", 1000), ("?", 1002), ("?", 1003), ("?", 1006): set(.mouse, isOn)
            case ("?", 2004): set(.bracketedPaste, isOn)
            case ("?", 47), ("?", 1047), ("?", 1049): setAlternate(isOn)
            // A blinking cursor, and one that a terminal may smooth.
            case ("?", 12), ("?", 4): break
            default: unknown.append(sequence.spelled)
            }
        }
    }

    private mutating func set(_ mode: Modes, _ isOn: Bool) {
        if isOn { modes.insert(mode) } else { modes.remove(mode) }
    }

    private mutating func setAlternate(_ isOn: Bool) {
        guard isOn != isAlternate else { return }
        if isOn {
            let here = SavedCursor(cursor: cursor, look: look, isWrapPending: isWrapPending)
            primary = (rows, here)
            for row in rows.indices { rows[row] = blankRow() }
        } else if let (rows, here) = primary {
            self.rows = rows
            saved = here
            primary = nil
            restoreCursor()
        }
    }
}
