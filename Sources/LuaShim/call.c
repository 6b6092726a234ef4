// A call of a host function: encode, ask the host, then push, raise, yield or wait.
#include "luashim_json.h"
#include "vm.h"

/// Scratch for a call. A finalizer may interrupt the reading of the usual one, since pushing values
/// can run the collector; inside finalizers lua_gc answers below 0, and the collector is off.
call_scratch *luashim_scratch_of(luashim_call *call) {
    if (call->scratch != NULL) return call->scratch;
    luashim_vm *vm = call->vm;
    call_scratch *scratch =
        lua_gc(call->L, LUA_GCCOUNT) < 0 ? &vm->finalizer_scratch : &vm->scratch;
    if (scratch->error_handle != 0) { // its error could not be built for want of memory
        vm->host.release_error(vm->host.context, scratch->error_handle);
        scratch->error_handle = 0;
    }
    scratch->json.count = 0;
    scratch->spans.count = 0;
    scratch->answer.count = 0;
    return call->scratch = scratch;
}

/// Everything but the types, which only calls of host functions look up.
void luashim_begin_call(luashim_call *call, luashim_vm *vm, lua_State *L, int first, int count) {
    call->vm = vm;
    call->L = L;
    call->scratch = NULL;
    call->first = first;
    call->count = count;
    call->answers = call->pushed = 0;
    call->is_buffered = call->lacks_memory = false;
    call->operation = call->cause = 0;
    call->types[0] = LUA_TNONE;
}

/// A call whose answers are all records: names, texts, the arguments of a run.
void luashim_begin_records(luashim_call *call, luashim_vm *vm, lua_State *L) {
    luashim_begin_call(call, vm, L, 1, 0);
    call->is_buffered = true;
    luashim_scratch_of(call);
}

bool luashim_crosses_as_json(lua_State *L, int index) {
    return lua_istable(L, index) || luashim_json_is_null(L, index);
}

static void add_span(lua_State *L, luashim_call *call, int slot, size_t start) { // may raise
    call_scratch *scratch = luashim_scratch_of(call);
    json_span span = {slot, start, scratch->json.count - start};
    if (!luashim_buffer_append(&scratch->spans, &span, sizeof span)) {
        luashim_raise_memory(L);
    }
}

/// Appends the JSON text of the value at `index`, as that of the call's stack slot `slot`.
void luashim_encode_value(lua_State *L, luashim_call *call, int index, int slot) { // may raise
    luashim_buffer *json = &luashim_scratch_of(call)->json;
    size_t start = json->count;
    luashim_json_encode_value(L, index, json);
    add_span(L, call, slot, start);
}

/// The same for an argument, whose number the messages then name.
static void encode_argument(lua_State *L, luashim_call *call, int index) { // [-0, +0] may raise
    luashim_buffer *json = &luashim_scratch_of(call)->json;
    size_t start = json->count;
    luashim_json_encode_argument(L, index, json);
    add_span(L, call, index, start);
}

static int finish_call(lua_State *L, luashim_call *call, luashim_answer answer);

static int take_outcome(lua_State *L, luashim_vm *vm, uint64_t operation) {
    luashim_call call;
    luashim_begin_call(&call, vm, L, 1, 0);
    return finish_call(L, &call, vm->host.take(vm->host.context, operation, &call));
}

/// Continues a parked call: its operation is done, or its task is to be stopped.
static int continue_call(lua_State *L, int status, lua_KContext context) {
    (void)status;
    UNPARK(L);
    luashim_vm *vm = vm_of(L);
    luashim_task *task = vm->current;
    uint64_t operation = (uint64_t)context;
    if (task->wakes_to_stop) { // who woke it has cancelled the operation
        task->wakes_to_stop = false;
        return luashim_raise_stop(L);
    }
    if (luashim_wait_is_over(vm, task)) {
        vm->host.cancel(vm->host.context, operation);
        return luashim_raise_stop(L);
    }
    return take_outcome(L, vm, operation);
}

/// Yields to the run loop until the operation is done.
static int park(lua_State *L, luashim_vm *vm, uint64_t operation) {
    vm->current->state = TASK_PARKED;
    vm->parked_count++;
    vm->parked = true;
    PARK(L);
    return lua_yieldk(L, 0, (lua_KContext)operation, continue_call);
}

/// Blocks the session's thread until the operation is done: where Lua cannot yield, such as in a
/// comparator of table.sort.
static int block(lua_State *L, luashim_vm *vm, uint64_t operation) {
    luashim_task *task = vm->current;
    while (!task->operation_done) {
        if (luashim_wait_is_over(vm, task)) {
            vm->host.cancel(vm->host.context, operation);
            return luashim_raise_stop(L);
        }
        // The operation may be waiting for a function of the script that it called.
        luashim_task *ready = luashim_has_calls(vm) ? luashim_next_ready(vm) : NULL;
        if (ready != NULL) luashim_resume_task(vm, ready, L);
        else luashim_wait_for_host(vm);
    }
    return take_outcome(L, vm, operation);
}

static int finish_call(lua_State *L, luashim_call *call, luashim_answer answer) {
    luashim_vm *vm = call->vm;
    if (call->lacks_memory) return luashim_raise_memory(L);
    if (answer == LUASHIM_OK) return luashim_push_answers(L, call);
    if (answer == LUASHIM_ERROR) return luashim_raise_answer(L, call);
    vm->current->operation = call->operation;
    vm->current->operation_done = false;
    return can_park(vm, L) ? park(L, vm, call->operation) : block(L, vm, call->operation);
}

