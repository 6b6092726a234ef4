import LuaHost

/// Locals that an entry declares outside of all blocks: the next entry is to see them.
///
/// Lua forgets them with the chunk, so the chunk hands them over in a line that is appended to it.
enum TopLevelLocals {
    /// The text with that line; nil where there are none, or where it cannot be appended.
    static func kept(in text: String) -> String? {
        let names = names(in: text)
        guard !names.isEmpty else { return nil }
        let pairs = names.map { "'\($0)', \($0)" }.joined(separator: ", ")
        let call = "_ENV['\\0keep'](\(pairs))"
        // After a `return` nothing may stand; before it, it does as well.
        let candidates = ["\(text)\n\(call)", beforeReturn(text, call)]
        return candidates.compactMap(\.self).first { LuaSyntax.problem(in: $0) == nil }
    }

    /// In the order of their declaration, each once. A `<close>` variable is closed with its entry.
    static func names(in text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let tokens = LuaScanner.tokens(of: scalars).filter { $0.kind != .comment }
        let depths = LuaBrackets(tokens, in: scalars).depths
        var names: [String] = []
        var seen: Set<String> = []
        for (number, token) in tokens.enumerated()
        where depths[number] == 0 && token.isKeyword("local", in: scalars) {
            for name in declared(after: number, tokens, scalars)
            where seen.insert(name).inserted {
                names.append(name)
            }
        }
        return names
    }

    /// `local function f`, `local a <const>, b`.
    private static func declared(
        after number: Int, _ tokens: [LuaToken], _ scalars: [Unicode.Scalar]
    ) -> [String] {
        var rest = tokens[(number + 1)...]
        if let first = rest.first, first.isKeyword("function", in: scalars) {
            return rest.dropFirst().first.map { [$0.text(in: scalars)] } ?? []
        }
        var names: [String] = []
        while let name = rest.popFirst(), name.kind == .name {
            names.append(name.text(in: scalars))
            if rest.first?.isSymbol("<", in: scalars) == true {
                rest = rest.dropFirst()
                if rest.first?.text(in: scalars) == "close" { names.removeLast() }
                rest = rest.dropFirst(2)
            }
            guard rest.first?.isSymbol(",", in: scalars) == true else { break }
            rest = rest.dropFirst()
        }
        return names
    }

    private static func beforeReturn(_ text: String, _ call: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        let tokens = LuaScanner.tokens(of: scalars)
        let depths = LuaBrackets(tokens, in: scalars).depths
        let last = tokens.indices.last { number in
            depths[number] == 0 && tokens[number].isKeyword("return", in: scalars)
        }
        guard let last else { return nil }
        let start = tokens[last].range.lowerBound
        return String(scalars[..<start]) + " \(call); " + String(scalars[start...])
    }
}
