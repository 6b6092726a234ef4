#include "editlineshim.h"
#include <dlfcn.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define REMEMBERED_LINES 1000

struct editline {
    void *library;
    EditLine *line_editor;
    HistoryW *history;
    wchar_t *prompt;
    bool interrupted;
    /* What is used of libedit, found by name. */
    __typeof__(&el_init) init;
    __typeof__(&el_end) end;
    __typeof__(&el_wset) set;
    __typeof__(&el_wget) get;
    __typeof__(&el_wgets) gets;
    __typeof__(&el_source) source;
    __typeof__(&history_winit) history_init;
    __typeof__(&history_wend) history_end;
    __typeof__(&history_w) history_do;
};

static wchar_t *widened(const char *text) {
    size_t capacity = strlen(text) + 1;
    wchar_t *wide = malloc(capacity * sizeof *wide);
    if (wide && mbstowcs(wide, text, capacity) == (size_t)-1) {
        free(wide);
        return NULL;
    }
    return wide;
}

/* UTF-8 whatever the locale: wide characters are code points here. */
static char *narrowed(const wchar_t *wide, size_t count) {
    char *text = malloc(count * 4 + 1), *end = text;
    if (!text) return NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned long c = (unsigned long)wide[i];
        if (c < 0x80) {
            *end++ = (char)c;
        } else if (c < 0x800) {
            *end++ = (char)(0xC0 | c >> 6);
            *end++ = (char)(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            *end++ = (char)(0xE0 | c >> 12);
            *end++ = (char)(0x80 | (c >> 6 & 0x3F));
            *end++ = (char)(0x80 | (c & 0x3F));
        } else {
            *end++ = (char)(0xF0 | c >> 18);
            *end++ = (char)(0x80 | (c >> 12 & 0x3F));
            *end++ = (char)(0x80 | (c >> 6 & 0x3F));
            *end++ = (char)(0x80 | (c & 0x3F));
        }
    }
    *end = '\0';
    return text;
}

static editline *editor_of(EditLine *line_editor, __typeof__(&el_wget) get) {
    void *data = NULL;
    get(line_editor, EL_CLIENTDATA, &data);
    return data;
}

/* libedit hands its callbacks the EditLine alone, and el_wget is known only once it is loaded. */
static __typeof__(&el_wget) loaded_get;

static wchar_t *show_prompt(EditLine *line_editor) {
    return editor_of(line_editor, loaded_get)->prompt;
}

static unsigned char interrupt_key(EditLine *line_editor, int key) {
    (void)key;
    editor_of(line_editor, loaded_get)->interrupted = true;
    return CC_NEWLINE;
}

static bool load(editline *editor) {
    editor->library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!editor->library) return false;
    editor->init = (__typeof__(editor->init))dlsym(editor->library, "el_init");
    editor->end = (__typeof__(editor->end))dlsym(editor->library, "el_end");
    editor->set = (__typeof__(editor->set))dlsym(editor->library, "el_wset");
    editor->get = (__typeof__(editor->get))dlsym(editor->library, "el_wget");
    editor->gets = (__typeof__(editor->gets))dlsym(editor->library, "el_wgets");
    editor->source = (__typeof__(editor->source))dlsym(editor->library, "el_source");
    editor->history_init = (__typeof__(editor->history_init))dlsym(editor->library, "history_winit");
    editor->history_end = (__typeof__(editor->history_end))dlsym(editor->library, "history_wend");
    editor->history_do = (__typeof__(editor->history_do))dlsym(editor->library, "history_w");
    loaded_get = editor->get;
    return editor->init && editor->end && editor->set && editor->get && editor->gets && editor->source
        && editor->history_init && editor->history_end && editor->history_do;
}

static void configure(editline *editor) {
    EditLine *line_editor = editor->line_editor;
    HistEventW event;
    editor->history_do(editor->history, &event, H_SETSIZE, REMEMBERED_LINES);
    editor->history_do(editor->history, &event, H_SETUNIQUE, 1);
    editor->set(line_editor, EL_CLIENTDATA, editor);
    editor->set(line_editor, EL_PROMPT, show_prompt);
    editor->set(line_editor, EL_EDITOR, L"emacs");
    editor->set(line_editor, EL_HIST, editor->history_do, editor->history);
    editor->set(line_editor, EL_SIGNAL, 0);
    /* ^C is a key while a line is edited: as a signal it would go to whichever thread the kernel
       picks, and the reader would stay blocked. */
    editor->set(line_editor, EL_SETTY, L"-d", L"-isig", NULL);
    editor->set(line_editor, EL_ADDFN, L"tavlua-interrupt", L"Abandon the line", interrupt_key);
    editor->source(line_editor, NULL); /* the user's own .editrc, where there is one */
    editor->set(line_editor, EL_BIND, L"^C", L"tavlua-interrupt", NULL);
    editor->set(line_editor, EL_BIND, L"^R", L"em-inc-search-prev", NULL);
}

editline *editline_open(const char *program, const char **problem) {
    editline_set_locale();
    editline *editor = calloc(1, sizeof *editor);
    if (!editor) return *problem = "out of memory", NULL;
    if (!isatty(STDIN_FILENO)) {
        *problem = "standard input is not a terminal";
    } else if (!load(editor)) {
        *problem = "libedit.so.2 cannot be loaded; install libedit2";
    } else if (!(editor->history = editor->history_init())) {
        *problem = "libedit cannot keep a history";
    } else if (!(editor->line_editor = editor->init(program, stdin, stdout, stderr))) {
        *problem = "libedit does not know this terminal";
    } else {
        configure(editor);
        return editor;
    }
    editline_close(editor);
    return NULL;
}

editline_outcome editline_read(editline *editor, const char *prompt, char **text) {
    *text = NULL;
    free(editor->prompt);
    editor->prompt = widened(prompt);
    if (!editor->prompt) editor->prompt = widened("> ");
    editor->interrupted = false;
    int count = 0;
    const wchar_t *line = editor->gets(editor->line_editor, &count);
    if (editor->interrupted) return EDITLINE_INTERRUPTED;
    if (!line || count <= 0) return EDITLINE_END;
    size_t length = (size_t)count;
    while (length > 0 && (line[length - 1] == L'\n' || line[length - 1] == L'\r')) length--;
    *text = narrowed(line, length);
    return *text ? EDITLINE_LINE : EDITLINE_END;
}

void editline_remember(editline *editor, const char *text) {
    wchar_t *wide = widened(text);
    if (!wide) return;
    HistEventW event;
    editor->history_do(editor->history, &event, H_ENTER, wide);
    free(wide);
}

void editline_close(editline *editor) {
    if (!editor) return;
    if (editor->line_editor) editor->end(editor->line_editor);
    if (editor->history) editor->history_end(editor->history);
    if (editor->library) dlclose(editor->library);
    free(editor->prompt);
    free(editor);
}
