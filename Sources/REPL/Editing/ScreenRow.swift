/// A row of the terminal as it is sent.
struct ScreenRow: Equatable {
    /// With escape sequences; colours end with the row.
    var bytes: [UInt8] = []
    var width = 0
    /// The row after it goes on with the same line, so that the terminal wraps it: it is then one line
    /// when it is copied.
    var continues = false
}

/// Writes characters into rows.
struct RowWriter {
    let columns: Int
    private(set) var row = ScreenRow()
    private var code: String?

    init(columns: Int) { self.columns = columns }

    /// Adds a character, if it fits; the caller wraps.
    mutating func append(_ scalar: Unicode.Scalar, code: String?) {
        let cells = Geometry.cells(of: scalar, at: row.width, columns: columns)
        guard row.width + cells <= columns, scalar != "\n" else { return }
        // A mark without a character before it would change whatever the terminal has there.
        guard cells > 0 || row.width > 0 else { return }
        use(code)
        switch scalar {
        case "\t": row.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: cells))
        case ..."\u{1f}", "\u{7f}":
            let letter = UInt8(truncatingIfNeeded: scalar.value ^ 0x40)
            row.bytes.append(contentsOf: [UInt8(ascii: "^"), letter].prefix(cells))
        default:
            let isShown = CellWidth.of(scalar) >= 0 && CellWidth.of(scalar) <= columns
            row.bytes.append(contentsOf: Array(String(isShown ? scalar : "\u{FFFD}").utf8))
        }
        row.width += cells
    }

    /// Adds text as far as it fits before `limit`; what was cut is marked.
    mutating func append(cutting text: String, code: String?, limit: Int) {
        let scalars = text.unicodeScalars.prefix { $0 != "\n" }
        let isWhole = scalars.endIndex == text.unicodeScalars.endIndex
        let room = limit - row.width
        let needed = scalars.reduce(0) { $0 + max(0, CellWidth.of($1)) }
        guard room > 0 else { return }
        let cut = isWhole && needed <= room ? room : room - 1
        var used = 0
        for scalar in scalars {
            used += max(0, CellWidth.of(scalar))
            if used > cut { break }
            append(scalar, code: code)
        }
        if cut < room { append("…", code: code) }
    }

    /// The row, with its colours ended.
    mutating func finish(continues: Bool) -> ScreenRow {
        use(nil)
        row.continues = continues
        // A wide character did not fit; not all terminals would wrap it by themselves.
        if continues, row.width < columns {
            row.bytes.append(contentsOf: repeatElement(32, count: columns - row.width))
            row.width = columns
        }
        defer { row = ScreenRow() }
        return row
    }

    private mutating func use(_ wanted: String?) {
        guard wanted != code else { return }
        if code != nil { row.bytes.append(contentsOf: "\u{1b}[0m".utf8) }
        if let wanted { row.bytes.append(contentsOf: "\u{1b}[\(wanted)m".utf8) }
        code = wanted
    }
}
