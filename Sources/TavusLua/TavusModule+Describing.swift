import JSONValue
import LuaHost
import TavusAPI

/// What the Lua side is built from, and `help`.
extension TavusModule {
    var describingFunctions: [LuaFunction] { [describe, help] }

    /// `host.describe()` → the resources with their verbs, as `verbs.lua` and `records.lua` read them.
    private var describe: LuaFunction {
        LuaFunction("describe") { _ in [.json(LuaBinding.description)] }
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
            "first_page": .integer(Int64(resource.firstPage)),
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
        var fields: JSONObject = [
            "id": .string(operation.id),
            "verb": .string(operation.verb),
            "lua": .string(operation.luaVerb),
            "answer": .string(kind(of: operation.answer)),
            "effect": .string(operation.effect.rawValue),
            "path_fields": .array(operation.pathFields.map(pathField)),
        ]
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
        case .none: "none"
        }
    }

    /// The members of a record in which the id for this part of the path may stand.
    private static func pathField(_ field: APIField) -> JSONValue {
        var names = [field.name] + field.aliases
        if case .identifier(let name) = field.type, let resource = Catalogue.resource(name) {
            names += idNames(resource).filter { !names.contains($0) }
        }
        return ["names": .array(names.map { .string($0) })]
    }
}
