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
    /// The recipe profile in a child process, which can do nothing but compute and speak to this one.
    /// A script may crash it, or own it through a fault of Lua: it has no file, no network, no key and no
    /// way to start anything, and what it says is taken for no more than a script's calls.
    ///
    /// Host functions run in this process, as ever; a call takes a round trip. Functions of the script do
    /// not cross: they arrive as ``LuaValue/opaque(_:)``. Unless limits are set, the script gets 512 MiB
    /// and 256 calls in flight. A run that does not stop in time when it is to is killed with its process;
    /// one whose process dies throws ``LuaWorkerDied``. See ``LuaHost/runWorkerIfAsked()``.
    case isolated
}
