import Glibc
import LuaShim
import Synchronization

/// Lua in a process of its own: what a session of the profile `isolated` has instead of a VM that runs.
///
/// The session's VM then is the host's half of it: it keeps the deadline and takes interrupts, and calls
/// from the worker are put there to be answered like any others. So host functions, limits and output
/// are the session's own, whichever process Lua is in.
///
/// Everything happens on the session's thread, which waits in `poll` for the worker, for what Swift
/// tasks have to say, and for the deadline.
final class RemoteVM {
    /// What the session is asked for; it owns this object.
    unowned let core: SessionCore
    let vm: OpaquePointer
    let settings: Settings
    private let path: String
    private var process: WorkerProcess? {
        didSet { pid.store(process?.pid ?? 0, ordering: .relaxed) }
    }
    /// Its number, from any thread; 0: there is none.
    let pid = Atomic<Int32>(0)
    var connection = WorkerConnection(socket: -1, frameLimit: 0)

    /// The worker said that its sandbox is closed.
    var isReady = false
    /// The number of the run, and how it ended.
    private(set) var run: UInt64 = 0
    var outcome: luashim_outcome?
    /// Operations of the session by the worker's number for them, and the other way round.
    var operations: [UInt64: UInt64] = [:]
    var numbers: [UInt64: UInt64] = [:]
    var lastNumber: UInt64 = 0
    /// Operations that have ended since their results were last sent.
    private var ended: [UInt64] = []
    var bytesWritten = 0
    /// What Lua held when the last run ended.
    var bytesInUse = 0

    private var startLimit = ContinuousClock.now
    /// Since when the run is to stop, and what its end is called then.
    private var stop: (since: ContinuousClock.Instant, outcome: luashim_outcome)?

    struct Settings {
        let limits: LuaLimits
        let cleanupGrace: Duration

        /// Frames, and what the worker may leave unread.
        var frameLimit: Int { min(max(limits.memory?.bytes ?? 64 << 20, 64 << 10), 1 << 30) }
        var callsInFlight: Int { max(1, limits.callsInFlight ?? 256) }
        /// An error that Lua holds takes some hundred bytes there.
        var errorLimit: Int { max(1024, (limits.memory?.bytes ?? 512 << 20) / 256) }
    }

    init(core: SessionCore, vm: OpaquePointer, settings: Settings, path: String) {
        self.core = core
        self.vm = vm
        self.settings = settings
        self.path = path
    }

    /// Runs a script to its end, whatever that is.
    /// - Parameter values: `...`, as the call holds them that ``SessionCore`` put them in.
    /// - Throws: ``LuaWorkerDied``, ``SessionUnavailable``.
    func run(
        _ text: [UInt8], chunkName: String, _ invocation: SessionCore.Invocation,
        values: OpaquePointer?, timeout: Duration?
    ) throws -> luashim_outcome {
        run += 1
        guard let frame = runFrame(text, chunkName, invocation, values) else {
            return LUASHIM_OUT_OF_MEMORY
        }
        if luashim_is_interrupted(vm) { return stopOutcome }
        let process = try self.process ?? start()
        (outcome, stop, bytesWritten) = (nil, nil, 0)
        // A session that is busy with one of its functions does not look at its clock.
        process.limitProcessorTime(to: timeout.map { $0 + settings.cleanupGrace })
        connection.send(frame)
        defer { abandon() }
        do {
            while outcome == nil, try attend(process) {}
        } catch {
            throw verdict(on: error, process)
        }
        guard let outcome else { return stop?.outcome ?? LUASHIM_INTERRUPTED }
        return outcome == LUASHIM_INTERRUPTED ? stop?.outcome ?? outcome : outcome
    }

    /// An async host function has ended.
    func note(_ operation: UInt64) {
        ended.append(operation)
    }

    /// Ends the worker.
    func close() {
        abandon()
        process = nil
    }

    // MARK: The worker's life

    private func start() throws -> WorkerProcess {
        let process = try WorkerProcess(path: path)
        self.process = process
        connection = WorkerConnection(socket: process.socket, frameLimit: settings.frameLimit)
        (isReady, lastNumber) = (false, 0)
        startLimit = .now + .seconds(10)
        guard let frame = openFrame() else {
            self.process = nil
            throw SessionUnavailable(reason: "its modules are too large for a worker")
        }
        connection.send(frame)
        return process
    }

    /// Cancels what the worker waits for; one of ours has done that itself.
    private func abandon() {
        for operation in operations.values { core.cancel(operation) }
        (operations, numbers, ended) = ([:], [:], [])
    }

