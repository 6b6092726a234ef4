/// A function of a script, held by the host.
///
/// ```swift
/// let onEvent: LuaFunctionRef = try await session.global("on_event")
/// let reply: String? = try await onEvent.call("joined", 3).value()
/// ```
/// It can be called from any task, and from several at once. Called while its session runs something, it
/// joins that run as a task of its own, and the run goes on until it has ended; otherwise it is a run.
/// Interrupting the session, or cancelling the Swift task that awaits it, stops it. A synchronous host
/// function cannot call it: the session's thread is busy with that very function.
///
/// Dropping the last copy lets Lua collect the function. After the session is closed, calls throw
/// ``SessionUnavailable``; given to another session it is refused with ``ForeignFunction``.
public struct LuaFunctionRef: Sendable, Equatable {
    /// What keeps the function alive in Lua.
    final class Hold: Sendable {
        let home: SessionCore
        let number: UInt64

        init(home: SessionCore, number: UInt64) {
            self.home = home
            self.number = number
        }

        deinit { home.thread.release(number) }
    }

    let hold: Hold

    /// Whether both are one: the same function that came to the host twice is two.
    public static func == (one: LuaFunctionRef, other: LuaFunctionRef) -> Bool {
        one.hold === other.hold
    }

    /// Calls the function and waits for it.
    /// - Throws: ``ScriptError``, ``LuaCancelled``, ``LuaLimitReached``, ``ScriptExit``,
    ///   ``SessionUnavailable``, ``ForeignFunction``, ``LuaConversionError``.
    @discardableResult
    public func call<each Argument: LuaWritable>(
        _ arguments: repeat each Argument
    ) async throws -> [LuaValue] {
        var values: [LuaValue] = []
        for argument in repeat each arguments { values.append(try argument.luaValue) }
        return try await call(arguments: values)
    }

    /// The same for arguments whose number is known at run time only.
    @discardableResult
    public func call(arguments: [LuaValue]) async throws -> [LuaValue] {
        defer { withExtendedLifetime(hold) {} }  // Lua may not collect the function meanwhile
        return try await hold.home.call(hold.number, arguments)
    }
}

/// A function of one session that another one was given.
public struct ForeignFunction: Error, Equatable, LuaConvertibleError, CustomStringConvertible {
    public var description: String { "a function of another session cannot be used in this one" }
    public var luaMessage: String { description }
    public var luaFields: [(String, LuaValue)] { [("code", "invalid_argument")] }
}
