// What a host costs that only runs Lua on a thread: `plain sessions N` or `plain run SCRIPT`.
#include <lauxlib.h>
#include <lualib.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void *open_state(void *script) {
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    if (script != NULL && luaL_dofile(L, script) != LUA_OK) puts(lua_tostring(L, -1));
    lua_close(L);
    return NULL;
}

static void *make_state(void *nothing) {
    (void)nothing;
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    return L;
}

static void run(void *script) {
    pthread_t thread;
    pthread_create(&thread, NULL, open_state, script);
    pthread_join(thread, NULL);
}

int main(int count, char **arguments) {
    if (count == 3 && strcmp(arguments[1], "run") == 0) {
        run(arguments[2]);
        return 0;
    }
    int sessions = count == 3 ? atoi(arguments[2]) : 1;
    double spent = 0;
    for (int i = 0; i < sessions; i++) {
        double start = now();
        pthread_t thread;
        void *L;
        pthread_create(&thread, NULL, make_state, NULL);
        pthread_join(thread, &L);
        spent += now() - start;
        lua_close(L);
    }
    printf("%.1f\n", spent / sessions);
    return 0;
}
