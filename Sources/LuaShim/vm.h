// The VM and its tasks, shared by the files of this target and nobody else.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "luashim.h"
#include "luashim_buffer.h"

/// What a task is doing.
typedef enum {
    TASK_READY,    // in the queue, to be resumed
    TASK_RUNNING,  // current, or below the current one on the C stack
    TASK_PARKED,   // yielded until its operation is done
    TASK_AWAITING, // yielded until another task is finished
    TASK_DONE,
    TASK_FAILED,
    TASK_CANCELLED
} task_state;

/// A coroutine that the run loop resumes: the script itself, or what `spawn` started. It lives in a
/// userdata, kept alive by the registry until it is finished.
struct luashim_task {
    lua_State *coroutine;
    task_state state;
    uint64_t operation;   // the host operation it waits for
    uint64_t request;     // a call by the host, which gets the result; 0: none
    bool operation_done;
    bool cancelled;       // by cancel(): to be stopped as soon as it can be
    bool wakes_to_stop;   // resumed without an answer, to raise the stop
    bool deadlocked;      // resumed because nobody is left to wake it
    bool observed;        // somebody awaited its end
    int stops_raised;     // how often a stop went through it
    int64_t computed_at_stop; // processor time when the last one did, in milliseconds
    luashim_task *next_ready;
    luashim_task *previous_live, *next_live;
    luashim_task *awaited, *first_waiter, *next_waiter;
    char origin[LUA_IDSIZE + 16]; // where it was spawned, such as "sweep.lua:12"
};

/// What the repeated signals of a stop go by. Wall time also ends blocking reads, and with them
/// writes, whose bytes C's streams then drop; so the closers of a run that ends by itself are
/// reminded by the processor time that they use.
typedef enum { CLOCK_OF_INTERRUPTS, CLOCK_OF_CLOSERS, CLOCKS } luashim_clock;

/// Why a whole run is being stopped.
typedef enum {
    STOP_NONE,
    STOP_INTERRUPTED,
    STOP_TIMED_OUT,
    STOP_OUTPUT, // more of it than the limit allows
    STOP_EXITED,
    STOP_ENDED   // the script ended; its tasks have to
} stop_reason;

/// Buffers of one call in progress. There is a second set for finalizers, which the collector may
/// run while the first is being read; nothing else nests.
typedef struct {
    luashim_buffer json;   // tables among the arguments, encoded one after the other
    luashim_buffer spans;  // where each of them is: json_span
    luashim_buffer answer; // what the host answers: tagged records
    uint64_t error_handle; // a Swift error not yet owned by an error value
} call_scratch;

typedef struct {
    int index;
    size_t offset, count;
} json_span;

enum { DIRECT_ANSWERS = 12 }; // fit on the stack without asking; a C function has 20 slots

struct luashim_call {
    luashim_arguments_head arguments;
    int values_read;       // how many of them are there already
    int first;             // stack slot of the first argument
    luashim_vm *vm;
    lua_State *L;
    call_scratch *scratch; // chosen when it is first needed
    int answers, pushed;   // the first ones stand on the stack, the others in the scratch
    bool is_buffered;      // all further answers go to the scratch
    bool lacks_memory;
    uint64_t operation, cause;
};

/// A C stream whose bytes go to the host.
typedef struct {
    FILE *file;
    luashim_vm *vm;
    int32_t number;
} host_stream;

typedef struct counted_chunk counted_chunk;
#define MAX_COUNTED_LINE 1000000

struct luashim_vm {
    lua_State *L; // set-up and reports; scripts run in coroutines of their own
    luashim_host host;
    luashim_profile profile;
    bool allows_binary_chunks, writes_to_host, counts_lines, closing;
    bool is_remote; // Lua runs elsewhere; see remote.c

    size_t bytes_in_use, memory_limit, output_limit, bytes_written;
    int hook_count; // instructions between looks at the interrupt flag; 0: signals instead
    long allocations, failing_allocation;

    // Written by the session's thread, read by its signal handler.
    lua_State *volatile running;
    // The rest of this group is guarded by the lock, but for the flag.
    _Atomic bool interrupted, nudged;
    pthread_mutex_t lock;
    bool is_running, has_timer[CLOCKS];
    pthread_t thread;
    pid_t thread_id;
    timer_t timers[CLOCKS];

