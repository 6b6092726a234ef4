extension Catalogue {
    static let createReplica = APIOperation(
        "replicas.create", .post, "/v2/replicas", aliasPaths: ["/v2/faces"],
        body: .fields([
            APIField(
                "train_video_url", .url,
                "A public link to the training video: mp4 (h264), at least a minute, 25 fps, up to"
                    + " 750 MB.",
                corrections: [
                    "Required by the reference; train_image_url may stand in its place"
                        + " (\(Source.openAPI))."
                ]),
            APIField(
                "consent_video_url", .url,
                "A public link to the consent statement; needed for personal replicas."),
            .callback("Is told when training ends or fails."),
            APIField(
                "replica_name", .string, "A name for the replica.", aliases: ["face_name"]),
            APIField(
                "model_name", .enumeration(["phoenix-3", "phoenix-2", "phoenix-4"], isOpen: true),
                "Which model is trained.", defaultValue: "phoenix-3",
                corrections: [
                    "The reference has phoenix-3 (default) and phoenix-2; newer texts default to"
                        + " phoenix-4 (\(Source.openAPI)). All are taken."
                ]),
            APIField(
                "properties",
                .object(
                    [
                        APIField(
                            "background_green_screen", .boolean, "Trains on a green background.",
                            defaultValue: false, source: Source.openAPI)
                    ], isOpen: true),
                "Further settings."),
            APIField(
                "train_image_url", .url, "A picture instead of a video; needs voice_name.",
                source: Source.openAPI),
            APIField(
                "voice_name", .string, "The voice of a replica made from a picture.",
                source: Source.openAPI),
            APIField(
                "auto_fix_training_image", .boolean, "Corrects the picture where it can.",
                defaultValue: false, source: Source.openAPI),
        ]),
        rules: [
            .oneOf(["train_video_url", "train_image_url"]),
            .notTogether(["train_video_url", "train_image_url"]),
            .requires(
                field: "train_image_url", equals: nil, other: "voice_name", otherEquals: nil),
        ],
        answer: .record("replicas"), answerFields: ["replica_id", "status"],
        failures: [
            .badField(
                "Either train_video_url or train_image_url must be provided.",
                when: "neither is given"),
            .unauthorized, .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Trains a replica from a video; takes hours.",
        notes: ["Training takes 4 to 6 hours (phoenix-3; \(Source.documentation))."],
        example: APIExample(
            """
            tavus.replicas.create{ train_video_url = "https://example.com/me.mp4" }
            """,
            fields: ["train_video_url": "https://example.com/me.mp4"]),
        source: Source.reference("Create Replica"))

    static let getReplica = APIOperation(
        "replicas.get", .get, "/v2/replicas/{replica_id}", aliasPaths: ["/v2/faces/{replica_id}"],
        pathFields: [.path(replicas)], query: [.verbose("Adds replica_type.")],
        answer: .record("replicas"),
        answerFields: [
            "replica_id", "replica_name", "thumbnail_video_url", "training_progress", "status",
            "created_at", "updated_at", "error_message", "replica_type", "model_name",
        ],
        failures: [.invalid("replica_id"), .unauthorized, .serverError],
        effect: .read,
        summary: "One replica, with the progress of its training.",
        corrections: [Correction.unknownID],
        example: APIExample("tavus.replicas.get(\"r783537ef5\")", ids: ["r783537ef5"]),
        source: Source.reference("Get Replica"))

    static let listReplicas = APIOperation(
        "replicas.list", .get, "/v2/replicas", aliasPaths: ["/v2/faces"],
        query: [
            .limit(nil),
            .page(
                first: 1,
                corrections: ["The reference does not say; read from 1 (\(Source.airbyte))."]),
            .verbose("Adds replica_type."),
            APIField(
                "replica_type", .enumeration(["user", "system"], isOpen: false),
                "Only your own, or only the stock ones.", aliases: ["face_type"]),
            APIField(
                "replica_ids", .either([.list(.identifier("replicas")), .string]),
                "Only these: a list, or text with commas.", aliases: ["face_ids"]),
            APIField(
                "model_name", .string, "Only those of this model.", source: Source.openAPI),
        ],
        answer: .list("replicas"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The replicas of this account and the stock ones, one page at a time.",
        example: APIExample(
            "tavus.replicas.list{ replica_type = \"user\", limit = 50 }",
            fields: ["replica_type": "user", "limit": 50]),
        source: Source.reference("List Replicas"))

    static let deleteReplica = APIOperation(
        "replicas.delete", .delete, "/v2/replicas/{replica_id}",
        aliasPaths: ["/v2/faces/{replica_id}"],
        pathFields: [.path(replicas)], query: [.hard("the training footage")],
        answer: .none, successStatus: 204,
        failures: [.invalid("replica_id"), .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a replica; no conversation can use it any more.",
        corrections: [Correction.unknownID, Correction.deleteStatus],
        example: APIExample("tavus.replicas.delete(\"r783537ef5\")", ids: ["r783537ef5"]),
        source: Source.reference("Delete Replica"))

    static let renameReplica = APIOperation(
        "replicas.rename", .patch, "/v2/replicas/{replica_id}/name",
        aliasPaths: ["/v2/faces/{replica_id}/name"],
        pathFields: [.path(replicas)],
        body: .fields([
            APIField(
                "replica_name", .string, "The new name.", isRequired: true, aliases: ["face_name"])
        ]),
        answer: .none,
        failures: [.invalid("replica_id"), .unauthorized, .serverError],
        effect: .update,
        summary: "Gives a replica another name.",
        corrections: [Correction.unknownID, Correction.renameStatus],
        example: APIExample(
            "tavus.replicas.rename(\"r783537ef5\", \"Rio\")", ids: ["r783537ef5"],
            fields: ["replica_name": "Rio"]),
        source: Source.reference("Rename Replica"))
}
