import ArgumentParser
import Recipes

/// `tavlua recipes doc`.
struct RecipesDoc: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doc",
        abstract: "Write a page on a recipe, from its header and the --- comments of its functions."
    )

    @Argument(help: "A file, a folder or a name.")
    var recipe: String

    @Flag(name: .customLong("md"), help: "As Markdown, as without any option.")
    var isMarkdown = false

    @Flag(name: .customLong("json"), help: "As JSON.")
    var isJSON = false

    func run() throws {
        do throws(RecipeError) {
            let (source, _) = try RecipeFinder.standard.recipe(recipe)
            let page = RecipeDocumentation(source, try RecipeManifest(source.header))
            print(isJSON ? page.json.serialized(.pretty) + "\n" : page.markdown, terminator: "")
        } catch {
            throw CommandEnd(error)
        }
    }

    func validate() throws {
        if isMarkdown && isJSON { throw ValidationError("--md and --json contradict each other.") }
    }
}
