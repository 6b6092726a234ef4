/// A token of a text that may not be Lua yet.
struct LuaToken: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case name, keyword, number, string, comment
        /// A string or a long comment without its end.
        case unfinished
        case symbol
        /// What no Lua begins with.
        case other
    }

    var kind: Kind
    /// Of the scalars.
    var range: Range<Int>
}

/// Takes a text apart into Lua's tokens. It never fails, and is linear: Lua 5.4 reference manual, 3.1.
struct LuaScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var tokens: [LuaToken] = []

    static func tokens(of scalars: [Unicode.Scalar]) -> [LuaToken] {
        var scanner = LuaScanner(scalars: scalars)
        while scanner.position < scalars.count { scanner.scan() }
        return scanner.tokens
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
        let index = position + offset
        return index < scalars.count ? scalars[index] : nil
    }

    private mutating func scan() {
        guard let first = scalar() else { return }
        let start = position
        switch first {
        case _ where Self.isBlank(first): position += 1
        case "-" where scalar(1) == "-": comment(from: start)
        case "\"", "'": quoted(by: first, from: start)
        case "[" where longBracketLevel(at: position) != nil:
            add(longBracket(at: position) ? .string : .unfinished, from: start)
        case _ where Self.isNameStart(first): name(from: start)
        case _ where Self.isDigit(first): number(from: start)
        case "." where scalar(1).map(Self.isDigit) == true: number(from: start)
        default: symbol(first, from: start)
        }
    }

    private mutating func add(_ kind: LuaToken.Kind, from start: Int) {
        tokens.append(LuaToken(kind: kind, range: start..<position))
    }

    private mutating func comment(from start: Int) {
        position += 2
        if scalar() == "[", longBracketLevel(at: position) != nil {
            add(longBracket(at: position) ? .comment : .unfinished, from: start)
            return
        }
        while let next = scalar(), !Self.isNewline(next) { position += 1 }
        add(.comment, from: start)
    }

    private mutating func quoted(by quote: Unicode.Scalar, from start: Int) {
        position += 1
        while let next = scalar(), !Self.isNewline(next) {
            position += 1
            if next == quote { return add(.string, from: start) }
            if next == "\\" { skipEscape() }
        }
        add(.unfinished, from: start)
    }

    /// After the backslash: one scalar, be it a newline, or `z` with the blanks that it skips.
    private mutating func skipEscape() {
        guard let next = scalar() else { return }
        position += 1
        guard next == "z" else { return }
        while let blank = scalar(), Self.isBlank(blank) { position += 1 }
    }

    /// How many `=` stand in the bracket that opens here; nil where none does.
    private func longBracketLevel(at index: Int) -> Int? {
        var end = index + 1
        while end < scalars.count, scalars[end] == "=" { end += 1 }
        guard end < scalars.count, scalars[end] == "[" else { return nil }
        return end - index - 1
    }

    /// - Returns: whether it is closed; else it goes to the end.
    private mutating func longBracket(at index: Int) -> Bool {
        guard let level = longBracketLevel(at: index) else { return false }
        position = index + level + 2
        var equals = -1  // since the last `]`; below 0: there was none
        while let next = scalar() {
            position += 1
            switch next {
            case "]" where equals == level: return true
            case "]": equals = 0
            case "=" where equals >= 0: equals += 1
            default: equals = -1
            }
        }
        return false
    }

    private mutating func name(from start: Int) {
        while let next = scalar(), Self.isNamePart(next) { position += 1 }
        let isKeyword = LuaName.keywords.contains(String(scalars[start..<position]))
        add(isKeyword ? .keyword : .name, from: start)
    }

    /// As Lua reads it: whatever looks like a numeral, right or wrong.
    private mutating func number(from start: Int) {
        let isHex = scalar() == "0" && (scalar(1) == "x" || scalar(1) == "X")
        if isHex { position += 2 }
        let exponents: [Unicode.Scalar] = isHex ? ["p", "P"] : ["e", "E"]
        while let next = scalar() {
            if exponents.contains(next) {
                position += 1
                if scalar() == "+" || scalar() == "-" { position += 1 }
            } else if Self.isNamePart(next) || (next == "." && scalar(1) != ".") {
                position += 1
            } else {
                break
            }
        }
        add(.number, from: start)
    }

    private static let symbols: [[Unicode.Scalar]] = [
        "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>",
    ].map { Array($0.unicodeScalars) }

    private mutating func symbol(_ first: Unicode.Scalar, from start: Int) {
        for symbol in Self.symbols where scalars[position...].starts(with: symbol) {
            position += symbol.count
            return add(.symbol, from: start)
        }
        position += 1
        add(
            "+-*/%^#&~|<>=(){}[];:,.".unicodeScalars.contains(first) ? .symbol : .other, from: start
        )
    }

    static func isNewline(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    /// Blanks between tokens, and those that `\z` skips: ASCII alone.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || (9...13).contains(scalar.value)
    }

    static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        isNameStart(scalar) || isDigit(scalar)
    }
}

extension LuaToken {
    func text(in scalars: [Unicode.Scalar]) -> String { String(scalars[range]) }
    func isSymbol(_ text: String, in scalars: [Unicode.Scalar]) -> Bool {
        kind == .symbol && scalars[range].elementsEqual(text.unicodeScalars)
    }
    func isKeyword(_ text: String, in scalars: [Unicode.Scalar]) -> Bool {
        kind == .keyword && scalars[range].elementsEqual(text.unicodeScalars)
    }
}
