import JSONValue

/// Replicas, since 2026 also faces: `started` until the training ends, then `completed` or `error`.
enum Replicas: Behaviour {
    static let kind = "replicas"
    static let unknown = Refusal(400, "Invalid replica_id")

    static let handlers: [String: Handler] = [
        "replicas.create": create,
        "replicas.get": get,
        "replicas.list": list,
        "replicas.delete": delete,
        "replicas.rename": { try rename($0, $1, field: "replica_name") },
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        let footage = try footage(fields)
        let failure = Markers.failure(in: footage)
        let training = failure == nil ? LiveDuration.training : LiveDuration.failedTraining
        var body: JSONObject = ["model_name": "phoenix-3"]
        body.copy(["replica_name", "model_name", "callback_url", "properties"], from: fields)
        let row = StoredResource(
            kind: kind, id: Identifiers.prefixed("r"), name: fields.string("replica_name") ?? "",
            createdAt: desk.now, updatedAt: desk.now,
            settlesAt: desk.now + desk.settings.pace.processing(training),
            outcome: failure.map { $0.isEmpty ? defaultFailure : $0 }, body: body)
        try desk.rows.insert(row)
        return .ok(Vocabulary.shown(["replica_id": .string(row.id), "status": "started"], kind))
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        switch call.query["replica_type"] {
        case nil, "": break
        case "user": filter.require(isStock: false)
        case "system": filter.require(isStock: true)
        default: throw Refusal.badField("replica_type must be user or system")
        }
        if let ids = call.query.list("replica_ids") { filter.require("id", isOneOf: ids) }
        if let model = call.query["model_name"], !model.isEmpty {
            filter.require(member: "model_name", is: model)
        }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        let phase = row.phase(at: view.now)
        let format = view.isListed ? Timestamp.microseconds : .milliseconds
        var shown: JSONObject = [
            "replica_id": .string(row.id),
            "replica_name": .string(row.name),
            "thumbnail_video_url": .null,
            "training_progress": .string("\(progress(row, view))/100"),
            "status": "started",
            "created_at": .string(format.string(row.createdAt)),
            "updated_at": .string(format.string(row.changedAt(view.now))),
            "error_message": .null,
            "model_name": row.body["model_name"] ?? .null,
        ]
        switch phase {
        case .waiting, .working: break
        case .succeeded:
            shown["status"] = "completed"
            shown["thumbnail_video_url"] = .string("https://tavus.video/\(row.id)/thumbnail.mp4")
        case .failed(let reason):
            shown["status"] = "error"
            shown["error_message"] = .string(reason)
        }
        if view.isVerbose { shown["replica_type"] = row.isStock ? "system" : "user" }
        return shown
    }

    /// A training that fails stops after its first tenth, see ``LiveDuration/failedTraining``.
    private static func progress(_ row: StoredResource, _ view: View) -> Int {
        row.progress(at: view.now) / (row.outcome == nil ? 1 : 10)
    }

    private static let defaultFailure =
        "Training failed, as emulator-fail in the training URL asked for"

    /// Official file, 2026-05: one of the two, never both; an image needs a voice.
    private static func footage(_ fields: JSONObject) throws -> String {
        switch (fields.string("train_video_url"), fields.string("train_image_url")) {
        case (nil, nil):
            throw Refusal(400, "Either train_video_url or train_image_url must be provided.")
        case (.some, .some):
            throw Refusal.badField("train_video_url and train_image_url exclude each other")
        case (let video?, nil): return video
        case (nil, let image?):
            guard fields.string("voice_name") != nil else {
                throw Refusal.badField("voice_name is required with train_image_url")
            }
            return image
        }
    }
}
