extension Catalogue {
    private static let record = [
        "uuid", "document_id", "document_name", "document_url", "status", "created_at",
        "updated_at", "callback_url", "tags", "properties", "progress", "error_message",
    ]

    private static let crawl = APIField(
        "crawl",
        .object(
            [
                APIField("depth", .integer(1...10), "How many links deep.", source: Source.openAPI),
                APIField("max_pages", .integer(1...100), "How many pages.", source: Source.openAPI),
            ], isOpen: true),
        "Follows the links of a website.", source: Source.openAPI)

    private static let crawlLimit = APIFailure(
        429, .rateLimited, text: "Crawl document limit reached (100)",
        when: "100 documents are crawled, or 5 crawls run", source: Source.openAPI)

    private static let notFound = APIFailure.missing("Document not found")

    static let createDocument = APIOperation(
        "documents.create", .post, "/v2/documents",
        body: .fields([
            APIField(
                "document_url", .url,
                "A public link to a file of up to 50 MB (pdf, txt, docx, doc, png, jpg, pptx, csv,"
                    + " xlsx) or a website.",
                isRequired: true),
            APIField("document_name", .string, "A name; made up when absent."),
            .callback("Is told how processing goes."),
            APIField("properties", .map, "Your own names and values."),
            APIField("tags", .list(.string), "Tags by which personas find it."),
            crawl,
            APIField(
                "participant_tags", .list(.string), "For conversations with these tags.",
                source: Source.cli),
            APIField("custom_description", .string, "What a picture shows.", source: Source.cli),
            APIField(
                "is_customer_support_document", .boolean, "Help texts and the like.",
                defaultValue: false, source: Source.cli),
            APIField(
                "font_size_aware_extraction", .boolean, "Headings are told by their size.",
                defaultValue: false, source: Source.cli),
        ]),
        answer: .record("documents"), answerFields: record,
        failures: [
            .badField(
                "Invalid request: document_url is required", when: "there is no document_url"),
            .unauthorized, crawlLimit, .serverError,
        ],
        effect: .create,
        summary: "Adds a file or a website to the knowledge base; processing takes minutes.",
        corrections: [
            "The reference starts with processing; newer texts with started"
                + " (\(Source.openAPI)). Both are pending.",
            "The id is uuid in the reference and document_id in newer texts (\(Source.openAPI)).",
        ],
        example: APIExample(
            """
            tavus.documents.create{ document_url = "https://example.com/prices.pdf" }
            """,
            fields: ["document_url": "https://example.com/prices.pdf"]),
        source: Source.reference("Create Document"))

    static let getDocument = APIOperation(
        "documents.get", .get, "/v2/documents/{document_id}",
        pathFields: [.path(documents)],
        query: [.verbose("Adds details of processing.", source: Source.cli)],
        answer: .record("documents"), answerFields: record,
        failures: [notFound, .unauthorized, .serverError],
        effect: .read,
        summary: "One document, with the state of its processing.",
        example: APIExample(
            "tavus.documents.get(\"d290f1ee-6c54-4b01-90e6-d701748f0851\")",
            ids: ["d290f1ee-6c54-4b01-90e6-d701748f0851"]),
        source: Source.reference("Get Document"))

    static let listDocuments = APIOperation(
        "documents.list", .get, "/v2/documents",
        query: [
            .limit(), .page(first: 0),
            .sort(
                "By time of creation.", source: Source.reference,
                corrections: ["asc and desc: \(Source.cli). All four are taken."]),
            APIField(
                "status",
                .enumeration(
                    ["started", "processing", "ready", "error", "recrawling", "deleted"],
                    isOpen: true),
                "Only documents in this state."),
            APIField("name_or_uuid", .string, "Only documents with this in name or id."),
            APIField(
                "tags", .either([.list(.string), .string]),
                "Only those with these tags: a list, or text with commas."),
            APIField(
                "participant_tags", .either([.list(.string), .string]),
                "Only those for participants with these tags.", source: Source.cli),
            .verbose("Adds details of processing.", source: Source.cli),
            APIField("scope", .string, "Whose documents.", source: Source.cli),
        ],
        answer: .list("documents"), answerFields: ["data", "total_count", "page", "limit"],
        failures: [
            .badField(
                "Invalid request: limit must be a positive integer", when: "limit is below 1"),
            .unauthorized, .serverError,
        ],
        effect: .read,
        summary: "The documents of this account, one page at a time.",
        corrections: ["page_size instead of limit (\(Source.tryAGI)): the reference is followed."],
        example: APIExample(
            "tavus.documents.list{ status = \"ready\", tags = { \"meeting\" } }",
            fields: ["status": "ready", "tags": ["meeting"]]),
        source: Source.reference("List Documents"))

    static let updateDocument = APIOperation(
        "documents.update", .patch, "/v2/documents/{document_id}",
        pathFields: [.path(documents)],
        body: .fields([
            APIField("document_name", .string, "The new name."),
            APIField("tags", .list(.string), "All tags from now on; the old ones go."),
        ]),
        rules: [.atLeastOne],
        answer: .record("documents"), answerFields: record,
        failures: [
            APIFailure(
                400, .invalidRequest, when: "a field is wrong",
                source: Source.reference("Status Codes")),
            notFound, .unauthorized, .serverError,
        ],
        effect: .update,
        summary: "Changes the name and the tags of a document.",
        example: APIExample(
            """
            tavus.documents.update("d290f1ee-6c54-4b01-90e6-d701748f0851", { tags = { "meeting" } })
            """,
            ids: ["d290f1ee-6c54-4b01-90e6-d701748f0851"], fields: ["tags": ["meeting"]]),
        source: Source.reference("Update Document"))

    static let deleteDocument = APIOperation(
        "documents.delete", .delete, "/v2/documents/{document_id}",
        pathFields: [.path(documents)],
        answer: .none, successStatus: 204,
        failures: [notFound, .unauthorized, .serverError],
        effect: .delete,
        summary: "Deletes a document and what was learnt from it.",
        corrections: [Correction.deleteStatus],
        example: APIExample(
            "tavus.documents.delete(\"d290f1ee-6c54-4b01-90e6-d701748f0851\")",
            ids: ["d290f1ee-6c54-4b01-90e6-d701748f0851"]),
        source: Source.reference("Delete Document"))

    static let recrawlDocument = APIOperation(
        "documents.recrawl", .post, "/v2/documents/{document_id}/recrawl",
        pathFields: [.path(documents)], body: .fields([crawl]),
        answer: .record("documents"), answerFields: record, successStatus: 202,
        failures: [
            APIFailure(
                400, .invalidRequest, when: "it was created without crawl, and none is given",
                source: Source.openAPI),
            notFound,
            APIFailure(
                409, .conflict, text: "Document must be in 'ready' or 'error' state",
                when: "it is still being processed", source: Source.openAPI),
            APIFailure(
                429, .rateLimited, text: "Recrawl cooldown",
                when: "the last crawl was less than an hour ago", source: Source.openAPI),
            .unauthorized, .serverError,
        ],
        effect: .action,
        summary: "Crawls a website again.",
        notes: ["At most once an hour; five crawls at once; 100 crawled documents."],
        example: APIExample(
            "tavus.documents.recrawl(\"d290f1ee-6c54-4b01-90e6-d701748f0851\")",
            ids: ["d290f1ee-6c54-4b01-90e6-d701748f0851"]),
        source: Source.openAPI, isReference: false)
}
