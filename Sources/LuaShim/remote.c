// The host's half of a VM whose Lua runs in a worker: flags, deadline and memory count of the usual
// kind, and a Lua state that runs nothing. Its stack holds the values of the call that is being
// answered, so that Swift reads them like any others.
//
// What is read here was written by a process that a script may own. Every count is held against the
// bytes that are there before anything is made of it.
#include <stdlib.h>
#include <string.h>

#include "cjson.h"
#include "luashim_worker.h"
#include "vm.h"

typedef struct {
    luashim_vm vm; // first: it is freed as one
    luashim_call call;
} remote_vm;

luashim_vm *luashim_create_remote(const luashim_options *options) {
    luashim_vm *vm = luashim_make_vm(options, sizeof(remote_vm));
    if (vm == NULL) return NULL;
    vm->is_remote = true;
    vm->L = lua_newstate(luashim_allocate, vm);
    if (vm->L == NULL) {
        luashim_close(vm);
        luashim_free(vm);
        return NULL;
    }
    EXTRA(vm->L) = (uintptr_t)vm;
    luashim_install_interrupts(vm);
    vm->memory_limit = options->memory_limit;
    return vm;
}

typedef struct {
    const uint8_t *at, *end;
    uint32_t count;
    luashim_call *call;
    bool is_malformed;
} record_reader;

static bool take(record_reader *reader, void *value, size_t size) {
    if ((size_t)(reader->end - reader->at) < size) return false;
    memcpy(value, reader->at, size);
    reader->at += size;
    return true;
}

static bool take_text(record_reader *reader, luashim_text *text) {
    uint64_t count;
    if (!take(reader, &count, sizeof count)) return false;
    if (count > (uint64_t)(reader->end - reader->at)) return false;
    *text = (luashim_text){reader->at, (size_t)count};
    reader->at += count;
    return true;
}

static int read_nothing(lua_State *L) {
    (void)L;
    return 0;
}

/// A value that stays in the worker, of which the host knows the type.
static bool push_opaque(lua_State *L, luashim_text name) { // [-0, +1] may raise memory
    static const int types[] = {LUA_TFUNCTION, LUA_TTABLE, LUA_TUSERDATA, LUA_TTHREAD};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *known = lua_typename(L, types[i]);
        if (name.count != strlen(known) || memcmp(name.bytes, known, name.count) != 0) continue;
        if (types[i] == LUA_TFUNCTION) lua_pushcfunction(L, read_nothing);
        else if (types[i] == LUA_TTABLE) lua_createtable(L, 0, 0); // which JSON cannot hold
        else if (types[i] == LUA_TTHREAD) lua_pushthread(L);
        else lua_pushlightuserdata(L, (void *)types);
        return true;
    }
    return false;
}

/// Notes a value that was read, for those who look at the first ones only.
static void note(lua_State *L, luashim_call *call, luashim_type type, uint32_t index) {
    if (index >= LUASHIM_READ_AHEAD) return;
    luashim_value *value = &call->arguments.values[index];
    value->type = type;
    int slot = (int)index + 1;
    if (type == LUASHIM_BOOLEAN) value->boolean = lua_toboolean(L, slot);
    else if (type == LUASHIM_INTEGER) value->integer = lua_tointegerx(L, slot, NULL);
    else if (type == LUASHIM_NUMBER) value->number = lua_tonumberx(L, slot, NULL);
}

/// A table, of which only the text is read: an empty one stands for it on the stack.
static bool push_json(lua_State *L, luashim_call *call, luashim_text text) { // [-0, +1] may raise
    cjson_reader json = cjson_reader_make(text.bytes, text.count);
    if (!cjson_validate(&json)) return false;
    call_scratch *scratch = call->scratch;
    json_span span = {lua_gettop(L) + 1, scratch->json.count, text.count};
    if (!luashim_buffer_append(&scratch->json, text.bytes, text.count)
        || !luashim_buffer_append(&scratch->spans, &span, sizeof span)) {
        luashim_raise_memory(L);
    }
    lua_createtable(L, 0, 0);
    return true;
}

