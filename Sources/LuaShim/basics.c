// The basic functions and os.date as recipes get them.
#include <string.h>

#include "bounded.h"
#include "json_state.h"

// load -------------------------------------------------------------------------------------------

typedef struct {
    const char *text; // what is left of a string; NULL: a function gives the pieces
    size_t size;
} source;

enum { PIECE_SLOT = 5 }; // keeps the latest piece alive, above all arguments

static const char *read_piece(lua_State *L, void *context, size_t *size) { // may raise
    enum { PIECE = 1 << 16 };
    source *source = context;
    luashim_check_stop(L); // the compiler itself looks for none
    if (source->text != NULL) {
        const char *piece = source->text;
        *size = source->size < PIECE ? source->size : PIECE;
        source->text += *size;
        source->size -= *size;
        return piece;
    }
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *size = 0;
        return NULL;
    }
    if (!lua_isstring(L, -1)) luaL_error(L, "reader function must return a string");
    lua_replace(L, PIECE_SLOT);
    return lua_tolstring(L, PIECE_SLOT, size);
}

/// load of text, into the run's own environment. Upvalue: that.
static int load(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    int stops_raised = vm->current->stops_raised;
    source source = {NULL, 0};
    source.text = lua_tolstring(L, 1, &source.size);
    const char *name = luaL_optstring(L, 2, source.text != NULL ? source.text : "=(load)");
    const char *mode = strchr(luaL_optstring(L, 3, "t"), 't') != NULL ? "t" : "";
    if (source.text == NULL) luaL_checktype(L, 1, LUA_TFUNCTION);
    if (lua_isnone(L, 4)) {
        lua_settop(L, 3);
        lua_pushvalue(L, lua_upvalueindex(1));
    }
    lua_settop(L, PIECE_SLOT);
    int status = lua_load(L, read_piece, &source, name, mode);
    // The compiler caught it, be it a stop or not.
    if (luashim_stop_passed(vm, stops_raised)) return luashim_reraise_stop(L);
    if (status != LUA_OK) {
        luaL_pushfail(L);
        lua_insert(L, -2);
        return 2;
    }
    lua_pushvalue(L, 4);
    lua_setupvalue(L, -2, 1);
    return 1;
}

/// Gives the environment on top its `load`.
void luashim_set_load(lua_State *L) { // [-0, +0] may raise
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, load, 1);
    lua_setfield(L, -2, "load");
}

// Metatables -------------------------------------------------------------------------------------

/// Whether the metatable at `index` has a finalizer: that of a module, for recipes have none.
static bool has_finalizer(lua_State *L, int index) { // [-0, +0] may raise
    index = lua_absindex(L, index);
    lua_pushliteral(L, "__gc");
    bool found = lua_rawget(L, index) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

/// Upvalue: the metatable that marks JSON arrays, which all runs share.
static int get_metatable(lua_State *L) {
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1)) {
        lua_pushnil(L);
    } else if (lua_rawequal(L, -1, lua_upvalueindex(1))) {
        lua_pushliteral(L, "json.array");
    } else if (luaL_getmetafield(L, 1, "__metatable") == LUA_TNIL && has_finalizer(L, -1)) {
        lua_pushboolean(L, false);
    }
    return 1;
}

/// Finalizers run where nothing can stop them. Lua looks for one here and never again, so a field
/// set later has no effect, but for tables that had one before.
static int set_metatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_error(L, "cannot change a protected metatable");
    }
    if (lua_getmetatable(L, 1) && has_finalizer(L, -1)) {
        return luaL_error(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    luaL_argcheck(
        L, type == LUA_TNIL || !has_finalizer(L, 2), 2, "recipes have no finalizers ('__gc')");
    lua_setmetatable(L, 1);
    return 1;
}

// Others -----------------------------------------------------------------------------------------

static int collect_garbage(lua_State *L) {
    const char *option = luaL_optstring(L, 1, "collect");
    if (strcmp(option, "count") != 0) {
        return luaL_argerror(L, 1, lua_pushfstring(L, "invalid option '%s'", option));
    }
    int kibibytes = lua_gc(L, LUA_GCCOUNT), bytes = lua_gc(L, LUA_GCCOUNTB);
    lua_pushnumber(L, kibibytes + bytes / 1024.0);
    return 1;
}

/// warn, whose control messages would reach beyond the run.
static int warn(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checkstring(L, 1);
    for (int index = 2; index <= count; index++) luaL_checkstring(L, index);
    if (count == 1 && *lua_tostring(L, 1) == '@') return 0;
    for (int index = 1; index <= count; index++) {
        lua_warning(L, lua_tostring(L, index), index < count);
    }
    return 0;
}

/// Upvalue: the original, which takes its time over every conversion.
static int date(lua_State *L) {
    enum { LONGEST = 1000 };
    size_t size;
    luaL_optlstring(L, 1, "", &size);
    luaL_argcheck(L, size <= LONGEST, 1, "format too long");
    return lua_tocfunction(L, lua_upvalueindex(1))(L); // in this frame, which errors name
}

/// Replaces functions in the table on top, which environments are copies of.
void luashim_restrict_basics(lua_State *L) { // [-0, +0] may raise
    static const luaL_Reg functions[] = {
        {"collectgarbage", collect_garbage},
        {"setmetatable", set_metatable},
        {"warn", warn},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
    luashim_json_state(L);
    lua_getiuservalue(L, -1, JSON_ARRAY_VALUE);
    lua_pushcclosure(L, get_metatable, 1);
    lua_setfield(L, -3, "getmetatable");
    lua_getfield(L, -2, LUA_OSLIBNAME);
    lua_getfield(L, -1, "date");
    lua_pushcclosure(L, date, 1);
    lua_setfield(L, -2, "date");
    lua_pop(L, 2);
}
