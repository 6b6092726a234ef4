import TavusAPI

/// The fields that a call in the buffer takes, from the catalogue.
struct CalledFunction {
    var fields: [APIField] = []
    /// What the arguments in parentheses are, in order: ids of this resource.
    var resource: APIResource?
    /// How it is called, for a hint.
    var usage: String?

    /// - Parameter typeOf: the name of the type of the value at a path, for methods.
    init?(_ call: CursorContext.Call, typeOf: ([String]) -> String?) {
        guard let verb = call.path.last else { return nil }
        let owner = Array(call.path.dropLast())
        if owner.first == "tavus", owner.count == 2, let resource = Catalogue.resource(owner[1]) {
            self.init(resource, verb)
        } else if call.path.count == 2, owner == ["tavus"],
            let found = HelpText.beside.first(where: { $0.name == verb })
        {
            self.init(usage: found.usage)
        } else if call.isMethod, let resource = Catalogue.resource(ofType: typeOf(owner)) {
            self.init(resource, verb)
        } else if let found = LuaLibrary.functions[call.path.joined(separator: ".")] {
            self.init(usage: found.usage)
        } else {
            return nil
        }
    }

    private init(usage: String) { self.usage = usage }

    private init?(_ resource: APIResource, _ verb: String) {
        func operation(_ verb: String) -> APIOperation? {
            Catalogue.operation("\(resource.name).\(verb)")
        }
        if let operation = operation(verb) {
            fields = operation.query + operation.bodyFields
            usage = operation.signature
            self.resource = operation.pathFields.isEmpty ? nil : resource
        } else if let comfort = HelpText.comforts(of: resource).first(where: { $0.name == verb }) {
            usage = comfort.usage
            switch verb {
            case "each", "all", "find": fields = operation("list")?.query ?? []
            case "update", "ensure": fields = operation("create")?.bodyFields ?? []
            default: break
            }
            self.resource = ["update", "wait"].contains(verb) ? resource : nil
        } else {
            return nil
        }
    }

    /// The fields of the object that a list of keys leads to.
    func fields(at keys: [String]) -> [APIField] {
        var fields = fields
        for key in keys {
            guard let field = fields.first(where: { $0.name == key || $0.aliases.contains(key) })
            else { return [] }
            fields = field.type.memberFields
        }
        return fields
    }

    func field(_ key: String, at keys: [String]) -> APIField? {
        fields(at: keys).first { $0.name == key || $0.aliases.contains(key) }
    }
}

extension APIFieldType {
    var memberFields: [APIField] {
        switch self {
        case .object(let fields, _): fields
        case .list(let item): item.memberFields
        case .either(let types): types.lazy.map(\.memberFields).first { !$0.isEmpty } ?? []
        default: []
        }
    }

    /// The words that a field takes.
    var words: [String] {
        switch self {
        case .enumeration(let words, _): words
        case .list(let item): item.words
        case .either(let types): types.flatMap(\.words)
        default: []
        }
    }

    /// The resource whose ids it takes.
    var identified: String? {
        switch self {
        case .identifier(let resource): resource
        case .list(let item): item.identified
        case .either(let types): types.lazy.compactMap(\.identified).first
        default: nil
        }
    }

    var isBoolean: Bool { if case .boolean = self { true } else { false } }
}
