import TavusAPI

/// What Tab offers, and what is hinted while a call is typed: from the catalogue, Lua's library, the live
/// session and the service.
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
        let context = CursorContext(buffer)
        let word = String(buffer.scalars[context.word])
        let (candidates, note) = candidates(context, buffer)
        let ranked = Self.ranked(candidates, by: word)
        guard !ranked.isEmpty || note != nil else { return nil }
        return Completion(
            replaced: context.word, candidates: Array(ranked.prefix(Self.most)), note: note)
    }

    /// What the call around the cursor takes.
    func signature(for buffer: EditBuffer) -> String? {
        guard CommandLine(buffer.text) == nil, buffer.cursor == buffer.scalars.count else {
            return nil
        }
        let context = CursorContext(buffer)
        guard let call = context.call, context.word.isEmpty,
            let last = buffer.scalars.last, "({, ".unicodeScalars.contains(last),
            let called = CalledFunction(call, typeOf: type)
        else { return nil }
        if case .key(let fields, let isSet) = context.place {
            let missing = called.fields(at: fields).filter { !isSet.contains($0.name) }
            guard !missing.isEmpty else { return nil }
            let required = missing.filter(\.isRequired)
            let shown = (required.isEmpty ? Array(missing.prefix(4)) : required).map {
                "\($0.name) ="
            }
            return shown.joined(separator: ", ") + (missing.count > shown.count ? ", …" : "")
        }
        guard last == "(" || last == "," || last == " ", case .name = context.place else {
            return nil
        }
        return called.usage.map { "  \($0)" }
    }

    /// The dotted name at the cursor, for help.
    func topic(at buffer: EditBuffer) -> String? {
        func isPart(_ scalar: Unicode.Scalar) -> Bool {
            LuaScanner.isNamePart(scalar) || scalar == "." || scalar == ":"
        }
        var start = buffer.cursor
        while start > 0, isPart(buffer.scalars[start - 1]) { start -= 1 }
        var end = buffer.cursor
        while end < buffer.scalars.count, LuaScanner.isNamePart(buffer.scalars[end]) { end += 1 }
        let topic = String(buffer.scalars[start..<end]).replacing(":", with: ".")
        if !topic.isEmpty { return topic }
        return CursorContext(buffer).call?.path.joined(separator: ".")
    }

    // MARK: Candidates

    private func type(at path: [String]) -> String? { names.members(of: path)?.type }

    private func candidates(
        _ context: CursorContext, _ buffer: EditBuffer
    ) -> (candidates: [Candidate], note: String?) {
        let called = context.call.flatMap { CalledFunction($0, typeOf: type) }
        switch context.place {
        case .name: return (bareNames(buffer, context.word), nil)
        case .member(let path?, let isMethod): return (members(of: path, isMethod: isMethod), nil)
        case .member(nil, _), .comment: return ([], nil)
        case .key(let fields, let isSet):
            let keys = called.map { self.keys($0.fields(at: fields), isSet) } ?? []
            // An item of a list is a value.
            return (keys.isEmpty ? bareNames(buffer, context.word) : keys, nil)
        case .value(let fields, let key):
            let (values, note) = values(
                of: called?.field(key, at: fields), quote: "\"", isOpen: false)
            return (values + bareNames(buffer, context.word), note)
        case .text(let fields, let key, let quote):
            return texts(called, context, fields, key, quote, buffer)
        }
    }

    /// Required ones first, each with what it is.
    private func keys(_ fields: [APIField], _ isSet: Set<String>) -> [Candidate] {
        let open = fields.filter { !isSet.contains($0.name) && isSet.isDisjoint(with: $0.aliases) }
        return (open.filter(\.isRequired) + open.filter { !$0.isRequired }).map { field in
            Candidate(
                "\(field.name) = ", label: field.name,
                kind: field.type.name + (field.isRequired ? ", required" : ""),
                summary: field.summary)
        }
    }

    private func values(
        of field: APIField?, quote: Unicode.Scalar, isOpen: Bool
    ) -> (candidates: [Candidate], note: String?) {
        guard let field else { return ([], nil) }
        let (start, end) = (isOpen ? "" : String(quote), String(quote))
        if let resource = field.type.identified {
            return identifiers(of: resource, start: start, end: end)
        }
        if field.type.isBoolean, !isOpen {
            return (["true", "false"].map { Candidate($0, kind: "boolean") }, nil)
        }
        return (
            field.type.words.map { Candidate(start + $0 + end, label: $0, kind: "value") }, nil
        )
    }

    private func identifiers(
        of resource: String, start: String, end: String
    ) -> (candidates: [Candidate], note: String?) {
        let list = names.identifiers(of: resource)
        let kind = Catalogue.resource(resource)?.singular ?? resource
        let candidates = list.identifiers.map { item in
            Candidate(
                start + item.id + end, label: item.id, kind: kind,
                summary: DisplayText.safe(item.name, limit: 60))
        }
        return (candidates, list.note)
    }

    private func texts(
        _ called: CalledFunction?, _ context: CursorContext, _ fields: [String], _ key: String?,
        _ quote: Unicode.Scalar, _ buffer: EditBuffer
    ) -> (candidates: [Candidate], note: String?) {
        // The closing quote comes along where there is none yet.
        let next = buffer.cursor < buffer.scalars.count ? buffer.scalars[buffer.cursor] : nil
        let end = next == quote ? "" : String(quote)
        if let key {
            let (found, note) = values(
                of: called?.field(key, at: fields), quote: quote, isOpen: true)
            let closed = found.map { candidate in
                var candidate = candidate
                if end.isEmpty { candidate.insertion.removeLast() }
                return candidate
            }
            return (closed, note)
        }
        if let resource = called?.resource, context.call?.argument == 0, fields.isEmpty {
            return identifiers(of: resource.name, start: "", end: end)
        }
        switch context.call?.path ?? [] {
        case ["require"]:
            let loaded = names.members(of: ["package", "loaded"])?.members ?? []
            return (loaded.map { Candidate($0.name + end, label: $0.name, kind: "module") }, nil)
        case ["io", "open"], ["io", "lines"], ["dofile"], ["loadfile"], ["files", "read"]:
            return (FileNames.candidates(String(buffer.scalars[context.word]), end: end), nil)
        default: return ([], nil)
        }
    }

    // MARK: Names

    private func bareNames(_ buffer: EditBuffer, _ word: Range<Int>) -> [Candidate] {
        var found: [Candidate] = []
        var seen: Set<String> = []
        func add(_ name: String, _ kind: String, _ summary: String = "") {
            guard LuaName.isName(name) || LuaName.keywords.contains(name),
                seen.insert(name).inserted
            else { return }
            found.append(Candidate(name, kind: kind, summary: summary))
        }
        for name in localNames(buffer, before: word.lowerBound) { add(name, "local") }
        for member in names.members(of: [])?.members ?? [] {
            let known = LuaLibrary.functions[member.name]
            add(member.name, member.type, known?.summary ?? LuaLibrary.tables[member.name] ?? "")
        }
        for (name, summary) in LuaLibrary.tables { add(name, "table", summary) }
        for (name, function) in LuaLibrary.functions where !name.contains(".") {
            add(name, "function", function.summary)
        }
        for keyword in LuaName.keywords { add(keyword, "keyword") }
        return found
    }

    /// Locals and parameters that are declared in the buffer itself.
    private func localNames(_ buffer: EditBuffer, before end: Int) -> [String] {
        let scalars = buffer.scalars
        let tokens = LuaScanner.tokens(of: Array(scalars[..<end]))
        var names: [String] = []
        var isDeclaring = false
        for token in tokens {
            if token.isKeyword("local", in: scalars) || token.isKeyword("for", in: scalars)
                || token.isKeyword("function", in: scalars)
            {
                isDeclaring = true
            } else if token.kind == .name {
                if isDeclaring { names.append(token.text(in: scalars)) }
            } else if !token.isSymbol(",", in: scalars), !token.isSymbol("(", in: scalars) {
                isDeclaring = false
            }
        }
        return names
    }

    private func members(of path: [String], isMethod: Bool) -> [Candidate] {
        if let known = catalogued(path) { return known }
        let live = names.members(of: path)
        var found: [Candidate] = []
        if let resource = Catalogue.resource(ofType: live?.type) {
            found += Self.methods(of: resource)
            if isMethod { return found }
        }
        for member in live?.members ?? [] where LuaName.isName(member.name) {
            guard !isMethod || member.type == "function" || member.type == "table" else { continue }
            let known = LuaLibrary.functions[(path + [member.name]).joined(separator: ".")]
            found.append(
                Candidate(member.name, kind: member.type, summary: known?.summary ?? ""))
        }
        return found
    }

    /// `tavus` and its resources, which are built when they are first used: the catalogue knows them before.
    private func catalogued(_ path: [String]) -> [Candidate]? {
        guard path.first == "tavus" else { return nil }
        if path.count == 1 {
            let resources = Catalogue.resources.flatMap { resource in
                ([resource.name] + resource.aliases).map {
                    Candidate($0, kind: "resource", summary: resource.summary)
                }
            }
            let beside = HelpText.beside.map {
                Candidate(
                    $0.name,
                    kind: $0.usage.contains("(") || $0.usage.contains("{") ? "function" : "value",
                    summary: $0.summary)
            }
            return resources + beside
                + [Candidate("emulator", kind: "table", summary: "The emulator's clock and state.")]
        }
        guard path.count == 2, let resource = Catalogue.resource(path[1]) else { return nil }
        let operations = resource.operations.map {
            Candidate($0.luaVerb, kind: "operation", summary: $0.summary)
        }
        return operations
            + HelpText.comforts(of: resource).map {
                Candidate($0.name, kind: "function", summary: $0.summary)
            }
    }

    /// What a record can do: the operations on one, and what is built on them.
    private static func methods(of resource: APIResource) -> [Candidate] {
        let operations = resource.operations.filter { !$0.pathFields.isEmpty && $0.verb != "get" }
        let comforts = HelpText.comforts(of: resource).filter {
            ["wait", "update"].contains($0.name)
        }
        return operations.map { Candidate($0.luaVerb, kind: "method", summary: $0.summary) }
            + comforts.map { Candidate($0.name, kind: "method", summary: $0.summary) }
            + [Candidate("refresh", kind: "method", summary: "Reads the record anew.")]
    }

    // MARK: Ranking

    /// Those that begin with the word, then those that do but for case, then those that have its letters in
    /// order; in their own order otherwise, names by the alphabet.
    static func ranked(_ candidates: [Candidate], by word: String) -> [Candidate] {
        guard !word.isEmpty else { return candidates.filter { !$0.label.hasPrefix("_") } }
        let folded = word.lowercased()
        var groups: [[Candidate]] = [[], [], []]
        for candidate in candidates {
            if candidate.insertion.hasPrefix(word) || candidate.label.hasPrefix(word) {
                groups[0].append(candidate)
            } else if candidate.label.lowercased().hasPrefix(folded) {
                groups[1].append(candidate)
            } else if word.count > 1, hasInOrder(folded, candidate.label.lowercased()) {
                groups[2].append(candidate)
            }
        }
        // Weaker likenesses only where there is nothing better: Tab is to insert what was begun.
        return groups.first { !$0.isEmpty } ?? []
    }

    private static func hasInOrder(_ letters: String, _ text: String) -> Bool {
        var rest = letters[...]
        for character in text where character == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }
}
