import JSONValue

extension Catalogue {
    /// The whole catalogue, as `tavlua catalogue --json` prints it.
    public static var json: JSONValue {
        [
            "resources": .array(resources.map(\.json)),
            "operations": .array(operations.map(\.json)),
        ]
    }
}

extension [String] {
    fileprivate var json: JSONValue { .array(map { .string($0) }) }
}

extension APIResource {
    fileprivate var json: JSONValue {
        var members: JSONObject = [
            "name": .string(name), "singular": .string(singular), "aliases": aliases.json,
            "summary": .string(summary), "id_field": .string(idField),
            "id_aliases": idAliases.json, "first_page": .integer(Int64(firstPage)),
            "columns": columns.json,
            "page": ["rows": .string(page.rows), "total": .string(page.total)],
        ]
        if let nameField { members["name_field"] = .string(nameField) }
        if let lifecycle {
            members["lifecycle"] = [
                "field": .string(lifecycle.field), "initial": .string(lifecycle.initial),
                "pending": lifecycle.pending.json, "succeeded": lifecycle.succeeded.json,
                "failed": lifecycle.failed.json,
            ]
        }
        if !outputAliases.isEmpty {
            members["output_aliases"] = .object(
                JSONObject(outputAliases.map { ($0.name, .string($0.field)) }))
        }
        if !wholeFields.isEmpty { members["whole_fields"] = wholeFields.json }
        members["source"] = .string(source)
        return .object(members)
    }
}

extension APIOperation {
    fileprivate var json: JSONValue {
        var members: JSONObject = [
            "id": .string(id), "resource": .string(resource), "verb": .string(verb),
            "lua": .string("tavus.\(resource).\(luaVerb)"), "signature": .string(signature),
            "summary": .string(summary), "method": .string(method.rawValue), "path": .string(path),
            "alias_paths": aliasPaths.json, "effect": .string(effect.rawValue),
            "is_billed": .bool(isBilled), "repeatability": .string(repeatability.rawValue),
            "needs_key": .bool(needsKey), "path_fields": .array(pathFields.map(\.json)),
            "query": .array(query.map(\.json)), "body": body.json,
            "rules": .array(rules.map(\.json)), "answer": answer.json,
            "answer_fields": answerFields.json, "success_status": .integer(Int64(successStatus)),
            "failures": .array(failures.map(\.json)), "notes": notes.json,
            "corrections": corrections.json,
        ]
        members["example"] = example.json
        members["source"] = .string(source)
        members["is_reference"] = .bool(isReference)
        if let deprecation { members["deprecation"] = .string(deprecation) }
        return .object(members)
    }
}

extension APIField {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["name": .string(name)]
        for (key, value) in type.json { members[key] = value }
        members["required"] = .bool(isRequired)
        if let defaultValue { members["default"] = defaultValue }
        members["summary"] = .string(summary)
        if !aliases.isEmpty { members["aliases"] = aliases.json }
        if !corrections.isEmpty { members["corrections"] = corrections.json }
        members["source"] = .string(source)
        return .object(members)
    }
}

extension APIFieldType {
    /// Members that describe the type: `"type"` and what belongs to it.
    fileprivate var json: JSONObject {
        switch self {
        case .string: return ["type": "string"]
        case .secret: return ["type": "secret"]
        case .url: return ["type": "url"]
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .any: return ["type": "any"]
        case .map: return ["type": "object", "open": true]
        case .identifier(let resource): return ["type": "id", "of": .string(resource)]
        case .enumeration(let values, let isOpen):
            return ["type": "enumeration", "values": values.json, "open": .bool(isOpen)]
        case .list(let item): return ["type": "list", "items": .object(item.json)]
        case .either(let types):
            return ["type": "either", "of": .array(types.map { .object($0.json) })]
        case .object(let fields, let isOpen):
            return ["type": "object", "fields": .array(fields.map(\.json)), "open": .bool(isOpen)]
        case .integer(let range):
            var members: JSONObject = ["type": "integer"]
            if let range {
                members["minimum"] = .integer(range.lowerBound)
                if range.upperBound != .max { members["maximum"] = .integer(range.upperBound) }
            }
            return members
        }
    }
}

extension APIBody {
    fileprivate var json: JSONValue {
        switch self {
        case .none: ["kind": "none"]
        case .fields(let fields): ["kind": "fields", "fields": .array(fields.map(\.json))]
        case .jsonPatch: ["kind": "json_patch"]
        }
    }
}

extension APIAnswer {
    fileprivate var json: JSONValue {
        switch self {
        case .record(let resource): ["kind": "record", "of": .string(resource)]
        case .list(let resource): ["kind": "list", "of": .string(resource)]
        case .object: ["kind": "object"]
        case .map(let resource): ["kind": "map", "of": .string(resource)]
        case .none: ["kind": "none"]
        }
    }
}

extension APIFailure {
    fileprivate var json: JSONValue {
        var members: JSONObject = [
            "status": .integer(Int64(status)), "code": .string(code.rawValue),
        ]
        if let text { members["text"] = .string(text) }
        members["when"] = .string(when)
        members["source"] = .string(source)
        return .object(members)
    }
}

extension APIExample {
    fileprivate var json: JSONValue {
        var members: JSONObject = ["lua": .string(lua), "ids": ids.json]
        if let fields { members["fields"] = fields }
        return .object(members)
    }
}

extension APIRule {
    fileprivate var json: JSONValue {
        switch self {
        case .oneOf(let names): return ["kind": "one_of", "fields": names.json]
        case .notTogether(let names): return ["kind": "not_together", "fields": names.json]
        case .atLeastOne: return ["kind": "at_least_one"]
        case .required(let field, let other, let value):
            return [
                "kind": "required", "field": .string(field), "when": .string(other),
                "equals": value,
            ]
        case .requires(let field, let value, let other, let otherValue):
            var members: JSONObject = [
                "kind": "requires", "field": .string(field), "needs": .string(other),
            ]
            if let value { members["equals"] = value }
            if let otherValue { members["needs_value"] = otherValue }
            return .object(members)
        }
    }
}
