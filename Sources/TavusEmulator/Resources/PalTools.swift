import JSONValue

/// Which tools a persona may call: its `tool_ids`, which it can also be created with.
enum PalTools {
    static let handlers: [String: Handler] = [
        "pal_tools.list": list,
        "pal_tools.attach": attach,
        "pal_tools.detach": detach,
    ]

    // Page "Attach Tools To PAL", 2026.
    private static let most = 50

    private static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        let pal = try Personas.found(call, desk)
        // A system tool is not among them (page "List PAL Tools", 2026), nor is what does not exist.
        let rows = try ids(of: pal).compactMap { try desk.rows.findLiving(Tools.kind, $0) }
        return .ok(["data": shown(rows, call, desk)])
    }

    private static func attach(_ call: Call, _ desk: Desk) throws -> Answer {
        var pal = try Personas.found(call, desk)
        let wanted = try call.fields()["tool_ids"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard !wanted.isEmpty else { throw Refusal.badField("tool_ids must not be empty") }
        let rows = try wanted.map { try Tools.found(id: $0, desk) }
        var all = ids(of: pal)
        for id in wanted where !all.contains(id) { all.append(id) }
        guard all.count <= most else {
            throw Refusal(400, "Bad Request. A PAL can have at most \(most) tools")
        }
        pal.body["tool_ids"] = .array(all.map { .string($0) })
        try desk.rows.update(pal)
        return .ok(["data": shown(rows, call, desk)])
    }

    private static func detach(_ call: Call, _ desk: Desk) throws -> Answer {
        let pal = try Personas.found(call, desk)
        let tool = try Tools.found(id: call.ids[1], desk)
        guard ids(of: pal).contains(tool.id) else {
            throw Refusal(400, "Bad Request. Tool not attached to this PAL")
        }
        try detach(tool.id, from: pal, desk)
        return .noContent
    }

    static func detach(_ id: String, from pal: StoredResource, _ desk: Desk) throws {
        var pal = pal
        let left = ids(of: pal).filter { $0 != id }
        pal.body["tool_ids"] = .array(left.map { .string($0) })
        try desk.rows.update(pal)
    }

    private static func ids(of pal: StoredResource) -> [String] {
        (pal.body["tool_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    private static func shown(_ rows: [StoredResource], _ call: Call, _ desk: Desk) -> JSONValue {
        .array(rows.map { .object(Tools.show($0, View(call, desk))) })
    }
}
