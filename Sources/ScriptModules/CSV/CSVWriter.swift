import JSONValue

/// Writes rows in the form of RFC 4180, with line feeds.
public struct CSVWriter {
    public var delimiter: Character
    /// Puts an apostrophe before text that a spreadsheet would take for a formula (=, +, -, @, tab,
    /// carriage return), as OWASP advises for "CSV injection". Numbers stay as they are.
    public var guardsFormulas: Bool

    public init(delimiter: Character = ",", guardsFormulas: Bool = false) {
        self.delimiter = delimiter
        self.guardsFormulas = guardsFormulas
    }

    /// One line with its end. Nothing for null, JSON for tables.
    public func line(_ cells: [JSONValue]) -> String {
        // A row of one empty field would be an empty line, which readers leave out.
        let texts = cells.map(text)
        if texts == [""] { return "\"\"\n" }
        return texts.joined(separator: String(delimiter)) + "\n"
    }

    private func text(_ cell: JSONValue) -> String {
        switch cell {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .string(let text): quoted(guarded(text))
        case .integer, .number: cell.serialized()
        case .array, .object: quoted(cell.serialized())
        }
    }

    private func guarded(_ text: String) -> String {
        guard guardsFormulas, let first = text.unicodeScalars.first,
            "=+-@\t\r".unicodeScalars.contains(first)
        else { return text }
        return "'" + text
    }

    private func quoted(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { scalar in
            scalar == "\"" || scalar == "\n" || scalar == "\r"
                || delimiter.unicodeScalars.contains(scalar)
        }
        guard needsQuotes || text.first?.isWhitespace == true || text.last?.isWhitespace == true
        else { return text }
        var inner = ""
        for scalar in text.unicodeScalars {
            inner.unicodeScalars.append(scalar)
            if scalar == "\"" { inner.unicodeScalars.append(scalar) }
        }
        return "\"" + inner + "\""
    }
}
