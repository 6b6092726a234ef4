import JSONValue
import TavusAPI

/// Values as other programs read them.
enum LiteralText {
    /// JSON; what it has no words for is null, and said.
    static func json(_ value: ValueSnapshot) -> StyledText {
        var losses = Losses()
        let text = json(value, &losses).serialized(.pretty)
        return StyledText(escaped(text, as: jsonEscape)) + losses.note
    }

    /// A Lua expression that gives an equal value.
    static func lua(_ value: ValueSnapshot) -> StyledText {
        var losses = Losses()
        let text = lua(value, indent: "", &losses)
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
        for member in table.members { object[name(member.key)] = json(member.value, &losses) }
        return .object(object)
    }

    private static func name(_ key: ValueSnapshot) -> String {
        if case .string(let text, _) = key { return text }
        return ScalarText.text(key)?.plain ?? "table"
    }

    private static func noteCuts(_ table: TableSnapshot, _ losses: inout Losses) {
        if table.isTooDeep { losses.add("tables that are too deep") }
        let cut =
            table.itemCount - table.items.count + table.memberCount - table.members.count
        if cut > 0, !table.isTooDeep { losses.add("\(cut) members") }
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
            return "\"\(text.replacing("\"", with: "\\\""))\""
        case .reference:
            losses.add("tables that stand in several places")
            return "nil"
        case .opaque("json.null"): return "json.null"
        case .opaque(let text):
            losses.add("functions and other objects")
            return "nil --[[\(text)]]"
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
            let value = lua(member.value, indent: inner, &losses)
            lines.append("\(inner)\(label(member.key, &losses)) = \(value),")
        }
        return "{\n" + lines.joined(separator: "\n") + "\n\(indent)}"
    }

    private static func label(_ key: ValueSnapshot, _ losses: inout Losses) -> String {
        if case .string(let text, 0) = key, LuaName.isName(text) { return text }
        return "[\(lua(key, indent: "", &losses))]"
    }

    private static func quoted(_ text: String) -> String {
        "\""
            + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n").replacing("\r", with: "\\r")
            .replacing("\0", with: "\\0") + "\""
    }
}
