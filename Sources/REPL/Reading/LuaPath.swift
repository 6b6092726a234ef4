/// An expression made of names, such as `tavus.personas.list().data[1]`: what can be known without running
/// it.
struct LuaPath: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case name(String)
        /// `[1]`, or an index that is not written out.
        case item(Int?)
        case call
    }

    var steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    /// A path of names alone.
    init(_ names: [String]) { steps = names.map(Step.name) }

    /// The steps as ``NameSource`` takes them; nil where something would have to be run.
    var names: [String]? {
        var names: [String] = []
        for step in steps {
            switch step {
            case .name(let name): names.append(name)
            case .item(let place?): names.append(String(place))
            case .item, .call: return nil
            }
        }
        return names
    }
}

extension LuaText {
    /// A path, and how its last name is joined.
    struct PathAtToken {
        var path: LuaPath
        /// `a.b:c`: what is called gets `a.b` first.
        var isMethod: Bool
        /// Its first token.
        var start: Int
    }

    /// The path that ends before a token, if the tokens there are one.
    func path(before index: Int) -> PathAtToken? {
        var steps: [LuaPath.Step] = []
        var isMethod = false
        var place = index - 1
        while place >= 0 {
            let token = tokens[place]
            switch (token.kind, texts[place]) {
            case (.name, _), (.keyword, _):
                steps.append(.name(texts[place]))
                let joint = place > 0 ? texts[place - 1] : ""
                if joint == "." || joint == ":" {
                    if steps.count == 1 { isMethod = joint == ":" }
                    place -= 2
                    continue
                }
                guard token.kind == .name else { return nil }
                let path = LuaPath(steps.reversed())
                return PathAtToken(path: path, isMethod: isMethod, start: place)
            case (.symbol, "]"):
                guard let bracket = brackets.partner[place] else { return nil }
                steps.append(indexed(by: (bracket + 1)..<place))
                place = bracket - 1
            case (.symbol, ")"), (.symbol, "}"):
                guard let bracket = brackets.partner[place] else { return nil }
                if endsExpression(bracket - 1) {
                    steps.append(.call)
                    place = bracket - 1
                    continue
                }
                // ("text"):rep finds its method in the library.
                guard texts[place] == ")", bracket + 2 == place, tokens[bracket + 1].kind == .string
                else { return nil }
                let path = LuaPath([.name("string")] + steps.reversed())
                return PathAtToken(path: path, isMethod: isMethod, start: bracket)
            case (.string, _):
                guard endsExpression(place - 1) else { return nil }
                steps.append(.call)
                place -= 1
            default: return nil
            }
        }
        return nil
    }

    private func indexed(by range: Range<Int>) -> LuaPath.Step {
        guard range.count == 1 else { return .item(nil) }
        let index = range.lowerBound
        if let key = content(ofString: index) { return .name(key) }
        return .item(
            tokens[index].kind == .number ? Int(String(scalars[tokens[index].range])) : nil)
    }

    /// Whether what ends with this token can be called or indexed.
    func endsExpression(_ index: Int) -> Bool {
        guard index >= 0 else { return false }
        let token = tokens[index]
        switch token.kind {
        case .name, .string: return true
        case .symbol: return [")", "]", "}"].contains(texts[index])
        // tavus.conversations.end("c1") is a mistake, but one of which the meaning is plain.
        case .keyword: return isToken(index - 1, ".")
        default: return false
        }
    }
}
