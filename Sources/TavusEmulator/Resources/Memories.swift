import JSONValue

/// Memories can only be deleted: no operation of the reference shows them.
///
/// These are the older stores, known by a tag alone; ``MemoryStores`` are others. A store exists once a conversation has named it in `memory_stores`. Its memories are not
/// modelled, so the first delete of any id in it succeeds, and the second finds nothing.
enum Memories {
    static let kind = "memories"
    private static let storeKind = "memory_tags"

    static let handlers: [String: Handler] = ["memories.delete": delete]

    static func delete(_ call: Call, _ desk: Desk) throws -> Answer {
        let (store, memory) = (call.ids[0], call.ids[1])
        let id = "\(store)/\(memory)"
        guard try desk.rows.find(storeKind, store) != nil, try desk.rows.find(kind, id) == nil
        else { throw Refusal(404, "Memory not found") }
        try desk.rows.insert(row(kind, id, desk))
        return .ok(["message": "Memory deleted"])
    }

    /// Notes the stores that a new conversation uses.
    static func remember(stores: JSONValue?, _ desk: Desk) throws {
        for store in stores?.arrayValue ?? [] {
            guard let name = store.stringValue, try desk.rows.find(storeKind, name) == nil else {
                continue
            }
            try desk.rows.insert(row(storeKind, name, desk))
        }
    }

    private static func row(_ kind: String, _ id: String, _ desk: Desk) -> StoredResource {
        StoredResource(
            kind: kind, id: id, name: id, createdAt: desk.now, updatedAt: desk.now, body: [:])
    }
}
