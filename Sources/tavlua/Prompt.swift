import Glibc
import LuaHost
import REPL
import TavusClient
import TavusLua

/// The prompt on this terminal.
struct Prompt {
    private let settings: HostSettings

    init(settings: HostSettings) { self.settings = settings }

    /// - Returns: the exit status.
    func run() async -> Int32 {
        let report = ErrorReport(isVerbose: settings.verbosity > 0)
        do {
            let backend = try Backend(settings)
            let session = try await LuaHost().session(modules: backend.modules + REPLLoop.modules)
            let status = await run(session, on: backend, report: report)
            await session.close()
            await backend.close()
            return status
        } catch {
            return report.print(error)
        }
    }

    private func run(_ session: LuaSession, on backend: Backend, report: ErrorReport) async -> Int32
    {
        let target = backend.account.target.rawValue
        let isTerminal = isatty(STDIN_FILENO) == 1
        let editor = lineEditor(isTerminal: isTerminal)
        if isTerminal && !settings.isQuiet {
            print("tavlua \(Version.text) · \(LuaHost.luaVersion) · \(target) · help() · ^D ends")
        }
        let loop = REPLLoop(
            session: session, editor: editor,
            history: isTerminal ? history : nil, prompt: target
        ) { error in
            guard !(error is LuaCancelled) else { return StandardError.line("interrupted") }
            _ = report.print(error)
        }
        Signals.onTermination { signal in
            backend.interrupt()
            session.interrupt()
            if signal == SIGINT { Signals.rearm() }
        }
        defer {
            Signals.onTermination(nil)
            editor.close()
        }
        return await loop.run()
    }

    private func lineEditor(isTerminal: Bool) -> any LineEditor {
        guard isTerminal, getenv("TERM").map({ String(cString: $0) }) != "dumb" else {
            return PlainLineEditor(showsPrompt: isTerminal)
        }
        do {
            return try LibeditLineEditor(program: "tavlua", theme: .none)
        } catch {
            StandardError.line("tavlua: no line editing: \(error)")
            return PlainLineEditor(showsPrompt: true)
        }
    }

    /// Nil where the folder cannot be made; the session goes on without a memory.
    private var history: HistoryFile? {
        guard StateFolder.make() else { return nil }
        return HistoryFile(path: StateFolder.history)
    }
}
