import ArgumentParser
import Recipes

/// `tavlua recipes info`.
struct RecipesInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show what a recipe says of itself, without running it.")

    @Argument(help: "A file, a folder or a name.")
    var recipe: String

    @Flag(
        name: .customLong("json"), help: "All that is known, as JSON, with the parameters' schema.")
    var isJSON = false

    func run() throws {
        do throws(RecipeError) {
            let (source, origin) = try RecipeFinder.standard.recipe(recipe, headerOnly: true)
            let info = RecipeInfo(source, try RecipeManifest(source.header), origin)
            print(isJSON ? info.json.serialized(.pretty) : info.text)
        } catch {
            throw CommandEnd(error)
        }
    }
}
