/// Lua cut into its words, for text that compiles.
struct LuaPiece: Sendable, Equatable {
    enum Kind: Sendable { case name, number, string, comment, sign }

    var kind: Kind
    var range: Range<Int>
    /// Of a string without escapes: what is between its quotes.
    var content: Range<Int>?
}

enum LuaPieces {
    static func of(_ text: [UInt8]) -> [LuaPiece] {
        var pieces: [LuaPiece] = []
        var place = 0
        while place < text.count {
            if text[place] <= 0x20 {
                place += 1
                continue
            }
            let piece = piece(of: text, at: place)
            pieces.append(piece)
            place = piece.range.upperBound
        }
        return pieces
    }

    private static func piece(of text: [UInt8], at start: Int) -> LuaPiece {
        let byte = text[start]
        if text[start...].starts(with: "--".utf8) {
            let end = long(in: text, at: start + 2)?.end ?? lineEnd(in: text, from: start)
            return LuaPiece(kind: .comment, range: start..<end)
        }
        if let (content, end) = long(in: text, at: start) {
            return LuaPiece(kind: .string, range: start..<end, content: content)
        }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted(in: text, at: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number(in: text, at: start)
        case _ where isNamePart(byte):
            let end = text[start...].firstIndex { !isNamePart($0) } ?? text.count
            return LuaPiece(kind: .name, range: start..<end)
        default:
            let two = text[start...].prefix(2)
            let isPair = ["==", "~=", "<=", ">=", "::", "//"].contains {
                two.elementsEqual($0.utf8)
            }
            let dots = text[start...].prefix { $0 == UInt8(ascii: ".") }.count
            return LuaPiece(kind: .sign, range: start..<(start + max(isPair ? 2 : 1, dots)))
        }
    }

    private static func quoted(in text: [UInt8], at start: Int) -> LuaPiece {
        var place = start + 1
        var hasEscapes = false
        while place < text.count, text[place] != text[start] {
            if text[place] == UInt8(ascii: "\\") {
                hasEscapes = true
                place += 1
            }
            place += 1
        }
        let end = min(text.count, place + 1)
        let content = hasEscapes || place >= text.count ? nil : (start + 1)..<place
        return LuaPiece(kind: .string, range: start..<end, content: content)
    }

    private static func number(in text: [UInt8], at start: Int) -> LuaPiece {
        var end = start
        while end < text.count {
            let isExponent = end > start && "eEpP".utf8.contains(text[end - 1])
            guard
                isNamePart(text[end]) || text[end] == UInt8(ascii: ".")
                    || isExponent && "+-".utf8.contains(text[end])
            else { break }
            end += 1
        }
        return LuaPiece(kind: .number, range: start..<end)
    }

    /// `[[…]]`, `[==[…]==]`; without its end it goes on to the end of the text.
    private static func long(in text: [UInt8], at start: Int) -> (content: Range<Int>, end: Int)? {
        guard start < text.count, text[start] == UInt8(ascii: "[") else { return nil }
        let level = text[(start + 1)...].prefix { $0 == UInt8(ascii: "=") }.count
        let first = start + level + 2
        guard first <= text.count, text[first - 1] == UInt8(ascii: "[") else { return nil }
        var closing = [UInt8](repeating: UInt8(ascii: "="), count: level + 2)
        closing[0] = UInt8(ascii: "]")
        closing[level + 1] = UInt8(ascii: "]")
        var place = first
        while place < text.count {
            if text[place...].starts(with: closing) {
                return (first..<place, place + closing.count)
            }
            place += 1
        }
        return (first..<text.count, text.count)
    }

    private static func lineEnd(in text: [UInt8], from start: Int) -> Int {
        text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    }

    static func isNamePart(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
    }
}
