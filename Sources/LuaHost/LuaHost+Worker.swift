import Glibc
import LuaShim
import Synchronization

/// Where the process of an isolated session comes from.
extension LuaHost {
    /// The one argument of a worker; no user types it.
    static let workerArgument = "--run-lua-worker"
    private static let canRunWorkers = Atomic(false)

    /// Lets this program be the worker of its own isolated sessions: they start it anew, and there this
    /// call does not return. It has to be the first thing that the program does.
    ///
    /// ```swift
    /// LuaHost.runWorkerIfAsked()
    /// ```
    /// A program that cannot do that names another one with ``workerExecutable``.
    public static func runWorkerIfAsked() {
        canRunWorkers.store(true, ordering: .relaxed)
        guard CommandLine.argc == 2, let word = CommandLine.unsafeArgv[1],
            strcmp(word, workerArgument) == 0
        else { return }
        exit(luashim_worker_main(0))
    }

    /// The program to start.
    var workerPath: String {
        get throws(SessionUnavailable) {
            if let workerExecutable {
                guard access(workerExecutable, X_OK) == 0 else {
                    throw SessionUnavailable(reason: "its worker \(workerExecutable) cannot be run")
                }
                return workerExecutable
            }
            guard Self.canRunWorkers.load(ordering: .relaxed) else {
                throw SessionUnavailable(
                    reason: "the profile isolated needs a worker: call LuaHost.runWorkerIfAsked() "
                        + "first thing in the program, or set workerExecutable")
            }
            return "/proc/self/exe"  // this very program, even if its file was replaced meanwhile
        }
    }
}
