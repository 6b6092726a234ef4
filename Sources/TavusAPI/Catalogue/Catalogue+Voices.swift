extension Catalogue {
    static let voices = APIResource(
        name: "voices", singular: "voice", idField: "voice_name", nameField: "voice_name",
        columns: ["voice_name", "replica_id", "audio_url"],
        outputAliases: [.init("face_id", of: "replica_id")],
        summary: "Voices for replicas that are made from a picture.", source: Source.openAPI)

    static let listVoices = APIOperation(
        "voices.list", .get, "/v2/voices",
        query: [
            APIField(
                "limit", .integer(1...100), "How many records a page holds.", defaultValue: 10,
                source: Source.openAPI),
            .page(first: 1),
            APIField(
                "search", .string, "Only voices with this in their name.", source: Source.openAPI),
            .sort("By name.", source: Source.openAPI),
            APIField(
                "tag", .string, "Only voices with this tag.", source: Source.openAPI,
                corrections: ["\(Source.cli) sends tags, with commas; tag is followed."]),
        ],
        answer: .list("voices"), answerFields: ["data", "total_count", "page", "limit"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The voices that there are, one page at a time.",
        notes: ["What `sort` goes by is not established."],
        example: APIExample("tavus.voices.list{ search = \"anna\" }", fields: ["search": "anna"]),
        source: Source.openAPI, isReference: false)
}
