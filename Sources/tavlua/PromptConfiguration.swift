import Glibc
import REPL

/// What a user set up for the prompt: files below `$XDG_CONFIG_HOME/tavlua`.
enum PromptConfiguration {
    /// `init.lua` where there is one: it runs before the first prompt.
    static var scripts: [String] {
        guard let script = folder.map({ $0 + "/init.lua" }), access(script, F_OK) == 0 else {
            return []
        }
        return [script]
    }

    /// XDG Base Directory Specification 0.8: a relative path in the variable is ignored.
    static var folder: String? {
        let variables = ProcessEnvironment.variables
        if let configuration = variables["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
            return configuration + "/tavlua"
        }
        guard let home = variables["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/tavlua"
    }
}
