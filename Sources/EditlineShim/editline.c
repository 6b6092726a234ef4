#define _GNU_SOURCE
#include "editlineshim.h"
#include <dlfcn.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REMEMBERED_ENTRIES 10000
#define COMPLAINT_BYTES 512

struct editline {
    void *library;
    EditLine *line_editor;
    HistoryW *history;
    FILE *drawing, *complaints;
    editline_callbacks callbacks;
    char complaint[COMPLAINT_BYTES];
    size_t complaint_length;
    bool is_vi;
    wchar_t *names[EDITLINE_FUNCTIONS]; /* libedit keeps pointers to them */
    /* What is used of libedit, found by name. */
    __typeof__(&el_init_fd) init;
    __typeof__(&el_end) end;
    __typeof__(&el_wset) set;
    __typeof__(&el_wget) get;
    __typeof__(&el_wgets) gets;
    __typeof__(&el_wline) line;
    __typeof__(&el_winsertstr) insert;
    __typeof__(&el_wreplacestr) replace;
    __typeof__(&el_deletestr) delete;
    __typeof__(&el_cursor) move;
    __typeof__(&el_wpush) push;
    __typeof__(&el_source) source;
    __typeof__(&history_winit) history_init;
    __typeof__(&history_wend) history_end;
    __typeof__(&history_w) history_do;
};

/* libedit hands its callbacks the EditLine alone, and el_wget is known only once it is loaded. */
static __typeof__(&el_wget) loaded_get;

static editline *editor_of(EditLine *line_editor) {
    void *data = NULL;
    loaded_get(line_editor, EL_CLIENTDATA, &data);
    return data;
}

/* -- what libedit calls -- */

static int next_character(EditLine *line_editor, wchar_t *character) {
    editline *editor = editor_of(line_editor);
    return editor->callbacks.next(editor->callbacks.context, character);
}

static wchar_t *no_prompt(EditLine *line_editor) {
    (void)line_editor;
    static wchar_t empty[] = L"";
    return empty;
}

static unsigned char pressed(EditLine *line_editor, int function, wint_t character) {
    editline *editor = editor_of(line_editor);
    switch (editor->callbacks.key(editor->callbacks.context, function, (wchar_t)character)) {
    case EDITLINE_ACCEPT: return CC_NEWLINE;
    case EDITLINE_CLOSE: return CC_EOF;
    case EDITLINE_REFUSE: return CC_ERROR;
    default: return CC_REFRESH;
    }
}

/* A bound function is not told its name: each needs an address of its own. Numbered in octal. */
#define KEY(n) \
    static unsigned char key_##n(EditLine *editor, wint_t c) { return pressed(editor, 0##n, c); }
#define EIGHT(X, n) X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7)
EIGHT(KEY, 0) EIGHT(KEY, 1) EIGHT(KEY, 2) EIGHT(KEY, 3)
EIGHT(KEY, 4) EIGHT(KEY, 5) EIGHT(KEY, 6) EIGHT(KEY, 7)
#define NAME(n) key_##n,
static unsigned char (*const keys[EDITLINE_FUNCTIONS])(EditLine *, wint_t) = {
    EIGHT(NAME, 0) EIGHT(NAME, 1) EIGHT(NAME, 2) EIGHT(NAME, 3)
    EIGHT(NAME, 4) EIGHT(NAME, 5) EIGHT(NAME, 6) EIGHT(NAME, 7)
};

static ssize_t drop_drawing(void *cookie, const char *bytes, size_t count) {
    editline *editor = cookie;
    if (memchr(bytes, '\a', count)) editor->callbacks.beep(editor->callbacks.context);
    return (ssize_t)count;
}

static ssize_t note_complaint(void *cookie, const char *bytes, size_t count) {
    editline *editor = cookie;
    size_t room = COMPLAINT_BYTES - 1 - editor->complaint_length;
    size_t taken = count < room ? count : room;
    memcpy(editor->complaint + editor->complaint_length, bytes, taken);
    editor->complaint_length += taken;
    return (ssize_t)count;
}

/* -- opening -- */

static bool load(editline *editor) {
    editor->library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!editor->library) return false;
    bool is_complete = true;
#define FIND(member, name) \
    is_complete &= (editor->member = (__typeof__(editor->member))dlsym(editor->library, name)) != NULL
    FIND(init, "el_init_fd");
    FIND(end, "el_end");
    FIND(set, "el_wset");
    FIND(get, "el_wget");
    FIND(gets, "el_wgets");
    FIND(line, "el_wline");
    FIND(insert, "el_winsertstr");
    FIND(replace, "el_wreplacestr");
    FIND(delete, "el_deletestr");
    FIND(move, "el_cursor");
    FIND(push, "el_wpush");
    FIND(source, "el_source");
    FIND(history_init, "history_winit");
    FIND(history_end, "history_wend");
    FIND(history_do, "history_w");
#undef FIND
    loaded_get = editor->get;
    return is_complete;
}

static FILE *stream(editline *editor, cookie_write_function_t *write) {
    FILE *file = fopencookie(editor, "w", (cookie_io_functions_t){.write = write});
    if (file) setvbuf(file, NULL, _IONBF, 0);
    return file;
}

