// Modules of the host, built at first use: by `require`, or by touching a global.
//
// A global module is an empty table whose metatable builds it. The metatable goes when building
// begins, so that the module's own chunks see a plain table, and comes back if they fail.
#include <string.h>

#include "luashim_json.h"
#include "vm.h"

static char tables_key, builders_key, loaded_key;

/// Pushes the table of a module, as it is.
static void push_module(lua_State *L, lua_Integer module) { // [-0, +1] may raise
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &tables_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &tables_key);
    }
    if (lua_rawgeti(L, -1, module) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, module);
    }
    lua_remove(L, -2);
}

/// Pushes the table of modules that are built. What recipes get is not in package.loaded: a
/// traceback searches that for names, and a recipe could make it a long search.
void luashim_push_loaded(lua_State *L) { // [-0, +1] may raise
    if (vm_of(L)->profile != LUASHIM_RECIPE) {
        luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    } else if (lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &loaded_key);
    }
}

/// Pushes a table of the module's host functions by name.
static void push_functions(lua_State *L, lua_Integer module) { // [-0, +1] may raise
    luashim_vm *vm = vm_of(L);
    luashim_call call;
    luashim_begin_records(&call, vm, L);
    vm->host.list(vm->host.context, (int32_t)module, &call);
    if (call.lacks_memory) luashim_raise_memory(L);
    lua_createtable(L, 0, call.answers / 3);
    const uint8_t *record = call.scratch->answer.bytes;
    for (int i = 0; i + 2 < call.answers; i += 3) {
        for (int part = 0; part < 3; part++) record = luashim_push_record(L, record);
        int32_t function = (int32_t)lua_tointeger(L, -3);
        luashim_push_host_function(L, function, lua_toboolean(L, -2));
        lua_rawset(L, -5);
        lua_pop(L, 2);
    }
}

/// Runs the module's chunks as chunk(module, host, task), with module and host at the given
/// indices.
static int run_chunks(lua_State *L, lua_Integer module, int table, int functions) { // may raise
    luashim_vm *vm = vm_of(L);
    luashim_call call;
    luashim_begin_records(&call, vm, L);
    vm->host.chunks(vm->host.context, (int32_t)module, &call);
    if (call.lacks_memory) luashim_raise_memory(L);
    int count = call.answers / 2, first = lua_gettop(L) + 1;
    luaL_checkstack(L, count + 6, "too many chunks");
    const uint8_t *record = call.scratch->answer.bytes;
    // Compiled first, run afterwards: a chunk's own calls use the same buffers.
    for (int i = 0; i < count; i++) {
        luashim_text name = luashim_record_text(record);
        luashim_text source = luashim_record_text(name.bytes + name.count);
        lua_pushlstring(L, "=[", 2); // bracketed: reports pass over it to the script's own line
        lua_pushlstring(L, (const char *)name.bytes, name.count);
        lua_pushlstring(L, "]", 1);
        lua_concat(L, 3);
        const char *chunk_name = lua_tostring(L, -1);
        const char *text = (const char *)source.bytes;
        if (luaL_loadbufferx(L, text, source.count, chunk_name, "t") != LUA_OK) lua_error(L);
        lua_remove(L, -2);
        record = source.bytes + source.count;
    }
    for (int i = 0; i < count; i++) {
        lua_pushvalue(L, first + i);
        lua_pushvalue(L, table);
        lua_pushvalue(L, functions);
        luashim_push_task_api(L);
        lua_call(L, 3, 0);
    }
    lua_settop(L, first - 1);
    return count;
}

static void copy_fields(lua_State *L, int from, int to) { // [-0, +0] may raise
    lua_pushnil(L);
    while (lua_next(L, from) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, to);
    }
}

/// Fills the module's table; arguments: module number, table.
static int fill(lua_State *L) {
    lua_Integer module = lua_tointeger(L, 1);
    push_functions(L, module);
    if (run_chunks(L, module, 2, 3) == 0) copy_fields(L, 3, 2);
    return 0;
}

