// A run: compile a script, make it the root task, and resume tasks until none is left.
#include <string.h>

#include "luashim_json.h"
#include "vm.h"

void luashim_wait_for_host(luashim_vm *vm) {
    enum { WHILE_STOPPING = 20 }; // milliseconds, so that graces are noticed to end
    luashim_flush_output(vm);
    int64_t limit = vm->stop != STOP_NONE ? WHILE_STOPPING : luashim_remaining_time(vm);
    vm->host.wait(vm->host.context, limit);
}

int64_t luashim_remaining_time(const luashim_vm *vm) {
    if (vm->deadline == 0) return -1;
    int64_t remaining = vm->deadline - now_in_milliseconds();
    return remaining < 1 ? 1 : remaining;
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
int luashim_call_on_main(luashim_vm *vm, int arguments, int results) { // [-arguments-1, +results]
    lua_State *outer = vm->running;
    vm->running = vm->L;
    int status = lua_pcall(vm->L, arguments, results, 0);
    vm->running = outer;
    return status;
}

/// Wakes one of the tasks that wait for one another, so that it can say so: the root if it is
/// there.
static void break_deadlock(luashim_vm *vm) {
    bool has_root = vm->root != NULL && !luashim_is_finished(vm->root);
    luashim_task *task = has_root ? vm->root : vm->live;
    luashim_stop_waiting(task);
    task->deadlocked = true;
    luashim_make_ready(vm, task);
}

/// Tasks that never stop being ready would keep others from seeing their answers.
static void look_for_answers(luashim_vm *vm) {
    enum { OFTEN_ENOUGH = 32 };
    if (++vm->resumes % OFTEN_ENOUGH == 0 && vm->parked_count > 0) {
        vm->host.wait(vm->host.context, 0);
    }
}

void luashim_run_tasks(luashim_vm *vm) {
    vm->is_looping = true;
    while (vm->live_count > 0) {
        if (luashim_is_stopping(vm, vm->current)) luashim_apply_stop(vm);
        luashim_task *task = luashim_next_ready(vm);
        if (task != NULL) {
            luashim_resume_task(vm, task, NULL);
            look_for_answers(vm);
        } else if (vm->parked_count > 0) {
            luashim_wait_for_host(vm);
        } else {
            break_deadlock(vm);
        }
    }
    vm->is_looping = false;
}

/// Arguments: the task, which stays alive with that, and its error.
static int describe_failure(lua_State *L) {
    const luashim_task *task = lua_touserdata(L, 1);
    luashim_push_message(L, 2);
    lua_pushfstring(
        L, "the task spawned at %s failed, and nothing awaited it: %s", task->origin,
        lua_tostring(L, -1));
    luashim_warn_line(vm_of(L), lua_tostring(L, -1));
    return 0;
}

/// An error that nobody asked for is not to pass in silence.
void luashim_warn_about_failures(luashim_vm *vm) {
    lua_State *L = vm->L;
    while (vm->unobserved != NULL) {
        luashim_task *task = vm->unobserved;
        vm->unobserved = task->next_live;
        task->observed = true; // it can still be awaited: by its error's __tostring, by a later run
        if (vm->stop == STOP_NONE && lua_checkstack(task->coroutine, 1)) {
            lua_pushcfunction(L, describe_failure);
            lua_rawgetp(L, LUA_REGISTRYINDEX, task);
            lua_pushvalue(task->coroutine, -1);
            lua_xmove(task->coroutine, L, 1);
            if (luashim_call_on_main(vm, 2, 0) != LUA_OK) lua_pop(L, 1);
        }
        luashim_release_task(vm, task);
    }
}

/// Sets t[first], t[first + 1] … of the table on top.
static void set_texts(
    lua_State *L, const luashim_text *texts, size_t count, lua_Integer first
) { // [-0, +0] may raise
    for (size_t i = 0; i < count; i++) {
        lua_pushlstring(L, (const char *)texts[i].bytes, texts[i].count);
        lua_rawseti(L, -2, first + (lua_Integer)i);
    }
}

/// Sets `arg` in the environment on top; raw, since a metatable may forbid new globals.
static void set_arguments(lua_State *L, const luashim_script *script) { // [-0, +0] may raise
    lua_pushliteral(L, "arg");
    lua_createtable(L, (int)script->argument_count, (int)script->command_count + 1);
    if (script->script_name != NULL) {
        lua_pushstring(L, script->script_name);
        lua_rawseti(L, -2, 0);
    }
    set_texts(L, script->arguments, script->argument_count, 1);
    set_texts(L, script->command, script->command_count, -(lua_Integer)script->command_count);
    lua_rawset(L, -3);
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
    luashim_push_environment(L);
    if (!script->passes_values) set_arguments(L, script);
    if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1); // a compiled chunk without globals
    if (script->passes_values) {
        vm->root = luashim_new_task(L, luashim_push_answers(L, &vm->arguments));
        vm->entries++;
        return 0;
    }
    luaL_checkstack(L, (int)script->argument_count, "too many arguments to script");
    for (size_t i = 0; i < script->argument_count; i++) {
        const luashim_text *argument = &script->arguments[i];
        lua_pushlstring(L, (const char *)argument->bytes, argument->count);
    }
    vm->root = luashim_new_task(L, (int)script->argument_count);
    vm->entries++;
    return 0;
}

luashim_outcome luashim_run(luashim_vm *vm, const luashim_script *script) {
    lua_State *L = vm->L;
    lua_settop(L, 0);
    lua_pushcfunction(L, prepare);
    lua_pushlightuserdata(L, (void *)script);
    int status = luashim_call_on_main(vm, 1, LUA_MULTRET);
    if (status != LUA_OK) return LUASHIM_OUT_OF_MEMORY;
    if (lua_gettop(L) > 0) {
        luashim_set_result(vm, &vm->result, 1);
        return LUASHIM_NOT_COMPILED;
    }
    luashim_run_tasks(vm);
    if (vm->stop == STOP_ENDED) vm->stop = STOP_NONE; // the leftovers are gone
    luashim_warn_about_failures(vm);
    luashim_flush_output(vm); // first: it may be more than the limit
    return luashim_conclude(vm, vm->root, &vm->result);
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
    vm->is_draining = false;
    if (vm->root != NULL) luashim_release_task(vm, vm->root);
    vm->root = NULL;
    vm->stop = STOP_NONE;
    vm->stop_is_lost = false;
    vm->host_task.stops_raised = 0;
    vm->traceback.count = 0;
    vm->location[0] = '\0';
    luashim_begin_call(&vm->result, vm, vm->L, 1, 0);
    shrink(&vm->scratch.json);
    shrink(&vm->scratch.answer);
}
