import TavusAPI

/// Values of a type that can be written out: words, ids, booleans.
struct Values {
    let names: any NameSource

    func candidates(of type: APIFieldType, quote: Quoting) -> Offers {
        if let resource = type.identified { return identifiers(of: resource, quote) }
        if type.isBoolean, quote == .whole {
            return Offers(["true", "false"].map { Candidate($0, kind: "boolean") })
        }
        return Offers(Self.words(of: type, quote: quote))
    }

    static func words(of type: APIFieldType, quote: Quoting) -> [Candidate] {
        type.words.map { Candidate(quote.closed($0), label: $0, kind: "value") }
    }

    private func identifiers(of resource: String, _ quote: Quoting) -> Offers {
        let list = list(of: resource)
        let candidates = list.identifiers.filter { Self.isPlain($0.id) }.map { item in
            Candidate(
                quote.closed(item.id), label: item.id, kind: singular(resource),
                summary: DisplayText.safe(item.name, limit: 60), isNamedBySummary: true)
        }
        return Offers(candidates, note: list.note)
    }

    /// The names of records, where a name is wanted.
    func recordNames(of resource: APIResource, quote: Quoting) -> Offers {
        let list = list(of: resource.name)
        let named = list.identifiers.filter {
            !$0.name.isEmpty && !$0.name.unicodeScalars.contains(where: DisplayText.isHidden)
        }
        return Offers(
            named.map {
                Candidate(
                    quote.closed($0.name), label: $0.name, kind: resource.singular,
                    summary: DisplayText.safe($0.id, limit: 60))
            }, note: list.note)
    }

    /// Empty for what cannot be listed, such as memories.
    private func list(of resource: String) -> IdentifierList {
        guard Catalogue.operation("\(resource).list") != nil else { return IdentifierList() }
        return names.identifiers(of: resource)
    }

    private func singular(_ resource: String) -> String {
        Catalogue.resource(resource)?.singular ?? resource
    }

    /// What comes from outside and is put into what will run must have nothing in it but an id.
    private static func isPlain(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { LuaName.isPart($0) || $0 == 45 || $0 == 46 || $0 == 58 }
    }

    /// What `help("…")` takes.
    static func topics(_ quote: Quoting) -> [Candidate] {
        let operations = Catalogue.operations.map { ("\($0.resource).\($0.luaVerb)", $0.summary) }
        let resources = Catalogue.resources.map { ($0.name, $0.summary) }
        let comforts = Catalogue.resources.flatMap { resource in
            HelpText.comforts(of: resource).map { ("\(resource.name).\($0.name)", $0.summary) }
        }
        let beside = HelpText.beside.map { ($0.name, $0.summary) }
        return (resources + operations + comforts + beside).map {
            Candidate(quote.closed($0.0), label: $0.0, kind: "topic", summary: $0.1)
        }
    }
}
