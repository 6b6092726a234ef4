import ArgumentParser
import Recipes

/// `tavlua recipes update`.
struct RecipesUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Fetch installed recipes again, from where they came.",
        discussion:
            "A version that may do more is asked about on a terminal, and refused elsewhere.")

    @OptionGroup var options: SharingOptions

    @Argument(help: ArgumentHelp("Names; all without one.", valueName: "name"))
    var names: [String] = []

    func run() async throws {
        do throws(SharingError) {
            let places = SharingPlaces()
            let installer = try places.installer(options)
            for pin in try places.library.pins(named: names) {
                RecipesInstall.show(try await installer.update(pin))
            }
        } catch {
            throw CommandEnd(error)
        }
    }
}

extension InstalledRecipes {
    /// The pins of these names, or all.
    func pins(named names: [String]) throws(SharingError) -> [RecipePin] {
        let all = try pins()
        if names.isEmpty { return all }
        var found: [RecipePin] = []
        for name in names {
            guard let pin = all.first(where: { $0.name.description == name }) else {
                throw SharingError(.notFound, "\(name) is not installed")
            }
            found.append(pin)
        }
        return found
    }
}
