import TavusAPI

/// What `?name`, `??name` and `.find` show: the API by its catalogue, Lua's library by a table of ours.
struct HelpPages {
    /// Columns of the terminal; nil: as wide as texts are usually set.
    var width: Int?

    init(width: Int? = nil) { self.width = width.map { min($0, 100) } }

    /// How it is called, and what it does.
    func brief(_ topic: String) throws(REPLProblem) -> StyledText {
        let name = HelpTopic.normal(topic)
        if let operation = Catalogue.operation(HelpTopic.inTavus(name)) { return brief(operation) }
        if let function = LuaLibrary.functions[name] {
            return page(function.usage, function.summary)
        }
        if let summary = LuaLibrary.tables[name] { return page(name, summary) }
        if let keyword = LuaLibrary.keywords[name] { return page(keyword.usage, keyword.summary) }
        if let found = HelpTopic.beside(name) { return page(found.usage, found.summary) }
        if let resource = Catalogue.resource(HelpTopic.inTavus(name)) { return brief(resource) }
        return try full(topic)
    }

    /// All that is known of it.
    func full(_ topic: String) throws(REPLProblem) -> StyledText {
        let name = HelpTopic.normal(topic)
        guard !name.isEmpty else { return HelpPageStyle.styled(HelpText.overview) }
        if let text = HelpText.page(name, width: width) { return HelpPageStyle.styled(text) }
        if LuaLibrary.functions[name] != nil || LuaLibrary.keywords[name] != nil {
            return try brief(name)
        }
        if let summary = LuaLibrary.tables[name] {
            let members = LuaLibrary.functions.filter { $0.key.hasPrefix(name + ".") }
            let lines = members.sorted { $0.key < $1.key }.map {
                entry($0.value.usage, $0.value.summary)
            }
            return page(name, summary) + "\n" + lines.joined(separator: "\n")
        }
        let shown = DisplayText.safe(topic, limit: 60)
        let near = HelpTopic.nearest(to: name).map { " Did you mean \($0)?" } ?? ""
        throw REPLProblem("there is no help for \"\(shown)\".\(near) .find searches")
    }

    /// What is known of a name of Lua's own; nil where the catalogue may know more.
    static func library(_ name: String) -> String? {
        (LuaLibrary.functions[name] ?? LuaLibrary.keywords[name]).map {
            HelpPages().page($0.usage, $0.summary).plain
        }
    }

    /// Whatever has the word in its name or its line.
    func find(_ word: String) -> StyledText {
        let found = HelpSearch(word).results
        guard !found.isEmpty else {
            let near = HelpTopic.nearest(to: word).map { " Did you mean \($0)?" } ?? ""
            return StyledText("nothing has \"\(DisplayText.safe(word, limit: 60))\".\(near)", .note)
        }
        return found.map { entry($0.usage, $0.summary) }.joined(separator: "\n")
    }

    // MARK: Pages

    private func brief(_ operation: APIOperation) -> StyledText {
        var page = page(operation.signature, operation.summary)
        let fields = OpenField.list(
            operation.query + operation.bodyFields, rules: operation.rules, given: [])
        let names = fields.map { $0.field.name + ($0.isRequired ? " (required)" : "") }
        if !names.isEmpty {
            let more = names.count > 12 ? ", … ?? shows all" : ""
            page.append("\n" + paragraph(names.prefix(12).joined(separator: ", ") + more, 2))
        }
        let costs = operation.isBilled ? " · costs credits" : ""
        page.append("\n  \(operation.method.rawValue) \(operation.path)\(costs)", .note)
        return page
    }

    private func brief(_ resource: APIResource) -> StyledText {
        let verbs =
            resource.operations.map(\.luaVerb) + HelpText.comforts(of: resource).map(\.name)
        return page("tavus.\(resource.name)", resource.summary)
            + StyledText("\n" + paragraph(verbs.joined(separator: " "), 2), .name)
    }

    private func page(_ usage: String, _ summary: String) -> StyledText {
        StyledText(paragraph(usage, 0), .name) + StyledText("\n" + paragraph(summary, 2))
    }

    private func entry(_ usage: String, _ summary: String) -> StyledText {
        StyledText(paragraph(usage, 2), .name) + StyledText("\n" + paragraph(summary, 6))
    }

    private func paragraph(_ text: String, _ indent: Int) -> String {
        HelpText.paragraph(text, indent: indent, width: width)
    }
}

/// The look of the catalogue's pages, which come as plain text.
enum HelpPageStyle {
    /// The first line is how it is called; a line after a blank one that is not moved in is a heading; what
    /// stands under "Example" is Lua.
    static func styled(_ text: String) -> StyledText {
        var styled = StyledText()
        var isExample = false
        var isAfterBlank = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if number > 0 { styled.append("\n") }
            if isAfterBlank { isExample = line == "Example" }
            if number == 0 {
                styled.append(String(line), .name)
            } else if isAfterBlank, headings.contains(String(line)) {
                styled.append(String(line), .heading)
            } else if isExample {
                styled.append(lua(String(line)))
            } else {
                styled.append(String(line))
            }
            isAfterBlank = line.isEmpty
        }
        return styled
    }

    private static let headings: Set = [
        "Fields", "Operations (RFC 6902)", "Example", "Answers with", "Errors", "Notes",
        "Where sources differ", "Beside them", "Modules to require",
        "Resources (help(tavus.personas) lists the functions of one)",
    ]

    static func lua(_ line: String) -> StyledText {
        let buffer = EditBuffer(scalars: Array(line.unicodeScalars), cursor: 0)
        var styled = StyledText()
        for (scalar, style) in zip(buffer.scalars, Highlighter.styles(of: buffer)) {
            styled.append(String(Character(scalar)), style)
        }
        return styled
    }
}
