/// The class of a resource's records, its functions, and its newer names.
struct ResourceStub {
    private let resource: APIResource

    init(_ resource: APIResource) { self.resource = resource }

    var text: String {
        ([record, table] + functions + methods + aliases).joined(separator: "\n\n")
    }

    private var table: String {
        "---\(resource.summary)\n---@class tavus.resource.\(resource.name)\ntavus.\(resource.name) = {}"
    }

    private var aliases: [String] {
        resource.aliases.map { "tavus.\($0) = tavus.\(resource.name)" }
    }

    // MARK: Records

    /// What an answer holds; where a field can be set too, with its type.
    private var record: String {
        let created = Catalogue.operation("\(resource.name).create")?.bodyFields ?? []
        let answered =
            (Catalogue.operation("\(resource.name).get") ?? resource.operations.first)?.answerFields
            ?? []
        var names: Set<String> = []
        let fields = ([resource.idField] + answered).filter { names.insert($0).inserted }.map {
            name in
            let known = created.first { $0.name == name }
            let type: APIFieldType = name == resource.idField ? .string : known?.type ?? .any
            return APIField(
                name, type, known?.summary ?? "", isRequired: name == resource.idField)
        }
        let aliases = resource.outputAliases.filter { names.insert($0.name).inserted }.map {
            APIField($0.name, .any, "The same as \($0.field).")
        }
        let classes = StubClass.declarations(
            resource.stubClass, fields + aliases, isOpen: true)
        let local = "local \(Self.local(resource)) = {}"
        return classes.map(\.text).joined(separator: "\n\n") + "\n" + local
    }

    private static func local(_ resource: APIResource) -> String {
        resource.singular.replacing(" ", with: "_")
    }

    // MARK: Functions

    private var functions: [String] {
        let operations = resource.operations.map { operation in
            StubFunction(
                "tavus.\(resource.name).\(operation.luaVerb)", operation.parameters,
                results: [Self.result(of: operation)], summary: operation.summary
            ).text
        }
        let comforts = HelpText.comforts(of: resource).map { comfort in
            StubFunction(
                "tavus.\(resource.name).\(comfort.name)", comfort.parameters,
                results: result(ofComfort: comfort.name), summary: comfort.summary
            ).text
        }
        return operations + comforts
    }

    /// `persona:delete{…}`: what takes a record first, and `refresh`.
    private var methods: [String] {
        let local = Self.local(resource)
        var methods = resource.operations.filter(\.isMethod).map { operation in
            (
                operation.luaVerb, Array(operation.parameters.dropFirst()),
                Self.result(of: operation),
                operation.summary
            )
        }
        for comfort in HelpText.comforts(of: resource)
        where comfort.parameters.first?.type == .identifier(resource.name)
            && comfort.parameters.first?.name == "record"
        {
            methods.append(
                (
                    comfort.name, Array(comfort.parameters.dropFirst()), resource.stubClass,
                    comfort.summary
                ))
        }
        if Catalogue.operation("\(resource.name).get") != nil {
            methods.append(
                ("refresh", [], resource.stubClass, "Reads the record anew, into the same table."))
        }
        return methods.map { name, parameters, result, summary in
            StubFunction("\(local):\(name)", parameters, results: [result], summary: summary).text
        }
    }

    private static func result(of operation: APIOperation) -> String {
        func record(_ name: String) -> String { Catalogue.resource(name)?.stubClass ?? "table" }
        return switch operation.answer {
        case .record(let name): record(name)
        case .list(let name): "{ data: \(record(name))[], total_count: integer }"
        case .map(let name): "table<string, \(record(name))>"
        case .object: "table"
        case .none: "nil"
        }
    }

    private func result(ofComfort name: String) -> [String] {
        let record = resource.stubClass
        return switch name {
        case "each": ["fun(): \(record)?"]
        case "all": ["\(record)[]"]
        case "find": ["\(record)?"]
        case "ensure": ["\(record) record", "\"created\"|\"updated\"|\"unchanged\" what"]
        case "reconcile": ["\"found\"|\"not_found\"|\"several\" what", "any found"]
        default: [record]
        }
    }
}
