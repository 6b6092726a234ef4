/// A Swift error that says what it is in Lua.
///
/// Thrown by a host function it arrives as a table `{message=, …luaFields, traceback=}` whose `tostring`
/// is ``luaMessage`` and whose method `is(code, …)` compares the field `code`. The Swift error itself is
/// kept with the table, and comes out of the run as ``ScriptError/cause`` if no `pcall` caught it.
/// Other Swift errors arrive with their description as the message and no fields.
public protocol LuaConvertibleError: Error {
    /// One line. Made once per throw, so a stored text is better than a reflected one.
    var luaMessage: String { get }
    /// Fields beside `traceback`, which they cannot replace. A field `message` may say less than the
    /// whole line; without one the line is the message.
    var luaFields: [(String, LuaValue)] { get }
}
