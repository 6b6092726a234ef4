/// How far scripts are trusted.
public enum LuaProfile: Sendable, Equatable {
    /// One's own scripts: all of Lua's standard library, C modules included.
    case trusted
    /// Shared scripts: an allow-list of globals, library functions with bounds, no files, no processes,
    /// no compiled chunks, no C modules, no finalizers.
    case recipe
    /// The recipe profile in a child process with limits of its own; host functions run in this one.
    case isolated
}
