extension Catalogue {
    static let skills = APIResource(
        name: "skills", singular: "skill", idField: "skill_id", nameField: "display_name",
        columns: ["skill_id", "display_name", "description"],
        summary: "Abilities made by the vendor, to be attached to personas.",
        source: Source.documentation("Skills"))

    static let skillOperations = [
        listSkills, getSkill,
    ]

    private static let record = ["skill_id", "display_name", "description", "tool_names"]

    static let listSkills = APIOperation(
        "skills.list", .get, "/v2/skills",
        answer: .list("skills"), answerFields: ["data"],
        failures: [.unauthorized, .serverError],
        effect: .read,
        summary: "The skills that there are, all at once.",
        example: APIExample("tavus.skills.list()"),
        source: Source.documentation("List Skills"), isReference: false)

    static let getSkill = APIOperation(
        "skills.get", .get, "/v2/skills/{skill_id}",
        pathFields: [.path(skills)],
        answer: .record("skills"), answerFields: record,
        failures: [.unauthorized, .unknownSkill, .serverError],
        effect: .read,
        summary: "One skill.",
        example: APIExample("tavus.skills.get(\"magic_canvas\")", ids: ["magic_canvas"]),
        source: Source.documentation("Get Skill"), isReference: false)
}

extension APIFailure {
    static let unknownSkill = APIFailure(
        404, .notFound, text: "Unknown skill 'my_skill'", when: "there is no such skill",
        source: Source.documentation("Attach Skill to PAL"))
}
