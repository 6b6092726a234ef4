// Error objects: tables with a message, fields and a traceback, and behind some of them a Swift
// error.
//
// The Swift error's handle lives in a userdata whose finalizer releases it. A table with weak keys
// ties it to the error object, so that scripts can neither see it nor copy it away. Another one
// keeps the line that `tostring` gives, where that says more than the field `message`.
#include <string.h>

#include "vm.h"

enum { RESERVE = 64 << 10 }; // bytes beyond the limit, to say that it is reached

static char metatable_key, causes_key, lines_key, handle_metatable_key;

/// err:is(code, …): whether the field `code` is one of these.
static int error_is(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushliteral(L, "code");
    lua_rawget(L, 1);
    int code = lua_gettop(L);
    bool found = false;
    for (int index = 2; index < code && !found; index++) found = lua_rawequal(L, index, code);
    lua_pushboolean(L, found);
    return 1;
}

static int error_tostring(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &lines_key) == LUA_TTABLE) {
        lua_pushvalue(L, 1);
        if (lua_rawget(L, -2) == LUA_TSTRING) return 1;
    }
    lua_pushliteral(L, "message");
    lua_rawget(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) lua_pushliteral(L, "error without a message");
    return 1;
}

static int release_handle(lua_State *L) {
    uint64_t *handle = lua_touserdata(L, 1);
    luashim_vm *vm = vm_of(L);
    if (*handle != 0) vm->host.release_error(vm->host.context, *handle);
    *handle = 0;
    return 0;
}

/// Pushes the table of the methods of error objects, which modules may add to.
void luashim_push_error_methods(lua_State *L) { // [-0, +1] may raise
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_pushliteral(L, "__index");
    lua_rawget(L, -2);
    lua_remove(L, -2);
}

/// Gives error objects their own methods alone, without those of modules.
void luashim_renew_error_methods(lua_State *L) { // [-0, +0] may raise
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, error_is);
    lua_setfield(L, -2, "is");
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

void luashim_open_errors(lua_State *L) { // [-0, +0] may raise
    lua_createtable(L, 0, 4);
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushliteral(L, "error");
    lua_setfield(L, -2, "__name");
    lua_pushliteral(L, "error");
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
    luashim_renew_error_methods(L);
}

/// Pushes a table of the registry whose keys are weak, made at its first use.
static void push_weak_table(lua_State *L, const void *key) { // [-0, +1] may raise
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return;
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static void push_handle_metatable(lua_State *L) { // [-0, +1] may raise
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &handle_metatable_key) == LUA_TTABLE) return;
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, release_handle);
    lua_setfield(L, -2, "__gc");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &handle_metatable_key);
}

/// Ties the scratch's Swift error to the error object on top.
static void attach_cause(lua_State *L, call_scratch *scratch) { // [-0, +0] may raise
    push_weak_table(L, &causes_key);
    lua_pushvalue(L, -2);
    uint64_t *handle = lua_newuserdatauv(L, sizeof *handle, 0);
    *handle = 0;
    push_handle_metatable(L);
    lua_setmetatable(L, -2);
    *handle = scratch->error_handle; // owned by the userdata from here
    scratch->error_handle = 0;
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/// The handle of the Swift error behind the value at `index`; 0: none.
uint64_t luashim_cause_of(lua_State *L, int index) { // [-0, +0]
    uint64_t cause = 0;
    index = lua_absindex(L, index);
    if (!lua_istable(L, index) || !lua_checkstack(L, 2)) return 0;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &causes_key) == LUA_TTABLE) {
        lua_pushvalue(L, index);
        if (lua_rawget(L, -2) == LUA_TUSERDATA) cause = *(uint64_t *)lua_touserdata(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return cause;
}

/// Makes the table on top an error object and raises it.
static int raise_object(lua_State *L) {
    luaL_traceback(L, L, NULL, 0);
    lua_setfield(L, -2, "traceback");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_setmetatable(L, -2);
    return lua_error(L);
}

/// The line on top is what `tostring` gives for the error object below it. It becomes its message
/// too, unless a field is that.
static void set_line(lua_State *L) { // [-1, +0] may raise
    lua_pushliteral(L, "message");
    if (lua_rawget(L, -3) == LUA_TSTRING) {
        lua_pop(L, 1);
        push_weak_table(L, &lines_key);
        lua_pushvalue(L, -3);
        lua_pushvalue(L, -3);
        lua_rawset(L, -3);
        lua_pop(L, 2);
    } else {
        lua_pop(L, 1);
        lua_setfield(L, -2, "message");
    }
}

/// Raises what the host answered: a line, then field names and values in turn.
int luashim_raise_answer(lua_State *L, luashim_call *call) {
    luaL_checkstack(L, 8, NULL);
    const uint8_t *record = luashim_scratch_of(call)->answer.bytes;
    lua_createtable(L, 0, call->answers / 2 + 2);
    if (call->scratch->error_handle != 0) attach_cause(L, call->scratch);
    record = luashim_push_record(L, record); // the line
    for (int i = 1; i + 1 < call->answers; i += 2) {
        record = luashim_push_record(L, record);
        record = luashim_push_record(L, record);
        lua_rawset(L, -4);
    }
    set_line(L);
    return raise_object(L);
}

/// Raises an error object of the host itself.
int luashim_raise_coded(lua_State *L, const char *code, const char *message) {
    lua_createtable(L, 0, 3);
    lua_pushstring(L, message);
    lua_setfield(L, -2, "message");
    lua_pushstring(L, code);
    lua_setfield(L, -2, "code");
    return raise_object(L);
}

static int make_memory_error(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    lua_createtable(L, 0, 3);
    lua_pushfstring(
        L, "not enough memory (the limit is %d KiB)", (int)((vm->memory_limit - RESERVE) >> 10));
    lua_setfield(L, -2, "message");
    lua_pushliteral(L, "memory_limit");
    lua_setfield(L, -2, "code");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_setmetatable(L, -2);
    return 1;
}

/// Pushes an error object that names the memory limit, built from a reserve; where even that is
/// used up, Lua's own text.
static void push_memory_error(lua_State *L) { // [-0, +1]
    luashim_vm *vm = vm_of(L);
    bool is_limited = vm->memory_limit > 0;
    vm->memory_limit += is_limited ? RESERVE : 0;
    lua_pushcfunction(L, make_memory_error);
    lua_pcall(L, 0, 1, 0);
    vm->memory_limit -= is_limited ? RESERVE : 0;
}

int luashim_raise_memory(lua_State *L) {
    if (vm_of(L)->memory_limit == 0) return luaL_error(L, "not enough memory");
    push_memory_error(L);
    return lua_error(L);
}

/// Replaces Lua's own memory error on top by one that scripts can tell apart, where there is a limit.
void luashim_explain(lua_State *L, int status) { // [-1, +1]
    if (status != LUA_ERRMEM || vm_of(L)->memory_limit == 0 || !lua_checkstack(L, 4)) return;
    push_memory_error(L);
    lua_replace(L, -2);
}

/// fail(fields): raises a copy of a table of fields as an error object, for modules written in Lua.
int luashim_fail(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_createtable(L, 0, 8);
    int fields = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, fields);
    }
    return raise_object(L);
}
