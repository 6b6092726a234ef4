@testable import REPL

/// What a session and the service would know.
struct KnownNames: NameSource {
    /// Members by dotted path.
    var tables: [String: LiveMembers] = [
        "": LiveMembers(members: [
            .init(name: "zeta", type: "table"), .init(name: "alpha", type: "number"),
            .init(name: "page", type: "table"), .init(name: "p", type: "table"),
        ]),
        "p": LiveMembers(
            members: [
                .init(name: "persona_id", type: "string"), .init(name: "layers", type: "table"),
            ], type: "tavus.persona"),
        "t": LiveMembers(members: [
            .init(name: "two words", type: "number"), .init(name: "a\"b\\c", type: "number"),
        ]),
        "client": LiveMembers(type: "tavus"),
        "people": LiveMembers(type: "tavus.personas"),
        "s": LiveMembers(members: [
            .init(name: "upper", type: "function"), .init(name: "rep", type: "function"),
        ]),
        "package.loaded": LiveMembers(members: [
            .init(name: "json", type: "table"), .init(name: "csv", type: "table"),
        ]),
    ]
    var lists: [String: IdentifierList] = [
        "personas": IdentifierList(identifiers: [
            NamedIdentifier(id: "p5317866", name: "Life \"Coach\""),
            NamedIdentifier(id: "p1\"); os.exit(", name: "Not an id"),
            NamedIdentifier(id: "p77", name: "Nurse\u{1b}[2J"),
        ]),
        "documents": IdentifierList(identifiers: [NamedIdentifier(id: "d1", name: "Guide")]),
        "replicas": IdentifierList(note: "the list of ids took too long"),
    ]

    func members(of path: [String]) -> LiveMembers? { tables[path.joined(separator: ".")] }
    func identifiers(of resource: String) -> IdentifierList { lists[resource] ?? IdentifierList() }
    var recipeNames: [String] { ["sweep"] }

    /// What Tab finds at the bar in the text.
    func tab(_ text: String) -> Completion? {
        Completer(names: self, commands: MetaCommand.names).completion(for: EditBuffer(bar: text))
    }

    /// What it would insert, in order.
    func offered(_ text: String) -> [String] { tab(text)?.candidates.map(\.insertion) ?? [] }
}

extension EditBuffer {
    /// With the cursor where the first bar stands, else at the end.
    init(bar text: String) {
        var scalars = Array(text.unicodeScalars)
        let cursor = scalars.firstIndex(of: "|")
        if let cursor { scalars.remove(at: cursor) }
        self.init(scalars: scalars, cursor: cursor ?? scalars.count)
    }
}
