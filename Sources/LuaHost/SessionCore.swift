import Glibc
import LuaShim
import Synchronization

/// What a session is on its own thread: the VM, the functions it can call, and what is under way.
///
// @unchecked Sendable because everything is used on the session's thread alone, but for `interrupt`,
// which touches only what the C side guards with its own lock.
final class SessionCore: @unchecked Sendable {
    let thread: SessionThread
    let modules: [LuaModule]
    /// `task.sleep` first, then the functions of all modules in turn: C calls them by these pointers.
    let functions: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
    let limits: LuaLimits
    let handler: (@Sendable (LuaStream, [UInt8]) -> Void)?
    let outputBuffer: OutputBuffer?
    let grants: GrantsInForce
    let clock: LuaVirtualClock?
    private let coverage: LuaCoverage?
    private let runsWithinCall: Bool
    private let allowsBinaryChunks: Bool
    private let cleanupGrace: Duration
    private(set) var vm: OpaquePointer?
    /// Where Lua runs if not in ``vm``, which then is the host's half.
    private(set) var remote: RemoteVM?
    private(set) var isOpen = false
    /// The session, for those who hold one of its functions.
    let session = Mutex(WeakSession())
    struct WeakSession: Sendable {
        weak var session: LuaSession?
    }

    var operations: [UInt64: Operation] = [:]
    var lastOperation: UInt64 = 0
    /// Operations that wait until fewer are under way.
    var waiting: [(UInt64, Work, Duration?)] = []
    /// Swift tasks that have not ended, cancelled ones included.
    var tasksInFlight = 0 {
        didSet { clock?.add(tasksInFlight - oldValue) }
    }
    /// Operations up to this one are not waited for any more.
    var lastAbandoned: UInt64 = 0
    var errors: [UInt64: any Error] = [:]
    var lastError: UInt64 = 0
    /// Calls of functions that Lua has not got yet, and who waits for those it has.
    var calls: [FunctionCall] = []
    var answers: [UInt64: CheckedContinuation<[LuaValue], any Error>] = [:]
    /// A run is under way, so that calls can be handed to Lua.
    var isServing = false {
        didSet {
            guard !runsWithinCall else { return }
            clock?.add((isServing ? 1 : 0) - (oldValue ? 1 : 0))
        }
    }

    init(
        host: LuaHost, modules: [LuaModule], grants: LuaGrants, thread: SessionThread,
        failingAllocation: Int = 0
    ) throws(SessionUnavailable) {
        self.thread = thread
        self.modules = modules
        limits = host.profileLimits
        self.grants = GrantsInForce(grants)
        allowsBinaryChunks = host.allowsBinaryChunks && host.profile == .trusted
        cleanupGrace = host.cleanupGrace
        clock = host.clock
        coverage = host.coverage
        runsWithinCall = host.runsWithinCall
        let all = [Self.sleep(clock)] + modules.flatMap(\.functions)
        functions = .allocate(capacity: all.count)
        for (number, function) in all.enumerated() {
            functions.initializeElement(
                at: number, to: Unmanaged.passRetained(HostFunction(function)).toOpaque())
        }
        if case .stream(let capacity) = host.output {
            outputBuffer = OutputBuffer(capacity: capacity)
        } else {
            outputBuffer = nil
        }
        handler = host.outputHandler
        var options = luashim_options()
        options.host = hostCallbacks(for: self)
        options.memory_limit = limits.memory?.bytes ?? 0
        options.output_limit = limits.output?.bytes ?? 0
        options.task_limit = Int32(clamping: limits.tasks ?? 0)
        options.hook_count = host.interrupts.instructionCount
        options.cleanup_grace = host.cleanupGrace.wholeMilliseconds
        options.profile = host.profile == .trusted ? LUASHIM_TRUSTED : LUASHIM_RECIPE
        options.allows_binary_chunks = host.allowsBinaryChunks
        options.failing_allocation = failingAllocation
        options.counts_lines = coverage != nil
        options.writes_to_host = handler != nil || outputBuffer != nil
        let isRemote = host.profile == .isolated
        guard clock == nil || !isRemote else {
            throw SessionUnavailable(reason: "isolated scripts go by real time")
        }
        let workerPath = isRemote ? try host.workerPath : ""
        guard let vm = isRemote ? luashim_create_remote(&options) : luashim_create(&options) else {
            throw SessionUnavailable(reason: "not enough memory")
        }
        self.vm = vm
        isOpen = true
        if isRemote {
            let settings = RemoteVM.Settings(
                limits: limits, cleanupGrace: cleanupGrace)
            remote = RemoteVM(core: self, vm: vm, settings: settings, path: workerPath)
            try thread.openAlarm()
            return
        }
        for (number, module) in modules.enumerated() {
            guard luashim_add_module(vm, module.name, Int32(number), module.isGlobal) else {
                close()
                throw SessionUnavailable(reason: "not enough memory")
            }
        }
    }

