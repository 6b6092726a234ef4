/* What a process has once: the events of its terminal, and the way back when a signal ends it. */
#define _GNU_SOURCE
#include "editlineshim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const int ending_signals[] = {SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS};
static const int redrawing_signals[] = {SIGWINCH, SIGCONT};
static struct sigaction previous_actions[NSIG];

static atomic_int events_reader = -1, events_writer = -1;
static atomic_bool is_editing;
static int terminal_input, terminal_output;
static struct termios modes_before;

static void tell(char event) {
    int kept = errno;
    /* A full pipe wakes as well as one byte more. */
    ssize_t written = write(atomic_load(&events_writer), &event, 1);
    (void)written;
    errno = kept;
}

bool terminal_open_events(void) {
    if (atomic_load(&events_reader) >= 0) return true;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    atomic_store(&events_writer, ends[1]);
    atomic_store(&events_reader, ends[0]);
    return true;
}

int terminal_events(void) { return atomic_load(&events_reader); }

void terminal_wake(void) { tell(TERMINAL_WOKEN); }

void terminal_restore(void) {
    if (!atomic_exchange(&is_editing, false)) return;
    int kept = errno;
    tcsetattr(terminal_input, TCSANOW, &modes_before);
    /* No bracketed paste, no colours, the cursor shown, on a line of its own. */
    static const char reset[] = "\033[?2004l\033[0m\033[?25h\r\n";
    ssize_t written = write(terminal_output, reset, sizeof reset - 1);
    (void)written;
    errno = kept;
}

static void on_end(int number, siginfo_t *information, void *context) {
    terminal_restore();
    tell(TERMINAL_ENDED);
    const struct sigaction *before = &previous_actions[number];
    if (before->sa_flags & SA_SIGINFO) {
        before->sa_sigaction(number, information, context);
    } else if (before->sa_handler == SIG_DFL) {
        /* Blocked until this returns; then it ends the process, as the signal that it is. */
        sigaction(number, before, NULL);
        raise(number);
    } else if (before->sa_handler != SIG_IGN) {
        before->sa_handler(number);
    }
}

static void on_redraw(int number, siginfo_t *information, void *context) {
    tell(number == SIGCONT ? TERMINAL_CONTINUED : TERMINAL_RESIZED);
    const struct sigaction *before = &previous_actions[number];
    if (before->sa_flags & SA_SIGINFO) {
        before->sa_sigaction(number, information, context);
    } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
        before->sa_handler(number);
    }
}

typedef void handler(int, siginfo_t *, void *);

/* Others may have come in since the last line: they are then asked after us. */
static void install(int number, handler *ours) {
    struct sigaction now;
    if (sigaction(number, NULL, &now) != 0) return;
    if (now.sa_flags & SA_SIGINFO && now.sa_sigaction == ours) return;
    if (ours == on_end && now.sa_handler == SIG_IGN) return; /* nohup */
    previous_actions[number] = now;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = ours;
    /* A read that the signal was to end still ends. */
    int restarts = now.sa_handler == SIG_DFL ? SA_RESTART : now.sa_flags & SA_RESTART;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | restarts;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void uninstall(int number, handler *ours) {
    struct sigaction now;
    if (sigaction(number, NULL, &now) != 0) return;
    if (now.sa_flags & SA_SIGINFO && now.sa_sigaction == ours)
        sigaction(number, &previous_actions[number], NULL);
}

#define COUNT(list) (sizeof list / sizeof *list)

void terminal_begin_editing(int input, int output) {
    terminal_input = input;
    terminal_output = output;
    if (tcgetattr(input, &modes_before) != 0) return;
    for (size_t i = 0; i < COUNT(ending_signals); i++) install(ending_signals[i], on_end);
    for (size_t i = 0; i < COUNT(redrawing_signals); i++) install(redrawing_signals[i], on_redraw);
    atomic_store(&is_editing, true);
}

void terminal_end_editing(void) { atomic_store(&is_editing, false); }

void terminal_release(void) {
    for (size_t i = 0; i < COUNT(ending_signals); i++) uninstall(ending_signals[i], on_end);
    for (size_t i = 0; i < COUNT(redrawing_signals); i++) uninstall(redrawing_signals[i], on_redraw);
}

bool terminal_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return true;
}
