// A worker's connection: frames out, frames in.
//
// Writing may have to wait for the host, and the host may be waiting to write: so whoever writes
// here reads what comes meanwhile. Frames are only noted then; what they lead to happens in the
// VM's own time.
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "worker.h"

/// Starts a frame, and returns where its fixed fields go; NULL without memory.
uint8_t *luashim_worker_begin(luashim_worker *worker, luashim_frame kind, size_t fixed) {
    luashim_buffer *output = &worker->output;
    output->count = 0;
    size_t size = sizeof(luashim_frame_header) + fixed;
    uint8_t *start = luashim_buffer_reserve(output, size);
    if (start == NULL) return NULL;
    memset(start, 0, size);
    luashim_frame_header header = {0, kind};
    memcpy(start, &header, sizeof header);
    output->count = size;
    return start + sizeof header;
}

bool luashim_worker_append(luashim_worker *worker, const void *bytes, size_t count) {
    return count == 0 || luashim_buffer_append(&worker->output, bytes, count);
}

bool luashim_worker_end(luashim_worker *worker) {
    luashim_buffer *output = &worker->output;
    size_t size = output->count - sizeof(luashim_frame_header);
    uint32_t field = (uint32_t)size;
    if (size > worker->settings.frame_limit) {
        luashim_buffer_free(output);
        return false;
    }
    memcpy(output->bytes, &field, sizeof field);
    return true;
}

/// Until one of the events is there, or a signal. Nothing to do about anything else.
static void await(luashim_worker *worker, short events, int milliseconds) {
    struct pollfd event = {.fd = worker->descriptor, .events = events};
    if (poll(&event, 1, milliseconds) < 0 && errno != EINTR) _exit(EXIT_FAILURE);
}

void luashim_worker_flush(luashim_worker *worker) {
    enum { KEPT = 1 << 16 };
    luashim_buffer *output = &worker->output;
    size_t sent = 0;
    while (sent < output->count) {
        ssize_t count = write(worker->descriptor, output->bytes + sent, output->count - sent);
        if (count > 0) {
            sent += (size_t)count;
        } else if (count < 0 && errno == EAGAIN) {
            await(worker, POLLIN | POLLOUT, -1);
            luashim_worker_receive(worker, 0);
        } else if (count == 0 || errno != EINTR) {
            _exit(EXIT_SUCCESS);
        }
    }
    output->count = 0;
    if (output->capacity > KEPT) luashim_buffer_free(output);
}

/// Copies the body of a frame that is used later on.
static bool keep(uint8_t **kept, size_t *kept_size, const uint8_t *body, size_t size) {
    free(*kept);
    *kept_size = size;
    *kept = malloc(size);
    if (*kept != NULL) memcpy(*kept, body, size);
    return *kept != NULL;
}

static void handle(luashim_worker *worker, uint32_t kind, const uint8_t *body, size_t size) {
    luashim_result_frame result;
    switch (kind) {
    case LUASHIM_FRAME_OPEN:
        if (!keep(&worker->open_frame, &worker->open_size, body, size)) _exit(EXIT_FAILURE);
        return;
    case LUASHIM_FRAME_RUN:
        worker->run_lacks_memory = !keep(&worker->run_frame, &worker->run_size, body, size);
        worker->run_came = true;
        return;
    case LUASHIM_FRAME_RESULT:
        memcpy(&result, body, sizeof result);
        luashim_worker_handle_result(
            worker, &result, body + sizeof result, size - sizeof result, false);
        return;
    default: _exit(EXIT_FAILURE); // of a later version
    }
}

/// Instead of a frame for which there is no memory: its fixed fields are there, its values are not.
static void handle_start(luashim_worker *worker, uint32_t kind, const uint8_t *body) {
    luashim_result_frame result;
    if (kind == LUASHIM_FRAME_RESULT) {
        memcpy(&result, body, sizeof result);
        luashim_worker_handle_result(worker, &result, NULL, 0, true);
    } else if (kind == LUASHIM_FRAME_RUN) {
        luashim_run_frame run;
        memcpy(&run, body, sizeof run);
        handle(worker, kind, body, sizeof run);
        worker->run_lacks_memory = true;
    } else {
        _exit(EXIT_FAILURE);
    }
}

/// Handles the frames that are whole, and makes room for the one that is not.
static void handle_frames(luashim_worker *worker) {
    enum { FIXED = sizeof(luashim_result_frame), KEPT = 1 << 16 };
    luashim_buffer *bytes = &worker->input.bytes;
    size_t at = 0;
    while (bytes->count - at >= sizeof(luashim_frame_header)) {
        luashim_frame_header header;
        memcpy(&header, bytes->bytes + at, sizeof header);
        size_t size = sizeof header + header.size, there = bytes->count - at;
        const uint8_t *body = bytes->bytes + at + sizeof header;
        if (there >= size) {
            handle(worker, header.kind, body, header.size);
            at += size;
        } else if (there >= sizeof header + FIXED
                   && luashim_buffer_reserve(bytes, size - there) == NULL) {
            handle_start(worker, header.kind, body); // the bytes have not moved
            worker->input.skipped = size - there;
            at = bytes->count;
        } else {
            break;
        }
    }
    if (at > 0) memmove(bytes->bytes, bytes->bytes + at, bytes->count - at);
    bytes->count -= at;
    if (bytes->count == 0 && bytes->capacity > KEPT) luashim_buffer_free(bytes);
}

/// Reads once. False: nothing is there now.
static bool read_some(luashim_worker *worker) {
    enum { STEP = 1 << 14 };
    static uint8_t unwanted[1 << 12];
    worker_input *input = &worker->input;
    uint8_t *to = unwanted;
    size_t room = input->skipped < sizeof unwanted ? input->skipped : sizeof unwanted;
    if (input->skipped == 0) {
        to = luashim_buffer_reserve(&input->bytes, STEP);
        if (to == NULL) _exit(EXIT_FAILURE);
        room = input->bytes.capacity - input->bytes.count;
    }
    ssize_t count = read(worker->descriptor, to, room);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) _exit(EXIT_SUCCESS);
    if (count < 0) return false;
    if (to == unwanted) input->skipped -= (size_t)count;
    else input->bytes.count += (size_t)count;
    return (size_t)count == room; // else it was all
}

void luashim_worker_receive(luashim_worker *worker, int64_t milliseconds) {
    if (milliseconds != 0) {
        bool is_long = milliseconds < 0 || milliseconds > INT32_MAX;
        await(worker, POLLIN, is_long ? -1 : (int)milliseconds);
    }
    while (read_some(worker)) handle_frames(worker);
    handle_frames(worker);
}
