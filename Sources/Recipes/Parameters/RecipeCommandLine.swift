import TavusAPI

/// The words after a recipe's name: values of its parameters as they were typed, and ``HostWords``.
///
/// `--older-than 1h`, `--older-than=1h`, `-a 1h`, `--draft`, `--no-draft`; a list by repeating its flag.
struct RecipeCommandLine: Sendable {
    private(set) var texts: [String: [String]] = [:]
    private(set) var host = HostWords()
    private(set) var problems: [RecipeProblem] = []
    private let parameters: [Parameter]

    /// Reads all words, whatever is wrong with some.
    init(_ words: [String], for parameters: [Parameter]) {
        self.parameters = parameters
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                for word in rest { refuse(word) }
                return
            }
            read(word, &rest)
        }
    }

    private mutating func read(_ word: String, _ rest: inout ArraySlice<String>) {
        guard word.hasPrefix("-"), word != "-" else { return refuse(word) }
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let flag = String(parts[0])
        let attached = parts.count == 2 ? String(parts[1]) : nil
        if let parameter = parameters.first(where: { $0.flags.contains(flag) }) {
            read(parameter, flag, attached, &rest)
        } else if let known = HostWords.words.first(where: { $0.matches(flag) }) {
            read(known, flag, attached, &rest)
        } else if !flag.hasPrefix("--"), flag.count > 2, attached == nil {
            // -a1h
            readShort(flag, &rest)
        } else {
            refuseFlag(flag)
            // Most probably its value, of which nothing more is to be said.
            if attached == nil, let next = rest.first, !isFlag(next) { rest.removeFirst() }
        }
    }

    private mutating func readShort(_ word: String, _ rest: inout ArraySlice<String>) {
        let flag = String(word.prefix(2))
        let value = String(word.dropFirst(2))
        if let parameter = parameters.first(where: { $0.flags.contains(flag) }),
            parameter.type != .bool
        {
            texts[parameter.name, default: []].append(value)
        } else if let known = HostWords.words.first(where: { $0.matches(flag) }), known.value != nil
        {
            known.set(&host, value)
        } else {
            refuseFlag(word)
        }
    }

    private mutating func read(
        _ parameter: Parameter, _ flag: String, _ attached: String?,
        _ rest: inout ArraySlice<String>
    ) {
        if parameter.type == .bool {
            let isNegative = flag == parameter.negativeFlag
            guard attached == nil || !isNegative else {
                return problem("\(flag) takes no value")
            }
            texts[parameter.name, default: []].append(attached ?? (isNegative ? "false" : "true"))
        } else if let value = value(of: flag, attached, &rest) {
            texts[parameter.name, default: []].append(value)
        }
    }

    private mutating func read(
        _ word: HostWords.Word, _ flag: String, _ attached: String?,
        _ rest: inout ArraySlice<String>
    ) {
        if word.value == nil {
            if attached != nil { problem("\(flag) takes no value") }
            word.set(&host, "")
        } else if let value = value(of: flag, attached, &rest) {
            word.set(&host, value)
        }
    }

    /// The next word, unless it is a flag itself: `-5` and `-` are none.
    private mutating func value(
        of flag: String, _ attached: String?, _ rest: inout ArraySlice<String>
    ) -> String? {
        if let attached { return attached }
        guard let next = rest.first, !isFlag(next) else {
            problem("\(flag) needs a value; one that begins with - is written \(flag)=-…")
            return nil
        }
        rest.removeFirst()
        return next
    }

    private func isFlag(_ word: String) -> Bool {
        word.hasPrefix("-") && word != "-" && Double(word) == nil
    }

    private mutating func refuse(_ word: String) {
        let shown = DisplayText.safe(word, limit: 60)
        let near = nearest(word, among: parameters.map(\.name)).map { name in
            " Did you mean --\(name.replacing("_", with: "-"))?"
        }
        problem("unexpected \"\(shown)\": parameters are given by name.\(near ?? "")")
    }

    private mutating func refuseFlag(_ flag: String) {
        let known =
            parameters.filter { !$0.isHidden }.flatMap(\.flags) + HostWords.words.map(\.flag)
        let near = nearest(flag, among: known).map { " Did you mean \($0)?" }
        let isBefore = HostWords.before.contains(flag)
        let way =
            isBefore
            ? " It stands before the recipe: tavlua run \(flag) … RECIPE"
            : near ?? " --help lists the options."
        problem("unknown option \(DisplayText.safe(flag, limit: 60)).\(way)")
    }

    private mutating func problem(_ text: String) { problems.append(RecipeProblem(text)) }
}

extension Parameter {
    /// What may be typed for it.
    public var flags: [String] {
        let shorts = short.map { ["-\($0)"] } ?? []
        switch type {
        case .bool: return [flag, negativeFlag] + shorts
        case .secret: return [flag + "-file"]
        default: return [flag] + shorts
        }
    }
}

extension HostWords.Word {
    func matches(_ typed: String) -> Bool {
        typed == flag || short.map { typed == "-\($0)" } ?? false
    }
}
