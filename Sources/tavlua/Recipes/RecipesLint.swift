import ArgumentParser
import Recipes
import TavusClient

/// `tavlua recipes lint`.
struct RecipesLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Say all that is wrong with recipes, without running them.")

    @Argument(help: "Files and folders.")
    var paths: [String]

    func run() throws {
        let problems = paths.flatMap { RecipeLint($0).problems }
        for problem in problems { print(problem) }
        if !problems.isEmpty { throw CommandEnd(status: ExitStatus.failure) }
    }
}
