import TavusAPI

/// Which entries of a session are to be saved, as its user says it: `1-3,5`, or nothing for all of them.
struct EntryPick: Sendable {
    /// Those that can be saved, in order.
    let entries: [LoggedEntry]

    init(_ log: SessionLog) { entries = log.kept }

    /// - Throws: a sentence about what is wrong with the answer.
    func numbers(in answer: String) throws(REPLProblem) -> Set<Int> {
        let known = entries.map(\.number)
        let text = answer.filter { !$0.isWhitespace }
        guard !text.isEmpty, text.lowercased() != "all" else { return Set(known) }
        var picked: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(part) else {
                throw REPLProblem(
                    "\"\(DisplayText.safe(part, limit: 40))\" is no number of an entry; write 1-3,5"
                )
            }
            let found = known.filter(range.contains)
            guard found.contains(range.lowerBound), found.contains(range.upperBound) else {
                let missing =
                    found.contains(range.lowerBound) ? range.upperBound : range.lowerBound
                throw REPLProblem("entry \(missing) is not in the list")
            }
            picked.formUnion(found)
        }
        if let problem = ScriptPlan(entries).need(of: picked) { throw REPLProblem(problem) }
        return picked
    }

    /// `3` or `1-3`; digits alone, as `Int` would also take signs.
    private static func range(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(ends.count),
            ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let first = ends.first.flatMap({ Int($0) }), let last = ends.last.flatMap({ Int($0) }),
            first <= last
        else { return nil }
        return first...last
    }
}

extension ScriptPlan {
    /// What picked entries lack that an entry gives which was left out: a script without it would fail, or go
    /// on with another value of the same name.
    func need(of picked: Set<Int>) -> String? {
        for index in drafts.indices where picked.contains(drafts[index].entry.number) {
            for piece in drafts[index].pieces.indices {
                guard let source = source(of: piece, in: index) else { continue }
                let needed = drafts[source].entry.number
                if !picked.contains(needed) {
                    return "entry \(drafts[index].entry.number) uses "
                        + "\"\(drafts[index].word(piece))\" of entry \(needed): add \(needed)"
                }
            }
        }
        return nil
    }

    /// The draft that a word of another one got its value from.
    private func source(of piece: Int, in index: Int) -> Int? {
        let draft = drafts[index]
        let name = draft.word(piece)
        guard draft.isVariable(piece), !draft.assigns(name) else { return nil }
        if let assigned = drafts[..<index].lastIndex(where: { $0.assigns(name) }) {
            return assigned
        }
        return result(named: piece, in: draft, before: index)?.draft
    }
}
