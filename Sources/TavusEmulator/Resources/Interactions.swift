import JSONValue

/// `POST /v2/interactions`: what published browser examples send into a running call.
///
/// The reference does not have it, so the catalogue does not either. The emulator keeps what came
/// and answers 200; a call does not react to it.
enum Interactions {
    static let kind = "interactions"
    static let path = "/v2/interactions"

    static func isMeant(by path: Substring) -> Bool { path == Self.path || path == Self.path + "/" }

    static func accept(_ body: JSONValue?, _ desk: Desk) throws -> Answer {
        guard case .object(let sent)? = body else {
            throw Refusal.badField("the body must be a JSON object")
        }
        guard let id = sent.string("conversation_id") else {
            throw Refusal.badField("conversation_id is required")
        }
        _ = try Conversations.found(id: id, desk)
        try desk.rows.insert(
            StoredResource(
                kind: kind, id: Identifiers.hex(16), name: sent.string("event_type") ?? "",
                createdAt: desk.now, updatedAt: desk.now, body: sent))
        return .ok(["status": "ok"])
    }
}
