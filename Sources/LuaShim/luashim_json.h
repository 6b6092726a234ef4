// JSON on the Lua stack: the module `json`, and what a call needs to pass tables as JSON text.
//
// Not among the public headers: nothing Lua-shaped leaves this target.
#pragma once

#include <lua.h>

#include "luashim_buffer.h"

/// Pushes the module table: encode, decode, pretty, array, null.
int luashim_json_open(lua_State *L); // [-0, +1] may raise memory; a lua_CFunction

/// Pushes the value of a JSON text; null members of objects are left out, and null alone is nil.
void luashim_json_push(lua_State *L, const uint8_t *bytes, size_t count); // [-0, +1] may raise

/// Appends the JSON text of a value. A raise leaves what was appended so far.
void luashim_json_encode_value(lua_State *L, int index, luashim_buffer *out); // [-0, +0] may raise

/// The same for argument `argument` of the running function: what it raises names that argument.
void luashim_json_encode_argument(
    lua_State *L, int argument, luashim_buffer *out); // [-0, +0] may raise

/// Whether the value is json.null.
bool luashim_json_is_null(lua_State *L, int index); // [-0, +0]
