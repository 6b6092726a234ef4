import TavusAPI

extension Completer {
    /// What the call around the cursor takes, as far as it has not been typed: fields in braces, the type of
    /// a value after `=`, else how it is called. Asked at every key, so it waits for nothing.
    func signature(for buffer: EditBuffer) -> String? {
        guard buffer.cursor == buffer.scalars.count, buffer.scalars.count <= Self.longest,
            CommandLine(buffer.text) == nil
        else { return nil }
        let text = LuaText(buffer.scalars)
        let context = CursorContext(text, cursor: buffer.cursor)
        // In the middle of a word it would only flicker.
        guard context.word.isEmpty, let site = context.site,
            let subject = Subject(site.callee, typeOf: names.type)
        else { return nil }
        switch context.place {
        case .key(_, let given): return Self.fields(subject, site, given)
        case .value where site.steps.isEmpty: return subject.usage.map { "  \($0)" }
        case .value: return subject.type(at: site).map { "  \($0.values)" }
        default: return nil
        }
    }

    /// Longer ones are pasted rather than typed.
    private static let longest = 8192

    /// `persona_name =, …`: what is required, else a few of what could be.
    private static func fields(
        _ subject: Subject, _ site: CallSite, _ given: [GivenKey]
    ) -> String? {
        let fields = subject.type(at: site)?.memberFields ?? []
        let rules = site.steps.isEmpty ? subject.rules : []
        let open = OpenField.list(fields, rules: rules, given: given)
        guard !open.isEmpty else { return nil }
        let required = open.filter(\.isRequired)
        let shown = required.isEmpty ? Array(open.prefix(4)) : required
        let names = shown.map { "\($0.field.name) =" }.joined(separator: ", ")
        return names + (open.count > shown.count ? ", …" : "")
    }
}

extension APIFieldType {
    /// `"full" | "echo" | …` where there are words, else the name of the type.
    fileprivate var values: String {
        guard !words.isEmpty else { return name }
        let shown = words.prefix(4).map { "\"\($0)\"" }.joined(separator: " | ")
        return words.count > 4 ? shown + " | …" : shown
    }
}

extension CursorContext {
    /// The call that the cursor is in the arguments of.
    var site: CallSite? {
        switch place {
        case .key(let site, _): site
        case .value(let site), .string(let site): site
        default: nil
        }
    }
}
