// A run: compile a script, make it the root task, and resume tasks until none is left.
#include <string.h>

#include "luashim_json.h"
#include "vm.h"

void luashim_wait_for_host(luashim_vm *vm) {
    enum { WHILE_STOPPING = 20 }; // milliseconds, so that graces are noticed to end
    luashim_flush_output(vm);
    vm->host.wait(vm->host.context, vm->stop != STOP_NONE ? WHILE_STOPPING : -1);
}

/// The root is finished, others are not: they end with it.
void luashim_stop_leftovers(luashim_vm *vm) {
    if (vm->stop == STOP_NONE) {
        char text[LUA_IDSIZE + 160];
        int others = vm->live_count - 1;
        snprintf(
            text, sizeof text,
            others == 0 ? "the task spawned at %s was cancelled: the script ended before it"
                        : "the task spawned at %s and %d more were cancelled: the script ended "
                          "before them",
            vm->live->origin, others);
        luashim_warn_line(vm, text);
        luashim_begin_stop(vm, STOP_ENDED);
    }
}

/// A protected call on the main stack, which an interrupt reaches like any coroutine.
static int call_on_main(luashim_vm *vm, int arguments, int results) { // [-arguments-1, +results]
    lua_State *outer = vm->running;
    vm->running = vm->L;
    int status = lua_pcall(vm->L, arguments, results, 0);
    vm->running = outer;
    return status;
}

/// Wakes one of the tasks that wait for one another, so that it can say so: the root if it is
/// there.
static void break_deadlock(luashim_vm *vm) {
    luashim_task *task = luashim_is_finished(vm->root) ? vm->live : vm->root;
    luashim_stop_waiting(task);
    task->deadlocked = true;
    luashim_make_ready(vm, task);
}

static void run_tasks(luashim_vm *vm) {
    while (vm->live_count > 0) {
        if (luashim_is_stopping(vm, vm->current)) luashim_apply_stop(vm);
        luashim_task *task = luashim_next_ready(vm);
        if (task != NULL) {
            luashim_resume_task(vm, task, NULL);
        } else if (vm->parked_count > 0) {
            luashim_wait_for_host(vm);
        } else {
            break_deadlock(vm);
        }
    }
}

static int describe_failure(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    luashim_push_message(L, 1);
    lua_pushfstring(
        L, "the task spawned at %s failed, and nothing awaited it: %s", vm->unobserved->origin,
        lua_tostring(L, -1));
    luashim_warn_line(vm, lua_tostring(L, -1));
    return 0;
}

/// An error that nobody asked for is not to pass in silence.
static void warn_about_failures(luashim_vm *vm) {
    lua_State *L = vm->L;
    while (vm->unobserved != NULL) {
        luashim_task *task = vm->unobserved;
        if (vm->stop != STOP_INTERRUPTED) {
            lua_pushcfunction(L, describe_failure);
            lua_xmove(task->coroutine, L, 1);
            if (call_on_main(vm, 1, 0) != LUA_OK) lua_pop(L, 1);
        }
        vm->unobserved = task->next_live;
        luashim_release_task(vm, task);
    }
}

