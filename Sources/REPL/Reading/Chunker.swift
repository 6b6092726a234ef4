import LuaHost

/// Tells whether what has been typed can be run.
///
/// An entry is an expression or statements; lua.c looks at the message of the second form alone, and so
/// refuses a table that spans lines. Here both forms count.
public struct Chunker: Sendable {
    public init() {}

    /// The text as an expression whose values are the entry's results, if it is one. A leading `=` is how
    /// Lua 5.1 printed a value; many still type it.
    public func expression(_ text: String) -> String? {
        let source = Self.returning(text)
        return LuaSyntax.problem(in: source) == nil ? source : nil
    }

    public func verdict(of text: String) -> EntryVerdict {
        if text.allSatisfy(\.isWhitespace) { return .empty }
        guard let asExpression = LuaSyntax.problem(in: Self.returning(text)),
            let asStatements = LuaSyntax.problem(in: text)
        else { return .complete }
        let isUnfinished = asExpression.hasSuffix("<eof>") || asStatements.hasSuffix("<eof>")
        return isUnfinished ? .incomplete(indentation: 0) : .broken
    }

    /// The newline ends a comment.
    private static func returning(_ text: String) -> String {
        "return \(text.first == "=" ? text.dropFirst() : text[...])\n"
    }
}
