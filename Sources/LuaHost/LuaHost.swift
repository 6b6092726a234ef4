/// What sessions are made from: settings, and nothing that changes.
///
/// ```swift
/// let session = try await LuaHost().session(modules: [greet])
/// let results = try await session.run(.text("return greet.hello('Rio')", chunkName: "=example"))
/// await session.close()
/// ```
public struct LuaHost: Sendable {
    public var output: LuaOutput
    /// Compiled chunks can crash the interpreter, so only text is loaded unless this is set.
    public var allowsBinaryChunks: Bool
    /// Bytes that Lua may hold; more raises Lua's catchable "not enough memory". Nil: no limit.
    public var memoryLimit: Int?
    /// How long a run that was stopped may take to end properly: its to-be-closed variables may call
    /// host functions, and host functions that were cancelled may finish. Then both are abandoned.
    public var cleanupGrace: Duration = .seconds(2)

    public init(
        output: LuaOutput = .standard, allowsBinaryChunks: Bool = false, memoryLimit: Int? = nil
    ) {
        self.output = output
        self.allowsBinaryChunks = allowsBinaryChunks
        self.memoryLimit = memoryLimit
    }

    /// Makes a session: one Lua state on a thread of its own.
    /// - Throws: ``SessionUnavailable`` when there is no memory or no thread for it.
    public nonisolated(nonsending) func session(
        modules: [LuaModule] = []
    ) async throws(SessionUnavailable) -> LuaSession {
        try LuaSession(host: self, modules: modules)
    }
}
