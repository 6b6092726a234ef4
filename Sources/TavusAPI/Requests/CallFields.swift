import JSONValue

/// The fields of one call, checked and sorted into query and body.
struct CallFields {
    private(set) var query: [(name: String, value: String)] = []
    private(set) var body: JSONObject = [:]

    init(
        _ given: JSONValue?, of operation: APIOperation, check: inout FieldCheck
    ) throws(ArgumentError) {
        var members = try Self.members(of: given)
        let known = operation.query + operation.bodyFields
        var extra: JSONObject = [:]
        if let value = members["extra"], !known.contains(where: { $0.name == "extra" }) {
            members.removeValue(forKey: "extra")
            guard let object = value.objectValue else {
                throw ArgumentError("extra", "object expected, got \(value.shown)")
            }
            extra = object
        }
        let fields = try check.members(members, of: known, isOpen: false, at: "")
        for (name, _) in extra where fields[name] != nil {
            throw ArgumentError("extra.\(name)", "given outside extra too")
        }
        let queryNames = Set(operation.query.map(\.name))
        for (name, value) in fields where !queryNames.contains(name) { body[name] = value }
        for field in operation.query {
            guard let value = fields[field.name] else { continue }
            query.append((field.name, try Self.text(of: value, at: field.name)))
        }
        for (name, value) in extra {
            if case .fields = operation.body {
                body[name] = value
            } else {
                query.append((name, try Self.text(of: value, at: "extra.\(name)")))
            }
        }
        var all = fields
        for (name, value) in extra { all[name] = value }
        try check.required(known, in: all, at: "")
        for rule in operation.rules { try rule.check(all, fields: known) }
    }

    private static func members(of given: JSONValue?) throws(ArgumentError) -> JSONObject {
        switch given {
        case nil, .null: [:]
        case .object(let object): object
        case .array(let items) where items.isEmpty: [:]
        case .array: throw ArgumentError(message: "a table of fields expected, got a list")
        case let other?:
            throw ArgumentError(message: "a table of fields expected, got \(other.shown)")
        }
    }

    private static func text(of value: JSONValue, at path: String) throws(ArgumentError) -> String {
        if let items = value.arrayValue, items.isEmpty {
            // It would arrive as no filter at all, and everything would be listed.
            throw ArgumentError(path, "an empty list filters nothing; leave it out")
        }
        if let items = value.arrayValue,
            let index = items.firstIndex(where: { $0.stringValue?.contains(",") ?? false })
        {
            // The service splits at commas, so this would arrive as two values.
            throw ArgumentError("\(path)[\(index + 1)]", "\(items[index].shown) holds a comma")
        }
        guard let text = QueryText(value) else {
            throw ArgumentError(path, "string, number or boolean expected, got \(value.shown)")
        }
        return text.text
    }
}
