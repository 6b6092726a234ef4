import LuaHost

/// What one test runs in: made for it alone, and taken down after it.
public struct SpecStage: Sendable {
    public let session: LuaSession
    /// Also told when the session cannot be used any more.
    public let end: @Sendable () async -> Void

    /// - Parameter session: a new one, of the profile trusted, whose modules have a `spec.host` where golden
    ///   values are used.
    public init(_ session: LuaSession, end: @escaping @Sendable () async -> Void = {}) {
        self.session = session
        self.end = end
    }

    /// Makes the stage for a file's tests. It is called for each test, and once to see which there are.
    public typealias Maker =
        @Sendable (SpecFile, @escaping @Sendable (LuaStream, [UInt8]) -> Void) async throws
        -> SpecStage
}
