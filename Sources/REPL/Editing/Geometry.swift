/// A cell of a terminal, from the first row of what is being typed.
struct CellPosition: Equatable, Comparable {
    var row: Int
    var column: Int

    static func < (one: Self, other: Self) -> Bool {
        (one.row, one.column) < (other.row, other.column)
    }
}

/// Where the characters of a prompt and an entry stand on a terminal, row by row as libedit and others
/// wrap them: a full row is followed by one at once, even if nothing comes after it.
struct Geometry: Equatable {
    let columns: Int
    /// The scalar, of prompt and entry together, that each row begins with.
    private(set) var rowStarts = [0]
    private(set) var cursor = CellPosition(row: 0, column: 0)
    /// Where the next character would stand.
    private(set) var end = CellPosition(row: 0, column: 0)

    /// - Parameter cursor: an index into `scalars`, or their count.
    init(scalars: some RandomAccessCollection<Unicode.Scalar>, cursor: Int, columns: Int) {
        self.columns = max(1, columns)
        var place = CellPosition(row: 0, column: 0)
        for (index, scalar) in scalars.enumerated() {
            let cells = Self.cells(of: scalar, at: place.column, columns: self.columns)
            // A wide character that does not fit leaves the last cell empty.
            if place.column + cells > self.columns { startRow(index, &place) }
            if index == cursor { self.cursor = place }
            place.column += cells
            if scalar == "\n" || place.column >= self.columns { startRow(index + 1, &place) }
        }
        if cursor >= scalars.count { self.cursor = place }
        end = place
    }

    private mutating func startRow(_ scalar: Int, _ place: inout CellPosition) {
        rowStarts.append(scalar)
        place = CellPosition(row: place.row + 1, column: 0)
    }

    /// How many cells a character takes that would stand in this column.
    static func cells(of scalar: Unicode.Scalar, at column: Int, columns: Int) -> Int {
        switch scalar {
        case " "..."~": 1
        case "\n": 0
        case "\t": min(8 - column % 8, columns - column)
        case ..." ", "\u{7f}": min(2, columns)
        default: min(CellWidth.of(scalar) < 0 ? 1 : CellWidth.of(scalar), columns)
        }
    }
}
