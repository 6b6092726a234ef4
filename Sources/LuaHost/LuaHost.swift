import LuaShim

/// What sessions are made from: settings, and nothing that changes.
///
/// ```swift
/// let session = try await LuaHost().session(modules: [greet])
/// let results = try await session.run(.text("return greet.hello('Rio')", chunkName: "=example"))
/// await session.close()
/// ```
public struct LuaHost: Sendable {
    public var profile: LuaProfile
    public var limits: LuaLimits
    public var output: LuaOutput
    /// Compiled chunks can crash the interpreter, so only text is loaded unless this is set.
    public var allowsBinaryChunks: Bool
    public var interrupts: LuaInterrupts = .signal
    /// How long a run that was stopped may take to end properly: its to-be-closed variables may call
    /// host functions, and host functions that were cancelled may finish. Then both are abandoned.
    public var cleanupGrace: Duration = .seconds(2)
    /// The program that runs Lua in the profile ``LuaProfile/isolated``, such as the product
    /// `lua-worker`. Nil: this program itself, which then begins with ``runWorkerIfAsked()``.
    public var workerExecutable: String?
    /// Counts the lines of files that its sessions run; they take several times as long. Isolated sessions
    /// and a count hook go without.
    public var coverage: LuaCoverage?
    /// What sleeps go by; nil is real time. Isolated sessions have no other. The host calls functions of
    /// sessions on such a clock from host functions alone, which the clock counts.
    public var clock: LuaVirtualClock?
    /// Whether a host function of another session on the same ``clock`` waits for the runs of these
    /// sessions: then that call stands for them.
    public var runsWithinCall = false

    public init(
        limits: LuaLimits = LuaLimits(), profile: LuaProfile = .trusted,
        output: LuaOutput = .standard, allowsBinaryChunks: Bool = false
    ) {
        self.limits = limits
        self.profile = profile
        self.output = output
        self.allowsBinaryChunks = allowsBinaryChunks
    }

    /// Makes a session: one Lua state on a thread of its own.
    /// - Parameter grants: all in the trusted profile, else none, unless it is given.
    /// - Throws: ``SessionUnavailable`` when there is no memory or no thread for it.
    public nonisolated(nonsending) func session(
        modules: [LuaModule] = [], grants: LuaGrants? = nil
    ) async throws(SessionUnavailable) -> LuaSession {
        try LuaSession(host: self, modules: modules, grants: grants)
    }

    /// Runs source text in a session of its own.
    @discardableResult
    public nonisolated(nonsending) func run(
        _ source: LuaSource, modules: [LuaModule] = [], arguments: [String] = []
    ) async throws -> [LuaValue] {
        let session = try await session(modules: modules)
        do {
            let values = try await session.run(source, arguments: arguments)
            await session.close()
            return values
        } catch {
            await session.close()
            throw error
        }
    }

    /// Where output goes if not to the C streams or a stream of the session.
    var outputHandler: (@Sendable (LuaStream, [UInt8]) -> Void)? {
        switch output {
        case .handler(let handler): handler
        case .stream: nil
        case .standard: limits.output == nil && profile != .isolated ? nil : writeToProcess
        }
    }

    /// The limits, with those that isolated scripts have in any case.
    var profileLimits: LuaLimits {
        guard profile == .isolated else { return limits }
        var limits = limits
        limits.memory = limits.memory ?? .mib(512)
        limits.callsInFlight = limits.callsInFlight ?? 256
        return limits
    }
}

/// How a running script is told that it is to stop.
public enum LuaInterrupts: Sendable, Equatable {
    /// By a signal (SIGURG) to the session's own thread. It costs nothing until it is needed; a handler
    /// of the program for the same signal is called for all others.
    case signal
    /// By looking each so many instructions, for programs that forbid signal handlers. Loops take two
    /// to three times as long, whatever the number, and a blocking read of `io` is not interrupted.
    case countHook(every: Int)

    var instructionCount: Int32 {
        switch self {
        case .signal: 0
        case .countHook(let count): Int32(clamping: max(1, count))
        }
    }
}

/// The C streams, where a limit has to see what goes there.
@Sendable private func writeToProcess(_ stream: LuaStream, _ bytes: [UInt8]) {
    let number: Int32 = stream == .standardOutput ? 1 : stream == .standardError ? 2 : 3
    luashim_write_to_process(number, bytes, bytes.count)
}