/// Looks up the types of the arguments, and encodes tables.
static void read_arguments(lua_State *L, luashim_call *call) { // [-0, +0] may raise
    int count = call->count;
    for (int index = 1; index <= count; index++) {
        int type = lua_type(L, index);
        if (index <= KNOWN_TYPES) call->types[index - 1] = (int8_t)type;
        if (type == LUA_TTABLE || (type == LUA_TUSERDATA && luashim_json_is_null(L, index))) {
            encode_argument(L, call, index);
        }
    }
}

/// Upvalues: the number and the name of the function.
int luashim_call_host(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    if (vm->closing) return luaL_error(L, "the session is closing");
    if (luashim_may_stop(vm) && luashim_wait_is_over(vm, vm->current)) return luashim_raise_stop(L);
    luashim_call call;
    luashim_begin_call(&call, vm, L, 1, lua_gettop(L));
    read_arguments(L, &call);
    // A script with `debug` can change upvalues, but not to functions that are not there.
    lua_Integer function = lua_tointegerx(L, lua_upvalueindex(1), NULL);
    if (function < LUASHIM_SLEEP || function >= vm->host.function_count) {
        return luaL_error(L, "the host has no function %I", function);
    }
    luashim_answer answer = vm->host.call(vm->host.context, (int32_t)function, &call);
    if (answer == LUASHIM_OK && call.pushed == call.answers && !call.lacks_memory) {
        return call.answers;
    }
    return finish_call(L, &call, answer);
}

void luashim_operation_done(luashim_vm *vm, luashim_task *task, uint64_t operation) {
    if (task->operation != operation) return;
    task->operation_done = true;
    if (task->state == TASK_PARKED) {
        vm->parked_count--;
        luashim_make_ready(vm, task);
    }
}

luashim_task *luashim_current_task(luashim_vm *vm) { return vm->current; }

// Reading. None of these raise: numbers are never converted to strings.

int luashim_count(const luashim_call *call) { return call->count; }

static const json_span *span_of(const luashim_call *call, int slot) {
    if (call->scratch == NULL) return NULL;
    const json_span *spans = (const json_span *)call->scratch->spans.bytes;
    size_t count = call->scratch->spans.count / sizeof(json_span);
    for (size_t i = 0; i < count; i++) {
        if (spans[i].index == slot) return &spans[i];
    }
    return NULL;
}

static int lua_type_of(const luashim_call *call, int index) {
    if (index >= call->count) return LUA_TNONE;
    if (index < KNOWN_TYPES && call->types[0] != LUA_TNONE) return call->types[index];
    return lua_type(call->L, call->first + index);
}

luashim_type luashim_type_of(const luashim_call *call, int index) {
    int slot = call->first + index;
    switch (lua_type_of(call, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return LUASHIM_NIL;
    case LUA_TBOOLEAN: return LUASHIM_BOOLEAN;
    case LUA_TNUMBER: return lua_isinteger(call->L, slot) ? LUASHIM_INTEGER : LUASHIM_NUMBER;
    case LUA_TSTRING: return LUASHIM_STRING;
    case LUA_TFUNCTION: return LUASHIM_FUNCTION;
    default: return span_of(call, slot) != NULL ? LUASHIM_JSON : LUASHIM_OPAQUE;
    }
}

bool luashim_boolean(const luashim_call *call, int index) {
    return lua_toboolean(call->L, call->first + index);
}

int64_t luashim_integer(const luashim_call *call, int index) {
    return lua_tointegerx(call->L, call->first + index, NULL);
}

double luashim_number(const luashim_call *call, int index) {
    return lua_tonumberx(call->L, call->first + index, NULL);
}

bool luashim_read_integer(const luashim_call *call, int index, int64_t *value) {
    if (lua_type_of(call, index) != LUA_TNUMBER) return false; // a string that is a number is none
    int is_integer;
    *value = lua_tointegerx(call->L, call->first + index, &is_integer);
    return is_integer;
}

bool luashim_read_number(const luashim_call *call, int index, double *value) {
    if (lua_type_of(call, index) != LUA_TNUMBER) return false;
    *value = lua_tonumberx(call->L, call->first + index, NULL);
    return true;
}

bool luashim_read_boolean(const luashim_call *call, int index, bool *value) {
    if (lua_type_of(call, index) != LUA_TBOOLEAN) return false;
    *value = lua_toboolean(call->L, call->first + index);
    return true;
}

bool luashim_read_string(const luashim_call *call, int index, luashim_text *value) {
    if (lua_type_of(call, index) != LUA_TSTRING) return false;
    value->bytes = (const uint8_t *)lua_tolstring(call->L, call->first + index, &value->count);
    return true;
}

luashim_text luashim_bytes(const luashim_call *call, int index) {
    luashim_text text = {NULL, 0};
    if (luashim_read_string(call, index, &text)) return text;
    const json_span *span = span_of(call, call->first + index);
    if (span == NULL) return text;
    return (luashim_text){call->scratch->json.bytes + span->offset, span->count};
}

const char *luashim_type_name(const luashim_call *call, int index) {
    return lua_typename(call->L, lua_type(call->L, call->first + index));
}

uint64_t luashim_cause(const luashim_call *call) { return call->cause; }
