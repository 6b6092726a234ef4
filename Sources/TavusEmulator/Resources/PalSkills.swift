import JSONValue

/// The skills of a persona, kept in its row.
enum PalSkills {
    static let handlers: [String: Handler] = [
        "pal_skills.list": list,
        "pal_skills.get": get,
        "pal_skills.attach": attach,
        "pal_skills.update": update,
        "pal_skills.detach": detach,
        "pal_skills.replace": replace,
    ]

    private static let note = "skills"

    private static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        let pal = try Personas.found(call, desk)
        return .ok(["data": .object(attachments(of: pal))])
    }

    private static func get(_ call: Call, _ desk: Desk) throws -> Answer {
        .ok(try attached(call.ids[1], to: try Personas.found(call, desk)))
    }

    private static func attach(_ call: Call, _ desk: Desk) throws -> Answer {
        var pal = try Personas.found(call, desk)
        let skill = try Skills.found(call.ids[1])
        let config = try call.fields()["config"]?.objectValue ?? [:]
        let was = attachments(of: pal)[skill.id]
        let made = try attachment(skill, config, was: was, desk)
        try store([skill.id: .object(made)], in: &pal, desk)
        return .ok(made)
    }

    /// Merges settings into those of a skill that is attached already; null removes one.
    private static func update(_ call: Call, _ desk: Desk) throws -> Answer {
        var pal = try Personas.found(call, desk)
        let was = try attached(call.ids[1], to: pal)
        var config = was["config"]?.objectValue ?? [:]
        for (key, value) in try call.fields()["config"]?.objectValue ?? [:] {
            if value.isNull { config.removeValue(forKey: key) } else { config[key] = value }
        }
        let made = try attachment(
            try Skills.found(call.ids[1]), config, was: .object(was), desk)
        try store([call.ids[1]: .object(made)], in: &pal, desk)
        return .ok(made)
    }

    private static func detach(_ call: Call, _ desk: Desk) throws -> Answer {
        var pal = try Personas.found(call, desk)
        _ = try attached(call.ids[1], to: pal)
        var all = attachments(of: pal)
        all.removeValue(forKey: call.ids[1])
        pal.notes[note] = .object(all)
        try desk.rows.update(pal)
        return .noContent
    }

    private static func replace(_ call: Call, _ desk: Desk) throws -> Answer {
        var pal = try Personas.found(call, desk)
        let was = attachments(of: pal)
        var made: JSONObject = [:]
        for (id, settings) in try call.fields()["skills"]?.objectValue ?? [:] {
            guard settings.objectValue != nil else {
                throw Refusal.badField("skills.\(id) must be an object")
            }
            let config = settings["config"]?.objectValue ?? [:]
            made[id] = .object(try attachment(try Skills.found(id), config, was: was[id], desk))
        }
        pal.notes[note] = .object([:])
        try store(made, in: &pal, desk)
        return .ok(["data": .object(made)])
    }

    // MARK: - Attachments

    private static func attachments(of pal: StoredResource) -> JSONObject {
        pal.notes[note]?.objectValue ?? [:]
    }

    /// - Throws: 404 for a skill that is not attached; the words are the emulator's.
    private static func attached(_ id: String, to pal: StoredResource) throws -> JSONObject {
        guard let found = attachments(of: pal)[id]?.objectValue else {
            throw Refusal(404, "Skill '\(id)' is not attached to this PAL")
        }
        return found
    }

    private static func attachment(
        _ skill: Skills.Skill, _ config: JSONObject, was: JSONValue?, _ desk: Desk
    ) throws -> JSONObject {
        try check(config, of: skill)
        let now = JSONValue.string(Timestamp.offset.string(desk.now))
        return [
            "skill_id": .string(skill.id), "config": .object(config),
            "attached_at": was?["attached_at"] ?? now, "updated_at": now,
        ]
    }

    private static func store(
        _ made: JSONObject, in pal: inout StoredResource, _ desk: Desk
    ) throws {
        var all = attachments(of: pal)
        for (id, attachment) in made { all[id] = attachment }
        pal.notes[note] = .object(all)
        try desk.rows.update(pal)
    }

    /// Page "Attach Skill to PAL", 2026, shows the words for what is missing; those for a wrong word
    /// are the same library's (marshmallow), not seen.
    private static func check(_ config: JSONObject, of skill: Skills.Skill) throws {
        for name in skill.required where config[name] == nil {
            throw Refusal(400, "Bad Request: {'\(name)': ['Missing data for required field.']}")
        }
        for (name, words) in skill.choices {
            guard let value = config[name] else { continue }
            guard let word = value.stringValue, words.contains(word) else {
                let list = words.joined(separator: ", ")
                throw Refusal(400, "Bad Request: {'\(name)': ['Must be one of: \(list).']}")
            }
        }
    }
}
