// A worker's half of each call: what the VM asks of its host, asked of the host's process.
//
// A synchronous function answers before anything else happens, as in a VM of the host's own. An
// asynchronous one is an operation. No more of them are with the host than it allows; the others
// wait here, where their memory is the script's own.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "worker.h"

static operation **bucket(luashim_worker *worker, uint64_t number) {
    enum { BUCKETS = sizeof worker->operations / sizeof *worker->operations };
    return &worker->operations[number % BUCKETS];
}

static operation *find(luashim_worker *worker, uint64_t number) {
    operation *found = *bucket(worker, number);
    while (found != NULL && found->number != number) found = found->next;
    return found;
}

static operation *add(luashim_worker *worker) {
    operation *added = calloc(1, sizeof *added);
    if (added == NULL) return NULL;
    added->number = ++worker->last_operation;
    operation **link = bucket(worker, added->number);
    added->next = *link;
    return *link = added;
}

static void forget(luashim_worker *worker, operation *forgotten) {
    operation **link = bucket(worker, forgotten->number);
    while (*link != forgotten) link = &(*link)->next;
    *link = forgotten->next;
    luashim_buffer_free(&forgotten->frame);
    luashim_buffer_free(&forgotten->records);
    free(forgotten);
}

static void enqueue(operation_queue *queue, operation *added) {
    added->next_waiting = NULL;
    if (queue->last != NULL) queue->last->next_waiting = added;
    else queue->first = added;
    queue->last = added;
}

static operation *dequeue(operation_queue *queue) {
    operation *first = queue->first;
    if (first == NULL) return NULL;
    queue->first = first->next_waiting;
    if (queue->first == NULL) queue->last = NULL;
    return first;
}

/// Sends the calls whose turn has come. A cancelled one was kept for its place in the queue.
static void send_waiting(luashim_worker *worker) {
    while (worker->to_send.first != NULL
           && (worker->to_send.first->is_cancelled
               || worker->in_flight < worker->settings.calls_in_flight)) {
        operation *next = dequeue(&worker->to_send);
        if (next->is_cancelled) {
            forget(worker, next);
            continue;
        }
        luashim_buffer_free(&worker->output);
        worker->output = next->frame;
        next->frame = (luashim_buffer){0};
        next->is_sent = true;
        worker->in_flight++;
        luashim_worker_flush(worker);
    }
}

/// Noted while something else goes on; `wait` reports it.
void luashim_worker_handle_result(
    luashim_worker *worker, const luashim_result_frame *result, const uint8_t *records, size_t size,
    bool is_lost
) {
    operation *done = find(worker, result->operation);
    if (done == NULL || done->is_done) return; // cancelled meanwhile
    done->is_done = true;
    done->result = *result;
    done->lacks_memory = is_lost || !luashim_buffer_append(&done->records, records, size);
    if (done->task == NULL) return; // synchronous: its caller looks
    worker->in_flight--;
    enqueue(&worker->to_report, done);
}

static luashim_answer answer(luashim_worker *worker, operation *done, luashim_call *call) {
    luashim_answer kind = (luashim_answer)done->result.answer;
    luashim_begin_error(call);
    luashim_buffer *answers = &luashim_scratch_of(call)->answer;
    if (done->result.error_handle != 0) luashim_set_error(call, done->result.error_handle);
    if (done->lacks_memory
        || (done->records.count > 0
            && !luashim_buffer_append(answers, done->records.bytes, done->records.count))) {
        call->lacks_memory = true;
    } else {
        call->answers = (int)done->result.count;
    }
    forget(worker, done);
    return kind;
}

static luashim_answer refuse(luashim_call *call, const char *message) {
    static const char code[] = "code", value[] = "memory_limit";
    luashim_begin_error(call);
    luashim_answer_string(call, (const uint8_t *)message, strlen(message));
    luashim_answer_string(call, (const uint8_t *)code, sizeof code - 1);
    luashim_answer_string(call, (const uint8_t *)value, sizeof value - 1);
    return LUASHIM_ERROR;
}

/// Writes the frame of a call; the operation that it is, or NULL without memory.
static operation *write_call(luashim_worker *worker, void *function, luashim_call *call) {
    operation *begun = add(worker);
    if (begun == NULL) return NULL;
    luashim_call_frame fields = {
        begun->number, (int32_t)(intptr_t)function, (uint32_t)luashim_argument_count(call),
    };
    uint8_t *start = luashim_worker_begin(worker, LUASHIM_FRAME_CALL, sizeof fields);
    if (start != NULL) {
        memcpy(start, &fields, sizeof fields);
        if (luashim_worker_put_values(worker, call) && luashim_worker_end(worker)) return begun;
    }
    forget(worker, begun);
    return NULL;
}

static luashim_answer refuse_large(luashim_call *call) {
    return refuse(call, "not enough memory for the arguments on their way to the host");
}

/// Sends a call and waits for its answer.
static luashim_answer call_host(void *context, void *function, luashim_call *call) {
    luashim_worker *worker = context;
    operation *begun = write_call(worker, function, call);
    if (begun == NULL) return refuse_large(call);
    luashim_worker_flush(worker);
    while (!begun->is_done) luashim_worker_receive(worker, -1);
    return answer(worker, begun, call);
}

