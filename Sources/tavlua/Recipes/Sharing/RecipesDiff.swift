import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes diff`.
struct RecipesDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what an update of a recipe would change.")

    @OptionGroup var options: SharingOptions

    @Argument(help: "The name of an installed recipe.")
    var name: String

    func run() async throws {
        do throws(SharingError) {
            let places = SharingPlaces()
            let library = places.library
            let installer = try places.installer(options)
            for pin in try library.pins(named: [name]) {
                guard let installed = try library.open(pin.name) else { continue }
                let before = try SharedRecipe(installed.tree)
                let after = try await installer.newest(of: pin)
                print("\(pin.name) \(pin.version) → \(after.manifest.version)")
                for line in RecipeChanges(from: before, to: after).lines {
                    print(DisplayText.safe(line))
                }
            }
        } catch {
            throw CommandEnd(error)
        }
    }
}
