// JSON text to values on the stack, straight from the input bytes.
#include "json_state.h"

// Sizes foretold for tables are bounded: a wrong guess must not cost much.
#define MAX_OBJECT_SIZE 64
#define MAX_ARRAY_SIZE 256

// Shorter texts repeat too few names.
#define MIN_BYTES_TO_REMEMBER_NAMES 4096
#define REMEMBERED_NAMES 256

#define MIN_BYTES_TO_STOP_COLLECTOR 16384

typedef struct {
    const uint8_t *text; // in the input; NULL: none
    size_t count;
    uint16_t size; // entries of its last value, if that was an array or object
} name;

typedef struct {
    cjson_reader reader;
    lua_State *L;
    json_state *json;
    int array, null; // stack slots
    bool keeps_null; // null members stay, as json.null
    // Objects in a list have the same names. Comparing one with the place in the input where it was
    // met before is cheaper than Lua's own look-up, which hashes every byte. NULL: not worth it.
    name *names;
    int first_name; // the stack slot of names[0]
} decoder;

static bool push_value(decoder *decoder, bool is_member, uint16_t *size);

// Pushes the string or member name that the reader met last.
static void push_text(decoder *decoder) { // [-0, +1] may raise
    const cjson_reader *reader = &decoder->reader;
    if (!reader->escape) {
        lua_pushlstring(decoder->L, (const char *)reader->text, reader->text_count);
        return;
    }
    luashim_buffer *scratch = &decoder->json->text;
    scratch->count = 0;
    uint8_t *room = luashim_buffer_reserve(scratch, reader->text_count);
    if (!room) luashim_json_lacks_memory(decoder->L);
    lua_pushlstring(decoder->L, (const char *)room, cjson_unescape(reader, room));
}

static unsigned place_of(const uint8_t *text, size_t count) {
    unsigned hash = (unsigned)count * 151;
    if (count > 0) hash += text[0] * 31u + text[count / 2] * 7u + text[count - 1];
    return hash % REMEMBERED_NAMES;
}

// Pushes a member's name and returns where the size of its value is remembered.
static uint16_t *push_name(decoder *decoder) { // [-0, +1] may raise
    const cjson_reader *reader = &decoder->reader;
    if (!decoder->names || reader->escape) {
        push_text(decoder);
        return &decoder->json->sizes[reader->depth];
    }
    unsigned place = place_of(reader->text, reader->text_count);
    name *known = &decoder->names[place];
    int slot = decoder->first_name + (int)place;
    if (known->text && known->count == reader->text_count
        && memcmp(known->text, reader->text, known->count) == 0) {
        lua_pushvalue(decoder->L, slot);
    } else {
        push_text(decoder);
        lua_copy(decoder->L, -1, slot);
        *known = (name){reader->text, reader->text_count, decoder->json->sizes[reader->depth]};
    }
    return &known->size;
}

// The size to give a new table: none when it is closed at once.
static int foretold(decoder *decoder, const uint16_t *size, uint8_t closing) {
    cjson_reader *reader = &decoder->reader;
    cjson_skip_space(reader);
    return reader->at < reader->end && *reader->at == closing ? 0 : *size;
}

// Remembers the size of a table that has just been closed.
static void learn(decoder *decoder, uint16_t *size, lua_Integer count, uint16_t limit) {
    *size = count < limit ? (uint16_t)count : limit;
    decoder->json->sizes[decoder->reader.depth] = *size;
}

static bool push_array(decoder *decoder, uint16_t *size) { // [-0, +1] may raise; failed [-0, +n]
    lua_State *L = decoder->L;
    lua_createtable(L, foretold(decoder, size, ']'), 0);
    lua_pushvalue(L, decoder->array);
    lua_setmetatable(L, -2);
    uint16_t *element_size = &decoder->json->sizes[decoder->reader.depth];
    lua_Integer count = 0;
    while (cjson_next_element(&decoder->reader, count == 0)) {
        if (!push_value(decoder, false, element_size)) return false;
        lua_rawseti(L, -2, ++count);
    }
    learn(decoder, size, count, MAX_ARRAY_SIZE);
    return !decoder->reader.reason;
}

static bool push_object(decoder *decoder, uint16_t *size) { // [-0, +1] may raise; failed [-0, +n]
    lua_State *L = decoder->L;
    lua_createtable(L, 0, foretold(decoder, size, '}'));
    lua_Integer count = 0;
    while (cjson_next_member(&decoder->reader, count == 0)) {
        uint16_t *member_size = push_name(decoder);
        if (!push_value(decoder, true, member_size)) return false;
        lua_rawset(L, -3); // of two members with one name the last wins, also when it is null
        count++;
    }
    learn(decoder, size, count, MAX_OBJECT_SIZE);
    return !decoder->reader.reason;
}

