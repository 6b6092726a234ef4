import JSONValue

/// Rendered videos: `queued`, `generating`, then `ready` or `error`.
enum Videos: Behaviour {
    static let kind = "videos"
    static let unknown = Refusal(400, "Invalid video_id")

    static let handlers: [String: Handler] = [
        "videos.create": create,
        "videos.get": get,
        "videos.list": list,
        "videos.delete": delete,
        "videos.rename": { try rename($0, $1, field: "video_name") },
    ]

    static func firstPage(_ dialect: TavusEmulator.Dialect) -> Int { dialect.firstVideoPage }

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        let source = fields.string("script") ?? fields.string("audio_url")
        guard let source else { throw Refusal(400, "Either script or audio_url must be provided.") }
        if fields["transparent_background"]?.boolValue == true, fields["fast"]?.boolValue != true {
            throw Refusal.badField("transparent_background requires fast")
        }
        let replica = try Replicas.found(id: fields.string("replica_id") ?? "", desk)
        try Credits.require(desk)

        var row = StoredResource(
            kind: kind, id: Identifiers.video(), name: fields.string("video_name") ?? "",
            createdAt: desk.now, updatedAt: desk.now, body: [:])
        row.body.copy(call.operation.bodyFields.map(\.name), from: fields)
        row.body["replica_id"] = .string(replica.id)
        schedule(&row, replica: replica, failure: Markers.failure(in: source), desk)
        try desk.rows.insert(row)
        let shown = show(row, View(call, desk))
        var answer: JSONObject = [:]
        answer.copy(["video_id", "video_name", "status", "hosted_url", "created_at"], from: shown)
        return .ok(Vocabulary.shown(answer, kind))
    }

    /// A soft-deleted video is still there, with the status `deleted`.
    static func get(_ call: Call, _ desk: Desk) throws -> Answer {
        let row = try desk.rows.find(kind, call.ids[0]) ?? found(call, desk)
        return .ok(Vocabulary.shown(show(row, View(call, desk)), kind))
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {}

    /// A video waits in the queue while its replica trains (errors page, 2025), and fails with it.
    private static func schedule(
        _ row: inout StoredResource, replica: StoredResource, failure: String?, _ desk: Desk
    ) {
        let pace = desk.settings.pace
        let trained = max(desk.now, replica.settlesAt ?? desk.now)
        row.notes["replica_ready_at"] = .number(trained)
        if case .failed = replica.phase(at: trained) {
            failWithReplica(&row, at: trained)
            return
        }
        let rendering = failure == nil ? LiveDuration.videoReady : LiveDuration.videoError
        row.beginsAt = trained + pace.processing(LiveDuration.videoQueue)
        row.settlesAt = trained + pace.processing(rendering)
        row.outcome = failure.map { $0.isEmpty ? defaultFailure : $0 }
    }

    static func failWithReplica(_ row: inout StoredResource, at time: Double) {
        row.beginsAt = time
        row.settlesAt = time
        row.notes["replica_ready_at"] = .number(time)
        row.outcome =
            "Replica \(row.body.string("replica_id") ?? "") did not complete its training"
    }

    private static let defaultFailure =
        "Rendering failed, as emulator-fail in the request asked for"
}

extension Videos {
    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var data: JSONObject = [:]
        data.copy(["script", "audio_url"], from: row.body)
        var shown: JSONObject = [
            "video_id": .string(row.id),
            "video_name": .string(row.name),
            "status": "queued",
            "data": .object(data),
            "replica_id": row.body["replica_id"] ?? .null,
            "download_url": .null,
            "stream_url": .null,
            "hosted_url": .string("https://tavus.video/\(row.id)"),
            "status_details": .string(queueDetails(row, view)),
            "generation_progress": "0/100",
            // Reference, "Generate Video": RFC 1123, against its own note on ISO 8601.
            "created_at": .string(Timestamp.rfc1123.string(row.createdAt)),
            "updated_at": .string(Timestamp.rfc1123.string(row.changedAt(view.now))),
        ]
        shown.copy(["background_url", "background_source_url"], from: row.body)
        if row.isDeleted {
            shown["status"] = "deleted"
            shown["status_details"] = "Video deleted"
            return shown
        }
        switch row.phase(at: view.now) {
        case .waiting: break
        case .working:
            shown["status"] = "generating"
            shown["status_details"] = "Video currently being generated"
            shown["generation_progress"] = .string("\(row.progress(at: view.now))/100")
        case .succeeded: addFiles(row, view, to: &shown)
        case .failed(let reason):
            shown["status"] = "error"
            shown["status_details"] = .string(reason)
            shown["error_details"] = .string(reason)
        }
        return shown
    }

    // Errors page, 2025: "currently queued", "replica … still ongoing", "processed successfully".
    private static func queueDetails(_ row: StoredResource, _ view: View) -> String {
        let trained = row.notes["replica_ready_at"]?.numberValue ?? 0
        let replica = row.body.string("replica_id") ?? ""
        return view.now < trained
            ? "Training of replica \(replica) is still ongoing" : "Video currently queued"
    }

    private static func addFiles(_ row: StoredResource, _ view: View, to shown: inout JSONObject) {
        let base = "https://tavus.video/\(row.id)"
        let isFast = row.body["fast"]?.boolValue ?? false
        let isTransparent = row.body["transparent_background"]?.boolValue ?? false
        shown["status"] = "ready"
        shown["status_details"] = "Video processed successfully"
        shown["generation_progress"] = "100/100"
        shown["download_url"] = .string("\(base)/video.\(isTransparent ? "webm" : "mp4")")
        // Reference, "Generate Video": fast rendering has neither stream nor thumbnails.
        guard !isFast else { return }
        shown["stream_url"] = .string("\(base)/video.m3u8")
        guard view.isVerbose else { return }
        shown["still_image_thumbnail_url"] = .string("\(base)/thumbnail.jpg")
        shown["gif_thumbnail_url"] = .string("\(base)/thumbnail.gif")
    }
}
