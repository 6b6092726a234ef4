import TavusAPI

/// Tells where a string is the id of a record, by what stands before it.
enum IDPlace {
    /// The field that the id is of: "persona_id" in `persona_id = "p1"`, `["persona_id"] = "p1"`,
    /// `persona_ids = { "p1" }` and `tavus.personas.get("p1")`; nil for other strings.
    static func field(of piece: Int, in draft: ScriptDraft) -> String? {
        guard let content = draft.pieces[piece].content, isID(draft.text[content]) else {
            return nil
        }
        if draft.word(piece - 1) == "=" { return fieldName(before: piece - 1, in: draft) }
        return listField(of: piece, in: draft) ?? argumentField(of: piece, in: draft)
    }

    private static func isID(_ text: ArraySlice<UInt8>) -> Bool {
        (4...64).contains(text.count)
            && text.allSatisfy { LuaPieces.isNamePart($0) || $0 == UInt8(ascii: "-") }
    }

    /// What `=` gives a value to, if it is called an id.
    private static func fieldName(before sign: Int, in draft: ScriptDraft) -> String? {
        var name = draft.word(sign - 1)
        if name == "]" { name = draft.word(sign - 2).dropFirst().dropLast() }
        return name.hasSuffix("_id") && name.utf8.allSatisfy(LuaPieces.isNamePart)
            ? String(name) : nil
    }

    private static func listField(of piece: Int, in draft: ScriptDraft) -> String? {
        var place = piece - 1
        while place > 0, draft.word(place) == "," || draft.pieces[place].kind == .string {
            place -= 1
        }
        guard draft.word(place) == "{", draft.word(place - 1) == "=" else { return nil }
        let name = draft.word(place - 2)
        return name.hasSuffix("_ids") ? String(name.dropLast()) : nil
    }

    /// Of `tavus.personas.get("p1")`, `tavus.personas.get "p1"` and a second client's.
    private static func argumentField(of piece: Int, in draft: ScriptDraft) -> String? {
        var verb = piece - 1
        var position = 0
        if draft.word(verb) == ",", draft.word(verb - 2) == "(" {
            position = 1
            verb -= 2
        }
        if draft.word(verb) == "(" { verb -= 1 }
        guard draft.word(verb - 1) == ".", draft.word(verb - 3) == ".",
            let resource = Catalogue.resource(String(draft.word(verb - 2)))
        else { return nil }
        if let operation = Catalogue.operation("\(resource.name).\(draft.word(verb))") {
            let fields = operation.pathFields
            return fields.indices.contains(position) ? fields[position].name : nil
        }
        return position == 0 && ["wait", "update"].contains(draft.word(verb))
            ? resource.idField : nil
    }
}
