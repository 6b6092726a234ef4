/// One word of a pre-release, `rc` or `1` in `2.0.0-rc.1`.
///
/// Numbers come before words, and are compared as numbers; words by their bytes (Semantic Versioning 2.0.0,
/// section 11.4).
public struct PrereleaseWord: Sendable, Hashable, Comparable {
    public let text: String
    let isNumeric: Bool

    /// - Returns: `nil` for an empty word, one with other characters than `[0-9A-Za-z-]`, and for a number
    ///   with leading zeros.
    public init?(_ text: some StringProtocol) {
        guard Self.isWord(text) else { return nil }
        isNumeric = Self.isNumber(text)
        if isNumeric, text.utf8.count > 1, text.first == "0" { return nil }
        self.text = String(text)
    }

    public static func < (left: PrereleaseWord, right: PrereleaseWord) -> Bool {
        switch (left.isNumeric, right.isNumeric) {
        case (true, false): return true
        case (false, true): return false
        case (true, true):
            // Without leading zeros the longer number is the larger, however long it is.
            let (length, other) = (left.text.utf8.count, right.text.utf8.count)
            if length != other { return length < other }
        case (false, false): break
        }
        return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    static func isWord(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                isDigit(byte) || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
    }

    static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
