extension ScriptModule {
    /// What `help("csv")` prints.
    public func helpText(width: Int) -> String {
        var page = TextColumns(width: width)
        page.paragraph("\(name): \(summary)")
        page.paragraph("local \(name) = require \"\(name)\"")
        page.blank()
        for function in functions {
            page.paragraph(function.usage(in: name), indent: 2)
            page.paragraph(function.summary, indent: 6)
        }
        page.heading("Example")
        page.verbatim(example, indent: 2)
        return page.text
    }
}

extension ScriptModule.Function {
    /// What `help("csv.decode")` prints.
    public func helpText(in module: ScriptModule, width: Int) -> String {
        var page = TextColumns(width: width)
        page.paragraph(usage(in: module.name))
        page.blank()
        page.paragraph(summary)
        let options = parameters.flatMap { parameter -> [APIField] in
            if case .object(let fields, false) = parameter.type { fields } else { [] }
        }
        if !options.isEmpty {
            page.heading("Fields")
            for field in options {
                let defaultValue = field.defaultValue.map { " Default: \($0.serialized())." } ?? ""
                page.entry(
                    field.name, "\(field.type.name). \(field.summary)\(defaultValue)", indent: 2,
                    column: 32)
            }
        }
        page.heading("Example")
        page.verbatim(module.example, indent: 2)
        return page.text
    }
}
