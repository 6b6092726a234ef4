import TavusAPI

/// One thing that is wrong with a recipe, or with what it was given: where, what, and what to do.
public struct RecipeProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Severity: Sendable, Hashable {
        /// A run goes on, and says it; ``RecipeLint`` fails.
        case warning
        case error
    }

    public var severity: Severity
    /// The place in the header, outermost name first, such as `["params", "older_than", "type"]`.
    /// Whoever knows the header's text makes ``line`` of it.
    public var key: [String]
    public var file: String?
    /// From 1.
    public var line: Int?
    /// What was found and what to do.
    public var text: String

    public init(
        _ text: String, key: [String] = [], file: String? = nil, line: Int? = nil,
        severity: Severity = .error
    ) {
        self.text = text
        self.key = key
        self.file = file
        self.line = line
        self.severity = severity
    }

    /// `file:line: key: text`, safe to show.
    public var description: String {
        let name = key.map { DisplayText.safe($0, limit: 40) }.joined(separator: ".")
        return place + (name.isEmpty ? "" : name + ": ") + DisplayText.safeLines(text)
    }

    private var place: String {
        guard let file else { return "" }
        let name = DisplayText.safe(file, limit: 200)
        return line.map { "\(name):\($0): " } ?? "\(name): "
    }
}
