// Loading source text, and text only: compiled chunks can make the interpreter read and write
// anywhere.
#include "vm.h"

/// load and loadfile without "b" in their mode. Upvalues: the original, and which argument is the
/// mode; 0: it may be any. The original catches what a reader function raises, so that a stop has to
/// be raised again.
static int load_text(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    int stops_raised = vm->current->stops_raised;
    int mode = (int)lua_tointeger(L, lua_upvalueindex(2));
    if (mode == 3 && !lua_isstring(L, 1)) luaL_checktype(L, 1, LUA_TFUNCTION);
    if (mode == 0) {
        // as it is
    } else if (lua_isnoneornil(L, mode)) {
        if (lua_gettop(L) < mode) lua_settop(L, mode);
        lua_pushliteral(L, "t");
        lua_replace(L, mode);
    } else {
        luaL_gsub(L, luaL_checkstring(L, mode), "b", "");
        lua_replace(L, mode);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    if (lua_isnil(L, 1) && luashim_stop_passed(vm, stops_raised)) return luashim_reraise_stop(L);
    return lua_gettop(L);
}

static int finish_dofile(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    return lua_gettop(L) - 1;
}

static int run_file(lua_State *L) {
    const char *path = luaL_optstring(L, 1, NULL);
    lua_settop(L, 1);
    if (luaL_loadfilex(L, path, "t") != LUA_OK) return lua_error(L);
    lua_callk(L, 0, LUA_MULTRET, 0, finish_dofile);
    return finish_dofile(L, LUA_OK, 0);
}

/// The searcher for Lua files, as package.searchers[2]. Upvalue: the package table.
static int search_text(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    lua_getfield(L, lua_upvalueindex(1), "searchpath");
    lua_pushvalue(L, 1);
    if (lua_getfield(L, lua_upvalueindex(1), "path") != LUA_TSTRING) {
        return luaL_error(L, "'package.path' must be a string");
    }
    lua_call(L, 2, 2);
    if (lua_isnil(L, -2)) return 1; // the files that are not there
    const char *path = lua_tostring(L, -2);
    if (luaL_loadfilex(L, path, "t") != LUA_OK) {
        return luaL_error(
            L, "error loading module '%s' from file '%s':\n\t%s", name, path, lua_tostring(L, -1));
    }
    lua_pushstring(L, path);
    return 2;
}

static void wrap_loader(lua_State *L, const char *name, int mode) { // [-0, +0] may raise
    lua_getglobal(L, name);
    lua_pushinteger(L, mode);
    lua_pushcclosure(L, load_text, 2);
    lua_setglobal(L, name);
}

void luashim_open_loading(lua_State *L) { // [-0, +0] may raise
    bool is_free = vm_of(L)->allows_binary_chunks;
    wrap_loader(L, "load", is_free ? 0 : 3);
    if (is_free) return;
    wrap_loader(L, "loadfile", 2);
    lua_pushcfunction(L, run_file);
    lua_setglobal(L, "dofile");
    lua_getglobal(L, LUA_LOADLIBNAME);
    lua_getfield(L, -1, "searchers");
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, search_text, 1);
    lua_rawseti(L, -2, 2);
    lua_pop(L, 2);
}