static luashim_answer begin_call(void *context, void *function, luashim_call *call) {
    luashim_worker *worker = context;
    operation *begun = write_call(worker, function, call);
    if (begun == NULL) return refuse_large(call);
    begun->task = luashim_current_task(worker->vm);
    begun->frame = worker->output;
    worker->output = (luashim_buffer){0};
    enqueue(&worker->to_send, begun);
    luashim_set_operation(call, begun->number);
    send_waiting(worker);
    return LUASHIM_PENDING;
}

static luashim_answer take(void *context, uint64_t number, luashim_call *call) {
    operation *done = find(context, number);
    return done != NULL ? answer(context, done, call) : refuse(call, "the call was lost");
}

static void send_number(luashim_worker *worker, luashim_frame kind, uint64_t number) {
    uint8_t *start = luashim_worker_begin(worker, kind, sizeof number);
    if (start == NULL) _exit(EXIT_FAILURE); // a few bytes
    memcpy(start, &number, sizeof number);
    luashim_worker_end(worker);
    luashim_worker_flush(worker);
}

static void cancel(void *context, uint64_t number) {
    luashim_worker *worker = context;
    operation *cancelled = find(worker, number);
    if (cancelled == NULL) return;
    // What stands in a queue stays there until it is its turn.
    bool is_queued = !cancelled->is_sent || (cancelled->is_done && !cancelled->is_reported);
    bool is_with_host = cancelled->is_sent && !cancelled->is_done;
    if (is_queued) cancelled->is_cancelled = true;
    else forget(worker, cancelled);
    if (!is_with_host) return;
    worker->in_flight--;
    send_number(worker, LUASHIM_FRAME_CANCEL, number);
}

static bool report(luashim_worker *worker) {
    bool reported = false;
    operation *done;
    while ((done = dequeue(&worker->to_report)) != NULL) {
        if (done->is_cancelled) {
            forget(worker, done);
            continue;
        }
        reported = done->is_reported = true;
        luashim_operation_done(worker->vm, done->task, done->number);
    }
    return reported;
}

static void wait(void *context, int64_t milliseconds) {
    luashim_worker *worker = context;
    if (report(worker)) milliseconds = 0;
    // An interrupt just before the wait is not lost for long: the host asks again and again.
    if (worker->woken) milliseconds = 0;
    worker->woken = 0;
    luashim_worker_receive(worker, milliseconds);
    report(worker);
    send_waiting(worker);
}

static luashim_answer list(
    const uint8_t *records, size_t size, int count, luashim_call *call
) {
    luashim_buffer *answers = &luashim_scratch_of(call)->answer;
    if (size > 0 && !luashim_buffer_append(answers, records, size)) call->lacks_memory = true;
    call->answers = count;
    return LUASHIM_OK;
}

static luashim_answer list_functions(void *context, int32_t number, luashim_call *call) {
    const worker_module *module = &((luashim_worker *)context)->modules[number];
    const luashim_buffer *functions = &module->functions;
    return list(functions->bytes, functions->count, module->function_count * 3, call);
}

static luashim_answer list_chunks(void *context, int32_t number, luashim_call *call) {
    const worker_module *module = &((luashim_worker *)context)->modules[number];
    return list(module->chunks, module->chunk_size, module->chunk_count * 2, call);
}

static void release_error(void *context, uint64_t handle) {
    send_number(context, LUASHIM_FRAME_RELEASE, handle);
}

static void function_finished(
    void *context, uint64_t request, luashim_outcome outcome, luashim_call *result
) {
    (void)context, (void)request, (void)outcome, (void)result; // the host holds no functions
}

static void write_output(void *context, int32_t stream, const uint8_t *bytes, size_t count) {
    enum { MOST = 1 << 16 };
    luashim_worker *worker = context;
    uint64_t number = (uint64_t)stream;
    while (count > 0) {
        size_t part = count < MOST ? count : MOST;
        uint8_t *start = luashim_worker_begin(worker, LUASHIM_FRAME_OUTPUT, sizeof number);
        // Output that cannot be written is lost, as on a full disk.
        if (start == NULL) return;
        memcpy(start, &number, sizeof number);
        if (!luashim_worker_append(worker, bytes, part) || !luashim_worker_end(worker)) return;
        luashim_worker_flush(worker);
        bytes += part;
        count -= part;
    }
}

/// Between runs. Every task has ended by now, and cancelled what it waited for.
void luashim_worker_forget_operations(luashim_worker *worker) {
    enum { BUCKETS = sizeof worker->operations / sizeof *worker->operations };
    for (int i = 0; i < BUCKETS; i++) {
        while (worker->operations[i] != NULL) forget(worker, worker->operations[i]);
    }
    worker->to_send = worker->to_report = (operation_queue){0};
    worker->in_flight = 0;
}

luashim_host luashim_worker_host(luashim_worker *worker) {
    return (luashim_host){
        .context = worker,
        .functions = worker->functions,
        .function_count = worker->function_count,
        .call = call_host,
        .begin = begin_call,
        .take = take,
        .cancel = cancel,
        .wait = wait,
        .list = list_functions,
        .chunks = list_chunks,
        .release_error = release_error,
        .finished = function_finished,
        .write = write_output,
    };
}
