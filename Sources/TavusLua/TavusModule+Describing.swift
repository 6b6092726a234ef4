import JSONValue
import LuaHost
import TavusAPI

/// What the Lua side is built from, and `help`.
extension TavusModule {
    var describingFunctions: [LuaFunction] { [describe, help, moduleNames] }

    /// `host.describe()` → the resources with their verbs, as `verbs.lua` and `records.lua` read them.
    private var describe: LuaFunction {
        LuaFunction("describe") { _ in [.json(LuaBinding.description)] }
    }

    /// `host.module_names()` → the modules beside `tavus` that there is help for.
    private var moduleNames: LuaFunction {
        LuaFunction("module_names") { _ in
            [.json(JSONValue.array(ScriptModule.all.map { .string($0.name) }).bytes())]
        }
    }

    /// `host.help(topic|nil)` → text about an operation, a resource, or the whole module.
    private var help: LuaFunction {
        LuaFunction("help") { arguments in
            if case .nil = arguments[0] { return [.string(LuaString(HelpText.overview))] }
            return [.string(LuaString(HelpText.about(try arguments.string(0))))]
        }
    }
}

/// The catalogue as the Lua prelude needs it.
enum LuaBinding {
    /// JSON text, made once in a process.
    static let description: [UInt8] =
        JSONValue.array(Catalogue.resources.map(resource)).bytes()

    private static func resource(_ resource: APIResource) -> JSONValue {
        let operations = resource.operations
        var verbs: JSONObject = [:]
        for operation in operations { verbs[operation.verb] = verb(operation) }
        var fields: JSONObject = [
            "name": .string(resource.name),
            "singular": .string(resource.singular),
            "id_field": .string(resource.idField),
            "id_names": .array(idNames(resource).map { .string($0) }),
            "aliases": .array(resource.aliases.map { .string($0) }),
            "page": ["rows": .string(resource.page.rows), "total": .string(resource.page.total)],
            "is_verbose": .bool(acceptsVerbose(operations)),
            "whole_fields": .array(resource.wholeFields.map { .string($0) }),
            "has_ensure": .bool(resource.hasEnsure(verbs: Set(operations.map(\.verb)))),
            "verbs": .object(verbs),
        ]
        if let name = resource.nameField { fields["name_field"] = .string(name) }
        if let lifecycle = resource.lifecycle {
            fields["lifecycle"] = [
                "field": .string(lifecycle.field),
                "succeeded": .array(lifecycle.succeeded.map { .string($0) }),
                "failed": .array(lifecycle.failed.map { .string($0) }),
            ]
        }
        return .object(fields)
    }

    private static func idNames(_ resource: APIResource) -> [String] {
        [resource.idField] + resource.idAliases
    }

    private static func acceptsVerbose(_ operations: [APIOperation]) -> Bool {
        operations.contains { operation in
            operation.verb == "get" && operation.query.contains { $0.name == "verbose" }
        }
    }

    private static func verb(_ operation: APIOperation) -> JSONValue {
        let pathFields = operation.pathFields.map { field in
            JSONValue.object(["names": names(of: field)])
        }
        var fields: JSONObject = [
            "id": .string(operation.id),
            "verb": .string(operation.verb),
            "lua": .string(operation.luaVerb),
            "answer": .string(kind(of: operation.answer)),
            "effect": .string(operation.effect.rawValue),
            "path_fields": .array(pathFields),
            "is_method": .bool(operation.isMethod),
            "is_patch": .bool(operation.body == .jsonPatch),
            "is_paged": .bool(operation.query.contains { $0.name == "page" }),
        ]
        if let answered = operation.answer.resource { fields["answer_of"] = .string(answered) }
        if let sole = soleField(of: operation) { fields["sole_field"] = sole }
        if case .fields(let body) = operation.body {
            fields["body_fields"] = .array(body.map { .string($0.name) })
        }
        return .object(fields)
    }

    private static func kind(of answer: APIAnswer) -> String {
        switch answer {
        case .record: "record"
        case .list: "list"
        case .object: "object"
        case .map: "map"
        case .none: "none"
        }
    }

    /// The members of a record in which the id for this field may stand.
    private static func names(of field: APIField) -> JSONValue {
        guard case .identifier(let name) = field.type, let resource = Catalogue.resource(name)
        else { return .array(([field.name] + field.aliases).map { .string($0) }) }
        return names(of: resource, first: [field.name] + field.aliases)
    }

    private static func names(of resource: APIResource, first: [String] = []) -> JSONValue {
        .array((first + idNames(resource).filter { !first.contains($0) }).map { .string($0) })
    }

    /// The one field of a body that takes text or ids, which may stand without its name:
    /// `rename(replica, "Rio")`, `attach(pal, tool)`.
    private static func soleField(of operation: APIOperation) -> JSONValue? {
        guard operation.query.isEmpty, operation.bodyFields.count == 1 else { return nil }
        let field = operation.bodyFields[0]
        switch field.type {
        case .string: return ["name": .string(field.name)]
        case .list(.identifier(let name)):
            guard let resource = Catalogue.resource(name) else { return nil }
            return ["name": .string(field.name), "id_names": names(of: resource)]
        default: return nil
        }
    }
}
