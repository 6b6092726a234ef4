#include "luashim_buffer.h"

#include <stdlib.h>
#include <string.h>

static void *reallocate(luashim_buffer *buffer, size_t new_size) {
    if (buffer->reallocate) {
        return buffer->reallocate(buffer->context, buffer->bytes, buffer->capacity, new_size);
    }
    return realloc(buffer->bytes, new_size);
}

bool luashim_buffer_grow(luashim_buffer *buffer, size_t extra) {
    if (extra > SIZE_MAX / 4 - buffer->count) return false;
    size_t needed = buffer->count + extra;
    size_t capacity = buffer->capacity < 32 ? 64 : buffer->capacity * 2;
    if (capacity < needed) capacity = needed;
    uint8_t *bytes = reallocate(buffer, capacity);
    if (!bytes) return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

bool luashim_buffer_append(luashim_buffer *buffer, const void *bytes, size_t count) {
    if (count == 0) return true;
    uint8_t *end = luashim_buffer_reserve(buffer, count);
    if (!end) return false;
    memcpy(end, bytes, count);
    buffer->count += count;
    return true;
}

void luashim_buffer_free(luashim_buffer *buffer) {
    if (buffer->reallocate) {
        buffer->reallocate(buffer->context, buffer->bytes, buffer->capacity, 0);
    } else {
        free(buffer->bytes);
    }
    buffer->bytes = NULL;
    buffer->count = buffer->capacity = 0;
}
