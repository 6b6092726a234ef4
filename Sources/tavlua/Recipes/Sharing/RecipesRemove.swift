import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes remove`.
struct RecipesRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove installed recipes.")

    @Argument(help: ArgumentHelp("Names of installed recipes.", valueName: "name"))
    var names: [String]

    func run() throws {
        do throws(SharingError) {
            var found: [RecipeName] = []
            for text in names {
                guard let name = RecipeName(text) else {
                    let shown = DisplayText.safe(text, limit: 80)
                    throw SharingError(.usage, "\"\(shown)\" is not the name of a recipe")
                }
                found.append(name)
            }
            try SharingPlaces().library.remove(found)
        } catch {
            throw CommandEnd(error)
        }
    }
}