static void push_null(decoder *decoder, bool is_element) { // [-0, +1]
    if (is_element || decoder->keeps_null) {
        lua_pushvalue(decoder->L, decoder->null);
    } else {
        lua_pushnil(decoder->L);
    }
}

// False when the text is wrong. `size` foretells the size of a table, and learns it.
static bool push_value(
    decoder *decoder, bool is_member, uint16_t *size) { // [-0, +1] may raise; failed [-0, +n]
    lua_State *L = decoder->L;
    cjson_kind kind = cjson_read_value(&decoder->reader);
    switch (kind) {
    case CJSON_INVALID: return false;
    case CJSON_NULL: push_null(decoder, !is_member); return true;
    case CJSON_FALSE: lua_pushboolean(L, 0); return true;
    case CJSON_TRUE: lua_pushboolean(L, 1); return true;
    case CJSON_INTEGER: lua_pushinteger(L, decoder->reader.integer); return true;
    case CJSON_NUMBER: lua_pushnumber(L, decoder->reader.number); return true;
    case CJSON_STRING: push_text(decoder); return true;
    case CJSON_ARRAY:
    case CJSON_OBJECT:
        luaL_checkstack(L, 6, "JSON text"); // a table, a name, a value, a metatable
        return kind == CJSON_ARRAY ? push_array(decoder, size) : push_object(decoder, size);
    }
    return false;
}

static int raise_failure(decoder *decoder, const char *prefix) { // raises
    size_t line, column;
    cjson_place(&decoder->reader, &line, &column);
    return luaL_error(
        decoder->L, "%sline %I, column %I: %s", prefix, (LUAI_UACINT)line, (LUAI_UACINT)column,
        decoder->reader.reason);
}

// The value ends up in slot `top + 1`, above which everything goes.
static void decode_above(
    decoder *decoder, int state, int top, const char *prefix) { // [-0, +1] may raise
    lua_State *L = decoder->L;
    decoder->json = lua_touserdata(L, state);
    lua_getiuservalue(L, state, JSON_ARRAY_VALUE);
    lua_getiuservalue(L, state, JSON_NULL_VALUE);
    decoder->array = top + 1;
    decoder->null = top + 2;
    if (decoder->names) {
        decoder->first_name = top + 3;
        luaL_checkstack(L, REMEMBERED_NAMES + 8, "JSON text");
        lua_settop(L, top + 2 + REMEMBERED_NAMES);
    }
    if (!push_value(decoder, true, &decoder->json->sizes[0]) || !cjson_finish(&decoder->reader)) {
        raise_failure(decoder, prefix);
    }
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
}

typedef struct {
    decoder decoder;
    const char *prefix;
} request;

static int decode_protected(lua_State *L) { // a lua_CFunction: state, request
    request *request = lua_touserdata(L, 2);
    decode_above(&request->decoder, 1, 2, request->prefix);
    return 1;
}

// Nothing of a text becomes garbage while it is decoded, so the collector would walk the growing value
// for nothing: a large text takes a fifth to a half longer with it. An allocation that fails still
// collects.
static void decode_without_collector(lua_State *L, int state, request *request) { // [-0, +1] may raise
    luaL_checkstack(L, 4, "JSON text");
    lua_pushcfunction(L, decode_protected);
    lua_pushvalue(L, state);
    lua_pushlightuserdata(L, request);
    lua_gc(L, LUA_GCSTOP);
    int status = lua_pcall(L, 2, 1, 0);
    lua_gc(L, LUA_GCRESTART);
    if (status == LUA_OK) return;
    if (status == LUA_ERRRUN) { // the place is that of our caller, as without the protected call
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    lua_error(L);
}

void luashim_json_decode(
    lua_State *L, int state, const uint8_t *bytes, size_t count, bool keeps_null,
    const char *prefix) { // [-0, +1] may raise
    request request = {
        .decoder = {.reader = cjson_reader_make(bytes, count), .L = L, .keeps_null = keeps_null},
        .prefix = prefix};
    if (count < MIN_BYTES_TO_REMEMBER_NAMES) {
        decode_above(&request.decoder, state, lua_gettop(L), prefix);
        return;
    }
    name names[REMEMBERED_NAMES] = {0};
    request.decoder.names = names;
    if (count >= MIN_BYTES_TO_STOP_COLLECTOR && lua_gc(L, LUA_GCISRUNNING)) {
        decode_without_collector(L, state, &request);
    } else {
        decode_above(&request.decoder, state, lua_gettop(L), prefix);
    }
}

void luashim_json_push(lua_State *L, const uint8_t *bytes, size_t count) { // [-0, +1] may raise
    json_state *json = luashim_json_state(L);
    int state = lua_gettop(L);
    luashim_json_decode(L, state, bytes, count, false, "");
    luashim_json_trim(json);
    lua_replace(L, state);
}
