import JSONValue
import TavusAPI

/// One request as the journal keeps it.
struct JournalEntry: Sendable {
    static let largestBody = 2048

    let id: String
    /// Seconds since 1970, by the wall.
    let time: Double
    let method: String
    /// As it was sent, with its query.
    let path: String
    var operation: String?
    var status = 0
    /// From the head to the answer.
    var duration = 0.0
    var body: JournalBody?
    /// The fault that met it.
    var fault: String?
    /// The event that was told; then the emulator is the one who asked, and `path` is a whole URL.
    var webhook: String?

    /// As it is listed; the emulator itself has hidden the secrets.
    var json: JSONValue {
        var json: JSONObject = [
            "request_id": .string(id), "time": .string(Timestamp.milliseconds.string(time)),
            "method": .string(method), "path": .string(Redaction().redacting(path)),
        ]
        json["operation"] = operation.map { .string($0) }
        json["status"] = status == 0 ? nil : .integer(Int64(status))
        json["milliseconds"] = .number((duration * 1e6).rounded() / 1000)
        json["body"] = body?.json
        json["webhook"] = webhook.map { .string($0) }
        json["fault"] = fault.map { .string($0) }
        return .object(json)
    }
}

/// A body without its secrets, cut to ``JournalEntry/largestBody`` bytes.
enum JournalBody: Sendable, Equatable {
    case whole(JSONValue)
    /// The beginning of its text.
    case cut(String, bytes: Int)

    init(_ value: JSONValue) {
        let shown = value.hidingSecrets().value
        let text = shown.serialized()
        // Every character of JSON is at least a byte, so this never keeps more than it may.
        self =
            text.utf8.count <= JournalEntry.largestBody
            ? .whole(shown)
            : .cut(
                String(decoding: text.utf8.prefix(JournalEntry.largestBody), as: UTF8.self),
                bytes: text.utf8.count)
    }

    var json: JSONValue {
        switch self {
        case .whole(let value): value
        case .cut(let text, let bytes): .string("\(text)… (\(bytes) bytes)")
        }
    }
}
