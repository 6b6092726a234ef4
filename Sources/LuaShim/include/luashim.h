// The Lua host as Swift sees it: no lua_State, no function that raises, no Lua header.
//
// A call from Lua has three phases. C checks and encodes what crosses; the host's callback reads
// the arguments and sets an answer through `luashim_call`; when its frame is gone, C pushes the
// answer, raises it as an error, or yields until the operation it named is done. So no Swift frame
// is ever between a Lua error and the place that catches it.
//
// Everything but luashim_interrupt belongs to one thread at a time: the session's own.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct luashim_vm luashim_vm;
typedef struct luashim_task luashim_task;
/// One call from Lua while the host answers it, or the result of a run while the host reads it.
typedef struct luashim_call luashim_call;

typedef struct {
    const uint8_t *bytes;
    size_t count;
} luashim_text;

typedef enum {
    LUASHIM_OK,       ///< the answer holds the results
    LUASHIM_ERROR,    ///< the answer holds a message, then field names and values in turn
    LUASHIM_PENDING   ///< the operation set by luashim_set_operation will answer
} luashim_answer;

typedef enum {
    LUASHIM_NIL,
    LUASHIM_BOOLEAN,
    LUASHIM_INTEGER,
    LUASHIM_NUMBER,
    LUASHIM_STRING,
    LUASHIM_JSON,
    LUASHIM_FUNCTION,
    LUASHIM_OPAQUE
} luashim_type;

typedef enum {
    LUASHIM_FINISHED,
    LUASHIM_FAILED,       ///< the result holds message, traceback, location, then fields
    LUASHIM_NOT_COMPILED, ///< the result holds the message
    LUASHIM_INTERRUPTED,
    LUASHIM_TIMED_OUT,
    LUASHIM_OUTPUT_LIMIT,
    LUASHIM_EXITED,       ///< by os.exit; see luashim_exit_status
    LUASHIM_OUT_OF_MEMORY
} luashim_outcome;

/// An argument, read from the stack once.
typedef struct {
    luashim_type type;
    union {
        bool boolean;
        int64_t integer;
        double number;
    };
} luashim_value;

enum { LUASHIM_READ_AHEAD = 6 };

/// What every luashim_call begins with: the first arguments, so that reading them is no call.
typedef struct {
    int32_t count; ///< of all arguments
    luashim_value values[LUASHIM_READ_AHEAD];
} luashim_arguments_head;

/// The first arguments of a call; meaningful up to its count.
static inline const luashim_value *luashim_first_values(const luashim_call *call) {
    return ((const luashim_arguments_head *)call)->values;
}

static inline int32_t luashim_argument_count(const luashim_call *call) {
    return ((const luashim_arguments_head *)call)->count;
}

/// What the VM asks of its host. `context` is passed back first.
typedef struct {
    void *context;
    /// What `call` and `begin` get, by number; 0 is what `task.sleep` calls, with seconds.
    void *const *functions;
    int32_t function_count;
    /// Answers a call of a function.
    luashim_answer (*call)(void *context, void *function, luashim_call *call);
    /// Answers, or begins an operation: for functions that are listed as such.
    luashim_answer (*begin)(void *context, void *function, luashim_call *call);
    /// Answers with the outcome of an operation that is done, and forgets it.
    luashim_answer (*take)(void *context, uint64_t operation, luashim_call *call);
    /// Cancels an operation and forgets it; its outcome will never be taken.
    void (*cancel)(void *context, uint64_t operation);
    /// Blocks until an operation is done or the VM is interrupted, at most this long (below 0: for
    /// ever), and reports each one done with luashim_operation_done.
    void (*wait)(void *context, int64_t milliseconds);
    /// Answers with number, whether it is begun, and name of each function of a module, in turn.
    luashim_answer (*list)(void *context, int32_t module, luashim_call *call);
    /// Answers with the name and text of each source chunk of a module, in turn.
    luashim_answer (*chunks)(void *context, int32_t module, luashim_call *call);
    /// Lua dropped the error value that kept this Swift error alive.
    void (*release_error)(void *context, uint64_t handle);
    /// A function begun by luashim_begin_function has ended; as for a run.
    void (*finished)(
        void *context, uint64_t request, luashim_outcome outcome, luashim_call *result);
    /// Bytes for standard output (1), standard error (2) or a whole warning (3); only where output
    /// goes to the host.
    void (*write)(void *context, int32_t stream, const uint8_t *bytes, size_t count);
} luashim_host;

