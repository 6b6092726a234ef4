import LuaHost
import Synchronization
import TavusClient

/// What may end a run from outside: Ctrl-C, SIGTERM, SIGHUP, and `--timeout`.
final class RunWatch: Sendable {
    private enum Reason {
        case signal(Int32)
        case timeout(Double)
    }

    private let reason = Mutex<Reason?>(nil)
    private let session: LuaSession
    private let backend: Backend

    init(session: LuaSession, backend: Backend, timeout: Double?) {
        self.session = session
        self.backend = backend
        Signals.onTermination { [weak self] signal in self?.stop(.signal(signal)) }
        if let timeout { startTimer(timeout) }
    }

    /// It is not cancelled: when the run ends first it finds nobody to stop.
    private func startTimer(_ seconds: Double) {
        Task { [weak self] in
            try await Task.sleep(for: .seconds(seconds))
            self?.stop(.timeout(seconds))
        }
    }

    private func stop(_ why: Reason) {
        reason.withLock { $0 = $0 ?? why }
        backend.interrupt()
        session.interrupt()
    }

    /// Whether something asked the run to stop.
    var hasStopped: Bool { reason.withLock { $0 != nil } }

    /// Stops watching.
    func end() {
        Signals.onTermination(nil)
    }

    /// The status of a run that was stopped, having said why where it is not plain to see.
    func statusOfEnd(_ report: ErrorReport) -> Int32 {
        switch reason.withLock({ $0 }) {
        case .signal(let number): return 128 + number
        case .timeout(let seconds):
            StandardError.line("tavlua: stopped after --timeout, \(seconds) s")
            return ExitStatus.timeout
        case nil: return ExitStatus.failure
        }
    }
}
