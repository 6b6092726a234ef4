// wcwidth, which Swift's Glibc module does not show.
#define _XOPEN_SOURCE 700
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <wchar.h>

#include "editlineshim.h"

static void set_locale(void) {
    // Only the character set: Lua writes its numbers by LC_NUMERIC.
    if (setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX == 1) setlocale(LC_CTYPE, "C.UTF-8");
}

void editline_set_locale(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_locale);
}

int editline_cell_width(uint32_t scalar) {
    editline_set_locale();
    return wcwidth((wchar_t)scalar);
}
