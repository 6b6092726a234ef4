// Loading source text, and text only: compiled chunks can make the interpreter read and write
// anywhere.
#include "vm.h"

/// Checks the arguments in the order of the original, which knows neither its name nor the line of
/// its caller when it is called from here.
static void check_arguments(lua_State *L, int mode) { // [-0, +0] may raise
    luaL_optstring(L, mode == 3 ? 3 : 1, NULL);
    luaL_optstring(L, 2, NULL);
    if (mode == 3 && !lua_isstring(L, 1)) luaL_checktype(L, 1, LUA_TFUNCTION);
}

/// Takes "b" out of the mode, which is the argument of this number.
static void restrict_mode(lua_State *L, int mode) { // [-0, +?] may raise
    if (lua_isnoneornil(L, mode)) {
        if (lua_gettop(L) < mode) lua_settop(L, mode);
        lua_pushliteral(L, "t");
    } else {
        luaL_gsub(L, luaL_checkstring(L, mode), "b", "");
    }
    lua_replace(L, mode);
}

/// load and loadfile: text only, unless compiled chunks are allowed. Upvalues: the original, and
/// which argument is the mode.
static int load_text(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    int mode = (int)lua_tointeger(L, lua_upvalueindex(2)), stops_raised = vm->current->stops_raised;
    check_arguments(L, mode);
    if (!vm->allows_binary_chunks) restrict_mode(L, mode);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    // load catches what its reader raises, and the reader may be a script's function.
    if (luashim_stop_passed(vm, stops_raised)) return luashim_reraise_stop(L);
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

static void replace_loader(lua_State *L, const char *name, int mode) { // [-0, +0] may raise
    lua_getglobal(L, name);
    lua_pushinteger(L, mode);
    lua_pushcclosure(L, load_text, 2);
    lua_setglobal(L, name);
}

void luashim_open_loading(lua_State *L) { // [-0, +0] may raise
    replace_loader(L, "load", 3);
    if (vm_of(L)->allows_binary_chunks) return;
    replace_loader(L, "loadfile", 2);
    lua_pushcfunction(L, run_file);
    lua_setglobal(L, "dofile");
    lua_getglobal(L, LUA_LOADLIBNAME);
    lua_getfield(L, -1, "searchers");
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, search_text, 1);
    lua_rawseti(L, -2, 2);
    lua_pop(L, 2);
}
