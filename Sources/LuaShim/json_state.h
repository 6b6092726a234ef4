// What the JSON code keeps in a Lua state; shared by the json_*.c files.
#pragma once

#include <lauxlib.h>
#include <lua.h>

#include "cjson.h"
#include "luashim_buffer.h"
#include "luashim_json.h"

/// One for a Lua state: a userdata in the registry, so that its buffers outlive any raise and are
/// freed with the state.
typedef struct {
    luashim_buffer text;     // what json.encode writes; also strings while they are unescaped
    luashim_buffer entries;  // members of the objects being written, to be sorted
    const void *null;        // the identity of json.null
    const void *array;       // the identity of the metatable of arrays
    bool is_closed;          // its buffers are gone: the state is closing
    // How many entries the last array or object had at each depth: the next one, in this text or in
    // the next, is likely to be alike, and its table need not grow step by step.
    uint16_t sizes[CJSON_MAX_DEPTH + 1];
} json_state;

#define JSON_ARRAY_VALUE 1 // user values of the userdata: the metatable of arrays,
#define JSON_NULL_VALUE 2  // and json.null

/// Pushes the state's userdata, made when first asked for.
json_state *luashim_json_state(lua_State *L); // [-0, +1] may raise

/// Raises for lack of memory, which Lua's own allocator reports in the same words.
int luashim_json_lacks_memory(lua_State *L); // raises

/// The state that a function of the module has as its first upvalue.
json_state *luashim_json_state_of_function(lua_State *L); // [-0, +0] may raise

/// Pushes the value of a text. `state` is the index of the state's userdata.
void luashim_json_decode(
    lua_State *L, int state, const uint8_t *bytes, size_t count, bool keeps_null,
    const char *prefix); // [-0, +1] may raise

/// How text is laid out, and what its errors begin with.
typedef struct {
    bool is_pretty;
    int argument;       // of the running function, to be named in errors; 0: none
    const char *prefix; // if it is none
} json_format;

/// Appends the text of a value.
void luashim_json_encode(
    lua_State *L, json_state *json, int index, luashim_buffer *out,
    const json_format *format); // [-0, +0] may raise

/// Gives back scratch that one large value made large.
void luashim_json_trim(json_state *json);
