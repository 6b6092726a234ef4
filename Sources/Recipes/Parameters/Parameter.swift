import JSONValue

/// One parameter as a recipe's header declares it, in `[params.NAME]`.
public struct Parameter: Sendable, Hashable {
    /// In Lua and in files of parameters: `older_than`.
    public let name: String
    public let type: ParameterType
    public let isRequired: Bool
    /// As it is spelled in the header, and known to fit.
    public let fallback: JSONValue?
    public let help: String
    public let choices: [String]
    /// Of the value itself for numbers, durations and dates; of its length for text, in characters, and
    /// for lists and rows. Spelled as in the header.
    public let minimum: JSONValue?
    public let maximum: JSONValue?
    /// A regular expression that the whole text has to match.
    public let pattern: String?
    /// What each row has to have.
    public let columns: [String]
    /// A variable of the environment that gives the value where no flag does.
    public let environment: String?
    /// What a terminal is asked where the value is missing.
    public let prompt: String?
    public let short: Character?
    /// Left out of the help.
    public let isHidden: Bool
    /// What to use instead.
    public let deprecated: String?

    /// `--older-than`.
    public var flag: String { "--" + kebab }
    /// `--no-older-than`, of a `bool`.
    public var negativeFlag: String { "--no-" + kebab }

    private var kebab: String { name.replacing("_", with: "-") }
}
