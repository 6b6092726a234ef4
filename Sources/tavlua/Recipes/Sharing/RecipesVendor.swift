import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes vendor`.
struct RecipesVendor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vendor",
        abstract: "Copy the recipes of tavlua.lock into recipes/, for machines without a network.")

    func run() throws {
        do throws(SharingError) {
            for folder in try SharingPlaces().library.vendor() { print(DisplayText.safe(folder)) }
        } catch {
            throw CommandEnd(error)
        }
    }
}
