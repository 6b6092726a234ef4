// string.find, match, gmatch, gsub and rep; see bounded.h for their origin.
#define _GNU_SOURCE // memmem
#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "bounded.h"

/// The offset, counted from 0, of the position that argument `index` gives.
static size_t start_argument(lua_State *L, int index, size_t size) { // [-0, +0] may raise
    lua_Integer position = luaL_optinteger(L, index, 1);
    if (position > 0) return (size_t)position - 1;
    if (position == 0 || position < -(lua_Integer)size) return 0;
    return size + (size_t)position;
}

/// The original compares at every place; with memmem the time grows with the sizes' sum.
static int find_plain( // [-0, +(1|2)]
    lua_State *L, const char *s, size_t size, size_t start, const char *p, size_t pattern_size
) {
    const char *found = memmem(s + start, size - start, p, pattern_size);
    if (found == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, found - s + 1);
    lua_pushinteger(L, found - s + (lua_Integer)pattern_size);
    return 2;
}

static int search(lua_State *L, bool finds) {
    size_t size, pattern_size;
    const char *s = luaL_checklstring(L, 1, &size), *p = luaL_checklstring(L, 2, &pattern_size);
    size_t start = start_argument(L, 3, size);
    if (start > size) {
        luaL_pushfail(L);
        return 1;
    }
    if (finds && (lua_toboolean(L, 4) || luashim_is_plain(p, pattern_size))) {
        return find_plain(L, s, size, start, p, pattern_size);
    }
    luashim_match match;
    luashim_match_begin(&match, L, 1, 2);
    bool is_anchored = *p == '^';
    p += is_anchored;
    for (const char *at = s + start; at <= match.subject_end; at++) {
        const char *end = luashim_match_at(&match, at, p);
        if (end != NULL && !finds) return luashim_push_captures(&match, at, end);
        if (end != NULL) {
            lua_pushinteger(L, at - s + 1);
            lua_pushinteger(L, end - s);
            return luashim_push_captures(&match, NULL, NULL) + 2;
        }
        if (is_anchored) break;
    }
    luaL_pushfail(L);
    return 1;
}

static int find(lua_State *L) { return search(L, true); }

static int match_first(lua_State *L) { return search(L, false); }

typedef struct {
    const char *at, *pattern, *last_end;
    luashim_match match;
} iteration;

/// Upvalues: subject and pattern, so that they stay, and the state.
static int next_match(lua_State *L) {
    iteration *all = lua_touserdata(L, lua_upvalueindex(3));
    all->match.L = L;
    for (const char *at = all->at; at <= all->match.subject_end; at++) {
        const char *end = luashim_match_at(&all->match, at, all->pattern);
        if (end == NULL || end == all->last_end) continue;
        all->at = all->last_end = end;
        return luashim_push_captures(&all->match, at, end);
    }
    return 0;
}

static int match_each(lua_State *L) {
    size_t size;
    const char *s = luaL_checklstring(L, 1, &size), *p = luaL_checkstring(L, 2);
    size_t start = start_argument(L, 3, size);
    lua_settop(L, 2);
    iteration *all = lua_newuserdatauv(L, sizeof *all, 0);
    luashim_match_begin(&all->match, L, 1, 2);
    all->at = s + (start > size ? size + 1 : start);
    all->pattern = p;
    all->last_end = NULL;
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

/// Adds the replacement string, argument 3, with its `%1`.
static void add_string( // may raise
    luashim_match *match, luaL_Buffer *buffer, const char *start, const char *end
) {
    lua_State *L = match->L;
    size_t size;
    const char *text = lua_tolstring(L, 3, &size), *escape;
    while ((escape = memchr(text, '%', size)) != NULL) {
        luaL_addlstring(buffer, text, (size_t)(escape - text));
        escape++;
        if (*escape == '%') {
            luaL_addchar(buffer, *escape);
        } else if (*escape == '0') {
            luaL_addlstring(buffer, start, (size_t)(end - start));
        } else if (isdigit((unsigned char)*escape)) {
            const char *capture;
            ptrdiff_t length = luashim_match_capture(match, *escape - '1', start, end, &capture);
            if (length == LUASHIM_CAPTURE_POSITION) luaL_addvalue(buffer);
            else luaL_addlstring(buffer, capture, (size_t)length);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
        size -= (size_t)(escape + 1 - text);
        text = escape + 1;
    }
    luaL_addlstring(buffer, text, size);
}

/// Adds what replaces a match, and says whether that is something else.
static bool add_replacement( // may raise
    luashim_match *match, luaL_Buffer *buffer, const char *start, const char *end, int type
) {
    lua_State *L = match->L;
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, luashim_push_captures(match, start, end), 1);
    } else if (type == LUA_TTABLE) {
        luashim_push_capture(match, 0, start, end);
        lua_gettable(L, 3);
    } else {
        add_string(match, buffer, start, end);
        return true;
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(buffer, start, (size_t)(end - start));
        return false;
    }
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    luaL_addvalue(buffer);
    return true;
}

static int substitute(lua_State *L) {
    size_t size;
    const char *at = luaL_checklstring(L, 1, &size), *p = luaL_checkstring(L, 2);
    const char *last_end = NULL;
    int type = lua_type(L, 3);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)size + 1), count = 0;
    luaL_argexpected(
        L,
        type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE,
        3, "string/function/table");
    bool is_anchored = *p == '^', has_changed = false;
    p += is_anchored;
    luashim_match match;
    luashim_match_begin(&match, L, 1, 2);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    while (count < most) {
        const char *end = luashim_match_at(&match, at, p);
        if (end != NULL && end != last_end) {
            luashim_check_stop(L);
            count++;
            has_changed |= add_replacement(&match, &buffer, at, end, type);
            at = last_end = end;
        } else if (at < match.subject_end) {
            luaL_addchar(&buffer, *at++);
        } else {
            break;
        }
        if (is_anchored) break;
    }
    if (has_changed) {
        luaL_addlstring(&buffer, at, (size_t)(match.subject_end - at));
        luaL_pushresult(&buffer);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}

/// Doubles what is there, so that its time grows with the size of the result alone.
static int repeat(lua_State *L) {
    size_t size, separator_size;
    const char *s = luaL_checklstring(L, 1, &size);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &separator_size);
    size_t unit = size + separator_size;
    if (count <= 0 || unit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (unit < size || unit > INT_MAX / (size_t)count) {
        return luaL_error(L, "resulting string too large");
    }
    size_t total = unit * (size_t)count - separator_size, filled = unit < total ? unit : total;
    luaL_Buffer buffer;
    char *bytes = luaL_buffinitsize(L, &buffer, total);
    memcpy(bytes, s, size);
    memcpy(bytes + size, separator, filled - size);
    while (filled < total) {
        size_t copied = filled < total - filled ? filled : total - filled;
        memcpy(bytes + filled, bytes, copied);
        filled += copied;
    }
    luaL_pushresultsize(&buffer, total);
    return 1;
}

const luaL_Reg luashim_bounded_string[] = {
    {"find", find}, {"match", match_first}, {"gmatch", match_each},
    {"gsub", substitute}, {"rep", repeat}, {NULL, NULL},
};
