import TavusAPI

/// Everything that can be called or set and has a word in its name or its line.
struct HelpSearch {
    struct Result: Equatable {
        var usage: String
        var summary: String
    }

    private let folded: String

    init(_ word: String) { folded = word.lowercased() }

    /// The API in the catalogue's order, then what is built on it, then Lua's library and the prompt's own
    /// commands.
    var results: [Result] {
        guard !folded.isEmpty else { return [] }
        return Catalogue.operations.flatMap(results)
            + Catalogue.resources.flatMap { results(HelpText.comforts(of: $0)) }
            + results(HelpText.beside)
            + LuaLibrary.functions.sorted { $0.key < $1.key }.map {
                Result(usage: $0.value.usage, summary: $0.value.summary)
            }.filter(matches)
            + MetaCommand.names.map { command in
                let mark = command.name.first == "?" ? "" : "."
                return Result(usage: mark + command.name, summary: command.summary)
            }.filter(matches)
    }

    private func results(_ operation: APIOperation) -> [Result] {
        let name = "tavus.\(operation.resource).\(operation.luaVerb)"
        let itself = Result(usage: operation.signature, summary: operation.summary)
        let hasName = matches(operation.id) || matches(itself)
        let fields = Self.fields(operation.query + operation.bodyFields, under: "").filter {
            matches($0.path) || $0.field.words.contains(where: matches)
        }
        return (hasName ? [itself] : [])
            + fields.map { Result(usage: "\(name){ \($0.path) = }", summary: $0.field.summary) }
    }

    private func results(_ functions: [HelpText.Function]) -> [Result] {
        functions.map { Result(usage: $0.usage, summary: $0.summary) }.filter(matches)
    }

    private func matches(_ result: Result) -> Bool {
        matches(result.usage) || matches(result.summary)
    }

    private func matches(_ text: String) -> Bool { text.lowercased().contains(folded) }

    /// Fields and those inside them, by their dotted names.
    private static func fields(
        _ fields: [APIField], under prefix: String
    ) -> [(path: String, field: APIField)] {
        fields.flatMap { field in
            let path = prefix + field.name
            let members = (field.type.item ?? field.type).memberFields
            return [(path, field)] + Self.fields(members, under: path + ".")
        }
    }
}

extension APIField {
    fileprivate var words: [String] { (type.item ?? type).words }
}
