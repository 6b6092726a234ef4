// Interrupting a running script on demand.
//
// Whoever interrupts sets a flag and signals the session's thread; the handler, running on that
// very thread, arms a count hook on the innermost coroutine, and the hook raises the stop. A
// permanent hook would need no signal, but makes tight loops two to three times slower.
//
// A run with a deadline has a timer that sends the same signal then.
//
// The signal comes again every few milliseconds while the run lasts: it may hit just before a
// blocking read, or between two coroutines, and endless closers need it once more.
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vm.h"

#ifndef sigev_notify_thread_id // glibc names the field only inside the union
#define sigev_notify_thread_id _sigev_un._tid
#endif

static _Thread_local luashim_vm *volatile running_vm;
static pthread_mutex_t installation_lock = PTHREAD_MUTEX_INITIALIZER;
static int installations;
static struct sigaction previous_action;

static void look_for_stop(lua_State *L) { // may raise
    luashim_vm *vm = vm_of(L);
    if (vm->closing) return;
    if (atomic_exchange(&vm->nudged, false)) vm->host.wait(vm->host.context, 0);
    bool was_lost = vm->stop_is_lost && !is_foreign(vm, L);
    if (was_lost) vm->stop_is_lost = false;
    if (was_lost || luashim_stop_is_due(vm, vm->current)) luashim_raise_stop(L);
}

/// Runs in the coroutine it was armed for; raises, and never yields (Lua 5.4.4 corrupts locals
/// then).
static void stop_hook(lua_State *L, lua_Debug *activation) {
    (void)activation;
    luashim_rest_hook(vm_of(L), L);
    look_for_stop(L);
}

/// The same as a permanent hook, for programs that forbid signal handlers.
static void look_hook(lua_State *L, lua_Debug *activation) {
    (void)activation;
    look_for_stop(L);
}

/// On the session's own thread: the next instruction of the running coroutine looks for a stop.
void luashim_arm_hook(luashim_vm *vm) {
    if (vm->hook_count > 0) return; // the permanent hook looks anyway
    if (vm->running != NULL) lua_sethook(vm->running, stop_hook, LUA_MASKCOUNT, 1);
}

static void pass_on(int number, siginfo_t *details, void *context) {
    if (previous_action.sa_flags & SA_SIGINFO) {
        previous_action.sa_sigaction(number, details, context);
    } else if (previous_action.sa_handler != SIG_DFL && previous_action.sa_handler != SIG_IGN) {
        previous_action.sa_handler(number);
    }
}

/// Arming a hook is what Lua allows a signal handler to do on the thread that runs the state.
static void on_signal(int number, siginfo_t *details, void *context) {
    int saved_errno = errno;
    luashim_vm *vm = running_vm;
    bool is_ours = vm != NULL
        && (details->si_code == SI_TIMER
            || atomic_load_explicit(&vm->interrupted, memory_order_relaxed)
            || atomic_load_explicit(&vm->nudged, memory_order_relaxed));
    if (is_ours) {
        luashim_arm_hook(vm);
    } else {
        pass_on(number, details, context);
    }
    errno = saved_errno;
}

/// One handler for all VMs of the process; a handler of the embedding program stays chained.
void luashim_install_interrupts(luashim_vm *vm) {
    if (vm->hook_count > 0) {
        // Coroutines inherit the hook of the one that makes them.
        lua_sethook(vm->L, look_hook, LUA_MASKCOUNT, vm->hook_count);
        return;
    }
    pthread_mutex_lock(&installation_lock);
    if (installations++ == 0) {
        // Without SA_RESTART, so that a blocking read of the script returns and the hook gets a
        // turn.
        struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
        sigemptyset(&action.sa_mask);
        sigaction(SIGURG, &action, &previous_action);
    }
    pthread_mutex_unlock(&installation_lock);
}

void luashim_remove_interrupts(luashim_vm *vm) {
    if (vm->hook_count > 0) return;
    pthread_mutex_lock(&installation_lock);
    if (--installations == 0) {
        struct sigaction current;
        sigaction(SIGURG, NULL, &current);
        // Another handler installed on top of ours may chain to it: then ours has to stay.
        if ((current.sa_flags & SA_SIGINFO) && current.sa_sigaction == on_signal) {
            sigaction(SIGURG, &previous_action, NULL);
        }
    }
    pthread_mutex_unlock(&installation_lock);
}

