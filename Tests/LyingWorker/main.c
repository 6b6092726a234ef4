// A worker that a script has taken over. What it does to its host, or tries to do in its sandbox,
// is the last part of the name that it is started by, such as lie.garbage.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "luashim_worker.h"

static void send_bytes(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    while (count > 0) {
        ssize_t sent = write(0, at, count);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) _exit(0);
        at += sent;
        count -= (size_t)sent;
    }
}

static void send_frame(uint32_t kind, const void *body, size_t size) {
    luashim_frame_header header = {(uint32_t)size, kind};
    send_bytes(&header, sizeof header);
    send_bytes(body, size);
}

static void rest(void) {
    while (true) pause();
}

static void drop_input(void) {
    static uint8_t bytes[1 << 12];
    while (read(0, bytes, sizeof bytes) > 0) {}
}

// What the tests' host offers.
enum { SLEEP, QUICK, SLOW, FAILING, NO_FUNCTION };

static void send_call(
    uint64_t operation, int32_t function, uint32_t count, const void *records, size_t size
) {
    uint8_t body[512];
    luashim_call_frame call = {operation, function, count};
    memcpy(body, &call, sizeof call);
    if (size > 0) memcpy(body + sizeof call, records, size);
    send_frame(LUASHIM_FRAME_CALL, body, sizeof call + size);
}

static void send_number(uint32_t kind, uint64_t number) {
    send_frame(kind, &number, sizeof number);
}

static void finish(uint64_t run, uint32_t outcome, uint32_t count) {
    luashim_finished_frame frame = {.run = run, .outcome = outcome, .count = count};
    send_frame(LUASHIM_FRAME_FINISHED, &frame, sizeof frame);
}

// Lies --------------------------------------------------------------------------------------------

static void garbage(void) {
    uint32_t state = 1;
    while (true) {
        uint32_t bytes[256];
        for (int i = 0; i < 256; i++) bytes[i] = state = state * 1664525 + 1013904223;
        send_bytes(bytes, sizeof bytes);
    }
}

static void huge(void) {
    luashim_frame_header header = {UINT32_MAX, LUASHIM_FRAME_CALL};
    send_bytes(&header, sizeof header);
}

static void half(void) { send_bytes("\x10\x00", 2); }
static void stub(void) { send_frame(LUASHIM_FRAME_CALL, "abc", 3); }
static void no_kind(void) { send_frame(77, "abc", 3); }
static void ready_twice(void) { send_frame(LUASHIM_FRAME_READY, "", 0); }
static void hang_up(void) { close(0); }
static void leave(void) { _exit(7); }
static void crash(void) {
    signal(SIGSEGV, SIG_DFL); // not the one of Swift's runtime
    raise(SIGSEGV);
}
static void no_function(void) { send_call(1, NO_FUNCTION, 0, NULL, 0); }
static void negative_function(void) { send_call(1, INT32_MIN, 0, NULL, 0); }
static void one_call_twice(void) {
    send_call(1, SLOW, 0, NULL, 0);
    send_call(1, SLOW, 0, NULL, 0);
}
static void no_call(void) { send_number(LUASHIM_FRAME_CANCEL, 9); }
static void no_stream(void) { send_number(LUASHIM_FRAME_OUTPUT, 4); }
static void other_run(void) { finish(99, LUASHIM_FINISHED, 0); }
static void no_outcome(void) { finish(1, 99, 0); }
static void timed_out(void) { finish(1, LUASHIM_TIMED_OUT, 0); }
static void missing_values(void) { finish(1, LUASHIM_FINISHED, 3); }
static void many_values(void) { finish(1, LUASHIM_FINISHED, UINT32_MAX); }
static void failed_without_report(void) { finish(1, LUASHIM_FAILED, 0); }

static void boast(void) {
    luashim_finished_frame frame = {.run = 1, .bytes_in_use = UINT64_MAX};
    send_frame(LUASHIM_FRAME_FINISHED, &frame, sizeof frame);
}
static void finish_and_leave_calls(void) {
    send_call(1, SLOW, 0, NULL, 0);
    finish(1, LUASHIM_FINISHED, 0);
}

#define RECORDS(bytes) send_call(1, QUICK, 1, bytes, sizeof(bytes) - 1)
static void no_type(void) { RECORDS("\x63"); }
static void half_a_number(void) { RECORDS("\x02\x01\x02"); }
static void odd_boolean(void) { RECORDS("\x01\x02"); }
static void long_text(void) { RECORDS("\x04\xff\xff\xff\xff\xff\xff\xff\xffhello"); }
static void short_text(void) { RECORDS("\x04\x01\0\0\0\0\0\0\0hello"); }
static void broken_json(void) { RECORDS("\x05\x02\0\0\0\0\0\0\0{]"); }
static void forged_function(void) { RECORDS("\x06\x01\0\0\0\0\0\0\0"); }
static void forged_type(void) { RECORDS("\x07\x04\0\0\0\0\0\0\0evil"); }

