// pcall, xpcall and `try`, which catch everything but a stop.
#include "vm.h"

// A continuation's context: how many stops the task had seen, and how many values lie below the
// results.
#define CONTEXT(vm, below) (((lua_KContext)(vm)->current->stops_raised << 2) | (below))
#define STOPS_IN(context) ((int)((context) >> 2))
#define BELOW_IN(context) ((int)((context) & 3))

static bool failed(int status) { return status != LUA_OK && status != LUA_YIELD; }

/// Raises the stop if that is what a protected call met.
static void let_stop_pass(lua_State *L, lua_KContext context) {
    if (luashim_is_stop(L, -1) || luashim_stop_passed(vm_of(L), STOPS_IN(context))) {
        luashim_reraise_stop(L);
    }
}

/// Refuses to nest without end in recipes. A stop passes each protected call by itself, and Lua
/// walks the whole stack at each: through 200 000 of them that takes minutes. The walk to find the
/// depth is long too, so it is taken now and then, when no script can foresee, and once it was
/// needed always.
static void check_depth(lua_State *L) { // [-0, +0] may raise
    enum { DEEPEST = 20000, ONE_IN = 256 };
    luashim_vm *vm = vm_of(L);
    lua_Debug activation;
    if (vm->profile != LUASHIM_RECIPE) return;
    vm->dice = vm->dice * 6364136223846793005u + 1442695040888963407u;
    if (!vm->is_deep && (vm->dice >> 33) % ONE_IN != 0) return;
    if (lua_getstack(L, DEEPEST, &activation)) {
        vm->is_deep = true;
        luaL_error(L, "stack overflow (too deep for a protected call)");
    }
}

static int finish_pcall(lua_State *L, int status, lua_KContext context) {
    if (!failed(status)) return lua_gettop(L) - BELOW_IN(context);
    let_stop_pass(L, context);
    luashim_explain(L, status);
    lua_pushboolean(L, false);
    lua_pushvalue(L, -2);
    return 2;
}

static int protected_call(lua_State *L) {
    luaL_checkany(L, 1);
    check_depth(L);
    lua_pushboolean(L, true); // first result, if the call succeeds
    lua_insert(L, 1);
    lua_KContext context = CONTEXT(vm_of(L), 0);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, context, finish_pcall);
    return finish_pcall(L, status, context);
}

static int is_stop(lua_State *L) {
    lua_pushboolean(L, luashim_is_stop(L, 1));
    return 1;
}

/// Wraps a script's message handler so that it never sees a stop. It is written in Lua for the sake
/// of its tail call: a C frame in between would shift the levels that handlers pass to
/// debug.traceback.
static void push_guarded_handler(lua_State *L, int handler) { // [-0, +1] may raise
    static const char source[] = "local is_stop, handler = ...\n"
                                 "return function(message)\n"
                                 "  if is_stop(message) then return message end\n"
                                 "  return handler(message)\n"
                                 "end\n";
    static char key;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) == LUA_TNIL) {
        lua_pop(L, 1);
        if (luaL_loadbufferx(L, source, sizeof source - 1, "=[handler]", "t") != LUA_OK) {
            lua_error(L);
        }
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    }
    lua_pushcfunction(L, is_stop);
    lua_pushvalue(L, handler);
    lua_call(L, 2, 1);
}

static int protected_call_with_handler(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    check_depth(L);
    // debug.traceback, which most scripts use, returns what is not a string as it is.
    if (lua_tocfunction(L, 2) != vm_of(L)->traceback_function) {
        push_guarded_handler(L, 2);
        lua_replace(L, 2);
    }
    lua_pushboolean(L, true);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); // function, handler, true, function, arguments
    lua_KContext context = CONTEXT(vm_of(L), 2);
    int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, context, finish_pcall);
    return finish_pcall(L, status, context);
}

static int finish_try(lua_State *L, int status, lua_KContext context) {
    if (!failed(status)) return lua_gettop(L);
    let_stop_pass(L, context);
    luashim_explain(L, status);
    lua_pushnil(L);
    lua_pushvalue(L, -2);
    return 2;
}

/// try(f, …) → the results of f(…), or nil and its error.
int luashim_try(lua_State *L) {
    luaL_checkany(L, 1);
    check_depth(L);
    lua_KContext context = CONTEXT(vm_of(L), 0);
    int status = lua_pcallk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, context, finish_try);
    return finish_try(L, status, context);
}

void luashim_open_protected_calls(lua_State *L) { // [-0, +0] may raise
    lua_getglobal(L, LUA_DBLIBNAME);
    lua_getfield(L, -1, "traceback");
    vm_of(L)->traceback_function = lua_tocfunction(L, -1);
    lua_pop(L, 2);
    lua_pushcfunction(L, protected_call);
    lua_setglobal(L, "pcall");
    lua_pushcfunction(L, protected_call_with_handler);
    lua_setglobal(L, "xpcall");
}
