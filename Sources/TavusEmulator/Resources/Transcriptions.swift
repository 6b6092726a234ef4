import JSONValue

/// What is said in a file, as text. OpenAPI file, 2026-05.
enum Transcriptions: MediaJob {
    static let kind = "transcriptions"
    static let inputs = ["file_url"]
    static let createdFields = ["transcription_id", "status", "callback_url"]

    static let handlers: [String: Handler] = [
        "transcriptions.create": create,
        "transcriptions.get": get,
        "transcriptions.list": list,
        "transcriptions.delete": delete,
    ]

    static func newID() -> String { "t" + Identifiers.hex(12) }

    static func details(_ row: StoredResource, isCompleted: Bool) -> JSONObject {
        var details: JSONObject = [:]
        details.copy(["file_url", "callback_url"], from: row.body)
        if isCompleted { details["text"] = .string(text) }
        return details
    }

    private static let text = "The emulator opens no files, so this is all that is said."
}
