/// What Tab lists: a row for each candidate, on at most a third of the screen.
struct CandidateList {
    let candidates: [Candidate]
    let note: String?
    let size: TerminalSize

    /// How many candidates one page shows.
    var pageSize: Int {
        let room = max(3, size.rows / 3)
        return candidates.count <= room ? room : room - 1
    }

    /// Rows that end in newlines; empty after the last page.
    func page(_ number: Int) -> StyledText {
        let start = number * pageSize
        guard start < candidates.count else { return "" }
        let shown = candidates[start..<min(start + pageSize, candidates.count)]
        let labelWidth = min(shown.map { CellWidth.of($0.label) }.max() ?? 0, size.columns / 2)
        let kindWidth = min(shown.map { CellWidth.of($0.kind) }.max() ?? 0, size.columns / 4)
        var list = StyledText()
        for candidate in shown {
            append(candidate, labelWidth: labelWidth, kindWidth: kindWidth, to: &list)
        }
        let rest = candidates.count - start - shown.count
        if rest > 0 { list.append("  … \(rest) more\n", .note) }
        if let note, rest == 0 {
            list.append(Self.fit("  \(note)", size.columns - 1) + "\n", .note)
        }
        return list
    }

    private func append(
        _ candidate: Candidate, labelWidth: Int, kindWidth: Int, to list: inout StyledText
    ) {
        let columns: [(text: String, width: Int, style: Style)] = [
            (candidate.label, labelWidth, .name), (candidate.kind, kindWidth, .typeName),
            (candidate.summary, size.columns, .note),
        ]
        var start = 2
        var written = 0
        for column in columns where column.width > 0 {
            let fitted = Self.fit(column.text, min(column.width, size.columns - 1 - start))
            if !fitted.isEmpty {
                list.append(String(repeating: " ", count: start - written))
                list.append(fitted, column.style)
                written = start + CellWidth.of(fitted)
            }
            start += column.width + 2
        }
        list.append("\n")
    }

    /// One line of at most so many cells.
    static func fit(_ text: String, _ width: Int) -> String {
        let line = text.prefix { !$0.isNewline }
        guard line.endIndex < text.endIndex || CellWidth.of(line) > width else { return text }
        var room = width - 1
        var cut = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            room -= max(0, CellWidth.of(scalar))
            if room < 0 { break }
            cut.append(scalar)
        }
        return width > 0 ? String(cut) + "…" : ""
    }
}
