import ArgumentParser
import Recipes
import TavusAPI

/// `tavlua recipes verify`.
struct RecipesVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the files of installed recipes against what was installed.",
        discussion: "A run checks them, too. Ends with 9 where one was changed.")

    @Argument(help: ArgumentHelp("Names; all without one.", valueName: "name"))
    var names: [String] = []

    func run() throws {
        var failure: SharingError?
        do throws(SharingError) {
            let library = SharingPlaces().library
            for (pin, result) in try library.check(library.pins(named: names)) {
                do throws(SharingError) {
                    _ = try result.get()
                    print("\(pin.name) \(pin.version) · \(pin.tree.short) · as installed")
                } catch {
                    StandardError.line("tavlua: " + DisplayText.safeLines(error.message))
                    failure = failure ?? error
                }
            }
        } catch {
            throw CommandEnd(error)
        }
        if let failure { throw CommandEnd(status: failure.exitStatus) }
    }
}
