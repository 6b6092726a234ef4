// The recipe profile: what a script that others wrote gets to see.
//
// Each run has an environment of its own, with copies of the libraries, and modules built anew:
// what it changes is gone with it. Modules' own chunks keep the real globals, which no recipe
// reaches and which hold little more than the same list.
#include "bounded.h"

static char template_key;

// An allow-list: what is not named here is not there, in any version of the library.
static const char *const globals[] = {
    "_VERSION", "assert", "collectgarbage", "error", "getmetatable", "ipairs", "next", "pairs",
    "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "select", "setmetatable",
    "tonumber", "tostring", "type", "warn", "xpcall", NULL, // and by run: _G, load, require
};

static const struct {
    const char *name;
    const char *const *keys;
} libraries[] = {
    {LUA_COLIBNAME, (const char *const[]){"close", "create", "isyieldable", "resume", "running",
                                          "status", "wrap", "yield", NULL}},
    {LUA_DBLIBNAME, (const char *const[]){"traceback", NULL}},
    {LUA_MATHLIBNAME,
     (const char *const[]){
         "abs", "acos", "asin", "atan", "ceil", "cos", "deg", "exp", "floor", "fmod", "huge",
         "log", "max", "maxinteger", "min", "mininteger", "modf", "pi", "rad", "random",
         "randomseed", "sin", "sqrt", "tan", "tointeger", "type", "ult", NULL}},
    {LUA_OSLIBNAME, (const char *const[]){"clock", "date", "difftime", "exit", "time", NULL}},
    {LUA_STRLIBNAME,
     (const char *const[]){"byte", "char", "find", "format", "gmatch", "gsub", "len", "lower",
                           "match", "pack", "packsize", "rep", "reverse", "sub", "unpack", "upper",
                           NULL}},
    {LUA_TABLIBNAME, (const char *const[]){"concat", "insert", "move", "pack", "remove", "sort",
                                           "unpack", NULL}},
    {LUA_UTF8LIBNAME, (const char *const[]){"char", "charpattern", "codepoint", "codes", "len",
                                            "offset", NULL}},
    {NULL, NULL},
};

/// Copies the fields of these names from the table at `from` to the one on top.
static void copy_named(lua_State *L, int from, const char *const *names) { // [-0, +0] may raise
    for (; *names != NULL; names++) {
        lua_getfield(L, from, *names);
        lua_setfield(L, -2, *names);
    }
}

static void copy_fields(lua_State *L, int from, int to) { // [-0, +0] may raise
    lua_pushnil(L);
    while (lua_next(L, from) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, to);
    }
}

/// Pushes a copy of the table on top.
static void push_copy(lua_State *L) { // [-0, +1] may raise
    lua_newtable(L);
    copy_fields(L, lua_gettop(L) - 1, lua_gettop(L));
}

/// Pushes a copy of the table on top, with copies of the tables in it.
static void push_deep_copy(lua_State *L) { // [-0, +1] may raise
    push_copy(L);
    int copy = lua_gettop(L);
    for (int i = 0; libraries[i].name != NULL; i++) {
        lua_getfield(L, copy, libraries[i].name);
        push_copy(L);
        lua_setfield(L, copy, libraries[i].name);
        lua_pop(L, 1);
    }
}

/// Puts our versions into a library of the real globals.
static void replace(lua_State *L, const char *library, const luaL_Reg *functions) { // may raise
    lua_getglobal(L, library);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

/// Pushes the tables that every environment is a copy of.
static void push_template(lua_State *L) { // [-0, +1] may raise
    lua_newtable(L);
    lua_pushglobaltable(L);
    lua_insert(L, -2);
    copy_named(L, lua_gettop(L) - 1, globals);
    for (int i = 0; libraries[i].name != NULL; i++) {
        lua_getglobal(L, libraries[i].name);
        lua_newtable(L);
        copy_named(L, lua_gettop(L) - 1, libraries[i].keys);
        lua_setfield(L, -3, libraries[i].name);
        lua_pop(L, 1);
    }
    lua_remove(L, -2);
}

static void clear(lua_State *L, int table) { // [-0, +0] may raise
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, table); // an existing field, which `next` allows
    }
}

/// Takes away from the real globals, too, what the template on top does not have: a leak from a
/// module's chunk is then no way out.
static void trim_globals(lua_State *L) { // [-0, +0] may raise
    int template = lua_gettop(L);
    lua_pushglobaltable(L);
    int real = template + 1;
    clear(L, real);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    int loaded = template + 2;
    clear(L, loaded);
    copy_fields(L, template, loaded); // where messages find the names of functions
    lua_pushvalue(L, template);
    lua_setfield(L, loaded, LUA_GNAME);
    lua_pushvalue(L, template);
    push_deep_copy(L);
    copy_fields(L, loaded + 2, real);
    lua_pushvalue(L, real);
    lua_setfield(L, real, LUA_GNAME);
    lua_createtable(L, 0, 1); // chunks name functions by it; tracebacks search it no more
    lua_newtable(L);
    lua_setfield(L, -2, "loaded");
    lua_setfield(L, real, LUA_LOADLIBNAME);
    lua_settop(L, template);
}

/// Methods of strings come from the real library, which recipes hold no reference to.
static void protect_strings(lua_State *L) { // [-0, +0] may raise
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_getglobal(L, LUA_STRLIBNAME);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

void luashim_open_profile(lua_State *L) { // [-0, +0] may raise
    if (vm_of(L)->profile != LUASHIM_RECIPE) return;
    int top = lua_gettop(L);
    replace(L, LUA_STRLIBNAME, luashim_bounded_string);
    replace(L, LUA_TABLIBNAME, luashim_bounded_table);
    push_template(L);
    trim_globals(L);
    luashim_restrict_basics(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &template_key);
    luashim_set_require(L, false);
    protect_strings(L);
    lua_settop(L, top);
}

/// Random numbers of its own: a seed set in one run says nothing about the next.
static void renew_random(lua_State *L, int environment) { // [-0, +0] may raise
    lua_getfield(L, environment, LUA_MATHLIBNAME);
    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_getfield(L, -1, "random");
    lua_setfield(L, -3, "random");
    lua_getfield(L, -1, "randomseed");
    lua_setfield(L, -3, "randomseed");
    lua_pop(L, 2);
}

/// Pushes the globals for a run: of a recipe its own, else the real ones.
void luashim_push_environment(lua_State *L) { // [-0, +1] may raise
    if (vm_of(L)->profile != LUASHIM_RECIPE) {
        lua_pushglobaltable(L);
        return;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &template_key);
    push_deep_copy(L);
    lua_remove(L, -2);
    int environment = lua_gettop(L);
    lua_pushvalue(L, environment);
    lua_setfield(L, environment, LUA_GNAME);
    renew_random(L, environment);
    luashim_set_load(L);
    luashim_renew_modules(L);
    luashim_set_require(L, true);
}
