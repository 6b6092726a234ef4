import JSONValue

extension Catalogue {
    static let toolResource = APIResource(
        name: "tools", singular: "tool", idField: "tool_id", nameField: "name",
        columns: ["tool_id", "name", "trigger_type", "origin", "created_at"],
        summary: "Functions that a persona may call in a conversation.",
        source: Source.documentation("Create Tool"))

    static let toolOperations = [
        createTool, listTools, getTool, updateTool, deleteTool,
    ]

    /// What a tool answers with; the secrets of its delivery as ********.
    static let toolRecord = [
        "tool_id", "owner_id", "name", "description", "parameters", "delivery", "is_system_tool",
        "trigger_type", "origin", "on_call", "on_resolve", "static_filler", "tags", "created_at",
        "updated_at",
    ]

    static let createTool = APIOperation(
        "tools.create", .post, "/v2/tools",
        body: .fields(toolFields(isNew: true)),
        rules: [
            .requires(
                field: "on_call", equals: "static_filler", other: "static_filler",
                otherEquals: nil)
        ],
        answer: .record("tools"), answerFields: toolRecord,
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a field is wrong, or the name is taken",
                source: Source.documentation("Create Tool")),
            .unauthorized, .serverError,
        ],
        effect: .create,
        summary: "Creates a tool, for any number of personas.",
        notes: [
            "Description and parameters together: at most 10000 characters (\(Source.cli)).",
            "Names of parameters must not begin with tavus_ (\(Source.cli)).",
        ],
        example: APIExample(
            """
            tavus.tools.create{ name = "get_weather", description = "Current weather of a city.",
                parameters = { type = "object", properties = { city = { type = "string" } } } }
            """,
            fields: [
                "name": "get_weather", "description": "Current weather of a city.",
                "parameters": ["type": "object", "properties": ["city": ["type": "string"]]],
            ]),
        source: Source.documentation("Create Tool"), isReference: false)

    static let listTools = APIOperation(
        "tools.list", .get, "/v2/tools",
        query: [
            .limit(), .page(first: 1), .listType,
            .sort("By time of creation.", source: Source.cli), .nameOrUUID,
        ],
        answer: .list("tools"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The tools of this account, one page at a time.",
        example: APIExample("tavus.tools.list{ type = \"all\" }", fields: ["type": "all"]),
        source: Source.documentation("List Tools"), isReference: false)

    static let getTool = APIOperation(
        "tools.get", .get, "/v2/tools/{tool_id}",
        pathFields: [.path(toolResource)],
        answer: .record("tools"), answerFields: toolRecord,
        failures: [.unauthorized, .unknownTool, .serverError],
        effect: .read,
        summary: "One tool; secrets are shown as ********.",
        notes: ["The id of a system tool is its name, such as end_call."],
        example: APIExample("tavus.tools.get(\"tabc123def456\")", ids: ["tabc123def456"]),
        source: Source.documentation("Get Tool"), isReference: false)

    static let updateTool = APIOperation(
        "tools.update", .patch, "/v2/tools/{tool_id}",
        pathFields: [.path(toolResource)], body: .fields(toolFields(isNew: false)),
        rules: [.atLeastOne],
        answer: .record("tools"), answerFields: toolRecord,
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a field is wrong, or it is a system tool",
                source: Source.cli),
            .unauthorized, .unknownTool, .serverError,
        ],
        effect: .update,
        summary: "Changes a tool: each field that is given replaces the one there was.",
        notes: [
            "No JSON Patch. Leave secrets out that stay as they are: ******** is refused."
        ],
        example: APIExample(
            """
            tavus.tools.update("tabc123def456", { description = "The weather of a city, today." })
            """,
            ids: ["tabc123def456"], fields: ["description": "The weather of a city, today."]),
        source: Source.documentation("Update Tool"), isReference: false)

    static let deleteTool = APIOperation(
        "tools.delete", .delete, "/v2/tools/{tool_id}",
        pathFields: [.path(toolResource)],
        answer: .none, successStatus: 204,
        failures: [.unauthorized, .unknownTool, .serverError],
        effect: .delete,
        summary: "Deletes a tool and detaches it from all personas.",
        notes: ["Its name is free again. System tools cannot be deleted."],
        example: APIExample("tavus.tools.delete(\"tabc123def456\")", ids: ["tabc123def456"]),
        source: Source.documentation("Delete Tool"), isReference: false)
}

extension APIFailure {
    /// The pages name the status, not the words.
    static let unknownTool = APIFailure(
        404, .notFound, when: "there is no such tool", source: Source.documentation("Get Tool"))
}
