import JSONValue

extension RecipeManifest {
    /// The parameters as a JSON Schema (draft 2020-12) of what `--params` takes.
    public var parameterSchema: JSONObject {
        var properties = JSONObject()
        for parameter in parameters { properties[parameter.name] = .object(parameter.schema) }
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
            "properties": .object(properties), "additionalProperties": false,
        ]
        let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        return schema
    }
}

extension Parameter {
    var schema: JSONObject {
        var schema = type.schema
        if !help.isEmpty { schema["description"] = .string(help) }
        if let fallback { schema["default"] = fallback }
        if !choices.isEmpty { addToElements("enum", .array(choices.map { .string($0) }), &schema) }
        if let pattern { addToElements("pattern", .string("^(?:\(pattern))$"), &schema) }
        if let (low, high) = type.boundKeywords {
            if let minimum { schema[low] = minimum }
            if let maximum { schema[high] = maximum }
        }
        if deprecated != nil { schema["deprecated"] = true }
        if type == .secret { schema["writeOnly"] = true }
        return schema
    }

    private func addToElements(_ key: String, _ value: JSONValue, _ schema: inout JSONObject) {
        guard case .list = type, var items = schema["items"]?.objectValue else {
            schema[key] = value
            return
        }
        items[key] = value
        schema["items"] = .object(items)
    }
}

extension ParameterType {
    fileprivate var schema: JSONObject {
        switch self {
        case .int: ["type": "integer"]
        case .number: ["type": "number"]
        case .bool: ["type": "boolean"]
        case .duration: ["type": ["string", "number"]]
        case .date: ["type": "string", "format": "date"]
        case .url: ["type": "string", "format": "uri"]
        case .email: ["type": "string", "format": "email"]
        case .json: [:]
        case .list(let element): ["type": "array", "items": .object(element.schema)]
        case .rows: ["type": "array", "items": ["type": "object"]]
        default: ["type": "string"]
        }
    }

    /// Durations and dates have bounds that JSON Schema cannot say.
    fileprivate var boundKeywords: (String, String)? {
        switch self {
        case .int, .number: ("minimum", "maximum")
        case .list, .rows: ("minItems", "maxItems")
        case .string, .text: ("minLength", "maxLength")
        default: nil
        }
    }
}
