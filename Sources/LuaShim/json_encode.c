// Values on the stack to JSON text. Nothing in here makes a Lua object before it raises, so no
// collection, no finalizer and no other code of Lua runs while a table is being read.
#include "json_encode.h"

#include <math.h>
#include <string.h>

#include "bounded.h"
#include "cjson_write.h"

// A long string is escaped in pieces, so that the room for the worst case stays small.
#define PIECE 2048

static void write_value(encoder *encoder, int index);

static uint8_t *reserve(encoder *encoder, size_t count) { // [-0, +0] may raise
    uint8_t *room = luashim_buffer_reserve(encoder->out, count);
    if (!room) luashim_json_lacks_memory(encoder->L);
    return room;
}

static void put_byte(encoder *encoder, char byte) { // [-0, +0] may raise
    *reserve(encoder, 1) = (uint8_t)byte;
    encoder->out->count++;
}

static void put(encoder *encoder, const char *text, size_t count) { // [-0, +0] may raise
    memcpy(reserve(encoder, count), text, count);
    encoder->out->count += count;
}

static void break_line(encoder *encoder) { // [-0, +0] may raise
    if (!encoder->format->is_pretty) return;
    put_byte(encoder, '\n');
    for (int i = 0; i < encoder->depth; i++) put(encoder, "  ", 2);
}

// Goes on after the plain beginning of a string; `start` is for messages.
static void write_rest_of_string(
    encoder *encoder, const char *what, const uint8_t *start, const uint8_t *at,
    const uint8_t *end) { // [-0, +0] may raise
    while (at < end) {
        const uint8_t *piece = end - at > PIECE ? at + PIECE : end, *from = at;
        uint8_t *room = reserve(encoder, (size_t)(piece - at) * CJSON_ESCAPE_BYTES);
        encoder->out->count += (size_t)(cjson_write_escaped(room, &at, piece) - room);
        // A piece may end inside a character, which the next one then begins with.
        if (at == from || (at < piece && piece - at > 3)) {
            luashim_json_refuse(
                encoder, "%s is not UTF-8 at byte %I", what, (LUAI_UACINT)(at - start + 1));
        }
    }
}

static void write_string(
    encoder *encoder, const char *what, const char *text, size_t count) { // [-0, +0] may raise
    const uint8_t *start = (const uint8_t *)text, *end = start + count;
    const uint8_t *at = cjson_skip_plain(start, end);
    size_t plain = (size_t)(at - start);
    uint8_t *room = reserve(encoder, plain + 2);
    *room = '"';
    memcpy(room + 1, text, plain);
    room[plain + 1] = '"';
    encoder->out->count += plain + 2;
    if (at == end) return;
    encoder->out->count--;
    write_rest_of_string(encoder, what, start, at, end);
    put_byte(encoder, '"');
}

static void write_number(encoder *encoder, int index) { // [-0, +0] may raise
    lua_State *L = encoder->L;
    if (lua_isinteger(L, index)) {
        uint8_t *room = reserve(encoder, CJSON_NUMBER_BYTES);
        encoder->out->count += cjson_write_integer(lua_tointeger(L, index), room);
        return;
    }
    lua_Number value = lua_tonumber(L, index);
    if (!isfinite(value)) {
        luashim_json_refuse(
            encoder, "%s has no JSON form", isnan(value) ? "NaN" : "an infinite number");
    }
    encoder->out->count += cjson_write_number(value, reserve(encoder, CJSON_NUMBER_BYTES));
}

static void enter(encoder *encoder, int table) { // [-0, +0] may raise
    lua_State *L = encoder->L;
    const void *identity = lua_topointer(L, table);
    for (int i = 0; i < encoder->depth; i++) {
        if (encoder->tables[i] == identity) {
            luashim_json_refuse(encoder, "the table contains itself");
        }
    }
    if (encoder->depth == CJSON_MAX_DEPTH) {
        luashim_json_refuse(encoder, "nested deeper than %d", CJSON_MAX_DEPTH);
    }
    luaL_checkstack(L, 2 * 16 + 8, "JSON value");
    encoder->tables[encoder->depth++] = identity;
}

