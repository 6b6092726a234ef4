import Glibc
import LuaHost
import REPL

/// `repl()` in a script: a prompt at the terminal that started it, while the script is paused.
struct Breakpoints: Sendable {
    let connection = REPLConnection()
    let host: PromptHost

    /// Nil where there is no terminal to type at.
    init?(_ settings: HostSettings) throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
        host = try PromptHost(settings, announces: true)
    }

    /// - Parameter watch: stops the script at ^C but while a prompt is open.
    func serve(_ watch: RunWatch) {
        REPLLoop.serveBreakpoints(
            of: connection, host: host,
            equipment: { [host] in
                let configuration = PromptConfiguration(reading: PromptConfiguration.paths())
                for problem in configuration.problems { StandardError.line("tavlua: \(problem)") }
                return Prompt.equipment(configuration.settings, host: host)
            }, onInterrupt: watch.passInterrupts(to:))
    }
}
