/* Preloaded (LD_PRELOAD) under a process: logs what it does to the files of one folder, and what it prints, in order.
 *
 * POWERCUT_ROOT  the folder (canonical); POWERCUT_LOG  the log. One entry: a head (struct entry), then its two texts.
 * A lock is held over each call and its entry, so the order of the log is the order of the calls. A flush is logged when
 * it has returned. Not recorded: stdio (fopen), io_uring, descriptors that were duplicated, memory maps (only told). The
 * reader compares the end of the log with the real folder, so that nothing of that kind goes unnoticed. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))
#define DESCRIPTORS 65536

struct entry {
    uint8_t kind;
    uint8_t unused[3];
    int32_t descriptor;
    int64_t at;
    uint32_t first, second;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static int log_descriptor = -1;
static struct stat out;
static uint8_t tracked[DESCRIPTORS];

typedef void *(*lookup)(void *, const char *);

/* dlsym is replaced here too (below): its own address is found by version. */
static lookup find(void) {
    static const char *const versions[] = {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5"};
    static lookup found;
    for (size_t i = 0; !found && i < sizeof versions / sizeof *versions; i++)
        *(void **)&found = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (!found)
        abort();
    return found;
}

static void *real(const char *name) {
    void *function = find()(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

__attribute__((constructor)) static void start(void) {
    const char *folder = getenv("POWERCUT_ROOT"), *log = getenv("POWERCUT_LOG");
    if (!folder || !log || !realpath(folder, root))
        return;
    root_length = strlen(root);
    fstat(STDOUT_FILENO, &out);
    log_descriptor = REAL(open)(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
}

/* A log with a hole would prove nothing: the process ends. */
static void put(const void *data, size_t length) {
    const char *from = data;
    while (length > 0) {
        ssize_t written = REAL(write)(log_descriptor, from, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            abort();
        from += written;
        length -= (size_t)written;
    }
}

static void tell(char kind, int descriptor, int64_t at, const void *first, size_t first_length, const void *second, size_t second_length) {
    int fault = errno;
    struct entry head = {(uint8_t)kind, {0}, descriptor, at, (uint32_t)first_length, (uint32_t)second_length};
    put(&head, sizeof head);
    put(first, first_length);
    put(second, second_length);
    errno = fault;
}

static void tell_paths(char kind, const char *from, const char *to) {
    tell(kind, -1, 0, from, strlen(from), to, to ? strlen(to) : 0);
}

static int is_tracked(int descriptor) { return descriptor >= 0 && descriptor < DESCRIPTORS && tracked[descriptor]; }

/* The canonical path, when it lies in the folder; the last part need not exist. */
static int inside(int folder, const char *path, char *result) {
    char whole[PATH_MAX], parent[PATH_MAX];
    int fault = errno;
    if (log_descriptor < 0 || !path)
        return 0;
    if (path[0] == '/' || folder == AT_FDCWD) {
        snprintf(whole, sizeof whole, "%s", path);
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, parent, sizeof parent - 1);
        if (length < 0)
            return errno = fault, 0;
        parent[length] = 0;
        if (snprintf(whole, sizeof whole, "%s/%s", parent, path) >= (int)sizeof whole)
            return errno = fault, 0;
    }
    size_t end = strlen(whole);
    while (end > 1 && whole[end - 1] == '/')
        whole[--end] = 0;
    if (!realpath(whole, result)) {
        char *slash = strrchr(whole, '/');
        const char *name = slash ? slash + 1 : whole;
        if (slash == whole)
            parent[0] = '/', parent[1] = 0;
        else if (slash)
            *slash = 0, snprintf(parent, sizeof parent, "%s", whole);
        else
            parent[0] = '.', parent[1] = 0;
        char above[PATH_MAX];
        if (!realpath(parent, above) || snprintf(result, PATH_MAX, "%s/%s", above, name) >= PATH_MAX)
            return errno = fault, 0;
    }
    errno = fault;
    return strncmp(result, root, root_length) == 0 && (result[root_length] == '/' || result[root_length] == 0);
}

static int open_recorded(int (*call)(int, const char *, int, ...), int folder, const char *path, int flags, mode_t mode) {
    char name[PATH_MAX];
    if ((flags & O_TMPFILE) == O_TMPFILE || !inside(folder, path, name))
        return call(folder, path, flags, mode);
    pthread_mutex_lock(&lock);
    int descriptor = call(folder, path, flags, mode);
    if (descriptor >= 0) {
        if (descriptor >= DESCRIPTORS)
            abort();
        tracked[descriptor] = 1;
        tell('O', descriptor, (flags & O_TRUNC) != 0, name, strlen(name), NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return descriptor;
}

#define MODE(flags)                             \
    mode_t mode = 0;                            \
    if ((flags) & (O_CREAT | O_TMPFILE)) {      \
        va_list rest;                           \
        va_start(rest, flags);                  \
        mode = (mode_t)va_arg(rest, int);       \
        va_end(rest);                           \
    }

int open(const char *path, int flags, ...) {
    MODE(flags)
    return open_recorded(REAL(openat), AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    return open_recorded(REAL(openat64), AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return open_recorded(REAL(openat), folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
    MODE(flags)
    return open_recorded(REAL(openat64), folder, path, flags, mode);
}

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int creat64(const char *path, mode_t mode) { return open64(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int descriptor) {
    if (!is_tracked(descriptor))
        return REAL(close)(descriptor);
    pthread_mutex_lock(&lock);
    tracked[descriptor] = 0;
    tell('C', descriptor, 0, NULL, 0, NULL, 0);
    int result = REAL(close)(descriptor);
    pthread_mutex_unlock(&lock);
    return result;
}

/* Whether it is standard output, by whatever number: what is printed there acknowledges. */
static int is_out(int descriptor) {
    struct stat other;
    int fault = errno;
    int same = log_descriptor >= 0 && fstat(descriptor, &other) == 0 && other.st_dev == out.st_dev && other.st_ino == out.st_ino
        && (descriptor == STDOUT_FILENO || descriptor > STDERR_FILENO);
    errno = fault;
    return same;
}

ssize_t write(int descriptor, const void *data, size_t length) {
    int file = is_tracked(descriptor);
    if (!file && !is_out(descriptor))
        return REAL(write)(descriptor, data, length);
    pthread_mutex_lock(&lock);
    ssize_t written = REAL(write)(descriptor, data, length);
    if (written > 0)
        tell(file ? 'W' : 'A', descriptor, file ? lseek(descriptor, 0, SEEK_CUR) - written : 0, data, (size_t)written, NULL, 0);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t at) {
    if (!is_tracked(descriptor))
        return REAL(pwrite64)(descriptor, data, length, at);
    pthread_mutex_lock(&lock);
    ssize_t written = REAL(pwrite64)(descriptor, data, length, at);
    if (written > 0)
        tell('W', descriptor, at, data, (size_t)written, NULL, 0);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite(int descriptor, const void *data, size_t length, off_t at) { return pwrite64(descriptor, data, length, at); }

/* Vectors as single writes: a short one is what the interface allows. */
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (!is_tracked(descriptor) && !is_out(descriptor))
        return REAL(writev)(descriptor, parts, count);
    return count > 0 ? write(descriptor, parts[0].iov_base, parts[0].iov_len) : 0;
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off64_t at) {
    if (!is_tracked(descriptor))
        return REAL(pwritev64)(descriptor, parts, count, at);
    return count > 0 ? pwrite64(descriptor, parts[0].iov_base, parts[0].iov_len, at) : 0;
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t at) { return pwritev64(descriptor, parts, count, at); }

int ftruncate64(int descriptor, off64_t size) {
    if (!is_tracked(descriptor))
        return REAL(ftruncate64)(descriptor, size);
    pthread_mutex_lock(&lock);
    int result = REAL(ftruncate64)(descriptor, size);
    if (result == 0)
        tell('T', descriptor, size, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

static int flush(int (*call)(int), int descriptor) {
    if (!is_tracked(descriptor))
        return call(descriptor);
    pthread_mutex_lock(&lock);
    int result = call(descriptor);
    if (result == 0)
        tell('S', descriptor, 0, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int descriptor) { return flush(REAL(fsync), descriptor); }

int fdatasync(int descriptor) { return flush(REAL(fdatasync), descriptor); }

/* A name is changed: the paths are resolved before the call, since after it the old one is gone. */
#define CHANGE(kind, from_folder, from, to_folder, to, call)                        \
    char first[PATH_MAX], second[PATH_MAX] = "";                                    \
    const char *other = to;                                                         \
    int here = inside(from_folder, from, first);                                    \
    int there = other && inside(to_folder, other, second);                          \
    if (!here && !there)                                                            \
        return call;                                                                \
    pthread_mutex_lock(&lock);                                                      \
    int result = call;                                                              \
    if (result == 0)                                                                \
        tell_paths(kind, first, other ? second : NULL);                             \
    pthread_mutex_unlock(&lock);                                                    \
    return result;

int rename(const char *from, const char *to) { CHANGE('R', AT_FDCWD, from, AT_FDCWD, to, REAL(rename)(from, to)) }

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    CHANGE('R', from_folder, from, to_folder, to, REAL(renameat)(from_folder, from, to_folder, to))
}

int link(const char *from, const char *to) { CHANGE('L', AT_FDCWD, from, AT_FDCWD, to, REAL(link)(from, to)) }

int unlink(const char *path) { CHANGE('U', AT_FDCWD, path, AT_FDCWD, NULL, REAL(unlink)(path)) }

int unlinkat(int folder, const char *path, int flags) { CHANGE('U', folder, path, AT_FDCWD, NULL, REAL(unlinkat)(folder, path, flags)) }

int remove(const char *path) { CHANGE('U', AT_FDCWD, path, AT_FDCWD, NULL, REAL(remove)(path)) }

int rmdir(const char *path) { CHANGE('U', AT_FDCWD, path, AT_FDCWD, NULL, REAL(rmdir)(path)) }

int mkdir(const char *path, mode_t mode) { CHANGE('D', AT_FDCWD, path, AT_FDCWD, NULL, REAL(mkdir)(path, mode)) }

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off64_t at) {
    void *result = REAL(mmap64)(address, length, protection, flags, descriptor, at);
    if (is_tracked(descriptor) && (flags & MAP_SHARED) && (protection & PROT_WRITE)) {
        pthread_mutex_lock(&lock);
        tell('M', descriptor, at, NULL, 0, NULL, 0);
        pthread_mutex_unlock(&lock);
    }
    return result;
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t at) {
    return mmap64(address, length, protection, flags, descriptor, at);
}

/* Who asks the C library by its handle (as .NET's interop does) is given the functions above. */
void *dlsym(void *restrict handle, const char *restrict name) {
#define HERE(function) {#function, (void *)function}
    static const struct { const char *name; void *function; } replaced[] = {
        HERE(open), HERE(open64), HERE(openat), HERE(openat64), HERE(creat), HERE(creat64), HERE(close), HERE(write),
        HERE(pwrite), HERE(pwrite64), HERE(writev), HERE(pwritev), HERE(pwritev64), HERE(ftruncate), HERE(ftruncate64),
        HERE(fsync), HERE(fdatasync), HERE(rename), HERE(renameat), HERE(link), HERE(unlink), HERE(unlinkat),
        HERE(remove), HERE(rmdir), HERE(mkdir), HERE(mmap), HERE(mmap64),
    };
    for (size_t i = 0; handle != RTLD_NEXT && i < sizeof replaced / sizeof *replaced; i++) {
        if (strcmp(name, replaced[i].name) == 0)
            return replaced[i].function;
    }
    return find()(handle, name);
}
