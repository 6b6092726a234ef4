/// An empty function with what it takes and gives.
struct StubFunction {
    private let name: String
    private let parameters: [APIField]
    private let hasRest: Bool
    private let results: [String]
    private let summary: String

    /// - Parameters:
    ///   - name: as Lua declares it, `tavus.personas.create` or `persona:delete`.
    ///   - rest: whether it takes any further arguments.
    ///   - results: types, with a name after each if it has one.
    init(
        _ name: String, _ parameters: [APIField], rest: Bool = false, results: [String],
        summary: String
    ) {
        self.name = name
        self.parameters = parameters
        hasRest = rest
        self.results = results
        self.summary = summary
    }

    var text: String {
        // Of classes, those of methods are the functions' own.
        let owner = name.replacing(":", with: ".")
        var classes: [String] = []
        var lines = ["---" + summary.replacing("\n", with: " ")]
        for parameter in parameters {
            let label = Self.label(parameter.name)
            let type = StubType(parameter.type, named: "\(owner).\(label)")
            classes += type.classes.map(\.text)
            let mark = Self.isOptional(parameter) ? "?" : ""
            // What is said of the function need not be said of its only table.
            let summary = parameter.summary == self.summary ? "" : parameter.summary.firstSentence
            lines.append(
                "---@param \(label)\(mark) \(type.text)" + (summary.isEmpty ? "" : " \(summary)"))
        }
        if hasRest { lines.append("---@param ... any") }
        lines += results.map { "---@return \($0)" }
        let labels = parameters.map { Self.label($0.name) } + (hasRest ? ["..."] : [])
        lines.append("function \(name)(\(labels.joined(separator: ", "))) end")
        return (classes + [lines.joined(separator: "\n")]).joined(separator: "\n\n")
    }

    /// A table may be left out when nothing in it is required.
    private static func isOptional(_ parameter: APIField) -> Bool {
        switch parameter.type {
        case .object(let fields, _) where !parameter.isRequired:
            !fields.contains(where: \.isRequired)
        case .identifier: false
        default: !parameter.isRequired
        }
    }

    private static func label(_ name: String) -> String {
        APIOperation.luaKeywords.contains(name) ? name + "_" : name
    }
}
