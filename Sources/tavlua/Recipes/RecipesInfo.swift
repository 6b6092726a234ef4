import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes info`.
struct RecipesInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show what a recipe says of itself, without running it.")

    @Argument(help: "A file or a folder.")
    var recipe: String

    func run() throws {
        do throws(RecipeError) {
            guard let source = try RecipeSource.read(recipe, headerOnly: true) else {
                throw RecipeError(
                    .notFound, [RecipeProblem("has no header: a plain script", file: recipe)])
            }
            let manifest = try RecipeManifest(source.header)
            print("\(manifest.name) \(manifest.version)  \(DisplayText.safe(manifest.summary))")
        } catch {
            throw CommandEnd(error)
        }
    }
}
