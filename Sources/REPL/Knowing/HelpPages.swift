import TavusAPI

/// What `?name`, `??name` and `.find` show: the API by its catalogue, Lua's library by a table of ours.
struct HelpPages {
    /// How it is called, and what it does.
    func brief(_ topic: String) throws(REPLProblem) -> StyledText {
        let name = Self.normal(topic)
        if let operation = Catalogue.operation(Self.inTavus(name)) { return brief(operation) }
        if let function = LuaLibrary.functions[name] {
            return page(function.usage, function.summary)
        }
        if let summary = LuaLibrary.tables[name] { return page(name, summary) }
        if let found = beside(name) { return page(found.usage, found.summary) }
        if let resource = Catalogue.resource(Self.inTavus(name)) {
            return page("tavus.\(resource.name)", resource.summary)
                + StyledText("\n  " + verbs(of: resource).joined(separator: " "), .name)
        }
        return try full(topic)
    }

    /// All that is known of it.
    func full(_ topic: String) throws(REPLProblem) -> StyledText {
        let name = Self.normal(topic)
        guard !name.isEmpty else { return StyledText(HelpText.overview) }
        if let text = HelpText.page(name) { return headed(text) }
        if LuaLibrary.functions[name] != nil { return try brief(name) }
        if let summary = LuaLibrary.tables[name] {
            let members = LuaLibrary.functions.filter { $0.key.hasPrefix(name + ".") }
            let lines = members.sorted { $0.key < $1.key }.map {
                entry($0.value.usage, $0.value.summary)
            }
            return page(name, summary) + "\n" + lines.joined(separator: "\n")
        }
        throw REPLProblem(
            "there is no help for \"\(DisplayText.safe(topic, limit: 60))\".\(hint(name)) .find searches"
        )
    }

    /// Whatever has the word in its name or its line.
    func find(_ word: String) -> StyledText {
        let folded = word.lowercased()
        func matches(_ texts: String...) -> Bool {
            texts.contains { $0.lowercased().contains(folded) }
        }
        var found: [(String, String)] = []
        for operation in Catalogue.operations {
            if matches(operation.id, operation.summary) {
                found.append((operation.signature, operation.summary))
            }
            for (path, field) in Self.fields(operation.query + operation.bodyFields, under: "")
            where matches(path)
                || (field.type.item ?? field.type).words.contains(where: { matches($0) })
            {
                found.append(("tavus.\(operation.id){ \(path) = }", field.summary))
            }
        }
        for resource in Catalogue.resources {
            for comfort in HelpText.comforts(of: resource)
            where matches(comfort.usage, comfort.summary) {
                found.append((comfort.usage, comfort.summary))
            }
        }
        for function in HelpText.beside where matches(function.usage, function.summary) {
            found.append((function.usage, function.summary))
        }
        for (_, function) in LuaLibrary.functions.sorted(by: { $0.key < $1.key })
        where matches(function.usage, function.summary) {
            found.append((function.usage, function.summary))
        }
        guard !found.isEmpty else {
            return StyledText("nothing has \"\(DisplayText.safe(word, limit: 60))\"", .note)
        }
        return found.map(entry).joined(separator: "\n")
    }

    /// Fields and those inside them, by their dotted names.
    private static func fields(_ fields: [APIField], under prefix: String) -> [(String, APIField)] {
        fields.flatMap { field in
            let path = prefix + field.name
            return [(path, field)]
                + Self.fields((field.type.item ?? field.type).memberFields, under: path + ".")
        }
    }

    // MARK: Pages

    private func brief(_ operation: APIOperation) -> StyledText {
        var page = page(operation.signature, operation.summary)
        let fields = operation.query + operation.bodyFields
        let required = fields.filter(\.isRequired).map { "\($0.name) (required)" }
        let names = required + fields.filter { !$0.isRequired }.map(\.name)
        if !names.isEmpty {
            let shown = names.prefix(12).joined(separator: ", ")
            page.append("\n  \(shown)\(names.count > 12 ? ", … ?? shows all" : "")")
        }
        let costs = operation.isBilled ? " · costs credits" : ""
        page.append("\n  \(operation.method.rawValue) \(operation.path)\(costs)", .note)
        return page
    }

    private func page(_ usage: String, _ summary: String) -> StyledText {
        StyledText(usage, .name) + StyledText("\n  \(summary)")
    }

    private func entry(_ usage: String, _ summary: String) -> StyledText {
        StyledText("  ") + StyledText(usage, .name) + StyledText("\n      \(summary)")
    }

    /// The first line is how it is called.
    private func headed(_ text: String) -> StyledText {
        let first = text.prefix { $0 != "\n" }
        return StyledText(String(first), .name) + StyledText(String(text.dropFirst(first.count)))
    }

    private func beside(_ name: String) -> HelpText.Function? {
        let parts = Self.inTavus(name).split(separator: ".").map(String.init)
        if parts.count == 2, let resource = Catalogue.resource(parts[0]) {
            return HelpText.comforts(of: resource).first { $0.name == parts[1] }
        }
        guard name.hasPrefix("tavus."), parts.count == 1 else { return nil }
        return HelpText.beside.first { $0.name == parts[0] }
    }

    private func verbs(of resource: APIResource) -> [String] {
        resource.operations.map(\.luaVerb) + HelpText.comforts(of: resource).map(\.name)
    }

    // MARK: Names

    /// `p:update(…)` and `help(tavus.x)` are asked about by their names alone.
    private static func normal(_ topic: String) -> String {
        let name = topic.prefix { $0 != "(" && $0 != "{" }
        return String(name.filter { !$0.isWhitespace }).replacing(":", with: ".")
    }

    private static func inTavus(_ name: String) -> String {
        name.hasPrefix("tavus.") ? String(name.dropFirst("tavus.".count)) : name
    }

    private func hint(_ name: String) -> String {
        let operations = Catalogue.operations.map { "tavus.\($0.resource).\($0.luaVerb)" }
        let known =
            operations + Catalogue.resources.map { "tavus.\($0.name)" }
            + LuaLibrary.functions.keys.sorted() + HelpText.beside.map { "tavus.\($0.name)" }
        let near = nearest(name, among: known) ?? nearest("tavus." + name, among: known)
        return near.map { " Did you mean \($0)?" } ?? ""
    }
}

/// What was meant by a name that is not there.
enum Suggestions {
    /// - Returns: the whole path with the name that is nearest, such as `tavus.personas`.
    static func nearest(to name: String, in path: [String], names: any NameSource) -> String? {
        let completer = Completer(names: names, commands: [])
        let prefix = path.map { "\($0)." }.joined()
        // An empty word lists all members.
        guard let found = completer.completion(for: EditBuffer(prefix)) else { return nil }
        let known = found.candidates.map(\.label).filter { $0 != name }
        return TavusAPI.nearest(name, among: known).map { prefix + $0 }
    }
}
