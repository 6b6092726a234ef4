import LuaShim

/// What a session is on its own thread: the VM, the functions it can call, and what is under way.
///
// @unchecked Sendable because everything is used on the session's thread alone, but for `interrupt`,
// which touches only what the C side guards with its own lock.
final class SessionCore: @unchecked Sendable {
    /// An async host function that was called and has not answered Lua yet.
    struct Operation {
        let task: OpaquePointer
        let handle: Task<Void, Never>
        var outcome: SessionThread.Outcome?
    }

    let thread: SessionThread
    let modules: [LuaModule]
    let functions: [LuaFunction]
    let output: LuaOutput
    private let allowsBinaryChunks: Bool
    private let cleanupGrace: Duration
    private(set) var vm: OpaquePointer?
    private(set) var isOpen = false

    var operations: [UInt64: Operation] = [:]
    var lastOperation: UInt64 = 0
    /// Swift tasks that have not ended, cancelled ones included.
    var tasksInFlight = 0
    /// Operations up to this one are not waited for any more.
    var lastAbandoned: UInt64 = 0
    var errors: [UInt64: any Error] = [:]
    var lastError: UInt64 = 0

    init(
        host: LuaHost, modules: [LuaModule], thread: SessionThread, failingAllocation: Int = 0
    ) throws(SessionUnavailable) {
        self.thread = thread
        self.modules = modules
        functions = modules.flatMap(\.functions)
        output = host.output
        allowsBinaryChunks = host.allowsBinaryChunks
        cleanupGrace = host.cleanupGrace
        var options = luashim_options()
        options.host = hostCallbacks(for: self)
        options.memory_limit = host.limits.memory?.bytes ?? 0
        options.cleanup_grace = host.cleanupGrace.wholeMilliseconds
        options.profile = host.profile == .trusted ? LUASHIM_TRUSTED : LUASHIM_RECIPE
        options.allows_binary_chunks = host.allowsBinaryChunks
        options.failing_allocation = failingAllocation
        if case .handler = host.output { options.writes_to_host = true }
        guard let vm = luashim_create(&options) else {
            throw SessionUnavailable(reason: "not enough memory")
        }
        self.vm = vm
        isOpen = true
        for (number, module) in modules.enumerated() {
            guard luashim_add_module(vm, module.name, Int32(number), module.isGlobal) else {
                close()
                throw SessionUnavailable(reason: "not enough memory")
            }
        }
    }

    deinit {
        if let vm { luashim_free(vm) }
    }

    /// Closes the Lua state. The VM's block stays until the last interrupt can have come.
    func close() {
        guard isOpen, let vm else { return }
        isOpen = false
        luashim_close(vm)
        errors = [:]
    }

    var allocations: Int { vm.map(luashim_allocations) ?? 0 }

    func interrupt() {
        guard let vm else { return }
        luashim_interrupt(vm)
        thread.wake()
    }

    func run(
        _ source: LuaSource, arguments: [String], scriptName: String?
    ) throws -> [LuaValue] {
        guard isOpen, let vm else { throw SessionUnavailable(reason: "it is closed") }
        luashim_begin_run(vm)
        defer { luashim_end_run(vm) }
        // A cancellation that came before the run began found nothing to interrupt.
        if Task.isCancelled { luashim_interrupt(vm) }
        let (text, chunkName) = try source.read(
            allowsBinaryChunks: allowsBinaryChunks, isInterrupted: { luashim_is_interrupted(vm) })
        let outcome = text.withUnsafeBufferPointer { text in
            withTexts(arguments) { arguments in
                chunkName.withCString { chunkName in
                    withOptionalCString(scriptName) { scriptName in
                        var script = luashim_script(
                            source: luashim_text(text), chunk_name: chunkName,
                            script_name: scriptName, arguments: arguments.baseAddress,
                            argument_count: arguments.count)
                        return luashim_run(vm, &script)
                    }
                }
            }
        }
        drain(vm)
        return try result(of: outcome, vm)
    }

    /// Waits for host functions that were cancelled: what they did may matter to their owner.
    private func drain(_ vm: OpaquePointer) {
        var limit: ContinuousClock.Instant?
        while tasksInFlight > 0 {
            if limit == nil, luashim_is_interrupted(vm) { limit = .now + cleanupGrace }
            if let limit, .now > limit {
                lastAbandoned = lastOperation
                tasksInFlight = 0
                return
            }
            collectCompletions(waitingAtMost: limit == nil ? -1 : 20)
        }
    }

    private func result(
        of outcome: luashim_outcome, _ vm: OpaquePointer
    ) throws -> [LuaValue] {
        guard let result = luashim_result(vm) else { return [] }
        let values = (0..<luashim_count(result)).map { LuaValue(result, $0) }
        switch outcome {
        case LUASHIM_FINISHED:
            return values
        case LUASHIM_FAILED:
            throw ScriptError(report: values, cause: errors[luashim_cause(result)])
        case LUASHIM_NOT_COMPILED:
            throw ScriptError(compilerMessage: values.first)
        case LUASHIM_INTERRUPTED:
            throw LuaCancelled()
        case LUASHIM_EXITED:
            throw ScriptExit(status: luashim_exit_status(vm))
        default:
            throw ScriptError(message: "not enough memory")
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
    fileprivate var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = min(self, .seconds(31_536_000)).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
