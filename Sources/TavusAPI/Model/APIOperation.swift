import JSONValue

/// One operation of the API, with all that is known about it. Everything else, from the Lua function
/// to the emulator's route, is computed from these values.
public struct APIOperation: Sendable, Identifiable, Hashable {
    /// "conversations.end": what permissions, logs and `tavlua api` call it.
    public let id: String
    public let method: HTTPMethod
    /// With its ids in braces: "/v2/conversations/{conversation_id}/end".
    public let path: String
    /// The same operation under the vendor's 2026 names, with the same ids in braces.
    public let aliasPaths: [String]
    public let pathFields: [APIField]
    public let query: [APIField]
    public let body: APIBody
    public let rules: [APIRule]
    public let answer: APIAnswer
    /// The fields that the answer is documented to have.
    public let answerFields: [String]
    /// What the reference says; any 2xx counts as success.
    public let successStatus: Int
    public let failures: [APIFailure]
    public let effect: APIEffect
    /// Whether a call costs credits.
    public let isBilled: Bool
    /// For an action: whether doing it twice leaves what doing it once leaves.
    public let isIdempotent: Bool
    /// Whether the service asks for a key; pages of strangers call the others.
    public let needsKey: Bool
    public let summary: String
    public let notes: [String]
    /// Where this differs from the reference, and which source says so.
    public let corrections: [String]
    public let example: APIExample
    public let source: String
    /// Whether it is one of the 35 operations of the reference.
    public let isReference: Bool
    /// Why it should not be used any more, with the text that says so.
    public let deprecation: String?

    public init(
        _ id: String, _ method: HTTPMethod, _ path: String, aliasPaths: [String] = [],
        pathFields: [APIField] = [], query: [APIField] = [], body: APIBody = .none,
        rules: [APIRule] = [], answer: APIAnswer, answerFields: [String] = [],
        successStatus: Int = 200, failures: [APIFailure], effect: APIEffect, isBilled: Bool = false,
        isIdempotent: Bool = false, needsKey: Bool = true, summary: String, notes: [String] = [],
        corrections: [String] = [], example: APIExample, source: String, isReference: Bool = true,
        deprecation: String? = nil
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.aliasPaths = aliasPaths
        self.pathFields = pathFields
        self.query = query
        self.body = body
        self.rules = rules
        self.answer = answer
        self.answerFields = answerFields
        self.successStatus = successStatus
        self.failures = failures
        self.effect = effect
        self.isBilled = isBilled
        self.isIdempotent = isIdempotent
        self.needsKey = needsKey
        self.summary = summary
        self.notes = notes
        self.corrections = corrections
        self.example = example
        self.source = source
        self.isReference = isReference
        self.deprecation = deprecation
    }

    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension APIOperation {
    /// "conversations", the part of the id before the dot.
    public var resource: String { String(id.prefix { $0 != "." }) }

    /// "end", the part of the id after the dot.
    public var verb: String { String(id.dropFirst(resource.count + 1)) }

    /// "end_": the verb as a Lua name, with an underscore where the verb is a keyword.
    public var luaVerb: String { Self.luaKeywords.contains(verb) ? verb + "_" : verb }

    /// The fields of the body; none for a JSON Patch.
    public var bodyFields: [APIField] {
        if case .fields(let fields) = body { fields } else { [] }
    }

    /// Whether its path begins with an id of its own resource: then records have it as a method.
    public var isMethod: Bool { pathFields.first?.type == .identifier(resource) }

    /// Lua 5.4 reference manual, 3.1.
    public static let luaKeywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
        "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]
}
