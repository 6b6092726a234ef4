import TavusAPI

/// How far the emulator goes in one operation, column by column of the published matrix.
///
/// Most of it follows from the catalogue; what does not stands in ``exceptions``.
struct Fidelity: Equatable {
    /// Which text the members of the answer are from.
    var shape: String
    /// What of a request is looked at.
    var validation: String
    /// What is kept, and what is made up.
    var state: String
    var lifecycle: String
    /// The statuses that it answers with by itself.
    var errors: String
    var webhooks: String

    init(_ operation: APIOperation) {
        shape = operation.isReference ? "reference" : operation.source
        validation = Self.validation(of: operation)
        state =
            switch operation.effect {
            case .read: "read"
            case .delete, .hardDelete: "removed"
            case .create, .update, .action: "kept"
            }
        lifecycle = Self.lifecycle(of: operation)
        errors = Self.errors(of: operation)
        let isSent = Announcement.kinds.contains(operation.resource)
        webhooks = operation.callsBack ? (isSent ? "sent" : "not sent") : Self.nothing
        Self.exceptions[operation.id]?(&self)
    }

    static let nothing = "–"

    private static func validation(of operation: APIOperation) -> String {
        switch operation.body {
        case .jsonPatch: return "RFC 6902, result"
        case .fields(let fields):
            let parts = [
                fields.contains(where: \.isRequired) ? "required" : nil,
                fields.isEmpty ? nil : "types",
                operation.rules.isEmpty ? nil : "rules",
            ]
            return parts.compactMap(\.self).joined(separator: ", ")
        case .none: return operation.query.isEmpty ? nothing : "query"
        }
    }

    private static func lifecycle(of operation: APIOperation) -> String {
        guard let states = Catalogue.resource(operation.resource)?.lifecycle,
            ["create", "get", "list", "end", "recrawl"].contains(operation.verb),
            let end = states.succeeded.first
        else { return nothing }
        return "\(states.initial) → \(end)"
    }

    /// Without those that only a fault brings about.
    private static func errors(of operation: APIOperation) -> String {
        let statuses = Set(operation.failures.map(\.status)).subtracting([403, 500]).sorted()
        return statuses.map(String.init).joined(separator: " ")
    }

    /// What the catalogue does not know about an answer.
    private static let exceptions: [String: @Sendable (inout Fidelity) -> Void] = [
        "conversations.get": {
            $0.shape = "reference; events: OpenAPI, 2026-05"
            $0.state = "read; what is said is made up"
        },
        "personas.create": { $0.validation += "; layers kept as sent" },
        "personas.get": { $0.shape = "reference and live answers (conflict 1)" },
        "personas.patch": { $0.validation = "RFC 6902, known fields" },
        "personas.publish": { $0.state = "ends a draft; `emulator-draft` makes one" },
        "personas.check_username": { $0.state = "read; of the rules only taken names are known" },
        "tools.create": { $0.validation = "every member" },
        "tools.update": { $0.validation = "every member" },
        "skills.list": { $0.state = "fixed" },
        "skills.get": { $0.state = "fixed" },
        "pal_skills.attach": { $0.validation = "types; settings as far as known" },
        "pal_skills.update": { $0.validation = "types; settings as far as known" },
        "pal_skills.replace": { $0.validation = "types; settings as far as known" },
        "voices.list": { $0.state = "fixed, made up: one for each stock replica" },
        "deployments.create": { $0.validation = "required, types, limits" },
        "deployments.patch": { $0.validation = "RFC 6902, known fields, limits" },
        "deployments.init": { $0.errors = "403 404" },
        "deployments.start": {
            $0.validation = "password, limits but those of one visitor"
            $0.errors = "400 402 403 404 429"
        },
        "canvas_interactions.record": {
            $0.validation = "required, types, lengths"
            $0.webhooks = "not sent"
        },
        "objectives.validate": {
            $0.shape = "not established"
            $0.validation = "required, types, references, one beginning, cycles"
            $0.state = "not kept"
        },
        "objectives.get": { $0.shape = "OpenAPI, 2026-05; a list (conflict 2)" },
        "guardrails.get": { $0.shape = "OpenAPI, 2026-05; a list (conflict 2)" },
        "guardrails.create": { $0.validation = "types, rules; single ones: lengths" },
        "documents.create": {
            $0.validation = "required, types, crawl"
            $0.state = "kept; nothing is fetched"
        },
        "documents.chunks": {
            $0.shape = "not established"
            $0.state = "made up"
        },
        "videos.get": { $0.state = "read; links lead nowhere" },
        "lipsync.get": { $0.state = "read; links lead nowhere" },
        "speech.get": { $0.state = "read; links lead nowhere" },
        "transcriptions.get": { $0.state = "read; the text is made up" },
        "memories.delete": { $0.state = "the first delete of an id finds it" },
        "memory_stores.get": { $0.state = "read; nothing is learnt" },
        "memory_stores.create": { $0.shape += "; 200 or 201 unknown" },
        "pronunciation_dictionaries.create": { $0.validation = "every member" },
        "pronunciation_dictionaries.patch": { $0.validation = "RFC 6902, every member" },
    ]
}

extension APIOperation {
    /// Whether the service calls a URL of this request back.
    fileprivate var callsBack: Bool {
        guard verb == "create" else { return false }
        let members = bodyFields.flatMap { field -> [APIField] in
            if case .list(.object(let fields, _)) = field.type { [field] + fields } else { [field] }
        }
        return members.contains { $0.name == "callback_url" }
    }
}
