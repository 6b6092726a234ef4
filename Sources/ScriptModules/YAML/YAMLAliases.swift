/// Guards the reader against a few lines of YAML that stand for more than any machine holds.
///
/// An alias stands for its whole anchor, so thirty that build on one another are a thousand million nodes.
/// As values they are counted when they are expanded; but Yams 6.2.2 hashes the keys of a mapping with all
/// that is in them, before anybody can count. So a text with many aliases may have no key that is more
/// than a word.
enum YAMLAliases {
    /// So many can at worst be 3^(20 / 3), some 1 500 times their anchor.
    private static let harmless = 20

    /// Whether reading the text could take for ever.
    static func areDangerous(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else {
            return false
        }
        var count = 0
        var hasComplexKey = false
        let anchors = Set(names(in: text, after: UInt8(ascii: "&")).map(\.name))
        for alias in names(in: text, after: UInt8(ascii: "*")) where anchors.contains(alias.name) {
            count += 1
            hasComplexKey = hasComplexKey || alias.isKey
        }
        guard count > harmless else { return false }
        return hasComplexKey || mayHaveComplexKey(Array(text.utf8))
    }

    /// The words after each such character, wherever it stands: prose is counted, too.
    private static func names(
        in text: String, after sign: UInt8
    ) -> [(name: Substring, isKey: Bool)] {
        let bytes = text.utf8
        var found: [(name: Substring, isKey: Bool)] = []
        var place = bytes.startIndex
        while let start = bytes[place...].firstIndex(of: sign) {
            let begin = bytes.index(after: start)
            let end = bytes[begin...].firstIndex { ends($0) } ?? bytes.endIndex
            let next = bytes[end...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            if begin < end { found.append((text[begin..<end], next == UInt8(ascii: ":"))) }
            place = begin
        }
        return found
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: " ") || ",[]{}:".utf8.contains(byte)
    }

    /// A `?` where a key may begin, or a bracket before a colon: prose is counted, too.
    private static func mayHaveComplexKey(_ bytes: [UInt8]) -> Bool {
        var lastOfWord = UInt8(ascii: "\n")
        for (index, byte) in bytes.enumerated() {
            let beginsWord =
                index == 0 || bytes[index - 1] <= UInt8(ascii: " ")
                || "[{,".utf8.contains(bytes[index - 1])
            let endsWord = index + 1 == bytes.count || bytes[index + 1] <= UInt8(ascii: " ")
            if byte == UInt8(ascii: "?"), beginsWord, endsWord { return true }
            if byte == UInt8(ascii: ":"), "]}".utf8.contains(lastOfWord) { return true }
            if byte > UInt8(ascii: " ") { lastOfWord = byte }
        }
        return false
    }
}
