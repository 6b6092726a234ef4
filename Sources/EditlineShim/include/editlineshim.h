/* The thin edge to libedit: its keymaps, its buffer and its terminal modes, over its wide API, opened
   only when the prompt starts. What it draws is thrown away: the caller draws. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

typedef struct editline editline;

/* What a function of the caller's own tells libedit to do next. */
typedef enum {
    EDITLINE_CONTINUE, /* the buffer may have changed */
    EDITLINE_ACCEPT,   /* the line is entered */
    EDITLINE_CLOSE,    /* the input is over */
    EDITLINE_REFUSE,   /* nothing can be done here: beep */
} editline_reply;

/* All are called on the thread that is in `editline_run`, or in `editline_open`. */
typedef struct {
    void *context;
    /* A function of `editline_add` was called; `character` is the last one of its key. */
    editline_reply (*key)(void *context, int function, wchar_t character);
    /* Waits for the next character: 1, 0 at the end of the input, -1 for an error. */
    int (*next)(void *context, wchar_t *character);
    /* libedit beeped. */
    void (*beep)(void *context);
} editline_callbacks;

/* The buffer, until libedit runs on. */
typedef struct {
    const wchar_t *text;
    size_t count;
    size_t cursor;
} editline_buffer;

/* How many functions can be added. */
enum { EDITLINE_FUNCTIONS = 64 };

/* Loads libedit and prepares the terminal on `input`. NULL, with `*problem` set to a static text, when
   there is no libedit or no terminal. Linking libedit instead would cost every start of the program
   about half a millisecond. One at a time: libedit has state of its own outside of its struct. */
editline *editline_open(
    const char *program, int input, int output, editline_callbacks callbacks, const char **problem);

/* Chooses the keymap, vi's or emacs's; forgets bindings. */
void editline_use_vi(editline *editor, bool is_vi);

/* Makes a function that keys can be bound to, by its name in .editrc too. `number` is below
   EDITLINE_FUNCTIONS. */
bool editline_add(editline *editor, int number, const wchar_t *name);

/* Binds keys, in the notation of editrc(5), in both keymaps of vi or the one of emacs. */
bool editline_bind(editline *editor, const wchar_t *keys, const wchar_t *function);

/* Binds keys for vi's command mode only. */
bool editline_bind_command(editline *editor, const wchar_t *keys, const wchar_t *function);

/* Follows $EDITRC or ~/.editrc, until its first bad line. False, with what libedit said about it in
   `editline_complaint`, if there was one. */
bool editline_source(editline *editor);
const char *editline_complaint(editline *editor);

/* Edits one line, empty at first, until it is accepted or the input ends.
   Returns its length, 0 at the end of the input, and -1 after an error. */
int editline_run(editline *editor);

editline_buffer editline_current(editline *editor);
/* `text` may be empty and holds no NUL. */
bool editline_replace(editline *editor, const wchar_t *text, size_t cursor);
/* At the cursor. */
bool editline_insert(editline *editor, const wchar_t *text);
void editline_move(editline *editor, size_t cursor);
/* Characters that are read before all others. */
void editline_push(editline *editor, const wchar_t *keys);
/* Gives the terminal its modes for editing, or back those it had. */
void editline_prepare(editline *editor, bool for_editing);
/* Makes `text` the newest entry that libedit's own searches find. */
void editline_remember(editline *editor, const wchar_t *text);

/* Restores the terminal. */
void editline_close(editline *editor);

/* -- terminal.c: the terminal and its signals, which belong to the process -- */

/* What may be read from `terminal_events`. */
enum { TERMINAL_WOKEN = 'n', TERMINAL_RESIZED = 'w', TERMINAL_CONTINUED = 'c', TERMINAL_ENDED = 't' };

/* Opens the pipe for events. False if there are no descriptors left. */
bool terminal_open_events(void);
/* Its reading end, which does not block. */
int terminal_events(void);
/* Makes the reader of the events look at its queues. From any thread. */
void terminal_wake(void);

/* Remembers how the terminal is, and restores it when a signal ends the process while a line is
   edited: TERM, HUP, QUIT, ABRT, SEGV, BUS. What handled the signal before then does so still. */
void terminal_begin_editing(int input, int output);
void terminal_end_editing(void);
/* Gives the terminal back as it was, if a line is being edited. Async-signal-safe. */
void terminal_restore(void);
/* Puts the handlers back that were there before. */
void terminal_release(void);

/* Columns and rows; false if there is no terminal or it does not say. */
bool terminal_size(int descriptor, int *columns, int *rows);

/* -- width.c -- */

/* Makes text UTF-8 for libedit and wcwidth, whatever the environment says; later calls do nothing. */
void editline_set_locale(void);

/* The cells that a character takes: 0 for combining marks, 2 for wide ones, -1 if it is not printable. */
int editline_cell_width(uint32_t scalar);
