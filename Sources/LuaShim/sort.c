// table.sort; see bounded.h for its origin. It compares and moves in the order of the original, so
// that equal elements end up in the same places.
#include <limits.h>
#include <time.h>

#include "bounded.h"

enum { RANDOMIZED_FROM = 100 }; // elements

static unsigned random_pivot(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned)now.tv_nsec + (unsigned)now.tv_sec;
}

static void set_both(lua_State *L, unsigned i, unsigned j) { // [-2, +0] may raise
    lua_seti(L, 1, i);
    lua_seti(L, 1, j);
}

/// Whether the value at `a` comes before the one at `b`, both counted from the top.
static bool is_less(lua_State *L, int a, int b) { // [-0, +0] may raise
    luashim_check_stop(L);
    if (lua_isnil(L, 2)) return lua_compare(L, a, b, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a - 1);
    lua_pushvalue(L, b - 2);
    lua_call(L, 2, 1);
    bool result = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return result;
}

/// Partitions around the pivot on top, which also is element `up - 1`.
static unsigned partition(lua_State *L, unsigned lo, unsigned up) { // [-1, +0] may raise
    unsigned i = lo, j = up - 1;
    for (;;) {
        while (lua_geti(L, 1, ++i), is_less(L, -1, -2)) {
            if (i == up - 1) luaL_error(L, "invalid order function for sorting");
            lua_pop(L, 1);
        }
        while (lua_geti(L, 1, --j), is_less(L, -3, -1)) {
            if (j < i) luaL_error(L, "invalid order function for sorting");
            lua_pop(L, 1);
        }
        if (j < i) {
            lua_pop(L, 1);
            set_both(L, up - 1, i);
            return i;
        }
        set_both(L, i, j);
    }
}

/// Sorts the first, middle and last element; returns the place of the middle one.
static unsigned sort_three(lua_State *L, unsigned lo, unsigned up, unsigned seed) { // may raise
    unsigned quarter = (up - lo) / 4;
    bool is_middle = up - lo < RANDOMIZED_FROM || seed == 0;
    unsigned p = is_middle ? (lo + up) / 2 : seed % (quarter * 2) + (lo + quarter);
    lua_geti(L, 1, p);
    lua_geti(L, 1, lo);
    if (is_less(L, -2, -1)) {
        set_both(L, p, lo);
        return p;
    }
    lua_pop(L, 1);
    lua_geti(L, 1, up);
    if (is_less(L, -1, -2)) set_both(L, p, up);
    else lua_pop(L, 2);
    return p;
}

static void sort_range(lua_State *L, unsigned lo, unsigned up, unsigned seed) { // may raise
    while (lo < up) {
        lua_geti(L, 1, lo);
        lua_geti(L, 1, up);
        if (is_less(L, -1, -2)) set_both(L, lo, up);
        else lua_pop(L, 2);
        if (up - lo == 1) return;
        unsigned p = sort_three(L, lo, up, seed);
        if (up - lo == 2) return;
        lua_geti(L, 1, p);
        lua_pushvalue(L, -1);
        lua_geti(L, 1, up - 1);
        set_both(L, p, up - 1);
        p = partition(L, lo, up);
        unsigned smaller; // recursion takes the smaller part, so that it is never deep
        if (p - lo < up - p) {
            sort_range(L, lo, p - 1, seed);
            smaller = p - lo;
            lo = p + 1;
        } else {
            sort_range(L, p + 1, up, seed);
            smaller = up - p;
            up = p - 1;
        }
        if ((up - lo) / 128 > smaller) seed = random_pivot(); // too unbalanced
    }
}

int luashim_sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer count = luaL_len(L, 1);
    if (count <= 1) return 0;
    luaL_argcheck(L, count < INT_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    sort_range(L, 1, (unsigned)count, 0);
    return 0;
}