static void leave(encoder *encoder, char bracket) { // [-0, +0] may raise
    encoder->depth--;
    break_line(encoder);
    put_byte(encoder, bracket);
}

static void write_element(encoder *encoder, lua_Integer index, int value) { // [-0, +0] may raise
    if (index > 1) put_byte(encoder, ',');
    break_line(encoder);
    encoder->path[encoder->depth - 1] = (path_step){.index = index};
    write_value(encoder, value);
}

// The number of entries, if they are exactly 1 to n; else raises.
static lua_Integer checked_length(encoder *encoder, int table) { // [-0, +0] may raise
    lua_State *L = encoder->L;
    lua_Integer count = 0, greatest = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        lua_Integer index = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
        if (index < 1) luashim_json_refuse_keys(encoder, table);
        greatest = index > greatest ? index : greatest;
        count++;
    }
    if (greatest != count) luashim_json_refuse_keys(encoder, table);
    return count;
}

// The first key and value are on the stack. Lists come in order as long as they are in the table's
// array part, and reaching the end that way proves that there is nothing else in the table.
static void write_array(encoder *encoder, int table) { // [-2, +0] may raise
    lua_State *L = encoder->L;
    lua_Integer index = 0;
    put_byte(encoder, '[');
    do {
        if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) != index + 1) {
            lua_pop(L, 2);
            lua_Integer count = checked_length(encoder, table);
            while (index < count) {
                lua_rawgeti(L, table, ++index);
                write_element(encoder, index, lua_gettop(L));
                lua_pop(L, 1);
            }
            break;
        }
        write_element(encoder, ++index, lua_gettop(L));
        lua_pop(L, 1);
    } while (lua_next(L, table));
    leave(encoder, ']');
}

static void add_member(encoder *encoder, int slot) { // [-0, +0] may raise
    luashim_buffer *entries = &encoder->json->entries;
    json_member *added = (json_member *)(void *)luashim_buffer_reserve(entries, sizeof *added);
    if (!added) luashim_json_lacks_memory(encoder->L);
    added->name = lua_tolstring(encoder->L, slot - 1, &added->count);
    added->slot = slot;
    entries->count += sizeof *added;
}

// The first key and value are on the stack. All members are kept there until they are written, so
// that sorting needs no look-up.
static size_t collect_members(encoder *encoder, int table) { // [-2, +2n] may raise
    lua_State *L = encoder->L;
    int first = lua_gettop(L);
    size_t count = 0;
    do {
        if (lua_type(L, -2) != LUA_TSTRING) luashim_json_refuse_keys(encoder, table);
        add_member(encoder, first + 2 * (int)count);
        count++;
        if (count % 16 == 0) luaL_checkstack(L, 2 * 16 + 8, "too many members for one JSON object");
        lua_pushvalue(L, -2);
    } while (lua_next(L, table));
    return count;
}

static void write_name(
    encoder *encoder, const json_member *member, bool is_first) { // [-0, +0] may raise
    const uint8_t *name = (const uint8_t *)member->name;
    bool is_plain = cjson_skip_plain(name, name + member->count) == name + member->count;
    if (!is_plain || encoder->format->is_pretty) {
        if (!is_first) put_byte(encoder, ',');
        break_line(encoder);
        write_string(encoder, "the member's name", member->name, member->count);
        put(encoder, ": ", encoder->format->is_pretty ? 2 : 1);
        return;
    }
    // Nearly all names: the same at once.
    uint8_t *room = reserve(encoder, member->count + 4), *at = room;
    if (!is_first) *at++ = ',';
    *at++ = '"';
    memcpy(at, name, member->count);
    at += member->count;
    *at++ = '"';
    *at++ = ':';
    encoder->out->count += (size_t)(at - room);
}

