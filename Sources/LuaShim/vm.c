// Creating and closing a VM.
#include <stdlib.h>

#include "vm.h"

static int set_up(lua_State *L) {
    luaL_openlibs(L);
    luashim_open_protected_calls(L);
    luashim_open_coroutines(L);
    luashim_open_errors(L);
    luashim_open_exit(L);
    luashim_open_loading(L);
    luashim_open_output(L);
    luashim_open_json(L);
    luashim_open_profile(L);
    return 0;
}

/// Buffers count as Lua's memory.
static void adopt(luashim_vm *vm, luashim_buffer *buffer) {
    buffer->reallocate = luashim_allocate;
    buffer->context = vm;
}

static void adopt_buffers(luashim_vm *vm) {
    call_scratch *both[] = {&vm->scratch, &vm->finalizer_scratch};
    for (int i = 0; i < 2; i++) {
        adopt(vm, &both[i]->json);
        adopt(vm, &both[i]->spans);
        adopt(vm, &both[i]->answer);
    }
    adopt(vm, &vm->traceback);
    adopt(vm, &vm->warning);
}

/// A VM without a Lua state.
luashim_vm *luashim_make_vm(const luashim_options *options, size_t size) {
    luashim_vm *vm = calloc(1, size);
    if (vm == NULL) return NULL;
    vm->host = options->host;
    vm->profile = options->profile;
    vm->allows_binary_chunks
        = options->allows_binary_chunks && options->profile == LUASHIM_TRUSTED;
    vm->writes_to_host = options->writes_to_host;
    vm->counts_lines = options->counts_lines && options->hook_count == 0;
    vm->failing_allocation = options->failing_allocation;
    vm->cleanup_grace = options->cleanup_grace;
    vm->current = &vm->host_task;
    vm->dice = (uint64_t)now_in_milliseconds() ^ (uintptr_t)vm;
    vm->host_task.state = TASK_RUNNING;
    adopt_buffers(vm);
    pthread_mutex_init(&vm->lock, NULL);
    vm->hook_count = options->hook_count;
    vm->output_limit = options->output_limit;
    vm->task_limit = options->task_limit;
    return vm;
}

luashim_vm *luashim_create(const luashim_options *options) {
    luashim_vm *vm = luashim_make_vm(options, sizeof *vm);
    if (vm == NULL) return NULL;
    vm->L = lua_newstate(luashim_allocate, vm);
    if (vm->L != NULL) {
        luashim_install_interrupts(vm);
        EXTRA(vm->L) = (uintptr_t)vm; // Lua copies it to each coroutine
        if (vm->counts_lines) luashim_rest_hook(vm, vm->L);
        lua_setwarnf(vm->L, luashim_warn, vm);
        lua_pushcfunction(vm->L, set_up);
        if (lua_pcall(vm->L, 0, 0, 0) == LUA_OK) {
            vm->memory_limit = options->memory_limit; // not before: half a library is no use
            return vm;
        }
    }
    luashim_close(vm);
    luashim_free(vm);
    return NULL;
}

void luashim_close(luashim_vm *vm) {
    vm->closing = true;
    vm->memory_limit = 0;
    vm->failing_allocation = 0;
    if (vm->L != NULL) {
        lua_sethook(vm->L, NULL, 0, 0);
        lua_close(vm->L);
        luashim_remove_interrupts(vm);
    }
    vm->L = NULL;
    luashim_close_output(vm);
    luashim_scratch_free(&vm->scratch);
    luashim_scratch_free(&vm->finalizer_scratch);
    luashim_buffer_free(&vm->traceback);
    luashim_buffer_free(&vm->warning);
    luashim_free_chunks(vm);
}

void luashim_free(luashim_vm *vm) {
    pthread_mutex_destroy(&vm->lock);
    free(vm);
}
