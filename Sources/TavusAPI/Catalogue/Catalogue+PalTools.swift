extension Catalogue {
    static let palTools = APIResource(
        name: "pal_tools", singular: "pal_tool", idField: "tool_id", nameField: "name",
        columns: ["tool_id", "name", "origin"],
        summary: "The tools that a persona may call.",
        source: Source.documentation("List PAL Tools"))

    static let palToolOperations = [
        listPalTools, attachPalTools, detachPalTool,
    ]

    static let listPalTools = APIOperation(
        "pal_tools.list", .get, "/v2/pals/{persona_id}/tools",
        aliasPaths: ["/v2/personas/{persona_id}/tools"],
        pathFields: [.path(personas)],
        answer: .list("tools"), answerFields: ["data"],
        failures: [.invalid("persona_id"), .unauthorized, .serverError],
        effect: .read,
        summary: "The tools that are attached to a persona, all at once.",
        notes: ["Tools written into its layers, and system tools, are not among them."],
        corrections: [Correction.unknownPal],
        example: APIExample("tavus.pal_tools.list(\"p5317866\")", ids: ["p5317866"]),
        source: Source.documentation("List PAL Tools"), isReference: false)

    static let attachPalTools = APIOperation(
        "pal_tools.attach", .post, "/v2/pals/{persona_id}/tools",
        aliasPaths: ["/v2/personas/{persona_id}/tools"],
        pathFields: [.path(personas)],
        body: .fields([
            APIField(
                "tool_ids", .list(.identifier("tools")), "1 to 50 of them.", isRequired: true,
                source: Source.documentation("Attach Tools To PAL"))
        ]),
        answer: .list("tools"), answerFields: ["data"],
        failures: [
            .invalid("persona_id"),
            APIFailure(
                400, .invalidRequest, when: "more than 50 would be attached",
                source: Source.documentation("Attach Tools To PAL")),
            .unauthorized, .unknownTool, .serverError,
        ],
        effect: .action, isIdempotent: true,
        summary: "Attaches tools to a persona.",
        notes: [
            "What is attached already stays so, and is in the answer too.",
            "Takes a tool, a list of tools, ids, or { tool_ids = {…} }.",
        ],
        corrections: [Correction.unknownPal],
        example: APIExample(
            "tavus.pal_tools.attach(\"p5317866\", \"tabc123def456\")", ids: ["p5317866"],
            fields: ["tool_ids": ["tabc123def456"]]),
        source: Source.documentation("Attach Tools To PAL"), isReference: false)

    static let detachPalTool = APIOperation(
        "pal_tools.detach", .delete, "/v2/pals/{persona_id}/tools/{tool_id}",
        aliasPaths: ["/v2/personas/{persona_id}/tools/{tool_id}"],
        pathFields: [.path(personas), .path(toolResource)],
        answer: .none, successStatus: 204,
        failures: [
            .invalid("persona_id"),
            APIFailure(
                400, .invalidRequest, text: "Bad Request. Tool not attached to this PAL",
                when: "it is not attached", source: Source.documentation("Detach Tool From PAL")),
            .unauthorized, .unknownTool, .serverError,
        ],
        effect: .delete,
        summary: "Detaches a tool from a persona; the tool stays.",
        notes: ["The page shows the words of the refusal, not its status: 400 is inferred."],
        corrections: [Correction.unknownPal],
        example: APIExample(
            "tavus.pal_tools.detach(\"p5317866\", \"tabc123def456\")",
            ids: ["p5317866", "tabc123def456"]),
        source: Source.documentation("Detach Tool From PAL"), isReference: false)
}

extension Correction {
    static let unknownPal =
        "An unknown PAL: the pages list 400 and 404 without words; it is taken to be refused as an"
        + " unknown persona is."
}
