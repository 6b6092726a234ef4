import ArgumentParser
import Foundation
import Recipes
import TavusAPI

/// `tavlua recipes index`.
struct RecipesIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Bring index.json of a folder up to date with the archives in it.")

    @Option(
        help: ArgumentHelp(
            "A version that nobody is to install any more.", valueName: "name@version")
    )
    var yank: [String] = []

    @Argument(help: "The folder of archives.")
    var folder: String

    func run() throws {
        do throws(SharingError) {
            var yanked: [(RecipeName, SemanticVersion)] = []
            for text in yank {
                let halves = text.split(separator: "@", maxSplits: 1).map(String.init)
                guard halves.count == 2, let name = RecipeName(halves[0]),
                    let version = SemanticVersion(halves[1])
                else { throw SharingError(.usage, "--yank wants owner/name@1.2.0") }
                yanked.append((name, version))
            }
            let now = Date().formatted(.iso8601)
            for line in try RecipeArchiver.index(folder, generated: now, yanking: yanked) {
                print("added \(line)")
            }
        } catch {
            throw CommandEnd(error)
        }
    }
}
