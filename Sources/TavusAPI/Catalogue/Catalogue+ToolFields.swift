import JSONValue

extension Catalogue {
    /// What a tool is made of. A change takes the same fields, none of them required.
    static func toolFields(isNew: Bool) -> [APIField] {
        [
            APIField(
                "name", .string,
                "Letters, digits and \"_\", at most 64; no other tool of the account has it.",
                isRequired: isNew, source: toolSource),
            APIField(
                "description", .string, "When the model should call it.", isRequired: isNew,
                source: toolSource),
            APIField("parameters", .map, "Its arguments, as a JSON Schema.", source: toolSource),
            APIField(
                "delivery", .object(toolDelivery, isOpen: true),
                "Where a call goes: to the page, or to an address. Exactly one of the two.",
                defaultValue: isNew ? ["app_message": true] : nil, source: toolSource),
            APIField(
                "trigger_type", .enumeration(["in_call", "post_call"], isOpen: true),
                "While the conversation runs, or once after it.",
                defaultValue: isNew ? "in_call" : nil, source: toolSource),
            APIField(
                "origin", .enumeration(["llm", "vision", "audio"], isOpen: true),
                "By what it is called: words, pictures or sounds. Left out for post_call.",
                defaultValue: isNew ? "llm" : nil, source: toolSource),
            APIField(
                "on_call",
                .enumeration(
                    ["generate_filler", "static_filler", "silent", "passthrough"], isOpen: true),
                "What is said while it runs; generate_filler unless given. Not with vision and audio.",
                source: toolSource),
            APIField(
                "on_resolve",
                .enumeration(
                    [
                        "generate_response", "response_in_result", "add_to_context",
                        "fire_and_forget",
                    ], isOpen: true),
                "What becomes of its result.", defaultValue: isNew ? "fire_and_forget" : nil,
                source: toolSource),
            APIField(
                "static_filler", .string, "What is said when on_call is static_filler.",
                source: toolSource),
            APIField("tags", .list(.string), "Words to find it by.", source: Source.cli),
        ]
    }

    private static let toolSource = Source.documentation("Tool Calling for LLM")
    private static let deliverySource = Source.documentation("Tool Delivery")

    private static let toolDelivery: [APIField] = [
        APIField(
            "app_message", .boolean, "As a message to the page of the call.",
            source: deliverySource),
        APIField(
            "api", .object(toolAddress, isOpen: true), "To an address, over HTTPS.",
            source: deliverySource),
    ]

    private static let toolAddress: [APIField] = [
        APIField(
            "url", .url, "https; {name} stands for an argument of that name.", isRequired: true,
            source: deliverySource),
        APIField(
            "method",
            .enumeration(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"], isOpen: true),
            "How it is called.", defaultValue: "POST", source: deliverySource),
        APIField(
            "timeout", .number, "In seconds, at most 60.", defaultValue: 10, source: deliverySource),
        APIField("headers", .map, "Sent with it.", source: deliverySource),
        APIField(
            "auth", .object(toolAuthentication, isOpen: true), "How it proves who it is.",
            source: deliverySource),
        APIField(
            "body_template", .map, "The body, with {name} in it; not for GET, HEAD and DELETE.",
            source: deliverySource),
        APIField("query_params", .map, "What is added to the address.", source: deliverySource),
        APIField("content_type", .string, "Of the body.", source: deliverySource),
    ]

    private static let toolAuthentication: [APIField] = [
        APIField(
            "type",
            .enumeration(
                ["none", "bearer", "basic", "api_key", "hmac", "oauth2_client_credentials"],
                isOpen: true),
            "Which of the kinds.", isRequired: true, source: deliverySource),
        secret("token", "For bearer."),
        APIField("username", .string, "For basic.", source: deliverySource),
        secret("password", "For basic."),
        APIField("name", .string, "For api_key.", source: deliverySource),
        secret("value", "For api_key."),
        APIField(
            "location", .enumeration(["header", "query"], isOpen: true), "For api_key.",
            defaultValue: "header", source: deliverySource),
        secret("secret", "For hmac."),
        APIField("token_url", .url, "For oauth2_client_credentials.", source: deliverySource),
        APIField("client_id", .string, "For oauth2_client_credentials.", source: deliverySource),
        secret("client_secret", "For oauth2_client_credentials."),
        APIField("scope", .string, "For oauth2_client_credentials.", source: deliverySource),
    ]

    private static func secret(_ name: String, _ summary: String) -> APIField {
        APIField(name, .secret, summary + " Answers hide it.", source: deliverySource)
    }
}
