import Recipes

extension CommandEnd {
    /// Says on standard error what is wrong, all of it, and ends with the status of its kind.
    init(_ error: RecipeError) {
        for problem in error.problems { StandardError.line("tavlua: \(problem)") }
        self.init(status: error.exitStatus)
    }
}
