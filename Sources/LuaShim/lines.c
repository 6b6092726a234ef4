// Counts how often each line of each file was run, for reports of coverage.
//
// A line hook on the first state, which Lua copies to every coroutine that is made. Only where it is asked
// for: scripts take several times as long. Which lines could run at all is in the compiled form of a chunk,
// kept as lua_dump writes it when the chunk first runs.
#include <stdlib.h>
#include <string.h>

#include "vm.h"

struct counted_chunk {
    struct counted_chunk *next;
    char *source; // "@" and the path
    uint32_t *counts; // by line
    int capacity;
    uint8_t *compiled; // NULL where its main function was not seen
    size_t compiled_size;
};

static int append(lua_State *L, const void *bytes, size_t count, void *context) {
    (void)L;
    counted_chunk *chunk = context;
    uint8_t *grown = realloc(chunk->compiled, chunk->compiled_size + count);
    if (grown == NULL) return 1;
    memcpy(grown + chunk->compiled_size, bytes, count);
    chunk->compiled = grown;
    chunk->compiled_size += count;
    return 0;
}

static void keep_compiled(lua_State *L, lua_Debug *activation, counted_chunk *chunk) {
    if (chunk->compiled != NULL || strcmp(activation->what, "main") != 0) return;
    lua_getinfo(L, "f", activation);
    if (lua_dump(L, append, chunk, 0) != 0) {
        free(chunk->compiled);
        chunk->compiled = NULL;
        chunk->compiled_size = 0;
    }
    lua_pop(L, 1);
}

static counted_chunk *find(luashim_vm *vm, const char *source) {
    counted_chunk **place = &vm->chunks;
    while (*place != NULL && strcmp((*place)->source, source) != 0) place = &(*place)->next;
    counted_chunk *chunk = *place;
    if (chunk == NULL) {
        chunk = calloc(1, sizeof *chunk);
        if (chunk == NULL) return NULL;
        chunk->source = strdup(source);
        if (chunk->source == NULL) {
            free(chunk);
            return NULL;
        }
    } else {
        *place = chunk->next;
    }
    // The one that ran last comes first: it runs on, mostly.
    chunk->next = vm->chunks;
    vm->chunks = chunk;
    return chunk;
}

static bool has_room(counted_chunk *chunk, int line) {
    if (line < chunk->capacity) return true;
    int capacity = chunk->capacity < 128 ? 128 : chunk->capacity;
    while (capacity <= line) capacity *= 2;
    uint32_t *grown = realloc(chunk->counts, (size_t)capacity * sizeof *grown);
    if (grown == NULL) return false;
    memset(grown + chunk->capacity, 0, (size_t)(capacity - chunk->capacity) * sizeof *grown);
    chunk->counts = grown;
    chunk->capacity = capacity;
    return true;
}

/// What cannot be counted for want of memory is not: the script goes on.
static void count_line(lua_State *L, lua_Debug *activation) {
    luashim_vm *vm = vm_of(L);
    lua_getinfo(L, "S", activation);
    if (activation->source[0] != '@') return;
    counted_chunk *chunk = find(vm, activation->source);
    if (chunk == NULL) return;
    keep_compiled(L, activation, chunk);
    int line = activation->currentline;
    if (line < 1 || line > MAX_COUNTED_LINE || !has_room(chunk, line)) return;
    if (chunk->counts[line] < UINT32_MAX) chunk->counts[line] += 1;
}

/// Gives a coroutine the hook that it has while nobody interrupts it.
void luashim_rest_hook(luashim_vm *vm, lua_State *L) {
    if (vm->counts_lines) {
        lua_sethook(L, count_line, LUA_MASKLINE, 0);
    } else {
        lua_sethook(L, NULL, 0, 0);
    }
}

void luashim_each_chunk(
    luashim_vm *vm, void (*visit)(void *context, const luashim_chunk_lines *lines), void *context) {
    for (counted_chunk *chunk = vm->chunks; chunk != NULL; chunk = chunk->next) {
        luashim_chunk_lines lines = {
            .source = chunk->source,
            .counts = chunk->counts,
            .capacity = chunk->capacity,
            .compiled = chunk->compiled,
            .compiled_size = chunk->compiled_size,
        };
        visit(context, &lines);
    }
}

void luashim_free_chunks(luashim_vm *vm) {
    while (vm->chunks != NULL) {
        counted_chunk *chunk = vm->chunks;
        vm->chunks = chunk->next;
        free(chunk->source);
        free(chunk->counts);
        free(chunk->compiled);
        free(chunk);
    }
}
