import LuaHost

/// Tells whether what has been typed can be run.
///
/// An entry is an expression or statements; lua.c looks at the message of the second form alone, and so
/// refuses a table that spans lines. Here both forms count.
public struct Chunker: Sendable {
    public init() {}

    /// The text as a chunk that gives the values of the expression that it is; nil where it is none. A
    /// leading `=` is how Lua 5.1 printed a value; many still type it.
    func expression(_ text: String) -> String? {
        guard LuaSyntax.problem(in: Self.returning(text)) == nil else { return nil }
        let expression = text.first == "=" ? text.dropFirst() : text[...]
        // `return f()` would be a tail call: an error in it would not know the entry's line any more.
        return "return _ENV['\\0values'](\(expression)\n)"
    }

    public func verdict(of text: String) -> EntryVerdict {
        if text.allSatisfy(\.isWhitespace) { return .empty }
        guard let asExpression = LuaSyntax.problem(in: Self.returning(text)),
            let asStatements = LuaSyntax.problem(in: text)
        else { return .complete }
        guard asExpression.hasSuffix("<eof>") || asStatements.hasSuffix("<eof>") else {
            return .broken
        }
        return isUnfinished(text) ? .incomplete(indentation: indentation(after: text)) : .broken
    }

    /// A quoted string ends with its line, whatever follows, unless a backslash or `\z` leads it on.
    private func isUnfinished(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard let last = LuaScanner.tokens(of: scalars).last, last.kind == .unfinished,
            let first = scalars[last.range].first, first == "\"" || first == "'"
        else { return true }
        var rest = scalars[last.range.dropFirst()]
        while let backslash = rest.firstIndex(of: "\\") {
            rest = rest[(backslash + 1)...]
            guard let escaped = rest.popFirst() else { return true }
            if escaped == "z", rest.allSatisfy(LuaScanner.isBlank) { return true }
        }
        return false
    }

    /// The spaces that the row after `text` begins with: two for each open block or bracket, and what a long
    /// string or a comment holds is left alone.
    func indentation(after text: String) -> Int {
        let scalars = Array(text.unicodeScalars)
        let tokens = LuaScanner.tokens(of: scalars)
        if tokens.last?.kind == .unfinished { return 0 }
        return Self.step * LuaBrackets(tokens, in: scalars).open.count
    }

    /// The spaces that the cursor's row should begin with, if it begins with what ends a block or a bracket,
    /// such as `end)` or `else`: as many as the row that opened it. Nil for other rows.
    func indentation(ofClosingRowIn buffer: EditBuffer) -> Int? {
        let scalars = buffer.scalars
        let start = scalars[..<buffer.cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let tokens = LuaScanner.tokens(of: scalars)
        guard let first = tokens.firstIndex(where: { $0.range.upperBound > start }),
            tokens[first].range.lowerBound >= start
        else { return nil }
        let brackets = LuaBrackets(tokens, in: scalars)
        let closers = tokens[first...].indices.prefix { index in
            Self.closers.contains(tokens[index].text(in: scalars))
                && (brackets.partner[index].map { $0 < first } ?? false)
        }
        return closers.last.flatMap { brackets.partner[$0] }.map { Self.step * brackets.depths[$0] }
    }

    /// With the row of the cursor moved out to where the row begins that it closes, if it stands where Enter had
    /// put it: nobody meant an `end` to be there. Nil for all other rows; what was pasted has its own manners.
    public func closingRowMovedOut(in buffer: EditBuffer) -> EditBuffer? {
        let start = buffer.rowStart
        let blanks = buffer.scalars[start...].prefix { $0 == " " }.count
        guard start > 0, blanks > 0, let wanted = indentation(ofClosingRowIn: buffer),
            wanted < blanks, blanks == indentation(after: String(buffer.scalars[..<(start - 1)]))
        else { return nil }
        var moved = buffer
        moved.scalars.removeSubrange(start..<(start + blanks - wanted))
        moved.cursor = max(start, buffer.cursor - (blanks - wanted))
        return moved
    }

    private static let step = 2
    private static let closers: Set = [")", "]", "}", "end", "until", "else", "elseif"]

    /// Whether a text that is no Lua should be told about as an expression: as statements it fails at its
    /// first word.
    func isMeantAsExpression(_ text: String) -> Bool {
        guard let problem = LuaSyntax.problem(in: text) else { return false }
        let first = text.drop { $0.isWhitespace || $0 == "=" }
        guard let near = problem.firstRange(of: "unexpected symbol near '")?.upperBound else {
            return false
        }
        return first.hasPrefix(problem[near...].dropLast())
    }

    /// The newline ends a comment.
    private static func returning(_ text: String) -> String {
        "return \(text.first == "=" ? text.dropFirst() : text[...])\n"
    }
}
