/// One Lua state on a thread of its own. Runs follow one another and share globals.
///
/// ```swift
/// let session = try await LuaHost().session()
/// let values = try await session.run(.text("return 1 + 1", chunkName: "=example"))   // [.integer(2)]
/// ```
public actor LuaSession {
    nonisolated let core: SessionCore
    private nonisolated let thread: SessionThread

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    init(
        host: LuaHost, modules: [LuaModule], grants: LuaGrants? = nil, failingAllocation: Int = 0
    ) throws(SessionUnavailable) {
        thread = try SessionThread()
        do {
            core = try SessionCore(
                host: host, modules: modules, grants: grants ?? host.profile.defaultGrants,
                thread: thread, failingAllocation: failingAllocation)
        } catch {
            thread.end {}
            throw error
        }
        core.session.withLock { $0.session = self }
    }

    deinit {
        thread.end { [core] in core.close() }
    }

    /// Runs source text until it and all tasks it spawned have ended, and returns what it returned.
    ///
    /// Sets the global `arg`; the arguments are also the script's `...`. Interrupting, or cancelling the
    /// Swift task that awaits this, stops the script where it is: no `pcall` catches that,
    /// to-be-closed variables are closed, and the session can run something else afterwards.
    /// - Parameters:
    ///   - scriptName: `arg[0]`; the path of a file by default.
    ///   - timeout: from the start to the end, waiting included; the smaller of this and
    ///     ``LuaLimits/wallClock`` counts.
    ///   - command: the words before the script, such as `["tavlua", "--emulator"]`; `arg[-1]` is the
    ///     last of them. Lua programs that start others take their interpreter from there.
    /// - Returns: tables that JSON can hold as ``LuaValue/json(_:)``, others as opaque.
    /// - Throws: ``ScriptError``, ``LuaCancelled``, ``LuaLimitReached``, ``ScriptExit``,
    ///   ``FileProblem``, ``SessionUnavailable``, and in the profile `isolated` ``LuaWorkerDied``.
    @discardableResult
    public func run(
        _ source: LuaSource, arguments: [String] = [], scriptName: String? = nil,
        command: [String] = [], timeout: Duration? = nil
    ) async throws -> [LuaValue] {
        try await perform(
            source,
            SessionCore.Invocation(
                arguments: arguments, scriptName: scriptName ?? source.defaultName,
                command: command, timeout: timeout))
    }

    /// Runs a piece of source text: `let n: Int = try await session.run("return 1 + 1").value()`.
    /// - Parameters:
    ///   - values: the script's `...`.
    ///   - name: what messages and tracebacks call the text.
    @discardableResult
    public func run<each Argument: LuaWritable>(
        _ text: String, _ values: repeat each Argument, name: String = "script",
        timeout: Duration? = nil
    ) async throws -> [LuaValue] {
        var passed: [LuaValue] = []
        for value in repeat each values { passed.append(try value.luaValue) }
        return try await perform(
            .text(text, chunkName: "=" + name),
            SessionCore.Invocation(values: passed, timeout: timeout))
    }

    private func perform(
        _ source: LuaSource, _ invocation: SessionCore.Invocation
    ) async throws -> [LuaValue] {
        try await withTaskCancellationHandler {
            try core.run(source, invocation)
        } onCancel: {
            core.interrupt()
        }
    }

    /// The global variable `name`.
    /// - Throws: ``LuaConversionError`` where it is of another type.
    public func global<T: LuaReadable>(_ name: String, as type: T.Type = T.self) async throws -> T {
        let results = try await run("return _G[...]", name, name: "global")
        do {
            return try results.value()
        } catch let error as LuaConversionError {
            throw LuaConversionError(path: error.path, reason: "global '\(name)': \(error.reason)")
        }
    }

    /// Makes `value` the global variable `name`.
    public func setGlobal(_ name: String, to value: some LuaWritable) async throws {
        try await run("local name, value = ... _G[name] = value", name, value, name: "global")
    }

    /// What scripts write, where the host's output is ``LuaOutput/stream(capacity:)``; else nothing.
    public nonisolated var output: LuaOutputSequence {
        LuaOutputSequence(buffer: core.outputBuffer)
    }

    /// Runs calls of functions that the host holds, if no run took them.
    func serveCalls() { core.serveCalls() }

    /// Bytes that Lua holds, and the host for it.
    public var memoryInUse: ByteCount { ByteCount(core.memoryInUse) }

    /// Stops the current run, from any thread. Between runs it does nothing.
    public nonisolated func interrupt() {
        core.interrupt()
    }

    /// The process that runs Lua for it, if one does; for tests.
    nonisolated var workerProcess: Int32? {
        core.remote.map { $0.pid.load(ordering: .relaxed) }.flatMap { $0 == 0 ? nil : $0 }
    }

    /// How often Lua asked for memory so far; for tests, which make each of these fail.
    nonisolated var allocations: Int { core.allocations }

    /// Closes the Lua state after the current run; later runs throw ``SessionUnavailable``.
    public func close() async {
        core.close()
    }
}
