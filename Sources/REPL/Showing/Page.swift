/// As much of a text as a screen holds, and what `.more` shows next.
struct Page: Sendable, Equatable {
    var text: StyledText
    var rest: LongText?

    init(_ text: StyledText, size: TerminalSize?) { self.init(LongText(text), size: size) }

    /// - Parameter size: nil: everything is one page.
    init(_ long: LongText, size: TerminalSize?) {
        guard let size else {
            text = long.whole
            return
        }
        // Room for the line that says there is more, and for the prompt.
        let room = max(3, size.rows - 2)
        let lines = long.body.lines
        let header = long.rows.map { $0.header.rows(in: size) } ?? 0
        let end = long.end.map { $0.rows(in: size) } ?? 0
        var used = header
        var count = 0
        for line in lines {
            used += line.rows(in: size)
            if used > room { break }
            count += 1
        }
        if count == lines.count, used + max(0, end - 1) <= room {
            text = long.whole
            return
        }
        // A line that fills the screen alone is shown all the same.
        count = min(max(1, count), max(1, lines.count - 1))
        guard count < lines.count else {
            text = long.whole
            return
        }
        let shown = [long.rows?.header].compactMap { $0 } + lines[..<count]
        text = (shown + [Self.note(long, shown: count, of: lines.count)]).joined(separator: "\n")
        var rest = long
        rest.body = lines[count...].joined(separator: "\n")
        rest.rows?.before += count
        self.rest = rest
    }

    private static func note(_ long: LongText, shown: Int, of lines: Int) -> StyledText {
        if let rows = long.rows {
            return StyledText("  … \(rows.before + shown) of \(rows.total) · .more", .note)
        }
        let left = lines - shown
        let extent = long.extent.map { " of the first \($0)" } ?? ""
        return StyledText("… \(left) more \(left == 1 ? "line" : "lines")\(extent) · .more", .note)
    }
}

extension StyledText {
    /// The rows of a screen that a line takes.
    fileprivate func rows(in size: TerminalSize) -> Int {
        max(1, (width + size.columns - 1) / max(1, size.columns))
    }
}
