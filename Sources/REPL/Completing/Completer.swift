import TavusAPI

/// What Tab offers, and what is hinted while a call is typed: from the catalogue, Lua's library, the live
/// session and the service.
///
/// As in IPython and Node, a name is completed without a parenthesis after it; a key gets its ` = `, and text
/// its closing quote.
struct Completer {
    let names: any NameSource
    let commands: [MetaCommandName]

    /// More would not be read, and slow down the terminal.
    private static let most = 2000

    /// Nil where nothing can be said of the place.
    func completion(for buffer: EditBuffer) -> Completion? {
        if let command = CommandCompletion(buffer, commands: commands, names: names) {
            return command.completion { completion(for: $0) }
        }
        let text = LuaText(buffer.scalars)
        let context = CursorContext(text, cursor: buffer.cursor)
        let word = String(buffer.scalars[context.word])
        let found = offers(context, text, word: word, cursor: buffer.cursor)
        let ranked = Ranking.best(found.candidates, for: word)
        guard !ranked.isEmpty || found.note != nil else { return nil }
        return Completion(
            replaced: context.word, candidates: Array(ranked.prefix(Self.most)), note: found.note)
    }

    /// The dotted name at the cursor, or of the call around it, for help.
    func topic(at buffer: EditBuffer) -> String? {
        guard CommandLine(buffer.text) == nil else { return nil }
        let text = LuaText(buffer.scalars)
        let touched = text.tokens.lastIndex {
            ($0.kind == .name || $0.kind == .keyword) && $0.range.lowerBound <= buffer.cursor
                && buffer.cursor <= $0.range.upperBound
        }
        if let touched, let path = text.path(before: touched + 1)?.path {
            return Subject(path, names: names)?.topic ?? path.names?.joined(separator: ".")
        }
        if let touched, text.tokens[touched].kind == .keyword { return text.texts[touched] }
        return CursorContext(text, cursor: buffer.cursor).site.flatMap { site in
            Subject(site.callee, names: names)?.topic
        }
    }

    // MARK: Places

    private func offers(
        _ context: CursorContext, _ text: LuaText, word: String, cursor: Int
    ) -> Offers {
        switch context.place {
        case .nothing: return Offers()
        case .member(let owner, let isMethod):
            return Offers(MemberNames(names: names).candidates(of: owner, isMethod: isMethod))
        case .key(let site, let given): return keys(site, given, text, context.word)
        case .value(let site): return values(site, text, word: context.word)
        case .string(let site):
            let quote = text.quote(at: cursor)
            if let found = site.flatMap({ texts($0, quote, word: word) }) { return found }
            return Offers()
        case .index(let owner):
            let quote = text.quote(at: cursor)
            let members = owner.names.flatMap { names.members(of: $0)?.members } ?? []
            return Offers(
                members.sorted { $0.name < $1.name }.map {
                    Candidate(
                        quote.closed($0.name), label: DisplayText.safe($0.name), kind: $0.type)
                })
        }
    }

    /// A value of the type that is wanted; with a letter typed, also a name.
    private func values(_ site: CallSite?, _ text: LuaText, word: Range<Int>) -> Offers {
        let bare = BareNames(names: names)
        guard let site else { return Offers(bare.candidates(in: text, before: word)) }
        let type = subject(of: site)?.type(at: site)
        guard word.isEmpty else {
            let words = type.map { Values.words(of: $0, quote: .whole) } ?? []
            return Offers(words + bare.candidates(in: text, before: word, isValue: true))
        }
        let found = type.map { Values(names: names).candidates(of: $0, quote: .whole) } ?? Offers()
        guard found.candidates.isEmpty else { return found }
        return Offers(bare.candidates(in: text, before: word, isValue: true), note: found.note)
    }

    private func subject(of site: CallSite) -> Subject? { Subject(site.callee, names: names) }

    /// Required ones first, each with what it is.
    private func keys(
        _ site: CallSite, _ given: [GivenKey], _ text: LuaText, _ word: Range<Int>
    ) -> Offers {
        let subject = subject(of: site)
        let type = subject?.type(at: site)
        let fields = type?.memberFields ?? []
        guard !fields.isEmpty else {
            // It is an item of a list, or of a table about which nothing is known.
            let values = type?.item.map { Values(names: names).candidates(of: $0, quote: .whole) }
            if word.isEmpty, let values, !values.candidates.isEmpty { return values }
            return Offers(BareNames(names: names).candidates(in: text, before: word, isValue: true))
        }
        let rules = site.steps.isEmpty ? subject?.rules ?? [] : []
        let open = OpenField.list(fields, rules: rules, given: given)
        return Offers(
            open.map {
                Candidate(
                    "\($0.field.name) = ", label: $0.field.name, kind: $0.kind,
                    summary: $0.field.summary)
            })
    }

    private func texts(_ site: CallSite, _ quote: Quoting, word: String) -> Offers? {
        let subject = subject(of: site)
        if case .comfort(let resource, let comfort)? = subject, comfort.name == "find",
            site.steps.isEmpty
        {
            return Values(names: names).recordNames(of: resource, quote: quote)
        }
        if let type = subject?.type(at: site) {
            return Values(names: names).candidates(of: type, quote: quote)
        }
        guard site.argument == 0, site.steps.isEmpty else { return nil }
        switch site.callee.names ?? [] {
        case ["require"]:
            let loaded = names.members(of: ["package", "loaded"])?.members.map(\.name) ?? []
            return Offers(
                loaded.sorted().map { Candidate(quote.closed($0), label: $0, kind: "module") })
        case ["io", "open"], ["io", "lines"], ["dofile"], ["loadfile"], ["files", "read"]:
            return Offers(FileNames.candidates(word, quote: quote))
        case ["help"], ["tavus", "help"]: return Offers(Values.topics(quote))
        default: return nil
        }
    }
}

/// What could stand at a place.
struct Offers: Equatable {
    var candidates: [Candidate]
    var note: String?

    init(_ candidates: [Candidate] = [], note: String? = nil) {
        self.candidates = candidates
        self.note = note
    }
}

/// A field that a table does not have yet.
struct OpenField {
    let field: APIField
    /// As things stand, with the keys that are given.
    let isRequired: Bool
    /// "string, required".
    let kind: String

    /// In the catalogue's order, those that are required first.
    static func list(_ fields: [APIField], rules: [APIRule], given: [GivenKey]) -> [OpenField] {
        let open = fields.filter { field in !given.contains { field.hasName($0.name) } }
        let all = open.map { OpenField($0, among: fields, rules: rules, given: given) }
        return all.filter(\.isRequired) + all.filter { !$0.isRequired }
    }

    private init(_ field: APIField, among fields: [APIField], rules: [APIRule], given: [GivenKey]) {
        self.field = field
        var condition: String?
        var isRequired = field.isRequired
        for case .required(field.name, let other, let wanted) in rules {
            let given = given.first { $0.name == other }
            // A value that is not written out could be anything.
            let isMet =
                given.map { $0.text == nil || $0.text == wanted.stringValue }
                ?? (fields.first { $0.name == other }?.defaultValue == wanted)
            if isMet { condition = " while \(other) is \(wanted.serialized())" }
            isRequired = isRequired || isMet
        }
        self.isRequired = isRequired
        let needs = isRequired ? ", required\(field.isRequired ? "" : condition ?? "")" : ""
        kind = field.type.name + needs
    }
}
