/// What stands after a recipe and is meant for the program that runs it. No parameter has such a name.
public struct HostWords: Sendable, Hashable {
    public var wantsHelp = false
    /// `-o`, `--output`; `--json` is short for it.
    public var output: String?
    public var assumesYes = false
    public var isDryRun = false
    public var isQuiet = false
    public var takesNoInput = false
    public var profile: String?
    /// A JSON object with values of parameters.
    public var parametersFile: String?

    public init() {}

    /// One of them, as help shows it.
    struct Word: Sendable {
        let name: String
        let short: Character?
        let value: String?
        let help: String
        let set: @Sendable (inout HostWords, String) -> Void

        init(
            _ name: String, short: Character? = nil, value: String? = nil, _ help: String,
            _ set: @escaping @Sendable (inout HostWords, String) -> Void
        ) {
            self.name = name
            self.short = short
            self.value = value
            self.help = help
            self.set = set
        }

        var flag: String { "--" + name }
    }

    static let words: [Word] = [
        Word("params", value: "file", "Values of parameters, as a JSON object.") {
            $0.parametersFile = $1
        },
        Word("output", short: "o", value: "format", "The result as \(RecipeOutputFormat.list).") {
            $0.output = $1
        },
        Word("json", "The same as --output json.") { words, _ in words.output = "json" },
        Word("dry-run", "Show what would be done; change nothing.") { words, _ in
            words.isDryRun = true
        },
        Word("profile", value: "name", "The account to use.") { $0.profile = $1 },
        Word("quiet", short: "q", "Nothing but the result.") { words, _ in words.isQuiet = true },
        Word("yes", short: "y", "Ask nothing before what cannot be undone.") { words, _ in
            words.assumesYes = true
        },
        Word("no-input", "Ask for nothing.") { words, _ in words.takesNoInput = true },
        Word("help", short: "h", "Show this.") { words, _ in words.wantsHelp = true },
    ]

    /// As shells complete them.
    public static var completions: [(flag: String, help: String)] {
        words.map { ($0.flag, $0.help) }
    }

    /// Options of the program that are not read after a recipe: who is to be trusted with less does not say so
    /// in the words of the recipe.
    static let before: Set<String> = [
        "--allow", "--deny", "--read-only", "--no-delete", "--budget", "--plan-out",
        "--detailed-exitcode", "--emulator", "--live", "--fresh", "--emulator-data",
        "--emulator-speed", "--base-url", "--api-key-file", "--timeout", "--request-timeout",
        "--connect-timeout", "--max-wait", "--isolated", "--in-process", "--log-level",
        "--log-format",
    ]

    /// Names that no parameter may have.
    static let reserved = Set(words.map { $0.name.replacing("-", with: "_") })
    static let reservedShorts = Set(words.compactMap(\.short))
}
