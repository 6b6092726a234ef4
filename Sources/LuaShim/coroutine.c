// coroutine.*, with host calls inside script coroutines.
//
// A host call in a coroutine yields; that yield must reach the run loop, not the script's resume.
// So resume and wrap yield in their turn when they see a parked child, and resume it when they
// continue. A parked coroutine counts as "normal" to everybody else: it waits, and not for a
// resume.
#include "vm.h"

// The context of a resume that continues: the child, and in the lowest bit whether wrap called.
#define WRAPS 1

int luashim_resume(
    luashim_vm *vm, lua_State *coroutine, lua_State *from, int arguments, int *results
) {
    lua_State *outer = vm->running;
    vm->running = coroutine;
    // A nudge between two coroutines found none to arm.
    if (atomic_load_explicit(&vm->nudged, memory_order_relaxed)) luashim_arm_hook(vm);
    int status = lua_resume(coroutine, from, arguments, results);
    vm->running = outer;
    return status;
}

/// The lowest frame of a script coroutine. Recovering here from an error, Lua runs closers inside
/// the coroutine, where they may wait for the host, and re-enables hooks: an error raised in a hook
/// leaves them off in a coroutine that dies without any protected call (5.4.4).
static int finish_main(lua_State *L, int status, lua_KContext context) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L);
    if (luashim_stop_passed(vm_of(L), (int)context)) return luashim_reraise_stop(L);
    luashim_explain(L, status);
    return lua_error(L);
}

static int coroutine_main(lua_State *L) {
    lua_KContext context = vm_of(L)->current->stops_raised;
    int arguments = lua_gettop(L) - 1;
    int status = lua_pcallk(L, arguments, LUA_MULTRET, 0, context, finish_main);
    return finish_main(L, status, context);
}

static int create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *child = lua_newthread(L);
    lua_pushcfunction(child, coroutine_main);
    lua_pushvalue(L, 1);
    lua_xmove(L, child, 1);
    return 1;
}

static lua_State *checked_coroutine(lua_State *L) {
    lua_State *child = lua_tothread(L, 1);
    luaL_argexpected(L, child != NULL, 1, "thread");
    return child;
}

typedef enum { RUNNING, DEAD, SUSPENDED, NORMAL } coroutine_state;

static coroutine_state state_of(lua_State *L, lua_State *child) {
    lua_Debug activation;
    if (L == child) return RUNNING;
    if (IS_PARKED(child) || child == vm_of(child)->L) return NORMAL;
    switch (lua_status(child)) {
    case LUA_YIELD: return IS_TASK(child) ? NORMAL : SUSPENDED;
    case LUA_OK:
        if (lua_getstack(child, 0, &activation)) return NORMAL;
        if (IS_TASK(child)) return DEAD; // what it leaves is for who awaits it
        return lua_gettop(child) == 0 ? DEAD : SUSPENDED;
    default: return DEAD;
    }
}

static int fail_resume(lua_State *L, bool wraps, const char *message) {
    if (wraps) return luaL_error(L, "%s", message);
    lua_pushboolean(L, false);
    lua_pushstring(L, message);
    return 2;
}

static int continue_child(lua_State *L, int status, lua_KContext context);

/// A child died of an error, which is on top of its stack.
static int child_failed(lua_State *L, lua_State *child, bool wraps) {
    if (luashim_is_stop(child, -1)) return luashim_reraise_stop(L);
    if (!wraps) {
        lua_pushboolean(L, false);
        lua_xmove(child, L, 1);
        return 2;
    }
    int status = lua_resetthread(child);
    lua_xmove(child, L, 1);
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1); // as the original does
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int resume_child(lua_State *L, lua_State *child, int arguments, bool wraps) {
    luashim_vm *vm = vm_of(L);
    int results = 0;
    // The child cannot see that its resumer cannot yield.
    bool blocks = !lua_isyieldable(L) || is_foreign(vm, L);
    vm->unyieldable += blocks;
    int status = luashim_resume(vm, child, L, arguments, &results);
    vm->unyieldable -= blocks;
    if (status == LUA_YIELD && vm->parked) {
        PARK(L);
        return lua_yieldk(L, 0, (lua_KContext)child | (wraps ? WRAPS : 0), continue_child);
    }
    if (status != LUA_OK && status != LUA_YIELD) return child_failed(L, child, wraps);
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(child, results);
        return fail_resume(L, wraps, "too many results to resume");
    }
    if (!wraps) lua_pushboolean(L, true);
    lua_xmove(child, L, results);
    return wraps ? results : results + 1;
}

