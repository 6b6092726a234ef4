import JSONValue

/// What a PAL knows of one participant. docs.tavus.io, Memory Stores, 2026-08.
///
/// Nothing is learnt from the emulator's conversations, so `learned_memories` stays empty. The tags of
/// ``Memories`` are another storage: "not automatically converted into Memory Stores".
enum MemoryStores: Behaviour {
    static let kind = "memory_stores"
    // The pages name the status, no text.
    static let unknown = Refusal(404, "Memory store not found")

    static let handlers: [String: Handler] = [
        "memory_stores.create": create,
        "memory_stores.get": get,
        "memory_stores.list": list,
        "memory_stores.delete": delete,
        "memory_stores.create_pinned": pin,
        "memory_stores.update_pinned": repin,
        "memory_stores.delete_pinned": unpin,
    ]

    private static let pinned = "pinned_memories"

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        let (pal, tag) = (fields.string("pal_id") ?? "", fields.string("participant_tag") ?? "")
        guard try desk.rows.findLiving(Personas.kind, pal) != nil else {
            throw Refusal(400, "Invalid pal_id")
        }
        guard try store(of: pal, about: tag, desk) == nil else {
            throw Refusal(409, "A memory store of \(pal) about \(tag) exists")
        }
        let memories = fields[pinned]?.arrayValue?.compactMap(\.stringValue) ?? []
        let row = try open(pal, tag, pinned: memories, desk)
        return .ok(show(row, View(call, desk)))
    }

    /// A conversation opens the store of each of its participants that has none.
    static func remember(tags: JSONValue?, pal: String, _ desk: Desk) throws {
        for tag in tags?.arrayValue?.compactMap(\.stringValue) ?? [] {
            if try store(of: pal, about: tag, desk) == nil { try open(pal, tag, desk) }
        }
    }

    static func delete(_ call: Call, _ desk: Desk) throws -> Answer {
        try desk.rows.remove(try found(call, desk))
        return .noContent
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        for name in ["pal_id", "participant_tag"] {
            guard let value = call.query[name], !value.isEmpty else { continue }
            filter.require(member: name, is: value)
        }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var shown: JSONObject = ["memory_store_id": .string(row.id)]
        shown.copy(["pal_id", "participant_tag", pinned], from: row.body)
        shown["learned_memories"] = []
        shown["created_at"] = .string(Timestamp.seconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.seconds.string(row.updatedAt))
        return shown
    }

    // MARK: - Pinned memories

    private static func pin(_ call: Call, _ desk: Desk) throws -> Answer {
        let memory = memory(try call.fields().string("memory") ?? "")
        try change(call, desk) { $0.append(memory) }
        return .ok(memory.objectValue ?? [:])
    }

    private static func repin(_ call: Call, _ desk: Desk) throws -> Answer {
        let text = try call.fields().string("memory") ?? ""
        let memory: JSONValue = ["memory_id": .string(call.ids[1]), "memory": .string(text)]
        try change(call, desk) { $0[try place(of: call.ids[1], in: $0)] = memory }
        return .ok(memory.objectValue ?? [:])
    }

    private static func unpin(_ call: Call, _ desk: Desk) throws -> Answer {
        try change(call, desk) { $0.remove(at: try place(of: call.ids[1], in: $0)) }
        return .noContent
    }

    private static func change(
        _ call: Call, _ desk: Desk, _ body: (inout [JSONValue]) throws -> Void
    ) throws {
        var row = try found(call, desk)
        var memories = row.body[pinned]?.arrayValue ?? []
        try body(&memories)
        row.body[pinned] = .array(memories)
        row.updatedAt = desk.now
        try desk.rows.update(row)
    }

    private static func place(of id: String, in memories: [JSONValue]) throws -> Int {
        guard let place = memories.firstIndex(where: { $0["memory_id"]?.stringValue == id }) else {
            throw Refusal(404, "Memory not found")
        }
        return place
    }

    private static func memory(_ text: String) -> JSONValue {
        ["memory_id": .string(Identifiers.prefixed("m")), "memory": .string(text)]
    }

    // MARK: - Rows

    private static func store(
        of pal: String, about tag: String, _ desk: Desk
    ) throws -> StoredResource? {
        var filter = RowFilter(kind: kind)
        filter.require(member: "pal_id", is: pal)
        filter.require(member: "participant_tag", is: tag)
        return try desk.rows.all(filter).first
    }

    @discardableResult
    private static func open(
        _ pal: String, _ tag: String, pinned memories: [String] = [], _ desk: Desk
    ) throws -> StoredResource {
        let row = StoredResource(
            kind: kind, id: Identifiers.prefixed("m"), name: tag, createdAt: desk.now,
            updatedAt: desk.now,
            body: [
                "pal_id": .string(pal), "participant_tag": .string(tag),
                pinned: .array(memories.map(memory)),
            ])
        try desk.rows.insert(row)
        return row
    }
}
