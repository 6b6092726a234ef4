import JSONValue
import TavusAPI

/// A value as Lua writes it, so that `load("return " .. text)()` gives it back. Nulls are `nil`.
enum LuaLiteral {
    static func text(_ value: JSONValue, indent: String = "") -> String {
        switch value {
        case .null: return "nil"
        case .bool, .integer, .number: return value.serialized()
        case .string(let text): return quoted(text)
        case .array(let items):
            return block(items.map { self.text($0, indent: indent + "  ") }, indent)
        case .object(let members):
            return block(
                members.map { name, value in
                    "\(key(name)) = \(self.text(value, indent: indent + "  "))"
                }, indent)
        }
    }

    private static func block(_ lines: [String], _ indent: String) -> String {
        guard !lines.isEmpty else { return "{}" }
        let rows = lines.map { "\(indent)  \($0),\n" }.joined()
        return "{\n\(rows)\(indent)}"
    }

    private static func key(_ name: String) -> String {
        isName(name) ? name : "[\(quoted(name))]"
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 95, 97...122: true
            default: false
            }
        }
        return isWord && !APIOperation.luaKeywords.contains(text)
    }

    private static func quoted(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\t": literal += "\\t"
            case "\r": literal += "\\r"
            case _ where DisplayText.isHidden(scalar):
                literal += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
