/// Where `print`, `io.write`, `io.stdout`, `io.stderr` and `warn` write.
public enum LuaOutput: Sendable {
    /// The C streams of the process, with their own buffering: as fast as `lua5.4`. Warnings go to
    /// standard error.
    case standard
    /// A function of the embedding program, called on the session's thread with whole lines where the
    /// script writes lines. Standard output is passed on at a newline, when the script waits for a host
    /// call, before anything goes to standard error, and at the end of the run.
    case handler(@Sendable (LuaStream, [UInt8]) -> Void)
    /// ``LuaSession/output``, an asynchronous sequence. A script that writes faster than it is read waits
    /// when so many bytes are unread, and for ever if nobody reads.
    case stream(capacity: ByteCount = .kib(64))
}

public enum LuaStream: Sendable, Equatable {
    case standardOutput
    case standardError
    /// A whole warning: `warn`, an error in a finalizer, a task left behind.
    case warning
}
