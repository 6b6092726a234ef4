/// A pattern in which `*` stands for any text, also none. Nothing else is special.
struct Glob: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    /// Whether it has no `*`, and so matches itself alone.
    var isLiteral: Bool { !text.utf8.contains(Self.star) }

    private static let star = UInt8(ascii: "*")

    /// In time of at most pattern times text: after a mismatch only the last `*` takes a byte more.
    func matches(_ candidate: some StringProtocol) -> Bool {
        let (pattern, word) = (Array(text.utf8), Array(candidate.utf8))
        var (place, at) = (0, 0)
        var retry: (place: Int, at: Int)?
        while at < word.count {
            if place < pattern.count, pattern[place] == Self.star {
                retry = (place + 1, at)
                place += 1
            } else if place < pattern.count, pattern[place] == word[at] {
                place += 1
                at += 1
            } else if let last = retry {
                retry = (last.place, last.at + 1)
                (place, at) = (last.place, last.at + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == Self.star }
    }

    /// Whether it matches everything that the other one does.
    ///
    /// The other's stars are taken for a letter that only a star of this one matches. That may say no
    /// where yes would be right, never the reverse.
    func contains(_ other: Glob) -> Bool { matches(other.text) }
}
