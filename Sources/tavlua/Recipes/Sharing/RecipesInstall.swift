import ArgumentParser
import Recipes

/// `tavlua recipes install`.
struct RecipesInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Install recipes, or what tavlua.lock has.",
        discussion: """
            A recipe is a file, a folder, https://…/x.lua, https://…/x.tar.gz (#sha256=… pins it),
            git+https://…#ref:folder, or owner/name@range from an index. Nothing of it is run.
            """)

    @OptionGroup var options: SharingOptions

    @Argument(help: ArgumentHelp("Where recipes are.", valueName: "recipe"))
    var sources: [String] = []

    func run() async throws {
        do throws(SharingError) {
            let installer = try SharingPlaces().installer(options)
            guard !sources.isEmpty else {
                return Self.show(try await installer.installLocked())
            }
            for source in sources { Self.show(try await installer.install(source)) }
        } catch {
            throw CommandEnd(error)
        }
    }

    static func show(_ installed: [RecipeInstaller.Installed]) {
        for one in installed {
            let lines = RecipeLines.installed(one.recipe, signer: one.pin.signer)
            for line in one.isUnchanged ? [lines[0] + " · as before"] : lines { print(line) }
        }
    }
}
