import JSONValue

/// What sets of objectives and of guardrails share: a document with its items in `data`.
enum ItemSet {
    /// The items of a body; a single object counts as a list of one (official file, 2026-05).
    static func items(_ fields: JSONObject) throws -> [JSONValue] {
        let items: [JSONValue]
        switch fields["data"] {
        case .array(let list)?: items = list
        case .object(let single)?: items = [.object(single)]
        default: throw Refusal(400, "data is required", .message)
        }
        guard !items.isEmpty else { throw Refusal(400, "data must not be empty", .message) }
        guard items.allSatisfy({ $0.objectValue != nil }) else {
            throw Refusal(400, "data must be a list of objects", .message)
        }
        return items
    }

    /// The document after a patch. The reference patches `/data/0/objective_name`, one official
    /// example `/objective_name`: a path that is no field of the set means its first item.
    static func patched(
        _ document: JSONObject, by body: JSONValue?, rootFields: Set<String>
    ) throws -> JSONObject {
        let patch = try Patches.parsed(body, orElse: .badOperation) { path in
            guard let field = path.tokens.first, !rootFields.contains(field),
                document[field] == nil
            else { return path }
            return JSONPointer(tokens: ["data", "0"] + path.tokens)
        }
        return try Patches.applied(patch, to: document)
    }

    static func narrow(_ filter: inout RowFilter, _ query: Query) throws {
        switch query["type"] {
        case nil, "", "user": filter.require(isStock: false)
        case "system": filter.require(isStock: true)
        case "all": break
        default: throw Refusal(400, "type must be user, system or all", .message)
        }
        if let text = query["name_or_uuid"], !text.isEmpty { filter.require(nameOrID: text) }
    }
}
