import JSONValue

/// What personas can do since they are PALs, and the drafts of the web builder.
///
/// The builder itself is not here: a persona created with `emulator-draft` in its name has a draft
/// from the start, so that a script can meet the conflict.
enum Pals {
    static let handlers: [String: Handler] = [
        "personas.publish": publish,
        "personas.check_username": checkUsername,
    ]

    private static let note = "has_draft"

    static func drafted(_ pal: StoredResource) -> StoredResource {
        var pal = pal
        if Markers.isDrafted(pal.name) { pal.notes[note] = true }
        return pal
    }

    static func hasDraft(_ pal: StoredResource) -> Bool { pal.notes[note]?.boolValue ?? false }

    /// Page "PAL Editing Lifecycle", 2026: refused while there is a draft, unless forced or about
    /// meetings alone, which must be changed alone.
    ///
    /// - Returns: whether the draft is thrown away.
    static func admit(
        _ patch: JSONPatch, to pal: inout StoredResource, isForced: Bool
    ) throws -> Bool {
        let areConferencing = patch.operations.map {
            Array($0.path.tokens.prefix(2)) == ["layers", "conferencing"]
        }
        let isConferencing = areConferencing.contains(true)
        guard !isConferencing || !areConferencing.contains(false) else {
            throw Refusal(400, "layers.conferencing must be patched alone")
        }
        guard hasDraft(pal), !isConferencing else { return false }
        guard isForced else { throw Refusal.makerChanges }
        pal.notes.removeValue(forKey: note)
        return true
    }

    private static func publish(_ call: Call, _ desk: Desk) throws -> Answer {
        var pal = try Personas.found(call, desk)
        if hasDraft(pal) {
            pal.notes.removeValue(forKey: note)
            pal.updatedAt = desk.now
            try desk.rows.update(pal)
        }
        return .ok([
            "status": "success", "pal_id": .string(pal.id), "pal_name": .string(pal.name),
            "system_prompt": pal.body["system_prompt"] ?? .null,
            "updated_at": .string(Timestamp.bareMicroseconds.string(pal.updatedAt)),
        ])
    }

    /// Page "Check Conferencing Username Availability", 2026: any case of letters, and the words. Of
    /// the rules of such names only this one is known.
    private static func checkUsername(_ call: Call, _ desk: Desk) throws -> Answer {
        guard let name = call.query["username"], !name.isEmpty else {
            throw Refusal.badField("username is required")
        }
        let isTaken = try desk.rows.all(RowFilter(kind: Personas.kind)).contains { pal in
            let other = pal.body["layers"]?["conferencing"]?["username"]?.stringValue
            return other?.lowercased() == name.lowercased()
        }
        guard isTaken else { return .ok(["available": true]) }
        return .ok(["available": false, "reason": "Username is already taken."])
    }
}

extension Refusal {
    // Page "PAL Editing Lifecycle", 2026, has the conflict's name, not the words.
    static let makerChanges = Refusal(
        409,
        [
            "error": "The web builder holds a draft of this PAL; force=true throws it away",
            "conflict": "maker_changes",
        ])
}
