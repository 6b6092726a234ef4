// A VM in a process of its own, for scripts that nobody vouches for.
//
// The child, a worker, runs Lua and has one descriptor: a stream socket to its host. What the VM
// asks of its host (luashim_host) becomes frames; the host's half of the VM counts memory, keeps
// the deadline, and holds the values of the call that is being answered. The worker trusts the
// host. The host trusts nothing that comes back: a script may have taken the worker over.
//
// A frame is its body's size and its kind, 4 bytes each, then the body: fixed fields, then values
// as the records of answer.c. Both ends are one machine, so numbers have its byte order.
#pragma once

#include "luashim.h"

typedef enum {
    // From the host
    LUASHIM_FRAME_OPEN = 1, ///< luashim_open_frame, then the modules
    LUASHIM_FRAME_RUN,      ///< luashim_run_frame, then source, names, arguments, values
    LUASHIM_FRAME_RESULT,   ///< luashim_result_frame, then values, or a line and fields
    // From the worker
    LUASHIM_FRAME_READY = 65, ///< empty: the sandbox is closed
    LUASHIM_FRAME_REFUSED,    ///< text: why there is no sandbox
    LUASHIM_FRAME_CALL,       ///< luashim_call_frame, then arguments
    LUASHIM_FRAME_CANCEL,     ///< luashim_number_frame: an operation
    LUASHIM_FRAME_OUTPUT,     ///< luashim_number_frame: a stream, then bytes
    LUASHIM_FRAME_RELEASE,    ///< luashim_number_frame: the handle of an error
    LUASHIM_FRAME_FINISHED    ///< luashim_finished_frame, then results
} luashim_frame;

typedef struct {
    uint32_t size, kind;
} luashim_frame_header;

typedef struct {
    uint64_t memory_limit, output_limit, frame_limit;
    int64_t cleanup_grace;
    int32_t task_limit;
    uint32_t calls_in_flight;
    /// Each: name, whether it is global, number of functions, (name, whether it is async) of each,
    /// number of chunks, (name, text) of each.
    uint32_t module_count, unused;
} luashim_open_frame;

typedef struct {
    uint64_t run;
    /// After the source, the chunk name, and the script name or nil.
    uint32_t argument_count, command_count, value_count;
    uint32_t passes_values;
} luashim_run_frame;

typedef struct {
    uint64_t operation, error_handle;
    uint32_t answer, count;
} luashim_result_frame;

typedef struct {
    uint64_t operation;
    int32_t function;
    uint32_t count;
} luashim_call_frame;

typedef struct {
    uint64_t number;
} luashim_number_frame;

typedef struct {
    uint64_t run, cause, bytes_in_use;
    uint32_t outcome;
    int32_t exit_status;
    uint32_t count, unused;
} luashim_finished_frame;

// The worker -------------------------------------------------------------------------------------

/// Serves the host at the other end of `descriptor` until it is gone. Does not return then.
int luashim_worker_main(int descriptor);
/// Gives up everything but the use of `descriptor`, for good; NULL, or why that failed. The process
/// may grow by `memory` bytes; 0: as it likes.
const char *luashim_enter_sandbox(int descriptor, uint64_t memory);

// The host's side --------------------------------------------------------------------------------

typedef struct {
    int32_t pid;
    int socket; ///< does not block
    int handle; ///< a pidfd, so that signals reach this process and no later one
} luashim_process;

/// Starts a program with one argument, no environment, and a socket as its only descriptor (0).
/// Returns an error number. The thread that calls this has to outlive the process, which ends with
/// it.
int luashim_start_process(const char *path, const char *argument, luashim_process *process);
/// Asks the worker to stop run number `run`.
void luashim_ask_process(const luashim_process *process, uint64_t run);
void luashim_kill_process(const luashim_process *process);
/// Seconds of processor time that it may use from now on; it is killed beyond them. UINT64_MAX: any.
void luashim_limit_process(const luashim_process *process, uint64_t seconds);

typedef struct {
    bool is_over, is_known;
    int32_t signal; ///< that ended it; 0: none did
    int32_t status;
} luashim_process_end;

/// Waits for its end, at most this long (below 0: for ever), and collects it.
luashim_process_end luashim_await_process(const luashim_process *process, int milliseconds);
/// After its end was collected.
void luashim_forget_process(luashim_process *process);

/// A descriptor that is readable from a ring to the next hush; negative: an error number.
int luashim_open_alarm(void);
void luashim_ring_alarm(int alarm);
void luashim_hush_alarm(int alarm);

/// The host's half of a VM whose Lua runs in a worker.
luashim_vm *luashim_create_remote(const luashim_options *options);

typedef enum {
    LUASHIM_READ,
    LUASHIM_MALFORMED, ///< no worker of ours writes this
    LUASHIM_TOO_LARGE  ///< for the memory limit
} luashim_reading;

/// Reads `count` records that fill `size` bytes, as the arguments of a call. The call stays until
/// the next one is read or begun.
luashim_reading luashim_read_call(
    luashim_vm *vm, const uint8_t *bytes, size_t size, uint32_t count, luashim_call **call);
/// The same as the result of a run, which luashim_result then gives.
luashim_reading luashim_read_result(
    luashim_vm *vm, const uint8_t *bytes, size_t size, const luashim_finished_frame *frame);
/// A call without arguments, to be answered.
luashim_call *luashim_begin_answer(luashim_vm *vm);

typedef struct {
    luashim_text records;
    uint32_t count;
    uint64_t error_handle;
    bool lacks_memory;
} luashim_answers;

/// What the call was answered with so far; the error's handle is taken over.
luashim_answers luashim_take_answers(luashim_call *call);
