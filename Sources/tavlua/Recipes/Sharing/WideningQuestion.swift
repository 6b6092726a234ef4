import Recipes
import TavusAPI

/// Asks on a terminal whether an update may do more than what is installed.
struct WideningQuestion {
    private let change: RecipeInstaller.Change

    init(_ change: RecipeInstaller.Change) { self.change = change }

    func ask() -> Bool {
        let manifest = change.after.manifest
        StandardError.line(
            "\(manifest.name) \(manifest.version) may do more than \(change.before.manifest.version):"
        )
        for words in change.words { StandardError.line("  + " + DisplayText.safe(words)) }
        for line in RecipeChanges(from: change.before, to: change.after).lines {
            StandardError.line("  " + DisplayText.safe(line))
        }
        StandardError.line("Type yes to install it:")
        return readLine() == "yes"
    }
}
