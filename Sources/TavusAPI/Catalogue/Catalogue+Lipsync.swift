extension Catalogue {
    static let lipsync = APIResource(
        name: "lipsync", singular: "lipsync", idField: "lipsync_id",
        // "Legacy field - will be removed soon"; OpenAPI file, 2026-05.
        idAliases: ["request_id"],
        nameField: "lipsync_name", lifecycle: .mediaJob,
        columns: ["lipsync_id", "lipsync_name", "status", "video_url", "created_at"],
        summary: "Videos whose speakers' mouths follow another sound. No longer supported.",
        source: Source.openAPI)

    static let lipsyncOperations = [createLipsync, getLipsync, listLipsync, deleteLipsync]

    private static let record = [
        "lipsync_id", "lipsync_name", "status", "created_at", "video_url", "request_id",
        "request_name",
    ]

    private static let missing = APIFailure.invalid("lipsync_id")

    static let createLipsync = APIOperation(
        "lipsync.create", .post, "/v2/lipsync",
        body: .fields([
            APIField(
                "original_video_url", .url, "A public link to the video.", isRequired: true,
                source: Source.openAPI),
            APIField(
                "source_audio_url", .url, "A public link to the sound.", isRequired: true,
                source: Source.openAPI),
            APIField("lipsync_name", .string, "A name.", source: Source.openAPI),
            .callback("Is told when it is completed, or failed.", source: Source.openAPI),
        ]),
        answer: .record("lipsync"),
        answerFields: [
            "lipsync_id", "lipsync_name", "status", "callback_url", "request_id", "request_name",
        ],
        failures: [
            .badField("Invalid original_video_url", when: "a link is wrong"),
            .unauthorized, .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Moves the mouth of whoever speaks in a video to another sound.",
        notes: [Deprecation.cost],
        example: APIExample(
            """
            tavus.lipsync.create{ original_video_url = "https://example.com/video.mp4",
                source_audio_url = "https://example.com/audio.mp3" }
            """,
            fields: [
                "original_video_url": "https://example.com/video.mp4",
                "source_audio_url": "https://example.com/audio.mp3",
            ]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)

    static let getLipsync = APIOperation(
        "lipsync.get", .get, "/v2/lipsync/{lipsync_id}", pathFields: [.path(lipsync)],
        answer: .record("lipsync"), answerFields: record,
        failures: [missing, .unauthorized, .serverError],
        effect: .read,
        summary: "One lipsync, with its state and its video.",
        example: APIExample("tavus.lipsync.get(\"w0108f2d24k2a\")", ids: ["w0108f2d24k2a"]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)

    static let listLipsync = APIOperation(
        "lipsync.list", .get, "/v2/lipsync",
        query: [.limit(source: Source.openAPI), .page(first: 1, source: Source.openAPI)],
        answer: .list("lipsync"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The lipsyncs of this account, one page at a time.",
        example: APIExample("tavus.lipsync.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)

    static let deleteLipsync = APIOperation(
        "lipsync.delete", .delete, "/v2/lipsync/{lipsync_id}", pathFields: [.path(lipsync)],
        answer: .none, successStatus: 204,
        failures: [missing, .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a lipsync.",
        example: APIExample("tavus.lipsync.delete(\"w4ed23359d415\")", ids: ["w4ed23359d415"]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)
}

/// Words about operations that the service gave up, or is about to.
enum Deprecation {
    static let unsupported =
        "\"This endpoint is no longer supported by Tavus.\" (\(Source.openAPI))"
    static let speech = "gone from every index of 2026 (\(Source.documentation))."
    static let cost =
        "Whether a call costs credits is not established; it is treated as if it did."
}

extension Lifecycle {
    /// Lipsyncs, replacements, transcriptions and speeches; OpenAPI file, 2026-05.
    static let mediaJob = Lifecycle(
        initial: "started", pending: ["started"], succeeded: ["completed"], failed: ["error"])
}
