import JSONValue

/// Videos with other words. OpenAPI file, 2026-05: "no longer supported by Tavus".
enum Replacements: MediaJob {
    static let kind = "replacements"
    static let inputs = ["original_video_url"]
    static let createdFields = ["replacement_id", "status", "created_at"]

    static let handlers: [String: Handler] = [
        "replacements.create": create,
        "replacements.get": get,
        "replacements.list": list,
        "replacements.delete": delete,
    ]

    static func newID() -> String { "w" + Identifiers.hex(12) }

    /// No field for the finished video is documented.
    static func details(_ row: StoredResource, isCompleted: Bool) -> JSONObject { [:] }
}
