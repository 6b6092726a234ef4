import Glibc
import LuaShim

/// A thread as the executor of one session: Lua runs on it, and waits on it.
///
/// While a script waits for the host, the thread blocks in ``completions(waitingAtMost:)`` instead of
/// giving up the actor: it belongs to this session alone, so no pool thread is blocked, and the way back
/// into Lua is one wake-up.
///
// @unchecked Sendable because all state is read and written with the lock held.
final class SessionThread: SerialExecutor, @unchecked Sendable {
    typealias Outcome = Result<[LuaValue], any Error>

    /// What other threads have to say to the one that runs Lua.
    enum Message {
        /// An async host function has ended.
        case completed(operation: UInt64, Outcome)
        /// One has had all the time it gets.
        case expired(operation: UInt64)
        /// A function of the script is to be called.
        case call(FunctionCall)
        case cancelCall(request: UInt64)
        /// Nobody holds this function any more.
        case release(function: UInt64)
    }

    /// Lua allows two hundred nested C calls; with frames of its pattern matcher they need this much.
    private static let stackSize = 8 << 20

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [UnownedJob] = []
    private var messages: [Message] = []
    private var isWoken = false
    private var lastAct: (@Sendable () -> Void)?
    /// Readable while there may be something to receive, for a session that waits in `poll`; else -1.
    private(set) var alarm: CInt = -1

    init() throws(SessionUnavailable) {
        lock = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        var clock = pthread_condattr_t()
        pthread_condattr_init(&clock)
        pthread_condattr_setclock(&clock, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &clock)
        pthread_condattr_destroy(&clock)
        try start()
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        lock.deallocate()
        changed.deallocate()
        if alarm >= 0 { close(alarm) }
    }

    private func start() throws(SessionUnavailable) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let failure = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<SessionThread>.fromOpaque(context).takeRetainedValue().runJobs()
                return nil
            }, context.toOpaque())
        pthread_attr_destroy(&attributes)
        if failure != 0 {
            context.release()
            throw SessionUnavailable(
                reason: "no thread for it (\(String(cString: strerror(failure))))")
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(lock)
        jobs.append(job)
        pthread_cond_signal(changed)
        pthread_mutex_unlock(lock)
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    private func runJobs() {
        let executor = asUnownedSerialExecutor()
        while true {
            pthread_mutex_lock(lock)
            while jobs.isEmpty && lastAct == nil { pthread_cond_wait(changed, lock) }
            let next = jobs
            jobs = []
            let last = next.isEmpty ? lastAct : nil
            if last != nil { lastAct = nil }  // it holds what holds this thread
            pthread_mutex_unlock(lock)
            for job in next { job.runSynchronously(on: executor) }
            if let last { return last() }
        }
    }

    /// Ends the thread after the jobs already here; `act` is the last thing it does.
    func end(_ act: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(lock)
        lastAct = act
        pthread_cond_signal(changed)
        pthread_mutex_unlock(lock)
    }

    /// From any thread: ends the current or the next wait with a message.
    func send(_ message: Message) {
        pthread_mutex_lock(lock)
        messages.append(message)
        pthread_cond_signal(changed)
        if alarm >= 0 { luashim_ring_alarm(alarm) }
        pthread_mutex_unlock(lock)
    }

    /// Before anything is sent.
    func openAlarm() throws(SessionUnavailable) {
        alarm = luashim_open_alarm()
        guard alarm >= 0 else {
            throw SessionUnavailable(reason: String(cString: strerror(-alarm)))
        }
    }

    func complete(_ operation: UInt64, _ outcome: Outcome) {
        send(.completed(operation: operation, outcome))
    }

    /// A function that nobody holds any more: news, but no reason to wake up.
    func release(_ function: UInt64) {
        pthread_mutex_lock(lock)
        messages.append(.release(function: function))
        pthread_mutex_unlock(lock)
    }

    /// From any thread: ends the current or the next wait.
    func wake() {
        pthread_mutex_lock(lock)
        isWoken = true
        pthread_cond_signal(changed)
        if alarm >= 0 { luashim_ring_alarm(alarm) }
        pthread_mutex_unlock(lock)
    }

    /// Messages not seen so far; blocks until there is one, or a wake-up, or the time is over.
    /// - Parameter milliseconds: below 0 there is no limit: a wake-up is the way to end the wait.
    func receive(waitingAtMost milliseconds: Int64) -> [Message] {
        pthread_mutex_lock(lock)
        if milliseconds != 0 { wait(atMost: milliseconds) }
        isWoken = false
        let received = messages
        messages = []
        pthread_mutex_unlock(lock)
        return received
    }

    /// With the lock held.
    private func wait(atMost milliseconds: Int64) {
        var deadline = Self.time(after: milliseconds)
        while messages.isEmpty && !isWoken {
            if milliseconds < 0 {
                pthread_cond_wait(changed, lock)
            } else if pthread_cond_timedwait(changed, lock, &deadline) == ETIMEDOUT {
                return
            }
        }
    }

    private static func time(after milliseconds: Int64) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nanoseconds = time.tv_nsec + Int(max(0, milliseconds) % 1000) * 1_000_000
        time.tv_sec += Int(max(0, milliseconds) / 1000) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return time
    }
}
