// What a worker gives up before a script runs in it.
//
// First the limits, then the list of system calls: memory, time, waiting, and reading and writing
// what is open, which is one socket. No file, process, thread, socket, program or executable page
// can come to be any more. Anything else kills the process: a script has no business there, so it
// is either an attack or a mistake that should be seen.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "luashim_worker.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "no list of system calls for this architecture"
#endif

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1 // their shadow memory takes terabytes of address space
#else
#define IS_SANITIZED 0
#endif

#define LOAD(field) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)
#define ALLOW(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1), ANSWER(SECCOMP_RET_ALLOW)
// Both architectures are little-endian: the low half of an argument comes first.
#define ALLOW_IF_WITHOUT(call, argument, bits) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4), LOAD(args[argument]), \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0), ANSWER(SECCOMP_RET_ALLOW), \
        ANSWER(SECCOMP_RET_KILL_PROCESS)
#define ALLOW_IF_EQUAL(call, argument, value) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4), LOAD(args[argument]), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1), ANSWER(SECCOMP_RET_ALLOW), \
        ANSWER(SECCOMP_RET_KILL_PROCESS)

static bool install_filter(void) {
    struct sock_filter program[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr), // calls of the x32 kind have numbers of their own, and match none of these
        ALLOW(SYS_read), // there is one descriptor, and no way to another
        ALLOW(SYS_write),
        ALLOW(SYS_writev), // how the C library says why it aborts
#ifdef SYS_poll
        ALLOW(SYS_poll),
#endif
        ALLOW(SYS_ppoll),
        ALLOW(SYS_futex),
        ALLOW_IF_WITHOUT(SYS_mmap, 2, PROT_EXEC),
        ALLOW_IF_WITHOUT(SYS_mprotect, 2, PROT_EXEC),
        ALLOW(SYS_munmap),
        ALLOW(SYS_mremap),
        ALLOW(SYS_madvise),
        ALLOW(SYS_brk),
        ALLOW(SYS_rt_sigaction),
        ALLOW(SYS_rt_sigprocmask),
        ALLOW(SYS_rt_sigreturn),
        ALLOW(SYS_sigaltstack), // AddressSanitizer asks for it at each longjmp
        ALLOW(SYS_clock_gettime),
        ALLOW(SYS_clock_getres),
        ALLOW(SYS_gettimeofday),
        ALLOW(SYS_timer_create),
        ALLOW(SYS_timer_settime),
        ALLOW(SYS_timer_delete),
        ALLOW_IF_EQUAL(SYS_tgkill, 0, (unsigned)getpid()), // signals to itself, as abort sends them
        ALLOW(SYS_getpid),
        ALLOW(SYS_gettid),
        ALLOW(SYS_getrandom),
        ALLOW(SYS_sched_yield),
        ALLOW(SYS_restart_syscall),
        ALLOW(SYS_exit),
        ALLOW(SYS_exit_group),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    // For every thread there is: a library may have started one before main.
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

static bool limit(int resource, rlim_t most) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return false;
    if (now.rlim_max != RLIM_INFINITY && most > now.rlim_max) most = now.rlim_max;
    struct rlimit limit = {most, most};
    return setrlimit(resource, &limit) == 0;
}

/// Bytes of address space in use.
static uint64_t address_space(void) {
    char text[64] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    return count > 0 ? strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool set_limits(int descriptor, uint64_t memory) {
    enum { STACK = 8 << 20 }; // what Lua's two hundred nested C calls need
    uint64_t base = address_space(); // read before no file can be opened
    bool is_limited = limit(RLIMIT_NOFILE, (rlim_t)descriptor + 1) && limit(RLIMIT_CORE, 0)
        && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_MEMLOCK, 0)
        && limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_STACK, STACK);
    if (!is_limited || memory == 0 || IS_SANITIZED) return is_limited;
    return base > 0 && limit(RLIMIT_AS, base + STACK + memory);
}

/// If memory gets scarce, this process is the one to go. Not every kernel lets it say so.
static void volunteer(void) {
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, "1000", 4) != 4) { /* then the kernel decides alone */ }
    close(file);
}

/// os.date reads the time zone's file once, and here rather than behind the filter. With TZ unset
/// the C library would look whether the file has changed at each call.
static void read_time_zone(void) {
    setenv("TZ", ":/etc/localtime", 1);
    tzset();
}

/// A crash is the end. Swift's runtime, where it is linked in, would begin a backtrace, which the
/// filter then ends: as if that were the cause.
static void drop_crash_handlers(void) {
    static const int signals[] = {
        SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP, SIGQUIT, SIGSYS,
    };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
}

const char *luashim_enter_sandbox(int descriptor, uint64_t memory) {
    drop_crash_handlers();
    read_time_zone();
    volunteer();
    if (!set_limits(descriptor, memory)) return "no resource limits";
    // Not dumpable: no core file, and no other process of this user looks inside.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return "it stays dumpable";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "it could gain privileges";
    if (luashim_is_thread_sanitized()) return NULL; // its own thread has other needs
    return install_filter() ? NULL : "no filter of system calls (seccomp)";
}
