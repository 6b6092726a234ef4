import JSONValue

extension Catalogue {
    static let canvasInteractions = APIResource(
        name: "canvas_interactions", singular: "canvas_interaction", idField: "interaction_id",
        columns: ["interaction_id", "component", "type", "value", "created_at"],
        summary: "What participants did on the cards that a persona showed them.",
        source: Source.documentation("Canvas interactions"))

    static let canvasOperations = [recordCanvasInteraction, listCanvasInteractions]

    private static let recordTitle = "Record Canvas Interaction"
    private static let recordPage = Source.documentation(recordTitle)
    private static let path = "/v2/conversations/{conversation_id}/canvas/interactions"

    static let recordCanvasInteraction = APIOperation(
        "canvas_interactions.record", .post, path,
        pathFields: [.path(conversations)],
        body: .fields([
            APIField(
                "interaction_id", .string,
                "At most 128 characters; the same one again is the same interaction.",
                isRequired: true, source: recordPage),
            APIField(
                "tool_call_id", .string, "Which card; at most 128 characters.", isRequired: true,
                source: recordPage),
            APIField(
                "component", .string, "What the card is, such as canvas.question.",
                isRequired: true, source: recordPage),
            APIField("component_version", .string, "Such as v1.", source: recordPage),
            APIField(
                "type",
                .enumeration(
                    ["submit", "skip", "dismiss", "clear", "error", "heartbeat"], isOpen: true),
                "What was done.", isRequired: true, source: recordPage),
            APIField(
                "value", .map, "What was entered; depends on component and type.",
                source: recordPage),
            APIField("metadata", .map, "Whatever the page wants to keep.", source: recordPage),
        ]),
        answer: .object, answerFields: ["success"],
        failures: [
            APIFailure(400, .invalidRequest, when: "a field is wrong", source: recordPage),
            APIFailure(
                404, .notFound, when: "there is no such conversation", source: recordPage),
            APIFailure(
                409, .conflict, when: "the id is another interaction's, or the call has ended",
                source: recordPage),
            APIFailure(
                429, .rateLimited, text: "Too many requests",
                when: "more than 120 within 60 seconds, with Retry-After", source: recordPage),
            .serverError,
        ],
        effect: .action, isIdempotent: true, needsKey: false,
        summary: "Records what somebody did on a card.",
        notes: [
            "For pages that draw cards themselves. Needs no key while the conversation is active.",
            "Sent again with the same content it changes nothing; metadata does not count.",
            "After the end each one is refused; with which status is not established.",
        ],
        example: APIExample(
            """
            tavus.canvas_interactions.record("c123456", {
                interaction_id = "ci_call_8f2d41_submit_5e0b7c2a", tool_call_id = "call_8f2d41",
                component = "canvas.question", type = "submit",
                value = { selected_option_ids = { "opt_2" } } })
            """,
            ids: ["c123456"],
            fields: [
                "interaction_id": "ci_call_8f2d41_submit_5e0b7c2a", "tool_call_id": "call_8f2d41",
                "component": "canvas.question", "type": "submit",
                "value": ["selected_option_ids": ["opt_2"]],
            ]),
        source: recordPage, isReference: false)

    static let listCanvasInteractions = APIOperation(
        "canvas_interactions.list", .get, path,
        pathFields: [.path(conversations)],
        answer: .list("canvas_interactions"), answerFields: ["data"],
        failures: [
            .unauthorized,
            APIFailure(
                404, .notFound, when: "there is no such conversation",
                source: Source.documentation("List Canvas Interactions")),
            .serverError,
        ],
        effect: .read,
        summary: "What was done on the cards of a conversation, oldest first, all at once.",
        example: APIExample("tavus.canvas_interactions.list(\"c123456\")", ids: ["c123456"]),
        source: Source.documentation("List Canvas Interactions"), isReference: false)
}
