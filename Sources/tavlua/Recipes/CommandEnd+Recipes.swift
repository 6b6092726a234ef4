import Recipes

extension CommandEnd {
    /// Says on standard error what is wrong, all of it, and ends with the status of its kind.
    /// - Parameter source: whose command line it was: then the way to its help is said, too.
    init(_ error: RecipeError, of source: RecipeSource? = nil) {
        for problem in error.problems { StandardError.line("tavlua: \(problem)") }
        if error.kind == .usage, let source {
            StandardError.line("tavlua run \(source.shownPath) --help shows what it takes.")
        }
        self.init(status: error.exitStatus)
    }
}
