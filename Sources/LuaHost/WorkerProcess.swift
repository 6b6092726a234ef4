import Glibc
import LuaShim

/// A worker's process, from its start until it is collected. It belongs to the session's thread.
final class WorkerProcess {
    private var process = luashim_process()
    private var isTimeLimited = false

    init(path: String) throws(SessionUnavailable) {
        let failure = luashim_start_process(path, LuaHost.workerArgument, &process)
        guard failure == 0 else {
            throw SessionUnavailable(
                reason: "its worker \(path) cannot be started "
                    + "(\(String(cString: strerror(failure))))")
        }
    }

    deinit {
        guard process.pid != 0 else { return }
        luashim_kill_process(&process)
        _ = luashim_await_process(&process, -1)
        luashim_forget_process(&process)
    }

    var pid: Int32 { process.pid }
    var socket: Int32 { process.socket }

    /// Asks it to stop a run.
    func ask(_ run: UInt64) { luashim_ask_process(&process, run) }

    /// From now on, and roughly: the host's own clock is the exact one. Nil: no limit.
    func limitProcessorTime(to time: Duration?) {
        guard time != nil || isTimeLimited else { return }
        isTimeLimited = time != nil
        luashim_limit_process(
            &process, time.map { UInt64(clamping: $0.components.seconds) + 2 } ?? .max)
    }

    /// Why it has ended, if it ends by itself within this time.
    func end(within milliseconds: Int32) -> LuaWorkerDied.Cause? {
        let end = luashim_await_process(&process, milliseconds)
        guard end.is_over else { return nil }
        luashim_forget_process(&process)
        guard end.is_known else { return .misbehaved("its end was not seen") }
        return end.signal != 0 ? .signal(end.signal) : .exited(status: end.status)
    }
}
