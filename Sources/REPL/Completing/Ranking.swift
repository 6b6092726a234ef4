/// Which candidates a word means.
enum Ranking {
    /// Those that begin with the word; else those that do but for case; else those that have its letters in
    /// order, `pnm` for `persona_name`; else those whose summary begins with it, as ids with names have. In
    /// their own order.
    ///
    /// Weaker likenesses only where there is nothing better: Tab inserts what all have in common.
    static func best(_ candidates: [Candidate], for word: String) -> [Candidate] {
        guard !word.isEmpty else {
            // Names of one's own that are not meant for others.
            let shown = candidates.filter { $0.label.utf8.first != UInt8(ascii: "_") }
            return shown.isEmpty ? candidates : shown
        }
        let exact = candidates.filter { begins($0.label, word) || begins($0.insertion, word) }
        if !exact.isEmpty { return exact }
        let folded = Array(word.lowercased().utf8)
        let likely = candidates.filter { beginsFolded($0.label, folded) }
        if !likely.isEmpty { return likely }
        let scattered = folded.count < 2 ? [] : candidates.filter { hasInOrder($0.label, folded) }
        if !scattered.isEmpty { return scattered }
        return folded.count < 2
            ? [] : candidates.filter { $0.isNamedBySummary && beginsFolded($0.summary, folded) }
    }

    // Bytes, as thousands of names are looked at while somebody waits.

    private static func begins(_ text: String, _ word: String) -> Bool {
        text.utf8.starts(with: word.utf8)
    }

    private static func beginsFolded(_ text: String, _ folded: [UInt8]) -> Bool {
        if text.utf8.count < folded.count { return false }
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        if isASCII { return text.utf8.lazy.map(lower).starts(with: folded) }
        return text.lowercased().utf8.starts(with: folded)
    }

    private static func hasInOrder(_ text: String, _ folded: [UInt8]) -> Bool {
        var rest = folded[...]
        for byte in text.utf8 where lower(byte) == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