typedef enum {
    LUASHIM_TRUSTED, ///< all of Lua's standard library
    LUASHIM_RECIPE   ///< an allow-list, with bounds
} luashim_profile;

typedef struct {
    luashim_host host;
    luashim_profile profile;
    size_t memory_limit; ///< bytes; 0: none
    size_t output_limit; ///< bytes of a run; 0: none
    int task_limit;      ///< tasks alive at once, the script not counted; 0: none
    int hook_count; ///< look for interrupts each so many instructions; 0: be told by a signal
    int64_t cleanup_grace; ///< milliseconds that closers of a stopped run may wait for the host
    bool allows_binary_chunks;
    bool writes_to_host; ///< else to the C streams of the process
    bool counts_lines;   ///< for ``luashim_each_chunk``; not with a hook_count
    long failing_allocation; ///< tests: this allocation and all later ones fail; 0: none
} luashim_options;

/// A VM with the standard libraries, or NULL without memory for it.
luashim_vm *luashim_create(const luashim_options *options);
/// Closes the Lua state, finalizers included. Further calls answer as if nothing was running.
void luashim_close(luashim_vm *vm);
/// Frees what luashim_close leaves for late interrupts.
void luashim_free(luashim_vm *vm);

/// What was counted of a file so far.
typedef struct {
    const char *source; ///< "@" and the path
    const uint32_t *counts; ///< by line, from 0
    int capacity;
    const uint8_t *compiled; ///< the chunk as lua_dump writes it; NULL where that is not known
    size_t compiled_size;
} luashim_chunk_lines;

/// With counts_lines: visits each file that ran. Before luashim_close.
void luashim_each_chunk(
    luashim_vm *vm, void (*visit)(void *context, const luashim_chunk_lines *lines), void *context);

/// Offers a module by `require`, and as a global that builds itself when first used.
bool luashim_add_module(luashim_vm *vm, const char *name, int32_t module, bool is_global);

// Runs -------------------------------------------------------------------------------------------

typedef struct {
    luashim_text source;
    const char *chunk_name;
    const char *script_name; ///< arg[0]; NULL: absent
    const luashim_text *arguments; ///< for the global `arg`, and `...` without values
    size_t argument_count;
    const luashim_text *command; ///< the words before the script; the last of them is arg[-1]
    size_t command_count;
    bool passes_values; ///< those of luashim_arguments are `...`, and `arg` is left alone
} luashim_script;

/// From here to luashim_end_run an interrupt reaches this thread. What runs is stopped after so many
/// milliseconds; below 0: never.
void luashim_begin_run(luashim_vm *vm, int64_t time_limit);
/// Where the host puts the values that the next luashim_run or luashim_begin_function passes on.
luashim_call *luashim_arguments(luashim_vm *vm);
/// Runs a script and its tasks until none is left. The result stays until luashim_end_run.
luashim_outcome luashim_run(luashim_vm *vm, const luashim_script *script);
luashim_call *luashim_result(luashim_vm *vm);

/// Makes a task that calls a kept function; its end is told by `finished`. It runs in the current
/// run, or in luashim_run_functions where there is none. False: no memory.
bool luashim_begin_function(luashim_vm *vm, uint64_t reference, uint64_t request);
void luashim_cancel_function(luashim_vm *vm, uint64_t request);
/// Whether a function begun now would run, and not be stopped with what runs.
bool luashim_accepts_functions(const luashim_vm *vm);
/// The script has ended, but until luashim_end_run functions may be begun, for luashim_run_functions.
void luashim_begin_draining(luashim_vm *vm);
/// Runs the tasks of functions until none is left.
void luashim_run_functions(luashim_vm *vm);

int32_t luashim_exit_status(const luashim_vm *vm);
void luashim_end_run(luashim_vm *vm);

