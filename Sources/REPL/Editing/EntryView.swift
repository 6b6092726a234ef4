/// What is being typed, as rows.
struct EntryView {
    var prompt: StyledText
    var buffer: EditBuffer
    /// As many as the buffer has scalars, or none.
    var styles: [Style] = []
    /// Dim, after the end.
    var hint: String?
    var theme: Theme
    var size: TerminalSize

    struct Rows: Equatable {
        var rows: [ScreenRow]
        /// Counted from the first of `rows`.
        var cursor: CellPosition
        /// How many rows of the entry are above.
        var top: Int
    }

    /// The rows that fit on the screen, with the cursor's among them.
    /// - Parameter top: the first row that was shown before; it stays, if the cursor allows.
    func rows(top: Int) -> Rows {
        let promptScalars = prompt.pieces.flatMap { piece in piece.text.unicodeScalars }
        let geometry = Geometry(
            scalars: promptScalars + buffer.scalars, cursor: promptScalars.count + buffer.cursor,
            columns: size.columns)
        let count = geometry.rowStarts.count
        guard count > size.rows else {
            return Rows(
                rows: (0..<count).map { row($0, geometry) }, cursor: geometry.cursor, top: 0)
        }
        let shown = max(1, size.rows - 1)
        let lowest = max(0, geometry.cursor.row - shown + 1)
        let first = min(max(top, lowest), min(geometry.cursor.row, count - shown))
        var rows = (first..<first + shown).map { row($0, geometry) }
        // The terminal must not wrap into the note.
        rows[rows.count - 1].continues = false
        if size.rows > 1 { rows.append(note(count)) }
        var cursor = geometry.cursor
        cursor.row -= first
        return Rows(rows: rows, cursor: cursor, top: first)
    }

    /// All rows, with the cursor at the end: how an entry is left behind.
    func allRows() -> Rows {
        var whole = self
        whole.buffer.cursor = buffer.scalars.count
        whole.hint = nil
        whole.size.rows = .max
        return whole.rows(top: 0)
    }

    private func note(_ count: Int) -> ScreenRow {
        var writer = RowWriter(columns: size.columns)
        writer.append(
            cutting: "(\(count) rows, C-x C-e to edit)", code: theme.code(.note),
            limit: size.columns - 1)
        return writer.finish(continues: false)
    }

    private func row(_ number: Int, _ geometry: Geometry) -> ScreenRow {
        let promptCount = prompt.pieces.reduce(0) { $0 + $1.text.unicodeScalars.count }
        let isLast = number == geometry.rowStarts.count - 1
        let start = geometry.rowStarts[number]
        let end = isLast ? promptCount + buffer.scalars.count : geometry.rowStarts[number + 1]
        var writer = RowWriter(columns: geometry.columns)
        if start < promptCount { writePrompt(start..<min(end, promptCount), to: &writer) }
        for index in max(start, promptCount)..<max(end, promptCount) {
            let style = styles.isEmpty ? nil : theme.code(styles[index - promptCount])
            writer.append(buffer.scalars[index - promptCount], code: style)
        }
        if isLast, let hint {
            writer.append(cutting: hint, code: theme.code(.hint), limit: geometry.columns - 1)
        }
        let isBroken =
            end > promptCount && end > start && buffer.scalars[end - promptCount - 1] == "\n"
        return writer.finish(continues: !isLast && !isBroken)
    }

    private func writePrompt(_ range: Range<Int>, to writer: inout RowWriter) {
        var index = 0
        for piece in prompt.pieces {
            for scalar in piece.text.unicodeScalars {
                if range.contains(index) { writer.append(scalar, code: theme.code(piece.style)) }
                index += 1
            }
        }
    }
}
