import ArgumentParser
import Glibc

/// `tavlua run`, and `tavlua` with options before a script.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a script, a line of code, or standard input.")

    @OptionGroup var options: HostOptions
    @OptionGroup var recipeOptions: RecipeOptions
    @OptionGroup var promptOptions: PromptOptions

    @Option(name: .customShort("e"), help: ArgumentHelp("Run this code.", valueName: "code"))
    var code: String?

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "A script (or - for standard input) or a recipe, and its arguments.",
            valueName: "script"))
    var words: [String] = []

    func run() async throws {
        var settings = options.settings
        settings.rights.noInput = recipeOptions.takesNoInput
        settings.rights.printsJSON = recipeOptions.isJSON || recipeOptions.output == "json"
        if let code {
            try await end(ScriptRun(.code(code, arguments: words), settings: settings).run())
        } else if let name = words.first {
            try requireScript(name)
            try await end(
                RunTarget(
                    name, words: Array(words.dropFirst()), options: recipeOptions.words,
                    isInProcess: recipeOptions.isInProcess
                ).run(settings))
        } else if isatty(STDIN_FILENO) == 1 {
            try await end(Prompt(settings: settings, options: promptOptions).run())
        } else {
            let run = ScriptRun(
                .script("-", arguments: []), settings: settings, guardsLive: true)
            try await end(run.run())
        }
    }

    private func requireScript(_ name: String) throws {
        if name == "--help" || name == "-h" { throw CleanExit.helpRequest(Self.self) }
        // A recipe may have the name of a command: then `run` was said.
        let isImplicit = CommandLine.arguments.dropFirst().first != Self._commandName
        if isImplicit, TavluaCommand.commandNames.contains(name), access(name, F_OK) != 0 {
            throw ValidationError("Options stand after the command: tavlua \(name) OPTION …")
        }
        if name != "-" && name.hasPrefix("-") {
            throw ValidationError("Unknown option '\(name)'. Options of a script stand after it.")
        }
    }

    private func end(_ status: Int32) throws {
        throw CommandEnd(status: status)
    }
}

/// `tavlua repl`.
struct ReplCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "The prompt, also when standard input is not a terminal.")

    @OptionGroup var options: HostOptions
    @OptionGroup var promptOptions: PromptOptions

    func validate() throws {
        guard !options.rights.isPlanning else {
            throw ValidationError("A dry run is one of a script. At the prompt: .dry on")
        }
    }

    func run() async throws {
        let prompt = Prompt(settings: options.settings, options: promptOptions)
        throw CommandEnd(status: await prompt.run())
    }
}
