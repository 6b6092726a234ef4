extension Catalogue {
    static let replacements = APIResource(
        name: "replacements", singular: "replacement", idField: "replacement_id",
        nameField: "replacement_name", lifecycle: .mediaJob,
        columns: ["replacement_id", "replacement_name", "status", "created_at"],
        summary: "Videos in which words were replaced. No longer supported.",
        source: Source.openAPI)

    static let replacementOperations = [
        createReplacement, getReplacement, listReplacements, deleteReplacement,
    ]

    private static let record = ["replacement_id", "replacement_name", "status", "created_at"]

    /// The file shows no refusals; the text is that of its neighbours.
    private static let missing = APIFailure.invalid(
        "replacement_id", source: "inferred from lipsync")

    static let createReplacement = APIOperation(
        "replacements.create", .post, "/v2/replacements",
        body: .fields([
            APIField(
                "original_video_url", .url, "A public link to the video.", isRequired: true,
                source: Source.openAPI),
            APIField(
                "new_transcript", .string, "The whole text as it shall be.", isRequired: true,
                source: Source.openAPI),
            APIField(
                "transcription_id", .identifier("transcriptions"), "The text as it is.",
                source: Source.openAPI),
            APIField("replacement_name", .string, "A name.", source: Source.openAPI),
            .callback("Is told when it is completed, or failed.", source: Source.openAPI),
        ]),
        answer: .record("replacements"),
        answerFields: ["replacement_id", "status", "created_at"],
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a required field is missing",
                source: "inferred from lipsync"),
            .unauthorized, .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Replaces words that are spoken in a video.",
        notes: [Deprecation.cost],
        example: APIExample(
            """
            tavus.replacements.create{ original_video_url = "https://example.com/video.mp4",
                new_transcript = "Hello John, I'm excited to show you our new product!" }
            """,
            fields: [
                "original_video_url": "https://example.com/video.mp4",
                "new_transcript": "Hello John, I'm excited to show you our new product!",
            ]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)

    static let getReplacement = APIOperation(
        "replacements.get", .get, "/v2/replacements/{replacement_id}",
        pathFields: [.path(replacements)],
        answer: .record("replacements"), answerFields: record,
        failures: [missing, .unauthorized, .serverError],
        effect: .read,
        summary: "One replacement, with its state.",
        notes: ["No field for the finished video is documented; the callback may have it."],
        example: APIExample("tavus.replacements.get(\"w0108f2d24k2a\")", ids: ["w0108f2d24k2a"]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)

    static let listReplacements = APIOperation(
        "replacements.list", .get, "/v2/replacements",
        query: [.limit(source: Source.openAPI), .page(first: 1, source: Source.openAPI)],
        answer: .list("replacements"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The replacements of this account, one page at a time.",
        example: APIExample("tavus.replacements.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)

    static let deleteReplacement = APIOperation(
        "replacements.delete", .delete, "/v2/replacements/{replacement_id}",
        pathFields: [.path(replacements)],
        answer: .none, successStatus: 204,
        failures: [missing, .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a replacement.",
        example: APIExample(
            "tavus.replacements.delete(\"w0108f2d24k2a\")", ids: ["w0108f2d24k2a"]),
        source: Source.openAPI, isReference: false, deprecation: Deprecation.unsupported)
}
