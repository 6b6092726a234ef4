/// What personas can do since they are PALs.
extension Catalogue {
    static let palOperations = [publishPersona, checkUsername]

    static let publishPersona = APIOperation(
        "personas.publish", .post, "/v2/pals/{persona_id}/publish",
        pathFields: [.path(personas)],
        answer: .record("personas"),
        answerFields: ["status", "pal_id", "pal_name", "system_prompt", "updated_at"],
        failures: [.invalid("persona_id"), .unauthorized, .serverError],
        effect: .action, isIdempotent: true,
        summary: "Makes what the web builder holds as a draft the live persona.",
        notes: ["Without a draft nothing changes."],
        corrections: [Correction.unknownPal],
        example: APIExample("tavus.personas.publish(\"p5317866\")", ids: ["p5317866"]),
        source: Source.documentation("Publish PAL"), isReference: false)

    static let checkUsername = APIOperation(
        "personas.check_username", .get, "/v2/pals/check-username",
        query: [
            APIField(
                "username", .string, "The part before @tavusinvite.com; in any case of letters.",
                isRequired: true, source: Source.documentation(usernamePage))
        ],
        answer: .object, answerFields: ["available", "reason"],
        failures: [
            APIFailure(
                400, .invalidRequest, when: "no name is given",
                source: Source.documentation(usernamePage)),
            .unauthorized, .serverError,
        ],
        effect: .read,
        summary: "Whether a persona may have this name in meetings.",
        notes: ["The rules of such names are not established."],
        example: APIExample(
            "tavus.personas.check_username{ username = \"anna\" }", fields: ["username": "anna"]),
        source: Source.documentation(usernamePage), isReference: false)

    private static let usernamePage = "Check Conferencing Username Availability"

    /// What reading a PAL takes beside its id.
    static let palDetails: [APIField] = [
        APIField("include_settings", .boolean, "Adds settings.", source: Source.cli),
        .verbose("Adds details.", source: Source.documentation("Get PAL")),
        APIField(
            "source", .enumeration(["live", "draft"], isOpen: true), "Which of the two.",
            source: Source.documentation("Draft vs live PALs"),
            corrections: [
                "Newer pages say that reads are always live"
                    + " (\(Source.documentation("PAL Editing Lifecycle")))."
            ]),
    ]

    /// What changing a PAL takes beside the patch.
    static let palForce = APIField(
        "force", .boolean, "Changes the live persona and throws the web builder's draft away.",
        defaultValue: false, source: Source.documentation("PAL Editing Lifecycle"))
}