static void configure(editline *editor) {
    EditLine *line_editor = editor->line_editor;
    HistEventW event;
    editor->history_do(editor->history, &event, H_SETSIZE, REMEMBERED_ENTRIES);
    editor->set(line_editor, EL_CLIENTDATA, editor);
    editor->set(line_editor, EL_PROMPT, no_prompt);
    editor->set(line_editor, EL_HIST, editor->history_do, editor->history);
    editor->set(line_editor, EL_GETCFN, next_character);
    /* Its handler would send each signal once more, to the whole process group. */
    editor->set(line_editor, EL_SIGNAL, 0);
    /* ^C is a key while a line is edited: as a signal it would go to whichever thread the kernel
       picks, and the reader would stay blocked. So are ^S and ^Q, and CR is not LF. */
    editor->set(
        line_editor, EL_SETTY, L"-d", L"-isig", L"-ixon", L"-ixoff", L"-icrnl", L"-inlcr", NULL);
}

editline *editline_open(
    const char *program, int input, int output, editline_callbacks callbacks, const char **problem) {
    editline_set_locale();
    editline *editor = calloc(1, sizeof *editor);
    if (!editor) return *problem = "out of memory", NULL;
    editor->callbacks = callbacks;
    if (!isatty(input) || !isatty(output)) {
        *problem = "this is not a terminal";
    } else if (!load(editor)) {
        *problem = "libedit.so.2 cannot be loaded; install libedit2";
    } else if (!(editor->history = editor->history_init())) {
        *problem = "libedit cannot keep a history";
    } else if (!(editor->drawing = stream(editor, drop_drawing))
               || !(editor->complaints = stream(editor, note_complaint))
               || !(editor->line_editor = editor->init(
                        program, editor->drawing, editor->drawing, editor->complaints, input, output,
                        output))) {
        *problem = "libedit cannot start on this terminal";
    } else {
        configure(editor);
        editline_use_vi(editor, false);
        return editor;
    }
    editline_close(editor);
    return NULL;
}

void editline_close(editline *editor) {
    if (!editor) return;
    if (editor->line_editor) editor->end(editor->line_editor);
    if (editor->history) editor->history_end(editor->history);
    if (editor->drawing) fclose(editor->drawing);
    if (editor->complaints) fclose(editor->complaints);
    if (editor->library) dlclose(editor->library);
    for (int number = 0; number < EDITLINE_FUNCTIONS; number++) free(editor->names[number]);
    free(editor);
}

/* -- keys -- */

void editline_use_vi(editline *editor, bool is_vi) {
    editor->is_vi = is_vi;
    editor->set(editor->line_editor, EL_EDITOR, is_vi ? L"vi" : L"emacs");
}

bool editline_add(editline *editor, int number, const wchar_t *name) {
    if (number < 0 || number >= EDITLINE_FUNCTIONS || editor->names[number]) return false;
    wchar_t *kept = editor->names[number] = wcsdup(name);
    return kept && editor->set(editor->line_editor, EL_ADDFN, kept, kept, keys[number]) == 0;
}

bool editline_bind(editline *editor, const wchar_t *sequence, const wchar_t *function) {
    bool is_bound = editor->set(editor->line_editor, EL_BIND, sequence, function, NULL) == 0;
    return is_bound && (!editor->is_vi || editline_bind_command(editor, sequence, function));
}

bool editline_bind_command(editline *editor, const wchar_t *sequence, const wchar_t *function) {
    return editor->set(editor->line_editor, EL_BIND, L"-a", sequence, function, NULL) == 0;
}

bool editline_source(editline *editor) {
    editor->complaint_length = 0;
    editor->source(editor->line_editor, NULL); /* -1 also where there is no file */
    const wchar_t *name = NULL;
    editor->get(editor->line_editor, EL_EDITOR, &name);
    editor->is_vi = name && wcscmp(name, L"vi") == 0;
    return editor->complaint_length == 0;
}

const char *editline_complaint(editline *editor) { return editor->complaint; }

/* -- the line -- */

int editline_run(editline *editor) {
    int count = 0;
    editor->gets(editor->line_editor, &count);
    return count;
}

editline_buffer editline_current(editline *editor) {
    const LineInfoW *line = editor->line(editor->line_editor);
    return (editline_buffer){
        .text = line->buffer,
        .count = (size_t)(line->lastchar - line->buffer),
        .cursor = (size_t)(line->cursor - line->buffer),
    };
}

void editline_move(editline *editor, size_t cursor) {
    editline_buffer now = editline_current(editor);
    if (cursor != now.cursor) editor->move(editor->line_editor, (int)cursor - (int)now.cursor);
}

bool editline_replace(editline *editor, const wchar_t *text, size_t cursor) {
    if (*text) {
        if (editor->replace(editor->line_editor, text) != 0) return false;
        editline_move(editor, cursor);
        return true;
    }
    /* el_wreplacestr refuses an empty text, and el_deletestr1 leaves some behind. */
    size_t count = editline_current(editor).count;
    editline_move(editor, count);
    if (count) editor->delete(editor->line_editor, (int)count);
    return true;
}

bool editline_insert(editline *editor, const wchar_t *text) {
    return !*text || editor->insert(editor->line_editor, text) == 0;
}

void editline_push(editline *editor, const wchar_t *sequence) {
    editor->push(editor->line_editor, sequence);
}

void editline_prepare(editline *editor, bool for_editing) {
    editor->set(editor->line_editor, EL_PREP_TERM, for_editing ? 1 : 0);
}

void editline_remember(editline *editor, const wchar_t *text) {
    HistEventW event;
    editor->history_do(editor->history, &event, H_ENTER, text);
}
