import LuaHost
import Recipes

/// What a run is of: a script, or a recipe by its path or name.
struct RunTarget: Sendable {
    private let word: String
    private let words: [String]
    /// Words for recipes that stood before it.
    private let options: [String]
    private let isInProcess: Bool

    init(_ word: String, words: [String], options: [String] = [], isInProcess: Bool = false) {
        self.word = word
        self.words = words
        self.options = options
        self.isInProcess = isInProcess
    }

    /// Recognises `SCRIPT [ARG…]` and `run SCRIPT|RECIPE [ARG…]` with no option before them.
    init?(plain words: [String]) {
        guard let first = words.first else { return nil }
        if ScriptInvocation.isScript(first) {
            self.init(first, words: Array(words.dropFirst()))
        } else if first == "run", words.count > 1, !words[1].hasPrefix("-") {
            self.init(words[1], words: Array(words.dropFirst(2)))
        } else {
            return nil
        }
    }

    /// - Returns: the exit status.
    func run(_ settings: HostSettings) async -> Int32 {
        do throws(RecipeError) {
            switch try RecipeFinder.standard.find(word) {
            case .script(let path):
                return await ScriptRun(.script(path, arguments: words), settings: settings).run()
            case .recipe(let source, let origin):
                let launch = RecipeLaunch(
                    source: source, origin: origin, words: options + words, settings: settings,
                    isInProcess: isInProcess)
                return await launch.run()
            }
        } catch {
            return CommandEnd(error).status
        }
    }
}
