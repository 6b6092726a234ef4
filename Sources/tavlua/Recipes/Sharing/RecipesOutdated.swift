import ArgumentParser
import Recipes

/// `tavlua recipes outdated`.
struct RecipesOutdated: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outdated", abstract: "List recipes that have changed where they came from.")

    @OptionGroup var options: SharingOptions

    func run() async throws {
        do throws(SharingError) {
            let places = SharingPlaces()
            let installer = try places.installer(options)
            for pin in try places.library.pins() {
                let newest = try await installer.newest(of: pin)
                guard newest.tree.hash != pin.tree else { continue }
                print("\(pin.name)  \(pin.version) → \(newest.manifest.version)")
            }
        } catch {
            throw CommandEnd(error)
        }
    }
}
