// Library functions whose loops a stop can end. The originals loop in C, where no hook is called: a
// call can hold a thread for days.
//
// pattern.c, bounded_string.c and bounded_table.c follow lstrlib.c and ltablib.c of Lua 5.4.4, so
// that results and messages are the same to the letter:
//
// Copyright (C) 1994-2022 Lua.org, PUC-Rio.
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
// associated documentation files (the "Software"), to deal in the Software without restriction,
// including without limitation the rights to use, copy, modify, merge, publish, distribute,
// sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or
// substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
// NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
// NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
// DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
// OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
#pragma once

#include "vm.h"

/// Raises the stop if one is due. Loops call it every round: a round may call a metamethod that is
/// itself a C function, and takes long. Without a stop it is two loads.
static inline void luashim_check_stop(lua_State *L) { // may raise
    luashim_vm *vm = vm_of(L);
    if (luashim_stop_is_due(vm, vm->current)) luashim_raise_stop(L);
}

// pattern.c
typedef struct {
    const char *subject, *subject_end, *pattern_end;
    lua_State *L;
    int depth;         // of the C stack, left
    int level;         // captures, finished or not
    int until_check;   // characters to look at before a stop is looked for
    struct {
        const char *start;
        ptrdiff_t size;
    } captures[32];
} luashim_match;

enum { LUASHIM_CAPTURE_UNFINISHED = -1, LUASHIM_CAPTURE_POSITION = -2 };

void luashim_match_begin(luashim_match *match, lua_State *L, int subject, int pattern);
const char *luashim_match_at(luashim_match *match, const char *subject, const char *pattern);
ptrdiff_t luashim_match_capture(
    luashim_match *match, int index, const char *start, const char *end, const char **text);
void luashim_push_capture(luashim_match *match, int index, const char *start, const char *end);
int luashim_push_captures(luashim_match *match, const char *start, const char *end);
bool luashim_is_plain(const char *pattern, size_t size);

extern const luaL_Reg luashim_bounded_string[]; // find, match, gmatch, gsub, rep
extern const luaL_Reg luashim_bounded_table[];  // concat, insert, move, remove, sort, unpack
int luashim_sort(lua_State *L);                 // a lua_CFunction
