import EditlineShim

/// How many cells of a terminal text takes, by the same table that libedit wraps lines with.
public enum CellWidth {
    /// 0 for combining marks, 2 for wide characters, -1 for what cannot be printed.
    public static func of(_ scalar: Unicode.Scalar) -> Int {
        if (0x20...0x7e).contains(scalar.value) { return 1 }
        return Int(editline_cell_width(scalar.value))
    }

    /// Of one line; what cannot be printed counts nothing.
    public static func of(_ text: some StringProtocol) -> Int {
        if text.isPrintableASCII { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + max(0, of($1)) }
    }
}
