extension Screen {
    /// The rows without blanks at their ends, and without empty rows at the end.
    public var lines: [String] { Self.trimmed(rows.map(\.text)) }

    /// The rows as one text, for comparing with what a user should see.
    public var text: String { lines.joined(separator: "\n") }

    /// All that was shown: the lines that left at the top, then the screen.
    public var transcript: String {
        Self.trimmed(scrollback.map(\.text) + rows.map(\.text)).joined(separator: "\n")
    }

    /// All that was shown, with rows joined where text was too long for one.
    public var unwrappedTranscript: String {
        var lines: [String] = []
        var goesOn = false
        for row in scrollback + rows {
            if goesOn {
                lines[lines.count - 1] += row.wholeText
            } else {
                lines.append(row.wholeText)
            }
            goesOn = row.isWrapped
        }
        return Self.trimmed(lines.map(\.withoutBlanksAtEnd)).joined(separator: "\n")
    }

    /// The row of the cursor.
    public var cursorLine: String { rows[cursor.row].text }

    /// The looks of the cells that show the text, where it stands last on the screen; empty if nowhere.
    public func looks(of text: String) -> [Look] {
        let wanted = text.map(String.init)
        for row in rows.reversed() {
            let shown = row.cells.filter { !$0.isRightHalf }
            guard !wanted.isEmpty, shown.count >= wanted.count else { continue }
            for start in (0...(shown.count - wanted.count)).reversed() {
                let place = start..<(start + wanted.count)
                if shown[place].map(\.text) == wanted { return shown[place].map(\.look) }
            }
        }
        return []
    }

    private static func trimmed(_ lines: [String]) -> [String] {
        Array(lines.reversed().drop { $0.isEmpty }.reversed())
    }

    /// The screen in a frame, for messages of tests; the cursor's row has a mark.
    public var framed: String {
        let edge = "+" + String(repeating: "-", count: columns) + "+"
        let body = rows.indices.map { row in
            let cells = rows[row].cells.reduce(into: "") { $0 += $1.text }
            return "|\(cells)|" + (row == cursor.row ? " < cursor in \(cursor.column)" : "")
        }
        return ([edge] + body + [edge]).joined(separator: "\n")
    }
}
