import Glibc
import TavusAPI

/// Where this program keeps what it remembers: `$XDG_STATE_HOME/tavlua`.
enum StateFolder {
    static var path: String {
        let variables = ProcessEnvironment.variables
        if let state = variables["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/tavlua"
        }
        return home(variables) + "/.local/state/tavlua"
    }

    /// Services and cron jobs may have no HOME: then what the system knows of the user, as shells do it.
    private static func home(_ variables: [String: String]) -> String {
        if let home = variables["HOME"], home.hasPrefix("/") { return home }
        return getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) } ?? ""
    }

    static var emulatorData: String { path + "/emulator.sqlite" }
    static var history: String { path + "/history" }
}

extension StateFolder {
    /// Makes the folder, for the owner alone.
    /// - Returns: why there is none; nil where there is.
    static func make() -> String? {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0 && errno != EEXIST {
                let why = String(cString: strerror(errno))
                return "cannot make the folder \(DisplayText.safe(made, limit: 200)): \(why)"
            }
        }
        return nil
    }
}