    /// What is thrown where the worker is no use any more; it is gone then.
    private func verdict(on error: any Error, _ process: WorkerProcess) -> any Error {
        defer { self.process = nil }
        core.errors = [:]
        luashim_interrupt(vm)  // so that nobody waits for long for what was cancelled
        switch error {
        case is WorkerIsGone:
            // The socket closes a moment before the process has ended.
            let end = process.end(within: 500) ?? .misbehaved("it closed its connection")
            if !isReady {
                return SessionUnavailable(
                    reason: "its worker ended before it was ready (\(LuaWorkerDied(cause: end)))")
            }
            return LuaWorkerDied(cause: end)
        case let error as Misbehaviour:
            return LuaWorkerDied(cause: .misbehaved(error.what))
        default:
            return error
        }
    }

    // MARK: A run

    /// Waits for something to happen and attends to it. False: the worker had to be ended.
    private func attend(_ process: WorkerProcess) throws -> Bool {
        var wait = luashim_remaining_time(vm)
        if luashim_is_interrupted(vm) {
            guard insistOnStop(process) else { return false }
            wait = 50
        } else if !isReady {
            guard .now < startLimit else {
                throw SessionUnavailable(reason: "its worker did not answer")
            }
            wait = wait < 0 ? 1000 : min(wait, 1000)
        }
        // A worker that takes no results, or calls and cancels without end, has to wait.
        let isPatient = connection.backlog > 1 << 20 || core.waiting.count > 1024
        let output = connection.backlog > 0 ? POLLOUT : 0
        var events = [
            pollfd(
                fd: process.socket, events: Int16((isPatient ? 0 : POLLIN) | output), revents: 0),
            pollfd(fd: core.thread.alarm, events: Int16(POLLIN), revents: 0),
        ]
        // A signal ends the wait as well: interrupts and deadlines come as one.
        guard poll(&events, nfds_t(events.count), CInt(clamping: wait)) > 0 else { return true }
        if events[1].revents != 0 {
            luashim_hush_alarm(core.thread.alarm)
            core.receive(waitingAtMost: 0)
            sendEnded()
        }
        if events[0].revents & Int16(POLLOUT) != 0 { connection.flush() }
        if events[0].revents & ~Int16(POLLOUT) != 0 {
            let isOpen = connection.receive()
            while outcome == nil, let (kind, body) = try connection.next() {
                try handle(kind, body)
            }
            if !isOpen, outcome == nil { throw WorkerIsGone() }
        }
        return true
    }

    /// What the end of a run that is to stop is called. The last millisecond is never over there.
    private var stopOutcome: luashim_outcome {
        luashim_remaining_time(vm) == 1 ? LUASHIM_TIMED_OUT : LUASHIM_INTERRUPTED
    }

    /// Asks the worker to stop the run, again and again; false when it has had its time.
    private func insistOnStop(_ process: WorkerProcess) -> Bool {
        let now = ContinuousClock.now
        if stop == nil { stop = (now, stopOutcome) }
        // The worker counts the grace itself; this is for one that does not.
        guard let stop, now - stop.since < settings.cleanupGrace + .milliseconds(250) else {
            self.process = nil
            core.errors = [:]
            return false
        }
        // Before it is ready, the signal would end it.
        if isReady { process.ask(run) }
        return true
    }

    /// Sends the results of operations that have ended.
    private func sendEnded() {
        let ended = ended
        self.ended = []
        for operation in ended {
            guard let number = numbers.removeValue(forKey: operation) else { continue }
            operations[number] = nil
            guard let call = luashim_begin_answer(vm) else { continue }
            sendResult(of: number, core.take(operation, call), call)
        }
    }

    func sendResult(of number: UInt64, _ answer: luashim_answer, _ call: OpaquePointer) {
        var answer = answer
        var answers = luashim_take_answers(call)
        if answers.lacks_memory || answers.records.count > settings.frameLimit {
            core.errors[answers.error_handle] = nil
            answer = core.fail(MemoryLimitReached(), call)
            answers = luashim_take_answers(call)
        }
        var frame = FrameWriter(
            LUASHIM_FRAME_RESULT,
            luashim_result_frame(
                operation: number, error_handle: answers.error_handle, answer: answer.rawValue,
                count: answers.count))
        frame.addRecords(answers.records)
        if let bytes = frame.finished() { connection.send(bytes) }
    }
}

/// The worker's end of the connection is closed.
struct WorkerIsGone: Error {}
