/* SPDX-License-Identifier: MIT */
/* Files, folders and the names of paths. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading ------------------------------------------------------------- */

static int refuse_kind(const char *path, mode_t mode, struct error *e)
{
    const char *kind = S_ISDIR(mode)    ? "a folder"
                       : S_ISFIFO(mode) ? "a named pipe"
                       : S_ISCHR(mode)  ? "a device"
                       : S_ISBLK(mode)  ? "a device"
                                        : "a socket";
    return error_set(e, ERR_NOINPUT, "%s: not a regular file: it is %s", path, kind);
}

/* Non-blocking, so that a named pipe without a writer cannot hold us up. */
static int open_regular(const char *path, int *fd, struct stat *st, struct error *e)
{
    *fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (*fd < 0) {
        if (errno == ENXIO && stat(path, st) == 0 && !S_ISREG(st->st_mode))
            return refuse_kind(path, st->st_mode, e);
        return error_set(e, error_of_errno(errno, ERR_NOINPUT), "%s: cannot be opened: %s", path,
                         strerror(errno));
    }
    if (fstat(*fd, st) < 0)
        return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    if (!S_ISREG(st->st_mode))
        return refuse_kind(path, st->st_mode, e);
    return OK;
}

int file_too_long(const char *path, size_t max, struct error *e)
{
    return error_set(e, ERR_DATA, "%s: too long: at most %zu bytes are read", path, max);
}

/* The size is only a hint: a file may grow, and those in /proc claim to be empty. */
static int read_all(const char *path, int fd, size_t hint, size_t max, char **bytes, size_t *n,
                    struct error *e)
{
    size_t cap = hint + 2, have = 0;
    char *buf = malloc(cap), *more;
    ssize_t got;
    if (!buf)
        return error_set(e, ERR_MEMORY, "%s: out of memory: %zu bytes", path, cap);
    for (;;) {
        got = read(fd, buf + have, cap - 1 - have);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(buf);
            return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
        }
        have += (size_t)got;
        if (have > max) {
            free(buf);
            return file_too_long(path, max, e);
        }
        if (have < cap - 1)
            continue;
        more = cap > SIZE_MAX / 2 ? NULL : realloc(buf, cap * 2);
        if (!more) {
            free(buf);
            return error_set(e, ERR_MEMORY, "%s: out of memory: %zu bytes", path, cap);
        }
        buf = more;
        cap *= 2;
    }
    buf[have] = '\0';
    *bytes = buf;
    *n = have;
    return OK;
}

int file_open(const char *path, int *fd, size_t *n, struct error *e)
{
    struct stat st;
    int rc = open_regular(path, fd, &st, e);
    *n = rc ? 0 : (size_t)st.st_size;
    if (rc && *fd >= 0) {
        close(*fd);
        *fd = -1;
    }
    return rc;
}

