/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded, which makes one call of a program fail.
 *
 *     HENG_FAULT="fsync:3:EIO"            the third fsync fails with EIO
 *     HENG_FAULT="write:2+:ENOSPC"        the second write and all that follow
 *     HENG_FAULT="files:7:KILL"           the process is killed in front of its seventh file call
 *     HENG_FAULT="alloc:12:ENOMEM:worker" of the calls in forked children only
 *
 * alloc: malloc, calloc, realloc. growth: a calloc of a block's size, as an arena asks for when it
 * grows. files: every call below that names, makes or changes a file.
 * HENG_FAULT_LOG names a file that takes what happened (struct faults_log).
 */
#include "faults.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
/* The function that this library stands in front of. */
#define REAL(name)                                                                                 \
    static __typeof__(&(name)) real;                                                               \
    if (!real)                                                                                     \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

enum {
    KILL = -1,
    BLOCK_BYTES = 4096,
    ERROR_SEEN = 0x20 /* what ferror looks at in the C library's streams */
};

static struct {
    char call[16];
    long k;
    int error;
    bool onwards, in_workers;
} fault;

static struct faults_log *notes, no_notes;
static bool ready, is_worker;

static const struct {
    const char *name;
    int number;
} errors[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EMFILE", EMFILE},
              {"ENOMEM", ENOMEM}, {"EAGAIN", EAGAIN}, {"EROFS", EROFS},   {"KILL", KILL}};

static void enter_worker(void)
{
    is_worker = true;
}

static void read_fault(void)
{
    char text[64], *call, *k, *error, *who, *rest = text;
    size_t i;
    snprintf(text, sizeof text, "%s", getenv("HENG_FAULT") ? getenv("HENG_FAULT") : "");
    call = strsep(&rest, ":");
    k = strsep(&rest, ":");
    error = strsep(&rest, ":");
    who = strsep(&rest, ":");
    if (!k || !error)
        return;
    snprintf(fault.call, sizeof fault.call, "%s", call);
    fault.k = strtol(k, NULL, 10);
    fault.onwards = strchr(k, '+') != NULL;
    fault.in_workers = who && strcmp(who, "worker") == 0;
    for (i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(errors[i].name, error) == 0)
            fault.error = errors[i].number;
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("HENG_FAULT_LOG");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *p = MAP_FAILED;
    if (fd >= 0) {
        p = mmap(NULL, sizeof *notes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        close(fd);
    }
    notes = p == MAP_FAILED ? &no_notes : p;
    read_fault();
    pthread_atfork(NULL, NULL, enter_worker);
    ready = true;
}

__attribute__((destructor)) static void end(void)
{
    ready = false;
}

/* gcov writes its counts after the handlers of exit: none of the program's calls, left alone. */
static void end_at_exit(void)
{
    static bool registered;
    if (ready && !registered)
        registered = atexit(end) == 0;
}

/* True when labels holds the word that HENG_FAULT begins with. */
static bool is_wanted(const char *labels)
{
    size_t n = strlen(fault.call);
    const char *at = n ? strstr(labels, fault.call) : NULL;
    return at && (at == labels || at[-1] == ' ') && (at[n] == ' ' || !at[n]);
}

/* True when this call is to fail; errno then says how. */
static bool fails(const char *labels)
{
    long n;
    if (!ready || is_worker != fault.in_workers || !is_wanted(labels))
        return false;
    n = __atomic_add_fetch(&notes->calls, 1, __ATOMIC_SEQ_CST);
    if (fault.k < 1 || (n != fault.k && !(fault.onwards && n > fault.k)))
        return false;
    __atomic_add_fetch(&notes->failed, 1, __ATOMIC_SEQ_CST);
    if (fault.error == KILL)
        kill(getpid(), SIGKILL);
    errno = fault.error;
    return true;
}

static void held(long n)
{
    if (ready && !is_worker)
        notes->held += n;
}

/* ---- memory ---------------------------------------------------------------- */

/* AddressSanitizer's own, which cannot be looked up as early as it asks for memory itself. */
#define OWN __attribute__((weak, visibility("default")))
extern OWN void *__interceptor_malloc(size_t n);
extern OWN void *__interceptor_calloc(size_t count, size_t size);
extern OWN void *__interceptor_realloc(void *p, size_t n);
extern OWN void __interceptor_free(void *p);
#define REAL_MEMORY(name)                                                                          \
    static __typeof__(&(name)) real;                                                               \
    if (!real)                                                                                     \
    *(void **)&real = __interceptor_##name ? (void *)__interceptor_##name : dlsym(RTLD_NEXT, #name)

EXPORT void *malloc(size_t n)
{
    REAL_MEMORY(malloc);
    void *p = fails("alloc") ? NULL : real(n);
    held(p != NULL);
    return p;
}

EXPORT void *calloc(size_t count, size_t size)
{
    REAL_MEMORY(calloc);
    bool is_block = count == 1 && size >= BLOCK_BYTES;
    void *p = fails(is_block ? "alloc growth" : "alloc") ? NULL : real(count, size);
    held(p != NULL);
    return p;
}

EXPORT void *realloc(void *p, size_t n)
{
    REAL_MEMORY(realloc);
    void *q = (n > 0 || !p) && fails("alloc") ? NULL : real(p, n);
    held(!p && q ? 1 : p && !n && !q ? -1 : 0);
    return q;
}

EXPORT void *reallocarray(void *p, size_t count, size_t size)
{
    size_t n;
    if (!__builtin_mul_overflow(count, size, &n))
        return realloc(p, n);
    errno = ENOMEM;
    return NULL;
}

EXPORT void free(void *p)
{
    REAL_MEMORY(free);
    held(p ? -1 : 0);
    real(p);
}

/* ---- files ----------------------------------------------------------------- */

static mode_t mode_argument(int flags, va_list ap)
{
    return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(ap, unsigned) : 0;
}

EXPORT int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list ap;
    mode_t mode;
    end_at_exit();
    va_start(ap, flags);
    mode = mode_argument(flags, ap);
    va_end(ap);
    return fails("open files") ? -1 : real(path, flags, mode);
}

