import JSONValue

/// Pronunciation dictionaries: a name and rules that are only replaced as a whole.
///
/// Source: OpenAPI file, 2026-05; lengths of name and rules also tavus-cli 0.11, 2026.
enum PronunciationDictionaries: Behaviour {
    static let kind = "pronunciation_dictionaries"
    static let unknown = Refusal(404, "Pronunciation dictionary not found", .message)
    static let echoesPage = true

    static let handlers: [String: Handler] = [
        "pronunciation_dictionaries.create": create,
        "pronunciation_dictionaries.get": get,
        "pronunciation_dictionaries.list": list,
        "pronunciation_dictionaries.patch": patch,
        "pronunciation_dictionaries.delete": delete,
    ]

    /// What answers carry beside the two fields that can be changed.
    private static let readOnly: Set = [
        "pronunciation_dictionary_id", "uuid", "rules_count", "created_at", "updated_at",
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let body = try checked(try call.fields())
        let row = StoredResource(
            kind: kind, id: Identifiers.pronunciationDictionary(),
            name: body.string("name") ?? "", createdAt: desk.now, updatedAt: desk.now, body: body)
        try desk.rows.insert(row)
        return Answer(status: 201, body: .object(show(row, View(call, desk))))
    }

    static func patch(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let sent = try Patches.parsed(call.body)
        let operations = sent.operations.filter { operation in
            !readOnly.contains(operation.path.tokens.first ?? "")
        }
        for operation in operations where !["/name", "/rules"].contains("\(operation.path)") {
            throw Refusal.badField("\(operation.path) cannot be patched, only /name and /rules")
        }
        let patched = try checked(
            try Patches.applied(JSONPatch(operations: operations), to: row.body))
        guard patched != row.body else { return .notModified }
        row.body = patched
        row.name = patched.string("name") ?? ""
        row.updatedAt = desk.now
        try desk.rows.update(row)
        return .ok(show(row, View(call, desk)))
    }

    /// Deletes the dictionary; the personas that use it have `null` in its place.
    static func delete(_ call: Call, _ desk: Desk) throws -> Answer {
        let row = try found(call, desk)
        let place = JSONPointer(tokens: ["layers", "tts", "pronunciation_dictionary_id"])
        var referring = RowFilter(kind: Personas.kind)
        referring.require(member: place.tokens.joined(separator: "."), is: row.id)
        let forget = JSONPatch(operations: [.replace(place, .null)])
        for var persona in try desk.rows.all(referring) {
            persona.body = try Patches.applied(forget, to: persona.body)
            try desk.rows.update(persona)
        }
        try desk.rows.remove(row)
        return .noContent
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {}

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        let rules = row.body["rules"]?.arrayValue ?? []
        var shown: JSONObject = [
            "pronunciation_dictionary_id": .string(row.id), "name": .string(row.name),
        ]
        if !view.isListed { shown["rules"] = .array(rules) }
        shown["rules_count"] = .integer(Int64(rules.count))
        shown["created_at"] = .string(Timestamp.seconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.seconds.string(row.updatedAt))
        return shown
    }

    // MARK: - Checks

    /// Name and rules as they are stored: within their limits, with every default filled in.
    private static func checked(_ fields: JSONObject) throws -> JSONObject {
        guard let name = fields.string("name"), !name.isEmpty else {
            throw Refusal.badField("name is required")
        }
        try require(name, "name", atMost: 255)
        let rules: [JSONValue]
        switch fields["rules"] {
        case nil, .null?: rules = []
        case .array(let sent)?: rules = try sent.map { .object(try rule($0)) }
        default: throw Refusal.badField("rules must be a list")
        }
        guard rules.count <= 10_000 else { throw Refusal.badField("rules must be at most 10000") }
        guard Set(rules.map { $0["text"] }).count == rules.count else {
            throw Refusal.badField("duplicate text values in rules")
        }
        return ["name": .string(name), "rules": .array(rules)]
    }

    private static func rule(_ value: JSONValue) throws -> JSONObject {
        guard var rule = value.objectValue else {
            throw Refusal.badField("rules must be a list of objects")
        }
        for (field, limit) in [("text", 200), ("pronunciation", 500)] {
            guard let text = rule.string(field), !text.isEmpty else {
                throw Refusal.badField("rules: \(field) is required")
            }
            try require(text, "rules: \(field)", atMost: limit)
        }
        guard let type = rule.string("type"), ["alias", "ipa"].contains(type) else {
            throw Refusal.badField("rules: type must be alias or ipa")
        }
        for (field, standard) in [("case_sensitive", false), ("word_boundaries", true)] {
            guard let value = rule[field], !value.isNull else {
                rule[field] = .bool(standard)
                continue
            }
            guard value.boolValue != nil else {
                throw Refusal.badField("rules: \(field) must be a boolean")
            }
        }
        return rule
    }

    private static func require(_ text: String, _ name: String, atMost limit: Int) throws {
        guard text.unicodeScalars.count <= limit else {
            throw Refusal.badField("\(name) must be at most \(limit) characters")
        }
    }
}