    luashim_task *current, *root, *live, *first_ready, *last_ready;
    luashim_task *unobserved; // failed, and not awaited so far; linked by next_live
    luashim_task host_task; // current while no task is
    int live_count, parked_count, task_limit;
    int entries; // tasks that the host began: the script, and calls of functions it kept
    int resumes; // since completions were last asked for
    stop_reason stop;
    int64_t stop_began, stops_applied, cleanup_grace;
    int64_t deadline; // of the run, in milliseconds; 0: none
    int32_t exit_status;
    bool is_looping;   // tasks are being resumed
    bool is_draining;  // the host waits for its own functions, which may call the script's
    bool parked;       // a yield on its way up to the run loop
    int unyieldable;   // resumes below which the chain to the task cannot yield
    bool stop_is_lost; // a C library was handed the stop, and takes it for an error like others
    int close_depth;
    uint64_t dice;     // of what recipes are not to foresee
    bool is_deep;      // a recipe nested its protected calls without end

    call_scratch scratch, finalizer_scratch;
    luashim_call result, arguments;
    luashim_buffer traceback, warning;
    char location[LUA_IDSIZE + 16];

    lua_CFunction traceback_function; // debug.traceback
    host_stream output, errors;
    bool warnings_are_off;
    counted_chunk *chunks; // whose lines were counted; see lines.c
};

// Every coroutine's extra space holds its VM, and in the lowest bits whether it is parked: waiting,
// through a yield of ours, for something a script cannot give it; and whether it is a task's own:
// never a script's to resume or to close.
#define EXTRA(L) (*(uintptr_t *)lua_getextraspace(L))
#define IS_PARKED(L) ((EXTRA(L) & 1) != 0)
#define PARK(L) (EXTRA(L) |= 1)
#define UNPARK(L) (EXTRA(L) &= ~(uintptr_t)1)
#define IS_TASK(L) ((EXTRA(L) & 2) != 0)
#define MARK_TASK(L) (EXTRA(L) |= 2)

static inline luashim_vm *vm_of(lua_State *L) {
    return (luashim_vm *)(EXTRA(L) & ~(uintptr_t)3);
}

static inline int64_t now_in_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Whether anything at all is to be stopped: asked at every call of the host.
static inline bool luashim_may_stop(const luashim_vm *vm) {
    return vm->closing || vm->stop != STOP_NONE || vm->current->cancelled || vm->deadline != 0
        || atomic_load_explicit(&vm->interrupted, memory_order_relaxed);
}

/// Whether a C library resumed `L` by itself, as cqueues does: a yield of ours would then reach that
/// library, and so would a stop.
static inline bool is_foreign(const luashim_vm *vm, const lua_State *L) { return L != vm->running; }

/// Whether a call from `L` may yield all the way to the run loop.
static inline bool can_park(luashim_vm *vm, lua_State *L) {
    return vm->unyieldable == 0 && !is_foreign(vm, L) && lua_isyieldable(L);
}

static inline void luashim_begin_call(
    luashim_call *call, luashim_vm *vm, lua_State *L, int first, int count
) {
    call->vm = vm;
    call->L = L;
    call->scratch = NULL;
    call->first = first;
    call->arguments.count = count;
    call->values_read = 0;
    call->answers = call->pushed = 0;
    call->is_buffered = call->lacks_memory = false;
    call->operation = call->cause = 0;
}

// allocator.c
void *luashim_allocate(void *context, void *block, size_t old_size, size_t new_size);

// vm.c
luashim_vm *luashim_make_vm(const luashim_options *options, size_t size);

// answer.c
int luashim_push_answers(lua_State *L, luashim_call *call);                   // [-0, +n] may raise
const uint8_t *luashim_push_record(lua_State *L, const uint8_t *record);      // [-0, +1] may raise
luashim_text luashim_record_text(const uint8_t *record);
void luashim_scratch_free(call_scratch *scratch);

// call.c
void luashim_push_host_function(
    lua_State *L, int32_t function, bool begins);                             // [-0, +1] may raise
void luashim_begin_records(luashim_call *call, luashim_vm *vm, lua_State *L);
call_scratch *luashim_scratch_of(luashim_call *call);
bool luashim_crosses_as_json(lua_State *L, int index);
void luashim_encode_value(lua_State *L, luashim_call *call, int index, int slot); // may raise

// functions.c
bool luashim_has_calls(const luashim_vm *vm);
void luashim_push_reference(lua_State *L, uint64_t reference);                // [-0, +1]

// error.c
void luashim_push_error_methods(lua_State *L);                                // [-0, +1] may raise
void luashim_renew_error_methods(lua_State *L);                               // [-0, +0] may raise
void luashim_open_errors(lua_State *L);                                       // [-0, +0] may raise
int luashim_raise_answer(lua_State *L, luashim_call *call);                   // raises
int luashim_raise_coded(lua_State *L, const char *code, const char *message); // raises
int luashim_raise_memory(lua_State *L);                                       // raises
void luashim_explain(lua_State *L, int status);                               // [-1, +1]
int luashim_fail(lua_State *L);                                               // a lua_CFunction
uint64_t luashim_cause_of(lua_State *L, int index);                           // [-0, +0]

