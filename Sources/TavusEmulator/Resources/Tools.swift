import JSONValue

/// Tools: functions that personas may call. They belong to the account and have no life cycle.
enum Tools: Behaviour {
    static let kind = "tools"
    // Page "Get Tool", 2026: 404; the words are the emulator's.
    static let unknown = Refusal(404, "Tool not found")
    static let isNewestFirst = false

    static let handlers: [String: Handler] = [
        "tools.create": create,
        "tools.get": { .ok(show(try found(id: $0.ids[0], $1), View($0, $1))) },
        "tools.list": list,
        "tools.update": update,
        "tools.delete": delete,
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        var body = defaults(trigger: fields.string("trigger_type"), origin: fields.string("origin"))
        body.copy(call.operation.bodyFields.map(\.name), from: fields)
        try ToolCheck(body).require()
        let row = StoredResource(
            kind: kind, id: "t" + Identifiers.hex(12), name: body.string("name") ?? "",
            createdAt: desk.now, updatedAt: desk.now, body: body)
        try requireFreeName(row, desk)
        try desk.rows.insert(row)
        return .ok(show(row, View(call, desk)))
    }

    /// Each field that is given replaces the one there was; a secret that is left out stays.
    static func update(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try own(call.ids[0], desk)
        let fields = try call.fields()
        guard call.operation.bodyFields.contains(where: { fields[$0.name] != nil }) else {
            throw Refusal.badField("at least one field is required")
        }
        let was = row.body["delivery"]
        row.body.copy(call.operation.bodyFields.map(\.name), from: fields)
        row.body["delivery"] = ToolSecrets.kept(row.body["delivery"], from: was)
        try ToolCheck(row.body).require()
        row.name = row.body.string("name") ?? ""
        row.updatedAt = desk.now
        try requireFreeName(row, desk)
        try desk.rows.update(row)
        return .ok(show(row, View(call, desk)))
    }

    /// Page "Delete Tool", 2026: detaches it everywhere, and its name is free again.
    static func delete(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try own(call.ids[0], desk)
        var attached = RowFilter(kind: Personas.kind)
        attached.require(anyTag: [row.id], in: "tool_ids")
        for pal in try desk.rows.all(attached) { try PalTools.detach(row.id, from: pal, desk) }
        row.isDeleted = true
        try desk.rows.update(row)
        return .noContent
    }

    static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        let page = try Page(
            call.query, firstPage: firstPage(desk.settings.dialect), isNewestFirst: isNewestFirst)
        let type = call.query["type"] ?? "user"
        guard ["user", "system", "all"].contains(type) else {
            throw Refusal.badField("type must be user, system or all")
        }
        var filter = RowFilter(kind: kind)
        try narrow(&filter, call, desk)
        let text = call.query["name_or_uuid"]?.lowercased() ?? ""
        let system = stock.filter { text.isEmpty || $0.id.contains(text) }
        let rows =
            (type == "user" ? [] : system) + (type == "system" ? [] : try desk.rows.all(filter))
        let ordered = page.isDescending ? rows.reversed() : rows
        let view = View(call, desk, isListed: true)
        return .ok([
            "data": .array(
                ordered.dropFirst(page.offset).prefix(page.limit).map { .object(show($0, view)) }),
            "total_count": .integer(Int64(rows.count)),
        ])
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        if let text = call.query["name_or_uuid"], !text.isEmpty { filter.require(nameOrID: text) }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var shown: JSONObject = [
            "tool_id": .string(row.id), "owner_id": .integer(row.isStock ? 0 : 1),
            "is_system_tool": .bool(row.isStock),
        ]
        for (key, value) in row.body { shown[key] = value }
        shown["delivery"] = ToolSecrets.hidden(row.body["delivery"])
        shown["created_at"] = .string(Timestamp.bareSeconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.bareSeconds.string(row.updatedAt))
        return shown
    }

    static func found(id: String, _ desk: Desk) throws -> StoredResource {
        if let tool = stock.first(where: { $0.id == id }) { return tool }
        guard let row = try desk.rows.findLiving(kind, id) else { throw unknown }
        return row
    }
}

extension Tools {
    /// Page "Tool Calling for LLM", 2026. An action after the call has no origin.
    private static func defaults(trigger: String?, origin: String?) -> JSONObject {
        let isAfterwards = trigger == "post_call"
        let isSpoken = !isAfterwards && (origin ?? "llm") == "llm"
        return [
            "name": "", "description": "", "parameters": [:], "delivery": ["app_message": true],
            "trigger_type": "in_call", "origin": isAfterwards ? .null : "llm",
            "on_call": isSpoken ? "generate_filler" : .null, "on_resolve": "fire_and_forget",
            "static_filler": .null, "tags": [],
        ]
    }

    /// The only system tool that a source names; its id is its name (page "Delete Tool", 2026).
    private static let stock: [StoredResource] = {
        var body = defaults(trigger: nil, origin: nil)
        body["name"] = "end_call"
        body["description"] = "Ends the call."
        return [
            StoredResource(
                kind: kind, id: "end_call", isStock: true, name: "end_call",
                createdAt: Stock.time, updatedAt: Stock.time, body: body)
        ]
    }()

    private static func own(_ id: String, _ desk: Desk) throws -> StoredResource {
        let row = try found(id: id, desk)
        guard !row.isStock else {
            throw Refusal(400, "Bad Request. System tools are read-only")
        }
        return row
    }

    private static func requireFreeName(_ row: StoredResource, _ desk: Desk) throws {
        var same = RowFilter(kind: kind)
        same.require(member: "name", is: row.name)
        let isTaken = try desk.rows.all(same).contains { $0.id != row.id }
        guard !isTaken, !stock.contains(where: { $0.name == row.name }) else {
            throw Refusal(400, "Bad Request. A tool with the name \(row.name) exists already")
        }
    }
}
