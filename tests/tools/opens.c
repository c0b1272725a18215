/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded, which writes down each file that a program and its children open to
 * read.
 *
 *     HENG_OPENS=FILE         takes "PID PATH" a line
 *     HENG_SWAP=NAME:OTHER    once a file of this name has been opened, OTHER is renamed to it: who
 *                             opens it again meets another file
 *     HENG_TOUCH=NAME:BYTES   once it has been opened, BYTES are written over its beginning
 *
 * What is written down goes through shared memory: a confined worker makes no call for it.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

enum { ROOM = 1 << 20 };

struct notes {
    atomic_size_t n;
    char text[ROOM];
};

typedef int open_fn(const char *, int, ...);
typedef int openat_fn(int, const char *, int, ...);

static struct notes *notes;
static open_fn *real_open;
static openat_fn *real_openat;
static atomic_flag swapped = ATOMIC_FLAG_INIT, touched = ATOMIC_FLAG_INIT;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("HENG_OPENS");
    int fd;
    *(void **)&real_open = dlsym(RTLD_NEXT, "open");
    *(void **)&real_openat = dlsym(RTLD_NEXT, "openat");
    fd = path ? real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0 || ftruncate(fd, sizeof *notes) != 0)
        return;
    notes = mmap(NULL, sizeof *notes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    notes = notes == MAP_FAILED ? NULL : notes;
    close(fd);
}

static void note(const char *path)
{
    char line[600];
    int n = snprintf(line, sizeof line, "%d %s\n", (int)getpid(), path);
    size_t at;
    if (!notes || n < 0 || (size_t)n >= sizeof line)
        return;
    at = atomic_fetch_add(&notes->n, (size_t)n);
    if (at + (size_t)n < ROOM)
        memcpy(notes->text + at, line, (size_t)n);
}

/* What the variable says behind "NAME:", the first time that it is the path's last part. */
static const char *asked(const char *variable, const char *path, atomic_flag *done)
{
    const char *text = getenv(variable);
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strlen(name);
    if (!text || strncmp(text, name, n) != 0 || text[n] != ':' || atomic_flag_test_and_set(done))
        return NULL;
    return text + n + 1;
}

static void opened(const char *path)
{
    const char *other, *bytes;
    int fd;
    note(path);
    if ((other = asked("HENG_SWAP", path, &swapped)) && rename(other, path) != 0)
        _exit(99);
    if (!(bytes = asked("HENG_TOUCH", path, &touched)))
        return;
    fd = real_open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, bytes, strlen(bytes)) < 0)
        _exit(99);
    close(fd);
}

static int is_read(int flags)
{
    return (flags & O_ACCMODE) == O_RDONLY && !(flags & O_DIRECTORY);
}

static mode_t mode_of(int flags, va_list *ap)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(*ap, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
    EXPORT int name(const char *path, int flags, ...)                                              \
    {                                                                                              \
        va_list ap;                                                                                \
        int fd;                                                                                    \
        va_start(ap, flags);                                                                       \
        fd = real_open(path, flags, mode_of(flags, &ap));                                          \
        va_end(ap);                                                                                \
        if (fd >= 0 && is_read(flags))                                                             \
            opened(path);                                                                          \
        return fd;                                                                                 \
    }
#define OPENAT(name)                                                                               \
    EXPORT int name(int dir, const char *path, int flags, ...)                                     \
    {                                                                                              \
        va_list ap;                                                                                \
        int fd;                                                                                    \
        va_start(ap, flags);                                                                       \
        fd = real_openat(dir, path, flags, mode_of(flags, &ap));                                   \
        va_end(ap);                                                                                \
        if (fd >= 0 && is_read(flags))                                                             \
            opened(path);                                                                          \
        return fd;                                                                                 \
    }
EXPORT int open(const char *path, int flags, ...);
EXPORT int open64(const char *path, int flags, ...);
EXPORT int openat(int dir, const char *path, int flags, ...);
EXPORT int openat64(int dir, const char *path, int flags, ...);
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
