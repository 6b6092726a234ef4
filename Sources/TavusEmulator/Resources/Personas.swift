import JSONValue
import TavusAPI

/// Personas, since 2026 also PALs: what a replica says and how. They have no life cycle.
enum Personas: Behaviour {
    static let kind = "personas"
    static let unknown = Refusal(400, "Invalid persona_id")

    static let handlers: [String: Handler] = [
        "personas.create": create,
        "personas.get": get,
        "personas.list": list,
        "personas.patch": patch,
        "personas.delete": delete,
    ]

    static func create(_ call: Call, _ desk: Desk) throws -> Answer {
        let fields = try call.fields()
        try requirePrompt(fields)
        // Page "Create PAL", 2026: there it is required, unlike on the older path.
        if call.isNewerName, fields.string("default_replica_id")?.isEmpty != false {
            throw Refusal.badField("default_face_id is required")
        }
        try requireReplica(fields, desk)
        var body: JSONObject = [:]
        body.copy(call.operation.bodyFields.map(\.name), from: fields)
        if body["pipeline_mode"] == nil { body["pipeline_mode"] = "full" }
        let row = StoredResource(
            kind: kind, id: Identifiers.prefixed("p"), name: fields.string("persona_name") ?? "",
            createdAt: desk.now, updatedAt: desk.now, body: body)
        try desk.rows.insert(Pals.drafted(row))
        return .ok(
            Vocabulary.shown(
                [
                    "persona_id": .string(row.id), "persona_name": .string(row.name),
                    "created_at": .string(Timestamp.microseconds.string(row.createdAt)),
                ], kind))
    }

    /// Flat, as live answers are, and with `data: [the same]`, as the reference prints it.
    static func get(_ call: Call, _ desk: Desk) throws -> Answer {
        let shown = Vocabulary.shown(show(try found(call, desk), View(call, desk)), kind)
        var answer = Answer.ok(shown)
        answer.repeatedAs = "data"
        return answer
    }

    static func patch(_ call: Call, _ desk: Desk) throws -> Answer {
        var row = try found(call, desk)
        let patch = try Patches.parsed(call.body) { path in
            guard let field = path.tokens.first else { return path }
            return JSONPointer(
                tokens: [call.vocabulary.seedName(of: field)] + path.tokens.dropFirst())
        }
        try requireKnownFields(patch)
        let isDiscarding = try Pals.admit(patch, to: &row, isForced: call.query.isOn("force"))
        let patched = try applied(patch, to: row.body)
        try requireShape(patched)
        guard patched != row.body || isDiscarding else { return .notModified }
        row.body = patched
        row.name = patched.string("persona_name") ?? ""
        row.updatedAt = desk.now
        try desk.rows.update(row)
        var shown = Vocabulary.shown(show(row, View(call, desk)), kind)
        shown["message"] = "Persona updated"
        if isDiscarding { shown["discarded_maker_changes"] = true }
        return .ok(shown)
    }

    static func narrow(_ filter: inout RowFilter, _ call: Call, _ desk: Desk) throws {
        switch call.query["persona_type"] {
        case nil, "": break
        case "user": filter.require(isStock: false)
        case "system": filter.require(isStock: true)
        default: throw Refusal.badField("persona_type must be user or system")
        }
    }

    static func show(_ row: StoredResource, _ view: View) -> JSONObject {
        var shown: JSONObject = ["persona_id": .string(row.id)]
        shown.reserveCapacity(row.body.count + 8)
        for (key, value) in row.body { shown[key] = value }
        shown["created_at"] = .string(Timestamp.microseconds.string(row.createdAt))
        shown["updated_at"] = .string(Timestamp.microseconds.string(row.updatedAt))
        return shown
    }

    /// tavus-cli 0.11, 2026, replaces these two on every persona, so they are there to be replaced,
    /// also where nothing is in them.
    private static func applied(_ patch: JSONPatch, to body: JSONObject) throws -> JSONObject {
        let unset = ["document_ids", "document_tags"].filter { body[$0] == nil }
        var document = body
        for name in unset { document[name] = [] }
        var patched = try Patches.applied(patch, to: document)
        for name in unset where patched[name] == [] { patched.removeValue(forKey: name) }
        return patched
    }

    // Reference, "Patch Persona": a path must match the persona schema, which is what create takes.
    private static let patchable: Set<String> = Set(
        (Catalogue.operation("personas.create")?.bodyFields ?? []).map(\.name))

    private static func requireKnownFields(_ patch: JSONPatch) throws {
        for path in patch.operations.map(\.path) {
            guard let field = path.tokens.first, !patchable.contains(field) else { continue }
            throw Refusal(400, "Invalid path: \(path) is not a field that can be patched")
        }
    }

    /// Reference, "Create Persona": the prompt is required in full mode, which is the default.
    private static func requirePrompt(_ fields: JSONObject) throws {
        let mode = fields.string("pipeline_mode") ?? "full"
        guard mode != "full" || fields.string("system_prompt")?.isEmpty == false else {
            throw Refusal.badField("system_prompt is required")
        }
    }

    /// Official file, 2026-05: the default replica must exist.
    private static func requireReplica(_ fields: JSONObject, _ desk: Desk) throws {
        guard let id = fields.string("default_replica_id"), !id.isEmpty else { return }
        guard try desk.rows.findLiving(Replicas.kind, id) != nil else {
            throw Refusal(400, "Invalid replica_uuid")
        }
    }

    private static func requireShape(_ fields: JSONObject) throws {
        guard fields.string("persona_name")?.isEmpty == false else {
            throw Refusal.badField("persona_name is required")
        }
        try requirePrompt(fields)
        if let layers = fields["layers"], layers.objectValue == nil {
            throw Refusal.badField("layers must be an object")
        }
    }
}