int file_read_opened(int fd, const char *path, size_t max, char **bytes, size_t *n, struct error *e)
{
    struct stat st;
    *bytes = NULL;
    *n = 0;
    if (fstat(fd, &st) < 0 || lseek(fd, 0, SEEK_SET) != 0)
        return error_set(e, ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    if ((uintmax_t)st.st_size > max)
        return file_too_long(path, max, e);
    return read_all(path, fd, (size_t)st.st_size, max, bytes, n, e);
}

int file_read(const char *path, size_t max, char **bytes, size_t *n, struct error *e)
{
    int fd, rc = file_open(path, &fd, n, e);
    *bytes = NULL;
    if (rc)
        return rc;
    rc = file_read_opened(fd, path, max, bytes, n, e);
    close(fd); /* opened for reading: nothing is lost */
    return rc;
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool dir_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* ---- paths --------------------------------------------------------------- */

char *path_join(struct arena *a, const char *dir, const char *name)
{
    size_t n = strlen(dir);
    if (n == 0 || name[0] == '/')
        return arena_strdup(a, name);
    return arena_printf(a, dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

char *path_dir(struct arena *a, const char *path)
{
    size_t n = (size_t)(path_base(path) - path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    return n == 0 ? arena_strdup(a, ".") : arena_strndup(a, path, n);
}

const char *path_base(const char *path)
{
    size_t n = strlen(path);
    while (n > 0 && path[n - 1] == '/')
        n--;
    while (n > 0 && path[n - 1] != '/')
        n--;
    return path + n;
}

/* Appends the components of tail to real. A ".." cannot be followed where nothing exists yet. */
static char *path_append(struct arena *a, char *real, const char *tail)
{
    while (real && *tail) {
        size_t n = strcspn(tail, "/");
        char *part = arena_strndup(a, tail, n);
        if (!part || strcmp(part, "..") == 0)
            return NULL;
        if (n > 0 && strcmp(part, ".") != 0)
            real = path_join(a, real, part);
        tail += n;
        tail += *tail == '/';
    }
    return real;
}

char *path_real(struct arena *a, const char *path)
{
    char real[PATH_MAX];
    size_t n = strlen(path);
    if (realpath(path, real))
        return arena_strdup(a, real);
    while (errno == ENOENT && n > 0) {
        char *head;
        while (n > 0 && path[n - 1] == '/')
            n--;
        while (n > 0 && path[n - 1] != '/')
            n--;
        head = n == 0 ? arena_strdup(a, ".") : arena_strndup(a, path, n);
        if (!head)
            return NULL;
        if (realpath(head, real))
            return path_append(a, arena_strdup(a, real), path + n);
    }
    if (errno == ENOMEM)
        arena_fail(a);
    return NULL;
}

/* ---- folders ------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *suffix, size_t *stem)
{
    size_t n = strlen(name), m = strlen(suffix);
    *stem = n > m ? n - m : 0;
    return n > m && strcmp(name + n - m, suffix) == 0;
}

static int list_entries(struct arena *a, DIR *d, const char *suffix, char ***names, size_t *n)
{
    size_t cap = 0, stem;
    struct dirent *entry;
    for (errno = 0; (entry = readdir(d)); errno = 0) {
        if (entry->d_name[0] == '.' || !ends_with(entry->d_name, suffix, &stem))
            continue;
        if (*n == cap) {
            char **more = arena_array(a, cap = cap ? cap * 2 : 16, sizeof *more);
            if (!more)
                return ERR_MEMORY;
            if (*n > 0)
                memcpy(more, *names, *n * sizeof *more);
            *names = more;
        }
        (*names)[*n] = arena_strndup(a, entry->d_name, stem);
        if (!(*names)[(*n)++])
            return ERR_MEMORY;
    }
    return errno ? ERR_IO : OK;
}

int dir_list(struct arena *a, const char *dir, const char *suffix, char ***names, size_t *n,
             struct error *e)
{
    DIR *d = opendir(dir);
    int rc;
    *n = 0;
    *names = arena_array(a, 1, sizeof **names);
    if (!d && errno == ENOENT && *names)
        return OK;
    if (!d && *names)
        return error_set(e, error_of_errno(errno, ERR_NOINPUT), "%s: cannot be listed: %s", dir,
                         strerror(errno));
    rc = *names ? list_entries(a, d, suffix, names, n) : ERR_MEMORY;
    if (rc == ERR_IO)
        error_set(e, rc, "%s: cannot be listed: %s", dir, strerror(errno));
    else if (rc == ERR_MEMORY)
        error_set(e, rc, "%s: cannot be listed: out of memory", dir);
    if (d)
        closedir(d);
    if (!rc)
        qsort(*names, *n, sizeof **names, by_name);
    return rc;
}

static int make_one(const char *path, struct error *e)
{
    int why;
    if (mkdir(path, 0777) == 0 || dir_exists(path))
        return OK;
    why = errno;
    return error_set(e, ERR_CANTCREATE, "%s: cannot be made: %s", path,
                     why == EEXIST ? "something else of that name is in the way" : strerror(why));
}

int dir_make(const char *dir, struct error *e)
{
    char path[PATH_MAX];
    size_t n = strlen(dir);
    int rc = OK;
    if (n == 0 || n >= sizeof path)
        return error_set(e, ERR_CANTCREATE, "%s: cannot be made: %s", dir,
                         strerror(n ? ENAMETOOLONG : ENOENT));
    if (dir_exists(dir))
        return OK;
    memcpy(path, dir, n + 1);
    for (size_t i = 1; i < n && !rc; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        rc = make_one(path, e);
        path[i] = '/';
    }
    return rc ? rc : make_one(path, e);
}

/* ---- one new file -------------------------------------------------------- */

bool file_write_all(int fd, const void *p, size_t n)
{
    const char *bytes = p;
    while (n > 0) {
        ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes += put;
        n -= (size_t)put;
    }
    return true;
}

/* Gives the file its name, unless that is taken. */
static bool rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return link(from, to) == 0 && unlink(from) == 0;
}

int file_write_new(const char *path, const char *bytes, size_t n, struct error *e)
{
    struct arena *a = arena_new();
    char *dir = a ? path_dir(a, path) : NULL, *temp = NULL;
    struct stat st;
    unsigned key = 0;
    int fd = -1, rc = OK;
    if (getrandom(&key, sizeof key, 0) == (ssize_t)sizeof key && dir)
        temp = arena_printf(a, "%s/.heng-new-%08x", dir, key);
    if (!temp) {
        rc = error_no_memory_for(e, path);
        goto out;
    }
    if (lstat(path, &st) == 0) {
        rc = error_set(e, ERR_CANTCREATE, "%s: exists already: it is not replaced", path);
        goto out;
    }
    fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        rc = error_set(e, ERR_CANTCREATE, "%s: cannot be made: %s", path, strerror(errno));
        goto out;
    }
    if (!file_write_all(fd, bytes, n) || fsync(fd) != 0)
        rc = error_set(e, ERR_IO, "%s: cannot be written: %s", path, strerror(errno));
    if (close(fd) < 0 && !rc)
        rc = error_set(e, ERR_IO, "%s: cannot be written: %s", path, strerror(errno));
    if (!rc && !rename_new(temp, path))
        rc = error_set(e, ERR_CANTCREATE, "%s: cannot be made: %s", path, strerror(errno));
    if (rc)
        unlink(temp);
out:
    arena_free(a);
    return rc;
}

int file_temporary(void)
{
    const char *dir = getenv("TMPDIR");
    return open(dir && *dir ? dir : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}
