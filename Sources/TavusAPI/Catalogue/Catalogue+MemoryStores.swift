extension Catalogue {
    static let memoryStores = APIResource(
        name: "memory_stores", singular: "store", idField: "memory_store_id",
        nameField: "participant_tag",
        columns: ["memory_store_id", "participant_tag", "pal_id", "created_at"],
        summary: "What a PAL knows of one participant: what was pinned, and what it learnt.",
        source: Source.memoryStores)

    static let memoryStoreOperations = [
        createMemoryStore, getMemoryStore, listMemoryStores, deleteMemoryStore,
        createPinnedMemory, updatePinnedMemory, deletePinnedMemory,
    ]

    private static let record = [
        "memory_store_id", "pal_id", "participant_tag", "pinned_memories", "learned_memories",
        "created_at", "updated_at",
    ]

    private static let storePath = APIField(
        "memory_store_id", .identifier("memory_stores"), "Which store.", isRequired: true,
        source: Source.memoryStores)

    private static let memoryPath = APIField(
        "memory_id", .identifier("memories"), "Which memory.", isRequired: true,
        source: Source.memoryStores)

    private static let memoryField = APIField(
        "memory", .string, "What to remember, such as \"Prefers concise answers\".",
        isRequired: true, source: Source.memoryStores)

    /// The pages list the statuses; no page shows a text.
    private static let failures = [
        APIFailure(
            403, .permissionDenied, when: "the store is another owner's",
            source: Source.memoryStores),
        APIFailure(404, .notFound, when: "nothing has this id", source: Source.memoryStores),
        .unauthorized, .serverError,
    ]

    private static let badField = APIFailure(
        400, .invalidRequest, when: "a field is missing or wrong", source: Source.memoryStores)

    private static func filter(_ name: String, _ type: APIFieldType, _ summary: String) -> APIField
    {
        APIField(name, type, summary, source: Source.memoryStores)
    }

    static let createMemoryStore = APIOperation(
        "memory_stores.create", .post, "/v2/memory-stores",
        body: .fields([
            APIField(
                "pal_id", .identifier("personas"), "Who remembers.", isRequired: true,
                source: Source.memoryStores, aliases: ["persona_id"]),
            APIField(
                "participant_tag", .string, "Your own name for whom it is about.",
                isRequired: true, source: Source.memoryStores),
            APIField(
                "pinned_memories", .list(.string), "What is known before the first conversation.",
                source: Source.memoryStores),
        ]),
        answer: .record("memory_stores"), answerFields: record,
        failures: [
            badField, .unauthorized,
            APIFailure(
                409, .conflict, when: "this PAL has a store for this participant",
                source: Source.memoryStores),
            .serverError,
        ],
        effect: .create,
        summary: "Creates the store of one PAL about one participant.",
        notes: [
            "A conversation with the tag in participant_tags creates the store by itself.",
            "Whether it answers 200 or 201 is not established; any 2xx is success.",
        ],
        example: APIExample(
            """
            tavus.memory_stores.create{ pal_id = "p123456789ab", participant_tag = "user_12345",
                pinned_memories = { "Prefers concise answers", "Uses the Pro plan" } }
            """,
            fields: [
                "pal_id": "p123456789ab", "participant_tag": "user_12345",
                "pinned_memories": ["Prefers concise answers", "Uses the Pro plan"],
            ]),
        source: Source.memoryStores, isReference: false)

    static let getMemoryStore = APIOperation(
        "memory_stores.get", .get, "/v2/memory-stores/{memory_store_id}",
        pathFields: [storePath],
        answer: .record("memory_stores"), answerFields: record, failures: failures,
        effect: .read,
        summary: "One store with all its memories.",
        notes: [
            "The name of learned_memories is inferred; the page says only that they are there."
        ],
        example: APIExample("tavus.memory_stores.get(\"m12345\")", ids: ["m12345"]),
        source: Source.memoryStores, isReference: false)

    static let listMemoryStores = APIOperation(
        "memory_stores.list", .get, "/v2/memory-stores",
        query: [
            filter("pal_id", .identifier("personas"), "Only those of this PAL."),
            filter("participant_tag", .string, "Only those about this participant."),
            .limit(nil, source: "inferred from other lists"),
            .page(first: 1, source: "inferred from other lists"),
        ],
        answer: .list("memory_stores"), answerFields: ["data"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The stores of this account.",
        notes: ["Paging is inferred; the page shows the two filters alone."],
        example: APIExample(
            "tavus.memory_stores.list{ participant_tag = \"user_12345\" }",
            fields: ["participant_tag": "user_12345"]),
        source: Source.memoryStores, isReference: false)

    static let deleteMemoryStore = APIOperation(
        "memory_stores.delete", .delete, "/v2/memory-stores/{memory_store_id}",
        pathFields: [storePath],
        answer: .none, successStatus: 204, failures: failures,
        effect: .delete,
        summary: "Deletes a store with all its memories.",
        example: APIExample("tavus.memory_stores.delete(\"m12345\")", ids: ["m12345"]),
        source: Source.memoryStores, isReference: false)

    static let createPinnedMemory = APIOperation(
        "memory_stores.create_pinned", .post, "/v2/memory-stores/{memory_store_id}/pinned",
        pathFields: [storePath], body: .fields([memoryField]),
        answer: .object, answerFields: ["memory_id", "memory"], failures: [badField] + failures,
        effect: .create,
        summary: "Pins a memory to a store.",
        example: APIExample(
            "tavus.memory_stores.create_pinned(\"m12345\", { memory = \"Uses the Pro plan\" })",
            ids: ["m12345"], fields: ["memory": "Uses the Pro plan"]),
        source: Source.memoryStores, isReference: false)

    static let updatePinnedMemory = APIOperation(
        "memory_stores.update_pinned", .patch,
        "/v2/memory-stores/{memory_store_id}/pinned/{memory_id}",
        pathFields: [storePath, memoryPath], body: .fields([memoryField]),
        answer: .object, answerFields: ["memory_id", "memory"], failures: [badField] + failures,
        effect: .update,
        summary: "Says a pinned memory in other words.",
        example: APIExample(
            """
            tavus.memory_stores.update_pinned("m12345", "m67890", { memory = "Uses the Free plan" })
            """,
            ids: ["m12345", "m67890"], fields: ["memory": "Uses the Free plan"]),
        source: Source.memoryStores, isReference: false)

    static let deletePinnedMemory = APIOperation(
        "memory_stores.delete_pinned", .delete,
        "/v2/memory-stores/{memory_store_id}/pinned/{memory_id}",
        pathFields: [storePath, memoryPath],
        answer: .none, successStatus: 204, failures: failures,
        effect: .delete,
        summary: "Takes a pinned memory out of a store.",
        notes: ["Its status is inferred from its neighbours."],
        example: APIExample(
            "tavus.memory_stores.delete_pinned(\"m12345\", \"m67890\")",
            ids: ["m12345", "m67890"]),
        source: Source.memoryStores, isReference: false)
}
