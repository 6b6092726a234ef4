/// Names that stand for themselves: locals that the text declares, globals, keywords.
struct BareNames {
    let names: any NameSource

    /// Locals first, then the others by the alphabet.
    /// - Parameter isValue: no statement can begin here.
    func candidates(
        in text: LuaText, before word: Range<Int>, isValue: Bool = false
    ) -> [Candidate] {
        var seen: Set<String> = []
        let locals = text.declaredNames(before: word.lowerBound).filter {
            seen.insert($0).inserted
        }
        var others: [Candidate] = []
        func add(_ name: String, _ kind: String, _ summary: String = "") {
            guard seen.insert(name).inserted else { return }
            others.append(Candidate(name, kind: kind, summary: summary))
        }
        for member in names.members(of: [])?.members ?? [] where LuaName.isName(member.name) {
            let summary = LuaLibrary.functions[member.name]?.summary
            add(member.name, member.type, summary ?? LuaLibrary.tables[member.name] ?? "")
        }
        for (name, summary) in LuaLibrary.tables { add(name, "table", summary) }
        for (name, function) in LuaLibrary.functions where !name.utf8.contains(UInt8(ascii: ".")) {
            add(name, "function", function.summary)
        }
        for keyword in LuaName.keywords where !isValue || Self.values.contains(keyword) {
            add(keyword, "keyword")
        }
        return locals.map { Candidate($0, kind: "local") }
            + others.sorted { $0.label < $1.label }
    }

    /// Keywords that a value begins with.
    private static let values: Set = ["false", "function", "nil", "not", "true"]
}

extension LuaText {
    /// Locals, loop variables and parameters, the last declared first.
    func declaredNames(before end: Int) -> [String] {
        var names: [String] = []
        var isDeclaring = false
        for (index, token) in tokens.enumerated() {
            guard token.range.upperBound <= end else { break }
            switch token.kind {
            case .keyword: isDeclaring = ["local", "for", "function"].contains(texts[index])
            case .name:
                // In `a <const>` and `t.f` the second is none.
                let joint = index > 0 ? texts[index - 1] : ""
                if isDeclaring, !["<", ".", ":"].contains(joint) { names.append(texts[index]) }
            default:
                isDeclaring = isDeclaring && [",", "(", "<", ">", ".", ":"].contains(texts[index])
            }
        }
        return names.reversed()
    }
}
