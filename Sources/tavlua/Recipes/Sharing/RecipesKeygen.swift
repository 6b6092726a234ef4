import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes keygen`.
struct RecipesKeygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make a key to sign recipes with.",
        discussion: "The secret key has no password: whoever can read the file can sign.")

    @Option(
        help: ArgumentHelp("Where: PATH.key and PATH.pub are made.", valueName: "path"))
    var out: String?

    func run() throws {
        do throws(SharingError) {
            let path = out ?? SharingPlaces().signingKey
            let key = try SigningFiles.makeKey(path)
            print("\(key)")
            let shown = DisplayText.safe(path)
            StandardError.line("\(shown).key is secret: keep it. \(shown).pub is for everybody.")
        } catch {
            throw CommandEnd(error)
        }
    }
}
