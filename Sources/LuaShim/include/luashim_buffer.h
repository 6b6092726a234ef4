// Bytes that grow. A zeroed one is empty and uses malloc.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
    /// Where the memory comes from, with the contract of a lua_Alloc, so that a VM can count it
    /// against its limit; NULL: from malloc.
    void *(*reallocate)(void *context, void *block, size_t old_size, size_t new_size);
    void *context;
} luashim_buffer;

/// Makes the capacity at least `count + extra`. False without memory; the bytes are untouched then.
bool luashim_buffer_grow(luashim_buffer *buffer, size_t extra);
/// False without memory; then nothing was appended.
bool luashim_buffer_append(luashim_buffer *buffer, const void *bytes, size_t count);
void luashim_buffer_free(luashim_buffer *buffer);

/// Room for `extra` bytes after the last one, or NULL without memory. Add what was used to `count`.
static inline uint8_t *luashim_buffer_reserve(luashim_buffer *buffer, size_t extra) {
    if (buffer->capacity - buffer->count < extra && !luashim_buffer_grow(buffer, extra)) {
        return NULL;
    }
    return buffer->bytes + buffer->count;
}
