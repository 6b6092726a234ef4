import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes pack`.
struct RecipesPack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Make an archive of a recipe, the same bytes each time.")

    @Option(help: ArgumentHelp("The folder for the archive.", valueName: "folder"))
    var out = "."

    @Argument(help: "A file or a folder.")
    var recipe: String

    func run() async throws {
        do throws(SharingError) {
            let fetched = try await SharingPlaces().fetcher.fetch(.path(recipe))
            let packed = try RecipeArchiver.pack(fetched.tree, into: out)
            print(DisplayText.safe(packed.path))
        } catch {
            throw CommandEnd(error)
        }
    }
}
