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
    /// How long a run that was stopped may take to end properly: its to-be-closed variables may call
    /// host functions, and host functions that were cancelled may finish. Then both are abandoned.
    public var cleanupGrace: Duration = .seconds(2)

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
    /// - Throws: ``SessionUnavailable`` when there is no memory or no thread for it.
    public nonisolated(nonsending) func session(
        modules: [LuaModule] = []
    ) async throws(SessionUnavailable) -> LuaSession {
        try LuaSession(host: self, modules: modules)
    }
}
