// Whether a text is Lua, asked of a compiler with nothing around it.
#include <string.h>

#include "vm.h"

char *luashim_syntax_problem(const uint8_t *text, size_t count, const char *chunk_name) {
    lua_State *L = luaL_newstate();
    if (L == NULL) return strdup("not enough memory");
    char *problem = NULL;
    if (luaL_loadbufferx(L, (const char *)text, count, chunk_name, "t") != LUA_OK) {
        const char *message = lua_tostring(L, -1); // a string already: it allocates nothing
        problem = strdup(message != NULL ? message : "not enough memory");
    }
    lua_close(L);
    return problem;
}
