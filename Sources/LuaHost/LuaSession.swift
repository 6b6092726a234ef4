/// One Lua state on a thread of its own. Runs follow one another and share globals.
///
/// ```swift
/// let session = try await LuaHost().session()
/// let values = try await session.run(.text("return 1 + 1", chunkName: "=example"))   // [.integer(2)]
/// ```
public actor LuaSession {
    private nonisolated let core: SessionCore
    private nonisolated let thread: SessionThread

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    init(host: LuaHost, modules: [LuaModule], failingAllocation: Int = 0) throws(SessionUnavailable)
    {
        thread = try SessionThread()
        do {
            core = try SessionCore(
                host: host, modules: modules, thread: thread, failingAllocation: failingAllocation)
        } catch {
            thread.end {}
            throw error
        }
    }

    deinit {
        thread.end { [core] in core.close() }
    }

    /// Runs source text until it and all tasks it spawned have ended, and returns what it returned.
    ///
    /// Sets the global `arg`; the arguments are also the script's `...`. Interrupting, or cancelling the
    /// Swift task that awaits this, stops the script where it is: no `pcall` catches that,
    /// to-be-closed variables are closed, and the session can run something else afterwards.
    /// - Parameter scriptName: `arg[0]`; the path of a file by default.
    /// - Returns: tables that JSON can hold as ``LuaValue/json(_:)``, others as opaque.
    /// - Throws: ``ScriptError``, ``LuaCancelled``, ``ScriptExit``, ``FileProblem``,
    ///   ``SessionUnavailable``.
    public func run(
        _ source: LuaSource, arguments: [String] = [], scriptName: String? = nil
    ) async throws -> [LuaValue] {
        try await withTaskCancellationHandler {
            try core.run(source, arguments: arguments, scriptName: scriptName ?? source.defaultName)
        } onCancel: {
            core.interrupt()
        }
    }

    /// Stops the current run, from any thread. Between runs it does nothing.
    public nonisolated func interrupt() {
        core.interrupt()
    }

    /// How often Lua asked for memory so far; for tests, which make each of these fail.
    nonisolated var allocations: Int { core.allocations }

    /// Closes the Lua state after the current run; later runs throw ``SessionUnavailable``.
    public func close() async {
        core.close()
    }
}
