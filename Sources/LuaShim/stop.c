// Stopping a run or a task so that no script can catch it.
//
// A stop is raised as a private light userdata. The functions that catch errors for scripts (pcall,
// xpcall, coroutine.*) are ours, and pass it on. To-be-closed variables are closed on the way; so
// that an endless closer does not keep the run alive, the stop is raised anew after a grace, and
// host calls of closers are cut off after a longer one.
#include <stdlib.h>

#include "vm.h"

enum {
    CLOSER_GRACE = 100, // milliseconds of processor time for the closers that one raise runs
};

static char stop_mark;

/// Processor time, so that waiting does not count, nor does a busy machine.
static int64_t computed_milliseconds(void) {
    struct timespec spent;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return (int64_t)spent.tv_sec * 1000 + spent.tv_nsec / 1000000;
}

bool luashim_is_stopping(luashim_vm *vm, const luashim_task *task) {
    if (vm->stop == STOP_NONE || vm->stop == STOP_ENDED) {
        if (atomic_load_explicit(&vm->interrupted, memory_order_relaxed)) {
            luashim_begin_stop(vm, STOP_INTERRUPTED);
        } else if (vm->deadline != 0 && now_in_milliseconds() >= vm->deadline) {
            luashim_begin_stop(vm, STOP_TIMED_OUT);
        }
    }
    return vm->stop != STOP_NONE || task->cancelled;
}

/// Whether the time for all closers and what they wait for is over. However many there are, each is
/// stopped at its first step from then on.
static bool cleanup_is_over(const luashim_vm *vm) {
    return vm->stop != STOP_NONE && now_in_milliseconds() - vm->stop_began >= vm->cleanup_grace;
}

/// Whether a task that is computing is to be stopped here, for the first time or once more.
bool luashim_stop_is_due(luashim_vm *vm, const luashim_task *task) {
    if (!luashim_is_stopping(vm, task)) return false;
    if (task->stops_raised == 0) return true;
    if (vm->stop == STOP_NONE) return false;
    if (computed_milliseconds() - task->computed_at_stop >= CLOSER_GRACE) return true;
    return cleanup_is_over(vm);
}

/// Whether a task may not begin to wait for the host, or not go on waiting.
bool luashim_wait_is_over(luashim_vm *vm, const luashim_task *task) {
    return luashim_is_stopping(vm, task) && (task->stops_raised == 0 || cleanup_is_over(vm));
}

void luashim_begin_stop(luashim_vm *vm, stop_reason reason) {
    vm->stop = reason;
    vm->stop_began = now_in_milliseconds();
    vm->stops_applied = 0;
    bool is_from_outside = reason == STOP_INTERRUPTED || reason == STOP_TIMED_OUT;
    luashim_start_timer(vm, is_from_outside ? CLOCK_OF_INTERRUPTS : CLOCK_OF_CLOSERS);
}

/// Wakes every waiting task that is to be stopped. Running ones are stopped by the hook.
void luashim_apply_stop(luashim_vm *vm) {
    enum { PAUSE = 20 };
    if (vm->stop == STOP_NONE || now_in_milliseconds() - vm->stops_applied < PAUSE) return;
    vm->stops_applied = now_in_milliseconds();
    for (luashim_task *task = vm->live; task != NULL; task = task->next_live) {
        if (luashim_wait_is_over(vm, task)) luashim_wake_to_stop(vm, task);
    }
}

bool luashim_is_stop(lua_State *L, int index) {
    return lua_islightuserdata(L, index) && lua_touserdata(L, index) == &stop_mark;
}

/// Whether a stop went through the current task since it counted `stops_raised`. An error that a
/// closer raised meanwhile replaces the mark, but must not save the script.
bool luashim_stop_passed(luashim_vm *vm, int stops_raised) {
    return vm->current->stops_raised != stops_raised && luashim_is_stopping(vm, vm->current);
}

/// Counts a stop as raised in a task.
void luashim_note_stop(luashim_task *task) {
    task->stops_raised++;
    task->computed_at_stop = computed_milliseconds();
}

int luashim_raise_stop(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    // The collector swallows what a finalizer raises, so that does not count. Inside finalizers
    // lua_gc answers below 0.
    if (lua_gc(L, LUA_GCCOUNT) >= 0) luashim_note_stop(vm->current);
    else luashim_arm_hook(vm);
    return luashim_reraise_stop(L);
}

int luashim_reraise_stop(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    bool is_lost = is_foreign(vm, L);
    if (is_lost) vm->stop_is_lost = true;
    // Once more, where a library returns to, and for the closers that the stop meets.
    if (is_lost || cleanup_is_over(vm)) luashim_arm_hook(vm);
    lua_pushlightuserdata(L, &stop_mark);
    return lua_error(L);
}

/// os.exit: ends the script, not the process. The second argument of the original is moot, because
/// the state is always closed by its session.
static int script_exit(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    int status = EXIT_SUCCESS;
    if (lua_isboolean(L, 1)) {
        status = lua_toboolean(L, 1) ? EXIT_SUCCESS : EXIT_FAILURE;
    } else {
        status = (int)luaL_optinteger(L, 1, EXIT_SUCCESS);
    }
    if (vm->closing) return luaL_error(L, "the session is closing");
    if (vm->stop == STOP_NONE || vm->stop == STOP_ENDED) {
        vm->exit_status = status;
        luashim_begin_stop(vm, STOP_EXITED);
    }
    return luashim_raise_stop(L);
}

void luashim_open_exit(lua_State *L) { // [-0, +0] may raise
    lua_getglobal(L, LUA_OSLIBNAME);
    lua_pushcfunction(L, script_exit);
    lua_setfield(L, -2, "exit");
    lua_pop(L, 1);
}
