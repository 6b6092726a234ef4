// Tasks: coroutines that the run loop resumes, with the queue of those that are ready.
//
// A finished task keeps its results, or its error, on its coroutine's own stack until it is
// collected.
#include <string.h>

#include "vm.h"

static void link_live(luashim_vm *vm, luashim_task *task) {
    task->next_live = vm->live;
    if (vm->live != NULL) vm->live->previous_live = task;
    vm->live = task;
    vm->live_count++;
}

static void unlink_live(luashim_vm *vm, luashim_task *task) {
    if (task->previous_live != NULL) task->previous_live->next_live = task->next_live;
    else vm->live = task->next_live;
    if (task->next_live != NULL) task->next_live->previous_live = task->previous_live;
    task->next_live = task->previous_live = NULL;
    vm->live_count--;
}

void luashim_make_ready(luashim_vm *vm, luashim_task *task) {
    task->state = TASK_READY;
    task->next_ready = NULL;
    if (vm->last_ready != NULL) vm->last_ready->next_ready = task;
    else vm->first_ready = task;
    vm->last_ready = task;
}

luashim_task *luashim_next_ready(luashim_vm *vm) {
    luashim_task *task = vm->first_ready;
    if (task == NULL) return NULL;
    vm->first_ready = task->next_ready;
    if (vm->first_ready == NULL) vm->last_ready = NULL;
    return task;
}

bool luashim_is_finished(const luashim_task *task) { return task->state >= TASK_DONE; }

/// The lowest frame of a task; like coroutine_main, with a handler that notes the traceback.
static int finish_main(lua_State *L, int status, lua_KContext context) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - 1;
    if (luashim_stop_passed(vm_of(L), (int)context)) return luashim_reraise_stop(L);
    luashim_explain(L, status);
    return lua_error(L);
}

static int task_main(lua_State *L) {
    lua_KContext context = vm_of(L)->current->stops_raised;
    lua_pushcfunction(L, luashim_message_handler);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, context, finish_main);
    return finish_main(L, status, context);
}

/// Makes a ready task of the function and `arguments` values on top, and leaves its userdata.
luashim_task *luashim_new_task(lua_State *L, int arguments) { // [-arguments-1, +1] may raise
    luashim_vm *vm = vm_of(L);
    luashim_task *task = lua_newuserdatauv(L, sizeof *task, 1);
    memset(task, 0, sizeof *task);
    lua_State *coroutine = lua_newthread(L);
    if (!lua_checkstack(coroutine, arguments + 2)) luaL_error(L, "too many arguments for a task");
    lua_setiuservalue(L, -2, 1);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, task); // alive until it is finished
    lua_insert(L, -(arguments + 2));
    MARK_TASK(coroutine);
    lua_pushcfunction(coroutine, task_main);
    lua_xmove(L, coroutine, arguments + 1);
    task->coroutine = coroutine;
    if (vm->current->stops_raised > 0) luashim_note_stop(task); // spawned by a closer
    luashim_locate(L, 1, task->origin, sizeof task->origin);
    link_live(vm, task);
    luashim_make_ready(vm, task);
    return task;
}

static void wake_waiters(luashim_vm *vm, luashim_task *task) {
    while (task->first_waiter != NULL) {
        luashim_task *waiter = task->first_waiter;
        task->first_waiter = waiter->next_waiter;
        waiter->next_waiter = waiter->awaited = NULL;
        luashim_make_ready(vm, waiter);
    }
}

void luashim_stop_waiting(luashim_task *waiter) {
    luashim_task **link = &waiter->awaited->first_waiter;
    while (*link != waiter) link = &(*link)->next_waiter;
    *link = waiter->next_waiter;
    waiter->next_waiter = waiter->awaited = NULL;
}

/// Wakes a waiting task without an answer; its call or await raises the stop.
void luashim_wake_to_stop(luashim_vm *vm, luashim_task *task) {
    if (task->state == TASK_PARKED) {
        vm->host.cancel(vm->host.context, task->operation);
        vm->parked_count--;
    } else if (task->state == TASK_AWAITING) {
        luashim_stop_waiting(task);
    } else {
        return;
    }
    task->wakes_to_stop = true;
    luashim_make_ready(vm, task);
}

void luashim_release_task(luashim_vm *vm, luashim_task *task) {
    lua_pushnil(vm->L);
    lua_rawsetp(vm->L, LUA_REGISTRYINDEX, task); // an existing key: no allocation
}

static void finish(luashim_vm *vm, luashim_task *task, task_state state) {
    task->state = state;
    unlink_live(vm, task);
    task->observed = task->first_waiter != NULL;
    wake_waiters(vm, task);
    bool is_entry = task == vm->root || task->request != 0;
    if (is_entry) {
        vm->entries--;
        if (vm->entries == 0 && vm->live_count > 0) luashim_stop_leftovers(vm);
    }
    if (task->request != 0) {
        luashim_conclude_call(vm, task);
        luashim_release_task(vm, task);
    } else if (state == TASK_FAILED && !task->observed && !is_entry) {
        task->next_live = vm->unobserved; // kept, so that the run can name it
        vm->unobserved = task;
    } else if (!is_entry) {
        luashim_release_task(vm, task);
    }
}

/// Notes that somebody asks for the end of a finished task.
void luashim_observe(luashim_vm *vm, luashim_task *task) {
    if (task->state != TASK_FAILED || task->observed) return;
    task->observed = true;
    luashim_task **link = &vm->unobserved;
    while (*link != task) link = &(*link)->next_live;
    *link = task->next_live;
    luashim_release_task(vm, task);
}

static bool has_started(const luashim_task *task) {
    lua_Debug activation;
    return lua_status(task->coroutine) != LUA_OK
        || lua_getstack(task->coroutine, 0, &activation);
}

/// Resumes a ready task until it waits or is finished.
void luashim_resume_task(luashim_vm *vm, luashim_task *task, lua_State *from) {
    lua_State *coroutine = task->coroutine;
    luashim_task *outer = vm->current;
    int outer_unyieldable = vm->unyieldable;
    bool starts = !has_started(task);
    if (starts && luashim_stop_is_due(vm, task)) {
        finish(vm, task, TASK_CANCELLED);
        return;
    }
    vm->current = task;
    vm->unyieldable = 0;
    task->state = TASK_RUNNING;
    int results = 0;
    int arguments = starts ? lua_gettop(coroutine) - 1 : 0;
    int status = luashim_resume(vm, coroutine, from, arguments, &results);
    vm->current = outer;
    vm->unyieldable = outer_unyieldable;
    vm->parked = false;
    if (status == LUA_YIELD) {
        if (task->state == TASK_RUNNING) { // a C library yielded past coroutine.*
            lua_pop(coroutine, results);
            luashim_make_ready(vm, task);
        }
    } else if (status == LUA_OK) {
        finish(vm, task, TASK_DONE);
    } else {
        finish(vm, task, luashim_is_stop(coroutine, -1) ? TASK_CANCELLED : TASK_FAILED);
    }
}
