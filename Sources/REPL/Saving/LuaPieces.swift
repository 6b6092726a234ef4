/// A token of Lua, by the bytes of a text that compiles.
struct LuaPiece: Sendable, Equatable {
    enum Kind: Sendable { case name, number, string, comment, sign }

    /// Keywords are names here: what stands beside a name is asked for by its text.
    var kind: Kind
    var range: Range<Int>
    /// Of a string without escapes: what is between its quotes.
    var content: Range<Int>?
}

enum LuaPieces {
    static func of(_ text: [UInt8]) -> [LuaPiece] {
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var starts = [0]
        starts.reserveCapacity(scalars.count + 1)
        for scalar in scalars { starts.append(starts[starts.count - 1] + UTF8.width(scalar)) }
        return LuaScanner.tokens(of: scalars).map { token in
            let range = starts[token.range.lowerBound]..<starts[token.range.upperBound]
            let kind = kind(of: token, beginning: text[range])
            let content = token.kind == .string ? content(of: range, in: text) : nil
            return LuaPiece(kind: kind, range: range, content: content)
        }
    }

    private static func kind(of token: LuaToken, beginning text: ArraySlice<UInt8>) -> LuaPiece.Kind
    {
        switch token.kind {
        case .name, .keyword: .name
        case .number: .number
        case .string: .string
        case .comment: .comment
        case .unfinished: text.starts(with: "--".utf8) ? .comment : .string
        case .symbol, .other: .sign
        }
    }

    private static func content(of range: Range<Int>, in text: [UInt8]) -> Range<Int>? {
        guard text[range.lowerBound] == UInt8(ascii: "[") else {
            let content = (range.lowerBound + 1)..<(range.upperBound - 1)
            return text[content].contains(UInt8(ascii: "\\")) ? nil : content
        }
        let level = text[(range.lowerBound + 1)...].prefix { $0 == UInt8(ascii: "=") }.count
        return (range.lowerBound + level + 2)..<(range.upperBound - level - 2)
    }

    static func isNamePart(_ byte: UInt8) -> Bool {
        LuaScanner.isNamePart(Unicode.Scalar(byte))
    }
}
