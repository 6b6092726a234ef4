// Values that leave a worker, as records.
#include <string.h>

#include "worker.h"

static bool put(luashim_worker *worker, luashim_type type, const void *payload, size_t count) {
    uint8_t tag = (uint8_t)type;
    return luashim_worker_append(worker, &tag, 1) && luashim_worker_append(worker, payload, count);
}

static bool put_text(luashim_worker *worker, luashim_type type, luashim_text text) {
    uint64_t count = text.count;
    return put(worker, type, &count, sizeof count)
        && luashim_worker_append(worker, text.bytes, text.count);
}

static bool put_value(luashim_worker *worker, const luashim_call *call, int index) {
    luashim_type type = luashim_type_of(call, index);
    uint8_t boolean;
    int64_t integer;
    double number;
    const char *name;
    switch (type) {
    case LUASHIM_NIL: break;
    case LUASHIM_BOOLEAN:
        boolean = luashim_boolean(call, index);
        return put(worker, type, &boolean, sizeof boolean);
    case LUASHIM_INTEGER:
        integer = luashim_integer(call, index);
        return put(worker, type, &integer, sizeof integer);
    case LUASHIM_NUMBER:
        number = luashim_number(call, index);
        return put(worker, type, &number, sizeof number);
    case LUASHIM_STRING:
    case LUASHIM_JSON: return put_text(worker, type, luashim_bytes(call, index));
    case LUASHIM_FUNCTION: // functions stay here
    case LUASHIM_OPAQUE:
        name = luashim_type_name(call, index);
        return put_text(
            worker, LUASHIM_OPAQUE, (luashim_text){(const uint8_t *)name, strlen(name)});
    }
    return put(worker, LUASHIM_NIL, NULL, 0);
}

bool luashim_worker_put_values(luashim_worker *worker, const luashim_call *call) {
    for (int i = 0; i < luashim_argument_count(call); i++) {
        if (!put_value(worker, call, i)) return false;
    }
    return true;
}

/// The record after this one, of the host's making.
const uint8_t *luashim_worker_skip_record(const uint8_t *record) {
    luashim_text text;
    switch ((luashim_type)*record) {
    case LUASHIM_BOOLEAN: return record + 2;
    case LUASHIM_INTEGER:
    case LUASHIM_NUMBER:
    case LUASHIM_FUNCTION: return record + 9;
    case LUASHIM_STRING:
    case LUASHIM_JSON:
        text = luashim_record_text(record);
        return text.bytes + text.count;
    case LUASHIM_NIL:
    case LUASHIM_OPAQUE: break;
    }
    return record + 1;
}
