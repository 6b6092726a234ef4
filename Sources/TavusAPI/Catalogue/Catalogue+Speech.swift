extension Catalogue {
    static let speeches = APIResource(
        name: "speech", singular: "speech", idField: "speech_id", nameField: "speech_name",
        lifecycle: .mediaJob,
        columns: ["speech_id", "speech_name", "status", "speech_file_url", "created_at"],
        summary: "Sound files in a replica's voice. Gone from the documents of 2026.",
        source: Source.observed)

    static let speechOperations = [
        createSpeech, getSpeech, listSpeech, deleteSpeech, renameSpeech,
    ]

    private static let record = [
        "speech_id", "speech_name", "status", "speech_file_url", "created_at", "updated_at",
    ]

    private static let missing = APIFailure.invalid("speech_id", source: "inferred from videos")

    static let createSpeech = APIOperation(
        "speech.create", .post, "/v2/speech",
        body: .fields([
            APIField(
                "script", .string, "What is said.", isRequired: true, source: Source.observed),
            APIField(
                "replica_id", .identifier("replicas"), "Whose voice.", isRequired: true,
                source: Source.observed, aliases: ["face_id"]),
            APIField("speech_name", .string, "A name.", source: Source.observed),
            .callback("Is told when it is completed, or failed.", source: Source.observed),
        ]),
        answer: .record("speech"), answerFields: record,
        failures: [
            .invalid("replica_id"), .unauthorized, .noCredits, .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Speaks a text in the voice of a replica, into a sound file.",
        example: APIExample(
            """
            tavus.speech.create{ script = "Hello!", replica_id = "r79e1c033f" }
            """,
            fields: ["script": "Hello!", "replica_id": "r79e1c033f"]),
        source: Source.observed, isReference: false, deprecation: Deprecation.speech)

    static let getSpeech = APIOperation(
        "speech.get", .get, "/v2/speech/{speech_id}", pathFields: [.path(speeches)],
        answer: .record("speech"), answerFields: record,
        failures: [missing, .unauthorized, .serverError],
        effect: .read,
        summary: "One speech, with its state and its file.",
        example: APIExample("tavus.speech.get(\"s12345\")", ids: ["s12345"]),
        source: Source.observed, isReference: false, deprecation: Deprecation.speech)

    static let listSpeech = APIOperation(
        "speech.list", .get, "/v2/speech",
        query: [.limit(nil, source: Source.observed), .page(first: 1, source: Source.airbyte)],
        answer: .list("speech"), answerFields: ["data"],
        failures: [
            .unauthorized,
            APIFailure(
                500, .paymentRequired, text: "Need subscription plan",
                when: "the plan has no speech", source: Source.airbyte),
            .serverError,
        ],
        effect: .read,
        summary: "The speeches of this account, one page at a time.",
        example: APIExample("tavus.speech.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.airbyte, isReference: false, deprecation: Deprecation.speech)

    static let deleteSpeech = APIOperation(
        "speech.delete", .delete, "/v2/speech/{speech_id}", pathFields: [.path(speeches)],
        answer: .none, successStatus: 204,
        failures: [missing, .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a speech.",
        example: APIExample("tavus.speech.delete(\"s12345\")", ids: ["s12345"]),
        source: Source.observed, isReference: false, deprecation: Deprecation.speech)

    static let renameSpeech = APIOperation(
        "speech.rename", .patch, "/v2/speech/{speech_id}/name", pathFields: [.path(speeches)],
        body: .fields([
            APIField(
                "speech_name", .string, "The new name.", isRequired: true, source: Source.observed)
        ]),
        answer: .none,
        failures: [missing, .unauthorized, .serverError],
        effect: .update,
        summary: "Renames a speech.",
        example: APIExample(
            "tavus.speech.rename(\"s12345\", \"Greeting\")", ids: ["s12345"],
            fields: ["speech_name": "Greeting"]),
        source: Source.observed, isReference: false, deprecation: Deprecation.speech)
}
