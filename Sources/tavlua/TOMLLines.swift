/// Finds the line of a key in the text of a TOML file, which TOMLKit does not tell.
///
/// Good for messages alone: a text that looks like a key inside a string of many lines is taken for one.
struct TOMLLines {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// The number of the line, from 1.
    /// - Parameter table: the name in `[…]`; nil for the top of the file and its tables.
    func line(of key: String, in table: String?) -> Int? {
        var current: String?
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.first == "[" {
                let header = text.drop { $0 == "[" }
                current = Self.keys(header.prefix { $0 != "]" }).first
                if table == nil && current == key { return index + 1 }
                continue
            }
            guard let sign = text.firstIndex(of: "=") else { continue }
            let path = [current].compactMap(\.self) + Self.keys(text[..<sign])
            if path.starts(with: [table, key].compactMap(\.self)) { return index + 1 }
            // repl = { edit_mode = "vi" }
            let rest = text[sign...]
            if let table, path == [table], Self.words(rest).contains(key) { return index + 1 }
        }
        return nil
    }

    /// `a."b".c` as its names.
    private static func keys(_ text: Substring) -> [String] {
        text.split(separator: ".").map { part in
            String(part.drop { " \t\"'".contains($0) }.prefix { !" \t\"'".contains($0) })
        }
    }

    private static func words(_ text: Substring) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.map(String.init)
    }
}
