// The writer of JSON text; shared by json_encode.c, json_members.c and json_refuse.c.
#pragma once

#include "json_state.h"

// A step on the way to the value being written, for messages.
typedef struct {
    const char *name; // of a member; NULL: an element
    size_t count;
    lua_Integer index;
} path_step;

typedef struct {
    lua_State *L;
    json_state *json;
    luashim_buffer *out;
    const json_format *format;
    int depth;
    const void *tables[CJSON_MAX_DEPTH]; // those that hold the value, outermost first
    path_step path[CJSON_MAX_DEPTH];
} encoder;

// A member of an object being written.
typedef struct {
    uint64_t prefix; // the first bytes of the name, so that few comparisons look at more
    const char *name;
    size_t count;
    int slot; // of the value
} json_member;

/// Puts members in order.
void luashim_json_sort(json_member *members, size_t count);

/// Raises "prefix: path: reason". The reason is a format for lua_pushfstring.
void luashim_json_refuse(encoder *encoder, const char *reason, ...); // raises

/// Raises what is wrong with the keys of a table that is neither list nor object.
void luashim_json_refuse_keys(encoder *encoder, int table); // raises
