import REPL
import TavusAPI

/// What a user's files say about the prompt: `config.toml` here, and `init.lua`, which is run later.
///
/// Neither stops the prompt: what is wrong is told, and the setting keeps its default.
struct PromptConfiguration: Equatable {
    struct Paths: Equatable {
        /// `$XDG_CONFIG_HOME/tavlua/config.toml`
        var settings: String
        /// `$XDG_CONFIG_HOME/tavlua/init.lua`
        var script: String
    }

    var settings = REPLSettings()
    /// The file to run before the first prompt, where there is one that may be trusted.
    var scripts: [String] = []
    /// A line each, with file and line, for standard error.
    var problems: [String] = []

    /// Where the files are; nil where no home folder is known.
    static func paths(_ environment: [String: String] = ProcessEnvironment.variables) -> Paths? {
        ConfigurationFolder.path(environment).map {
            Paths(settings: $0 + "/config.toml", script: $0 + "/init.lua")
        }
    }

    /// Reads both files; nothing for nil, as with `--norc`.
    init(reading paths: Paths?) {
        guard let paths else { return }
        do throws(UserFile.Problem) {
            if let text = try UserFile.text(at: paths.settings) {
                let file = SettingsFile(text: text, path: paths.settings)
                settings = file.settings
                problems = file.problems
            }
        } catch {
            problems.append("\(DisplayText.safe(paths.settings, limit: 200)): \(error.why)")
        }
        do throws(UserFile.Problem) {
            if try UserFile.isTrusted(at: paths.script) { scripts = [paths.script] }
        } catch {
            problems.append("\(DisplayText.safe(paths.script, limit: 200)): \(error.why)")
        }
    }
}
