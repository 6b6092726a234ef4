/// What a word or a string stands for, from the tokens before it.
extension LuaText {
    /// Whether the cursor is inside the quotes of this token.
    func isInside(_ index: Int, _ cursor: Int) -> Bool {
        let token = tokens[index]
        guard ["\"", "'"].contains(scalars[token.range.lowerBound]) else { return false }
        return token.kind == .unfinished || cursor < token.range.upperBound
    }

    /// Whether the cursor is at a number, or inside a long string: prose, in which nothing is offered.
    func isOpaque(_ index: Int, _ cursor: Int) -> Bool {
        let token = tokens[index]
        if token.kind == .string { return cursor < token.range.upperBound }
        return token.kind == .number || token.kind == .unfinished
    }

    /// Of the word at this token, or of one that would be inserted before it.
    func wordPlace(_ index: Int, isTyped: Bool) -> CursorContext.Place {
        if index > 0, isToken(index - 1, ".") || isToken(index - 1, ":") {
            guard let owner = path(before: index - 1) else { return .nothing }
            return .member(of: owner.path, isMethod: texts[index - 1] == ":")
        }
        if index > 0, isToken(index - 1, "goto") || isToken(index - 1, "::") {
            return .nothing
        }
        let open = open(before: index)
        guard let innermost = open.last else { return .value(of: nil) }
        let entry = (innermost.lastSeparator + 1)..<index
        if innermost.text == "{", let site = tableSite(open) {
            if entry.isEmpty {
                return .key(
                    of: site, given: givenKeys(in: innermost.token, except: isTyped ? index : nil))
            }
            return .value(of: key(entry).map { site.inside(.key($0)) })
        }
        if innermost.text == "(", entry.isEmpty { return .value(of: callSite(innermost)) }
        return .value(of: nil)
    }

    func stringPlace(_ index: Int) -> CursorContext.Place {
        if endsExpression(index - 1) {
            return .string(of: calleeSite(before: index, argument: 0))
        }
        let open = open(before: index)
        guard let innermost = open.last else { return .string(of: nil) }
        let entry = (innermost.lastSeparator + 1)..<index
        switch innermost.text {
        case "[" where entry.isEmpty:
            return path(before: innermost.token).map { .index(of: $0.path) } ?? .string(of: nil)
        case "(" where entry.isEmpty: return .string(of: callSite(innermost))
        case "{":
            let site = tableSite(open)
            if entry.isEmpty { return .string(of: site?.inside(.item)) }
            return .string(of: key(entry).flatMap { site?.inside(.key($0)) })
        default: return .string(of: nil)
        }
    }

    /// The call whose parenthesis is open, at its present argument.
    func callSite(_ parenthesis: LuaBrackets.Opener) -> CallSite? {
        guard endsExpression(parenthesis.token - 1) else { return nil }
        return calleeSite(before: parenthesis.token, argument: parenthesis.separators)
    }

    private func calleeSite(before index: Int, argument: Int) -> CallSite? {
        guard let callee = path(before: index),
            callee.start == 0 || !isToken(callee.start - 1, "function")
        else { return nil }
        return CallSite(callee.path, isMethod: callee.isMethod, argument: argument)
    }

    /// Where the table that the innermost brace opens stands in a call; nil if in none.
    func tableSite(_ open: [LuaBrackets.Opener]) -> CallSite? {
        var steps: [CallSite.Step] = []
        for level in open.indices.reversed() {
            let brace = open[level].token
            var site = endsExpression(brace - 1) ? calleeSite(before: brace, argument: 0) : nil
            if site == nil, level > 0 {
                let outer = open[level - 1]
                let entry = (outer.lastSeparator + 1)..<brace
                if outer.text == "{" {
                    guard entry.isEmpty || key(entry) != nil else { return nil }
                    steps.append(key(entry).map { .key($0) } ?? .item)
                    continue
                }
                if outer.text == "(", entry.isEmpty { site = callSite(outer) }
            }
            site?.steps = steps.reversed()
            return site
        }
        return nil
    }

    /// The key of an entry that is `name =` or `["name"] =` and nothing more.
    private func key(_ entry: Range<Int>) -> String? {
        guard let last = entry.last, isToken(last, "=") else { return nil }
        if entry.count == 2, tokens[entry.lowerBound].kind == .name {
            return texts[entry.lowerBound]
        }
        guard entry.count == 4, isToken(entry.lowerBound, "[") else { return nil }
        return content(ofString: entry.lowerBound + 1)
    }

    /// The keys that a table has, before the cursor and behind it.
    private func givenKeys(in brace: Int, except word: Int?) -> [GivenKey] {
        let depth = brackets.depths[brace] + 1
        var keys: [GivenKey] = []
        var start = brace + 1
        for place in (brace + 1)..<max(brace + 1, tokens.count) {
            if brackets.depths[place] < depth { break }
            guard brackets.depths[place] == depth else { continue }
            if isToken(place, "}") { break }
            if isToken(place, ",") || isToken(place, ";") { start = place + 1 }
            if isToken(place, "="), start != word, let name = key(start..<(place + 1)) {
                keys.append(GivenKey(name, text: content(ofString: place + 1)))
            }
        }
        return keys
    }
}

extension CallSite {
    func inside(_ step: Step) -> CallSite {
        var site = self
        site.steps.append(step)
        return site
    }
}
