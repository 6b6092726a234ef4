import JSONValue

/// Calls: active from creation until somebody ends them or a limit does.
enum Conversations: Behaviour {
    static let kind = "conversations"
    static let unknown = Refusal(400, "Invalid conversation_id")

    static let handlers: [String: Handler] = [
        "conversations.create": create,
        "conversations.get": get,
        "conversations.list": list,
        "conversations.end": end,
        "conversations.delete": delete,
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        try open(try call.fields(), call, desk)
    }

    /// - Parameters:
    ///   - fields: as they are sent, under the seed's names.
    ///   - deployment: the one that a visitor called; kept as the row's variant.
    static func open(
        _ fields: JSONObject, deployment: String = "", _ call: Call, _ desk: Desk
    ) throws -> Answer {
        let (persona, replicaID) = try parties(fields, desk)
        let isTest = fields["test_mode"]?.boolValue ?? false
        let plan = try CallPlan(fields, desk)
        if !isTest {
            try Credits.require(desk)
            try requireFreeSlot(desk)
        }

        let id = Identifiers.prefixed("c")
        var row = StoredResource(
            kind: kind, id: id, variant: deployment, name: fields.string("conversation_name") ?? "",
            createdAt: desk.now, updatedAt: desk.now,
            settlesAt: isTest ? desk.now : plan.endsAt, outcome: isTest ? nil : plan.endReason,
            body: [
                "persona_id": .string(persona?.id ?? Stock.defaultPersona),
                "replica_id": .string(replicaID),
            ])
        row.body.copy(["conversation_name", "callback_url", "properties"], from: fields)
        row.notes = Conversations.notes(fields, persona: persona, plan: plan, isTest: isTest)
        try desk.rows.insert(row)
        try Memories.remember(stores: fields["memory_stores"], desk)
        try MemoryStores.remember(
            tags: fields["participant_tags"], pal: persona?.id ?? Stock.defaultPersona, desk)

        var answer = show(row, View(call, desk))
        answer.removeValue(forKey: "updated_at")
        if requiresToken(fields) {
            answer["meeting_token"] = .string("emulator-\(Identifiers.hex(32))")
        }
        return .ok(Vocabulary.shown(answer, kind))
    }

    /// Ends a call. Ending an ended one changes nothing and is no error.
    static func end(_ call: Call, _ desk: Desk) throws -> Answer {
        try end(try found(call, desk), desk)
        return .empty
    }

    static func end(_ row: StoredResource, _ desk: Desk) throws {
        guard let settlesAt = row.settlesAt, settlesAt > desk.now else { return }
        var row = row
        row.settlesAt = desk.now
        row.outcome = CallPlan.endedByRequest
        row.updatedAt = desk.now
        try desk.rows.update(row)
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        switch call.query["status"] {
        case nil, "": break
        case "active": filter.require(unsettledAt: desk.now)
        case "ended": filter.require(settledAt: desk.now)
        default: filter.requireNothing()
        }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        // Lists print microseconds (Airbyte's records), bodies whole seconds (both seeds).
        let format = view.isListed ? Timestamp.microseconds : .seconds
        var shown: JSONObject = [
            "conversation_id": .string(row.id),
            "conversation_name": .string(row.name),
            "status": row.phase(at: view.now) == .working ? "active" : "ended",
            "conversation_url": .string("https://tavus.daily.co/\(row.id)"),
            "callback_url": row.body["callback_url"] ?? "",
            "replica_id": row.body["replica_id"] ?? .null,
            "persona_id": row.body["persona_id"] ?? .null,
            "created_at": .string(format.string(row.createdAt)),
            "updated_at": .string(format.string(row.changedAt(view.now))),
        ]
        shown.copy(["properties"], from: row.body)
        if view.isVerbose { CallRecord(row, view).add(to: &shown) }
        return shown
    }

    // MARK: - Creation

    /// Who talks to whom. Reference, "Create Conversation", 2025-11: a replica is required unless the
    /// persona brings one; see ``TavusEmulator/Dialect/MissingReplica``.
    private static func parties(
        _ fields: JSONObject, _ desk: Desk
    ) throws -> (persona: StoredResource?, replicaID: String) {
        let personaID = fields.string("persona_id")
        let replicaID = fields.string("replica_id")
        guard personaID != nil || replicaID != nil else {
            throw Refusal.badField("persona_id or replica_id is required")
        }
        let persona = try personaID.map { try Personas.found(id: $0, desk) }
        let lent = desk.settings.dialect.missingReplica == .lent ? Stock.defaultReplica : nil
        guard let chosen = replicaID ?? persona?.body.string("default_replica_id") ?? lent else {
            throw Refusal.badField("replica_id is required: the persona has no default_replica_id")
        }
        let replica = try Replicas.found(id: chosen, desk)
        guard replica.phase(at: desk.now) == .succeeded else {
            throw Refusal(400, "Replica \(chosen) has not completed its training")
        }
        return (persona, chosen)
    }

    private static func requireFreeSlot(_ desk: Desk) throws {
        var active = RowFilter(kind: kind)
        active.require(unsettledAt: desk.now)
        guard try desk.rows.count(active) < desk.settings.concurrencyLimit else {
            throw Refusal.concurrencyLimit
        }
    }

    private static func requiresToken(_ fields: JSONObject) -> Bool {
        fields["require_auth"]?.boolValue
            ?? fields["properties"]?["require_auth"]?.boolValue ?? false
    }

    /// What the record of the call will need, as it is now: a persona may change during a call.
    private static func notes(
        _ fields: JSONObject, persona: StoredResource?, plan: CallPlan, isTest: Bool
    ) -> JSONObject {
        let prompt = [
            persona?.body.string("system_prompt"), persona?.body.string("context"),
            fields.string("conversational_context"),
        ]
        let perception = persona?.body["layers"]?["perception"]?["perception_model"]?.stringValue
        let isHeard = fields["audio_only"]?.boolValue ?? false
        var notes: JSONObject = [
            "prompt": .string(prompt.compactMap { $0 }.joined(separator: "\n")),
            "is_test": .bool(isTest),
            "is_seen": .bool(!isHeard && perception != "off"),
        ]
        let greeting = fields.string("custom_greeting") ?? persona?.body.string("greeting")
        notes["greeting"] = greeting.map { .string($0) }
        notes["joins_at"] = .number(plan.joinsAt)
        notes["participant_leaves_at"] = plan.participantLeavesAt.map { .number($0) }
        notes["has_participant"] = .bool(plan.hasParticipant)
        return notes
    }
}
