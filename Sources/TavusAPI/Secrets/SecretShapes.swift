/// Finds what is shaped like a secret, whatever stands around it.
enum SecretShapes {
    static func found(in text: [UInt8]) -> [Range<Int>] {
        words(in: text, of: isToken).compactMap { secretPart(of: $0, in: text) }
            + words(in: text, of: isHexDigit).filter { $0.count >= keyDigits }
            + passwords(in: text)
    }

    /// A Tavus key. Longer runs are keys of other services, such as the 64 digits of Daily.
    private static let keyDigits = 32

    /// How keys begin that personas hold, and how long they are at least.
    private static let beginnings: [(text: StaticString, length: Int)] = [
        ("sk-", 20), ("sk_", 20), ("ghp_", 36), ("github_pat_", 36), ("xoxb-", 24), ("xoxp-", 24),
        ("AKIA", 20), ("AIza", 35), ("eyJ", 40),
    ]

    private static func words(
        in text: [UInt8], of isPart: (UInt8) -> Bool
    ) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while let start = text[place...].firstIndex(where: isPart) {
            let end = text[start...].firstIndex { !isPart($0) } ?? text.count
            found.append(start..<end)
            place = end
        }
        return found
    }

    private static func secretPart(of word: Range<Int>, in text: [UInt8]) -> Range<Int>? {
        // Names that begin so, such as sk_total_of_all_calls, have no digits.
        guard text[word].contains(where: isDigit) else { return nil }
        let isKey = beginnings.contains { beginning in
            word.count >= beginning.length
                && beginning.text.withUTF8Buffer { text[word].starts(with: $0) }
        }
        return isKey || (word.count >= 8 && followsBearer(word.lowerBound, in: text)) ? word : nil
    }

    private static func followsBearer(_ place: Int, in text: [UInt8]) -> Bool {
        let before = text[..<place].reversed().drop { $0 == UInt8(ascii: " ") }
        guard before.startIndex.base < place else { return false }
        return before.prefix(6).map { $0 | 0x20 } == Array("reraeb".utf8)
    }

    /// `scheme://name:password@host`
    static func passwords(in text: [UInt8]) -> [Range<Int>] {
        let sign = Array("://".utf8)
        return text.indices.compactMap { place in
            guard text[place] == sign[0], text[place...].starts(with: sign) else { return nil }
            let ends = "/?#\"'\\ \t\n`<>".utf8
            let authority = text[(place + 3)...].prefix { !ends.contains($0) }
            guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
                let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":"))
            else { return nil }
            return (colon + 1)..<at
        }
    }

    /// RFC 6750, section 2.1.
    private static func isToken(_ byte: UInt8) -> Bool {
        isHexDigit(byte) || (97...122).contains(byte | 0x20) || "-._~+/=".utf8.contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (97...102).contains(byte | 0x20)
    }
}
