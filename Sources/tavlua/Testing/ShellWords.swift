import Recipes

/// A command line as somebody would type it, taken apart: quotes hold words together, and nothing else of
/// a shell is known.
enum ShellWords {
    /// - Throws: ``RecipeError`` for an open quote, and for what would need a shell.
    static func split(_ line: String) throws(RecipeError) -> [String] {
        var words: [String] = []
        var word: String?
        var rest = line[...]
        while let character = rest.popFirst() {
            switch character {
            case " ", "\t", "\n":
                if let done = word { words.append(done) }
                word = nil
            case "'", "\"":
                guard let end = rest.firstIndex(of: character) else {
                    throw RecipeError(.recipe, "the quote in \(line) is not closed")
                }
                word = (word ?? "") + rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "|", "<", ">", "$", "`", ";", "&":
                throw RecipeError(
                    .recipe, "\(line): an example is one command; \(character) needs a shell")
            case "\\":
                word = (word ?? "") + (rest.popFirst().map(String.init) ?? "")
            default: word = (word ?? "") + String(character)
            }
        }
        if let done = word { words.append(done) }
        return words
    }
}
