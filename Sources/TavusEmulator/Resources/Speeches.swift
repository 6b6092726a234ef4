import JSONValue

/// Sound files in a replica's voice: in programs of 2025, in no document of 2026.
enum Speeches: MediaJob {
    static let kind = "speech"
    static let inputs = ["script"]
    static let createdFields = [
        "speech_id", "speech_name", "status", "speech_file_url", "created_at", "updated_at",
    ]

    static let handlers: [String: Handler] = [
        "speech.create": {
            let replica = try $0.fields().string("replica_id") ?? ""
            _ = try Replicas.found(id: replica, $1)
            try Credits.require($1)
            return try create($0, $1)
        },
        "speech.get": get,
        "speech.list": list,
        "speech.delete": delete,
        "speech.rename": { try rename($0, $1, field: "speech_name") },
    ]

    static func newID() -> String { Identifiers.prefixed("s") }

    static func details(_ row: StoredResource, isCompleted: Bool) -> JSONObject {
        var details: JSONObject = [:]
        if isCompleted {
            details["speech_file_url"] = .string("https://tavus.video/\(row.id).mp3")
        }
        details["updated_at"] = .string(Timestamp.seconds.string(row.updatedAt))
        return details
    }
}
