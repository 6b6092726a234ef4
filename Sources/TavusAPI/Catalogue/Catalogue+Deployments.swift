import JSONValue

extension Catalogue {
    static let deployments = APIResource(
        name: "deployments", singular: "deployment", idField: "deployment_id", nameField: "name",
        // Not established; the vendor's client asks for page 0 first. tavus-cli 0.11, 2026.
        firstPage: 0,
        columns: ["deployment_id", "name", "channel", "status", "pal_id", "usage_today"],
        page: .init(rows: "deployments", total: "total"),
        summary: "How a persona is put before the public: as a page, or in somebody's page.",
        source: Source.documentation("Deployments Overview"))

    static let deploymentOperations = [
        createDeployment, getDeployment, listDeployments, patchDeployment, deleteDeployment,
        initDeployment, startDeployment, endDeployment,
    ]

    private static let record = [
        "deployment_id", "pal_id", "channel", "status", "name", "has_password", "customization",
        "thumbnail_video_url", "thumbnail_image_url", "limits", "allowed_origins", "usage_total",
        "usage_today", "created_at", "updated_at",
    ]

    private static let channels = ["widget", "embed", "landing-page"]
    private static let page = Source.documentation("Create Deployment")
    /// The pages name the status, not the words.
    private static let notFound = APIFailure(
        404, .notFound, when: "there is no such deployment", source: page)

    static let createDeployment = APIOperation(
        "deployments.create", .post, "/v2/deployments",
        body: .fields([
            APIField(
                "pal_id", .identifier("personas"), "Who answers.", isRequired: true, source: page,
                aliases: ["persona_id"]),
            APIField(
                "channel", .enumeration(channels, isOpen: true),
                "A launcher in a page, a part of a page, or a page of its own.", isRequired: true,
                source: page),
            APIField("name", .string, "What it is called in lists.", source: page),
            APIField(
                "status", .enumeration(["draft", "active", "inactive"], isOpen: true),
                "Only an active one answers.", source: Source.cli),
            APIField("password", .string, "What visitors must know.", source: page),
            APIField(
                "customization", .map,
                "How it looks and talks: conversation, landing_page, widget, and more.",
                source: page),
            APIField(
                "limits", .object(deploymentLimits, isOpen: true), "What it may cost.",
                source: page),
            APIField(
                "allowed_origins", .list(.string), "Sites that may show it; none given: all.",
                source: page),
        ]),
        answer: .record("deployments"), answerFields: record,
        failures: [
            APIFailure(400, .invalidRequest, when: "a field is missing or wrong", source: page),
            .unauthorized, .serverError,
        ],
        effect: .create,
        summary: "Puts a persona before the public. An active one can be called at once.",
        notes: [
            "Calls of strangers cost credits: set limits.",
            "The status of one that is created without is not established.",
        ],
        example: APIExample(
            """
            tavus.deployments.create{ pal_id = "pcb7a34da5fe", channel = "widget", status = "active",
                limits = { daily_call_limit = 20, max_call_duration = 300 } }
            """,
            fields: [
                "pal_id": "pcb7a34da5fe", "channel": "widget", "status": "active",
                "limits": ["daily_call_limit": 20, "max_call_duration": 300],
            ]),
        source: page, isReference: false)

    private static let deploymentLimits: [APIField] = [
        ("daily_call_limit", "Calls a day."),
        ("daily_call_limit_per_user", "Calls a day of one visitor."),
        ("concurrent_call_limit", "Calls at once."),
        ("max_call_duration", "Seconds of a call."),
    ].map { APIField($0, .integer(1...Int64.max), $1, source: Source.cli) }

    static let getDeployment = APIOperation(
        "deployments.get", .get, "/v2/deployments/{deployment_id}",
        pathFields: [.path(deployments)],
        answer: .record("deployments"), answerFields: record,
        failures: [.unauthorized, notFound, .serverError],
        effect: .read,
        summary: "One deployment, with how often it was called.",
        example: APIExample(
            "tavus.deployments.get(\"d1234567890abcdef\")", ids: ["d1234567890abcdef"]),
        source: Source.documentation("Get Deployment"), isReference: false)

    static let listDeployments = APIOperation(
        "deployments.list", .get, "/v2/deployments",
        query: [
            APIField(
                "pal_id", .identifier("personas"), "Only those of this persona.",
                source: Source.cli, aliases: ["persona_id"]),
            APIField(
                "channel", .enumeration(channels, isOpen: true), "Only those of this kind.",
                source: Source.cli),
            APIField(
                "status", .enumeration(["draft", "active", "inactive"], isOpen: true),
                "Only those in this state.", source: Source.cli),
            .limit(nil),
            .page(first: 0, corrections: ["Not established; \(Source.cli) sends 0."]),
            APIField(
                "include_thumbnails", .boolean, "Adds pictures.", source: Source.cli),
        ],
        answer: .list("deployments"), answerFields: ["deployments", "total"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The deployments of this account, newest first, one page at a time.",
        notes: ["In Lua the page has data and total_count, as all pages have."],
        corrections: [
            "The pages have deployments and total; \(Source.cli) takes data, deployments or a list."
        ],
        example: APIExample(
            "tavus.deployments.list{ status = \"active\" }", fields: ["status": "active"]),
        source: Source.documentation("List Deployments"), isReference: false)

    static let patchDeployment = APIOperation(
        "deployments.patch", .patch, "/v2/deployments/{deployment_id}",
        pathFields: [.path(deployments)], body: .jsonPatch,
        answer: .record("deployments"), answerFields: record,
        failures: [
            APIFailure(400, .invalidRequest, when: "the patch does not fit", source: page),
            .unauthorized, notFound, .badPatch, .serverError,
        ],
        effect: .update,
        summary: "Changes a deployment by a JSON Patch (RFC 6902).",
        example: APIExample(
            """
            tavus.deployments.patch("d1234567890abcdef", {
                { op = "add", path = "/status", value = "inactive" } })
            """,
            ids: ["d1234567890abcdef"],
            fields: [["op": "add", "path": "/status", "value": "inactive"]]),
        source: Source.documentation("Update Deployment"), isReference: false)

    static let deleteDeployment = APIOperation(
        "deployments.delete", .delete, "/v2/deployments/{deployment_id}",
        pathFields: [.path(deployments)],
        answer: .none, successStatus: 204,
        failures: [.unauthorized, notFound, .serverError],
        effect: .delete,
        summary: "Takes a deployment away; its link leads nowhere from then on.",
        example: APIExample(
            "tavus.deployments.delete(\"d1234567890abcdef\")", ids: ["d1234567890abcdef"]),
        source: Source.documentation("Delete Deployment"), isReference: false)
}
