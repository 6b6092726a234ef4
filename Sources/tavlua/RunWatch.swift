import Glibc
import LuaHost
import REPL
import Synchronization
import TavusClient

/// What may end a run from outside: Ctrl-C, SIGTERM, SIGHUP, and `--timeout`.
final class RunWatch: Sendable {
    private enum Reason {
        case signal(Int32)
        case timeout(Double)
    }

    /// Longer than closers and writes under way may take. What goes on after that is a C function,
    /// such as a pattern match that backtracks for hours: nothing but the end of the process stops it.
    private static let patience = Duration.seconds(5)

    private let reason = Mutex<Reason?>(nil)
    /// Who gets ^C instead of the run, while a prompt is open.
    private let prompt = FunctionSlot<@Sendable () -> Void>()
    private let hasEnded = Atomic(false)
    private let session: LuaSession
    private let backend: Backend

    init(session: LuaSession, backend: Backend, timeout: Double?) {
        self.session = session
        self.backend = backend
        Signals.onTermination { [weak self] signal in self?.hear(signal) }
        if let timeout { startTimer(timeout) }
    }

    /// Lets something else have ^C; nil: the run again.
    @Sendable func passInterrupts(to prompt: (@Sendable () -> Void)?) {
        self.prompt.set(prompt)
        Signals.letPromptHaveInterrupts(prompt != nil)
    }

    private func hear(_ signal: Int32) {
        if signal == SIGINT, let prompt = prompt.function {
            prompt()
        } else {
            stop(.signal(signal))
        }
    }

    /// It is not cancelled: when the run ends first it finds nobody to stop.
    private func startTimer(_ seconds: Double) {
        Task { [weak self] in
            try await Task.sleep(for: .seconds(seconds))
            self?.stop(.timeout(seconds))
        }
    }

    private func stop(_ why: Reason) {
        let isFirst = reason.withLock { reason in
            defer { reason = reason ?? why }
            return reason == nil
        }
        backend.interrupt()
        session.interrupt()
        if isFirst { Task { try await insist() } }
    }

    private func insist() async throws {
        try await Task.sleep(for: Self.patience)
        guard !hasEnded.load(ordering: .acquiring) else { return }
        StandardError.line(
            "tavlua: the script did not stop within \(Self.patience): it is in a C function that"
                + " cannot be interrupted; ending the process")
        _exit(statusOfEnd())
    }

    /// Whether something asked the run to stop.
    var hasStopped: Bool { reason.withLock { $0 != nil } }

    /// Stops watching.
    func end() {
        hasEnded.store(true, ordering: .releasing)
        Signals.onTermination(nil)
    }

    /// The status of a run that was stopped, having said why where it is not plain to see.
    func statusOfEnd() -> Int32 {
        switch reason.withLock({ $0 }) {
        case .signal(let number): return 128 + number
        case .timeout(let seconds):
            StandardError.line("tavlua: stopped after --timeout, \(seconds) s")
            return ExitStatus.timeout
        case nil: return ExitStatus.failure
        }
    }
}
