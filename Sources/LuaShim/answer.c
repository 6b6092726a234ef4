// What the host answers: records in a buffer while Swift writes, values on the stack afterwards.
//
// A record is a type byte, then 1 byte for a boolean, 8 for a number, or an 8-byte count and as
// many bytes. Nothing here raises before the host's frame is gone: lack of memory is only noted.
#include <string.h>

#include "luashim_json.h"
#include "vm.h"

/// Whether the next answer may go straight to the stack: scalars need no memory there.
static bool is_direct(luashim_call *call) {
    if (call->is_buffered || call->pushed >= DIRECT_ANSWERS) {
        call->is_buffered = true;
        return false;
    }
    call->pushed++;
    call->answers++;
    return true;
}

static void append(luashim_call *call, luashim_type type, const void *payload, size_t count) {
    uint8_t tag = (uint8_t)type;
    luashim_buffer *answer = &luashim_scratch_of(call)->answer;
    if (!luashim_buffer_append(answer, &tag, 1) || !luashim_buffer_append(answer, payload, count)) {
        call->lacks_memory = true;
    }
    call->answers++;
}

static void append_bytes(
    luashim_call *call, luashim_type type, const uint8_t *bytes, size_t count
) {
    uint64_t size = count;
    luashim_buffer *answer = &luashim_scratch_of(call)->answer;
    uint8_t *record = luashim_buffer_reserve(answer, 1 + sizeof size + count);
    call->is_buffered = true;
    call->answers++;
    if (record == NULL) {
        call->lacks_memory = true;
        return;
    }
    record[0] = (uint8_t)type;
    memcpy(record + 1, &size, sizeof size);
    if (count > 0) memcpy(record + 1 + sizeof size, bytes, count);
    answer->count += 1 + sizeof size + count;
}

void luashim_answer_nil(luashim_call *call) {
    if (is_direct(call)) lua_pushnil(call->L);
    else append(call, LUASHIM_NIL, "", 0);
}

void luashim_answer_boolean(luashim_call *call, bool value) {
    uint8_t byte = value;
    if (is_direct(call)) lua_pushboolean(call->L, value);
    else append(call, LUASHIM_BOOLEAN, &byte, sizeof byte);
}

void luashim_answer_integer(luashim_call *call, int64_t value) {
    if (is_direct(call)) lua_pushinteger(call->L, value);
    else append(call, LUASHIM_INTEGER, &value, sizeof value);
}

void luashim_answer_number(luashim_call *call, double value) {
    if (is_direct(call)) lua_pushnumber(call->L, value);
    else append(call, LUASHIM_NUMBER, &value, sizeof value);
}

void luashim_answer_string(luashim_call *call, const uint8_t *bytes, size_t count) {
    append_bytes(call, LUASHIM_STRING, bytes, count);
}

void luashim_answer_json(luashim_call *call, const uint8_t *bytes, size_t count) {
    append_bytes(call, LUASHIM_JSON, bytes, count);
}

void luashim_answer_function(luashim_call *call, uint64_t reference) {
    int64_t number = (int64_t)reference;
    call->is_buffered = true;
    append(call, LUASHIM_FUNCTION, &number, sizeof number);
}

/// The values given so far are dropped: an error is a line and fields, all of them records.
void luashim_begin_error(luashim_call *call) {
    lua_pop(call->L, call->pushed);
    call->answers = call->pushed = 0;
    call->is_buffered = true;
    luashim_scratch_of(call)->answer.count = 0;
}

void luashim_set_operation(luashim_call *call, uint64_t operation) { call->operation = operation; }

void luashim_set_error(luashim_call *call, uint64_t handle) {
    luashim_scratch_of(call)->error_handle = handle;
}

/// The text of the string or JSON record at `record`.
luashim_text luashim_record_text(const uint8_t *record) {
    uint64_t count;
    memcpy(&count, record + 1, sizeof count);
    return (luashim_text){record + 1 + sizeof count, (size_t)count};
}

/// Pushes the value of one record and returns the record after it.
const uint8_t *luashim_push_record(lua_State *L, const uint8_t *record) { // [-0, +1] may raise
    const uint8_t *payload = record + 1;
    int64_t integer;
    double number;
    luashim_text text;
    switch ((luashim_type)*record) {
    case LUASHIM_BOOLEAN: lua_pushboolean(L, *payload); return payload + 1;
    case LUASHIM_INTEGER:
        memcpy(&integer, payload, sizeof integer);
        lua_pushinteger(L, integer);
        return payload + sizeof integer;
    case LUASHIM_NUMBER:
        memcpy(&number, payload, sizeof number);
        lua_pushnumber(L, number);
        return payload + sizeof number;
    case LUASHIM_STRING:
        text = luashim_record_text(record);
        lua_pushlstring(L, (const char *)text.bytes, text.count);
        return text.bytes + text.count;
    case LUASHIM_JSON:
        text = luashim_record_text(record);
        luashim_json_push(L, text.bytes, text.count);
        return text.bytes + text.count;
    case LUASHIM_FUNCTION:
        memcpy(&integer, payload, sizeof integer);
        luashim_push_reference(L, (uint64_t)integer);
        return payload + sizeof integer;
    case LUASHIM_NIL:
    case LUASHIM_OPAQUE: break;
    }
    lua_pushnil(L);
    return payload;
}

/// Pushes all values of an answer and returns their number.
int luashim_push_answers(lua_State *L, luashim_call *call) { // [-0, +n] may raise
    // Read once: a finalizer that waits may let the host use the call for something else.
    int answers = call->answers, buffered = answers - call->pushed;
    if (buffered == 0) return answers;
    luaL_checkstack(L, buffered, "too many results");
    const uint8_t *record = call->scratch->answer.bytes;
    for (int i = 0; i < buffered; i++) record = luashim_push_record(L, record);
    return answers;
}

void luashim_scratch_free(call_scratch *scratch) {
    luashim_buffer_free(&scratch->json);
    luashim_buffer_free(&scratch->spans);
    luashim_buffer_free(&scratch->answer);
}
