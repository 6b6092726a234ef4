extension Catalogue {
    static let createConversation = APIOperation(
        "conversations.create", .post, "/v2/conversations",
        body: .fields([
            APIField(
                "replica_id", .identifier("replicas"),
                "Who is seen. Needed unless the persona has a default replica.",
                aliases: ["face_id"],
                corrections: ["face_id is the name of 2026 (\(Source.liveKit)). Both are taken."]),
            APIField(
                "persona_id", .identifier("personas"), "How the replica behaves.",
                aliases: ["pal_id"],
                corrections: [
                    "The reference requires it; the service has a default persona when replica_id"
                        + " is given (\(Source.openAPI)).",
                    "pal_id is the name of 2026 (\(Source.liveKit)). Both are taken.",
                ]),
            APIField("audio_only", .boolean, "A voice call without video.", defaultValue: false),
            .callback("Receives the events of the conversation."),
            APIField("conversation_name", .string, "A name for the conversation."),
            APIField(
                "conversational_context", .string,
                "Added to the context of the persona, for this call."
            ),
            APIField("custom_greeting", .string, "What the replica says first."),
            APIField("memory_stores", .list(.string), "Memory stores to use; usually one."),
            APIField(
                "document_ids", .list(.identifier("documents")), "Documents the persona may use."),
            APIField(
                "document_retrieval_strategy",
                .enumeration(["speed", "quality", "balanced"], isOpen: false),
                "How documents are looked up.", defaultValue: "balanced"),
            APIField("document_tags", .list(.string), "Documents with these tags may be used."),
            APIField(
                "test_mode", .boolean,
                "No replica joins: costs nothing, takes no slot, is ended at once.",
                defaultValue: false,
                corrections: [
                    "The reference says that no replica joins; the status is \"ended\" at once"
                        + " (\(Source.openAPI))."
                ]),
            APIField(
                "properties", .object(conversationProperties, isOpen: true),
                "Limits and features of the call."),
            APIField(
                "participant_tags", .list(.string), "The newer form of memory_stores.",
                source: Source.documentation),
            APIField(
                "require_auth", .boolean,
                "A private room: the answer has a meeting_token to join with.", defaultValue: false,
                source: Source.openAPI),
            APIField(
                "max_participants", .integer(2...Int64.max), "The replica counts as one.",
                source: Source.openAPI),
            APIField(
                "chat", .boolean, "Text only, no video.", defaultValue: false, source: Source.cli),
            APIField(
                "meeting_url", .url,
                "Joins a Meet, Zoom or Teams call instead of a room of its own.",
                source: Source.cli),
        ]),
        rules: [.oneOf(["persona_id", "replica_id"])],
        answer: .record("conversations"),
        answerFields: [
            "conversation_id", "conversation_name", "status", "conversation_url", "replica_id",
            "persona_id", "created_at", "meeting_token",
        ],
        failures: [
            APIFailure(
                400, .concurrencyLimit, text: "User has reached maximum concurrent conversations",
                when: "as many are active as the plan allows",
                source: "livekit-examples/python-agents-examples issue 46, 2025-09"),
            .invalid("replica_id"), .invalid("persona_id"), .unauthorized, .noCredits, .serverError,
        ],
        effect: .create, isBilled: true,
        summary: "Creates a video call with a replica and answers with its URL.",
        notes: ["Costs run from creation, not from the first join, until the call ends."],
        corrections: [
            "max_call_duration, language and others at the top (\(Source.tryAGI)): no second source"
                + " has them there, so they belong under properties."
        ],
        example: APIExample(
            """
            tavus.conversations.create{ replica_id = "r79e1c033f", persona_id = "p5317866" }
            """,
            fields: ["replica_id": "r79e1c033f", "persona_id": "p5317866"]),
        source: Source.reference("Create Conversation"))

    static let getConversation = APIOperation(
        "conversations.get", .get, "/v2/conversations/{conversation_id}",
        pathFields: [.path(conversations)],
        query: [
            .verbose("Adds shutdown_reason and events: joins, transcript, perception analysis.")
        ],
        answer: .record("conversations"),
        answerFields: [
            "conversation_id", "conversation_name", "conversation_url", "callback_url", "status",
            "replica_id", "persona_id", "created_at", "updated_at", "shutdown_reason", "events",
        ],
        failures: [.invalid("conversation_id"), .unauthorized, .serverError],
        effect: .read,
        summary: "One conversation; with verbose also its transcript.",
        notes: [
            "The events are those that callback_url receives; their order is not fixed. Each has"
                + " event_type, timestamp and properties: system.replica_joined, system.shutdown"
                + " (properties.shutdown_reason), application.transcription_ready"
                + " (properties.transcript), application.recording_ready,"
                + " application.perception_analysis.",
            "No event tells when a participant comes or leaves; the turns of the transcript with the"
                + " role \"user\" tell whether somebody spoke.",
            "A shutdown_reason is end_conversation_endpoint_hit, max_call_duration reached,"
                + " participant_left_timeout reached, participant_absent_timeout reached, or an error;"
                + " the end \" reached\" may be missing, so compare how it begins.",
        ],
        corrections: [
            Correction.unknownID,
            "The reference lists shutdown_reason and transcript as fields; the transcript stands in"
                + " the event application.transcription_ready (\(Source.openAPI)).",
        ],
        example: APIExample(
            "tavus.conversations.get(\"c123456\", { verbose = true })", ids: ["c123456"],
            fields: ["verbose": true]),
        source: Source.reference("Get Conversation"))

    static let listConversations = APIOperation(
        "conversations.list", .get, "/v2/conversations",
        query: [
            .limit(), .page(first: 1),
            // Open: programs that call the service know a third state, "error".
            APIField(
                "status", .enumeration(["active", "ended"], isOpen: true),
                "Only conversations in this state."),
        ],
        answer: .list("conversations"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The conversations of this account, one page at a time.",
        example: APIExample(
            "tavus.conversations.list{ status = \"active\" }", fields: ["status": "active"]),
        source: Source.reference("List Conversations"))

    static let endConversation = APIOperation(
        "conversations.end", .post, "/v2/conversations/{conversation_id}/end",
        pathFields: [.path(conversations)],
        answer: .none,
        failures: [.invalid("conversation_id"), .unauthorized, .serverError],
        effect: .action, isIdempotent: true,
        summary: "Ends a call: billing stops and its slot is free again.",
        notes: ["What a second end answers no source says."],
        corrections: [Correction.unknownID],
        example: APIExample("tavus.conversations.end_(\"c123456\")", ids: ["c123456"]),
        source: Source.reference("End Conversation"))

    static let deleteConversation = APIOperation(
        "conversations.delete", .delete, "/v2/conversations/{conversation_id}",
        pathFields: [.path(conversations)],
        query: [.hard("recordings and other files", source: Source.openAPI)],
        answer: .none, successStatus: 204,
        failures: [.invalid("conversation_id"), .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a conversation.",
        corrections: [Correction.unknownID, Correction.deleteStatus],
        example: APIExample("tavus.conversations.delete(\"c123456\")", ids: ["c123456"]),
        source: Source.reference("Delete Conversation"))
}
