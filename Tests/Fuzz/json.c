// Any bytes as JSON text on the Lua stack: what decodes has to encode, and to decode to the same.
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "cjson.h"
#include "fuzz.h"
#include "luashim_json.h"
#include "vm.h"

typedef struct {
    const uint8_t *bytes;
    size_t count;
    long allocations_left; // then all fail; below 0: none does
    bool is_valid;         // by the reader alone
    luashim_buffer text;   // what a value is encoded to; here, so that a raise does not lose it
} subject;

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
    subject *subject = context;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    bool grows = block == NULL || new_size > old_size;
    if (grows && subject->allocations_left == 0) return NULL;
    if (grows && subject->allocations_left > 0) subject->allocations_left--;
    return realloc(block, new_size);
}

static bool are_equal(lua_State *L, int one, int other); // [-0, +0]

static lua_Integer count_of(lua_State *L, int table) { // [-0, +0]
    lua_Integer count = 0;
    for (lua_pushnil(L); lua_next(L, table); count++) lua_pop(L, 1);
    return count;
}

static bool are_equal_tables(lua_State *L, int one, int other) { // [-0, +0]
    luaL_checkstack(L, 8, "comparing");
    bool are_equal_so_far = count_of(L, one) == count_of(L, other);
    bool is_array = lua_getmetatable(L, one), other_is_array = lua_getmetatable(L, other);
    lua_pop(L, is_array + other_is_array);
    REQUIRE(is_array == other_is_array);
    lua_pushnil(L);
    while (are_equal_so_far && lua_next(L, one)) {
        lua_pushvalue(L, -2);
        lua_rawget(L, other);
        are_equal_so_far = are_equal(L, lua_gettop(L) - 1, lua_gettop(L));
        lua_pop(L, are_equal_so_far ? 2 : 3);
    }
    return are_equal_so_far;
}

static bool are_equal(lua_State *L, int one, int other) { // [-0, +0]
    if (lua_type(L, one) == LUA_TNUMBER) { // 1 is not 1.0, nor 0.0 the same as -0.0
        lua_Number a = lua_tonumber(L, one), b = lua_tonumber(L, other);
        return lua_isinteger(L, one) == lua_isinteger(L, other) && memcmp(&a, &b, sizeof a) == 0;
    }
    if (!lua_istable(L, one) || !lua_istable(L, other)) return lua_rawequal(L, one, other);
    return are_equal_tables(L, one, other);
}

/// Replaces the value on top by the result of json[name](value, options).
static void call(lua_State *L, const char *name, const char *option) { // [-1, +1] may raise
    lua_getfield(L, 1, name);
    lua_insert(L, -2);
    lua_createtable(L, 0, 1);
    if (option != NULL) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, option);
    }
    lua_call(L, 2, 1);
}

static void require_same(lua_State *L) { // [-1, +0] the two values on top
    REQUIRE(are_equal(L, lua_gettop(L) - 1, lua_gettop(L)));
    lua_pop(L, 1);
}

/// Through the module: with nulls kept, plain and pretty.
static void check_module(lua_State *L, const subject *subject) { // [-0, +1] may raise
    lua_pushlstring(L, (const char *)subject->bytes, subject->count);
    call(L, "decode", "null");
    static const char *const options[] = {NULL, "pretty"};
    for (int i = 0; i < 2; i++) {
        lua_pushvalue(L, -1);
        call(L, "encode", options[i]);
        call(L, "decode", "null");
        require_same(L);
    }
}

/// As a host's answer crosses, and as an argument does.
static void check_crossing(lua_State *L, subject *subject) { // [-0, +1] may raise
    luashim_json_push(L, subject->bytes, subject->count);
    luashim_json_encode_value(L, -1, &subject->text);
    luashim_json_push(L, subject->text.bytes, subject->text.count);
    require_same(L);
}

static int check(lua_State *L) { // a lua_CFunction
    subject *subject = lua_touserdata(L, 1);
    lua_settop(L, 0);
    luashim_json_open(L);
    check_module(L, subject);
    check_crossing(L, subject);
    return 0;
}

static void run(subject *subject) {
    bool lacks_memory = subject->allocations_left >= 0;
    lua_State *L = lua_newstate(allocate, subject);
    if (L == NULL) return;
    static luashim_vm idle; // which long loops ask for a stop
    idle.current = &idle.host_task;
    EXTRA(L) = (uintptr_t)&idle;
    subject->text = (luashim_buffer){.reallocate = allocate, .context = subject};
    lua_pushcfunction(L, check);
    lua_pushlightuserdata(L, subject);
    bool has_passed = lua_pcall(L, 1, 0, 0) == LUA_OK;
    if (!lacks_memory) REQUIRE(has_passed == subject->is_valid);
    subject->allocations_left = -1;
    lua_close(L);
    luashim_buffer_free(&subject->text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cjson_reader reader = cjson_reader_make(data, size);
    subject subject = {data, size, -1, cjson_validate(&reader), {0}};
    run(&subject);
    if (!subject.is_valid) return 0;
    // Memory that ends somewhere: the place follows from the text, so that a crash can be repeated.
    uint32_t hash = 2166136261;
    for (size_t i = 0; i < size; i++) hash = (hash ^ data[i]) * 16777619;
    subject.allocations_left = 20 + hash % 100;
    run(&subject);
    return 0;
}
