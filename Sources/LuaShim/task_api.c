// The table `task` that modules get: spawn, sleep, try, fail, and from the prelude all and map.
#include <string.h>

#include "vm.h"

static char metatable_key, api_key;

static luashim_task *checked_task(lua_State *L, int index) {
    luashim_task *task = lua_touserdata(L, index);
    bool is_task = false;
    if (task != NULL && lua_getmetatable(L, index)) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
        is_task = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    luaL_argexpected(L, is_task, index, "task");
    return task;
}

/// spawn(f, …) → a task that runs f(…) as soon as its spawner waits.
static int spawn(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    luaL_checkany(L, 1);
    if (!vm->is_looping) return luaL_error(L, "a task cannot begin when its script has ended");
    if (vm->task_limit > 0 && vm->live_count - vm->entries >= vm->task_limit) {
        char message[80];
        snprintf(message, sizeof message, "more than %d tasks at once", vm->task_limit);
        return luashim_raise_coded(L, "task_limit", message);
    }
    luashim_new_task(L, lua_gettop(L) - 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_setmetatable(L, -2);
    return 1;
}

/// Moves a finished task's results, or raises its error.
static int hand_over(lua_State *L, luashim_task *task) {
    lua_State *coroutine = task->coroutine;
    if (task->state == TASK_CANCELLED) {
        return luashim_raise_coded(L, "cancelled", "the task was cancelled");
    }
    int count = task->state == TASK_DONE ? lua_gettop(coroutine) : 1;
    luaL_checkstack(L, count, "too many results");
    // Others may await it too, so its own stack keeps the values.
    if (!lua_checkstack(coroutine, count)) return luaL_error(L, "too many results");
    int first = lua_gettop(coroutine) - count + 1;
    for (int i = 0; i < count; i++) lua_pushvalue(coroutine, first + i);
    lua_xmove(coroutine, L, count);
    return task->state == TASK_DONE ? count : lua_error(L);
}

static int raise_deadlock(lua_State *L) {
    return luashim_raise_coded(
        L, "deadlock", "this task and all others wait for one another, and nothing else is left");
}

/// Runs other tasks on top of this one, which cannot yield here, until `awaited` is finished.
static void run_until_finished(lua_State *L, luashim_vm *vm, luashim_task *awaited) {
    luashim_task *self = vm->current;
    while (!luashim_is_finished(awaited)) {
        if (luashim_wait_is_over(vm, self)) luashim_raise_stop(L);
        luashim_apply_stop(vm);
        luashim_task *ready = luashim_next_ready(vm);
        if (ready != NULL) {
            luashim_resume_task(vm, ready, L);
        } else if (vm->parked_count > 0) {
            luashim_wait_for_host(vm);
        } else {
            raise_deadlock(L);
        }
    }
}

typedef int (*waiter)(lua_State *L, luashim_task *awaited);

static int continue_await(lua_State *L, int status, lua_KContext context) {
    (void)status;
    UNPARK(L);
    luashim_vm *vm = vm_of(L);
    luashim_task *self = vm->current;
    bool was_deadlocked = self->deadlocked, is_stopped = self->wakes_to_stop;
    self->deadlocked = self->wakes_to_stop = false;
    if (is_stopped || luashim_wait_is_over(vm, self)) return luashim_raise_stop(L);
    if (was_deadlocked) return raise_deadlock(L);
    return ((waiter)context)(L, lua_touserdata(L, 1));
}

/// Waits for the task at index 1, then calls `then`.
static int wait_for_task(lua_State *L, waiter then) {
    luashim_vm *vm = vm_of(L);
    luashim_task *awaited = checked_task(L, 1), *self = vm->current;
    if (awaited == self) return luaL_error(L, "a task cannot await itself");
    if (vm->closing) return luaL_error(L, "the session is closing");
    if (luashim_is_finished(awaited)) {
        luashim_observe(vm, awaited);
        return then(L, awaited);
    }
    if (luashim_wait_is_over(vm, self)) return luashim_raise_stop(L);
    if (!can_park(vm, L)) {
        run_until_finished(L, vm, awaited);
        luashim_observe(vm, awaited);
        return then(L, awaited);
    }
    self->state = TASK_AWAITING;
    self->awaited = awaited;
    self->next_waiter = awaited->first_waiter;
    awaited->first_waiter = self;
    vm->parked = true;
    PARK(L);
    return lua_yieldk(L, 0, (lua_KContext)then, continue_await);
}

/// task:await() → what its function returned; raises its error.
static int await(lua_State *L) { return wait_for_task(L, hand_over); }

static int nothing(lua_State *L, luashim_task *task) {
    (void)L;
    (void)task;
    return 0;
}

/// task:join() waits for the end, whatever it is.
static int join(lua_State *L) { return wait_for_task(L, nothing); }

/// task:cancel() stops it at its next chance; its closers still run. On a finished task it does
/// nothing.
static int cancel(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    luashim_task *task = checked_task(L, 1);
    if (luashim_is_finished(task) || task->cancelled) return 0;
    task->cancelled = true;
    if (task == vm->current) return luashim_raise_stop(L);
    luashim_wake_to_stop(vm, task);
    return 0;
}

static int status(lua_State *L) {
    static const char *const names[] = {
        [TASK_READY] = "ready",      [TASK_RUNNING] = "running", [TASK_PARKED] = "waiting",
        [TASK_AWAITING] = "waiting", [TASK_DONE] = "done",       [TASK_FAILED] = "failed",
        [TASK_CANCELLED] = "cancelled",
    };
    lua_pushstring(L, names[checked_task(L, 1)->state]);
    return 1;
}

static void make_metatable(lua_State *L) { // [-0, +0] may raise
    static const luaL_Reg methods[] = {
        {"await", await}, {"join", join}, {"cancel", cancel}, {"status", status}, {NULL, NULL}};
    lua_createtable(L, 0, 4);
    lua_pushliteral(L, "task");
    lua_setfield(L, -2, "__name");
    lua_pushliteral(L, "task");
    lua_setfield(L, -2, "__metatable");
    lua_pushcfunction(L, cancel); // local t <close> = spawn(f) ends with its block
    lua_setfield(L, -2, "__close");
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}

/// The next module gets a new table.
void luashim_forget_task_api(lua_State *L) { // [-0, +0] may raise
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &api_key);
    luashim_renew_error_methods(L);
}

/// Pushes the table `task`, made when the first module is.
void luashim_push_task_api(lua_State *L) { // [-0, +1] may raise
    static const luaL_Reg functions[] = {
        {"spawn", spawn}, {"try", luashim_try}, {"fail", luashim_fail}, {NULL, NULL}};
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &api_key) == LUA_TTABLE) return;
    lua_pop(L, 1);
    make_metatable(L);
    luaL_newlib(L, functions);
    luashim_push_host_function(L, 0, true);
    lua_setfield(L, -2, "sleep");
    luashim_push_error_methods(L);
    lua_setfield(L, -2, "error_methods");
    size_t size = strlen(luashim_task_prelude);
    if (luaL_loadbufferx(L, luashim_task_prelude, size, "=[task]", "t") != LUA_OK) lua_error(L);
    lua_pushvalue(L, -2);
    lua_call(L, 1, 0);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &api_key);
}
