import JSONValue

/// Videos with another sound. OpenAPI file, 2026-05: "no longer supported by Tavus".
enum Lipsyncs: MediaJob {
    static let kind = "lipsync"
    static let inputs = ["original_video_url", "source_audio_url"]
    static let createdFields = [
        "lipsync_id", "lipsync_name", "status", "callback_url", "request_id", "request_name",
    ]

    static let handlers: [String: Handler] = [
        "lipsync.create": {
            try requireURLs($0)
            return try create($0, $1)
        },
        "lipsync.get": get,
        "lipsync.list": list,
        "lipsync.delete": delete,
    ]

    static func newID() -> String { "w" + Identifiers.hex(12) }

    /// The old names of id and name are shown beside the new ones, as in the file.
    static func details(_ row: StoredResource, isCompleted: Bool) -> JSONObject {
        var details: JSONObject = ["request_id": .string(row.id)]
        if let name = row.body["lipsync_name"] { details["request_name"] = name }
        if isCompleted {
            details["video_url"] = .string("https://lipsync-prod.s3.amazonaws.com/\(row.id).mp4")
        }
        details.copy(["callback_url"], from: row.body)
        return details
    }

    /// OpenAPI file, 2026-05: "Invalid original_video_url".
    private static func requireURLs(_ call: Call) throws {
        let fields = try call.fields()
        for input in inputs where fields.string(input)?.endOfFirst("://") == nil {
            throw Refusal(400, "Invalid \(input)")
        }
    }
}