    deinit {
        if let vm { luashim_free(vm) }
        for case let function? in functions {
            Unmanaged<HostFunction>.fromOpaque(function).release()
        }
        functions.deallocate()
    }

    /// Closes the Lua state. The VM's block stays until the last interrupt can have come.
    func close() {
        guard isOpen, let vm else { return }
        isOpen = false
        remote?.close()
        coverage?.note(vm)
        luashim_close(vm)
        errors = [:]
        refuseCalls()
        outputBuffer?.end()
    }

    var memoryInUse: Int {
        guard isOpen, let vm else { return 0 }
        return luashim_bytes_in_use(vm) + (remote?.bytesInUse ?? 0)
    }

    /// Until the deadline of what runs, in milliseconds; below 0: for ever.
    private func remainingTime() -> Int64 { vm.map(luashim_remaining_time) ?? -1 }

    var allocations: Int { vm.map(luashim_allocations) ?? 0 }

    func interrupt() {
        guard let vm else { return }
        luashim_interrupt(vm)
        thread.wake()
        outputBuffer?.wake()
    }

    /// What a run is given beside its source.
    struct Invocation {
        /// For the global `arg` and `...`.
        var arguments: [String] = []
        /// For `...` alone; `arg` stays as it is.
        var values: [LuaValue]?
        var scriptName: String?
        /// The words before the script, for `arg[-1]` and below.
        var command: [String] = []
        var timeout: Duration?
    }

    func run(_ source: LuaSource, _ invocation: Invocation) throws -> [LuaValue] {
        guard isOpen, let vm else { throw Self.closed }
        let timeout = [invocation.timeout, limits.wallClock].compactMap { $0 }.min()
        luashim_begin_run(vm, timeout?.wholeMilliseconds ?? -1)
        defer { luashim_end_run(vm) }
        // A cancellation that came before the run began found nothing to interrupt.
        if Task.isCancelled { luashim_interrupt(vm) }
        let (text, chunkName) = try source.read(
            allowsBinaryChunks: allowsBinaryChunks, isInterrupted: { luashim_is_interrupted(vm) })
        let passed = invocation.values == nil ? nil : luashim_arguments(vm)
        if let values = invocation.values, let passed {
            for value in values { try value.append(to: passed, in: self) }
        }
        if let remote {
            defer { drain(vm) }
            let outcome = try remote.run(
                text, chunkName: chunkName, invocation, values: passed, timeout: timeout)
            return try conclude(outcome, vm, timeout)
        }
        isServing = true
        receive(waitingAtMost: 0)
        let outcome = text.withUnsafeBufferPointer { text in
            withTexts(invocation.arguments) { arguments in
                withTexts(invocation.command) { command in
                    chunkName.withCString { chunkName in
                        withOptionalCString(invocation.scriptName) { scriptName in
                            var script = luashim_script(
                                source: luashim_text(text), chunk_name: chunkName,
                                script_name: scriptName, arguments: arguments.baseAddress,
                                argument_count: arguments.count, command: command.baseAddress,
                                command_count: command.count,
                                passes_values: invocation.values != nil)
                            return luashim_run(vm, &script)
                        }
                    }
                }
            }
        }
        luashim_begin_draining(vm)
        drain(vm)
        isServing = false
        return try conclude(outcome, vm, timeout)
    }

