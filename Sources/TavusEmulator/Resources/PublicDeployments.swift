import JSONValue

/// What visitors of a deployment do, without a key: look, start a call, end it.
///
/// The emulator serves no pages of other sites, so it has no use for `allowed_origins`; it asks for
/// no captcha; and as it cannot tell visitors apart, `daily_call_limit_per_user` limits nobody.
enum PublicDeployments {
    static let handlers: [String: Handler] = [
        "deployments.init": look,
        "deployments.start": start,
        "deployments.end": end,
    ]

    private static func look(_ call: Call, _ desk: Desk) throws -> Answer {
        let row = try active(call, desk)
        let reason = try unavailability(of: row, desk)
        var shown: JSONObject = ["deployment_id": .string(row.id)]
        shown.copy(["channel", "customization"], from: row.body)
        shown["has_password"] = .bool(Deployments.password(of: row) != nil)
        shown["show_tavus_branding"] = true
        shown.copy(["limits"], from: row.body)
        shown["captcha"] = .null
        shown["is_available"] = .bool(reason == nil)
        shown.set("unavailable_reason", orNull: reason)
        return .ok(shown)
    }

    private static func start(_ call: Call, _ desk: Desk) throws -> Answer {
        let row = try active(call, desk)
        let fields = try call.fields()
        if let password = Deployments.password(of: row), fields.string("password") != password {
            throw Refusal(403, "Incorrect password")
        }
        if let reason = try unavailability(of: row, desk) {
            throw Refusal(429, "The deployment is not available: \(reason)")
        }
        return try Conversations.open(
            conversation(of: row, fields), deployment: row.id, call, desk)
    }

    private static func end(_ call: Call, _ desk: Desk) throws -> Answer {
        _ = try Deployments.found(call, desk)
        guard let row = try desk.rows.findLiving(Conversations.kind, call.ids[1]),
            row.variant == call.ids[0]
        else { throw Refusal(404, "Conversation not found") }
        try Conversations.end(row, desk)
        return .ok(["conversation_id": .string(row.id), "status": "ended"])
    }

    /// What a conversation would be created with, had the account done it.
    private static func conversation(
        of row: StoredResource, _ fields: JSONObject
    ) -> JSONObject {
        var created: JSONObject = [
            "persona_id": fields["pal_id"] ?? row.body["pal_id"] ?? .null,
            "conversation_name": .string(row.name),
        ]
        created.copy(["custom_greeting", "memory_stores"], from: fields)
        let contexts = [
            row.body["customization"]?["conversation"]?["context"]?.stringValue,
            fields.string("conversational_context"),
        ]
        let context = contexts.compactMap { $0 }.joined(separator: "\n")
        if !context.isEmpty { created["conversational_context"] = .string(context) }
        if let longest = row.body["limits"]?["max_call_duration"] {
            created["properties"] = ["max_call_duration": longest]
        }
        return created
    }

    /// Only active ones are loaded by pages (tavus-cli 0.11, 2026); the status is the pages' for what
    /// a site may not show, the words are the emulator's.
    private static func active(_ call: Call, _ desk: Desk) throws -> StoredResource {
        let row = try Deployments.found(call, desk)
        guard row.body.string("status") == "active" else {
            throw Refusal(403, "The deployment is \(row.body.string("status") ?? "not active")")
        }
        return row
    }

    /// `daily_limit` is the pages' word; for the other limit the pages have none.
    private static func unavailability(
        of row: StoredResource, _ desk: Desk
    ) throws -> String? {
        let limits = row.body["limits"]
        if let most = limits?["daily_call_limit"]?.integerValue,
            Int64(try Deployments.calls(of: row, desk, today: true)) >= most
        {
            return "daily_limit"
        }
        if let most = limits?["concurrent_call_limit"]?.integerValue,
            Int64(try Deployments.calls(of: row, desk, active: true)) >= most
        {
            return "concurrent_limit"
        }
        return nil
    }
}
