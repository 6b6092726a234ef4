#include "luashim.h"
#include <lua.h>
#include <string.h>

const char *luashim_lua_version(void) {
    // "$LuaVersion: Lua 5.4.4  Copyright …": the library's own text, where LUA_RELEASE would be that
    // of the headers this was compiled with.
    static char release[32];
    const char *start = strstr(lua_ident, "Lua 5");
    if (start == NULL) return LUA_RELEASE;
    size_t length = strcspn(start + 4, " ") + 4;
    if (length >= sizeof release) return LUA_RELEASE;
    memcpy(release, start, length);
    return release;
}
