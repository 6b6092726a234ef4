/// How far scripts are trusted.
public enum LuaProfile: Sendable, Equatable {
    /// One's own scripts: all of Lua's standard library, C modules included.
    case trusted
    /// Shared scripts: an allow-list of globals, library functions with bounds, no files, no processes,
    /// no compiled chunks, no C modules, no finalizers.
    ///
    /// Each run has globals, libraries and modules of its own, so nothing is left of it for the next
    /// one. Loops of the library end with the run. What this does not hold, and ``isolated`` does:
    /// - memory errors of the Lua in use (5.4.4 has some that 5.4.8 has not);
    /// - a collection of weak keys that lead to one another, whose time grows with their number squared;
    /// - memory that host functions use for arguments and answers, beyond what Lua itself holds;
    /// - time that single steps take which nothing interrupts: copying, decoding or collecting as much as
    ///   the memory limit lets through, which is why there should be one.
    case recipe
    /// The recipe profile in a child process with limits of its own; host functions run in this one.
    case isolated
}
