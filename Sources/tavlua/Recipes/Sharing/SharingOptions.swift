import ArgumentParser
import Glibc
import Recipes
import TavusAPI

/// Options of the commands that fetch recipes.
struct SharingOptions: ParsableArguments {
    @Option(
        name: .customLong("index"),
        help: ArgumentHelp(
            "An index, a folder or an address; repeat for more. Else TAVLUA_RECIPE_INDEX.",
            valueName: "place"))
    var indexes: [String] = []

    @Flag(
        inversion: .prefixedNo, help: "Obey tavlua.lock and never write it; so where CI is set.")
    var frozen: Bool?

    @Flag(
        name: .customLong("accept-name"),
        help: "Install from an owner whose name is nearly that of another one.")
    var acceptsName = false

    @Option(
        name: .customLong("key"),
        help: ArgumentHelp("Who has to have signed: a key, or a .pub file.", valueName: "key"))
    var key: String?

    @Flag(name: .customLong("no-input"), help: "Ask nothing.")
    var asksNothing = false

    var isFrozen: Bool { frozen ?? (getenv("CI") != nil) }
}

/// The folders and servers that sharing works with, from the environment.
struct SharingPlaces {
    private let variables: [String: String]

    init() {
        var variables = ProcessEnvironment.variables
        // Whoever fetches recipes has nothing to do with an account.
        variables["TAVUS_API_KEY"] = nil
        self.variables = variables
    }

    private func folder(_ name: String, _ usual: String) -> String {
        if let folder = variables[name], folder.hasPrefix("/") { return folder + "/tavlua" }
        return (variables["HOME"] ?? "") + usual + "/tavlua"
    }

    var data: String { folder("XDG_DATA_HOME", "/.local/share") }
    var signingKey: String { folder("XDG_CONFIG_HOME", "/.config") + "/signing" }

    var library: InstalledRecipes {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let working = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? "/"
        return InstalledRecipes(
            store: RecipeStore(root: data + "/recipes"), workingFolder: working)
    }

    var fetcher: RecipeFetcher { RecipeFetcher(environment: variables, version: Version.text) }

    func indexes(_ named: [String]) -> RecipeIndexes {
        let usual = (variables["TAVLUA_RECIPE_INDEX"] ?? "").split(separator: " ").map(String.init)
        return RecipeIndexes(
            named.isEmpty ? usual : named,
            cache: folder("XDG_CACHE_HOME", "/.cache") + "/indexes")
    }

    func installer(_ options: SharingOptions) throws(SharingError) -> RecipeInstaller {
        let host = SemanticVersion(Version.text) ?? SemanticVersion(0, 0, 0)
        var choices = RecipeInstaller.Options(host: host)
        choices.isFrozen = options.isFrozen
        choices.acceptsName = options.acceptsName
        choices.key = try options.key.map { word throws(SharingError) in
            try SigningFiles.publicKey(word)
        }
        let mayAsk =
            !options.asksNothing && isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        return RecipeInstaller(
            library: library, fetcher: fetcher, indexes: indexes(options.indexes),
            keys: TrustedKeys(path: data + "/trusted_keys.json"), options: choices
        ) { change in mayAsk && WideningQuestion(change).ask() }
    }
}

extension CommandEnd {
    /// Says on standard error what is wrong, and ends with the status of its kind.
    init(_ error: SharingError) {
        StandardError.line("tavlua: " + DisplayText.safeLines(error.message))
        self.init(status: error.exitStatus)
    }
}
