/// A text with its tokens and brackets. Comments are left out: nothing that is read here depends on them.
struct LuaText {
    let scalars: [Unicode.Scalar]
    let tokens: [LuaToken]
    let comments: [LuaToken]
    /// What stands at each token; empty for strings and numbers, which may be long.
    let texts: [String]
    let brackets: LuaBrackets

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        let all = LuaScanner.tokens(of: scalars)
        comments = all.filter { Self.isComment($0, in: scalars) }
        tokens = all.filter { !Self.isComment($0, in: scalars) }
        texts = tokens.map { token in
            switch token.kind {
            case .name, .keyword, .symbol: token.text(in: scalars)
            default: ""
            }
        }
        brackets = LuaBrackets(tokens, in: scalars)
    }

    private static func isComment(_ token: LuaToken, in scalars: [Unicode.Scalar]) -> Bool {
        token.kind == .comment
            || token.kind == .unfinished && scalars[token.range.lowerBound] == "-"
    }

    /// The token with this text, which is a symbol or a keyword.
    func isToken(_ index: Int, _ text: String) -> Bool {
        tokens.indices.contains(index) && texts[index] == text && tokens[index].kind != .name
    }

    /// What is open before a token.
    func open(before index: Int) -> [LuaBrackets.Opener] {
        LuaBrackets(tokens[..<index], in: scalars).open
    }

    /// What a finished string says, escapes as typed; nil for other tokens.
    func content(ofString index: Int) -> String? {
        guard tokens.indices.contains(index), tokens[index].kind == .string else { return nil }
        let range = tokens[index].range
        guard scalars[range.lowerBound] == "[" else {
            return String(scalars[range.dropFirst().dropLast()])
        }
        let width = scalars[range].dropFirst().prefix { $0 == "=" }.count + 2
        return String(scalars[range.dropFirst(width).dropLast(width)])
    }
}
