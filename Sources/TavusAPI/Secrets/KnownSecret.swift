/// A secret, to be found as it is, with any of its characters escaped as JSON, Lua and URLs do it, and
/// inside Base64 text.
public struct KnownSecret: Sendable {
    private let bytes: [UInt8]
    /// What Base64 makes of it at each of the three places it can have in a group of three bytes, without
    /// the characters that the bytes beside it take part in.
    private let encoded: [[UInt8]]

    public init(_ secret: String) {
        let bytes = Array(secret.utf8)
        self.bytes = bytes
        encoded = (0..<3).map { Self.base64(bytes, after: $0) }
    }

    /// What is shorter is a word like "local", common in plain sentences, and is not looked for.
    public static let minBytes = 8

    /// The text with the mark in place of the secret, however it is spelled there.
    public func replaced(in text: String, by mark: String) -> String {
        guard bytes.count >= Self.minBytes else { return text }
        return SecretPlaces.replaced(places(in: Array(text.utf8)), in: text, by: mark)
    }

    /// Where it stands; the places may overlap.
    func places(in text: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for start in text.indices {
            if let end = Self.end(of: bytes, in: text, at: start) { found.append(start..<end) }
            for core in encoded {
                guard let end = Self.end(of: core, in: text, at: start, as: Self.plainBase64)
                else { continue }
                // The characters beside it hold bits of it, and nothing that is of use without them.
                let first = text[..<start].lastIndex { !Self.isBase64($0) }.map { $0 + 1 }
                let last = text[end...].firstIndex { !Self.isBase64($0) }
                found.append((first ?? 0)..<(last ?? text.count))
            }
        }
        return found
    }

    /// Where `wanted` ends if it begins here.
    private static func end(
        of wanted: [UInt8], in text: [UInt8], at start: Int,
        as folded: (UInt8) -> UInt8 = { $0 }
    ) -> Int? {
        guard let first = wanted.first,
            folded(text[start]) == first || isEscape(text[start])
        else { return nil }
        // A backslash may be one of the secret, or the escape of what follows: all readings are followed.
        var places: Set = [start]
        for byte in wanted {
            var next: Set<Int> = []
            for place in places where place < text.count {
                if folded(text[place]) == byte { next.insert(place + 1) }
                if let (meant, count) = escape(in: text, at: place), folded(meant) == byte {
                    next.insert(place + count)
                }
            }
            guard !next.isEmpty else { return nil }
            places = next
        }
        return places.max()
    }

    private static func isEscape(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\")
    }

    /// The byte that an escape stands for, and its length: `%41`, `\x41`, `\u0041`, `\/`.
    private static func escape(in text: [UInt8], at place: Int) -> (UInt8, Int)? {
        guard isEscape(text[place]), place + 1 < text.count else { return nil }
        if text[place] == UInt8(ascii: "%") { return number(text, at: place + 1, digits: 2) }
        switch text[place + 1] {
        case UInt8(ascii: "x"): return number(text, at: place + 2, digits: 2)
        case UInt8(ascii: "u"): return number(text, at: place + 2, digits: 4)
        case let other: return (other, 2)
        }
    }

    /// - Returns: the length with the signs of the escape that begins before `start`.
    private static func number(
        _ text: [UInt8], at start: Int, digits count: Int
    ) -> (UInt8, Int)? {
        let digits = String(decoding: text[start...].prefix(count), as: UTF8.self)
        guard digits.utf8.count == count, let byte = UInt8(digits, radix: 16) else { return nil }
        return (byte, count == 2 && text[start - 1] == UInt8(ascii: "%") ? 3 : count + 2)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8], after offset: Int) -> [UInt8] {
        var bits = 0
        var count = 0
        var all: [UInt8] = []
        for byte in [UInt8](repeating: 0, count: offset) + bytes {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 6 {
                count -= 6
                all.append(alphabet[bits >> count & 63])
            }
            bits &= (1 << count) - 1
        }
        // One byte before it shapes two characters, two bytes three.
        return Array(all.dropFirst(offset == 0 ? 0 : offset + 1))
    }

    /// RFC 4648, section 5: the alphabet for URLs, with the signs of the other one.
    private static func plainBase64(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte
        }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || alphabet.contains(plainBase64(byte))
    }
}
