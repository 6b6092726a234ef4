import JSONValue

/// Fields and failures that several operations have.
extension APIField {
    /// `conversation_id` in the path of a record of this resource.
    static func path(_ resource: APIResource) -> APIField {
        APIField(
            resource.idField, .identifier(resource.name), "Which \(resource.singular).",
            isRequired: true, aliases: resource.idAliases)
    }

    /// - Parameter standard: what the reference says a page holds; nil where it says nothing.
    static func limit(
        _ standard: Int64? = 10, maximum: Int64 = .max, source: String = Source.reference
    ) -> APIField {
        // Of a maximum only voices and dictionaries tell (100); 1000 was seen to pass elsewhere.
        APIField(
            "limit", .integer(1...maximum), "How many records a page holds.",
            defaultValue: standard.map { .integer($0) }, source: source)
    }

    static func page(
        first: Int64, source: String = Source.reference, corrections: [String] = []
    ) -> APIField {
        APIField(
            "page", .integer(0...Int64.max), "Which page; the first is \(first).",
            defaultValue: .integer(first), source: source, corrections: corrections)
    }

    static func sort(_ summary: String, source: String, corrections: [String] = []) -> APIField {
        APIField(
            "sort",
            // Documents say ascending, tools and voices asc; the vendor's client sends either.
            .enumeration(["ascending", "descending", "asc", "desc"], isOpen: false), summary,
            defaultValue: "ascending", source: source, corrections: corrections)
    }

    static func verbose(_ summary: String, source: String = Source.reference) -> APIField {
        APIField("verbose", .boolean, summary, defaultValue: false, source: source)
    }

    static func hard(_ what: String, source: String = Source.reference) -> APIField {
        APIField(
            "hard", .boolean, "Also removes \(what), for good. Cannot be undone.",
            defaultValue: false, source: source)
    }

    static func callback(
        _ summary: String, isRequired: Bool = false, source: String = Source.reference
    ) -> APIField {
        APIField("callback_url", .url, summary, isRequired: isRequired, source: source)
    }

    static let listType = APIField(
        "type", .enumeration(["user", "system", "all"], isOpen: false),
        "Whose records: this account's, the stock ones, or both.", defaultValue: "user",
        source: Source.cli)

    static let nameOrUUID = APIField(
        "name_or_uuid", .string, "Only records with this in name or id.", source: Source.cli)
}

extension APIFailure {
    static let unauthorized = APIFailure(
        401, .authentication, text: "Invalid access token", when: "the key is missing or wrong",
        source: Source.openAPI)

    static let serverError = APIFailure(
        500, .serverError, when: "the service fails", source: Source.reference("Status Codes"))

    /// An unknown id, as conversations, personas, replicas and videos answer it.
    static func invalid(_ field: String, source: String = Source.openAPI) -> APIFailure {
        APIFailure(
            400, .notFound, text: "Invalid \(field)", when: "nothing has this id", source: source)
    }

    static func missing(_ text: String) -> APIFailure {
        APIFailure(404, .notFound, text: text, when: "nothing has this id", source: Source.openAPI)
    }

    static func badField(_ text: String, when: String) -> APIFailure {
        APIFailure(400, .invalidRequest, text: text, when: when, source: Source.openAPI)
    }

    static let badPatch = APIFailure(
        422, .invalidRequest, text: "Invalid JSON patch format", when: "the patch is malformed",
        source: Source.openAPI)

    static let badOperation = APIFailure(
        400, .invalidRequest, text: "Invalid patch operation", when: "the patch is malformed",
        source: Source.openAPI)

    static let noCredits = APIFailure(
        402, .paymentRequired, text: "The user is out of conversational credits",
        when: "the account has no credits left", source: Source.observed)
}

/// Corrections that several operations share.
enum Correction {
    static let unknownID =
        "An unknown id: the reference lists 404; the service answers 400 with this text"
        + " (\(Source.openAPI); \(Source.observed)). Both are read as not_found."
    static let deleteStatus =
        "The reference answers 204; the newer file shows 200 (\(Source.openAPI)). Any 2xx is success."
    static let renameStatus =
        "The reference answers 200; some clients expect 204 (\(Source.observed)). Any 2xx is success."
    static let patchAnswer =
        "The reference shows no body; others show the record or a message (\(Source.tryAGI);"
        + " \(Source.openAPI)). 304 means that nothing changed."
}