static void set_arguments(lua_State *L, const luashim_script *script) { // [-0, +0] may raise
    lua_createtable(L, (int)script->argument_count, 1);
    if (script->script_name != NULL) {
        lua_pushstring(L, script->script_name);
        lua_rawseti(L, -2, 0);
    }
    for (size_t i = 0; i < script->argument_count; i++) {
        const luashim_text *text = &script->arguments[i];
        lua_pushlstring(L, (const char *)text->bytes, text->count);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setglobal(L, "arg");
}

/// Compiles the script and makes it the root task; returns nothing, or the message of the compiler.
static int prepare(lua_State *L) {
    const luashim_script *script = lua_touserdata(L, 1);
    luashim_vm *vm = vm_of(L);
    const char *mode = vm->allows_binary_chunks ? NULL : "t";
    const char *text = (const char *)script->source.bytes;
    int status = luaL_loadbufferx(L, text, script->source.count, script->chunk_name, mode);
    if (status == LUA_ERRSYNTAX) return 1;
    if (status != LUA_OK) return lua_error(L);
    set_arguments(L, script);
    luaL_checkstack(L, (int)script->argument_count, "too many arguments to script");
    for (size_t i = 0; i < script->argument_count; i++) {
        const luashim_text *argument = &script->arguments[i];
        lua_pushlstring(L, (const char *)argument->bytes, argument->count);
    }
    vm->root = luashim_new_task(L, (int)script->argument_count);
    return 0;
}

static int encode_result(lua_State *L) {
    luashim_call *call = lua_touserdata(L, 2);
    int slot = (int)lua_tointeger(L, 3);
    luashim_encode_value(L, call, 1, slot);
    return 0;
}

/// Makes the values above `first` on the main stack the result that Swift reads. Tables that JSON
/// cannot hold stay opaque.
static void set_result(luashim_vm *vm, int first) {
    lua_State *L = vm->L;
    call_scratch *scratch = &vm->scratch;
    scratch->json.count = scratch->spans.count = 0;
    vm->result = (luashim_call){.vm = vm, .L = L, .scratch = scratch, .first = first};
    vm->result.count = lua_gettop(L) - first + 1;
    for (int slot = first; slot < first + vm->result.count; slot++) {
        size_t start = scratch->json.count;
        if (!luashim_crosses_as_json(L, slot)) continue;
        lua_pushcfunction(L, encode_result);
        lua_pushvalue(L, slot);
        lua_pushlightuserdata(L, &vm->result);
        lua_pushinteger(L, slot);
        if (call_on_main(vm, 3, 0) == LUA_OK) continue;
        lua_pop(L, 1);
        scratch->json.count = start;
    }
}

/// The error of the root, described on the main stack.
static luashim_outcome fail(luashim_vm *vm) {
    lua_State *L = vm->L;
    lua_xmove(vm->root->coroutine, L, 1);
    vm->result.cause = luashim_cause_of(L, 1);
    uint64_t cause = vm->result.cause;
    lua_pushcfunction(L, luashim_describe_error);
    lua_pushvalue(L, 1);
    int status = call_on_main(vm, 1, LUA_MULTRET);
    if (vm->stop == STOP_INTERRUPTED) return LUASHIM_INTERRUPTED; // in a __tostring
    if (status != LUA_OK) return LUASHIM_OUT_OF_MEMORY;
    set_result(vm, 2); // the error value itself stays below, and with it the Swift error
    vm->result.cause = cause;
    return LUASHIM_FAILED;
}

static luashim_outcome conclude(luashim_vm *vm) {
    luashim_task *root = vm->root;
    if (vm->stop == STOP_EXITED) return LUASHIM_EXITED;
    if (root->state != TASK_DONE) {
        bool was_stopped = root->state == TASK_CANCELLED || vm->stop == STOP_INTERRUPTED;
        return was_stopped ? LUASHIM_INTERRUPTED : fail(vm);
    }
    int count = lua_gettop(root->coroutine);
    if (!lua_checkstack(vm->L, count + 8)) return LUASHIM_OUT_OF_MEMORY;
    lua_xmove(root->coroutine, vm->L, count);
    set_result(vm, 1);
    return LUASHIM_FINISHED;
}

luashim_outcome luashim_run(luashim_vm *vm, const luashim_script *script) {
    lua_State *L = vm->L;
    lua_settop(L, 0);
    lua_pushcfunction(L, prepare);
    lua_pushlightuserdata(L, (void *)script);
    int status = call_on_main(vm, 1, LUA_MULTRET);
    if (status != LUA_OK) return LUASHIM_OUT_OF_MEMORY;
    if (lua_gettop(L) > 0) {
        set_result(vm, 1);
        return LUASHIM_NOT_COMPILED;
    }
    run_tasks(vm);
    if (vm->stop == STOP_ENDED) vm->stop = STOP_NONE; // the leftovers are gone
    warn_about_failures(vm);
    luashim_outcome outcome = conclude(vm);
    luashim_flush_output(vm);
    return outcome;
}

luashim_call *luashim_result(luashim_vm *vm) { return &vm->result; }

int32_t luashim_exit_status(const luashim_vm *vm) { return vm->exit_status; }

static void shrink(luashim_buffer *buffer) {
    enum { KEPT = 1 << 20 };
    if (buffer->capacity > KEPT) luashim_buffer_free(buffer);
}

/// Forgets the result and whatever else the run left behind.
void luashim_forget_run(luashim_vm *vm) {
    lua_settop(vm->L, 0);
    if (vm->root != NULL) luashim_release_task(vm, vm->root);
    vm->root = NULL;
    vm->stop = STOP_NONE;
    vm->host_task.stops_raised = 0;
    vm->traceback.count = 0;
    vm->location[0] = '\0';
    vm->result = (luashim_call){.vm = vm, .L = vm->L, .scratch = &vm->scratch, .first = 1};
    shrink(&vm->scratch.json);
    shrink(&vm->scratch.answer);
}
