/// Brackets and blocks of a text, and which belong together. What does not fit is passed over: a `}` also
/// ends what was left open inside its braces, an `end` without a block ends nothing.
struct LuaBrackets {
    struct Opener: Equatable {
        /// Its token's number.
        var token: Int
        /// `(`, `{`, `[`, `do`, `then`, `else`, `function`, `repeat`.
        var text: String
        /// Commas and semicolons since, at its own level.
        var separators = 0
        /// The last of them, or itself.
        var lastSeparator: Int
    }

    /// Those that nothing closes, outermost first.
    private(set) var open: [Opener] = []
    /// Numbers of the tokens of a pair, both ways.
    private(set) var partner: [Int: Int] = [:]
    /// Closers without an opener, and brackets that were left open inside others.
    private(set) var stray: Set<Int> = []
    /// How many were open before each token.
    private(set) var depths: [Int] = []

    /// Openers that wait for each closer: one that nothing waits for need not be looked up.
    private var waiting: [String: Int] = [:]

    init(_ tokens: some Collection<LuaToken>, in scalars: [Unicode.Scalar]) {
        depths.reserveCapacity(tokens.count)
        for (number, token) in tokens.enumerated() {
            depths.append(open.count)
            guard token.kind == .symbol || token.kind == .keyword else { continue }
            let text = token.text(in: scalars)
            switch text {
            case "(", "{", "[", "function", "do", "repeat", "then": begin(text, number)
            case ")", "}", "]", "end", "until": end(text, number)
            case "else", "elseif":
                let isPart = open.last?.text == "then"
                end("end", number)
                // Its own `then` opens the next part of an `elseif`.
                if text == "else", isPart { begin(text, number) }
            case ",", ";":
                guard !open.isEmpty else { continue }
                open[open.count - 1].separators += 1
                open[open.count - 1].lastSeparator = number
            default: break
            }
        }
    }

    private mutating func begin(_ text: String, _ number: Int) {
        open.append(Opener(token: number, text: text, lastSeparator: number))
        waiting[Self.closer(of: text), default: 0] += 1
    }

    private mutating func end(_ closer: String, _ number: Int) {
        guard waiting[closer, default: 0] > 0 else {
            stray.insert(number)
            return
        }
        while let last = open.popLast() {
            let own = Self.closer(of: last.text)
            waiting[own, default: 0] -= 1
            if own == closer {
                partner[last.token] = number
                partner[number] = last.token
                return
            }
            if own.count == 1 { stray.insert(last.token) }
        }
    }

    private static func closer(of opener: String) -> String {
        switch opener {
        case "(": ")"
        case "[": "]"
        case "{": "}"
        case "repeat": "until"
        default: "end"
        }
    }
}
