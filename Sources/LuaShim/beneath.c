// Opening a file below a folder, and nothing else, whatever links and races there are.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "luashim.h"

/// Opens one component, which may not be a link, below `folder`.
static int open_component(int folder, const char *name, size_t size, int flags, unsigned mode) {
    char component[256];
    if (size >= sizeof component) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(component, name, size);
    component[size] = '\0';
    if (strcmp(component, "..") == 0) {
        errno = EXDEV;
        return -1;
    }
    return openat(folder, component, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

/// For kernels before 5.6: walks from folder to folder, each one held open, and follows no link.
int luashim_walk_beneath(int root, const char *path, int flags, unsigned mode) {
    int folder = root;
    for (;;) {
        path += strspn(path, "/");
        size_t size = strcspn(path, "/");
        const char *rest = path + size + strspn(path + size, "/");
        bool is_last = *rest == '\0';
        if (size == 0) path = "."; // the root itself
        int next = open_component(
            folder, path, size > 0 ? size : 1, is_last ? flags : O_PATH | O_DIRECTORY, mode);
        int problem = errno;
        if (folder != root) close(folder);
        errno = problem;
        if (is_last || next < 0) return next;
        folder = next;
        path = rest;
    }
}

int luashim_open_beneath(
    int root, const char *path, int flags, unsigned mode, bool follows_links
) {
    enum { ATTEMPTS = 8 }; // a rename meanwhile makes the kernel start again
    struct open_how how = {
        .flags = (unsigned)(flags | O_CLOEXEC),
        .mode = flags & O_CREAT ? mode : 0,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS
            | (follows_links ? 0 : RESOLVE_NO_SYMLINKS),
    };
    const char *relative = path + strspn(path, "/");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        const char *target = *relative != '\0' ? relative : ".";
        long file = syscall(SYS_openat2, root, target, &how, sizeof how);
        if (file >= 0) return (int)file;
        // Sandboxes that do not know the call answer with EPERM.
        if (errno == ENOSYS || errno == EPERM) {
            return luashim_walk_beneath(root, relative, flags, mode);
        }
        if (errno != EAGAIN && errno != EINTR) return -1;
    }
    return -1;
}

int luashim_open_folder(const char *place) {
    int top = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (top < 0) return -1;
    int folder = luashim_open_beneath(top, place, O_PATH | O_DIRECTORY, 0, false);
    int problem = errno;
    close(top);
    errno = problem;
    return folder;
}

int luashim_open_folder_beneath(int root, const char *path, bool follows_links) {
    return luashim_open_beneath(root, path, O_PATH | O_DIRECTORY, 0, follows_links);
}

int luashim_open_any_folder(const char *path) {
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}
