// The functions of bench-host as a C module: what a call costs without a host in between.
#include <lauxlib.h>
#include <lua.h>

static int nothing(lua_State *L) {
    (void)L;
    return 0;
}

static int add(lua_State *L) {
    lua_pushinteger(L, luaL_checkinteger(L, 1) + luaL_checkinteger(L, 2));
    return 1;
}

static int echo(lua_State *L) {
    size_t count;
    const char *text = luaL_checklstring(L, 1, &count);
    lua_pushlstring(L, text, count);
    return 1;
}

/// The table and traceback of a host's error object.
static int fail(lua_State *L) {
    lua_createtable(L, 0, 4);
    lua_pushliteral(L, "not_found");
    lua_setfield(L, -2, "code");
    lua_pushinteger(L, 404);
    lua_setfield(L, -2, "status");
    lua_pushliteral(L, "no such thing");
    lua_setfield(L, -2, "message");
    luaL_traceback(L, L, NULL, 0);
    lua_setfield(L, -2, "traceback");
    return lua_error(L);
}

int luaopen_binding(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"nothing", nothing}, {"add", add}, {"echo", echo}, {"fail", fail}, {NULL, NULL}};
    luaL_newlib(L, functions);
    return 1;
}
