// Saying what went wrong: traceback and place while the stack is still there, a message afterwards.
#include <string.h>

#include "vm.h"

/// Writes the place of the nearest script line at or above `level`, such as "sweep.lua:12". Chunks
/// of modules, whose names are bracketed like C's, are passed over; without a line the text is
/// empty.
void luashim_locate(lua_State *L, int level, char *place, size_t size) {
    lua_Debug activation;
    place[0] = '\0';
    for (; lua_getstack(L, level, &activation); level++) {
        lua_getinfo(L, "Sl", &activation);
        if (activation.currentline <= 0 || strncmp(activation.source, "=[", 2) == 0) continue;
        snprintf(place, size, "%s:%d", activation.short_src, activation.currentline);
        return;
    }
}

/// The message handler of tasks: notes where the error was raised and returns it untouched.
int luashim_message_handler(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    if (luashim_is_stop(L, 1)) return 1;
    vm->traceback.count = 0;
    luashim_locate(L, 1, vm->location, sizeof vm->location);
    luaL_traceback(L, L, NULL, 1);
    size_t count;
    const char *text = lua_tolstring(L, -1, &count);
    luashim_buffer_append(&vm->traceback, text, count); // without memory there is no traceback
    lua_pop(L, 1);
    return 1;
}

static int convert(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/// Pushes what to print for the error value at `index`. Nothing a `__tostring` does gets out of
/// here.
void luashim_push_message(lua_State *L, int index) { // [-0, +1] may raise memory
    index = lua_absindex(L, index);
    int type = lua_type(L, index);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        lua_pushvalue(L, index);
        lua_tolstring(L, -1, NULL);
        return;
    }
    if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushcfunction(L, convert);
        lua_pushvalue(L, index);
        if (lua_pcall(L, 1, 1, 0) == LUA_OK) return;
        lua_pop(L, 1);
        lua_pushfstring(
            L, "(error object is a %s value whose __tostring failed)", luaL_typename(L, index));
        return;
    }
    lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, index));
}

static void push_traceback(lua_State *L, int index) { // [-0, +1] may raise memory
    luashim_vm *vm = vm_of(L);
    if (lua_istable(L, index)) {
        lua_pushliteral(L, "traceback");
        if (lua_rawget(L, index) == LUA_TSTRING) return;
        lua_pop(L, 1);
    }
    lua_pushlstring(L, (const char *)vm->traceback.bytes, vm->traceback.count);
}

static bool is_scalar(int type) {
    return type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TBOOLEAN;
}

/// Turns an error value into message, traceback, location, then names and values of plain fields.
int luashim_describe_error(lua_State *L) { // [-1, +n] a lua_CFunction
    luashim_vm *vm = vm_of(L);
    lua_settop(L, 1);
    luashim_push_message(L, 1);
    push_traceback(L, 1);
    lua_pushstring(L, vm->location);
    if (!lua_istable(L, 1)) return 3;
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        if (lua_type(L, -2) == LUA_TSTRING && is_scalar(lua_type(L, -1))) {
            luaL_checkstack(L, 4, "too many fields");
            lua_pushvalue(L, -2); // name, value, name for the next round
        } else {
            lua_pop(L, 1);
        }
    }
    return lua_gettop(L) - 1;
}
