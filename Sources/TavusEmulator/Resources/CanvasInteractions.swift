import JSONValue

/// What participants do on cards, while their conversation is active.
///
/// Whether the persona has the skill that shows cards is not looked at: who records by hand wants
/// to see it recorded.
enum CanvasInteractions {
    static let kind = "canvas_interactions"
    private static let meterKind = "canvas_meters"

    static let handlers: [String: Handler] = [
        "canvas_interactions.record": record,
        "canvas_interactions.list": list,
    ]

    // Page "Record Canvas Interaction", 2026: 120 in 60 s, for each client address and conversation.
    // All clients of the emulator have one address.
    private static let most = 120
    private static let window = 60.0
    private static let longestID = 128

    private static func record(_ call: Call, _ desk: Desk) throws -> Answer {
        let conversation = try self.conversation(call, desk)
        guard conversation.phase(at: desk.now) == .working else {
            throw Refusal(409, "Conversation is not active")
        }
        try count(conversation, desk)
        let fields = try call.fields()
        for name in ["interaction_id", "tool_call_id"] {
            guard fields.string(name)?.count ?? 0 <= longestID else {
                throw Refusal.badField("\(name) must be at most \(longestID) characters")
            }
        }
        var body: JSONObject = ["conversation_id": .string(conversation.id)]
        for field in call.operation.bodyFields { body[field.name] = fields[field.name] ?? .null }
        let row = StoredResource(
            kind: kind, id: "\(conversation.id)/\(fields.string("interaction_id") ?? "")",
            variant: conversation.id, name: "", createdAt: desk.now, updatedAt: desk.now,
            body: body)
        if let known = try desk.rows.find(kind, row.id) {
            guard isSame(known.body, body) else {
                throw Refusal(409, "interaction_id was used for another interaction")
            }
        } else {
            try desk.rows.insert(row)
        }
        return .ok(["success": true])
    }

    private static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        var filter = RowFilter(kind: kind)
        filter.require(variant: try conversation(call, desk).id)
        let rows = try desk.rows.all(filter).map { row in
            var shown = row.body
            shown["created_at"] = .string(Timestamp.bareMicroseconds.string(row.createdAt))
            return JSONValue.object(shown)
        }
        return .ok(["data": .array(rows)])
    }

    /// The pages list 404 here, where conversations themselves answer 400.
    private static func conversation(_ call: Call, _ desk: Desk) throws -> StoredResource {
        guard let row = try desk.rows.findLiving(Conversations.kind, call.ids[0]) else {
            throw Refusal(404, "Conversation not found")
        }
        return row
    }

    /// The same page: `metadata` is left out of the comparison.
    private static func isSame(_ left: JSONObject, _ right: JSONObject) -> Bool {
        ["tool_call_id", "component", "component_version", "type", "value"].allSatisfy {
            left[$0] == right[$0]
        }
    }

    /// Counts one more; whether the window slides is not established, this one begins with the first
    /// interaction in it.
    private static func count(_ conversation: StoredResource, _ desk: Desk) throws {
        let known = try desk.rows.find(meterKind, conversation.id)
        var meter =
            known
            ?? StoredResource(
                kind: meterKind, id: conversation.id, name: "", createdAt: desk.now,
                updatedAt: desk.now, body: [:])
        let begun = meter.notes["begun"]?.numberValue ?? -.infinity
        let isOver = desk.now >= begun + window
        let counted = isOver ? 0 : meter.notes["count"]?.integerValue ?? 0
        guard counted < most else {
            throw Refusal(429, "Too many requests", retryAfter: begun + window - desk.now)
        }
        meter.notes["begun"] = .number(isOver ? desk.now : begun)
        meter.notes["count"] = .integer(counted + 1)
        if known == nil { try desk.rows.insert(meter) } else { try desk.rows.update(meter) }
    }
}