// The first key and value are on the stack.
static void write_object(encoder *encoder, int table) { // [-2, +0] may raise
    luashim_buffer *entries = &encoder->json->entries;
    size_t start = entries->count;
    size_t count = collect_members(encoder, table);
    luashim_json_sort((json_member *)(void *)(entries->bytes + start), count);
    put_byte(encoder, '{');
    for (size_t i = 0; i < count; i++) {
        // Found anew each time: an inner object may have moved the buffer.
        json_member next = ((json_member *)(void *)(entries->bytes + start))[i];
        encoder->path[encoder->depth - 1] = (path_step){.name = next.name, .count = next.count};
        write_name(encoder, &next, i == 0);
        write_value(encoder, next.slot);
    }
    entries->count = start;
    lua_pop(encoder->L, 2 * (int)count);
    leave(encoder, '}');
}

static bool is_marked_array(encoder *encoder, int table) { // [-0, +0]
    if (!lua_getmetatable(encoder->L, table)) return false;
    bool is_marked = lua_topointer(encoder->L, -1) == encoder->json->array;
    lua_pop(encoder->L, 1);
    return is_marked;
}

static void write_table(encoder *encoder, int table) { // [-0, +0] may raise
    lua_State *L = encoder->L;
    bool is_array = is_marked_array(encoder, table);
    luashim_check_stop(L); // a table that holds itself many times over is long to write
    enter(encoder, table);
    lua_pushnil(L);
    if (!lua_next(L, table)) {
        encoder->depth--;
        put(encoder, is_array ? "[]" : "{}", 2);
    } else if (is_array || lua_type(L, -2) == LUA_TNUMBER) {
        write_array(encoder, table);
    } else {
        write_object(encoder, table);
    }
}

static void write_value(encoder *encoder, int index) { // [-0, +0] may raise
    lua_State *L = encoder->L;
    size_t count;
    const char *text;
    switch (lua_type(L, index)) {
    case LUA_TNIL: put(encoder, "null", 4); return;
    case LUA_TBOOLEAN:
        text = lua_toboolean(L, index) ? "true" : "false";
        put(encoder, text, strlen(text));
        return;
    case LUA_TNUMBER: write_number(encoder, index); return;
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &count);
        write_string(encoder, "the string", text, count);
        return;
    case LUA_TTABLE: write_table(encoder, index); return;
    case LUA_TUSERDATA:
        if (lua_touserdata(L, index) == encoder->json->null) {
            put(encoder, "null", 4);
            return;
        }
    }
    luashim_json_refuse(encoder, "a %s has no JSON form", luaL_typename(L, index));
}

void luashim_json_encode(
    lua_State *L, json_state *json, int index, luashim_buffer *out,
    const json_format *format) { // [-0, +0] may raise
    encoder encoder; // not zeroed: most of it is the path, of which `depth` steps hold
    encoder.L = L;
    encoder.json = json;
    encoder.out = out;
    encoder.format = format;
    encoder.depth = 0;
    json->entries.count = 0; // a raise may have left some
    write_value(&encoder, lua_absindex(L, index));
}

// Encodes outside the module's functions, which hold their state as an upvalue.
static void encode_with(
    lua_State *L, int index, luashim_buffer *out, const json_format *format) { // [-0, +0] may raise
    json_state *json = luashim_json_state(L);
    luashim_json_encode(L, json, index, out, format);
    lua_pop(L, 1);
}

void luashim_json_encode_value(lua_State *L, int index, luashim_buffer *out) { // [-0, +0] may raise
    encode_with(L, lua_absindex(L, index), out, &(json_format){.prefix = ""});
}

void luashim_json_encode_argument(
    lua_State *L, int argument, luashim_buffer *out) { // [-0, +0] may raise
    encode_with(L, argument, out, &(json_format){.argument = argument});
}