/// A thread made by a pool's worker inherits a mask that blocks nearly all. A script that writes to
/// a closed pipe is to end as it would in any thread, by the process's own choice about SIGPIPE.
static void unblock_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGURG);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

/// With the lock held. Without a timer the first signal still works, so a failure is no error.
static void start_timer(luashim_vm *vm, luashim_clock clock, int64_t first_delay) {
    enum { PERIOD = 25 }; // milliseconds
    if (vm->hook_count > 0) return;
    if (!vm->has_timer[clock]) {
        clockid_t source = clock == CLOCK_OF_CLOSERS ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
        struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGURG};
        event.sigev_notify_thread_id = vm->thread_id;
        if (timer_create(source, &event, &vm->timers[clock]) != 0) return;
        vm->has_timer[clock] = true;
    }
    int64_t delay = first_delay < 1 ? 1 : first_delay; // none at all would disarm it
    struct itimerspec times = {
        .it_interval.tv_nsec = PERIOD * 1000000,
        .it_value = {.tv_sec = delay / 1000, .tv_nsec = delay % 1000 * 1000000},
    };
    timer_settime(vm->timers[clock], 0, &times, NULL);
}

void luashim_begin_run(luashim_vm *vm, int64_t time_limit) {
    if (vm->hook_count == 0) unblock_signals();
    vm->deadline = time_limit < 0 ? 0 : now_in_milliseconds() + time_limit;
    vm->bytes_written = 0;
    pthread_mutex_lock(&vm->lock);
    atomic_store(&vm->interrupted, false);
    atomic_store(&vm->nudged, false);
    vm->thread = pthread_self();
    vm->thread_id = (pid_t)syscall(SYS_gettid);
    vm->is_running = true;
    if (vm->deadline != 0) start_timer(vm, CLOCK_OF_INTERRUPTS, time_limit);
    pthread_mutex_unlock(&vm->lock);
    running_vm = vm;
}

void luashim_end_run(luashim_vm *vm) {
    luashim_forget_run(vm);
    pthread_mutex_lock(&vm->lock);
    vm->is_running = false;
    for (int clock = 0; clock < CLOCKS; clock++) {
        if (vm->has_timer[clock]) timer_delete(vm->timers[clock]);
        vm->has_timer[clock] = false;
    }
    pthread_mutex_unlock(&vm->lock);
    running_vm = NULL;
}

void luashim_start_timer(luashim_vm *vm, luashim_clock clock) {
    pthread_mutex_lock(&vm->lock);
    if (vm->is_running) start_timer(vm, clock, 0);
    pthread_mutex_unlock(&vm->lock);
}

void luashim_interrupt(luashim_vm *vm) {
    pthread_mutex_lock(&vm->lock);
    // The lock keeps the thread from ending meanwhile: a signal to a dead thread is undefined.
    if (vm->is_running) {
        atomic_store(&vm->interrupted, true);
        if (vm->hook_count == 0) pthread_kill(vm->thread, SIGURG);
        start_timer(vm, CLOCK_OF_INTERRUPTS, 0);
    }
    pthread_mutex_unlock(&vm->lock);
}

void luashim_nudge(luashim_vm *vm) {
    pthread_mutex_lock(&vm->lock);
    if (vm->is_running) {
        atomic_store(&vm->nudged, true);
        if (vm->hook_count == 0) pthread_kill(vm->thread, SIGURG);
    }
    pthread_mutex_unlock(&vm->lock);
}

bool luashim_is_interrupted(const luashim_vm *vm) {
    if (atomic_load(&vm->interrupted) || vm->stop == STOP_OUTPUT) return true;
    return vm->deadline != 0 && now_in_milliseconds() >= vm->deadline;
}

bool luashim_is_thread_sanitized(void) {
#if __has_feature(thread_sanitizer)
    return true;
#else
    return false;
#endif
}
