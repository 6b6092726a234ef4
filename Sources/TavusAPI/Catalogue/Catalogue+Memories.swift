extension Catalogue {
    static let deleteMemory = APIOperation(
        "memories.delete", .delete, "/v2/memories/{memory_store}/{memory_id}",
        pathFields: [
            APIField(
                "memory_store", .string, "The store's name.", isRequired: true,
                source: Source.tryAGI),
            APIField(
                "memory_id", .identifier("memories"), "Which memory.", isRequired: true,
                source: Source.tryAGI),
        ],
        answer: .none,
        failures: [
            .unauthorized,
            APIFailure(404, .notFound, when: "there is no such memory", source: Source.tryAGI),
        ],
        effect: .delete,
        summary: "Deletes one memory from a store.",
        notes: ["Newer texts have memory-stores in its place (\(Source.documentation))."],
        example: APIExample(
            "tavus.memories.delete(\"family\", \"m12345\")", ids: ["family", "m12345"]),
        source: Source.tryAGI, isReference: false)
}
