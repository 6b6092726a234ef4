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
        let settings = REPLSettings()
        let memory = REPLMemory(
            path: StateFolder.make() ? StateFolder.history : nil, settings: settings,
            secrets: { [host] in host.secrets })
        REPLLoop.serveBreakpoints(
            of: connection, host: host, settings: settings, memory: memory,
            editor: { Prompt.lineEditor(settings) }, onInterrupt: watch.passInterrupts(to:))
    }
}
