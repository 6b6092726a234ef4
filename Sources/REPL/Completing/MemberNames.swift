import TavusAPI

/// What can stand after a dot or a colon.
struct MemberNames {
    let names: any NameSource

    /// What the catalogue knows first, then what is there besides, by the alphabet.
    func candidates(of owner: LuaPath, isMethod: Bool) -> [Candidate] {
        let known = Subject(owner, names: names).map { Self.catalogued($0, isMethod) } ?? []
        var seen = Set(known.map(\.label))
        return known
            + live(owner).filter { member in
                let isCallable = ["function", "table", "userdata"].contains(member.kind)
                return (!isMethod || isCallable) && seen.insert(member.label).inserted
            }
    }

    private func live(_ owner: LuaPath) -> [Candidate] {
        guard let path = owner.names else { return [] }
        let members = names.members(of: path)?.members ?? []
        let library = path.joined(separator: ".")
        let known = members.filter { LuaName.isName($0.name) }.map { member in
            let function = LuaLibrary.functions["\(library).\(member.name)"]
            return Candidate(member.name, kind: member.type, summary: function?.summary ?? "")
        }
        return known.sorted { $0.label < $1.label }
    }

    /// `tavus` and its resources are built when they are first used: the catalogue knows them before.
    private static func catalogued(_ subject: Subject, _ isMethod: Bool) -> [Candidate] {
        switch subject {
        case .tavus: members
        case .resource(let resource): verbs(of: resource)
        case .record(let resource):
            methods(of: resource) + (isMethod ? [] : fields(of: resource))
        case .page where !isMethod:
            [
                Candidate("data", kind: "table", summary: "The records of this page."),
                Candidate("total_count", kind: "number", summary: "Of all pages."),
            ]
        default: []
        }
    }

    private static var members: [Candidate] {
        let resources = Catalogue.resources.flatMap { resource in
            ([resource.name] + resource.aliases).map {
                Candidate($0, kind: "resource", summary: resource.summary)
            }
        }
        let beside = HelpText.beside.map { function in
            let isCalled = function.usage.contains("(") || function.usage.contains("{")
            return Candidate(
                function.name, kind: isCalled ? "function" : "value", summary: function.summary)
        }
        return resources + beside
            + [Candidate("emulator", kind: "table", summary: "The emulator's clock and state.")]
    }

    private static func verbs(of resource: APIResource) -> [Candidate] {
        resource.operations.map {
            Candidate($0.luaVerb, kind: "operation", summary: $0.summary)
        }
            + HelpText.comforts(of: resource).map {
                Candidate($0.name, kind: "function", summary: $0.summary)
            }
    }

    private static func methods(of resource: APIResource) -> [Candidate] {
        let summaries = Dictionary(
            verbs(of: resource).map { ($0.label, $0.summary) }, uniquingKeysWith: { one, _ in one })
        return resource.methodNames.map {
            Candidate($0, kind: "method", summary: summaries[$0] ?? "Reads the record anew.")
        }
    }

    private static func fields(of resource: APIResource) -> [Candidate] {
        let answer = Catalogue.operation("\(resource.name).get")?.answerFields ?? resource.columns
        return answer.map { Candidate($0, kind: "field") }
    }
}
