import JSONValue

extension RecipeManifest {
    /// All that the header says, for programs and for `.manifest` in Lua.
    public var json: JSONValue {
        var object: JSONObject = [
            "name": .string("\(name)"), "version": .string("\(version)"),
            "summary": .string(summary),
        ]
        func text(_ key: String, _ value: String?) {
            if let value { object[key] = .string(value) }
        }
        func texts(_ key: String, _ values: [String]) {
            if !values.isEmpty { object[key] = .array(values.map { .string($0) }) }
        }
        text("description", description)
        text("license", license)
        texts("authors", authors)
        text("homepage", homepage)
        texts("keywords", keywords)
        text("host", host?.description)
        texts("requires", requires.map(\.description))
        object["params"] = .array(parameters.map(\.json))
        object["permissions"] = .object(permissions.json)
        if let output { object["output"] = .object(output) }
        object["examples"] = .array(examples.map(\.json))
        texts("tests", tests)
        text("effects", effects?.rawValue)
        if let isIdempotent { object["idempotent"] = .bool(isIdempotent) }
        return .object(object)
    }
}

extension RecipeExample {
    var json: JSONValue {
        var object: JSONObject = ["run": .string(command)]
        if let summary { object["help"] = .string(summary) }
        return .object(object)
    }
}

extension Parameter {
    var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "type": .string(type.spelling), "flag": .string(flag),
            "required": .bool(isRequired),
        ]
        let rest: [(String, JSONValue?)] = [
            ("default", fallback), ("help", help.isEmpty ? nil : .string(help)),
            ("choices", choices.isEmpty ? nil : .array(choices.map { .string($0) })),
            ("columns", columns.isEmpty ? nil : .array(columns.map { .string($0) })),
            ("min", minimum), ("max", maximum), ("pattern", pattern.map { .string($0) }),
            ("env", environment.map { .string($0) }), ("prompt", prompt.map { .string($0) }),
            ("short", short.map { .string(String($0)) }), ("hidden", isHidden ? true : nil),
            ("deprecated", deprecated.map { .string($0) }),
        ]
        for (key, value) in rest {
            if let value { object[key] = value }
        }
        return .object(object)
    }
}
