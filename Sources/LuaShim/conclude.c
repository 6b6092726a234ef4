// What a finished task comes to: values or a described error, on the main stack, for Swift to read.
#include "luashim_json.h"
#include "vm.h"

static int encode_result(lua_State *L) {
    luashim_call *call = lua_touserdata(L, 2);
    int slot = (int)lua_tointeger(L, 3);
    luashim_encode_value(L, call, 1, slot);
    return 0;
}

/// Makes the values above `first` on the main stack a result that Swift reads. Tables that JSON
/// cannot hold stay opaque.
void luashim_set_result(luashim_vm *vm, luashim_call *result, int first) {
    lua_State *L = vm->L;
    luashim_begin_call(result, vm, L, first, lua_gettop(L) - first + 1);
    luashim_buffer *json = &luashim_scratch_of(result)->json;
    for (int slot = first; slot < first + result->arguments.count; slot++) {
        size_t start = json->count;
        if (!luashim_crosses_as_json(L, slot)) continue;
        lua_pushcfunction(L, encode_result);
        lua_pushvalue(L, slot);
        lua_pushlightuserdata(L, result);
        lua_pushinteger(L, slot);
        if (luashim_call_on_main(vm, 3, 0) == LUA_OK) continue;
        lua_pop(L, 1);
        json->count = start;
    }
}

/// What a stop that the host is to hear of is called there.
static luashim_outcome stop_outcome(const luashim_vm *vm) {
    switch (vm->stop) {
    case STOP_TIMED_OUT: return LUASHIM_TIMED_OUT;
    case STOP_OUTPUT: return LUASHIM_OUTPUT_LIMIT;
    case STOP_EXITED: return LUASHIM_EXITED;
    case STOP_NONE:
    case STOP_ENDED:
    case STOP_INTERRUPTED: break;
    }
    return LUASHIM_INTERRUPTED;
}

static bool is_final(stop_reason stop) { return stop != STOP_NONE && stop != STOP_ENDED; }

/// The error of a task, described on the main stack.
static luashim_outcome fail(luashim_vm *vm, luashim_task *task, luashim_call *result) {
    lua_State *L = vm->L;
    int first = lua_gettop(L) + 1;
    lua_xmove(task->coroutine, L, 1);
    uint64_t cause = luashim_cause_of(L, first);
    lua_pushcfunction(L, luashim_describe_error);
    lua_pushvalue(L, first);
    int status = luashim_call_on_main(vm, 1, LUA_MULTRET);
    if (is_final(vm->stop)) return stop_outcome(vm); // in a __tostring
    if (status != LUA_OK) return LUASHIM_OUT_OF_MEMORY;
    // The error value itself stays below, and with it the Swift error.
    luashim_set_result(vm, result, first + 1);
    result->cause = cause;
    return LUASHIM_FAILED;
}

/// What became of a finished task; its results are on the main stack, above what was there.
luashim_outcome luashim_conclude(luashim_vm *vm, luashim_task *task, luashim_call *result) {
    // Also where the script survived, because C code swallowed the stop.
    if (is_final(vm->stop) || task->state == TASK_CANCELLED) return stop_outcome(vm);
    if (task->state != TASK_DONE) return fail(vm, task, result);
    int count = lua_gettop(task->coroutine);
    if (!lua_checkstack(vm->L, count + 8)) return LUASHIM_OUT_OF_MEMORY;
    int first = lua_gettop(vm->L) + 1;
    lua_xmove(task->coroutine, vm->L, count);
    luashim_set_result(vm, result, first);
    return LUASHIM_FINISHED;
}
