/// What is compiled for an entry as it was typed.
struct EntrySource: Sendable, Equatable {
    var source: String
    /// Its results are shown.
    var showsResults: Bool

    /// - Parameter keepsLocals: top-level locals are passed on to later entries.
    init(_ text: String, keepsLocals: Bool) {
        let chunker = Chunker()
        // `return x;` is valid Lua, so the mark of silence is looked for first.
        if let muted = Self.withoutSemicolon(text).flatMap(chunker.expression) {
            (source, showsResults) = (muted, false)
        } else if let expression = chunker.expression(text) {
            (source, showsResults) = (expression, true)
        } else {
            // What a `return` gives is a result, too.
            (source, showsResults) = (
                chunker.isMeantAsExpression(text) ? "return \(text)" : text, true
            )
            if keepsLocals, let keeping = TopLevelLocals.kept(in: text) { source = keeping }
        }
    }

    /// The text without its last `;`, which asks for silence.
    private static func withoutSemicolon(_ text: String) -> String? {
        var rest = text[...]
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        guard rest.last == ";" else { return nil }
        return String(rest.dropLast())
    }
}
