import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes sign`.
struct RecipesSign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a recipe, as minisign does.",
        discussion: """
            --listing prints what is signed, for a key that minisign alone can use:
            minisign -S -s KEY -m LISTING -t "OWNER/NAME VERSION sha256-…" -x recipe.minisig
            """)

    @Option(
        help: ArgumentHelp("The secret key; that of recipes keygen without.", valueName: "file"))
    var key: String?

    @Flag(help: "Print what would be signed, and sign nothing.")
    var listing = false

    @Argument(help: "A file or a folder.")
    var recipe: String

    func run() async throws {
        do throws(SharingError) {
            let places = SharingPlaces()
            let tree = try await places.fetcher.fetch(.path(recipe)).tree
            let shared = try SharedRecipe(tree)
            let manifest = shared.manifest
            if listing {
                print(tree.listing, terminator: "")
                let comment = RecipeSignature.comment(tree.hash, manifest.name, manifest.version)
                StandardError.line("trusted comment: \(comment)")
                return
            }
            let secret = try SigningFiles.secretKey(key ?? places.signingKey + ".key")
            let path = try SigningFiles.sign(recipe, as: shared, with: secret)
            print(DisplayText.safe(path))
        } catch {
            throw CommandEnd(error)
        }
    }
}
