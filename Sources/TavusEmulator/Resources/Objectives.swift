import JSONValue

/// Sets of objectives: what a persona shall reach in a call. They have no life cycle.
enum Objectives: Behaviour {
    static let kind = "objectives"
    static let unknown = Refusal(404, "Objective not found")
    static let isNewestFirst = false

    static let handlers: [String: Handler] = [
        "objectives.create": create,
        "objectives.get": get,
        "objectives.list": list,
        "objectives.patch": patch,
        "objectives.delete": delete,
        "objectives.validate": validate,
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields(.message)
        let items = try ItemSet.items(fields)
        try check(items)
        var body: JSONObject = [:]
        body.copy(["name", "allow_loops"], from: fields)
        body["data"] = .array(items)
        let row = StoredResource(
            kind: kind, id: Identifiers.prefixed("o"), name: name(of: body), createdAt: desk.now,
            updatedAt: desk.now, body: body)
        try desk.rows.insert(row)
        var answer: JSONObject = [:]
        answer.copy(
            ["objectives_id", "objectives_name", "objective_name", "status", "created_at"],
            from: show(row, View(call, desk)))
        return .ok(answer)
    }

    /// Keeps nothing. What a valid set is answered with no source says, so it is nothing.
    private static func validate(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields(.message)
        let items = try ItemSet.items(fields)
        try check(items)
        try ObjectiveGraph(items).require(
            allowsLoops: fields["allow_loops"]?.boolValue ?? false)
        return .empty
    }

    static func patch(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let patched = try ItemSet.patched(
            row.body, by: call.body, rootFields: ["name", "data", "allow_loops"])
        try check(try ItemSet.items(patched))
        // Official file, 2026-05: 304 for a patch that changes nothing.
        guard patched != row.body else { return .notModified }
        row.body = patched
        row.name = name(of: row.body)
        row.updatedAt = desk.now
        try desk.rows.update(row)
        var shown = show(row, View(call, desk))
        shown["message"] = "Objective updated successfully"
        return .ok(shown)
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        try ItemSet.narrow(&filter, call.query)
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        let first = row.body["data"]?[0]?["objective_name"]
        var shown: JSONObject = [
            "objectives_id": .string(row.id),
            "objectives_name": .string(row.name),
            "objective_name": first ?? .string(row.name),
            "name": .string(row.name),
            "status": "active",
        ]
        shown.copy(["data", "allow_loops"], from: row.body)
        shown["created_at"] = .string(Timestamp.seconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.seconds.string(row.updatedAt))
        return shown
    }

    /// A set without a name is called by its first objective.
    private static func name(of body: JSONObject) -> String {
        body.string("name") ?? body["data"]?[0]?["objective_name"]?.stringValue ?? ""
    }

    /// Names may hold spaces, as in the reference's sample, whatever later pages say.
    private static func check(_ items: [JSONValue]) throws {
        // Official file, 2026-05: 50 objectives in a set.
        guard items.count <= 50 else { throw Refusal(400, "data is limited to 50 items", .message) }
        for item in items {
            for field in ["objective_name", "objective_prompt"] {
                guard item[field]?.stringValue?.isEmpty == false else {
                    throw Refusal(400, "\(field) is required", .message)
                }
            }
        }
    }
}
