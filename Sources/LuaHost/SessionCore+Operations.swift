import LuaShim

/// Async host functions: begun when Lua calls them, answered when their Swift task has ended.
extension SessionCore {
    /// One that was called and has not answered Lua yet.
    struct Operation {
        let task: OpaquePointer
        /// What the host holds for it, counted against the memory limit.
        var bytes: Int
        /// Nil while it waits for its turn.
        var handle: Task<Void, Never>?
        var clock: Task<Void, Never>?
        var outcome: SessionThread.Outcome?
    }

    typealias Work = @Sendable () async throws -> [LuaValue]

    func begin(
        _ function: Unmanaged<HostFunction>, _ call: OpaquePointer
    ) throws -> luashim_answer {
        let host = function.takeUnretainedValue()
        guard let vm, let task = luashim_current_task(vm), let body = host.deferred else {
            throw Self.closed
        }
        var arguments = LuaArgumentReader(
            call: call, function: function, home: .passUnretained(self))
        let work = try body(&arguments)
        let bytes = argumentBytes(of: call)
        guard luashim_charge(vm, Int64(bytes)) else { throw MemoryLimitReached() }
        lastOperation += 1
        let operation = lastOperation
        operations[operation] = Operation(task: task, bytes: bytes)
        luashim_set_operation(call, operation)
        if let limit = limits.callsInFlight, tasksInFlight >= max(1, limit) {
            waiting.append((operation, work, host.timeout))
        } else {
            start(operation, work, host.timeout)
        }
        return LUASHIM_PENDING
    }

    private func start(_ operation: UInt64, _ work: @escaping Work, _ timeout: Duration?) {
        tasksInFlight += 1
        operations[operation]?.handle = Task.immediate { [thread] in
            let outcome: SessionThread.Outcome
            do {
                outcome = .success(try await work())
            } catch {
                outcome = .failure(error)
            }
            thread.complete(operation, outcome)
        }
        guard let timeout else { return }
        operations[operation]?.clock = Task { [thread] in
            do { try await Task.sleep(for: timeout) } catch { return }
            thread.send(.expired(operation: operation))
        }
    }

    private func startWaiting() {
        while let limit = limits.callsInFlight, tasksInFlight < max(1, limit), !waiting.isEmpty {
            let (operation, work, timeout) = waiting.removeFirst()
            if operations[operation] != nil { start(operation, work, timeout) }
        }
    }

    func cancel(_ operation: UInt64) {
        guard let cancelled = operations.removeValue(forKey: operation) else { return }
        cancelled.handle?.cancel()
        settle(cancelled)
    }

    /// Ends what goes with an operation that is over.
    func settle(_ operation: Operation) {
        operation.clock?.cancel()
        if let vm { luashim_charge(vm, -Int64(operation.bytes)) }
    }

    func receive(waitingAtMost milliseconds: Int64) {
        if milliseconds != 0 { clock?.add(-1) }
        let messages = thread.receive(waitingAtMost: milliseconds)
        // Before anything is counted as done: what it leads to is not.
        if milliseconds != 0 { clock?.add(1) }
        for message in messages {
            switch message {
            case .completed(let operation, let outcome):
                if operation > lastAbandoned { tasksInFlight -= 1 }
                finish(operation, outcome)
            case .expired(let operation):
                operations[operation]?.handle?.cancel()
                finish(operation, .failure(CallTimeout()))
            case .call(let call): accept(call)
            case .cancelCall(let request): cancelCall(request)
            case .release(let function): releaseFunction(function)
            }
        }
        startWaiting()
        beginCalls()
    }

    private func finish(_ operation: UInt64, _ outcome: SessionThread.Outcome) {
        guard let vm, var finished = operations[operation], finished.outcome == nil else { return }
        finished.outcome = outcome
        if case .success(let values) = outcome {
            let bytes = values.reduce(0) { $0 + $1.byteCount }
            if luashim_charge(vm, Int64(bytes)) {
                finished.bytes += bytes
            } else {
                finished.outcome = .failure(MemoryLimitReached())
            }
        }
        operations[operation] = finished
        luashim_operation_done(vm, finished.task, operation)
        remote?.note(operation)
    }

    private func argumentBytes(of call: OpaquePointer) -> Int {
        guard limits.memory != nil else { return 0 }
        return (0..<luashim_argument_count(call)).reduce(0) { $0 + luashim_bytes(call, $1).count }
    }

    /// The body of `task.sleep`.
    static func sleep(_ clock: LuaVirtualClock?) -> LuaFunction {
        LuaFunction("sleep") { (seconds: Double) async throws in
            // Longer than a thousand years is a mistake, and Duration traps far beyond.
            guard seconds >= 0, seconds <= 3e10 else {
                throw LuaArgumentError(0, of: "sleep", "number of seconds expected, got \(seconds)")
            }
            if let clock { return try await clock.sleep(for: seconds) }
            try await Task.sleep(for: .seconds(seconds))
        }
    }
}

/// A host function that had all the time that its ``LuaFunction/timeout`` allows.
struct CallTimeout: Error, LuaConvertibleError {
    var luaMessage: String { "the host did not answer in time" }
    var luaFields: [(String, LuaValue)] { [("code", "timeout")] }
}

/// The script, with what the host holds for it, needs more than ``LuaLimits/memory``.
struct MemoryLimitReached: Error, LuaConvertibleError {
    var luaMessage: String { "not enough memory" }
    var luaFields: [(String, LuaValue)] { [("code", "memory_limit")] }
}
