// Functions of scripts that the host holds on to, and calls: a table in the registry, by number.
//
// A call is a task like those of `spawn`, but nothing in the script stands above it: the run goes on
// until it has ended, and its result goes to the host. The host gives numbers back on the session's own thread. A number that is not in the table stands
// for a function of a session that was closed, and is nil.
#include "vm.h"

static char functions_key;

/// Arguments: the function. Returns its number.
static int keep(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
    }
    lua_insert(L, 1);
    lua_pushinteger(L, luaL_ref(L, 1));
    return 1;
}

uint64_t luashim_keep_function(luashim_call *call, int index) {
    lua_State *L = call->L;
    if (!lua_checkstack(L, 4)) return 0;
    lua_pushcfunction(L, keep);
    lua_pushvalue(L, call->first + index);
    uint64_t reference = 0;
    if (lua_pcall(L, 1, 1, 0) == LUA_OK) reference = (uint64_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return reference;
}

void luashim_release_function(luashim_vm *vm, uint64_t reference) {
    lua_State *L = vm->L;
    if (L == NULL || !lua_checkstack(L, 4)) return;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key) == LUA_TTABLE) {
        luaL_unref(L, -1, (int)reference); // existing keys: no allocation
    }
    lua_pop(L, 1);
}

void luashim_push_reference(lua_State *L, uint64_t reference) { // [-0, +1]
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key) == LUA_TTABLE) {
        lua_rawgeti(L, -1, (lua_Integer)reference);
        lua_remove(L, -2);
    }
}

luashim_call *luashim_arguments(luashim_vm *vm) {
    luashim_begin_records(&vm->arguments, vm, vm->L);
    return &vm->arguments;
}

static int begin_function(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    uint64_t reference = (uint64_t)lua_tointeger(L, 1), request = (uint64_t)lua_tointeger(L, 2);
    luashim_push_reference(L, reference);
    luashim_task *task = luashim_new_task(L, luashim_push_answers(L, &vm->arguments));
    task->request = request;
    vm->entries++;
    return 0;
}

bool luashim_begin_function(luashim_vm *vm, uint64_t reference, uint64_t request) {
    lua_State *L = vm->L;
    if (!lua_checkstack(L, 4)) return false;
    lua_pushcfunction(L, begin_function);
    lua_pushinteger(L, (lua_Integer)reference);
    lua_pushinteger(L, (lua_Integer)request);
    bool lacks_memory = vm->arguments.lacks_memory; // a finalizer below may use the call, too
    if (!lacks_memory && luashim_call_on_main(vm, 2, 0) == LUA_OK) return true;
    lua_pop(L, lacks_memory ? 3 : 1);
    return false;
}

void luashim_begin_draining(luashim_vm *vm) { vm->is_draining = true; }

/// A task that begins outside the loop would be nobody's, and one that begins during a stop is stopped.
bool luashim_accepts_functions(const luashim_vm *vm) {
    bool is_heard = vm->is_looping || vm->is_draining || vm->root == NULL;
    return is_heard && vm->stop == STOP_NONE && !vm->closing && !atomic_load(&vm->interrupted);
}

/// Whether a function that the host called is under way.
bool luashim_has_calls(const luashim_vm *vm) {
    bool has_root = vm->root != NULL && !luashim_is_finished(vm->root);
    return vm->entries > has_root;
}

/// Stops the function begun for `request`, if it has not ended: at its next chance, as cancel() does.
void luashim_cancel_function(luashim_vm *vm, uint64_t request) {
    for (luashim_task *task = vm->live; task != NULL; task = task->next_live) {
        if (task->request != request || task->cancelled) continue;
        task->cancelled = true;
        luashim_wake_to_stop(vm, task);
        return;
    }
}

void luashim_run_functions(luashim_vm *vm) {
    luashim_run_tasks(vm);
    if (vm->stop == STOP_ENDED) vm->stop = STOP_NONE;
    luashim_warn_about_failures(vm);
    luashim_flush_output(vm);
}

/// Tells the host how a function that it called has ended.
void luashim_conclude_call(luashim_vm *vm, luashim_task *task) {
    int top = lua_gettop(vm->L);
    luashim_call result;
    luashim_begin_call(&result, vm, vm->L, top + 1, 0);
    luashim_outcome outcome = LUASHIM_OUT_OF_MEMORY;
    luashim_flush_output(vm);
    if (lua_checkstack(vm->L, LUA_MINSTACK)) outcome = luashim_conclude(vm, task, &result);
    vm->host.finished(vm->host.context, task->request, outcome, &result);
    lua_settop(vm->L, top);
}
