// Lua's memory: counted, optionally limited, and for tests made to fail at will.
#include <stdlib.h>

#include "vm.h"

static bool is_refused(luashim_vm *vm, size_t growth) {
    vm->allocations++;
    if (vm->failing_allocation > 0 && vm->allocations >= vm->failing_allocation) return true;
    return vm->memory_limit > 0 && vm->bytes_in_use + growth > vm->memory_limit;
}

void *luashim_allocate(void *context, void *block, size_t old_size, size_t new_size) {
    luashim_vm *vm = context;
    if (block == NULL) old_size = 0; // Lua passes the kind of the new object there
    if (new_size == 0) {
        free(block);
        vm->bytes_in_use -= old_size;
        return NULL;
    }
    // Frees and shrinking always succeed: Lua counts on it.
    if (new_size > old_size && is_refused(vm, new_size - old_size)) return NULL;
    void *moved = realloc(block, new_size);
    if (moved != NULL) vm->bytes_in_use += new_size - old_size;
    return moved;
}

bool luashim_charge(luashim_vm *vm, int64_t bytes) {
    size_t limit = vm->memory_limit;
    if (bytes > 0 && limit > 0 && vm->bytes_in_use + (size_t)bytes > limit) return false;
    vm->bytes_in_use += (size_t)bytes;
    return true;
}

size_t luashim_bytes_in_use(const luashim_vm *vm) { return vm->bytes_in_use; }

long luashim_allocations(const luashim_vm *vm) { return vm->allocations; }
