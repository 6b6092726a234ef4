import JSONValue

/// Something that a callback URL is told about a record at a time, known as soon as the record is.
struct Announcement: Equatable {
    /// "system.shutdown", or what became of a record without events of its own: "ready".
    let event: String
    /// By the emulator's clock.
    let time: Double
    let body: JSONObject

    /// The resources that have any; the published matrix says so.
    static let kinds = [Conversations.kind, Replicas.kind, Videos.kind, Documents.kind]

    /// All of a record's, oldest first. Like its states they follow from the row alone.
    static func all(of row: StoredResource, _ pace: Pace) -> [Announcement] {
        switch row.kind {
        case Conversations.kind: calls(row, pace)
        case Replicas.kind: training(row)
        case Videos.kind: rendering(row, pace)
        case Documents.kind: processing(row, pace)
        default: []
        }
    }

    /// Webhook page, 2025-11: this envelope around the events that `verbose=true` lists.
    private static func calls(_ row: StoredResource, _ pace: Pace) -> [Announcement] {
        CallRecord(row, View(at: .greatestFiniteMagnitude, pace)).events.map { event in
            var properties = event.properties
            // The verbose event says `reason`, the webhook does not.
            properties.removeValue(forKey: "reason")
            return Announcement(
                event: event.type, time: event.time,
                body: [
                    "properties": .object(properties), "conversation_id": .string(row.id),
                    "webhook_url": row.body["callback_url"] ?? .null,
                    "event_type": .string(event.type),
                    "message_type": .string(String(event.type.prefix { $0 != "." })),
                    "timestamp": .string(Timestamp.microseconds.string(event.time)),
                ])
        }
    }

    /// Callback page, 2025: `ready` here, where GET says `completed`.
    private static func training(_ row: StoredResource) -> [Announcement] {
        guard let time = row.settlesAt else { return [] }
        let status = row.outcome == nil ? "ready" : "error"
        var body: JSONObject = ["replica_id": .string(row.id), "status": .string(status)]
        body["error_message"] = row.outcome.map { .string($0) }
        return [Announcement(event: status, time: time, body: body)]
    }

    /// Callback page, 2025: the whole video, with a spelling of its times that is nowhere else.
    private static func rendering(_ row: StoredResource, _ pace: Pace) -> [Announcement] {
        guard let time = row.settlesAt else { return [] }
        var body = Videos.show(row, View(at: time, pace))
        body["created_at"] = .string(Timestamp.spaced.string(row.createdAt))
        body["updated_at"] = .string(Timestamp.spaced.string(row.changedAt(time)))
        return [Announcement(event: row.outcome == nil ? "ready" : "error", time: time, body: body)]
    }

    /// Knowledge base page, 2025: status messages at each step, whose fields are not published; so the
    /// document is sent.
    private static func processing(_ row: StoredResource, _ pace: Pace) -> [Announcement] {
        [row.beginsAt, row.settlesAt].compactMap { $0 }.map { time in
            let body = Documents.show(row, View(at: time, pace))
            return Announcement(event: body.string("status") ?? "", time: time, body: body)
        }
    }
}
