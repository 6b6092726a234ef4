// What the host answers: records in a buffer while Swift writes, values on the stack afterwards.
//
// A record is a type byte, then 1 byte for a boolean, 8 for a number, or an 8-byte count and as
// many bytes. Nothing here raises before the host's frame is gone: lack of memory is only noted.
#include <string.h>

#include "luashim_json.h"
#include "vm.h"

static void append(luashim_call *call, luashim_type type, const void *payload, size_t count) {
    uint8_t tag = (uint8_t)type;
    luashim_buffer *answer = &call->scratch->answer;
    if (!luashim_buffer_append(answer, &tag, 1) || !luashim_buffer_append(answer, payload, count)) {
        call->lacks_memory = true;
    }
    call->answers++;
}

static void append_bytes(
    luashim_call *call, luashim_type type, const uint8_t *bytes, size_t count
) {
    uint64_t size = count;
    append(call, type, &size, sizeof size);
    if (count > 0 && !luashim_buffer_append(&call->scratch->answer, bytes, count)) {
        call->lacks_memory = true;
    }
}

void luashim_answer_nil(luashim_call *call) { append(call, LUASHIM_NIL, "", 0); }

void luashim_answer_boolean(luashim_call *call, bool value) {
    uint8_t byte = value;
    append(call, LUASHIM_BOOLEAN, &byte, sizeof byte);
}

void luashim_answer_integer(luashim_call *call, int64_t value) {
    append(call, LUASHIM_INTEGER, &value, sizeof value);
}

void luashim_answer_number(luashim_call *call, double value) {
    append(call, LUASHIM_NUMBER, &value, sizeof value);
}

void luashim_answer_string(luashim_call *call, const uint8_t *bytes, size_t count) {
    append_bytes(call, LUASHIM_STRING, bytes, count);
}

void luashim_answer_json(luashim_call *call, const uint8_t *bytes, size_t count) {
    append_bytes(call, LUASHIM_JSON, bytes, count);
}

void luashim_set_operation(luashim_call *call, uint64_t operation) { call->operation = operation; }

void luashim_set_error(luashim_call *call, uint64_t handle) {
    call->scratch->error_handle = handle;
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
    case LUASHIM_NIL:
    case LUASHIM_OPAQUE: break;
    }
    lua_pushnil(L);
    return payload;
}

/// Pushes all values of an answer and returns their number.
int luashim_push_answers(lua_State *L, luashim_call *call) { // [-0, +n] may raise
    luaL_checkstack(L, call->answers, "too many results");
    const uint8_t *record = call->scratch->answer.bytes;
    for (int i = 0; i < call->answers; i++) record = luashim_push_record(L, record);
    return call->answers;
}

void luashim_scratch_free(call_scratch *scratch) {
    luashim_buffer_free(&scratch->json);
    luashim_buffer_free(&scratch->spans);
    luashim_buffer_free(&scratch->answer);
}
