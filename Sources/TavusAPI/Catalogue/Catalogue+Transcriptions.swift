extension Catalogue {
    static let transcriptions = APIResource(
        name: "transcriptions", singular: "transcription", idField: "transcription_id",
        lifecycle: .mediaJob,
        columns: ["transcription_id", "status", "file_url", "created_at"],
        summary: "What is said in a video or a sound file, as text.", source: Source.openAPI)

    static let transcriptionOperations = [
        createTranscription, getTranscription, listTranscriptions, deleteTranscription,
    ]

    private static let record = ["transcription_id", "file_url", "text", "status", "created_at"]

    /// The file shows no refusals; the text is that of its neighbours.
    private static let missing = APIFailure.invalid(
        "transcription_id", source: "inferred from lipsync")

    private static let age =
        "In the OpenAPI file of 2026-05, not in the page index of 2026-08: it may be gone."

    static let createTranscription = APIOperation(
        "transcriptions.create", .post, "/v2/transcriptions",
        body: .fields([
            APIField(
                "file_url", .url, "A public link to the video.", isRequired: true,
                source: Source.openAPI),
            .callback(
                "Is told when it is completed, or failed.", isRequired: true,
                source: Source.openAPI),
        ]),
        answer: .record("transcriptions"),
        answerFields: ["transcription_id", "status", "callback_url"],
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a required field is missing",
                source: "inferred from lipsync"),
            .unauthorized, .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Writes down what is said in a video.",
        notes: [age, Deprecation.cost],
        example: APIExample(
            """
            tavus.transcriptions.create{ file_url = "https://example.com/video.mp4",
                callback_url = "https://your-callback-url.com" }
            """,
            fields: [
                "file_url": "https://example.com/video.mp4",
                "callback_url": "https://your-callback-url.com",
            ]),
        source: Source.openAPI, isReference: false)

    static let getTranscription = APIOperation(
        "transcriptions.get", .get, "/v2/transcriptions/{transcription_id}",
        pathFields: [.path(transcriptions)],
        answer: .record("transcriptions"), answerFields: record,
        failures: [missing, .unauthorized, .serverError],
        effect: .read,
        summary: "One transcription, with its text once it is completed.",
        notes: [age],
        example: APIExample(
            "tavus.transcriptions.get(\"t0108f2d24k2a\")", ids: ["t0108f2d24k2a"]),
        source: Source.openAPI, isReference: false)

    static let listTranscriptions = APIOperation(
        "transcriptions.list", .get, "/v2/transcriptions",
        query: [.limit(source: Source.openAPI), .page(first: 1, source: Source.openAPI)],
        answer: .list("transcriptions"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The transcriptions of this account, one page at a time.",
        notes: [age],
        example: APIExample("tavus.transcriptions.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.openAPI, isReference: false)

    static let deleteTranscription = APIOperation(
        "transcriptions.delete", .delete, "/v2/transcriptions/{transcription_id}",
        pathFields: [.path(transcriptions)],
        answer: .none, successStatus: 204,
        failures: [missing, .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a transcription.",
        notes: [age],
        example: APIExample(
            "tavus.transcriptions.delete(\"t0108f2d24k2a\")", ids: ["t0108f2d24k2a"]),
        source: Source.openAPI, isReference: false)
}
