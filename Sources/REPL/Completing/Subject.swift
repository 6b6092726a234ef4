import TavusAPI

/// What a path stands for, as far as the catalogue, Lua's library and the types of live values tell without
/// running anything.
enum Subject {
    case tavus
    case resource(APIResource)
    case operation(APIOperation)
    /// `each`, `find` and others that Lua builds on the operations of a resource.
    case comfort(APIResource, HelpText.Function)
    /// `tavus.map` and others.
    case beside(HelpText.Function)
    case record(APIResource)
    /// `record:refresh`.
    case refresh(APIResource)
    /// What a list operation answers with.
    case page(APIResource)
    case list(APIResource)
    case library(LuaLibrary.Function)

    init?(_ path: LuaPath, names: any NameSource) {
        self.init(path) { names.members(of: $0)?.type }
    }

    /// - Parameter typeOf: the type of what a path leads to; asked at most three times.
    init?(_ path: LuaPath, typeOf: ([String]) -> String?) {
        let leading = LuaPath(Array(path.steps.prefix { $0 != .call })).names ?? []
        guard let first = leading.first else { return nil }
        var known: (subject: Subject, length: Int)?
        if first == "tavus" {
            known = (.tavus, 1)
        } else if let function = LuaLibrary.functions[leading.joined(separator: ".")] {
            known = (.library(function), leading.count)
        } else {
            for length in Self.lengths(of: leading) where known == nil {
                let type = typeOf(Array(leading.prefix(length)))
                known = Subject(type: type).map { ($0, length) }
            }
        }
        guard var subject = known?.subject, let length = known?.length else { return nil }
        for step in path.steps.dropFirst(length) {
            guard let next = subject.after(step) else { return nil }
            subject = next
        }
        self = subject
    }

    /// How much of a path may be a value with a type: `p`, the `p` of `p.update`, a second client.
    static func lengths(of path: [String]) -> [Int] {
        [path.count, path.count - 1].filter { $0 > 1 } + (path.isEmpty ? [] : [1])
    }

    private init?(type: String?) {
        if type == "tavus" {
            self = .tavus
        } else if let resource = Catalogue.resource(ofType: type) {
            self = .record(resource)
        } else if let name = type, name.hasPrefix("tavus."),
            let resource = Catalogue.resource(HelpTopic.inTavus(name))
        {
            self = .resource(resource)
        } else {
            return nil
        }
    }

    private func after(_ step: LuaPath.Step) -> Subject? {
        switch (self, step) {
        case (.tavus, .name(let name)):
            if let resource = Catalogue.resource(name) { return .resource(resource) }
            return HelpText.beside.first { $0.name == name }.map { .beside($0) }
        case (.resource(let resource), .name(let name)): return Self.verb(name, of: resource)
        case (.record(let resource), .name("refresh")): return .refresh(resource)
        case (.record(let resource), .name(let name)):
            return resource.methodNames.contains(name) ? Self.verb(name, of: resource) : nil
        case (.page(let resource), .name("data")): return .list(resource)
        case (.list(let resource), .item), (.refresh(let resource), .call):
            return .record(resource)
        case (.operation(let operation), .call): return Self.answer(operation)
        case (.comfort(let resource, let comfort), .call):
            switch comfort.name {
            case "all": return .list(resource)
            case "each": return nil
            default: return .record(resource)
            }
        case (.beside(let function), .call): return function.name == "connect" ? .tavus : nil
        default: return nil
        }
    }

    private static func verb(_ name: String, of resource: APIResource) -> Subject? {
        if let operation = Catalogue.operation("\(resource.name).\(name)") {
            return .operation(operation)
        }
        return HelpText.comforts(of: resource).first { $0.name == name }.map {
            .comfort(resource, $0)
        }
    }

    private static func answer(_ operation: APIOperation) -> Subject? {
        switch operation.answer {
        case .record(let name): Catalogue.resource(name).map { .record($0) }
        case .list(let name): Catalogue.resource(name).map { .page($0) }
        case .map, .object, .none: nil
        }
    }
}

extension Subject {
    /// The topic of its help: "tavus.personas.create".
    var topic: String? {
        switch self {
        case .tavus: "tavus"
        case .resource(let resource), .record(let resource), .page(let resource),
            .list(let resource), .refresh(let resource):
            "tavus.\(resource.name)"
        case .operation(let operation): "tavus.\(operation.resource).\(operation.luaVerb)"
        case .comfort(let resource, let comfort): "tavus.\(resource.name).\(comfort.name)"
        case .beside(let function): "tavus.\(function.name)"
        case .library(let function): String(function.usage.prefix { $0 != "(" })
        }
    }

    /// How it is called; nil for what is no function.
    var usage: String? {
        switch self {
        case .operation(let operation): operation.signature
        case .comfort(_, let function), .beside(let function): function.usage
        case .library(let function): function.usage
        default: nil
        }
    }

    /// Its arguments, in order.
    var parameters: [APIField] {
        switch self {
        case .operation(let operation): operation.parameters
        case .comfort(_, let function), .beside(let function): function.parameters
        default: []
        }
    }

    /// What is required of fields together.
    var rules: [APIRule] {
        switch self {
        case .operation(let operation): operation.rules
        case .comfort(let resource, let comfort) where comfort.name == "ensure":
            Catalogue.operation("\(resource.name).create")?.rules ?? []
        default: []
        }
    }

    /// What is expected at a place in its arguments.
    func type(at site: CallSite) -> APIFieldType? {
        let place = site.argument + (site.isMethod ? 1 : 0)
        guard parameters.indices.contains(place) else { return nil }
        return site.steps.reduce(parameters[place].type) { type, step in
            switch step {
            case .key(let name): type?.memberFields.first { $0.hasName(name) }?.type
            case .item: type?.item
            }
        }
    }
}

extension APIResource {
    /// The operations on one record, what is built on them, and `refresh`.
    var methodNames: [String] {
        operations.filter { $0.isMethod && $0.verb != "get" }.map(\.luaVerb)
            + HelpText.comforts(of: self).map(\.name).filter { $0 == "wait" || $0 == "update" }
            + (operations.contains { $0.verb == "get" } ? ["refresh"] : [])
    }
}

extension APIField {
    func hasName(_ name: String) -> Bool { self.name == name || aliases.contains(name) }
}

extension APIFieldType {
    /// The fields of an object.
    var memberFields: [APIField] {
        switch self {
        case .object(let fields, _): fields
        case .either(let types): types.lazy.map(\.memberFields).first { !$0.isEmpty } ?? []
        default: []
        }
    }

    /// What a list holds.
    var item: APIFieldType? {
        switch self {
        case .list(let item): item
        case .either(let types): types.lazy.compactMap(\.item).first
        default: nil
        }
    }

    /// The words that a field takes.
    var words: [String] {
        switch self {
        case .enumeration(let words, _): words
        case .either(let types): types.flatMap(\.words)
        default: []
        }
    }

    /// The resource whose ids it takes.
    var identified: String? {
        switch self {
        case .identifier(let resource): resource
        case .either(let types): types.lazy.compactMap(\.identified).first
        default: nil
        }
    }

    var isBoolean: Bool {
        switch self {
        case .boolean: true
        case .either(let types): types.contains(where: \.isBoolean)
        default: false
        }
    }
}
