import ArgumentParser
import TavusAPI
import TavusClient

/// Everything of the command line that the fast path does not know.
enum CommandLineInterface {
    /// Parses and runs.
    /// - Returns: the exit status.
    static func run(_ words: [String]) async -> Int32 {
        if let problem = unknownCommand(words) {
            StandardError.line(problem)
            return ExitStatus.usage
        }
        do {
            var command = try TavluaCommand.parseAsRoot(words)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.success
        } catch let end as CommandEnd {
            return end.status
        } catch {
            return report(error)
        }
    }

    /// Help and version go to standard output with status 0, usage errors to standard error with 64.
    private static func report(_ error: any Error) -> Int32 {
        let text = TavluaCommand.fullMessage(for: error)
        let status = TavluaCommand.exitCode(for: error).rawValue
        if status == 0 {
            print(text)
        } else {
            StandardError.line(text)
        }
        return status
    }

    /// A first word that is neither an option, a command nor a script.
    private static func unknownCommand(_ words: [String]) -> String? {
        guard let first = words.first, !first.hasPrefix("-"), !ScriptInvocation.isScript(first)
        else {
            return nil
        }
        let commands = TavluaCommand.commandNames
        guard !commands.contains(first) else { return nil }
        let near = nearest(first, among: commands).map { " Did you mean \"\($0)\"?" } ?? ""
        return """
            tavlua: there is no command "\(DisplayText.safe(first))".\(near)
            A script's name ends in .lua or has a slash in it, e.g. ./\(DisplayText.safe(first)). \
            tavlua --help lists the commands.
            """
    }
}

/// Ends a command with a status, everything having been said.
struct CommandEnd: Error {
    let status: Int32
}

/// The root of the commands; without one of them it runs a script.
struct TavluaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tavlua",
        abstract: "Scripts the Tavus API in Lua, on an emulator by default.",
        discussion: """
            tavlua SCRIPT.lua [ARG…] runs a script, tavlua -e CODE a line, tavlua - standard input;
            tavlua alone is the prompt. Options stand before the script.
            Without an API key (TAVUS_API_KEY, --api-key-file or a profile) calls go to an emulator
            on this machine. tavlua is unofficial and not made by Tavus.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, ReplCommand.self, APICommand.self, RecipesCommand.self,
            TestCommand.self, ApplyCommand.self, EmulatorCommand.self, CatalogueCommand.self,
            EditorCommand.self, DoctorCommand.self, CompletionCommand.self, CompleteCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    static let commandNames =
        configuration.subcommands.map { $0._commandName } + ["help"]
}
