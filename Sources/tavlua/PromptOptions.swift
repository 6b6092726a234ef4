import ArgumentParser
import REPL

/// Options of the prompt alone.
struct PromptOptions: ParsableArguments {
    @Flag(help: "At the prompt: no colours, nothing redrawn, ASCII; for screen readers.")
    var plain = false

    @Flag(help: "At the prompt: read neither config.toml nor init.lua.")
    var norc = false

    @Flag(name: .customLong("private"), help: "At the prompt: store nothing of what is typed.")
    var isPrivate = false

    @Option(
        help: ArgumentHelp(
            "Enter what this transcript (.tee) recorded, and compare what is shown.",
            valueName: "file"))
    var replay: String?

    @Option(
        help: ArgumentHelp(
            "At the prompt: default, light, colour-blind, mono or none.", valueName: "name"))
    var theme: String?

    var readsConfiguration: Bool { !norc }

    /// Flags win over the file.
    func applied(to settings: REPLSettings, isQuiet: Bool) -> REPLSettings {
        var settings = settings
        settings.isPlain = settings.isPlain || plain
        settings.isPrivate = settings.isPrivate || isPrivate
        settings.isQuiet = settings.isQuiet || isQuiet
        if let theme { settings.theme = theme }
        return settings
    }
}
