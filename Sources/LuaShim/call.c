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

static luashim_type type_at(lua_State *L, int slot) {
    switch (lua_type(L, slot)) {
    case LUA_TNONE:
    case LUA_TNIL: return LUASHIM_NIL;
    case LUA_TBOOLEAN: return LUASHIM_BOOLEAN;
    case LUA_TNUMBER: return lua_isinteger(L, slot) ? LUASHIM_INTEGER : LUASHIM_NUMBER;
    case LUA_TSTRING: return LUASHIM_STRING;
    case LUA_TFUNCTION: return LUASHIM_FUNCTION;
    case LUA_TTABLE: return LUASHIM_JSON;
    case LUA_TUSERDATA:
        return luashim_json_is_null(L, slot) ? LUASHIM_JSON : LUASHIM_OPAQUE;
    default: return LUASHIM_OPAQUE;
    }
}

/// Reads the first arguments ahead, and encodes tables. A float with an integral value is read as that
/// integer, which is what most who get it want; luashim_type_of tells the two apart.
static void read_arguments(lua_State *L, luashim_call *call) { // [-0, +0] may raise
    int count = call->arguments.count;
    for (int index = 1; index <= count; index++) {
        luashim_value beyond, *value = &beyond;
        if (index <= LUASHIM_READ_AHEAD) value = &call->arguments.values[index - 1];
        int type = lua_type(L, index), is_integral;
        if (type == LUA_TNUMBER) {
            value->integer = lua_tointegerx(L, index, &is_integral);
            value->type = is_integral ? LUASHIM_INTEGER : LUASHIM_NUMBER;
            if (!is_integral) value->number = lua_tonumberx(L, index, NULL);
            continue;
        }
        value->type = type == LUA_TSTRING ? LUASHIM_STRING : type_at(L, index);
        if (value->type == LUASHIM_BOOLEAN) value->boolean = lua_toboolean(L, index);
        else if (value->type == LUASHIM_JSON) encode_argument(L, call, index);
    }
    call->values_read = count < LUASHIM_READ_AHEAD ? count : LUASHIM_READ_AHEAD;
}

/// The rare things that keep a call from being made at all.
static __attribute__((noinline)) int refuse_call(lua_State *L, luashim_vm *vm, bool exists) {
    if (vm->closing) return luaL_error(L, "the session is closing");
    if (luashim_wait_is_over(vm, vm->current)) return luashim_raise_stop(L);
    return exists ? 0 : luaL_error(L, "the host has no such function");
}

// A function's number, and whether it begins operations, as a light userdata: it is read faster than
// an integer.
static void *mark_of(int32_t function, bool begins) {
    return (void *)(((intptr_t)function << 1 | begins) + 2);
}

static int answer_call(lua_State *L, luashim_vm *vm, uintptr_t mark, int count) {
    luashim_call call;
    luashim_begin_call(&call, vm, L, 1, count);
    if (count > 0) read_arguments(L, &call);
    void *function = vm->host.functions[mark >> 1];
    luashim_answer answer = mark & 1 ? vm->host.begin(vm->host.context, function, &call)
                                     : vm->host.call(vm->host.context, function, &call);
    if (answer == LUASHIM_OK && call.pushed == call.answers && !call.lacks_memory) {
        return call.answers;
    }
    return finish_call(L, &call, answer);
}

static inline int call_marked(lua_State *L, uintptr_t mark) {
    luashim_vm *vm = vm_of(L);
    if (luashim_may_stop(vm)) refuse_call(L, vm, true);
    return answer_call(L, vm, mark, lua_gettop(L));
}

// The lookup of an upvalue is a fifth of a call: the first functions are C functions without any.
#define ENTRY(n)                                                                                  \
    static int call_##n(lua_State *L) { return call_marked(L, (n) << 1); }                        \
    static int begin_##n(lua_State *L) { return call_marked(L, (n) << 1 | 1); }
#define NAMES(n) {call_##n, begin_##n},
#define SIXTEEN(X, n)                                                                             \
    X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7)                               \
    X(n##8) X(n##9) X(n##a) X(n##b) X(n##c) X(n##d) X(n##e) X(n##f)
#define ALL(X) SIXTEEN(X, 0x0) SIXTEEN(X, 0x1) SIXTEEN(X, 0x2) SIXTEEN(X, 0x3)

ALL(ENTRY)

static const lua_CFunction entries[][2] = {ALL(NAMES)};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

/// For the functions after those. Upvalue: the mark.
static int call_any(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    // A script with `debug` can change upvalues, but not to functions that are not there.
    uintptr_t mark = (uintptr_t)lua_touserdata(L, lua_upvalueindex(1)) - 2;
    bool exists = mark >> 1 < (uintptr_t)vm->host.function_count;
    if (luashim_may_stop(vm) || !exists) refuse_call(L, vm, exists);
    return answer_call(L, vm, mark, lua_gettop(L));
}

/// Pushes the function of this number.
void luashim_push_host_function(
    lua_State *L, int32_t function, bool begins
) { // [-0, +1] may raise
    if (function < ENTRIES) {
        lua_pushcfunction(L, entries[function][begins]);
        return;
    }
    lua_pushlightuserdata(L, mark_of(function, begins));
    lua_pushcclosure(L, call_any, 1);
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

static const json_span *span_of(const luashim_call *call, int slot) {
    if (call->scratch == NULL) return NULL;
    const json_span *spans = (const json_span *)call->scratch->spans.bytes;
    size_t count = call->scratch->spans.count / sizeof(json_span);
    for (size_t i = 0; i < count; i++) {
        if (spans[i].index == slot) return &spans[i];
    }
    return NULL;
}

luashim_type luashim_type_of(const luashim_call *call, int index) {
    if (index >= call->arguments.count) return LUASHIM_NIL;
    int slot = call->first + index;
    if (index < call->values_read) {
        luashim_type type = call->arguments.values[index].type;
        bool is_float = type == LUASHIM_INTEGER && !lua_isinteger(call->L, slot);
        return is_float ? LUASHIM_NUMBER : type;
    }
    luashim_type type = type_at(call->L, slot);
    if (type == LUASHIM_FUNCTION && call->vm->is_remote) return LUASHIM_OPAQUE;
    // Results that JSON cannot hold have no text.
    return type == LUASHIM_JSON && span_of(call, slot) == NULL ? LUASHIM_OPAQUE : type;
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

luashim_text luashim_bytes(const luashim_call *call, int index) {
    luashim_text text = {NULL, 0};
    int slot = call->first + index;
    if (index >= call->arguments.count) return text;
    if (lua_type(call->L, slot) == LUA_TSTRING) {
        text.bytes = (const uint8_t *)lua_tolstring(call->L, slot, &text.count);
        return text;
    }
    const json_span *span = span_of(call, slot);
    if (span == NULL) return text;
    return (luashim_text){call->scratch->json.bytes + span->offset, span->count};
}

const char *luashim_type_name(const luashim_call *call, int index) {
    return lua_typename(call->L, lua_type(call->L, call->first + index));
}

uint64_t luashim_cause(const luashim_call *call) { return call->cause; }
