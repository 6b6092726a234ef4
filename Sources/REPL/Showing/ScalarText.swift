import TavusAPI

/// Values that take one line, as Lua would write them.
enum ScalarText {
    private static let longest = 400

    /// Nil for tables.
    static func text(_ value: ValueSnapshot) -> StyledText? {
        switch value {
        case .nil: StyledText("nil", .constant)
        case .boolean(let value): StyledText(value ? "true" : "false", .constant)
        case .integer(let value): StyledText("\(value)", .number)
        case .number(let value): StyledText(number(value), .number)
        case .string(let text, let cut): quoted(text, bytesCut: cut)
        case .bytes(let text, let cut): bytes(text, bytesCut: cut)
        case .reference(let number): StyledText("<ref \(number)>", .reference)
        case .opaque(let text): StyledText(DisplayText.safe(text, limit: longest), .typeName)
        case .table: nil
        }
    }

    /// As Lua's `%.14g` would, unless that loses digits; floats without a fraction keep their `.0`.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let text = "\(value)"
        return text.replacing("e+", with: "e")
    }

    /// `"text"`, with control characters spelled out.
    static func quoted(_ text: String, bytesCut: Int) -> StyledText {
        let (shown, left) = cut(text)
        var quoted = StyledText("\"\(escaped(shown))\"", .string)
        if left + bytesCut > 0 {
            quoted.append(" … +\(left + bytesCut) \(bytesCut > 0 ? "bytes" : "chars")", .note)
        }
        return quoted
    }

    static func escaped(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return DisplayText.safe(escaped)
    }

    private static func bytes(_ text: String, bytesCut: Int) -> StyledText {
        let (shown, left) = cut(text)
        var quoted = StyledText("\"\(shown)\"", .string)
        quoted.append(
            left + bytesCut > 0 ? " … not UTF-8, +\(left + bytesCut) bytes" : " not UTF-8", .note)
        return quoted
    }

    private static func cut(_ text: String) -> (String, left: Int) {
        let end = text.index(text.startIndex, offsetBy: longest, limitedBy: text.endIndex)
        guard let end, end < text.endIndex else { return (text, 0) }
        return (String(text[..<end]), text.distance(from: end, to: text.endIndex))
    }
}
