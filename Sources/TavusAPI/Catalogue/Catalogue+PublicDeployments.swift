import JSONValue

/// What pages of visitors call: without a key.
extension Catalogue {
    static let initDeployment = APIOperation(
        "deployments.init", .get, "/v2/deployments/{deployment_id}/init",
        pathFields: [.path(deployments)],
        answer: .object,
        answerFields: [
            "deployment_id", "channel", "customization", "has_password", "show_tavus_branding",
            "limits", "captcha", "is_available", "unavailable_reason",
        ],
        failures: [
            refused("the site may not show it", "Get Deployment Init Config"),
            absent("Get Deployment Init Config"), .serverError,
        ],
        effect: .read, needsKey: false,
        summary: "What a page needs to know to show it, and whether it can be called now.",
        notes: ["Needs no key. It does not tell which persona answers."],
        example: APIExample(
            "tavus.deployments.init(\"d1234567890abcdef\")", ids: ["d1234567890abcdef"]),
        source: Source.documentation("Get Deployment Init Config"), isReference: false)

    static let startDeployment = APIOperation(
        "deployments.start", .post, "/v2/deployments/{deployment_id}/start",
        pathFields: [.path(deployments)],
        body: .fields([
            APIField("password", .string, "Where there is one.", source: startPage),
            APIField(
                "conversational_context", .string, "What the persona should know of this call.",
                source: startPage),
            APIField("custom_greeting", .string, "What is said first.", source: startPage),
            APIField(
                "pal_id", .identifier("personas"), "Another persona, for previews.",
                source: startPage, aliases: ["persona_id"]),
            APIField(
                "memory_stores", .list(.string), "What is remembered where.", source: startPage),
            APIField(
                "captcha_token", .string, "Of Turnstile, where it is asked for.",
                source: startPage),
        ]),
        answer: .record("conversations"),
        answerFields: [
            "conversation_id", "conversation_name", "conversation_url", "status", "callback_url",
            "created_at", "meeting_token",
        ],
        failures: [
            APIFailure(400, .invalidRequest, when: "a field is wrong", source: startPage),
            refused("the password is wrong, or the site may not show it", startTitle),
            absent(startTitle),
            APIFailure(
                429, .rateLimited, when: "a limit of the deployment is reached",
                source: startPage),
            .serverError,
        ],
        effect: .create, isBilled: true, needsKey: false,
        summary: "Starts a conversation as a visitor would.",
        notes: ["Needs no key. It costs what a conversation costs."],
        example: APIExample(
            "tavus.deployments.start(\"d1234567890abcdef\")", ids: ["d1234567890abcdef"]),
        source: startPage, isReference: false)

    static let endDeployment = APIOperation(
        "deployments.end", .post,
        "/v2/deployments/{deployment_id}/conversations/{conversation_id}/end",
        pathFields: [.path(deployments), .path(conversations)],
        answer: .record("conversations"), answerFields: ["conversation_id", "status"],
        failures: [absent("End Deployment Conversation"), .serverError],
        effect: .action, isIdempotent: true, needsKey: false,
        summary: "Ends a conversation that a deployment started.",
        notes: ["Needs no key. What a second end answers is not established."],
        example: APIExample(
            "tavus.deployments.end_(\"d1234567890abcdef\", \"c123456\")",
            ids: ["d1234567890abcdef", "c123456"]),
        source: Source.documentation("End Deployment Conversation"), isReference: false)

    private static let startTitle = "Start Deployment Conversation"
    private static let startPage = Source.documentation(startTitle)

    private static func absent(_ title: String) -> APIFailure {
        APIFailure(
            404, .notFound, when: "there is no such deployment",
            source: Source.documentation(title))
    }

    private static func refused(_ when: String, _ title: String) -> APIFailure {
        APIFailure(403, .permissionDenied, when: when, source: Source.documentation(title))
    }
}
