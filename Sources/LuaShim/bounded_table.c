// table.concat, insert, move, remove and unpack; see bounded.h for their origin.
//
// A table may claim to be 2^60 long, and its metamethods may be C functions: no loop is short.
#include <limits.h>

#include "bounded.h"

enum { READS = 1, WRITES = 2, MEASURES = 4 };

static bool has_field(lua_State *L, const char *name, int metatable) { // [-0, +0] may raise
    lua_pushstring(L, name);
    bool found = lua_rawget(L, metatable) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

/// Checks that an argument is a table, or has the metamethods to stand in for one.
static void check_table(lua_State *L, int index, int uses) { // [-0, +0] may raise
    if (lua_istable(L, index)) return;
    if (!lua_getmetatable(L, index)) luaL_checktype(L, index, LUA_TTABLE);
    int metatable = lua_gettop(L);
    bool will_do = (!(uses & READS) || has_field(L, "__index", metatable))
        && (!(uses & WRITES) || has_field(L, "__newindex", metatable))
        && (!(uses & MEASURES) || has_field(L, "__len", metatable));
    if (!will_do) luaL_checktype(L, index, LUA_TTABLE);
    lua_pop(L, 1);
}

static lua_Integer length(lua_State *L, int uses) { // [-0, +0] may raise
    check_table(L, 1, uses | MEASURES);
    return luaL_len(L, 1);
}

/// to[target] = from[source]
static void copy( // [-0, +0] may raise
    lua_State *L, int from, lua_Integer source, int to, lua_Integer target
) {
    luashim_check_stop(L);
    lua_geti(L, from, source);
    lua_seti(L, to, target);
}

static int insert(lua_State *L) {
    lua_Integer last = (lua_Integer)((lua_Unsigned)length(L, READS | WRITES) + 1u), position;
    switch (lua_gettop(L)) {
    case 2: position = last; break;
    case 3:
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(
            L, (lua_Unsigned)position - 1u < (lua_Unsigned)last, 2, "position out of bounds");
        for (lua_Integer i = last; i > position; i--) copy(L, 1, i - 1, 1, i);
        break;
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, position);
    return 0;
}

static int take_out(lua_State *L) {
    lua_Integer size = length(L, READS | WRITES), position = luaL_optinteger(L, 2, size);
    if (position != size) {
        luaL_argcheck(
            L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 1, "position out of bounds");
    }
    lua_geti(L, 1, position);
    for (; position < size; position++) copy(L, 1, position + 1, 1, position);
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static int move(lua_State *L) {
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
    lua_Integer target = luaL_checkinteger(L, 4);
    int to = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, READS);
    check_table(L, to, WRITES);
    if (last >= first) {
        luaL_argcheck(
            L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, target <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        bool overlaps = target <= last && target > first
            && (to == 1 || lua_compare(L, 1, to, LUA_OPEQ));
        if (overlaps) {
            while (count-- > 0) copy(L, 1, first + count, to, target + count);
        } else {
            for (lua_Integer i = 0; i < count; i++) copy(L, 1, first + i, to, target + i);
        }
    }
    lua_pushvalue(L, to);
    return 1;
}

static void add_element(lua_State *L, luaL_Buffer *buffer, lua_Integer index) { // may raise
    luashim_check_stop(L);
    lua_geti(L, 1, index);
    if (!lua_isstring(L, -1)) {
        luaL_error(
            L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
            (LUAI_UACINT)index);
    }
    luaL_addvalue(buffer);
}

static int concat(lua_State *L) {
    lua_Integer last = length(L, READS);
    size_t separator_size;
    const char *separator = luaL_optlstring(L, 2, "", &separator_size);
    lua_Integer index = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (; index < last; index++) {
        add_element(L, &buffer, index);
        luaL_addlstring(&buffer, separator, separator_size);
    }
    if (index == last) add_element(L, &buffer, index);
    luaL_pushresult(&buffer);
    return 1;
}

static int unpack(lua_State *L) {
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));
    if (first > last) return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first; // less one, lest it overflow
    if (count >= (unsigned)INT_MAX || !lua_checkstack(L, (int)++count)) {
        return luaL_error(L, "too many results to unpack");
    }
    for (lua_Unsigned i = 0; i < count; i++) {
        luashim_check_stop(L);
        lua_geti(L, 1, (lua_Integer)((lua_Unsigned)first + i));
    }
    return (int)count;
}

const luaL_Reg luashim_bounded_table[] = {
    {"concat", concat}, {"insert", insert}, {"move", move}, {"remove", take_out},
    {"sort", luashim_sort}, {"unpack", unpack}, {NULL, NULL},
};
