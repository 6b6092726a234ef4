/// Text set in lines of at most so many columns.
struct TextColumns {
    /// As this project's own files are wide.
    static let usual = 100

    let width: Int
    private(set) var lines: [String] = []

    init(width: Int = usual) { self.width = max(20, width) }

    var text: String { lines.joined(separator: "\n") }

    mutating func blank() { lines.append("") }

    mutating func heading(_ text: String) {
        blank()
        lines.append(text)
    }

    /// A paragraph whose lines all begin at `indent`.
    mutating func paragraph(_ text: String, indent: Int = 0) {
        wrap(text, first: indent, rest: indent)
    }

    /// Text that keeps its own lines.
    mutating func verbatim(_ text: String, indent: Int) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(String(repeating: " ", count: indent) + line)
        }
    }

    /// A name, and what it means beside it; below it where the name is too long.
    mutating func entry(_ name: String, _ text: String, indent: Int, column: Int) {
        let head = String(repeating: " ", count: indent) + name
        let column = min(column, width / 3)
        guard head.count < column else {
            lines.append(head)
            return wrap(text, first: column, rest: column)
        }
        let start = lines.count
        wrap(text, first: column, rest: column)
        lines[start] = head + lines[start].dropFirst(head.count)
    }

    private mutating func wrap(_ text: String, first: Int, rest: Int) {
        var line = String(repeating: " ", count: first)
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: rest)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        lines.append(line)
    }
}
