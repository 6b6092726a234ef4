/// An entry on its way into a saved script: its words, and what some of them become.
struct ScriptDraft {
    /// What stands in place of a string or of `_`.
    enum Replacement: Equatable {
        /// Lua that reaches the value.
        case expression(String)
        /// The parameter of this name.
        case parameter(String)
    }

    /// A replaced part of the text; some of a string, where there is text before or after it.
    struct Edit {
        var piece: Int
        var part: Range<Int>
        var replacement: Replacement
    }

    let entry: LoggedEntry
    /// The text without the `=` and the `;` of the prompt.
    let text: [UInt8]
    let pieces: [LuaPiece]
    let isExpression: Bool
    /// The variables that the entry gives a value.
    private var assigned: Set<Substring> = []
    /// The variable that takes the result, where something later needs it.
    var resultName: String?
    /// Variables that keep a record whose own variable is used again: (new, old).
    var captures: [(name: String, path: String)] = []
    var edits: [Edit] = []

    init(_ entry: LoggedEntry) {
        self.entry = entry
        var text = Array(entry.text.utf8)
        let isReturned = Chunker().expression(entry.text) != nil
        if isReturned && text.first == UInt8(ascii: "=") { text.removeFirst() }
        var pieces = LuaPieces.of(text)
        let code = pieces.filter { $0.kind != .comment }
        // A comment alone returns nothing.
        isExpression = isReturned && !code.isEmpty
        if isExpression, let first = code.first,
            let last = code.last(where: { text[$0.range.lowerBound] != UInt8(ascii: ";") })
        {
            text = Array(text[first.range.lowerBound..<last.range.upperBound])
            pieces = LuaPieces.of(text)
        }
        self.text = text
        self.pieces = pieces
        assigned = assignedNames
    }

    func word(_ piece: Int) -> Substring {
        guard pieces.indices.contains(piece) else { return "" }
        return Substring(decoding: text[pieces[piece].range], as: UTF8.self)
    }

    /// Whether a word is a variable: no field, no key of a table.
    func isVariable(_ piece: Int) -> Bool {
        guard pieces[piece].kind == .name, ![".", ":", "::", "goto"].contains(word(piece - 1))
        else {
            return false
        }
        return !(isInTable(piece) && word(piece + 1) == "=")
    }

    private func isInTable(_ piece: Int) -> Bool { ["{", ",", ";"].contains(word(piece - 1)) }

    /// Whether the entry gives a variable another value.
    func assigns(_ name: Substring) -> Bool { assigned.contains(name) }

    private var assignedNames: Set<Substring> {
        var names: Set<Substring> = []
        for piece in pieces.indices where isVariable(piece) {
            let isNew = ["local", "function", "for"].contains(word(piece - 1))
            if isNew || isInAssignedList(piece) { names.insert(word(piece)) }
        }
        for born in entry.born {
            if case .variable(let path) = born.holder { names.insert(path[...]) }
        }
        return names
    }

    /// Whether what follows is the rest of a list of names and `=`, as in `a, b = 1, 2`.
    private func isInAssignedList(_ piece: Int) -> Bool {
        let end = pieces[(piece + 1)...].indices.first {
            word($0) != "," && pieces[$0].kind != .name || word($0) == "in"
        }
        return end.map { ["=", "<", "in"].contains(word($0)) } ?? false
    }

    /// Whether a word is a local variable's name where it is declared.
    private func isDeclared(_ piece: Int) -> Bool {
        var first = piece
        while word(first - 1) == ",", first >= 2, pieces[first - 2].kind == .name { first -= 2 }
        if ["local", "for"].contains(word(first - 1)) { return true }
        guard word(first - 1) == "(" else { return false }
        var name = first - 2
        while name > 0,
            pieces[name].kind == .name && word(name) != "function"
                || [".", ":"].contains(word(name))
        { name -= 1 }
        return word(name) == "function"
    }

    /// Whether the entry has a local variable of this name.
    func declares(_ name: Substring) -> Bool {
        pieces.indices.contains { word($0) == name && isVariable($0) && isDeclared($0) }
    }

    /// Whether it can end by `return`, which would end the whole script.
    var returns: Bool {
        var blocks: [Bool] = []
        for piece in pieces.indices where pieces[piece].kind == .name {
            switch word(piece) {
            case "return" where !blocks.contains(true): return true
            case "function": blocks.append(true)
            // The `do` of a loop stands for it.
            case "if", "do", "repeat": blocks.append(false)
            case "end", "until": _ = blocks.popLast()
            default: break
            }
        }
        return false
    }
}
