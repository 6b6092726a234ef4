import JSONValue

/// Guardrails: sets of rules, as in the reference, and the flat ones of 2026, one rule each.
enum Guardrails: Behaviour {
    static let kind = "guardrails"
    static let unknown = Refusal(404, "Guardrails not found")
    static let isNewestFirst = false

    private static let set = "set"
    private static let flat = "flat"

    /// The flat ones.
    static var singles: RowFilter {
        var filter = RowFilter(kind: kind)
        filter.require(variant: flat)
        return filter
    }

    static let handlers: [String: Handler] = [
        "guardrails.create": create,
        "guardrails.get": get,
        "guardrails.list": list,
        "guardrails.patch": patch,
        "guardrails.delete": delete,
    ]

    /// A top-level `guardrail_name` chooses the flat form.
    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let sent = call.body?.objectValue ?? [:]
        if sent["guardrail_name"] != nil && sent["data"] == nil {
            return try createFlat(call, desk)
        }
        let fields = try call.fields(.message)
        var body: JSONObject = [:]
        body.copy(["name"], from: fields)
        let items = try ItemSet.items(fields)
        body["data"] = .array(try items.map { try withBothPrompts($0, was: nil) })
        let row = StoredResource(
            kind: kind, id: Identifiers.prefixed("g"), variant: set,
            name: body.string("name") ?? "", createdAt: desk.now, updatedAt: desk.now, body: body)
        try desk.rows.insert(row)
        var answer: JSONObject = [:]
        answer.copy(
            ["guardrails_id", "guardrails_name", "name", "status", "created_at"],
            from: show(row, View(call, desk)))
        return .ok(answer)
    }

    private static func createFlat(_ call: Call, _ desk: Desk) throws -> Answer {
        let rule = try withBothPrompts(.object(try call.fields(.message)), was: nil)
        var body = try checkedFlat(rule.objectValue ?? [:])
        for (field, value) in flatDefaults where body[field] == nil { body[field] = value }
        let row = StoredResource(
            kind: kind, id: Identifiers.flatGuardrail(), variant: flat,
            name: body.string("guardrail_name") ?? "", createdAt: desk.now, updatedAt: desk.now,
            body: body)
        try desk.rows.insert(row)
        return .ok(show(row, View(call, desk)))
    }

    // tavus-cli 0.11, 2026: what it sends when nothing is said.
    private static let flatDefaults: JSONObject = [
        "modality": "verbal", "callback_url": "", "app_message": true, "tags": [],
    ]

    /// tavus-cli 0.11, 2026, and docs.tavus.io, 2026: 100 and 1000 characters, 32 tags of 64.
    private static func checkedFlat(_ rule: JSONObject) throws -> JSONObject {
        guard let name = rule.string("guardrail_name"), !name.isEmpty else {
            throw Refusal(400, "guardrail_name is required", .message)
        }
        for (field, limit) in [("guardrail_name", 100), ("guardrail_prompt", 1000)] {
            guard (rule.string(field) ?? "").unicodeScalars.count <= limit else {
                throw Refusal(400, "\(field) must be at most \(limit) characters", .message)
            }
        }
        let tags = rule["tags"]?.arrayValue ?? []
        guard tags.count <= 32 else { throw Refusal(400, "at most 32 tags are allowed", .message) }
        let isTag = { (tag: JSONValue) in (1...64).contains(tag.stringValue?.count ?? 0) }
        guard tags.allSatisfy(isTag) else {
            throw Refusal(400, "tags must be strings of 1 to 64 characters", .message)
        }
        return rule
    }

    static func patch(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let old = row.body
        if row.variant == flat {
            let patch = try Patches.parsed(call.body, orElse: .badOperation)
            let patched = try Patches.applied(patch, to: old)
            let rule = try withBothPrompts(.object(patched), was: .object(old))
            row.body = try checkedFlat(rule.objectValue ?? [:])
            row.name = row.body.string("guardrail_name") ?? ""
        } else {
            row.body = try ItemSet.patched(old, by: call.body, rootFields: ["name", "data"])
            let items = try ItemSet.items(row.body).enumerated().map { index, item in
                try withBothPrompts(item, was: old["data"]?[index])
            }
            row.body["data"] = .array(items)
            row.name = row.body.string("name") ?? ""
        }
        // Official file, 2026-05: 304 for a patch that changes nothing.
        guard row.body != old else { return .notModified }
        row.updatedAt = desk.now
        try desk.rows.update(row)
        var shown = show(row, View(call, desk))
        shown["message"] = "Guardrails updated successfully"
        return .ok(shown)
    }

    /// Deletes the guardrails, and the references to them on personas (official file, 2026-05).
    static func delete(_ call: Call, _ desk: Desk) throws -> Answer {
        let row = try found(call, desk)
        var referring = RowFilter(kind: Personas.kind)
        referring.require(member: "guardrails_id", is: row.id)
        for var persona in try desk.rows.all(referring) {
            persona.body.removeValue(forKey: "guardrails_id")
            try desk.rows.update(persona)
        }
        try desk.rows.remove(row)
        return .noContent
    }

    /// `legacy`, which is still the default, lists sets; `legacy=false` the flat ones.
    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        try ItemSet.narrow(&filter, call.query)
        let isLegacy = call.query.isOn("legacy", default: true)
        filter.require(variant: isLegacy ? set : flat)
        if let tags = call.query.list("tags") { filter.require(anyTag: tags) }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var shown: JSONObject =
            row.variant == flat
            ? ["uuid": .string(row.id), "guardrails_id": .string(row.id)]
            : [
                "guardrails_id": .string(row.id), "guardrails_name": .string(row.name),
                "name": .string(row.name),
            ]
        shown["status"] = "active"
        for (key, value) in row.body where shown[key] == nil { shown[key] = value }
        shown["created_at"] = .string(Timestamp.seconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.seconds.string(row.updatedAt))
        return shown
    }

    /// The reference says `guardrails_prompt`, later sources `guardrail_prompt`: an item carries
    /// both, and a patch of one of them sets the other.
    private static func withBothPrompts(_ item: JSONValue, was old: JSONValue?) throws -> JSONValue
    {
        guard case .object(var rule) = item else { return item }
        let names = ["guardrails_prompt", "guardrail_prompt"]
        let changed = names.first { rule[$0] != nil && rule[$0] != old?[$0] }
        guard let source = changed ?? names.first(where: { rule[$0] != nil }),
            let prompt = rule.string(source), !prompt.isEmpty
        else { throw Refusal(400, "guardrails_prompt is required", .message) }
        for name in names { rule[name] = .string(prompt) }
        return .object(rule)
    }
}