static void flood_calls(void) {
    for (uint64_t i = 1; true; i++) send_call(i, SLOW, 0, NULL, 0);
}
static void flood_quick_calls(void) { // and reads no answer
    for (uint64_t i = 1; true; i++) send_call(i, QUICK, 1, "\x04\x05\0\0\0\0\0\0\0hello", 14);
}
static void call_and_cancel(void) {
    for (uint64_t i = 1; true; i++) {
        send_call(i, SLOW, 0, NULL, 0);
        send_number(LUASHIM_FRAME_CANCEL, i);
    }
}
static void hoard_errors(void) {
    if (fork() == 0) drop_input(), _exit(0);
    for (uint64_t i = 1; true; i++) send_call(i, FAILING, 0, NULL, 0);
}
static void flood_output(void) {
    uint8_t body[1 << 10] = {1};
    while (true) send_frame(LUASHIM_FRAME_OUTPUT, body, sizeof body);
}
static void flood_warnings(void) {
    uint8_t body[1 << 10] = {3};
    while (true) send_frame(LUASHIM_FRAME_OUTPUT, body, sizeof body);
}
static void release_all(void) {
    for (uint64_t i = 0; true; i++) send_number(LUASHIM_FRAME_RELEASE, i);
}
static void ignore_signals(void) {
    for (int number = 1; number < 65; number++) signal(number, SIG_IGN);
}

// What a sandbox does not allow -------------------------------------------------------------------

static void open_file(void) { syscall(SYS_openat, AT_FDCWD, "/etc/passwd", 0); }
static void open_socket(void) { syscall(SYS_socket, 2, 1, 0); }
static void execute(void) {
    char *const words[] = {"/bin/true", NULL};
    syscall(SYS_execve, words[0], words, NULL);
}
static void fork_process(void) { syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }
static void start_thread(void) { syscall(SYS_clone3, NULL, 0); }
static void signal_parent(void) { syscall(SYS_kill, getppid(), SIGTERM); }
static void signal_thread(void) { syscall(SYS_tgkill, 1, 1, 0); }
static void trace_parent(void) { syscall(SYS_ptrace, 16, 1, 0, 0); }
static void read_memory(void) { syscall(SYS_process_vm_readv, 1, NULL, 0, NULL, 0, 0); }
static void map_code(void) {
    syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void make_code(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    syscall(SYS_mprotect, page, 4096, PROT_READ | PROT_EXEC);
}
static void send_descriptor(void) { syscall(SYS_sendmsg, 0, NULL, 0); }
static void double_descriptor(void) { syscall(SYS_dup, 0); }
static void control_descriptor(void) { syscall(SYS_ioctl, 0, 0x5412, "x"); }
static void change_process(void) { syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0); }
static void raise_limit(void) { syscall(SYS_prlimit64, 0, 7, NULL, NULL); }
static void remove_file(void) { syscall(SYS_unlinkat, AT_FDCWD, "/tmp/none", 0); }
static void make_ring(void) { syscall(SYS_io_uring_setup, 1, NULL); }
static void make_memory_file(void) { syscall(SYS_memfd_create, "x", 0); }
static void own_death(void) { abort(); } // allowed, and so SIGABRT

typedef struct {
    const char *name;
    void (*act)(void);
} deed;

#define DEED(name) {#name, name}
static const deed lies[] = {
    DEED(garbage), DEED(huge), DEED(half), DEED(stub), DEED(no_kind), DEED(ready_twice),
    DEED(hang_up), DEED(leave), DEED(crash), DEED(no_function), DEED(negative_function),
    DEED(one_call_twice), DEED(no_call), DEED(no_stream), DEED(other_run), DEED(no_outcome),
    DEED(timed_out), DEED(missing_values), DEED(many_values), DEED(failed_without_report),
    DEED(finish_and_leave_calls), DEED(boast),
    DEED(no_type), DEED(half_a_number), DEED(odd_boolean), DEED(long_text), DEED(short_text),
    DEED(broken_json), DEED(forged_function), DEED(forged_type), DEED(flood_calls),
    DEED(flood_quick_calls), DEED(call_and_cancel), DEED(hoard_errors), DEED(flood_output),
    DEED(flood_warnings), DEED(release_all), DEED(ignore_signals),
};
static const deed attempts[] = {
    DEED(open_file), DEED(open_socket), DEED(execute), DEED(fork_process), DEED(start_thread),
    DEED(signal_parent), DEED(signal_thread), DEED(trace_parent), DEED(read_memory), DEED(map_code),
    DEED(make_code), DEED(send_descriptor), DEED(double_descriptor), DEED(control_descriptor),
    DEED(change_process), DEED(raise_limit), DEED(remove_file), DEED(make_ring),
    DEED(make_memory_file), DEED(own_death),
};

int main(int count, char **words) {
    const char *dot = count > 0 ? strrchr(words[0], '.') : NULL;
    const char *name = dot != NULL ? dot + 1 : "";
    if (strcmp(name, "silent") == 0) rest();
    if (strcmp(name, "unready") == 0) no_function(), rest();
    if (strcmp(name, "gone") == 0) return 3;
    if (strcmp(name, "shouting") == 0) garbage();
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        if (strcmp(name, attempts[i].name) != 0) continue;
        if (luashim_enter_sandbox(0, 0) != NULL) return 4;
        send_frame(LUASHIM_FRAME_READY, "", 0);
        attempts[i].act();
        return 5; // it was allowed
    }
    send_frame(LUASHIM_FRAME_READY, "", 0);
    signal(SIGUSR1, SIG_IGN);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        if (strcmp(name, lies[i].name) == 0) lies[i].act();
    }
    rest();
}
