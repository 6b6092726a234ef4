extension Catalogue {
    static let pronunciationDictionaries = APIResource(
        name: "pronunciation_dictionaries", singular: "dictionary",
        idField: "pronunciation_dictionary_id",
        // The vendor's client also reads uuid.
        idAliases: ["uuid"],
        nameField: "name", firstPage: 0,
        columns: ["pronunciation_dictionary_id", "name", "rules_count", "created_at"],
        wholeFields: ["rules"],
        summary: "How voices speak words that they get wrong.", source: Source.openAPI)

    static let pronunciationDictionaryOperations = [
        createPronunciationDictionary, getPronunciationDictionary, listPronunciationDictionaries,
        patchPronunciationDictionary, deletePronunciationDictionary,
    ]

    private static let record = [
        "pronunciation_dictionary_id", "name", "rules", "rules_count", "created_at", "updated_at",
    ]

    private static let rule: [APIField] = [
        APIField(
            "text", .string, "The word or phrase, once in a dictionary; at most 200 characters.",
            isRequired: true, source: Source.openAPI),
        APIField(
            "pronunciation", .string,
            "What is spoken instead (alias), or its sounds (ipa); at most 500 characters.",
            isRequired: true, source: Source.openAPI),
        APIField(
            "type", .enumeration(["alias", "ipa"], isOpen: true), "How pronunciation is read.",
            isRequired: true, source: Source.openAPI),
        APIField(
            "alphabet", .enumeration(["ipa"], isOpen: true), "The alphabet of an ipa rule.",
            source: Source.cli),
        APIField(
            "case_sensitive", .boolean, "Whether capitals matter.", defaultValue: false,
            source: Source.openAPI),
        APIField(
            "word_boundaries", .boolean, "Whether only whole words match.", defaultValue: true,
            source: Source.openAPI),
    ]

    private static let missing = APIFailure.missing("Pronunciation dictionary not found")

    private static let path = APIField(
        "dictionary_id", .identifier("pronunciation_dictionaries"), "Which dictionary.",
        isRequired: true, source: Source.openAPI,
        aliases: ["pronunciation_dictionary_id", "uuid"])

    static let createPronunciationDictionary = APIOperation(
        "pronunciation_dictionaries.create", .post, "/v2/pronunciation-dictionaries",
        body: .fields([
            APIField(
                "name", .string, "Its name; at most 255 characters.", isRequired: true,
                source: Source.openAPI),
            APIField(
                "rules", .list(.object(rule, isOpen: true)),
                "At most 10000 rules; they can also be given later.", source: Source.openAPI),
        ]),
        answer: .record("pronunciation_dictionaries"), answerFields: record, successStatus: 201,
        failures: [
            .badField("Invalid request: name is required", when: "there is no name"),
            .badField(
                "Invalid request: duplicate text values in rules",
                when: "two rules have the same text"),
            .unauthorized, .serverError,
        ],
        effect: .create,
        summary:
            "Creates a dictionary; layers.tts.pronunciation_dictionary_id of a persona uses it.",
        notes: ["The limits of 255, 200, 500 and 10000 are in both sources; the refusals are not."],
        example: APIExample(
            """
            tavus.pronunciation_dictionaries.create{ name = "Brand Terms",
                rules = {{ text = "Tavus", pronunciation = "TAH-vus", type = "alias" }} }
            """,
            fields: [
                "name": "Brand Terms",
                "rules": [["text": "Tavus", "pronunciation": "TAH-vus", "type": "alias"]],
            ]),
        source: Source.openAPI, isReference: false)

    static let getPronunciationDictionary = APIOperation(
        "pronunciation_dictionaries.get", .get, "/v2/pronunciation-dictionaries/{dictionary_id}",
        pathFields: [path],
        answer: .record("pronunciation_dictionaries"), answerFields: record,
        failures: [missing, .unauthorized, .serverError],
        effect: .read,
        summary: "One dictionary with all its rules.",
        example: APIExample(
            "tavus.pronunciation_dictionaries.get(\"pd_abc123def456gh\")",
            ids: ["pd_abc123def456gh"]),
        source: Source.openAPI, isReference: false)

    static let listPronunciationDictionaries = APIOperation(
        "pronunciation_dictionaries.list", .get, "/v2/pronunciation-dictionaries",
        query: [
            .limit(maximum: 100, source: Source.openAPI), .page(first: 0, source: Source.openAPI),
            APIField(
                "sort", .enumeration(["asc", "desc"], isOpen: false), "By time of creation.",
                defaultValue: "desc", source: Source.openAPI),
        ],
        answer: .list("pronunciation_dictionaries"),
        answerFields: ["data", "total_count", "page", "limit"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The dictionaries of this account without their rules, one page at a time.",
        example: APIExample(
            "tavus.pronunciation_dictionaries.list{ limit = 50 }", fields: ["limit": 50]),
        source: Source.openAPI, isReference: false)

    static let patchPronunciationDictionary = APIOperation(
        "pronunciation_dictionaries.patch", .patch,
        "/v2/pronunciation-dictionaries/{dictionary_id}",
        pathFields: [path], body: .jsonPatch,
        answer: .record("pronunciation_dictionaries"), answerFields: record,
        failures: [
            .badField(
                "Invalid request: duplicate text values in rules",
                when: "two rules have the same text"),
            missing, .unauthorized, .badPatch, .serverError,
        ],
        effect: .update,
        summary: "Changes name or rules by a JSON Patch (RFC 6902); personas that use it follow.",
        notes: [
            "Paths are /name and /rules; rules are replaced as a whole. Read-only fields are ignored."
                + " 304 means that nothing changed."
        ],
        example: APIExample(
            """
            tavus.pronunciation_dictionaries.patch("pd_abc123def456gh", {{ op = "replace",
                path = "/name", value = "Updated Brand Terms" }})
            """,
            ids: ["pd_abc123def456gh"],
            fields: [["op": "replace", "path": "/name", "value": "Updated Brand Terms"]]),
        source: Source.openAPI, isReference: false)

    static let deletePronunciationDictionary = APIOperation(
        "pronunciation_dictionaries.delete", .delete,
        "/v2/pronunciation-dictionaries/{dictionary_id}",
        pathFields: [path],
        answer: .none, successStatus: 204,
        failures: [missing, .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a dictionary for good; personas that use it speak without it.",
        example: APIExample(
            "tavus.pronunciation_dictionaries.delete(\"pd_abc123def456gh\")",
            ids: ["pd_abc123def456gh"]),
        source: Source.openAPI, isReference: false)
}
