import LuaShim

extension LuaHost {
    /// The release of the Lua library in use, such as "Lua 5.4.4".
    public static var luaVersion: String { String(cString: luashim_lua_version()) }
}
