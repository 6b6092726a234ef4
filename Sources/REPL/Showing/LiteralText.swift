import JSONValue
import TavusAPI

/// Values as other programs read them.
enum LiteralText {
    /// JSON texts, one below the other; what JSON has no words for is null, and said.
    static func json(_ values: [ValueSnapshot]) -> StyledText {
        var losses = Losses()
        let texts = values.map { json($0, &losses).serialized(.pretty) }
        return StyledText(escaped(texts.joined(separator: "\n"), as: jsonEscape)) + losses.note
    }

    /// A list of Lua expressions that give equal values.
    static func lua(_ values: [ValueSnapshot]) -> StyledText {
        var losses = Losses()
        let text = values.map { lua($0, indent: "", &losses) }.joined(separator: ",\n")
        return StyledText(escaped(text) { "\\u{\(String($0, radix: 16))}" }) + losses.note
    }

    /// What the text does not have of the value.
    private struct Losses {
        var found: [String] = []

        mutating func add(_ what: String) {
            if !found.contains(what) { found.append(what) }
        }

        var note: StyledText {
            found.isEmpty
                ? "" : StyledText("\n-- not all of it: \(found.joined(separator: ", "))", .note)
        }
    }

    /// A string may hold what moves the cursor. It stands in quotes, where both languages have an escape.
    private static func escaped(_ text: String, as escape: (UInt32) -> String) -> String {
        // Looking costs a tenth of copying, and most text hides nothing.
        guard
            text.unicodeScalars.contains(where: { $0 != "\n" && DisplayText.isHidden($0) })
        else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if scalar != "\n", DisplayText.isHidden(scalar) {
                shown += escape(scalar.value)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// All hidden characters are below U+10000: no surrogates.
    private static func jsonEscape(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    // MARK: JSON

    private static func json(_ value: ValueSnapshot, _ losses: inout Losses) -> JSONValue {
        switch value {
        case .nil: return .null
        case .boolean(let value): return .bool(value)
        case .integer(let value): return .integer(value)
        case .number(let value):
            guard value.isFinite else {
                losses.add("numbers that are not finite")
                return .null
            }
            return .number(value)
        case .string(let text, let cut):
            if cut > 0 { losses.add("\(cut) bytes of a string") }
            return .string(text)
        case .bytes(let text, _):
            losses.add("strings that are not UTF-8")
            return .string(text)
        case .reference:
            losses.add("tables that stand in several places")
            return .null
        case .opaque("json.null"): return .null
        case .opaque(let text):
            losses.add("functions and other objects")
            return .string(text)
        case .table(let table): return json(table, &losses)
        }
    }

    private static func json(_ table: TableSnapshot, _ losses: inout Losses) -> JSONValue {
        noteCuts(table, &losses)
        if table.memberCount == 0, table.itemCount > 0 || table.isArray {
            return .array(table.items.map { json($0, &losses) })
        }
        var object = JSONObject()
        for (index, item) in table.items.enumerated() {
            object["\(index + 1)"] = json(item, &losses)
        }
        if table.itemCount > 0 { losses.add("keys that are not strings") }
        for member in table.members {
            let name = name(member.key, &losses)
            if object[name] != nil { losses.add("one of two members named \"\(name)\"") }
            object[name] = json(member.value, &losses)
        }
        return .object(object)
    }

    private static func name(_ key: ValueSnapshot, _ losses: inout Losses) -> String {
        if case .string(let text, 0) = key { return text }
        losses.add("keys that are not strings")
        return ScalarText.text(key)?.plain ?? "table"
    }

    private static func noteCuts(_ table: TableSnapshot, _ losses: inout Losses) {
        if table.isTooDeep { losses.add("tables that are too deep") }
        let cut =
            table.itemCount - table.items.count + table.memberCount - table.members.count
        if cut > 0, !table.isTooDeep { losses.add("\(cut) members") }
        if table.hasMoreMembers { losses.add("members of a table too large to look through") }
    }

    // MARK: Lua

    private static func lua(
        _ value: ValueSnapshot, indent: String, _ losses: inout Losses
    ) -> String {
        switch value {
        case .nil: return "nil"
        case .boolean(let value): return value ? "true" : "false"
        // The least integer has no literal: its digits alone are a float.
        case .integer(.min): return "math.mininteger"
        case .integer(let value): return "\(value)"
        case .number(let value):
            guard value.isFinite else { return value.isNaN ? "0/0" : value < 0 ? "-1/0" : "1/0" }
            return ScalarText.number(value)
        case .string(let text, let cut):
            if cut > 0 { losses.add("\(cut) bytes of a string") }
            return quoted(text)
        case .bytes(let text, let cut):
            if cut > 0 { losses.add("\(cut) bytes of a string") }
            return "\"\(text)\""
        case .reference:
            losses.add("tables that stand in several places")
            return "nil"
        case .opaque("json.null"): return "json.null"
        case .opaque(let text):
            losses.add("functions and other objects")
            return "nil --[[\(comment(text))]]"
        case .table(let table): return lua(table, indent: indent, &losses)
        }
    }

    private static func lua(
        _ table: TableSnapshot, indent: String, _ losses: inout Losses
    ) -> String {
        noteCuts(table, &losses)
        if table.items.isEmpty, table.members.isEmpty { return "{}" }
        let inner = indent + "  "
        var lines = table.items.map { inner + lua($0, indent: inner, &losses) + "," }
        for member in table.members {
            guard let label = label(member.key, &losses) else { continue }
            let value = lua(member.value, indent: inner, &losses)
            lines.append("\(inner)\(label) = \(value),")
        }
        return "{\n" + lines.joined(separator: "\n") + "\n\(indent)}"
    }

    /// Nil where no literal gives the key: a member without one would be an error.
    private static func label(_ key: ValueSnapshot, _ losses: inout Losses) -> String? {
        switch key {
        case .string(let text, 0) where LuaName.isName(text): return text
        case .reference, .opaque, .nil:
            losses.add("members whose keys are functions and other objects")
            return nil
        default: break
        }
        return "[\(lua(key, indent: "", &losses))]"
    }

    /// What a script says of itself, in a comment that it cannot end.
    private static func comment(_ text: String) -> String {
        DisplayText.safe(text, limit: 200).replacing("]", with: "] ")
    }

    private static func quoted(_ text: String) -> String {
        "\""
            + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n").replacing("\r", with: "\\r")
            .replacing("\0", with: "\\x00") + "\""
    }
}
