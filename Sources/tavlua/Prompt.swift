import Glibc
import LuaHost
import REPL
import Synchronization
import TavusAPI
import TavusClient

/// The prompt on this terminal.
struct Prompt {
    private let settings: HostSettings
    private let options: PromptOptions

    init(settings: HostSettings, options: PromptOptions) {
        self.settings = settings
        self.options = options
    }

    /// - Returns: the exit status.
    func run() async -> Int32 {
        do {
            let host = try PromptHost(settings)
            let status =
                if let path = options.replay { try await replay(path, host) } else {
                    await run(host)
                }
            await host.close()
            return status
        } catch {
            return ErrorReport(isVerbose: settings.verbosity > 0).print(error)
        }
    }

    /// - Returns: 1 where something is shown differently.
    private func replay(_ path: String, _ host: PromptHost) async throws -> Int32 {
        let editor = ReplayEditor(try Transcript(parsing: try TextFile.read(path)))
        let settings = options.applied(to: REPLSettings(), isQuiet: true)
        let memory = REPLMemory(path: nil, settings: settings, secrets: { host.secrets })
        let loop = REPLLoop(host: host, editor: editor, settings: settings, memory: memory)
        Signals.onTermination { signal in ProcessEnd.exit(128 + signal) }
        _ = await loop.run()
        Signals.onTermination(nil)
        for difference in editor.differences { print(difference.text, terminator: "") }
        return editor.differences.isEmpty ? ExitStatus.success : ExitStatus.failure
    }

    private func run(_ host: PromptHost) async -> Int32 {
        let configuration = PromptConfiguration(
            reading: options.readsConfiguration ? PromptConfiguration.paths() : nil)
        for problem in configuration.problems { StandardError.line("tavlua: \(problem)") }
        let replSettings = options.applied(
            to: configuration.settings, isQuiet: settings.isQuiet)
        Signals.surviveFileLimits()
        let equipment = Self.equipment(replSettings, host: host)
        let loop = REPLLoop(
            host: host, editor: equipment.editor, settings: replSettings,
            memory: equipment.memory)
        let fatal = FatalSignal()
        Signals.onTermination { signal in
            guard signal != SIGINT else { return loop.interrupt() }
            // The thread that reads may be in the editor: only the terminal is given back.
            restoreTerminal()
            fatal.number.store(signal, ordering: .relaxed)
            host.interruptCalls()
            // A write that has left gets its two seconds; another signal ends at once.
            Task {
                await host.close()
                ProcessEnd.exit(128 + signal)
            }
        }
        Signals.letPromptHaveInterrupts(true)
        defer {
            Signals.letPromptHaveInterrupts(false)
            Signals.onTermination(nil)
        }
        let status = await loop.run(scripts: configuration.scripts)
        // A terminal that goes away ends the input as well, maybe before its signal is handled.
        let signal = Self.isHungUp ? SIGHUP : fatal.number.load(ordering: .relaxed)
        return signal == 0
            ? ProcessEnd.status(status, outputFault: equipment.editor.outputFault) : 128 + signal
    }

    private static var isHungUp: Bool {
        guard isatty(STDIN_FILENO) == 1 || errno == EIO else { return false }
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, 0) == 1 && input.revents & Int16(POLLHUP) != 0
    }

    /// The editor for this terminal, and what was entered before.
    static func equipment(_ settings: REPLSettings, host: PromptHost) -> REPLEquipment {
        let memory = REPLMemory(
            path: historyPath(settings), settings: settings, secrets: { host.secrets })
        return REPLEquipment(editor: lineEditor(settings), settings: settings, memory: memory)
    }

    /// Nil where nothing is to be stored, or where it cannot be, having said so.
    private static func historyPath(_ settings: REPLSettings) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        guard let problem = StateFolder.make() else { return StateFolder.history }
        if !settings.isPrivate, settings.historySize > 0 {
            StandardError.line("tavlua: history: \(problem); this session is not stored")
        }
        return nil
    }

    private static func lineEditor(_ settings: REPLSettings) -> any LineEditor {
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let theme = Theme.chosen(
            name: settings.theme, environment: ProcessEnvironment.looks, isTerminal: isTerminal)
        if theme == nil {
            let names = Theme.all.map(\.name).joined(separator: ", ")
            StandardError.line("tavlua: no theme \"\(settings.theme)\"; there are \(names)")
        }
        let (editor, problem) = REPL.lineEditor(theme: theme ?? .standard, settings: settings)
        if let problem { StandardError.line("tavlua: no line editing: \(problem)") }
        return editor
    }
}

/// The signal that ends the prompt; 0: none.
private final class FatalSignal: Sendable {
    let number = Atomic<Int32>(0)
}
