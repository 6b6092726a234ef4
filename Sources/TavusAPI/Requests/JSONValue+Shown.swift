import JSONValue

extension JSONValue {
    /// The value with its type, for messages: `string "60"`, `list`, `integer 5`.
    var shown: String {
        switch self {
        case .null: "null"
        case .bool: "boolean \(shownValue)"
        case .integer: "integer \(shownValue)"
        case .number: "number \(shownValue)"
        case .string: "string \(shownValue)"
        case .array: "list"
        case .object: "object"
        }
    }

    /// The value as JSON text, cut where it would fill a line.
    var shownValue: String {
        if case .string(let text) = self, text.unicodeScalars.count > 40 {
            let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(40)))
            return JSONValue.string(start + "…").serialized()
        }
        return serialized()
    }
}
