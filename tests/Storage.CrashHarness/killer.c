/* Preloaded (LD_PRELOAD) under a process: kills it right before the n-th thing that it does to the names, lengths and flushes
 * of files in one folder, as kill -9 would. KILLER_ROOT is the folder, KILLER_AT is n. */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char root[PATH_MAX];
static size_t length;
static long at;
static atomic_long done;

__attribute__((constructor)) static void start(void) {
    const char *folder = getenv("KILLER_ROOT"), *number = getenv("KILLER_AT");
    if (folder && number && realpath(folder, root)) {
        length = strlen(root);
        at = atol(number);
    }
}

static void step(const char *path) {
    if (length && path && !strncmp(path, root, length) && atomic_fetch_add(&done, 1) + 1 == at)
        kill(getpid(), SIGKILL);
}

static void step_of(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t read = readlink(link, path, sizeof path - 1);
    if (read > 0) {
        path[read] = 0;
        step(path);
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int rename(const char *from, const char *to) {
    step(from);
    return REAL(rename)(from, to);
}

int unlink(const char *path) {
    step(path);
    return REAL(unlink)(path);
}

int link(const char *from, const char *to) {
    step(from);
    return REAL(link)(from, to);
}

int fsync(int descriptor) {
    step_of(descriptor);
    return REAL(fsync)(descriptor);
}

int fdatasync(int descriptor) {
    step_of(descriptor);
    return REAL(fdatasync)(descriptor);
}

int ftruncate(int descriptor, off_t size) {
    step_of(descriptor);
    return REAL(ftruncate)(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) {
    step_of(descriptor);
    return REAL(ftruncate64)(descriptor, size);
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    if (flags & (O_CREAT | O_TRUNC))
        step(path);
    return real(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(REAL(open), path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(REAL(open64), path, flags, mode);
}
