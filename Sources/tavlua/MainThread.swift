import Dispatch
import Synchronization

/// Runs the program's own async code on the main thread.
///
/// A top-level `await` would hand the main queue to a pool of threads; starting those takes longer
/// than starting Lua does. A script without calls needs two threads this way: this one and the
/// session's.
final class MainThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var status: Int32?
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    /// Runs the body to its end and gives its result.
    static func run(_ body: @escaping @Sendable () async -> Int32) -> Int32 {
        let thread = MainThread()
        Task(executorPreference: thread) {
            let status = await body()
            thread.state.withLock { $0.status = status }
            thread.changed.signal()
        }
        return thread.runJobs()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        changed.signal()
    }

    private func runJobs() -> Int32 {
        let executor = asUnownedTaskExecutor()
        while true {
            changed.wait()
            let (jobs, status) = state.withLock { state in
                defer { state.jobs.removeAll(keepingCapacity: true) }
                return (state.jobs, state.status)
            }
            for job in jobs { job.runSynchronously(on: executor) }
            if let status { return status }
        }
    }
}
