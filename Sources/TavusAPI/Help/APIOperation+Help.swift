extension APIOperation {
    /// What `help(tavus.personas.create)` prints: at most 100 columns, no line feed at the end.
    public var helpText: String { helpText(width: TextColumns.usual) }

    /// The same for a narrower terminal.
    public func helpText(width: Int) -> String {
        var page = TextColumns(width: width)
        page.paragraph(signature)
        page.blank()
        page.paragraph(summary)
        page.paragraph("\(method.rawValue) \(path)" + costs + newerNames)
        if let deprecation { page.paragraph("Deprecated: \(deprecation)") }
        addFields(to: &page)
        page.heading("Example")
        page.verbatim(example.lua, indent: 2)
        if !answerFields.isEmpty {
            page.heading("Answers with")
            page.paragraph(answerFields.joined(separator: ", "), indent: 2)
        }
        page.heading("Errors")
        for failure in failures.sorted(by: { $0.status < $1.status }) {
            page.entry(failure.title, failure.words, indent: 2, column: 26)
        }
        if !notes.isEmpty {
            page.heading("Notes")
            for note in notes { page.paragraph(note, indent: 2) }
        }
        let differences =
            corrections
            + fields.flatMap { field in field.corrections.map { "\(field.name): \($0)" } }
        if !differences.isEmpty {
            page.heading("Where sources differ")
            for difference in differences { page.paragraph(difference, indent: 2) }
        }
        page.blank()
        page.paragraph("Source: \(source)")
        return page.text
    }

    private var fields: [APIField] { query + bodyFields }

    private var costs: String { isBilled ? "; costs credits" : "" }

    private var newerNames: String {
        let names = Catalogue.resource(resource)?.aliases.map { "tavus.\($0).\(luaVerb)" } ?? []
        return names.isEmpty ? "" : "; also \(names.joined(separator: ", "))"
    }

    private func addFields(to page: inout TextColumns) {
        if case .jsonPatch = body {
            page.heading("Operations (RFC 6902)")
            page.paragraph(
                "A list of { op =, path =, value = or from = }; op is add, remove, replace, copy, move"
                    + " or test, path a JSON Pointer.", indent: 2)
            guard !fields.isEmpty else { return }
            page.heading("Options")
            for field in fields { page.entry(field.name, field.words, indent: 2, column: 32) }
            return
        }
        guard !fields.isEmpty else { return }
        page.heading("Fields")
        for field in fields {
            page.entry(field.name, field.words, indent: 2, column: 32)
            for member in field.type.members {
                page.entry(
                    member.name, member.words + member.type.memberNames, indent: 4, column: 32)
            }
        }
        for rule in rules { page.paragraph(rule.words, indent: 2) }
    }
}

extension APIFailure {
    fileprivate var title: String { "\(status) \(code.rawValue)" }
    fileprivate var words: String { text.map { "\"\($0)\": \(when)" } ?? when }
}

extension APIField {
    /// `integer, required. How many. Default: 10. [source]`
    fileprivate var words: String {
        var words = "\(type.name)\(isRequired ? ", required" : ""). \(summary)"
        if let choices = type.choices, !summary.contains(choices) { words += " \(choices)" }
        if let defaultValue { words += " Default: \(defaultValue.serialized())." }
        if !aliases.isEmpty { words += " Also \(aliases.joined(separator: ", "))." }
        if !isReference { words += " [\(source)]" }
        return words
    }
}

extension APIFieldType {
    /// The fields one level down, of an object or of the objects of a list.
    fileprivate var members: [APIField] {
        switch self {
        case .object(let fields, _): fields
        case .list(let item): item.members
        default: []
        }
    }

    /// The values that a field takes, as a sentence.
    fileprivate var choices: String? {
        switch self {
        case .enumeration(let words, let isOpen):
            (isOpen ? "Such as " : "") + words.listed + "."
        case .integer(let range?) where range.upperBound != .max:
            "\(range.lowerBound) to \(range.upperBound)."
        default: nil
        }
    }

    /// Two levels down the names are enough: a persona's layers would fill pages.
    fileprivate var memberNames: String {
        members.isEmpty ? "" : " Members: \(members.map(\.name).joined(separator: ", "))."
    }
}

extension APIRule {
    fileprivate var words: String {
        switch self {
        case .oneOf(let names): "Needs \(names.joined(separator: " or "))."
        case .notTogether(let names): "Not together: \(names.joined(separator: ", "))."
        case .atLeastOne: "Needs at least one field."
        case .required(let field, let other, let value):
            "Needs \(field) when \(other) is \(value.serialized())."
        case .requires(let field, _, let other, let value):
            "\(field) needs \(other)" + (value.map { " = \($0.serialized())" } ?? "") + "."
        }
    }
}