EXPORT int openat(int at, const char *path, int flags, ...)
{
    REAL(openat);
    va_list ap;
    mode_t mode;
    va_start(ap, flags);
    mode = mode_argument(flags, ap);
    va_end(ap);
    return fails("open files") ? -1 : real(at, path, flags, mode);
}

EXPORT DIR *opendir(const char *path)
{
    REAL(opendir);
    return fails("opendir files") ? NULL : real(path);
}

EXPORT DIR *fdopendir(int fd)
{
    REAL(fdopendir);
    return fails("opendir files") ? NULL : real(fd);
}

EXPORT struct dirent *readdir(DIR *d)
{
    REAL(readdir);
    return fails("readdir files") ? NULL : real(d);
}

EXPORT int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return fails("mkdir files") ? -1 : real(path, mode);
}

EXPORT int mkdirat(int at, const char *path, mode_t mode)
{
    REAL(mkdirat);
    return fails("mkdir files") ? -1 : real(at, path, mode);
}

EXPORT int renameat(int from, const char *a, int to, const char *b)
{
    REAL(renameat);
    return fails("rename files") ? -1 : real(from, a, to, b);
}

EXPORT int renameat2(int from, const char *a, int to, const char *b, unsigned flags)
{
    REAL(renameat2);
    return fails("rename files") ? -1 : real(from, a, to, b, flags);
}

EXPORT int linkat(int from, const char *a, int to, const char *b, int flags)
{
    REAL(linkat);
    return fails("link files") ? -1 : real(from, a, to, b, flags);
}

EXPORT int unlinkat(int at, const char *path, int flags)
{
    REAL(unlinkat);
    return fails("unlink files") ? -1 : real(at, path, flags);
}

EXPORT int fchmod(int fd, mode_t mode)
{
    REAL(fchmod);
    return fails("chmod files") ? -1 : real(fd, mode);
}

EXPORT int fsync(int fd)
{
    REAL(fsync);
    return fails("fsync files") ? -1 : real(fd);
}

EXPORT int close(int fd)
{
    REAL(close);
    bool failed = fd > 2 && fails("close files");
    int why = errno, rc = real(fd); /* a close that fails closes nevertheless */
    if (!failed)
        return rc;
    errno = why;
    return -1;
}

EXPORT ssize_t write(int fd, const void *p, size_t n)
{
    REAL(write);
    return fails("write files") ? -1 : real(fd, p, n);
}

/* ---- streams that belong to a file -------------------------------------------- */

static bool stream_fails(FILE *f, const char *labels)
{
    int why;
    if (!f || fileno(f) <= 2 || !fails(labels))
        return false;
    why = errno;
    __fpurge(f);
    f->_flags |= ERROR_SEEN;
    errno = why;
    return true;
}

EXPORT FILE *fdopen(int fd, const char *mode)
{
    REAL(fdopen);
    return fails("fdopen files") ? NULL : real(fd, mode);
}

EXPORT size_t fwrite(const void *p, size_t size, size_t n, FILE *f)
{
    REAL(fwrite);
    return stream_fails(f, "write files") ? 0 : real(p, size, n, f);
}

EXPORT int fflush(FILE *f)
{
    REAL(fflush);
    return stream_fails(f, "write files") ? EOF : real(f);
}

EXPORT int fclose(FILE *f)
{
    REAL(fclose);
    bool failed = stream_fails(f, "close files");
    int why = errno, rc = real(f);
    if (!failed)
        return rc;
    errno = why;
    return EOF;
}

/* ---- processes ----------------------------------------------------------------- */

EXPORT pid_t fork(void)
{
    REAL(fork);
    return fails("fork") ? -1 : real();
}

EXPORT int pipe2(int ends[2], int flags)
{
    REAL(pipe2);
    return fails("pipe") ? -1 : real(ends, flags);
}

EXPORT void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset)
{
    REAL(mmap);
    return fails("mmap") ? MAP_FAILED : real(at, n, prot, flags, fd, offset);
}
