/// Text that may be longer than the screen, such as a table whose header goes above each part of it.
struct LongText: Sendable, Equatable {
    /// The lines of a table are rows; how many there are decides what is said of the rest.
    struct Rows: Sendable, Equatable {
        var header: StyledText
        /// Those that were shown before ``LongText/body``.
        var before = 0
        /// All there are, shown or not.
        var total: Int
    }

    var body: StyledText
    /// Nil where it is no table.
    var rows: Rows?
    /// What stands below the last line.
    var end: StyledText?
    /// Where it is only a part: `80 of 10000`.
    var extent: String?

    init(
        _ body: StyledText, rows: Rows? = nil, end: StyledText? = nil, extent: String? = nil
    ) {
        self.body = body
        self.rows = rows
        self.end = end
        self.extent = extent
    }

    /// All of it.
    var whole: StyledText {
        [rows?.header, body, end].compactMap { $0 }.joined(separator: "\n")
    }
}
