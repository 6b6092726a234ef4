extension Catalogue {
    static let createVideo = APIOperation(
        "videos.create", .post, "/v2/videos",
        body: .fields([
            APIField(
                "replica_id", .identifier("replicas"), "Who speaks.", isRequired: true,
                aliases: ["face_id"]),
            APIField("script", .string, "What is said. This or audio_url."),
            APIField(
                "audio_url", .url,
                "A link to a wav or mp3 of 3 seconds to 10 minutes. This or script."),
            APIField("video_name", .string, "A name for the video."),
            APIField("background_url", .url, "A website as background, scrolled."),
            APIField("background_source_url", .url, "A link to a video as background."),
            .callback("Is told when the video is ready or has failed."),
            APIField(
                "fast", .boolean, "Renders faster: no backgrounds, thumbnails or stream.",
                defaultValue: false),
            APIField(
                "transparent_background", .boolean, "A webm with transparency; needs fast.",
                defaultValue: false),
            APIField("watermark_image_url", .url, "A link to a png or jpeg to put on the video."),
            APIField(
                "properties", .object(videoProperties, isOpen: true),
                "How a website is scrolled, and others."),
        ]),
        rules: [
            .oneOf(["script", "audio_url"]),
            .requires(
                field: "transparent_background", equals: true, other: "fast", otherEquals: true),
        ],
        answer: .record("videos"),
        answerFields: ["video_id", "video_name", "status", "hosted_url", "created_at"],
        failures: [
            .invalid("replica_id"), .unauthorized,
            APIFailure(
                402, .paymentRequired, when: "the account has no credits left",
                source: Source.observed),
            .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Generates a video in which a replica speaks; takes minutes.",
        notes: ["While the replica is still training the video stays queued."],
        corrections: [
            "The reference says that all times are ISO 8601; created_at is RFC 1123 here, in its own"
                + " sample too."
        ],
        example: APIExample(
            """
            tavus.videos.create{ replica_id = "r79e1c033f", script = "Hello!" }
            """,
            fields: ["replica_id": "r79e1c033f", "script": "Hello!"]),
        source: Source.reference("Generate Video"))

    private static let videoProperties: [APIField] = [
        APIField(
            "background_scroll", .boolean, "Scrolls background_url.", defaultValue: true,
            source: Source.openAPI),
        APIField(
            "background_scroll_type", .enumeration(["human", "smooth"], isOpen: true),
            "How it scrolls.", defaultValue: "human", source: Source.openAPI),
        APIField(
            "background_scroll_depth", .enumeration(["middle", "bottom"], isOpen: true),
            "How far it scrolls.", defaultValue: "middle", source: Source.openAPI),
        APIField(
            "background_scroll_return", .enumeration(["return", "halt"], isOpen: true),
            "What it does at the end.", defaultValue: "return", source: Source.openAPI),
        APIField(
            "start_with_wave", .boolean, "Some stock replicas wave first.", defaultValue: true,
            source: Source.openAPI),
    ]

    static let getVideo = APIOperation(
        "videos.get", .get, "/v2/videos/{video_id}",
        pathFields: [.path(videos)], query: [.verbose("Adds the thumbnails.")],
        answer: .record("videos"),
        answerFields: [
            "video_id", "video_name", "status", "data", "download_url", "stream_url", "hosted_url",
            "status_details", "created_at", "updated_at", "still_image_thumbnail_url",
            "gif_thumbnail_url",
        ],
        failures: [.invalid("video_id"), .unauthorized, .serverError],
        effect: .read,
        summary: "One video, with its links when it is ready.",
        corrections: [Correction.unknownID],
        example: APIExample("tavus.videos.get(\"abcd123\")", ids: ["abcd123"]),
        source: Source.reference("Get Video"))

    static let listVideos = APIOperation(
        "videos.list", .get, "/v2/videos",
        query: [
            .limit(),
            .page(
                first: 1,
                corrections: [
                    "1 in the reference, 0 in newer texts (\(Source.openAPI); \(Source.airbyte)):"
                        + " the first request goes without a page, and rows are told apart by id."
                ]),
        ],
        answer: .list("videos"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The videos of this account, one page at a time.",
        example: APIExample("tavus.videos.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.reference("List Videos"))

    static let deleteVideo = APIOperation(
        "videos.delete", .delete, "/v2/videos/{video_id}",
        pathFields: [.path(videos)], query: [.hard("the thumbnails and other files")],
        answer: .none, successStatus: 204,
        failures: [.invalid("video_id"), .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a video.",
        corrections: [Correction.unknownID, Correction.deleteStatus],
        example: APIExample("tavus.videos.delete(\"abcd123\")", ids: ["abcd123"]),
        source: Source.reference("Delete Video"))

    static let renameVideo = APIOperation(
        "videos.rename", .patch, "/v2/videos/{video_id}/name",
        pathFields: [.path(videos)],
        body: .fields([APIField("video_name", .string, "The new name.", isRequired: true)]),
        answer: .none,
        failures: [.invalid("video_id"), .unauthorized, .serverError],
        effect: .update,
        summary: "Gives a video another name.",
        corrections: [Correction.unknownID, Correction.renameStatus],
        example: APIExample(
            "tavus.videos.rename(\"abcd123\", \"Sales\")", ids: ["abcd123"],
            fields: ["video_name": "Sales"]),
        source: Source.reference("Rename Video"))
}
