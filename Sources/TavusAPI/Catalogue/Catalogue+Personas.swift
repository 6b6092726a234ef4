extension Catalogue {
    static let createPersona = APIOperation(
        "personas.create", .post, "/v2/personas", aliasPaths: ["/v2/pals"],
        body: .fields([
            APIField(
                "persona_name", .string, "A name for the persona.", isRequired: true,
                aliases: ["pal_name"],
                corrections: [
                    "Required by the reference, not by the newer file (\(Source.openAPI))."
                ]),
            APIField(
                "system_prompt", .string,
                "What the language model is told. Required when pipeline_mode is full."),
            APIField(
                "pipeline_mode",
                .enumeration(["full", "echo", "speech-to-speech", "custom"], isOpen: true),
                "\"full\" hears, thinks and speaks; \"echo\" speaks what it is sent.",
                defaultValue: "full",
                corrections: [
                    "The reference has full and echo; speech-to-speech: \(Source.cli); custom:"
                        + " \(Source.tryAGI)."
                ]),
            APIField("context", .string, "What the language model should know."),
            APIField(
                "default_replica_id", .identifier("replicas"),
                "Who is seen when a conversation names no replica.", aliases: ["default_face_id"],
                corrections: ["Required on /v2/pals, as default_face_id (\(Source.documentation))."]
            ),
            APIField("document_ids", .list(.identifier("documents")), "Documents it may use."),
            APIField("document_tags", .list(.string), "Documents with these tags may be used."),
            APIField(
                "layers", .object(personaLayers, isOpen: true),
                "Settings of perception, stt, conversational_flow, llm, tts and others."),
            APIField(
                "objectives_id", .identifier("objectives"), "The objectives it pursues.",
                source: Source.openAPI),
            APIField(
                "guardrails_id", .identifier("guardrails"), "The set of guardrails it keeps to.",
                source: Source.openAPI),
            APIField(
                "guardrail_ids", .list(.identifier("guardrails")), "Single guardrails.",
                source: Source.cli),
            APIField(
                "guardrail_tags", .list(.string), "Guardrails with these tags.", source: Source.cli),
            APIField(
                "tool_ids", .list(.identifier("tools")), "Tools it may call; at most 50.",
                source: Source.cli),
            APIField("greeting", .string, "What it says first.", source: Source.cli),
            APIField(
                "memories", .list(.string), "What it remembers from the start.", source: Source.cli),
            APIField(
                "is_template", .boolean, "Others are made from it.", defaultValue: false,
                source: Source.cli),
        ]),
        rules: [.required(field: "system_prompt", other: "pipeline_mode", equals: "full")],
        answer: .record("personas"),
        answerFields: ["persona_id", "persona_name", "created_at"],
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a field is missing or wrong",
                source: Source.reference("Status Codes")),
            .unauthorized, .serverError,
        ],
        effect: .create,
        summary: "Creates a persona: how a replica behaves and what it can do.",
        example: APIExample(
            """
            tavus.personas.create{ persona_name = "Life Coach", system_prompt = "Be kind." }
            """,
            fields: ["persona_name": "Life Coach", "system_prompt": "Be kind."]),
        source: Source.reference("Create Persona"))

    static let getPersona = APIOperation(
        "personas.get", .get, "/v2/personas/{persona_id}", aliasPaths: ["/v2/pals/{persona_id}"],
        pathFields: [.path(personas)], query: palDetails,
        answer: .record("personas"),
        answerFields: [
            "persona_id", "persona_name", "system_prompt", "context", "pipeline_mode",
            "default_replica_id", "document_ids", "document_tags", "objectives_id",
            "guardrails_id", "layers", "created_at", "updated_at",
        ],
        failures: [.invalid("persona_id"), .unauthorized, .serverError],
        effect: .read,
        summary: "One persona.",
        corrections: [
            Correction.unknownID,
            "The reference shows {\"data\":[persona]}; live answers are flat (pipecat issue 937;"
                + " \(Source.cli)). Both are read as the flat record.",
        ],
        example: APIExample("tavus.personas.get(\"p5317866\")", ids: ["p5317866"]),
        source: Source.reference("Get Persona"))

    static let listPersonas = APIOperation(
        "personas.list", .get, "/v2/personas", aliasPaths: ["/v2/pals"],
        query: [
            .limit(), .page(first: 1),
            APIField(
                "persona_type", .enumeration(["user", "system"], isOpen: false),
                "Only your own, or only the stock ones.", aliases: ["pal_type"]),
            .sort("By time of creation.", source: Source.cli),
        ],
        answer: .list("personas"), answerFields: ["data", "total_count"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The personas of this account, one page at a time.",
        example: APIExample(
            "tavus.personas.list{ persona_type = \"user\" }", fields: ["persona_type": "user"]),
        source: Source.reference("List Personas"))

    static let patchPersona = APIOperation(
        "personas.patch", .patch, "/v2/personas/{persona_id}",
        aliasPaths: ["/v2/pals/{persona_id}"],
        pathFields: [.path(personas)], query: [palForce], body: .jsonPatch,
        answer: .record("personas"),
        answerFields: ["persona_id", "persona_name", "message"],
        failures: [
            .invalid("persona_id"), .unauthorized, .badPatch,
            APIFailure(
                409, .conflict, when: "the web builder holds a draft of it",
                source: Source.documentation("PAL Editing Lifecycle")),
            .serverError,
        ],
        effect: .update,
        summary: "Changes a persona by a JSON Patch (RFC 6902).",
        notes: [
            "\"add\" sets or replaces; \"replace\" fails on a field that is empty, as those are not"
                + " stored (\(Source.cli)).",
            "layers.conferencing must be patched alone (\(Source.cli)).",
            "While the web builder holds a draft: patch(persona, operations, { force = true }), or"
                + " publish it. The answer has conflict = \"maker_changes\" then, and"
                + " discarded_maker_changes after a forced change.",
        ],
        corrections: [
            Correction.unknownID, Correction.patchAnswer,
            "The sample sets tts_emotion_control to the text \"true\"; others send a boolean"
                + " (\(Source.cli)). Both are taken.",
        ],
        example: APIExample(
            """
            tavus.personas.patch("p5317866", {{ op = "add", path = "/persona_name", value = "Rio" }})
            """,
            ids: ["p5317866"],
            fields: [["op": "add", "path": "/persona_name", "value": "Rio"]]),
        source: Source.reference("Patch Persona"))

    static let deletePersona = APIOperation(
        "personas.delete", .delete, "/v2/personas/{persona_id}",
        aliasPaths: ["/v2/pals/{persona_id}"],
        pathFields: [.path(personas)],
        answer: .none, successStatus: 204,
        failures: [.invalid("persona_id"), .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a persona.",
        corrections: [Correction.unknownID, Correction.deleteStatus],
        example: APIExample("tavus.personas.delete(\"p5317866\")", ids: ["p5317866"]),
        source: Source.reference("Delete Persona"))
}
