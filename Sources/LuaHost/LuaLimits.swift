/// What scripts of a session may use up. Nil means no limit.
///
/// ```swift
/// LuaHost(limits: LuaLimits(memory: .mib(64), wallClock: .seconds(5)))
/// ```
/// Memory, tasks and nesting end in an error that the script can catch. The time and the output of a run
/// end the run: the session can run something else afterwards.
public struct LuaLimits: Sendable, Equatable {
    /// What Lua holds, and what the host holds for it: arguments of calls in flight, answers not taken.
    /// Beyond it: a catchable error with the code `memory_limit`.
    public var memory: ByteCount?
    /// From the start of a run to its end, waiting included. Beyond it the run is stopped like an
    /// interrupted one, and throws ``LuaLimitReached``.
    public var wallClock: Duration?
    /// What one run writes to both streams. Beyond it the run is stopped and throws
    /// ``LuaLimitReached``; nothing of the write that went too far is passed on.
    public var output: ByteCount?
    /// Tasks of a run alive at once, the script itself not counted. Beyond it `spawn` raises an error
    /// with the code `task_limit`.
    public var tasks: Int?
    /// Async host functions under way at once. Further calls wait for their turn, in order.
    public var callsInFlight: Int?

    public init(
        memory: ByteCount? = nil, wallClock: Duration? = nil, output: ByteCount? = nil,
        tasks: Int? = nil, callsInFlight: Int? = nil
    ) {
        self.memory = memory
        self.wallClock = wallClock
        self.output = output
        self.tasks = tasks
        self.callsInFlight = callsInFlight
    }
}

extension LuaLimits {
    /// Enough for a script of any reasonable purpose, and too little to hurt a small machine: 256 MiB,
    /// a minute, 64 MiB of output, 10 000 tasks, 32 calls at once. Nothing applies it by itself.
    public static let recipe = LuaLimits(
        memory: .mib(256), wallClock: .seconds(60), output: .mib(64), tasks: 10_000,
        callsInFlight: 32)
}

/// A number of bytes, such as `.mib(64)`.
public struct ByteCount: Sendable, Hashable, Comparable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    public var bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }
    public init(integerLiteral value: Int) { bytes = value }

    /// Units of 1024 bytes.
    public static func kib(_ count: Int) -> ByteCount { ByteCount(count << 10) }
    /// Units of 1024 × 1024 bytes.
    public static func mib(_ count: Int) -> ByteCount { ByteCount(count << 20) }

    public static func < (one: ByteCount, other: ByteCount) -> Bool { one.bytes < other.bytes }

    public var description: String {
        if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
        if bytes >= 1 << 10, bytes % (1 << 10) == 0 { return "\(bytes >> 10) KiB" }
        return "\(bytes) bytes"
    }
}
