// Starting, signalling and collecting a worker, on the host's side.
//
// A new program, not a fork of the host: nothing of the host's memory, environment or descriptors
// comes along. A pidfd names the process, so that no signal ever reaches another one that got its
// number, even where the embedding program collects children itself.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "luashim_worker.h"

static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t held, all;
    sigemptyset(&held);
    sigfillset(&all);
    // A stop that comes before the worker listens waits, and does not end it.
    sigaddset(&held, SIGUSR1);
    // A thread of a pool blocks nearly all signals, and a program may ignore some.
    int failure = posix_spawnattr_setsigmask(attributes, &held);
    if (failure == 0) failure = posix_spawnattr_setsigdefault(attributes, &all);
    if (failure != 0) return failure;
    return posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

static int spawn(const char *path, const char *argument, int socket, pid_t *pid) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    int failure = posix_spawnattr_init(&attributes);
    if (failure != 0) return failure;
    failure = posix_spawn_file_actions_init(&actions);
    if (failure == 0) {
        failure = set_attributes(&attributes);
        if (failure == 0) failure = posix_spawn_file_actions_adddup2(&actions, socket, 0);
        if (failure == 0) failure = posix_spawn_file_actions_addclosefrom_np(&actions, 1);
        char *const words[] = {(char *)path, (char *)argument, NULL};
        char *const environment[] = {NULL};
        if (failure == 0) {
            failure = posix_spawn(pid, path, &actions, &attributes, words, environment);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    posix_spawnattr_destroy(&attributes);
    return failure;
}

int luashim_start_process(const char *path, const char *argument, luashim_process *process) {
    int ends[2];
    pid_t pid;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    int failure = spawn(path, argument, ends[1], &pid);
    close(ends[1]);
    if (failure != 0) {
        close(ends[0]);
        return failure;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *process = (luashim_process){.pid = pid, .socket = ends[0], .handle = pidfd_open(pid, 0)};
    if (process->handle >= 0) return 0;
    failure = errno;
    kill(pid, SIGKILL); // nobody has collected it: its parent is about to
    waitpid(pid, NULL, 0);
    close(ends[0]);
    return failure;
}

void luashim_ask_process(const luashim_process *process, uint64_t run) {
    siginfo_t details;
    memset(&details, 0, sizeof details);
    details.si_signo = SIGUSR1;
    details.si_code = SI_QUEUE;
    details.si_pid = getpid();
    details.si_uid = getuid();
    details.si_value.sival_int = (int)run;
    pidfd_send_signal(process->handle, SIGUSR1, &details, 0);
}

void luashim_kill_process(const luashim_process *process) {
    pidfd_send_signal(process->handle, SIGKILL, NULL, 0);
}

void luashim_limit_process(const luashim_process *process, uint64_t seconds) {
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(process->pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return;
    bool is_limited = seconds < INT32_MAX;
    rlim_t most = is_limited ? (rlim_t)used.tv_sec + seconds + 1 : RLIM_INFINITY;
    struct rlimit limit = {most, RLIM_INFINITY};
    prlimit(process->pid, RLIMIT_CPU, &limit, NULL);
}

static int64_t milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

luashim_process_end luashim_await_process(const luashim_process *process, int milliseconds) {
    luashim_process_end end = {.is_over = false};
    struct pollfd event = {.fd = process->handle, .events = POLLIN};
    // Signals come again and again while a run is being stopped, and must not make this longer.
    int64_t deadline = milliseconds_now() + milliseconds;
    while (poll(&event, 1, milliseconds) < 0) {
        if (errno != EINTR) return end;
        int64_t left = deadline - milliseconds_now();
        if (milliseconds >= 0) milliseconds = left > 0 ? (int)left : 0;
    }
    if (event.revents == 0) return end;
    siginfo_t details;
    memset(&details, 0, sizeof details);
    end.is_over = true;
    while (waitid(P_PIDFD, (id_t)process->handle, &details, WEXITED) != 0) {
        if (errno != EINTR) return end; // somebody else has collected it
    }
    end.is_known = true;
    if (details.si_code == CLD_EXITED) end.status = details.si_status;
    else end.signal = details.si_status;
    return end;
}

void luashim_forget_process(luashim_process *process) {
    close(process->socket);
    close(process->handle);
    *process = (luashim_process){.pid = 0, .socket = -1, .handle = -1};
}

int luashim_open_alarm(void) {
    int alarm = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return alarm >= 0 ? alarm : -errno;
}

void luashim_ring_alarm(int alarm) { eventfd_write(alarm, 1); }

void luashim_hush_alarm(int alarm) {
    eventfd_t rings;
    eventfd_read(alarm, &rings);
}
