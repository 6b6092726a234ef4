import JSONValue

/// One parameter of an operation: a part of the path, of the query or of the body.
public struct APIField: Sendable, Hashable {
    public let name: String
    public let type: APIFieldType
    public let isRequired: Bool
    /// What the service assumes when the field is absent.
    public let defaultValue: JSONValue?
    public let summary: String
    /// Where the field is documented, with the date of that text.
    public let source: String
    /// Other names for the same field; ``APIOperation/request(ids:fields:)`` sends ``name`` instead.
    public let aliases: [String]
    /// Why the field differs from the reference, with the source that says so.
    public let corrections: [String]

    public init(
        _ name: String, _ type: APIFieldType, _ summary: String, isRequired: Bool = false,
        defaultValue: JSONValue? = nil, source: String = Source.reference, aliases: [String] = [],
        corrections: [String] = []
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.summary = summary
        self.source = source
        self.aliases = aliases
        self.corrections = corrections
    }

    /// What answers show in place of a secret. tavus-cli 0.11, 2026.
    public static let hiddenSecret = "********"

    /// Whether the reference of 2025-11 has the field, as opposed to a later source.
    public var isReference: Bool { source.hasPrefix(Source.reference) || source == Source.wrapper }
}
