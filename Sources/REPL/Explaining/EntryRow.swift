import LuaHost

/// A row of an entry, taken apart into tokens with the rows above it: what looks like a name may stand in a
/// string that began there.
struct EntryRow {
    let scalars: [Unicode.Scalar]
    private let above: String
    /// Their ranges count from the start of the row.
    private let tokens: [LuaToken]

    /// Each place costs a run of the compiler.
    private static let mostStops = 100

    init(_ row: String, above: String) {
        self.above = above
        scalars = Array(row.unicodeScalars)
        let start = above.unicodeScalars.count
        let all = Array(above.unicodeScalars) + scalars
        tokens = LuaScanner.tokens(of: all).compactMap { token in
            guard token.range.lowerBound >= start else { return nil }
            var token = token
            token.range = (token.range.lowerBound - start)..<(token.range.upperBound - start)
            return token
        }
    }

    /// Where the name is, if it can be only one place: as a member where it is one, and else anywhere outside
    /// of strings, or else as a string.
    func only(_ name: String, isMember: Bool) -> Range<Int>? {
        let names = tokens.filter { ($0.kind == .name) && $0.text(in: scalars) == name }
            .map(\.range)
        let members = names.filter { isSeparator(before: $0.lowerBound) }
        var found = isMember && !members.isEmpty ? members : names
        if found.isEmpty {
            found = tokens.filter { $0.kind == .string && $0.range.count > 2 }
                .map { ($0.range.lowerBound + 1)..<($0.range.upperBound - 1) }
                .filter { String(scalars[$0]) == name }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Where the compiler stopped with this message: at the first place of the token up to which the entry
    /// fails in the same words.
    func stop(at token: String, message: String) -> Range<Int>? {
        let wanted = Array(token.unicodeScalars)
        let found = tokens.lazy.filter { scalars[$0.range].starts(with: wanted) }
            .map { $0.range.lowerBound..<($0.range.lowerBound + wanted.count) }
        return found.prefix(Self.mostStops).first { range in
            let text = above + String(scalars[..<range.upperBound])
            return [text, "return " + text.drop { $0 == "=" }].contains { source in
                LuaSyntax.problem(in: source).map { Self.withoutPlace($0) }
                    == Self.withoutPlace(message)
            }
        }
    }

    /// `input:1: text` → `text`
    private static func withoutPlace(_ message: String) -> Substring {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Int(parts[1]) != nil else { return message[...] }
        return parts[2].drop { $0 == " " }
    }

    /// The names that lead to what stands at `offset`.
    func path(before offset: Int) -> [String] {
        var names: [String] = []
        var end = offset
        while isSeparator(before: end) {
            var start = end - 1
            while start > 0, LuaScanner.isNamePart(scalars[start - 1]) { start -= 1 }
            guard start < end - 1 else { return [] }
            names.insert(String(scalars[start..<(end - 1)]), at: 0)
            end = start
        }
        return names
    }

    private func isSeparator(before offset: Int) -> Bool {
        offset > 0 && (scalars[offset - 1] == "." || scalars[offset - 1] == ":")
    }
}
