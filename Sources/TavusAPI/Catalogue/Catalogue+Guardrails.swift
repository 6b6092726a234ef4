extension Catalogue {
    /// One guardrail of a set.
    static let guardrailItem: [APIField] =
        [
            APIField(
                "guardrails_prompt", .string, "What must be kept to; at most 1000 characters.",
                corrections: [
                    "The reference spells it so; newer texts guardrail_prompt (\(Source.openAPI))."
                        + " Each is sent as given."
                ]),
            .callback("Is told when it is broken."),
            APIField(
                "guardrail_prompt", .string, "guardrails_prompt in its newer spelling.",
                source: Source.openAPI),
            APIField(
                "guardrail_name", .string, "Letters, digits and \"_\", at most 100.",
                source: Source.openAPI),
        ] + newerGuardrailFields

    private static let newerGuardrailFields: [APIField] = [
        APIField(
            "modality", .enumeration(["verbal", "visual", "audio"], isOpen: true),
            "By what it is judged.", source: Source.openAPI),
        APIField(
            "app_message", .boolean, "Also sends an app message.", source: Source.cli),
        APIField("tool_call", .map, "A tool to call when it is broken.", source: Source.cli),
        APIField("tags", .list(.string), "At most 32, of 64 characters.", source: Source.cli),
    ]

    static let createGuardrails = APIOperation(
        "guardrails.create", .post, "/v2/guardrails",
        body: .fields(
            [
                APIField("name", .string, "A name for the set."),
                APIField(
                    "data", .list(.object(guardrailItem, isOpen: true)),
                    "The guardrails of the set."),
                APIField(
                    "guardrail_name", .string, "A single guardrail instead of a set.",
                    source: Source.cli),
                APIField(
                    "guardrail_prompt", .string, "What a single guardrail asks for.",
                    source: Source.cli),
                .callback("Is told when a single guardrail is broken."),
            ] + newerGuardrailFields),
        rules: [
            .oneOf(["data", "guardrail_name"]), .notTogether(["data", "guardrail_name"]),
            .requires(
                field: "guardrail_name", equals: nil, other: "guardrail_prompt", otherEquals: nil),
            .requires(
                field: "guardrail_prompt", equals: nil, other: "guardrail_name", otherEquals: nil),
        ],
        answer: .record("guardrails"),
        answerFields: ["guardrails_id", "guardrails_name", "status", "created_at"],
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a guardrail has no name or no prompt",
                source: Source.openAPI),
            .unauthorized, .serverError,
        ],
        effect: .create,
        summary: "Creates a set of guardrails for personas.",
        corrections: [
            "The reference has sets (name, data); newer texts have single guardrails, told by a"
                + " guardrail_name at the top (\(Source.cli)). Both are taken."
        ],
        example: APIExample(
            """
            tavus.guardrails.create{ name = "Healthcare",
                data = {{ guardrails_prompt = "Never provide medical advice" }} }
            """,
            fields: [
                "name": "Healthcare",
                "data": [["guardrails_prompt": "Never provide medical advice"]],
            ]),
        source: Source.reference("Create Guardrails"))

    private static let legacy = APIField(
        "legacy", .boolean, "Sets (true) or single guardrails (false).", defaultValue: true,
        source: Source.cli)

    static let getGuardrails = APIOperation(
        "guardrails.get", .get, "/v2/guardrails/{guardrails_id}",
        pathFields: [.path(guardrails)],
        query: [.verbose("Adds where it is used.", source: Source.cli), legacy],
        answer: .record("guardrails"),
        answerFields: ["guardrails_id", "guardrails_name", "data", "created_at", "updated_at"],
        failures: [
            .invalid("guardrails_id"), .missing("Guardrails not found"), .unauthorized,
            .serverError,
        ],
        effect: .read,
        summary: "One set of guardrails.",
        corrections: [
            "The reference shows no body; its patch sample reads /data/0, so data is a list"
                + " (\(Source.cli))."
        ],
        example: APIExample("tavus.guardrails.get(\"g12345\")", ids: ["g12345"]),
        source: Source.reference("Get Guardrails"))

    static let listGuardrails = APIOperation(
        "guardrails.list", .get, "/v2/guardrails",
        query: [
            .limit(), .page(first: 1), legacy, .listType,
            .sort("By time of creation.", source: Source.cli), .nameOrUUID,
            APIField(
                "tags", .either([.list(.string), .string]),
                "Only those with these tags: a list, or text with commas.", source: Source.cli),
            .verbose("Adds where each is used.", source: Source.cli),
        ],
        answer: .list("guardrails"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The sets of guardrails of this account, one page at a time.",
        example: APIExample("tavus.guardrails.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.reference("List Guardrails"))

    static let patchGuardrails = APIOperation(
        "guardrails.patch", .patch, "/v2/guardrails/{guardrails_id}",
        pathFields: [.path(guardrails)], body: .jsonPatch,
        answer: .record("guardrails"), answerFields: ["message"],
        failures: [
            .invalid("guardrails_id"), .missing("Guardrails not found"), .unauthorized,
            .badOperation,
            .serverError,
        ],
        effect: .update,
        summary: "Changes a set of guardrails by a JSON Patch (RFC 6902).",
        notes: [
            "Paths begin with /data/N, the Nth guardrail from 0. Empty fields are not stored, so"
                + " \"add\" where \"replace\" could miss (\(Source.cli))."
        ],
        corrections: [
            Correction.patchAnswer,
            "The reference patches guardrails_prompt; newer texts guardrail_prompt"
                + " (\(Source.openAPI)).",
        ],
        example: APIExample(
            """
            tavus.guardrails.patch("g12345", {{ op = "replace", path = "/data/0/guardrails_prompt",
                value = "Your updated prompt" }})
            """,
            ids: ["g12345"],
            fields: [
                [
                    "op": "replace", "path": "/data/0/guardrails_prompt",
                    "value": "Your updated prompt",
                ]
            ]),
        source: Source.reference("Patch Guardrails"))

    static let deleteGuardrails = APIOperation(
        "guardrails.delete", .delete, "/v2/guardrails/{guardrails_id}",
        pathFields: [.path(guardrails)],
        answer: .none, successStatus: 204,
        failures: [
            .invalid("guardrails_id"), .missing("Guardrails not found"), .unauthorized,
            .serverError,
        ],
        effect: .delete,
        summary: "Deletes a set of guardrails; personas lose their reference to it.",
        corrections: [Correction.deleteStatus],
        example: APIExample("tavus.guardrails.delete(\"g12345\")", ids: ["g12345"]),
        source: Source.reference("Delete Guardrails"))
}
