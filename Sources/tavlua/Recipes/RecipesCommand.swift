import ArgumentParser
import Recipes

/// `tavlua recipes`.
struct RecipesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipes", abstract: "Find, read, check and share recipes.",
        subcommands: [
            RecipesList.self, RecipesInfo.self, RecipesNew.self, RecipesLint.self, RecipesDoc.self,
            RecipesInstall.self, RecipesUpdate.self, RecipesOutdated.self, RecipesDiff.self,
            RecipesRemove.self, RecipesVerify.self, RecipesVendor.self,
            RecipesPack.self, RecipesIndex.self, RecipesSearch.self,
            RecipesSign.self, RecipesKeygen.self,
        ])
}
