/// Brackets and blocks of a text, and which belong together.
struct LuaBrackets {
    struct Opener {
        /// Its token's number.
        var token: Int
        /// `(`, `{`, `[`, `do`, `then`, `function`, `repeat`.
        var text: String
    }

    /// Those that nothing closes, outermost first.
    private(set) var open: [Opener] = []
    /// Numbers of the tokens of a pair, both ways.
    private(set) var partner: [Int: Int] = [:]
    /// Closers without an opener.
    private(set) var stray: Set<Int> = []

    private static let closers = [")": "(", "}": "{", "]": "["]

    init(_ tokens: [LuaToken], in scalars: [Unicode.Scalar]) {
        for (number, token) in tokens.enumerated() {
            guard token.kind == .symbol || token.kind == .keyword else { continue }
            let text = token.text(in: scalars)
            switch text {
            case "(", "{", "[", "function", "do", "repeat", "then": begin(text, number)
            case ")", "}", "]": end(number) { $0 == Self.closers[text] }
            case "end": end(number) { ["function", "do", "then", "else"].contains($0) }
            case "until": end(number) { $0 == "repeat" }
            case "else", "elseif":
                end(number) { $0 == "then" }
                // Its own `then` opens the next part of an `elseif`.
                if text == "else" { begin(text, number) }
            default: break
            }
        }
    }

    private mutating func begin(_ text: String, _ number: Int) {
        open.append(Opener(token: number, text: text))
    }

    private mutating func end(_ number: Int, matches: (String) -> Bool) {
        guard let last = open.last, matches(last.text) else {
            stray.insert(number)
            return
        }
        open.removeLast()
        partner[last.token] = number
        partner[number] = last.token
    }
}
