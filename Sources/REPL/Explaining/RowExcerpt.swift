import TavusAPI

/// A row of source as a terminal can show it, with a part of it to be underlined.
struct RowExcerpt: Equatable {
    private(set) var text = ""
    /// Cells before the part, and those of it.
    private(set) var indent = 0
    private(set) var width = 0

    /// - Parameters:
    ///   - part: of the scalars of the row.
    ///   - room: the cells there are; a longer row is shown around the part.
    init(_ row: String, part: Range<Int>?, room: Int) {
        let shown = row.unicodeScalars.map { $0 == "\t" ? "  " : DisplayText.safe(String($0)) }
        let part = part ?? 0..<0
        let widths = shown.map { CellWidth.of($0) }
        var start = 0
        var end = shown.count
        if widths.reduce(0, +) > room {
            // Where the part is in sight from the start of the row, the row begins there.
            if widths.prefix(part.upperBound).reduce(0, +) >= room {
                start = min(part.lowerBound, shown.count)
                var before = 0
                while start > 0, before + widths[start - 1] < room / 3 {
                    start -= 1
                    before += widths[start]
                }
            }
            end = start
            var used = start > 0 ? 2 : 1
            while end < shown.count, used + widths[end] <= room {
                used += widths[end]
                end += 1
            }
            // Near the end of the row there is room before the part.
            while end == shown.count, start > 0, used + widths[start - 1] <= room {
                start -= 1
                used += widths[start]
            }
        }
        let mark = (before: start > 0 ? "…" : "", after: end < shown.count ? "…" : "")
        text = mark.before + shown[start..<end].joined() + mark.after
        let first = min(max(part.lowerBound, start), end)
        let last = min(max(part.upperBound, first), end)
        indent = CellWidth.of(mark.before) + widths[start..<first].reduce(0, +)
        width = max(1, widths[first..<last].reduce(0, +))
    }
}
