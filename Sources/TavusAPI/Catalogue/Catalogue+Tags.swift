/// The tags in use, and what documents were cut into: reading beside the records themselves.
extension Catalogue {
    private static let query = [
        APIField("search", .string, "Only tags with this in them.", source: Source.cli),
        APIField.limit(nil, source: Source.cli),
        APIField.page(first: 1, source: "inferred from other lists"),
    ]

    private static func tags(
        of resource: APIResource, _ what: String, example: String
    ) -> APIOperation {
        APIOperation(
            "\(resource.name).tags", .get, "/v2/\(resource.name)/tags", query: query,
            answer: .object, answerFields: ["tags", "total_count"],
            failures: [.unauthorized, .serverError],
            effect: .read,
            summary: "The tags that \(what) of this account have.",
            notes: ["The first page is not established; the vendor's client leaves it out."],
            example: APIExample(
                "tavus.\(resource.name).tags{ search = \"\(example)\" }",
                fields: ["search": .string(example)]),
            source: Source.cli, isReference: false)
    }

    static let listGuardrailTags = tags(of: guardrails, "single guardrails", example: "health")

    static let listDocumentTags = tags(of: documents, "documents", example: "meeting")

    static let listDocumentChunks = APIOperation(
        "documents.chunks", .get, "/v2/documents/{document_id}/chunks",
        pathFields: [.path(documents)],
        query: [
            APIField(
                "collection", .enumeration(["regular", "customer_support"], isOpen: true),
                "Of which collection.", defaultValue: "regular", source: Source.cli),
            .limit(100, source: Source.cli),
            APIField(
                "offset", .string, "Where to go on: a word of the service.", source: Source.cli),
        ],
        answer: .object, answerFields: ["chunks"],
        failures: [.missing("Document not found"), .unauthorized, .serverError],
        effect: .read,
        summary: "The passages that a document was cut into.",
        notes: [
            "The answer is not established. The vendor's client looks for a list in chunks, else in"
                + " data, and in each for content, else text."
        ],
        example: APIExample(
            "tavus.documents.chunks(\"d290f1ee-6c54-4b01-90e6-d701748f0851\")",
            ids: ["d290f1ee-6c54-4b01-90e6-d701748f0851"]),
        source: Source.cli, isReference: false)
}