/// Milliseconds until the run's deadline; below 0: it has none.
int64_t luashim_remaining_time(const luashim_vm *vm);

/// Stops the current run, from any thread. Nothing in the script can catch it.
void luashim_interrupt(luashim_vm *vm);
/// From any thread: a computing script asks the host by `wait` whether there is something new, such
/// as a function to cancel.
void luashim_nudge(luashim_vm *vm);
bool luashim_is_interrupted(const luashim_vm *vm);

/// The task that an operation begun now belongs to.
luashim_task *luashim_current_task(luashim_vm *vm);
void luashim_operation_done(luashim_vm *vm, luashim_task *task, uint64_t operation);

// Reading a call: arguments count from 0 ----------------------------------------------------------

luashim_type luashim_type_of(const luashim_call *call, int index);
bool luashim_boolean(const luashim_call *call, int index);
int64_t luashim_integer(const luashim_call *call, int index);
double luashim_number(const luashim_call *call, int index);
/// The bytes of a string or the JSON text of a table, valid until the callback returns.
luashim_text luashim_bytes(const luashim_call *call, int index);
/// Keeps a function alive for the host until luashim_release_function; 0: no memory for that.
uint64_t luashim_keep_function(luashim_call *call, int index);
void luashim_release_function(luashim_vm *vm, uint64_t reference);
/// The type name of an opaque value.
const char *luashim_type_name(const luashim_call *call, int index);
/// The Swift error behind a failed run's error value; 0: none.
uint64_t luashim_cause(const luashim_call *call);

// Answering a call: values in order ---------------------------------------------------------------

void luashim_answer_nil(luashim_call *call);
void luashim_answer_boolean(luashim_call *call, bool value);
void luashim_answer_integer(luashim_call *call, int64_t value);
void luashim_answer_number(luashim_call *call, double value);
void luashim_answer_string(luashim_call *call, const uint8_t *bytes, size_t count);
void luashim_answer_json(luashim_call *call, const uint8_t *bytes, size_t count);
void luashim_answer_function(luashim_call *call, uint64_t reference);
/// Drops the values given so far: what follows is an error's message, field names and values.
void luashim_begin_error(luashim_call *call);
void luashim_set_operation(luashim_call *call, uint64_t operation);
/// The handle that release_error gives back when Lua drops the error value.
void luashim_set_error(luashim_call *call, uint64_t handle);

// Files ------------------------------------------------------------------------------------------

/// Opens a path below the folder `root`; neither `..` nor links nor a race lead out of it. Below 0:
/// errno says why; EXDEV, ELOOP: it leads out.
int luashim_open_beneath(
    int root, const char *path, int flags, unsigned mode, bool follows_links);
/// A folder to open files below, by an absolute path no part of which may be a link.
int luashim_open_folder(const char *place);
/// The first without help of the kernel, which follows no link at all.
int luashim_walk_beneath(int root, const char *path, int flags, unsigned mode);
/// Opens a folder below another one, only to name what is in it.
int luashim_open_folder_beneath(int root, const char *path, bool follows_links);
/// Opens a folder anywhere, following links, only to name what is in it.
int luashim_open_any_folder(const char *path);

/// Writes to the C streams of the process, as the VM does where output does not go to the host.
void luashim_write_to_process(int32_t stream, const uint8_t *bytes, size_t count);

// Measuring --------------------------------------------------------------------------------------

/// Whether ThreadSanitizer watches: it holds signals back from threads that call nothing it knows.
bool luashim_is_thread_sanitized(void);

/// Counts bytes that the host holds for the script, or gives back. False, and nothing counted, where
/// that would exceed the limit.
bool luashim_charge(luashim_vm *vm, int64_t bytes);
size_t luashim_bytes_in_use(const luashim_vm *vm);
long luashim_allocations(const luashim_vm *vm);

/// The release of the Lua library in use, such as "Lua 5.4.4".
const char *luashim_lua_version(void);

/// Why a text does not compile, in the compiler's words, which the caller frees; NULL: it does. Needs no
/// VM, and may be called from any thread.
char *luashim_syntax_problem(const uint8_t *text, size_t count, const char *chunk_name);
