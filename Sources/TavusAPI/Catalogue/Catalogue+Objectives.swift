extension Catalogue {
    /// One objective of a set.
    static let objectiveItem: [APIField] = [
        APIField(
            "objective_name", .string, "Letters, digits and \"_\", at most 100.", isRequired: true,
            corrections: [
                "The sample of the reference has a space in it; newer texts allow none"
                    + " (\(Source.openAPI)). Not checked."
            ]),
        APIField(
            "objective_prompt", .string, "What is to be reached; at most 10000 characters.",
            isRequired: true),
        APIField(
            "confirmation_mode", .enumeration(["auto", "manual", "automatic"], isOpen: true),
            "Who decides that it is reached.",
            corrections: [
                "The reference says automatic, newer texts auto (\(Source.openAPI)). Sent as given."
            ]),
        APIField("output_variables", .list(.string), "What is to be found out; at most 50."),
        APIField(
            "modality",
            .enumeration(["verbal", "visual", "audio", "conversational"], isOpen: true),
            "By what it is judged.",
            corrections: [
                "The reference says conversational, newer texts verbal, visual or audio"
                    + " (\(Source.openAPI)). Sent as given."
            ]),
        .callback("Is told when it is reached."),
        APIField(
            "next_required_objective", .either([.string, .list(.string)]),
            "The objective that follows, by name.", source: Source.openAPI,
            corrections: ["A list next_required_objectives in older pages."]),
        APIField(
            "next_conditional_objectives", .map, "Names of objectives that follow, with when.",
            source: Source.openAPI),
        APIField("tool_call", .map, "A tool to call when it is reached.", source: Source.cli),
    ]

    static let createObjectives = APIOperation(
        "objectives.create", .post, "/v2/objectives",
        body: .fields([
            APIField(
                "data", .list(.object(objectiveItem, isOpen: true)), "The objectives of the set.",
                isRequired: true),
            APIField("name", .string, "A name for the set.", source: Source.cli),
            APIField(
                "allow_loops", .boolean, "Objectives may lead back to earlier ones.",
                defaultValue: false, source: Source.cli),
        ]),
        answer: .record("objectives"),
        answerFields: ["objectives_id", "objective_name", "status", "created_at"],
        failures: [
            .badField("objective_name is required", when: "an objective has no name"),
            .unauthorized, .serverError,
        ],
        effect: .create,
        summary: "Creates a set of objectives for personas.",
        example: APIExample(
            """
            tavus.objectives.create{ data = {{ objective_name = "ask_name",
                objective_prompt = "Ask for the name.", output_variables = { "name" } }} }
            """,
            fields: [
                "data": [
                    [
                        "objective_name": "ask_name", "objective_prompt": "Ask for the name.",
                        "output_variables": ["name"],
                    ]
                ]
            ]),
        source: Source.reference("Create Objectives"))

    static let getObjectives = APIOperation(
        "objectives.get", .get, "/v2/objectives/{objectives_id}",
        pathFields: [.path(objectives)],
        answer: .record("objectives"),
        answerFields: ["objectives_id", "objectives_name", "data", "created_at", "updated_at"],
        failures: [
            .invalid("objectives_id"), .missing("Objective not found"), .unauthorized, .serverError,
        ],
        effect: .read,
        summary: "One set of objectives.",
        corrections: [
            "The reference shows no body; its patch sample reads /data/0, so data is a list"
                + " (\(Source.cli)); one object in \(Source.openAPI)."
        ],
        example: APIExample("tavus.objectives.get(\"o12345\")", ids: ["o12345"]),
        source: Source.reference("Get Objective"))

    static let listObjectives = APIOperation(
        "objectives.list", .get, "/v2/objectives",
        query: [
            .limit(), .page(first: 1), .listType, .sort("By time of creation.", source: Source.cli),
            .nameOrUUID,
        ],
        answer: .list("objectives"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The sets of objectives of this account, one page at a time.",
        example: APIExample("tavus.objectives.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.reference("List Objectives"))

    static let patchObjectives = APIOperation(
        "objectives.patch", .patch, "/v2/objectives/{objectives_id}",
        pathFields: [.path(objectives)], body: .jsonPatch,
        answer: .record("objectives"), answerFields: ["message"],
        failures: [
            .invalid("objectives_id"), .missing("Objective not found"), .unauthorized,
            .badOperation,
            .serverError,
        ],
        effect: .update,
        summary: "Changes a set of objectives by a JSON Patch (RFC 6902).",
        notes: ["Paths begin with /data/N, the Nth objective from 0; /data/- appends one."],
        corrections: [
            Correction.patchAnswer,
            "The reference patches /data/0/objective_name; one newer sample /objective_name"
                + " (\(Source.openAPI)).",
        ],
        example: APIExample(
            """
            tavus.objectives.patch("o12345", {{ op = "replace", path = "/data/0/objective_prompt",
                value = "Updated prompt" }})
            """,
            ids: ["o12345"],
            fields: [
                ["op": "replace", "path": "/data/0/objective_prompt", "value": "Updated prompt"]
            ]),
        source: Source.reference("Patch Objective"))

    static let deleteObjectives = APIOperation(
        "objectives.delete", .delete, "/v2/objectives/{objectives_id}",
        pathFields: [.path(objectives)],
        answer: .none, successStatus: 204,
        failures: [
            .invalid("objectives_id"), .missing("Objective not found"), .unauthorized, .serverError,
        ],
        effect: .delete,
        summary: "Deletes a set of objectives.",
        corrections: [Correction.deleteStatus],
        example: APIExample("tavus.objectives.delete(\"o12345\")", ids: ["o12345"]),
        source: Source.reference("Delete Objective"))

    static let validateObjectives = APIOperation(
        "objectives.validate", .post, "/v2/objectives/validate",
        body: createObjectives.body,
        answer: .none,
        failures: [
            APIFailure(
                400, .invalidRequest, when: "the set cannot be followed", source: Source.cli),
            .unauthorized, .serverError,
        ],
        effect: .action, isIdempotent: true,
        summary: "Checks a set of objectives without keeping it: cycles, one beginning, names.",
        notes: ["What it answers with is not established; an error says that the set is wrong."],
        example: APIExample(
            """
            tavus.objectives.validate{ data = {{ objective_name = "ask_name",
                objective_prompt = "Ask for the name." }} }
            """,
            fields: [
                "data": [["objective_name": "ask_name", "objective_prompt": "Ask for the name."]]
            ]),
        source: Source.cli, isReference: false)
}
