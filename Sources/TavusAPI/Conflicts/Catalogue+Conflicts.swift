extension Catalogue {
    /// Every point on which the sources disagree. The rule: the reference must work as it stands, and
    /// newer names must work too.
    ///
    /// Fields and operations repeat theirs in `corrections`, where help shows them.
    public static let conflicts: [SourceConflict] =
        shapeConflicts + statusConflicts + fieldConflicts + routeConflicts

    // MARK: - Shapes of answers

    private static let shapeConflicts = [
        SourceConflict(
            1, "persona, answered", reference: "{\"data\": [persona]}; the OpenAPI file too",
            others:
                "flat: pipecat reads persona_name at the top, tavus-cli 0.11 reads layers; 2026",
            decision: "The emulator answers flat, with data beside it; the client takes both."),
        SourceConflict(
            2, "objectives and guardrails, answered",
            reference: "no body shown; patches go to /data/0/…",
            others: "data is an object (\(Source.openAPI)), a list (\(Source.cli))",
            decision: "A document with data as a list; patches are applied to it."),
        SourceConflict(
            3, "paths of an objectives patch", reference: "/data/0/objective_name",
            others: "/objective_name (\(Source.openAPI))",
            decision: "Both: what misses at the top means the first item."),
        SourceConflict(
            4, "text of a guardrail", reference: "guardrails_prompt",
            others: "guardrail_prompt and guardrail_name (\(Source.openAPI); \(Source.cli))",
            decision: "Both are taken; answers carry both."),
        SourceConflict(
            5, "form of guardrails", reference: "a set (name, data)",
            others:
                "single ones, listed with legacy=false (\(Source.cli); \(Source.documentation))",
            decision: "Sets, and single ones where guardrail_name stands at the top."),
        SourceConflict(
            8, "id of a document", reference: "uuid",
            others: "document_id (\(Source.openAPI))", decision: "Answers carry both, equal."),
        SourceConflict(
            26, "answer to a patch", reference: "\"200 OK\"",
            others: "the object (\(Source.tryAGI)); a message (\(Source.openAPI))",
            decision: "The object, with message in it."),
    ]

    // MARK: - Statuses and states

    private static let statusConflicts = [
        SourceConflict(
            9, "state of a new document", reference: "processing",
            others: "started, then processing (\(Source.openAPI))",
            decision: "processing; the client waits through both.", dialect: "new-document=started"),
        SourceConflict(
            11, "status of a delete", reference: "204",
            others:
                "200 for replicas and videos (\(Source.openAPI)), everywhere (\(Source.tryAGI))",
            decision: "204; the client takes any 2xx.", dialect: "deleted=200"),
        SourceConflict(
            12, "status of a rename", reference: "200",
            others: "204, expected by bcyong/tavus-python, 2025",
            decision: "200; the client takes any 2xx.", dialect: "renamed=204"),
        SourceConflict(
            13, "first page of videos", reference: "1",
            others: "0 (\(Source.openAPI); \(Source.airbyte), with live records)",
            decision: "1, and page 0 is the first page too; the client names no first page.",
            dialect: "videos-page=0"),
        SourceConflict(
            14, "unknown id", reference: "404 in the list of statuses",
            others: "400 \"Invalid …_id\" for conversations, personas, replicas and videos"
                + " (\(Source.openAPI); \(Source.observed))",
            decision: "400 for those, 404 for the others; the client calls both not_found.",
            dialect: "unknown-id=404"),
        SourceConflict(
            24, "test_mode", reference: "takes no slot",
            others: "ended at once (\(Source.openAPI))",
            decision: "Ended at once, no slot, no events."),
        SourceConflict(
            29, "patch that changes nothing", reference: "not said",
            others: "304 with a message (\(Source.openAPI)), which HTTP cannot carry",
            decision: "304 without a body, which the client takes for success.",
            dialect: "unchanged=200"),
        SourceConflict(
            30, "malformed patch", reference: "400",
            others:
                "422 for personas and dictionaries, 400 \"Invalid patch operation\" for objectives"
                + " and guardrails (\(Source.openAPI))",
            decision: "As the OpenAPI file; the client calls all invalid_request."),
        SourceConflict(
            31, "persona without a replica, in a conversation that names none",
            reference: "a replica is required unless the persona has one",
            others: "published browser examples name none, 2025",
            decision: "400.", dialect: "missing-replica=lent"),
    ]

    // MARK: - Fields and their values

    private static let fieldConflicts = [
        SourceConflict(
            6, "confirmation_mode and modality", reference: "automatic; conversational",
            others: "auto, manual; verbal, visual, audio (\(Source.openAPI); \(Source.cli))",
            decision: "All are taken and kept as sent."),
        SourceConflict(
            7, "objective_name", reference: "\"New Objectives\", with a space",
            others: "letters, digits and _ (\(Source.openAPI); \(Source.cli))",
            decision: "Any name; a warning would fault the reference's own sample."),
        SourceConflict(
            10, "length of a page of documents", reference: "limit",
            others: "page_size (\(Source.tryAGI))", decision: "limit; the other is ignored."),
        SourceConflict(
            15, "model of a replica", reference: "phoenix-3 by default, or phoenix-2",
            others: "phoenix-4 by default, or phoenix-3 (\(Source.openAPI))",
            decision: "phoenix-3 by default; every name is taken."),
        SourceConflict(
            16, "footage of a replica", reference: "train_video_url",
            others: "or train_image_url with voice_name (\(Source.openAPI))",
            decision: "One of the two."),
        SourceConflict(
            17, "persona_id of a conversation", reference: "required",
            others: "optional beside replica_id (\(Source.openAPI))",
            decision: "One of persona_id and replica_id."),
        SourceConflict(
            18, "names of 2026", reference: "persona_id, replica_id",
            others: "pal_id, face_id (\(Source.liveKit); \(Source.documentation)); \"not aliased\""
                + " in older remarks of \(Source.cli)",
            decision: "Both are taken, answers carry all four."),
        SourceConflict(
            19, "pipeline_mode", reference: "full, echo",
            others: "speech-to-speech (\(Source.cli)), custom (\(Source.tryAGI))",
            decision: "All are taken; full alone needs system_prompt."),
        SourceConflict(
            20, "default_replica_id", reference: "optional",
            others: "default_face_id is required, on /v2/pals (\(Source.documentation))",
            decision: "Optional on /v2/personas, required on /v2/pals."),
        SourceConflict(
            21, "perception_model", reference: "Raven, no value named",
            others: "raven-1 by default, raven-0, off (\(Source.openAPI))",
            decision: "Kept as sent."),
        SourceConflict(
            22, "tts_emotion_control", reference: "the text \"true\" in a patch",
            others: "a boolean (\(Source.openAPI))", decision: "Both."),
        SourceConflict(
            23, "next step of an objective", reference: "absent",
            others: "next_required_objective, text (\(Source.openAPI); \(Source.cli));"
                + " next_required_objectives, a list (pages of 2025)",
            decision: "Both are kept as sent."),
        SourceConflict(
            25, "max_call_duration and others at the top", reference: "in properties",
            others: "at the top of the body (\(Source.tryAGI))",
            decision: "The client says where they belong; the emulator ignores them."),
    ]

    // MARK: - Routes

    private static let routeConflicts = [
        SourceConflict(
            27, "memories", reference: "memory_stores, tags of a conversation",
            others: "/v2/memories/{store}/{id} (\(Source.tryAGI)); participant_tags and"
                + " /v2/memory-stores (\(Source.memoryStores))",
            decision: "All three; the tags and the stores are kept apart."),
        SourceConflict(
            28, "paths and key of the wrapper of 2024-12", reference: "/v2/…, x-api-key",
            others: "/tavus-api-calls/…, X-API-TOKEN (\(Source.wrapper))",
            decision: "Not served: it is another program's interface."),
    ]
}