static bool push(lua_State *L, record_reader *reader) { // [-0, +1] may raise memory
    uint8_t type, byte;
    int64_t integer;
    double number;
    luashim_text text;
    if (!take(reader, &type, 1)) return false;
    switch ((luashim_type)type) {
    case LUASHIM_NIL: lua_pushnil(L); return true;
    case LUASHIM_BOOLEAN:
        if (!take(reader, &byte, 1) || byte > 1) return false;
        lua_pushboolean(L, byte);
        return true;
    case LUASHIM_INTEGER:
        if (!take(reader, &integer, sizeof integer)) return false;
        lua_pushinteger(L, integer);
        return true;
    case LUASHIM_NUMBER:
        if (!take(reader, &number, sizeof number)) return false;
        lua_pushnumber(L, number);
        return true;
    case LUASHIM_STRING:
        if (!take_text(reader, &text)) return false;
        lua_pushlstring(L, (const char *)text.bytes, text.count);
        return true;
    case LUASHIM_JSON: return take_text(reader, &text) && push_json(L, reader->call, text);
    case LUASHIM_OPAQUE: return take_text(reader, &text) && push_opaque(L, text);
    case LUASHIM_FUNCTION: return false; // functions do not leave the worker yet
    }
    return false;
}

static int read_records(lua_State *L) {
    record_reader *reader = lua_touserdata(L, 1);
    lua_settop(L, 0);
    luaL_checkstack(L, (int)reader->count + LUA_MINSTACK, NULL);
    for (uint32_t i = 0; i < reader->count; i++) {
        const uint8_t *record = reader->at;
        reader->is_malformed = !push(L, reader);
        if (reader->is_malformed) return 0;
        note(L, reader->call, (luashim_type)*record, i);
    }
    return lua_gettop(L);
}

static luashim_reading read_into(
    luashim_vm *vm, luashim_call *call, const uint8_t *bytes, size_t size, uint32_t count
) {
    lua_State *L = vm->L;
    lua_settop(L, 0);
    luashim_begin_call(call, vm, L, 1, 0);
    luashim_scratch_of(call);
    call->is_buffered = true;
    if (count > size || count > LUAI_MAXSTACK / 2) return LUASHIM_MALFORMED;
    record_reader reader = {bytes, bytes + size, count, call, false};
    lua_pushcfunction(L, read_records);
    lua_pushlightuserdata(L, &reader);
    if (lua_pcall(L, 1, LUA_MULTRET, 0) != LUA_OK) {
        lua_settop(L, 0);
        call->scratch->json.count = call->scratch->spans.count = 0;
        return LUASHIM_TOO_LARGE;
    }
    if (reader.is_malformed || reader.at != reader.end) return LUASHIM_MALFORMED;
    call->arguments.count = (int32_t)count;
    call->values_read = count < LUASHIM_READ_AHEAD ? (int)count : LUASHIM_READ_AHEAD;
    return LUASHIM_READ;
}

luashim_reading luashim_read_call(
    luashim_vm *vm, const uint8_t *bytes, size_t size, uint32_t count, luashim_call **call
) {
    *call = &((remote_vm *)vm)->call;
    return read_into(vm, *call, bytes, size, count);
}

luashim_reading luashim_read_result(
    luashim_vm *vm, const uint8_t *bytes, size_t size, const luashim_finished_frame *frame
) {
    luashim_reading reading = read_into(vm, &vm->result, bytes, size, frame->count);
    vm->result.cause = frame->cause;
    vm->exit_status = frame->exit_status;
    return reading;
}

luashim_call *luashim_begin_answer(luashim_vm *vm) {
    luashim_call *call = &((remote_vm *)vm)->call;
    lua_settop(vm->L, 0);
    luashim_begin_records(call, vm, vm->L);
    return call;
}

luashim_answers luashim_take_answers(luashim_call *call) {
    call_scratch *scratch = call->scratch;
    luashim_answers answers = {
        .records = {scratch->answer.bytes, scratch->answer.count},
        .count = (uint32_t)call->answers,
        .error_handle = scratch->error_handle,
        .lacks_memory = call->lacks_memory,
    };
    scratch->error_handle = 0;
    return answers;
}
