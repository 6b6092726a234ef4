import ArgumentParser
import Glibc
import LuaHost
import ScriptModules
import TavusAPI
import TavusClient

/// `tavlua editor`: what an editor needs to complete and check scripts.
struct EditorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "editor",
        abstract: "Write definitions of tavus and its modules for editors (LuaLS).",
        discussion: """
            Writes FOLDER/.tavlua/library, anew each time, and FOLDER/.luarc.json if there is none. Editors
            with LuaLS (the Lua extension of VS Code, lua_ls of Neovim, and others) read both.
            """)

    @Argument(help: ArgumentHelp("Where the scripts are.", valueName: "folder"))
    var folder = "."

    func run() throws {
        let library = folder + "/.tavlua/library"
        do {
            try WholeFile.makeFolder(library)
            for file in EditorStubs.files {
                let path = "\(library)/\(file.name)"
                try requireOurs(path)
                try WholeFile.write(path, file.text)
            }
            print("wrote \(library): \(EditorStubs.files.map(\.name).joined(separator: ", "))")
            try settings()
        } catch let error as ModuleError {
            StandardError.line("tavlua: " + DisplayText.safe(error.message, limit: 500))
            throw CommandEnd(status: ExitStatus.failure)
        }
    }

    /// Whatever somebody else wrote there is not for us to replace.
    private func requireOurs(_ path: String) throws {
        guard let text = try WholeFile.text(path), !text.hasPrefix(EditorStubs.mark) else { return }
        throw ModuleError(
            .failed, in: "editor",
            "\(path) was not written by this command; move it away, then run it again")
    }

    private func settings() throws {
        let path = folder + "/.luarc.json"
        guard let text = try WholeFile.text(path) else {
            try WholeFile.write(path, Self.settingsText)
            print("wrote \(path)")
            return
        }
        guard !text.contains(".tavlua/library") else { return }
        print("left \(path) as it is: add \".tavlua/library\" to its \"workspace.library\"")
    }

    /// Source: luals.github.io/wiki/settings, 2025.
    private static let settingsText = """
        {
          "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
          "runtime.version": "Lua 5.4",
          "workspace.library": [".tavlua/library"]
        }

        """
}
