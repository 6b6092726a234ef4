/// What a user sees: rows of cells, a cursor, and the lines that left at the top.
///
/// It follows xterm, and does not reflow when its size changes. Sequences it does not know are listed in
/// ``unknown``: a program that can be trusted with a terminal sends none.
public struct Screen: Sendable {
    public struct Position: Sendable, Equatable, CustomStringConvertible {
        public var row: Int
        public var column: Int

        public init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }

        public var description: String { "row \(row), column \(column)" }
    }

    public struct Modes: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let autowrap = Modes(rawValue: 1)
        public static let insert = Modes(rawValue: 2)
        public static let cursorVisible = Modes(rawValue: 4)
        public static let bracketedPaste = Modes(rawValue: 8)
        public static let applicationCursorKeys = Modes(rawValue: 16)
        public static let applicationKeypad = Modes(rawValue: 32)
        public static let mouse = Modes(rawValue: 64)
        /// As a terminal starts.
        public static let initial: Modes = [.autowrap, .cursorVisible]
    }

    struct SavedCursor {
        var cursor = Position(row: 0, column: 0)
        var look = Look.plain
        var isWrapPending = false
    }

    public internal(set) var columns: Int
    public internal(set) var rows: [Row]
    public internal(set) var cursor = Position(row: 0, column: 0)
    /// The last column was written; the next character goes to the next row.
    public internal(set) var isWrapPending = false
    public internal(set) var modes = Modes.initial
    /// The lines that left at the top, oldest first; the newest ``scrollbackLimit``.
    public internal(set) var scrollback: [Row] = []
    public internal(set) var bells = 0
    /// Sequences and control characters that mean nothing to this terminal.
    public internal(set) var unknown: [String] = []
    /// Sequences that a dumb terminal would show as garbage.
    public internal(set) var sequenceCount = 0
    public var isAlternate: Bool { primary != nil }

    var look = Look.plain
    var saved = SavedCursor()
    /// The rows that scroll.
    var region: Range<Int>
    /// What stands on the primary screen while the alternate one is shown.
    var primary: (rows: [Row], saved: SavedCursor)?
    /// For REP.
    var lastPrinted: Unicode.Scalar?

    static let scrollbackLimit = 20_000

    public init(size: WindowSize) {
        columns = size.columns
        rows = Array(repeating: Row(cells: []), count: size.rows)
        region = 0..<size.rows
        for row in rows.indices { rows[row] = blankRow() }
    }

    public var size: WindowSize { WindowSize(columns: columns, rows: rows.count) }

    func blankRow() -> Row {
        // Erased cells take the background and nothing else.
        var look = Look.plain
        look.background = self.look.background
        return Row(cells: Array(repeating: .blank(look), count: columns))
    }
}

/// Columns and rows of a terminal.
public struct WindowSize: Sendable, Equatable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    public static let standard = WindowSize(columns: 80, rows: 24)
    public static let narrow = WindowSize(columns: 40, rows: 24)
}
