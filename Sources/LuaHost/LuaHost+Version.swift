import LuaShim

/// A fault of the Lua library that a script can use to crash the process, or worse.
public struct LuaFault: Sendable, Equatable {
    public let summary: String
    /// The first release without it.
    public let fixedIn: String
    /// The change in Lua's own repository, https://github.com/lua/lua.
    public let commit: String
    /// Whether this host keeps scripts from it.
    public let isContained: Bool
}

extension LuaHost {
    /// The release of the Lua library in use, such as "Lua 5.4.4".
    public static var luaVersion: String { String(cString: luashim_lua_version()) }

    /// The faults of the Lua library in use that plain text can reach, from the history of Lua's
    /// repository between v5.4.4 and v5.4.8. Distributions may have fixed some without a new number.
    ///
    /// With any of these, no promise about hostile scripts in one's own process is honest: that is what
    /// the profile ``LuaProfile/isolated`` is for.
    public static var knownFaults: [LuaFault] {
        let release = luaVersion.split(separator: ".").last.flatMap { Int($0) } ?? 0
        return faults.filter { fault in
            fault.fixedIn.split(separator: ".").last.flatMap { Int($0) }.map { release < $0 }
                ?? true
        }
    }

    private static let faults = [
        LuaFault(
            summary: "coroutines that close one another, ten thousands deep, overflow the C stack",
            fixedIn: "5.4.5", commit: "1e64c139", isContained: true),
        LuaFault(
            summary: "a concatenation with a __concat metamethod uses a stale stack pointer",
            fixedIn: "5.4.5", commit: "603b2c64", isContained: false),
        LuaFault(
            summary: "closing a variable while the stack moves uses a stale stack pointer",
            fixedIn: "5.4.5", commit: "196bb94d", isContained: false),
        LuaFault(
            summary: "naming the operand of a failed operation recurses without a limit",
            fixedIn: "5.4.7", commit: "7923dbbf", isContained: false),
        LuaFault(
            summary: "the comparison of two strings with zero bytes may read beyond them",
            fixedIn: "5.4.7", commit: "f623b969", isContained: false),
        LuaFault(
            summary: "a concatenation of very long strings overflows its buffer",
            fixedIn: "5.4.7", commit: "5853c37a", isContained: false),
        LuaFault(
            summary: "an assignment through __newindex may use a table that was collected",
            fixedIn: "5.4.8", commit: "983bc433", isContained: false),
        LuaFault(
            summary: "a compiled chunk that is corrupt crashes the interpreter",
            fixedIn: "5.4.5", commit: "ab859fe5", isContained: true),
    ]
}
