import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes search`.
struct RecipesSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find recipes in the indexes.")

    @OptionGroup var options: SharingOptions

    @Argument(help: ArgumentHelp("Words of the name or the summary.", valueName: "word"))
    var words: [String] = []

    func run() async throws {
        do throws(SharingError) {
            let places = SharingPlaces()
            let found = try await places.indexes(options.indexes).search(words, places.fetcher)
            for match in found {
                let note = match.version.isYanked ? " (yanked)" : ""
                print(
                    "\(match.name) \(match.version.version)\(note)  "
                        + DisplayText.safe(match.version.summary, limit: 200))
            }
        } catch {
            throw CommandEnd(error)
        }
    }
}
