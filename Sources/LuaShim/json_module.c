// The module `json` and the state behind it.
#include "json_state.h"

#include <string.h>

// Scratch above this is given back after use.
#define KEPT_BYTES (256 * 1024)

static const char registry_key = 0;

// A script with `debug` can reach the state's finalizer, and put any value into an upvalue.
static json_state *checked_state(lua_State *L, int index) { // [-0, +0] may raise
    json_state *json = lua_touserdata(L, index);
    if (!json || lua_rawlen(L, index) != sizeof *json) luaL_error(L, "json: its state is missing");
    return json;
}

static int close_state(lua_State *L) { // [-0, +0] a lua_CFunction
    json_state *json = checked_state(L, 1);
    luashim_buffer_free(&json->text);
    luashim_buffer_free(&json->entries);
    json->is_closed = true;
    return 0;
}

static int null_text(lua_State *L) { // [-0, +1] a lua_CFunction
    lua_pushliteral(L, "null");
    return 1;
}

static void push_array_metatable(lua_State *L) { // [-0, +1] may raise
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "json.array");
    lua_setfield(L, -2, "__name");
}

static void push_null(lua_State *L) { // [-0, +1] may raise
    lua_newuserdatauv(L, 0, 0);
    lua_createtable(L, 0, 3);
    lua_pushliteral(L, "json.null");
    lua_setfield(L, -2, "__name");
    lua_pushcfunction(L, null_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static void push_new_state(lua_State *L) { // [-0, +1] may raise
    json_state *json = lua_newuserdatauv(L, sizeof *json, 2);
    memset(json, 0, sizeof *json);
    json->text.reallocate = json->entries.reallocate = lua_getallocf(L, &json->text.context);
    json->entries.context = json->text.context;
    push_array_metatable(L);
    json->array = lua_topointer(L, -1);
    lua_setiuservalue(L, -2, JSON_ARRAY_VALUE);
    push_null(L);
    json->null = lua_topointer(L, -1);
    lua_setiuservalue(L, -2, JSON_NULL_VALUE);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, close_state);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
}

// At the end of a state its finalizers may still call us, but nothing would free the buffers.
static int refuse_closed(lua_State *L) { // raises
    return luaL_error(L, "json: the Lua state is closing");
}

json_state *luashim_json_state(lua_State *L) { // [-0, +1] may raise
    luaL_checkstack(L, 8, "no room for JSON");
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &registry_key) != LUA_TUSERDATA) {
        lua_pop(L, 1);
        push_new_state(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &registry_key);
    }
    json_state *json = lua_touserdata(L, -1);
    if (json->is_closed) refuse_closed(L);
    return json;
}

json_state *luashim_json_state_of_function(lua_State *L) { // [-0, +0] may raise
    json_state *json = checked_state(L, lua_upvalueindex(1));
    if (json->is_closed) refuse_closed(L);
    return json;
}

void luashim_json_trim(json_state *json) {
    if (json->text.capacity > KEPT_BYTES) luashim_buffer_free(&json->text);
    if (json->entries.capacity > KEPT_BYTES) luashim_buffer_free(&json->entries);
}

int luashim_json_lacks_memory(lua_State *L) { return luaL_error(L, "not enough memory"); }

bool luashim_json_is_null(lua_State *L, int index) { // [-0, +0]
    if (lua_type(L, index) != LUA_TUSERDATA) return false;
    const void *value = lua_touserdata(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &registry_key);
    const json_state *json = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return json && json->null == value;
}

// The boolean option of this name in the table at `index`; any other name raises.
static bool boolean_option(lua_State *L, int index, const char *name) { // [-0, +0] may raise
    if (lua_isnoneornil(L, index)) return false;
    luaL_checktype(L, index, LUA_TTABLE);
    bool value = false;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        if (lua_type(L, -2) != LUA_TSTRING || strcmp(lua_tostring(L, -2), name) != 0) {
            const char *found = luaL_tolstring(L, -2, NULL);
            const char *why = "unknown option '%s', the only one is '%s'";
            luaL_argerror(L, index, lua_pushfstring(L, why, found, name));
        }
        value = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    return value;
}

// json.decode(text [, { null = true }])
static int decode(lua_State *L) { // [-0, +1] a lua_CFunction
    size_t count;
    const char *text = luaL_checklstring(L, 1, &count);
    bool keeps_null = boolean_option(L, 2, "null");
    json_state *json = luashim_json_state_of_function(L);
    luashim_json_decode(
        L, lua_upvalueindex(1), (const uint8_t *)text, count, keeps_null, "json.decode: ");
    luashim_json_trim(json);
    return 1;
}

// Pushes the text of the first argument.
static int push_encoded(lua_State *L, const json_format *format) { // [-0, +1] may raise
    json_state *json = luashim_json_state_of_function(L);
    json->text.count = 0;
    luashim_json_encode(L, json, 1, &json->text, format);
    // The string is made before the collector can run a finalizer that uses the buffer too.
    lua_pushlstring(L, (const char *)json->text.bytes, json->text.count);
    luashim_json_trim(json);
    return 1;
}

// json.encode(value [, { pretty = true }])
static int encode(lua_State *L) { // [-0, +1] a lua_CFunction
    luaL_checkany(L, 1);
    bool is_pretty = boolean_option(L, 2, "pretty");
    return push_encoded(L, &(json_format){.is_pretty = is_pretty, .prefix = "json.encode: "});
}

// json.pretty(value)
static int pretty(lua_State *L) { // [-0, +1] a lua_CFunction
    luaL_checkany(L, 1);
    return push_encoded(L, &(json_format){.is_pretty = true, .prefix = "json.pretty: "});
}

// Puts json.null into the holes below `count` of the array at `index`.
static void fill_holes(lua_State *L, int index, lua_Integer count) { // [-0, +0] may raise
    for (lua_Integer i = 1; i <= count; i++) {
        if (lua_rawgeti(L, index, i) == LUA_TNIL) {
            lua_getiuservalue(L, lua_upvalueindex(1), JSON_NULL_VALUE);
            lua_rawseti(L, index, i);
        }
        lua_pop(L, 1);
    }
}

// json.array([list [, count]]): marks the list itself, so that it is an array when empty too.
static int array(lua_State *L) { // [-0, +1] a lua_CFunction
    if (lua_isnoneornil(L, 1)) {
        lua_settop(L, 0);
        lua_newtable(L);
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_argerror(L, 1, "its metatable is protected");
    }
    fill_holes(L, 1, luaL_optinteger(L, 2, 0));
    lua_settop(L, 1);
    lua_getiuservalue(L, lua_upvalueindex(1), JSON_ARRAY_VALUE);
    lua_setmetatable(L, 1);
    return 1;
}

int luashim_json_open(lua_State *L) { // [-0, +1] a lua_CFunction
    static const luaL_Reg functions[] = {
        {"decode", decode}, {"encode", encode}, {"pretty", pretty}, {"array", array}, {NULL, NULL}};
    luaL_checkstack(L, 8, "no room for JSON");
    lua_createtable(L, 0, 5);
    luashim_json_state(L);
    lua_getiuservalue(L, -1, JSON_NULL_VALUE);
    lua_setfield(L, -3, "null");
    luaL_setfuncs(L, functions, 1);
    return 1;
}
