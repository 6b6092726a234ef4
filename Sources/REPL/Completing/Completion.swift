/// One thing that could stand at the cursor.
public struct Candidate: Sendable, Equatable {
    /// What is inserted in place of the word, such as `persona_name = ` or `"full"`.
    public var insertion: String
    /// How the list shows it; what is inserted, unless something says more.
    public var label: String
    /// "function", "field", "required string", "value".
    public var kind: String
    /// A line about it.
    public var summary: String
    /// The summary is its name, by which it may be looked for: a record's beside its id.
    public var isNamedBySummary: Bool

    public init(
        _ insertion: String, label: String? = nil, kind: String = "", summary: String = "",
        isNamedBySummary: Bool = false
    ) {
        self.isNamedBySummary = isNamedBySummary
        self.insertion = insertion
        self.label = label ?? insertion
        self.kind = kind
        self.summary = summary
    }
}

/// What Tab found.
public struct Completion: Sendable, Equatable {
    /// The scalars of the buffer that are replaced: the word so far.
    public var replaced: Range<Int>
    /// Best first.
    public var candidates: [Candidate]
    /// Says why there is less than there could be, such as a list of ids that took too long.
    public var note: String?

    public init(replaced: Range<Int>, candidates: [Candidate], note: String? = nil) {
        self.replaced = replaced
        self.candidates = candidates
        self.note = note
    }

    /// What all candidates begin with, which may be inserted at once unless it is shorter than what it
    /// would replace.
    public var commonPrefix: String {
        guard var prefix = candidates.first.map({ Substring($0.insertion) }) else { return "" }
        for candidate in candidates.dropFirst() {
            while !candidate.insertion.hasPrefix(prefix) { prefix.removeLast() }
        }
        return String(prefix)
    }
}
