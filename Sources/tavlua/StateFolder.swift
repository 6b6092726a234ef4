import Glibc

/// Where this program keeps what it remembers: `$XDG_STATE_HOME/tavlua`.
enum StateFolder {
    static var path: String {
        let variables = ProcessEnvironment.variables
        if let state = variables["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/tavlua"
        }
        return (variables["HOME"] ?? "") + "/.local/state/tavlua"
    }

    static var emulatorData: String { path + "/emulator.sqlite" }
    static var history: String { path + "/history" }
}

extension StateFolder {
    /// Makes the folder, for the owner alone.
    static func make() -> Bool {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0 && errno != EEXIST { return false }
        }
        return true
    }
}
