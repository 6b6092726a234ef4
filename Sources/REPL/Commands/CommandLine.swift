/// An entry that is for the prompt itself: `.name arguments`, `?topic`, `??topic`.
///
/// No Lua begins with a question mark, or with a dot and a letter.
struct CommandLine: Sendable, Equatable {
    var name: String
    /// What stands after the name, without blanks around it.
    var argument: String

    init(name: String, argument: String) {
        self.name = name
        self.argument = argument
    }

    /// Nil for Lua.
    init?(_ text: String) {
        let line = Self.trimmed(text[...])
        if line.hasPrefix("?") {
            let marks = line.prefix { $0 == "?" }
            name = marks.count > 1 ? "??" : "?"
            argument = String(Self.trimmed(line.dropFirst(marks.count)))
            return
        }
        guard line.first == ".", let second = line.dropFirst().first, second.isLetter else {
            return nil
        }
        let word = line.dropFirst().prefix { !$0.isWhitespace }
        name = String(word)
        argument = String(Self.trimmed(line.dropFirst(word.count + 1)))
    }

    /// The argument's words; quotes keep blanks, as in `.save "my file.lua"`.
    var words: [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in argument {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return rest
    }
}