// report.c
int luashim_message_handler(lua_State *L);                                    // a lua_CFunction
int luashim_describe_error(lua_State *L);                                     // a lua_CFunction
void luashim_locate(lua_State *L, int level, char *place, size_t size);       // [-0, +0]
void luashim_push_message(lua_State *L, int index);                           // [-0, +1] may raise

// stop.c
bool luashim_is_stopping(luashim_vm *vm, const luashim_task *task);
bool luashim_stop_is_due(luashim_vm *vm, const luashim_task *task);
bool luashim_wait_is_over(luashim_vm *vm, const luashim_task *task);
void luashim_begin_stop(luashim_vm *vm, stop_reason reason);
void luashim_apply_stop(luashim_vm *vm);
bool luashim_is_stop(lua_State *L, int index);
bool luashim_stop_passed(luashim_vm *vm, int stops_raised);
void luashim_note_stop(luashim_task *task);
int luashim_raise_stop(lua_State *L);                                         // raises
int luashim_reraise_stop(lua_State *L);                                       // raises
void luashim_open_exit(lua_State *L);                                         // [-0, +0] may raise

// interrupt.c
void luashim_install_interrupts(luashim_vm *vm);
void luashim_remove_interrupts(luashim_vm *vm);
void luashim_arm_hook(luashim_vm *vm);
void luashim_start_timer(luashim_vm *vm, luashim_clock clock);

// lines.c
void luashim_rest_hook(luashim_vm *vm, lua_State *L);
void luashim_free_chunks(luashim_vm *vm);

// protected_call.c
void luashim_open_protected_calls(lua_State *L);                              // [-0, +0] may raise
int luashim_try(lua_State *L);                                                // a lua_CFunction

// coroutine.c
void luashim_open_coroutines(lua_State *L);                                   // [-0, +0] may raise
int luashim_resume(
    luashim_vm *vm, lua_State *coroutine, lua_State *from, int arguments, int *results);

// load.c, output.c, modules.c
void luashim_open_loading(lua_State *L);                                      // [-0, +0] may raise
void luashim_open_output(lua_State *L);                                       // [-0, +0] may raise
void luashim_close_output(luashim_vm *vm);
void luashim_flush_output(luashim_vm *vm);
void luashim_warn(void *context, const char *text, int continues);            // a lua_WarnFunction
void luashim_warn_line(luashim_vm *vm, const char *text);
void luashim_open_json(lua_State *L);                                         // [-0, +0] may raise
void luashim_push_loaded(lua_State *L);                                       // [-0, +1] may raise
void luashim_renew_modules(lua_State *L);                                     // [-0, +0] may raise

// profile.c, basics.c, require.c
void luashim_open_profile(lua_State *L);                                      // [-0, +0] may raise
void luashim_push_environment(lua_State *L);                                  // [-0, +1] may raise
void luashim_restrict_basics(lua_State *L);                                   // [-0, +0] may raise
void luashim_set_load(lua_State *L);                                          // [-0, +0] may raise
void luashim_set_require(lua_State *L, bool is_recipe);                       // [-0, +0] may raise

// task.c
luashim_task *luashim_new_task(lua_State *L, int arguments);       // [-arguments-1, +1] may raise
void luashim_resume_task(luashim_vm *vm, luashim_task *task, lua_State *from);
void luashim_release_task(luashim_vm *vm, luashim_task *task);
void luashim_make_ready(luashim_vm *vm, luashim_task *task);
void luashim_wake_to_stop(luashim_vm *vm, luashim_task *task);
void luashim_stop_waiting(luashim_task *waiter);
void luashim_observe(luashim_vm *vm, luashim_task *task);
luashim_task *luashim_next_ready(luashim_vm *vm);
bool luashim_is_finished(const luashim_task *task);

// task_api.c, task_prelude.c
void luashim_push_task_api(lua_State *L);                                     // [-0, +1] may raise
void luashim_forget_task_api(lua_State *L);                                   // [-0, +0] may raise
extern const char luashim_task_prelude[];

// run.c
void luashim_wait_for_host(luashim_vm *vm);
void luashim_stop_leftovers(luashim_vm *vm);
void luashim_run_tasks(luashim_vm *vm);
void luashim_warn_about_failures(luashim_vm *vm);
void luashim_forget_run(luashim_vm *vm);
int luashim_call_on_main(luashim_vm *vm, int arguments, int results);

// conclude.c
void luashim_set_result(luashim_vm *vm, luashim_call *result, int first);
luashim_outcome luashim_conclude(luashim_vm *vm, luashim_task *task, luashim_call *result);
void luashim_conclude_call(luashim_vm *vm, luashim_task *task); // functions.c
bool luashim_has_calls(const luashim_vm *vm);
