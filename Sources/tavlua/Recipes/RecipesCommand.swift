import ArgumentParser
import Recipes

/// `tavlua recipes`.
struct RecipesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipes", abstract: "Find, read, check and share recipes.",
        subcommands: [
            RecipesList.self, RecipesInfo.self, RecipesNew.self, RecipesLint.self, RecipesDoc.self,
        ])
}
