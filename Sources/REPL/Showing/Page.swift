/// As much of a text as a screen holds, and what `.more` shows next.
struct Page: Sendable, Equatable {
    var text: StyledText
    var rest: StyledText?

    init(text: StyledText, rest: StyledText?) {
        self.text = text
        self.rest = rest
    }

    /// - Parameter size: nil: everything is one page.
    init(_ whole: StyledText, size: TerminalSize?) {
        guard let size else {
            self.init(text: whole, rest: nil)
            return
        }
        // Room for the line that says there is more, and for the prompt.
        let room = max(3, size.rows - 2)
        let lines = whole.lines
        var used = 0
        var count = 0
        for line in lines {
            used += max(1, (line.width + size.columns - 1) / max(1, size.columns))
            if used > room { break }
            count += 1
        }
        // A line that fills the screen alone is shown all the same.
        count = max(1, count)
        guard count < lines.count else {
            self.init(text: whole, rest: nil)
            return
        }
        let left = lines.count - count
        let note = StyledText("… \(left) more \(left == 1 ? "line" : "lines") · .more", .note)
        self.init(
            text: (lines[..<count] + [note]).joined(separator: "\n"),
            rest: lines[count...].joined(separator: "\n"))
    }
}
