import TavusAPI

/// Values that take one line, as Lua would write them.
enum ScalarText {
    private static let longest = 400

    /// Nil for tables.
    /// - Parameter isWhole: however long it is.
    static func text(_ value: ValueSnapshot, isWhole: Bool = false) -> StyledText? {
        let longest = isWhole ? .max : longest
        return text(value, longest)
    }

    private static func text(_ value: ValueSnapshot, _ longest: Int) -> StyledText? {
        switch value {
        case .nil: StyledText("nil", .constant)
        case .boolean(let value): StyledText(value ? "true" : "false", .constant)
        case .integer(let value): StyledText("\(value)", .number)
        case .number(let value): StyledText(number(value), .number)
        case .string(let text, let cut): quoted(text, bytesCut: cut, longest)
        case .bytes(let text, let cut): bytes(text, bytesCut: cut, longest)
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
    static func quoted(
        _ text: String, bytesCut: Int, _ longest: Int = longest
    ) -> StyledText {
        let shown = text.prefix(longest)
        let left = text[shown.endIndex...]
        var quoted = StyledText("\"\(escaped(String(shown)))\"", .string)
        if bytesCut > 0 {
            quoted.append(" … +\(left.utf8.count + bytesCut) bytes", .note)
        } else if !left.isEmpty {
            quoted.append(" … +\(left.count) chars", .note)
        }
        return quoted
    }

    static func escaped(_ text: String) -> String {
        var escaped = text
        if text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) {
            escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        }
        return escaped.isPrintableASCII ? escaped : DisplayText.safe(escaped)
    }

    private static func bytes(
        _ text: String, bytesCut: Int, _ longest: Int
    ) -> StyledText {
        let shown = LuaBytes.prefix(text, longest)
        let left = LuaBytes.count(text[shown.endIndex...]) + bytesCut
        var quoted = StyledText("\"\(shown)\"", .string)
        quoted.append(left > 0 ? " … not UTF-8, +\(left) bytes" : " not UTF-8", .note)
        return quoted
    }
}

/// The text of a string that is no UTF-8: printable ASCII with Lua's escapes.
private enum LuaBytes {
    /// At most so many characters of it, and no half escapes.
    static func prefix(_ text: String, _ limit: Int) -> Substring {
        var end = text.startIndex
        var used = 0
        while end < text.endIndex {
            let size = size(text[end...])
            guard used + size <= limit else { break }
            used += size
            end = text.index(end, offsetBy: size)
        }
        return text[..<end]
    }

    /// The bytes that it stands for.
    static func count(_ text: Substring) -> Int {
        var rest = text
        var count = 0
        while !rest.isEmpty {
            rest = rest.dropFirst(size(rest))
            count += 1
        }
        return count
    }

    /// The characters that the first byte takes.
    private static func size(_ text: Substring) -> Int {
        guard text.first == "\\" else { return 1 }
        return text.dropFirst().first == "x" ? 4 : 2
    }
}
