import ArgumentParser
import Recipes

/// `tavlua recipes`.
struct RecipesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipes", abstract: "Find, read, check and share recipes.",
        subcommands: [RecipesInfo.self])
}
