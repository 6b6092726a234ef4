// A worker's own parts: its connection, and its half of each call.
#pragma once

#include <signal.h>

#include "luashim_worker.h"
#include "vm.h"

/// A call of a host function that has no answer yet.
typedef struct operation {
    uint64_t number;
    luashim_task *task;
    bool is_sent, is_done, is_reported, is_cancelled;
    bool lacks_memory; // for the answer
    luashim_buffer frame; // to be sent when it is its turn
    luashim_result_frame result;
    luashim_buffer records;
    struct operation *next;        // of those with the same hash
    struct operation *next_waiting; // to be sent, or to be reported as done
} operation;

typedef struct {
    operation *first, *last;
} operation_queue;

/// Bytes that came, up to the end of the frame that is being received.
typedef struct {
    luashim_buffer bytes;
    size_t skipped; // what is still to come of a frame that there is no memory for
} worker_input;

/// What a module has, as records: number, whether it is begun, and name of each function; name and
/// text of each chunk.
typedef struct {
    char *name;
    bool is_global;
    luashim_buffer functions;
    const uint8_t *chunks;
    size_t chunk_size;
    int function_count, chunk_count;
} worker_module;

typedef struct {
    int descriptor;
    luashim_vm *vm;
    luashim_buffer output; // the frame being written
    worker_input input;
    luashim_open_frame settings;
    uint8_t *open_frame, *run_frame; // bodies, kept
    size_t open_size, run_size;
    bool run_came, run_lacks_memory;
    worker_module *modules;
    void **functions; // each stands for its own number
    int32_t function_count;
    uint64_t last_operation;
    uint32_t in_flight;
    operation *operations[64];
    operation_queue to_send, to_report;
    // Written by the signal handler.
    volatile sig_atomic_t woken, asked, run_number, is_running;
} luashim_worker;

// worker_link.c: the connection. When the host is gone the process ends.
uint8_t *luashim_worker_begin(luashim_worker *worker, luashim_frame kind, size_t fixed);
bool luashim_worker_append(luashim_worker *worker, const void *bytes, size_t count);
/// Whether the frame is whole, and small enough; else it is dropped.
bool luashim_worker_end(luashim_worker *worker);
void luashim_worker_flush(luashim_worker *worker);
/// Handles the frames that are there; waits for one at most this long (below 0: for ever).
void luashim_worker_receive(luashim_worker *worker, int64_t milliseconds);

// worker_values.c: records
bool luashim_worker_put_values(luashim_worker *worker, const luashim_call *call);
const uint8_t *luashim_worker_skip_record(const uint8_t *record);

// worker_calls.c: what the VM asks of its host
luashim_host luashim_worker_host(luashim_worker *worker);
void luashim_worker_handle_result(
    luashim_worker *worker, const luashim_result_frame *result, const uint8_t *records, size_t size,
    bool is_lost);
void luashim_worker_forget_operations(luashim_worker *worker);
