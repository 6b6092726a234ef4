import JSONValue
import TavusAPI

/// One request as the journal keeps it.
struct JournalEntry: Sendable {
    static let largestBody = 2048

    let id: RequestID
    /// Seconds since 1970, by the wall.
    let time: Double
    let method: String
    /// As it was sent, with its query.
    private(set) var path: String
    var operation: String?
    var status = 0
    /// From the head to the answer.
    var duration = 0.0
    var body: JournalBody?
    /// The fault that met it.
    var fault: String?
    /// The event that was told; then the emulator is the one who asked, and `path` is a whole URL.
    var webhook: String?

    /// The entry with no more of its path than of a body: heads may be 80 KiB.
    var bounded: JournalEntry {
        guard path.utf8.count > Self.largestBody else { return self }
        var cut = self
        cut.path = String(decoding: path.utf8.prefix(Self.largestBody), as: UTF8.self) + "…"
        return cut
    }

    /// As it is listed, without secrets.
    var json: JSONValue {
        var json: JSONObject = [
            "request_id": .string(id.text), "time": .string(Timestamp.milliseconds.string(time)),
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

/// A body as the journal shows it: without its secrets, and cut to ``JournalEntry/largestBody`` bytes.
///
/// Most are never looked at, so what is small is kept as it came and its secrets are hidden when
/// somebody looks; what is large is cut at once.
enum JournalBody: Sendable, Equatable {
    /// As it came.
    case small(JSONValue)
    /// As it is shown.
    case cut(JSONValue)

    /// - Parameter size: the bytes of the text that `value` came as.
    init(_ value: JSONValue, size: Int) {
        self = size <= JournalEntry.largestBody ? .small(value) : .cut(Self.shown(value))
    }

    var json: JSONValue {
        switch self {
        case .small(let value): Self.shown(value)
        case .cut(let value): value
        }
    }

    private static func shown(_ value: JSONValue) -> JSONValue {
        let shown = value.hidingSecrets().value
        let text = shown.serialized().utf8
        // Every character of JSON is at least a byte, so this never keeps more than it may.
        guard text.count > JournalEntry.largestBody else { return shown }
        let beginning = String(decoding: text.prefix(JournalEntry.largestBody), as: UTF8.self)
        return .string("\(beginning)… (\(text.count) bytes)")
    }
}
