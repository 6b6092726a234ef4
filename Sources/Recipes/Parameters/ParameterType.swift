import TavusAPI

/// What a parameter of a recipe takes.
public indirect enum ParameterType: Sendable, Hashable {
    /// Text on one line.
    case string
    /// Text of any length; `@FILE` and `-` read it.
    case text
    case int
    case number
    case bool
    /// One of the parameter's choices.
    case enumeration
    /// "45m"; seconds for Lua.
    case duration
    /// "2026-11-21".
    case date
    case url
    case email
    case path(PathUse)
    /// Any JSON; `@FILE` and `-` read it.
    case json
    /// The id of a record, such as a `replica`.
    case id(String)
    /// Given by repeating the flag, or with commas.
    case list(ParameterType)
    /// A CSV or JSON Lines file; a list of tables for Lua.
    case rows
    /// Never a flag's value: read from a variable, a file or a prompt.
    case secret

    public enum PathUse: String, Sendable, CaseIterable {
        case any = ""
        /// It is there and can be read.
        case input = "in"
        /// Its folder is there.
        case output = "out"
    }

    private static let plain: [(name: String, type: ParameterType)] = [
        ("string", .string), ("text", .text), ("int", .int), ("number", .number),
        ("bool", .bool), ("enum", .enumeration), ("duration", .duration), ("date", .date),
        ("url", .url), ("email", .email), ("path", .path(.any)), ("json", .json),
        ("rows", .rows), ("secret", .secret),
    ]

    /// The kinds that `id<…>` takes.
    static let idKinds = [
        "replica", "face", "persona", "pal", "conversation", "video", "document", "objective",
        "guardrail", "tool", "skill", "voice", "deployment", "memory_store",
        "pronunciation_dictionary", "transcription", "lipsync", "replacement", "speech",
    ]

    /// The spelling of the header: `int`, `list<url>`, `id<replica>`, `path<out>`.
    public init?(spelled text: String) {
        if let known = Self.plain.first(where: { $0.name == text }) {
            self = known.type
            return
        }
        guard text.last == ">", let open = text.firstIndex(of: "<") else { return nil }
        let inner = String(text[text.index(after: open)...].dropLast())
        switch text[..<open] {
        case "id" where Self.idKinds.contains(inner): self = .id(inner)
        case "path":
            guard let use = PathUse(rawValue: inner), use != .any else { return nil }
            self = .path(use)
        case "list":
            guard let element = ParameterType(spelled: inner), element.canBeElement else {
                return nil
            }
            self = .list(element)
        default: return nil
        }
    }

    private var canBeElement: Bool {
        switch self {
        case .list, .rows, .secret, .text, .json, .bool: false
        default: true
        }
    }

    public var spelling: String {
        switch self {
        case .path(let use): use == .any ? "path" : "path<\(use.rawValue)>"
        case .id(let kind): "id<\(kind)>"
        case .list(let element): "list<\(element.spelling)>"
        default: Self.plain.first { $0.type == self }?.name ?? ""
        }
    }

    /// What `min` and `max` look like.
    var boundExpectation: String {
        switch self {
        case .duration: "a duration in quotes, such as \"5m\""
        case .date: "a date in quotes, such as \"2026-11-21\""
        case .int, .number: "a number"
        case .list, .rows: "a number of items"
        default: "a number of characters"
        }
    }

    /// Every spelling without angle brackets, and one of each with them.
    static let spellings =
        plain.map(\.name) + ["path<in>", "path<out>", "list<string>"]
        + idKinds.map { "id<\($0)>" }
}
