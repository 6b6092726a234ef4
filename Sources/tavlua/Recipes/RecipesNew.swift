import ArgumentParser
import Glibc
import Recipes
import TavusAPI
import TavusClient

/// `tavlua recipes new`.
struct RecipesNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a recipe: one that runs, and its spec.")

    @Argument(help: "Its name: lowercase letters, digits and hyphens, or owner/name.")
    var name: String

    @Flag(help: "As a folder, for recipes of several files.")
    var folder = false

    func run() throws {
        guard let recipeName = RecipeName(name) else {
            throw ValidationError("A name is lowercase letters, digits and hyphens, or owner/name.")
        }
        let files = RecipeTemplate(recipeName).files(asFolder: folder)
        // All or nothing: what is there stays as it is.
        for (path, _) in files where access(path, F_OK) == 0 {
            StandardError.line("tavlua: \(path) is there already; choose another name or move it")
            throw CommandEnd(status: ExitStatus.failure)
        }
        for (path, text) in files { try write(text, to: path) }
        print(files[0].path.hasSuffix(".toml") ? recipeName.name : files[0].path)
    }

    private func write(_ text: String, to path: String) throws {
        let parts = path.split(separator: "/").dropLast()
        for count in parts.indices { mkdir(parts[...count].joined(separator: "/"), 0o777) }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        let bytes = Array(text.utf8)
        guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count, close(file) == 0
        else {
            StandardError.line("tavlua: cannot write \(path): \(String(cString: strerror(errno)))")
            throw CommandEnd(status: ExitStatus.failure)
        }
    }
}
