// require as recipes have it: the host's own modules, and nothing that reads a file.
#include "vm.h"

/// Upvalue: the run's own table of what it required, or nil for modules' chunks. The two do not
/// share a module such as `json`, so that a recipe cannot change what the chunks use.
static int require(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    lua_settop(L, 1);
    if (lua_istable(L, lua_upvalueindex(1))) lua_pushvalue(L, lua_upvalueindex(1));
    else luashim_push_loaded(L);
    if (lua_getfield(L, 2, name) != LUA_TNIL) return 1;
    lua_settop(L, 2);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    if (lua_getfield(L, -1, name) == LUA_TNIL) {
        return luaL_error(L, "module '%s' not found:\n\tno such module of the host", name);
    }
    lua_pushvalue(L, 1);
    lua_pushliteral(L, ":preload:");
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1)) lua_pushboolean(L, true);
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    lua_pushliteral(L, ":preload:");
    return 2;
}

/// Gives the environment on top, or the real globals, their `require`.
void luashim_set_require(lua_State *L, bool is_recipe) { // [-0, +0] may raise
    if (is_recipe) {
        lua_newtable(L);
        lua_pushcclosure(L, require, 1);
        lua_setfield(L, -2, "require");
    } else {
        lua_pushnil(L);
        lua_pushcclosure(L, require, 1);
        lua_setglobal(L, "require");
    }
}