/// Builds the module unless it is built or being built, and pushes its table.
/// Upvalues of the callers: the module's number and name.
static void build(lua_State *L) { // [-0, +1] may raise
    lua_Integer module = lua_tointeger(L, lua_upvalueindex(1));
    push_module(L, module);
    int table = lua_gettop(L);
    luashim_push_loaded(L);
    lua_pushvalue(L, lua_upvalueindex(2));
    if (lua_rawget(L, -2) == LUA_TTABLE && lua_rawequal(L, -1, table)) {
        lua_settop(L, table);
        return;
    }
    lua_settop(L, table);
    if (!lua_getmetatable(L, table)) lua_pushnil(L); // at table + 1: the metatable that builds
    lua_pushnil(L);
    lua_setmetatable(L, table);
    lua_pushcfunction(L, fill);
    lua_pushinteger(L, module);
    lua_pushvalue(L, table);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK) {
        lua_pushvalue(L, table + 1);
        lua_setmetatable(L, table);
        lua_error(L);
    }
    luashim_push_loaded(L);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushvalue(L, table);
    lua_rawset(L, -3);
    lua_settop(L, table);
}

/// The loader in package.preload.
static int load_module(lua_State *L) {
    build(L);
    return 1;
}

static int index_module(lua_State *L) {
    build(L);
    lua_pushvalue(L, 2);
    lua_gettable(L, 1);
    return 1;
}

static int set_in_module(lua_State *L) {
    build(L);
    lua_settop(L, 3);
    lua_settable(L, 1);
    return 0;
}

static int call_module(lua_State *L) {
    luaL_checkany(L, 1); // a script can take it out of the metatable
    build(L);
    lua_pop(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int length_of_module(lua_State *L) {
    build(L);
    lua_len(L, 1);
    return 1;
}

static int iterate_module(lua_State *L) {
    build(L);
    lua_getglobal(L, "pairs");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 3);
    return 3;
}

typedef struct {
    const char *name;
    int32_t module;
    bool is_global;
} module_offer;

/// Keeps the metatable on top for the tables that each run of a recipe gets.
static void keep_builder(lua_State *L, int32_t module, const char *name) { // [-1, +0] may raise
    lua_pushboolean(L, false); // all runs share it
    lua_setfield(L, -2, "__metatable");
    lua_pushinteger(L, module);
    lua_rawseti(L, -2, 1);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &builders_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &builders_key);
    }
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

static int add_module(lua_State *L) {
    static const luaL_Reg builders[] = {
        {"__index", index_module}, {"__newindex", set_in_module}, {"__call", call_module},
        {"__len", length_of_module}, {"__pairs", iterate_module}, {NULL, NULL},
    };
    const module_offer *offer = lua_touserdata(L, 1);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushinteger(L, offer->module);
    lua_pushstring(L, offer->name);
    lua_pushcclosure(L, load_module, 2);
    lua_setfield(L, -2, offer->name);
    if (!offer->is_global) return 0;
    lua_createtable(L, 0, 5);
    lua_pushinteger(L, offer->module);
    lua_pushstring(L, offer->name);
    luaL_setfuncs(L, builders, 2);
    if (vm_of(L)->profile == LUASHIM_RECIPE) {
        keep_builder(L, offer->module, offer->name);
        return 0;
    }
    push_module(L, offer->module);
    lua_insert(L, -2);
    lua_setmetatable(L, -2);
    lua_setglobal(L, offer->name);
    return 0;
}

/// Makes every module unbuilt again, for a run in the environment on top.
void luashim_renew_modules(lua_State *L) { // [-0, +0] may raise
    int environment = lua_gettop(L);
    const void *const forgotten[] = {&tables_key, &loaded_key};
    for (int i = 0; i < 2; i++) {
        lua_pushnil(L);
        lua_rawsetp(L, LUA_REGISTRYINDEX, forgotten[i]);
    }
    luashim_forget_task_api(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &builders_key) == LUA_TTABLE) {
        lua_pushnil(L);
        while (lua_next(L, environment + 1) != 0) { // name, metatable
            lua_rawgeti(L, -1, 1);
            push_module(L, lua_tointeger(L, -1));
            lua_replace(L, -2);
            lua_insert(L, -2);
            lua_setmetatable(L, -2);
            lua_pushvalue(L, -1);
            lua_setglobal(L, lua_tostring(L, -3));
            lua_setfield(L, environment, lua_tostring(L, -2));
        }
    }
    lua_settop(L, environment);
}

bool luashim_add_module(luashim_vm *vm, const char *name, int32_t module, bool is_global) {
    module_offer offer = {name, module, is_global};
    lua_pushcfunction(vm->L, add_module);
    lua_pushlightuserdata(vm->L, &offer);
    bool added = lua_pcall(vm->L, 1, 0, 0) == LUA_OK;
    lua_settop(vm->L, 0);
    return added;
}

static int load_json(lua_State *L) { return luashim_json_open(L); }

void luashim_open_json(lua_State *L) { // [-0, +0] may raise
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, load_json);
    lua_setfield(L, -2, "json");
    lua_pop(L, 1);
}
