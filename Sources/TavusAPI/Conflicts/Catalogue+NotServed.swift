/// An operation that some text names and that is not in the catalogue, with the reason.
public struct UncataloguedOperation: Sendable, Hashable {
    public let method: HTTPMethod
    public let path: String
    public let reason: String
    public let source: String
}

extension Catalogue {
    /// What was left out on purpose. `tavus.request` reaches all of it on the service; the emulator
    /// answers 404.
    public static let uncatalogued: [UncataloguedOperation] =
        builder + personaBuilder + portal

    /// The sessions of the web page in which PALs are made. The vendor's client reads single members
    /// of the answers; what sessions are, and what publishing one does, is documented nowhere.
    private static let builder =
        [
            (.post, "/v2/builder"), (.get, "/v2/builder"), (.get, "/v2/builder/{builder_id}"),
            (.delete, "/v2/builder/{builder_id}"), (.get, "/v2/builder/history"),
            (.post, "/v2/builder/{builder_id}/append-messages"),
            (.post, "/v2/builder/{builder_id}/publish"),
        ].map { method, path in
            UncataloguedOperation(
                method: method, path: path,
                reason: "A session of the web page; its answers are not documented.",
                source: Source.cli)
        } + [
            UncataloguedOperation(
                method: .post, path: "/v2/builder/{builder_id}/draft-fanout",
                reason: "Answers with a stream of lines, which no text describes.",
                source: Source.cli)
        ]

    private static let personaBuilder =
        [
            ("/v2/persona-builder/select-replica", "A model of the vendor chooses a replica."),
            ("/v2/persona-builder/llm/generate-probes", "A model of the vendor writes questions."),
            (
                "/v2/persona-builder/llm/judge-transcript",
                "A model of the vendor judges a transcript."
            ),
        ].map { path, reason in
            UncataloguedOperation(
                method: .post, path: path,
                reason: reason + " Only the vendor's client shows its members.", source: Source.cli)
        } + [
            UncataloguedOperation(
                method: .post, path: "/v2/conversations/persona-builder/headless",
                reason: "Internal to the web page; the body is not documented.", source: Source.cli)
        ]

    private static let portal = [
        UncataloguedOperation(
            method: .post, path: "https://prod-api.tavus.io/api/v1/uploads/file/{bucket_name}",
            reason: "The web page's own service: it takes a login of the page, no API key.",
            source: Source.cli)
    ]
}
