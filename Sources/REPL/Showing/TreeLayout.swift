import TavusAPI

/// A value as Lua would write it: on one line if that fits, else a member a line.
struct TreeLayout {
    /// Cells of a line.
    let columns: Int
    /// Tables that something refers to: they carry their number.
    let referenced: Set<Int>

    /// However deep and long it is.
    var isWhole = false

    private var deepest: Int { isWhole ? .max : 4 }
    private var longest: Int { isWhole ? .max : 80 }

    /// - Parameters:
    ///   - depth: how many tables it stands in.
    ///   - used: cells of its first line that are taken already.
    func text(_ value: ValueSnapshot, depth: Int = 0, used: Int = 0) -> StyledText {
        guard case .table(let table) = value else {
            return ScalarText.text(value, isWhole: isWhole) ?? ""
        }
        var line = StyledText()
        if appendLine(value, depth: depth, to: &line, room: max(16, columns - used)) { return line }
        return block(table, depth: depth)
    }

    /// How much of a long list is shown; nil where all of it is.
    func extent(of value: ValueSnapshot) -> String? {
        guard case .table(let table) = value else { return nil }
        let shown = min(table.items.count, longest)
        return table.itemCount > shown ? "\(shown) of \(table.itemCount)" : nil
    }

    // MARK: One line

    /// False where it does not fit; what was appended is of no use then.
    private func appendLine(
        _ value: ValueSnapshot, depth: Int, to line: inout StyledText, room: Int
    ) -> Bool {
        guard case .table(let table) = value else {
            line.append(ScalarText.text(value, isWhole: isWhole) ?? "")
            return line.width <= room
        }
        line.append(mark(table))
        if isEmpty(table) {
            line.append("{}", .punctuation)
            return line.width <= room
        }
        if isCut(table, depth) {
            line.append("{…}", .note)
            return line.width <= room
        }
        line.append("{ ", .punctuation)
        for (index, part) in parts(table).enumerated() {
            if index > 0 { line.append(", ", .punctuation) }
            line.append(part.label)
            if let value = part.value {
                guard appendLine(value, depth: depth + 1, to: &line, room: room - 2) else {
                    return false
                }
            }
            guard line.width <= room - 2 else { return false }
        }
        line.append(" }", .punctuation)
        return line.width <= room
    }

    // MARK: Several lines

    private func block(_ table: TableSnapshot, depth: Int) -> StyledText {
        let indent = StyledText.blanks(2 * (depth + 1))
        var block = mark(table)
        block.append("{\n", .punctuation)
        for part in parts(table) {
            block.append(indent + part.label)
            if let value = part.value {
                let used = indent.width + part.label.width + 1
                block.append(text(value, depth: depth + 1, used: used))
                block.append(",", .punctuation)
            }
            block.append("\n")
        }
        return block + StyledText.blanks(2 * depth) + StyledText("}", .punctuation)
    }

    // MARK: Parts

    private struct Part {
        /// `name = `, nothing for items, a note without a value.
        var label: StyledText
        var value: ValueSnapshot?
    }

    private func parts(_ table: TableSnapshot) -> [Part] {
        var parts = table.items.prefix(longest).map { Part(label: "", value: $0) }
        if table.itemCount > parts.count {
            parts.append(Part(label: note(table.itemCount - parts.count, "items")))
        }
        let members = table.members.prefix(longest)
        parts += members.map { Part(label: label($0.key), value: $0.value) }
        let left = table.memberCount - members.count
        if table.hasMoreMembers {
            let note = left > 0 ? "… more than \(left) more members" : "… and perhaps more members"
            parts.append(Part(label: StyledText(note, .note)))
        } else if left > 0 {
            parts.append(Part(label: note(left, "members")))
        }
        return parts
    }

    private func note(_ count: Int, _ what: String) -> StyledText {
        StyledText("… \(count) more \(count == 1 ? String(what.dropLast()) : what)", .note)
    }

    private func label(_ key: ValueSnapshot) -> StyledText {
        if case .string(let text, 0) = key, LuaName.isName(text) {
            return StyledText(text, .fieldName) + StyledText(" = ", .punctuation)
        }
        let shown = ScalarText.text(key, isWhole: isWhole) ?? StyledText("table", .typeName)
        return StyledText("[", .punctuation) + shown + StyledText("] = ", .punctuation)
    }

    /// `<1> ` before a table that something refers to, its type where it has one.
    private func mark(_ table: TableSnapshot) -> StyledText {
        var mark = StyledText()
        if referenced.contains(table.number) { mark.append("<\(table.number)> ", .reference) }
        if let type = table.typeName, !table.isArray {
            mark.append(DisplayText.safe(type, limit: 60) + " ", .typeName)
        }
        return mark
    }

    private func isEmpty(_ table: TableSnapshot) -> Bool {
        table.itemCount == 0 && table.memberCount == 0 && !table.isTooDeep
    }

    private func isCut(_ table: TableSnapshot, _ depth: Int) -> Bool {
        table.isTooDeep || depth >= deepest
    }
}

/// What Lua takes for a name.
enum LuaName {
    static let keywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
        "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, !(48...57).contains(first) else { return false }
        return bytes.allSatisfy(isPart) && !keywords.contains(text)
    }

    static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 95, 97...122: true
        default: false
        }
    }
}
