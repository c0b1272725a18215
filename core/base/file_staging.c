/* SPDX-License-Identifier: MIT */
/* Folders under a hidden name, and what is left of them when a process dies. */
#include "base/file_staging.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { KEY_DIGITS = 6, TRIES = 100, LOCK_WAIT_MS = 30000 };

/* ---- signals -------------------------------------------------------------------- */

static sigset_t ending_signals(void)
{
    static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    sigset_t all;
    sigemptyset(&all);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        sigaddset(&all, ending[i]);
    return all;
}

void staging_hold(sigset_t *before)
{
    const sigset_t ending = ending_signals();
    sigprocmask(SIG_BLOCK, &ending, before);
}

bool staging_is_asked_to_end(void)
{
    const sigset_t ending = ending_signals();
    sigset_t waiting, both;
    return sigpending(&waiting) == 0 && sigandset(&both, &waiting, &ending) == 0 &&
           !sigisemptyset(&both);
}

void staging_end_hold(const sigset_t *before)
{
    sigprocmask(SIG_SETMASK, before, NULL);
}

/* ---- folders by descriptor -------------------------------------------------- */

int open_dir_at(int at, const char *path)
{
    return openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

bool same_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool still_at(int at, const char *path, int fd)
{
    struct stat a, b;
    return fstat(fd, &a) == 0 && fstatat(at, path, &b, AT_SYMLINK_NOFOLLOW) == 0 &&
           same_inode(&a, &b);
}

bool is_dir_at(int at, const char *name)
{
    struct stat st;
    return fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

bool exists_at(int at, const char *name)
{
    struct stat st;
    return fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* True for prefix and KEY_DIGITS hexadecimal digits. */
static bool is_hidden_name(const char *name, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(name, prefix, n) == 0 && strlen(name + n) == KEY_DIGITS &&
           strspn(name + n, "0123456789abcdef") == KEY_DIGITS;
}

bool each_entry(int dir, bool (*visit)(void *data, const char *name), void *data)
{
    int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), why = 0;
    DIR *d = copy >= 0 ? fdopendir(copy) : NULL;
    struct dirent *entry;
    bool going = d != NULL;
    if (!d) {
        why = errno;
        close_fd(&copy);
        errno = why;
        return false;
    }
    for (errno = 0; going && (entry = readdir(d)); errno = 0) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            going = visit(data, entry->d_name);
        why = errno;
    }
    why = going ? errno : why;
    closedir(d);
    errno = why;
    return going && why == 0;
}

bool flush_dir(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
}

bool lock_wait(int fd)
{
    const struct timespec back_off = {0, 10000000};
    for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; waited += 10) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return true;
        if (waited >= LOCK_WAIT_MS)
            return false;
        nanosleep(&back_off, NULL);
    }
    return true;
}

/* ---- hidden folders ------------------------------------------------------ */

struct carry {
    int from, to; /* to < 0: nowhere */
};

/* Moves a folder that belongs to the target back to it, unless that has one of the name. */
static bool carry_dir(void *data, const char *name)
{
    const struct carry *c = data;
    if (c->to >= 0 && is_dir_at(c->from, name))
        renameat2(c->from, name, c->to, name, RENAME_NOREPLACE);
    return true;
}

static bool remove_file(void *data, const char *name)
{
    const struct carry *c = data;
    if (!is_dir_at(c->from, name))
        unlinkat(c->from, name, 0);
    return true;
}

void staging_remove(int home, const char *name, int fd)
{
    struct carry c = {fd, -1};
    each_entry(fd, remove_file, &c);
    if (still_at(home, name, fd))
        unlinkat(home, name, AT_REMOVEDIR);
}

struct sweep {
    int home, target;
    const char *prefix;
};

static bool sweep_one(void *data, const char *name)
{
    const struct sweep *s = data;
    struct carry c = {-1, s->target};
    if (!is_hidden_name(name, s->prefix))
        return true;
    c.from = open_dir_at(s->home, name);
    if (c.from >= 0 && flock(c.from, LOCK_EX | LOCK_NB) == 0 && still_at(s->home, name, c.from)) {
        each_entry(c.from, carry_dir, &c);
        staging_remove(s->home, name, c.from);
    }
    close_fd(&c.from);
    return true;
}

void staging_sweep(const char *home, const char *prefix, const char *target)
{
    struct sweep s = {open_dir_at(AT_FDCWD, home), open_dir_at(AT_FDCWD, target), prefix};
    if (s.home >= 0)
        each_entry(s.home, sweep_one, &s);
    close_fd(&s.home);
    close_fd(&s.target);
}

char *staging_make(struct arena *a, int home, const char *prefix, int *fd)
{
    for (int tries = 0; tries < TRIES; tries++) {
        unsigned key;
        char *name;
        if (getrandom(&key, sizeof key, 0) != (ssize_t)sizeof key)
            return NULL;
        name = arena_printf(a, "%s%06x", prefix, key & 0xffffff);
        if (!name)
            return NULL;
        if (mkdirat(home, name, 0777) < 0) {
            if (errno != EEXIST)
                return NULL;
            continue;
        }
        /* a sweeping run may snatch one that is not locked yet: then another is made */
        *fd = open_dir_at(home, name);
        if (*fd >= 0 && (flock(*fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
            still_at(home, name, *fd))
            return name;
        close_fd(fd);
    }
    return NULL;
}
