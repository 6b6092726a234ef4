// What json.encode says when it refuses a value: where it is, and what is wrong with it.
#include <stdarg.h>
#include <string.h>

#include "cjson_write.h"
#include "json_encode.h"

// More of a name than this would hide the rest of the message.
#define SHOWN_BYTES 60

static bool is_identifier(const char *name, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool is_letter = (name[i] | 0x20) >= 'a' && (name[i] | 0x20) <= 'z';
        bool is_digit = name[i] >= '0' && name[i] <= '9';
        if (!is_letter && name[i] != '_' && !(is_digit && i > 0)) return false;
    }
    return count > 0 && count <= SHOWN_BYTES;
}

// Names are data: nothing that a terminal would obey may reach a message.
static void add_quoted(luaL_Buffer *text, const char *name, size_t count) { // buffer: may raise
    luaL_addchar(text, '"');
    for (size_t i = 0; i < count && i < SHOWN_BYTES; i++) {
        uint8_t byte = (uint8_t)name[i];
        if (byte == '"' || byte == '\\') {
            luaL_addchar(text, '\\');
            luaL_addchar(text, name[i]);
        } else if (byte >= 0x20 && byte < 0x7f) {
            luaL_addchar(text, name[i]);
        } else {
            luaL_addstring(text, "\\x");
            luaL_addchar(text, "0123456789abcdef"[byte >> 4]);
            luaL_addchar(text, "0123456789abcdef"[byte & 15]);
        }
    }
    luaL_addstring(text, count > SHOWN_BYTES ? "...\"" : "\"");
}

static void add_index(luaL_Buffer *text, lua_Integer index) { // buffer: may raise
    uint8_t digits[CJSON_NUMBER_BYTES];
    luaL_addlstring(text, (const char *)digits, cjson_write_integer(index, digits));
}

static void add_step(luaL_Buffer *text, const path_step *step, bool is_first) { // buffer: may raise
    if (step->name && is_identifier(step->name, step->count)) {
        if (!is_first) luaL_addchar(text, '.');
        luaL_addlstring(text, step->name, step->count);
        return;
    }
    luaL_addchar(text, '[');
    if (step->name) {
        add_quoted(text, step->name, step->count);
    } else {
        add_index(text, step->index);
    }
    luaL_addchar(text, ']');
}

// properties.tags[3]
static void add_path(luaL_Buffer *text, const encoder *encoder) { // buffer: may raise
    const int shown = 12; // from either end
    for (int i = 0; i < encoder->depth; i++) {
        if (i == shown && encoder->depth > 2 * shown) {
            luaL_addstring(text, " ... ");
            i = encoder->depth - shown;
        }
        add_step(text, &encoder->path[i], i == 0);
    }
    if (encoder->depth > 0) luaL_addstring(text, ": ");
}

void luashim_json_refuse(encoder *encoder, const char *reason, ...) { // raises
    lua_State *L = encoder->L;
    luaL_checkstack(L, 20, "JSON value");
    va_list arguments;
    va_start(arguments, reason);
    const char *why = lua_pushvfstring(L, reason, arguments);
    va_end(arguments);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    add_path(&text, encoder);
    luaL_addstring(&text, why);
    luaL_pushresult(&text);
    if (encoder->format->argument) {
        luaL_argerror(L, encoder->format->argument, lua_tostring(L, -1));
    }
    luaL_error(L, "%s%s", encoder->format->prefix, lua_tostring(L, -1));
}

// The member to name beside an element, quoted as in a path.
static const char *quoted_key(lua_State *L, int key) { // [-0, +1] may raise
    luaL_Buffer text;
    size_t count;
    const char *name = lua_tolstring(L, key, &count);
    luaL_buffinit(L, &text);
    add_quoted(&text, name, count);
    luaL_pushresult(&text);
    return lua_tostring(L, -1);
}

static void refuse_hole(encoder *encoder, int table) { // raises
    lua_State *L = encoder->L;
    lua_Integer index = 1;
    while (lua_rawgeti(L, table, index) != LUA_TNIL) {
        lua_pop(L, 1);
        index++;
    }
    luashim_json_refuse(
        encoder, "the list has a hole at %I (json.array(list, n) fills holes with null)",
        (LUAI_UACINT)index);
}

void luashim_json_refuse_keys(encoder *encoder, int table) { // raises
    lua_State *L = encoder->L;
    encoder->depth--; // the path ends at the table itself
    luaL_checkstack(L, 20, "JSON value");
    int member = 0;
    bool has_element = false;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        if (lua_isinteger(L, -1)) {
            if (lua_tointeger(L, -1) < 1) {
                luashim_json_refuse(encoder, "%I is no index of a list", lua_tointeger(L, -1));
            }
            has_element = true;
        } else if (lua_type(L, -1) != LUA_TSTRING) {
            luashim_json_refuse(encoder, "a key is a %s, not a string", luaL_typename(L, -1));
        } else if (!member) {
            lua_pushvalue(L, -1);
            lua_insert(L, -2);
            member = lua_gettop(L) - 1;
        }
    }
    if (member && has_element) {
        luashim_json_refuse(
            encoder, "the table has list elements and the member %s", quoted_key(L, member));
    }
    if (member) {
        luashim_json_refuse(encoder, "the list has the member %s", quoted_key(L, member));
    }
    refuse_hole(encoder, table);
}
