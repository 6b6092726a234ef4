// wcwidth, which Swift's Glibc module does not show.
#define _XOPEN_SOURCE 700
#include <stdatomic.h>
#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

#include "editlineshim.h"

void editline_set_locale(void) {
    static atomic_bool is_set;
    if (atomic_exchange(&is_set, true)) return;
    // Only the character set: Lua writes its numbers by LC_NUMERIC.
    if (setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX == 1) setlocale(LC_CTYPE, "C.UTF-8");
}

int editline_cell_width(uint32_t scalar) {
    editline_set_locale();
    return wcwidth((wchar_t)scalar);
}
