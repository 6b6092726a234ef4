/// The look of what is being typed.
enum Highlighter {
    /// A style for each scalar of the buffer.
    static func styles(of buffer: EditBuffer) -> [Style] {
        var styles = [Style](repeating: .plain, count: buffer.scalars.count)
        // A command of the prompt is no Lua.
        guard CommandLine(buffer.text) == nil else { return styles }
        let scalars = buffer.scalars
        let tokens = LuaScanner.tokens(of: scalars)
        let brackets = LuaBrackets(tokens, in: scalars)
        for token in tokens {
            let style = style(of: token, in: scalars)
            for index in token.range { styles[index] = style }
        }
        for number in brackets.stray {
            for index in tokens[number].range { styles[index] = .unclosed }
        }
        for opener in brackets.open where ["(", "{", "["].contains(opener.text) {
            for index in tokens[opener.token].range { styles[index] = .unclosed }
        }
        mark(bracketAt: buffer.cursor, tokens, brackets, scalars, in: &styles)
        return styles
    }

    private static func style(of token: LuaToken, in scalars: [Unicode.Scalar]) -> Style {
        switch token.kind {
        case .keyword:
            ["true", "false", "nil"].contains(token.text(in: scalars)) ? .constant : .keyword
        case .number: .number
        case .string: .string
        case .comment: .comment
        case .unfinished, .other: .unclosed
        case .name, .symbol: .plain
        }
    }

    /// The bracket that the cursor stands on, or behind, and its partner.
    private static func mark(
        bracketAt cursor: Int, _ tokens: [LuaToken], _ brackets: LuaBrackets,
        _ scalars: [Unicode.Scalar], in styles: inout [Style]
    ) {
        for position in [cursor, cursor - 1] {
            let number = tokens.firstIndex { token in
                token.kind == .symbol && token.range.contains(position) && token.range.count == 1
                    && "(){}[]".unicodeScalars.contains(scalars[token.range.lowerBound])
            }
            guard let number else { continue }
            guard let partner = brackets.partner[number] else { return }
            for index in tokens[number].range { styles[index] = .match }
            for index in tokens[partner].range { styles[index] = .match }
            return
        }
    }
}
