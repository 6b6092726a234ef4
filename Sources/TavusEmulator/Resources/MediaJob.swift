import JSONValue
import TavusAPI

/// Work on media that takes its time: `started`, then `completed` or `error`.
///
/// How long it takes is in no source; the times of a video stand for it. What an error says has no
/// field in any of them, so `error` is all that is shown.
protocol MediaJob: Behaviour {
    /// What the answer to create shows of the record.
    static var createdFields: [String] { get }
    /// The fields in which `emulator-fail` counts.
    static var inputs: [String] { get }

    static func newID() -> String
    /// The fields beside id, name, status and times.
    static func details(_ row: StoredResource, isCompleted: Bool) -> JSONObject
}

extension MediaJob {
    static var idField: String { Catalogue.resource(kind)?.idField ?? "id" }
    static var nameField: String? { Catalogue.resource(kind)?.nameField }

    // OpenAPI file, 2026-05, "Get Lipsync": "Invalid lipsync_id"; the others show no refusals.
    static var unknown: Refusal { Refusal(400, "Invalid \(idField)") }

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        let failure = inputs.lazy.compactMap { Markers.failure(in: fields.string($0)) }.first
        let seconds = failure == nil ? LiveDuration.videoReady : LiveDuration.videoError
        var row = StoredResource(
            kind: kind, id: newID(), name: nameField.flatMap { fields.string($0) } ?? "",
            createdAt: desk.now, updatedAt: desk.now,
            settlesAt: desk.now + desk.settings.pace.processing(seconds), outcome: failure,
            body: [:])
        for name in call.operation.bodyFields.map(\.name) {
            if let value = fields[name], !value.isNull { row.body[name] = value }
        }
        try desk.rows.insert(row)
        var answer: JSONObject = [:]
        answer.copy(createdFields, from: show(row, View(call, desk)))
        if let nameField, createdFields.contains(nameField), answer[nameField] == nil {
            // OpenAPI file, 2026-05: nullable here and nowhere else.
            answer[nameField] = .null
        }
        return .ok(Vocabulary.shown(answer, kind))
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {}

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        let phase = row.phase(at: view.now)
        let status =
            switch phase {
            case .waiting, .working: "started"
            case .succeeded: "completed"
            case .failed: "error"
            }
        var shown: JSONObject = [idField: .string(row.id)]
        if let nameField { shown.copy([nameField], from: row.body) }
        shown["status"] = .string(status)
        for (name, value) in details(row, isCompleted: phase == .succeeded) { shown[name] = value }
        // The file says "the date and time", not how it is written.
        shown["created_at"] = .string(Timestamp.seconds.string(row.createdAt))
        return shown
    }
}