/// The run loop resumes a parked chain from the outside in; only the innermost call has the answer.
static int continue_child(lua_State *L, int status, lua_KContext context) {
    (void)status;
    UNPARK(L);
    lua_State *child = (lua_State *)(context & ~(lua_KContext)WRAPS);
    return resume_child(L, child, 0, (context & WRAPS) != 0);
}

/// Resumes a child with the `arguments` values on top of the stack.
static int start_resume(lua_State *L, lua_State *child, int arguments, bool wraps) {
    luashim_vm *vm = vm_of(L);
    if (luashim_stop_is_due(vm, vm->current)) return luashim_raise_stop(L);
    if (IS_PARKED(child)) {
        return fail_resume(L, wraps, "cannot resume coroutine: it is waiting for a host call");
    }
    switch (state_of(L, child)) {
    case DEAD: return fail_resume(L, wraps, "cannot resume dead coroutine");
    case RUNNING:
    case NORMAL: return fail_resume(L, wraps, "cannot resume non-suspended coroutine");
    case SUSPENDED: break;
    }
    if (!lua_checkstack(child, arguments)) {
        return fail_resume(L, wraps, "too many arguments to resume");
    }
    lua_xmove(L, child, arguments);
    // Not yet started, it still has its function on the stack, as an argument of coroutine_main;
    // one that a C library made has not.
    int fresh = lua_status(child) == LUA_OK && lua_tocfunction(child, 1) == coroutine_main;
    return resume_child(L, child, arguments + fresh, wraps);
}

static int resume(lua_State *L) {
    lua_State *child = checked_coroutine(L);
    return start_resume(L, child, lua_gettop(L) - 1, false);
}

static int call_wrapped(lua_State *L) {
    lua_State *child = lua_tothread(L, lua_upvalueindex(1));
    if (child == NULL) return luaL_error(L, "coroutine expected"); // debug.setupvalue
    return start_resume(L, child, lua_gettop(L), true);
}

static int wrap(lua_State *L) {
    create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

/// Whether `L` is a task itself, which to its script is what the main program is elsewhere.
static bool is_task(lua_State *L) { return vm_of(L)->current->coroutine == L; }

static int yield(lua_State *L) {
    if (is_task(L)) { // like the original's, without a place
        lua_pushliteral(L, "attempt to yield from outside a coroutine");
        return lua_error(L);
    }
    return lua_yield(L, lua_gettop(L));
}

static int status(lua_State *L) {
    static const char *const names[] = {"running", "dead", "suspended", "normal"};
    lua_pushstring(L, names[state_of(L, checked_coroutine(L))]);
    return 1;
}

static int is_yieldable(lua_State *L) {
    lua_State *coroutine = lua_isnone(L, 1) ? L : checked_coroutine(L);
    lua_pushboolean(L, !is_task(coroutine) && lua_isyieldable(coroutine));
    return 1;
}

static int running(lua_State *L) {
    lua_pushthread(L);
    lua_pushboolean(L, is_task(L));
    return 2;
}

static int close_coroutine(lua_State *L) {
    enum { DEEPEST = 100 }; // 5.4.4 overflows the C stack some ten thousand levels down
    luashim_vm *vm = vm_of(L);
    lua_State *child = checked_coroutine(L);
    coroutine_state state = state_of(L, child);
    if (state == RUNNING) return luaL_error(L, "cannot close a running coroutine");
    if (state == NORMAL) return luaL_error(L, "cannot close a normal coroutine");
    if (IS_TASK(child)) {
        lua_pushboolean(L, true);
        return 1;
    }
    if (vm->close_depth >= DEEPEST) return luaL_error(L, "too many nested coroutine.close");
    int stops_raised = vm->current->stops_raised;
    lua_State *outer = vm->running;
    vm->close_depth++;
    vm->running = child;
    int status = lua_resetthread(child);
    vm->running = outer;
    vm->close_depth--;
    if (luashim_stop_passed(vm, stops_raised)) return luashim_reraise_stop(L);
    lua_pushboolean(L, status == LUA_OK);
    if (status == LUA_OK) return 1;
    lua_xmove(child, L, 1);
    return 2;
}

void luashim_open_coroutines(lua_State *L) { // [-0, +0] may raise
    static const luaL_Reg functions[] = {
        {"create", create}, {"wrap", wrap},       {"resume", resume},
        {"yield", yield},   {"status", status},   {"isyieldable", is_yieldable},
        {"running", running}, {"close", close_coroutine}, {NULL, NULL},
    };
    lua_getglobal(L, LUA_COLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
