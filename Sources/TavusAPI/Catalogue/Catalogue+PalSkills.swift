extension Catalogue {
    static let palSkills = APIResource(
        name: "pal_skills", singular: "pal_skill", idField: "skill_id",
        columns: ["skill_id", "config", "attached_at", "updated_at"],
        summary: "The skills that a persona has, each with its settings.",
        source: Source.documentation("List PAL Skills"))

    static let palSkillOperations = [
        listPalSkills, getPalSkill, attachPalSkill, updatePalSkill, detachPalSkill,
        replacePalSkills,
    ]

    private static let attachment = ["skill_id", "config", "attached_at", "updated_at"]
    private static let path = "/v2/pals/{persona_id}/skills"
    private static let legacyPath = "/v2/personas/{persona_id}/skills"

    private static func config(isRequired: Bool, _ summary: String, _ page: String) -> APIField {
        APIField(
            "config", .map, summary, isRequired: isRequired,
            defaultValue: isRequired ? nil : [:], source: Source.documentation(page))
    }

    static let listPalSkills = APIOperation(
        "pal_skills.list", .get, path, aliasPaths: [legacyPath],
        pathFields: [.path(personas)],
        answer: .map("pal_skills"), answerFields: ["data"],
        failures: [.invalid("persona_id"), .unauthorized, .serverError],
        effect: .read,
        summary: "The skills of a persona: an object with one member for each.",
        corrections: [
            Correction.unknownPal,
            "The page says an object keyed by skill_id, \(Source.cli) reads it with data around it"
                + " and without.",
        ],
        example: APIExample("tavus.pal_skills.list(\"p5317866\")", ids: ["p5317866"]),
        source: Source.documentation("List PAL Skills"), isReference: false)

    static let getPalSkill = APIOperation(
        "pal_skills.get", .get, "\(path)/{skill_id}", aliasPaths: ["\(legacyPath)/{skill_id}"],
        pathFields: [.path(personas), .path(skills)],
        answer: .record("pal_skills"), answerFields: attachment,
        failures: [.invalid("persona_id"), .unauthorized, .notAttached, .serverError],
        effect: .read,
        summary: "One skill of a persona, with its settings.",
        corrections: [Correction.unknownPal],
        example: APIExample(
            "tavus.pal_skills.get(\"p5317866\", \"magic_canvas\")",
            ids: ["p5317866", "magic_canvas"]),
        source: Source.documentation("Get PAL Skill"), isReference: false)

    static let attachPalSkill = APIOperation(
        "pal_skills.attach", .put, "\(path)/{skill_id}", aliasPaths: ["\(legacyPath)/{skill_id}"],
        pathFields: [.path(personas), .path(skills)],
        body: .fields([
            config(
                isRequired: false, "Its settings, which replace those there were.",
                "Attach Skill to PAL")
        ]),
        answer: .record("pal_skills"), answerFields: attachment,
        failures: [
            .invalid("persona_id"),
            APIFailure(
                400, .invalidRequest,
                text: "Bad Request: {'document_ids': ['Missing data for required field.']}",
                when: "the settings do not fit the skill",
                source: Source.documentation("Attach Skill to PAL")),
            .unauthorized, .unknownSkill, .serverError,
        ],
        effect: .update,
        summary: "Attaches a skill to a persona, or gives it other settings.",
        notes: ["It works from the next conversation on."],
        corrections: [Correction.unknownPal],
        example: APIExample(
            """
            tavus.pal_skills.attach("p5317866", "presentation", {
                config = { document_ids = { "d1234567890" }, slides_trigger = "on_demand" } })
            """,
            ids: ["p5317866", "presentation"],
            fields: [
                "config": ["document_ids": ["d1234567890"], "slides_trigger": "on_demand"]
            ]),
        source: Source.documentation("Attach Skill to PAL"), isReference: false)

    static let updatePalSkill = APIOperation(
        "pal_skills.update", .patch, "\(path)/{skill_id}", aliasPaths: ["\(legacyPath)/{skill_id}"],
        pathFields: [.path(personas), .path(skills)],
        body: .fields([
            config(
                isRequired: true, "Settings to change; null removes one.", "Update PAL Skill")
        ]),
        answer: .record("pal_skills"), answerFields: attachment,
        failures: [
            .invalid("persona_id"),
            APIFailure(
                400, .invalidRequest, when: "the merged settings do not fit the skill",
                source: Source.documentation("Update PAL Skill")),
            .unauthorized, .notAttached, .serverError,
        ],
        effect: .update,
        summary: "Changes some settings of a persona's skill and keeps the others.",
        notes: ["The skill must be attached already."],
        corrections: [Correction.unknownPal],
        example: APIExample(
            """
            tavus.pal_skills.update("p5317866", "presentation", {
                config = { slides_trigger = "walk_the_deck" } })
            """,
            ids: ["p5317866", "presentation"],
            fields: ["config": ["slides_trigger": "walk_the_deck"]]),
        source: Source.documentation("Update PAL Skill"), isReference: false)

    static let detachPalSkill = APIOperation(
        "pal_skills.detach", .delete, "\(path)/{skill_id}",
        aliasPaths: ["\(legacyPath)/{skill_id}"],
        pathFields: [.path(personas), .path(skills)],
        answer: .none, successStatus: 204,
        failures: [.invalid("persona_id"), .unauthorized, .notAttached, .serverError],
        effect: .delete,
        summary: "Takes a skill from a persona.",
        corrections: [Correction.unknownPal],
        example: APIExample(
            "tavus.pal_skills.detach(\"p5317866\", \"magic_canvas\")",
            ids: ["p5317866", "magic_canvas"]),
        source: Source.documentation("Detach Skill from PAL"), isReference: false)

    static let replacePalSkills = APIOperation(
        "pal_skills.replace", .put, path, aliasPaths: [legacyPath],
        pathFields: [.path(personas)],
        body: .fields([
            APIField(
                "skills", .map, "skill_id to { config = {…} }; what is not here is detached.",
                isRequired: true, source: Source.documentation("Replace PAL Skills"))
        ]),
        answer: .map("pal_skills"), answerFields: ["data"],
        failures: [
            .invalid("persona_id"),
            APIFailure(
                400, .invalidRequest, when: "settings do not fit their skill",
                source: Source.documentation("Replace PAL Skills")),
            .unauthorized, .unknownSkill, .serverError,
        ],
        effect: .update,
        summary: "Gives a persona these skills and no others.",
        corrections: [Correction.unknownPal],
        example: APIExample(
            """
            tavus.pal_skills.replace("p5317866", { skills = { internet_search = {} } })
            """,
            ids: ["p5317866"], fields: ["skills": ["internet_search": [:]]]),
        source: Source.documentation("Replace PAL Skills"), isReference: false)
}

extension APIFailure {
    /// The pages name the status, not the words.
    static let notAttached = APIFailure(
        404, .notFound, when: "the persona does not have this skill",
        source: Source.documentation("Get PAL Skill"))
}