    private func conclude(
        _ outcome: luashim_outcome, _ vm: OpaquePointer, _ timeout: Duration?
    ) throws -> [LuaValue] {
        if outcome == LUASHIM_TIMED_OUT, let timeout {
            throw LuaLimitReached(limit: .wallClock(timeout))
        }
        guard let result = luashim_result(vm) else { return [] }
        return try self.result(of: outcome, result, vm)
    }

    /// Waits for host functions that were cancelled: what they did may matter to their owner.
    func drain(_ vm: OpaquePointer) {
        var limit: ContinuousClock.Instant?
        while tasksInFlight > 0 {
            if limit == nil, luashim_is_interrupted(vm) { limit = .now + cleanupGrace }
            if let limit, .now > limit {
                lastAbandoned = lastOperation
                tasksInFlight = 0
                return
            }
            receive(waitingAtMost: limit == nil ? remainingTime() : 20)
            if !calls.isEmpty || !answers.isEmpty { serveHostFunctions(vm) }
        }
    }

    /// What is still under way may wait for a function of the script.
    private func serveHostFunctions(_ vm: OpaquePointer) {
        guard luashim_accepts_functions(vm) else {
            for call in calls { call.answer.resume(throwing: LuaCancelled()) }
            calls = []
            return
        }
        luashim_run_functions(vm)
    }

    func result(
        of outcome: luashim_outcome, _ result: OpaquePointer, _ vm: OpaquePointer
    ) throws -> [LuaValue] {
        let values = try (0..<luashim_argument_count(result)).map {
            try LuaValue(result, $0, in: self)
        }
        switch outcome {
        case LUASHIM_FINISHED:
            return values
        case LUASHIM_FAILED:
            throw ScriptError(report: values, cause: errors[luashim_cause(result)])
        case LUASHIM_NOT_COMPILED:
            throw ScriptError(compilerMessage: values.first)
        case LUASHIM_INTERRUPTED:
            throw LuaCancelled()
        case LUASHIM_OUTPUT_LIMIT:
            throw LuaLimitReached(limit: .output(limits.output ?? 0))
        case LUASHIM_EXITED:
            throw ScriptExit(status: luashim_exit_status(vm))
        default:
            throw ScriptError(message: "not enough memory", fields: ["code": "memory_limit"])
        }
    }
}

extension ScriptError {
    /// From message, traceback, location, then names and values of fields.
    fileprivate init(report: [LuaValue], cause: (any Error)?) {
        func text(_ index: Int) -> String {
            guard report.indices.contains(index), case .string(let text) = report[index] else {
                return ""
            }
            return text.description
        }
        self.init(message: text(0), traceback: text(1), cause: cause)
        location = text(2).isEmpty ? nil : text(2)
        for index in stride(from: 3, to: report.count - 1, by: 2) {
            fields[text(index)] = report[index + 1]
        }
        fields["message"] = nil
        fields["traceback"] = nil
    }

    /// Lua ends the message at the place where it stopped reading.
    fileprivate init(compilerMessage: LuaValue?) {
        guard case .string(let message)? = compilerMessage else {
            self.init(message: "the script did not compile", isSyntaxError: true)
            return
        }
        self.init(
            message: message.description, isSyntaxError: true,
            incompleteInput: message.description.hasSuffix("<eof>"))
    }
}

extension Duration {
    /// At most a year: more is the same to a script.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = min(self, .seconds(31_536_000)).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
