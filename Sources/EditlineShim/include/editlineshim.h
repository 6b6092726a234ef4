/* The thin edge to libedit: one line at a time, over its wide API, opened only when it is needed. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct editline editline;

typedef enum {
    EDITLINE_LINE,        /* a line was entered */
    EDITLINE_INTERRUPTED, /* ^C: the line was abandoned */
    EDITLINE_END,         /* ^D on an empty line, or the terminal went away */
} editline_outcome;

/* Loads libedit and prepares the terminal on standard input. NULL, with `*problem` set to a static
   text, when there is no libedit or no terminal. Linking libedit instead would cost every start of
   the program about half a millisecond. */
editline *editline_open(const char *program, const char **problem);

/* Reads one line. `*text` is UTF-8 without the newline and freed by the caller; NULL unless a line
   was entered. Call it from one thread only. */
editline_outcome editline_read(editline *editor, const char *prompt, char **text);

/* Makes `text` the newest line that the arrow keys recall. */
void editline_remember(editline *editor, const char *text);

/* Restores the terminal. */
void editline_close(editline *editor);

/* Makes text UTF-8 for libedit and wcwidth, whatever the environment says; later calls do nothing. */
void editline_set_locale(void);

/* The cells that a character takes: 0 for combining marks, 2 for wide ones, -1 if it is not printable. */
int editline_cell_width(uint32_t scalar);
