import JSONValue

/// The skills that personas can have. They are the vendor's and never change.
enum Skills {
    static let handlers: [String: Handler] = ["skills.list": list, "skills.get": get]

    struct Skill {
        let id: String
        let name: String
        let summary: String
        /// As far as a source names them.
        var tools: [String] = []
        /// Settings without which it cannot be attached.
        var required: [String] = []
        /// Settings that take one of these words.
        var choices: [String: [String]] = [:]

        var shown: JSONObject {
            [
                "skill_id": .string(id), "display_name": .string(name),
                "description": .string(summary),
                "tool_names": .array(tools.map { .string($0) }),
            ]
        }
    }

    // Pages "Skills", "Canvas interactions" and "Attach Skill to PAL" of docs.tavus.io, 2026; `memory`
    // and the words of `slides_trigger`: tavus-cli 0.11.
    private static let registry = [
        Skill(
            id: "internet_search", name: "Internet Search",
            summary: "Real-time web search during a call."),
        Skill(
            id: "presentation", name: "Presentation",
            summary: "Walks participants through slides and pictures of the knowledge base.",
            required: ["document_ids"], choices: ["slides_trigger": ["on_demand", "walk_the_deck"]]),
        Skill(
            id: "magic_canvas", name: "Magic Canvas",
            summary: "Cards to answer, charts and pictures during a call.",
            tools: ["canvas_clear", "update_component"]),
        Skill(id: "memory", name: "Memory", summary: "Remembers earlier conversations."),
    ]

    /// - Throws: 404 with the service's words for an id that is none.
    static func found(_ id: String) throws -> Skill {
        guard let skill = registry.first(where: { $0.id == id }) else {
            throw Refusal(404, "Unknown skill '\(id)'")
        }
        return skill
    }

    private static func list(_ call: Call, _ desk: Desk) throws -> Answer {
        .ok(["data": .array(registry.map { .object($0.shown) })])
    }

    private static func get(_ call: Call, _ desk: Desk) throws -> Answer {
        .ok(try found(call.ids[0]).shown)
    }
}
