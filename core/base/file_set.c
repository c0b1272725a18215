/* SPDX-License-Identifier: MIT */
/*
 * A set is built in a hidden folder of its own: ".heng-NAME-xxxxxx" beside the target NAME, or
 * ".heng-xxxxxx" inside it where the two cannot change places. After the exchange the hidden name
 * belongs to the old folder, which stays locked until it is emptied and removed.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/file_staging.h"

#define INSIDE_PREFIX ".heng-"

enum { TRIES = 100 };

struct set_file {
    struct set_file *next;
    const char *name;
    FILE *out;     /* NULL once closed */
    bool replaces; /* it has changed places with an older file */
};

struct file_set {
    struct arena *arena;
    const char *target;        /* absolute, without symlinks */
    const char *parent;        /* the folder that holds target */
    const char *name;          /* target's last component */
    const char *made;          /* the topmost parent made for this set, or NULL */
    const char *beside_prefix; /* of the name of a hidden folder beside target */
    const char *temp;          /* the hidden folder's name */
    int home;                  /* the folder that holds temp: parent, or target when inside */
    int fd;                    /* temp, locked */
    bool inside;               /* files are renamed into place one by one */
    bool failed;               /* a file could not be written */
    struct set_file *files;
    file_set_earlier *earlier; /* asked when the target is held locked; or NULL */
    void *earlier_data;
    sigset_t signals;      /* blocked before the set began */
    struct set_file *gone; /* what goes from the target with the commit */
};

static const struct set_file *find_in(const struct set_file *f, const char *name)
{
    while (f && strcmp(f->name, name) != 0)
        f = f->next;
    return f;
}

static const struct set_file *set_find(const struct file_set *set, const char *name)
{
    return find_in(set->files, name);
}

/* Whether the target's entry of this name does not outlive the commit. */
static bool set_ends(const struct file_set *set, const char *name)
{
    return set_find(set, name) || find_in(set->gone, name);
}

/* ---- begin --------------------------------------------------------------- */

/* The topmost folder that making path would make, or NULL. */
static const char *first_missing(struct arena *a, const char *path)
{
    const char *missing = NULL;
    while (path && !dir_exists(path)) {
        missing = path;
        path = path_dir(a, path);
    }
    return missing;
}

static int target_resolve(struct file_set *set, const char *dir, struct error *e)
{
    struct stat st;
    errno = 0;
    set->target = *dir ? path_real(set->arena, dir) : NULL;
    if (!set->target) {
        int why = *dir ? errno : 0;
        return error_set(e, error_of_errno(why, ERR_CANTCREATE), "%s: cannot be written to: %s",
                         dir, why ? strerror(why) : "no such folder can be made");
    }
    set->parent = path_dir(set->arena, set->target);
    set->name = path_base(set->target);
    set->beside_prefix = arena_printf(set->arena, ".heng-%s-", set->name);
    if (!set->parent || !set->beside_prefix) {
        error_no_memory_for(e, dir);
        return ERR_MEMORY;
    }
    if (lstat(set->target, &st) < 0) {
        set->made = first_missing(set->arena, set->parent);
        return dir_make(set->parent, e);
    }
    if (S_ISLNK(st.st_mode))
        return error_set(e, ERR_CANTCREATE, "%s: cannot be written to: a link to nowhere", dir);
    if (!S_ISDIR(st.st_mode))
        return error_set(e, ERR_CANTCREATE, "%s: cannot be written to: it is not a folder", dir);
    if (faccessat(AT_FDCWD, set->target, R_OK | W_OK | X_OK, AT_EACCESS) < 0)
        return error_set(e, ERR_CANTCREATE, "%s: cannot be written to: %s", dir, strerror(errno));
    return OK;
}

static bool is_mount_root(const char *path)
{
    struct statx sx;
    return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_INO, &sx) == 0 &&
           (sx.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

/* Folders that cannot change places, or should not: a mount point, the working folder (whoever
   stands in it would stand in a removed one), one with access lists, one of another owner. */
static bool stays_in_place(const struct file_set *set)
{
    struct stat st, here;
    if (stat(set->target, &st) < 0)
        return false;
    return is_mount_root(set->target) || (stat(".", &here) == 0 && same_inode(&st, &here)) ||
           getxattr(set->target, "system.posix_acl_access", NULL, 0) > 0 ||
           getxattr(set->target, "system.posix_acl_default", NULL, 0) > 0 ||
           (geteuid() != 0 && st.st_uid != geteuid());
}

static bool begin_in(struct file_set *set, bool inside)
{
    set->inside = inside;
    set->home = open_dir_at(AT_FDCWD, inside ? set->target : set->parent);
    if (set->home < 0)
        return false;
    set->temp =
        staging_make(set->arena, set->home, inside ? INSIDE_PREFIX : set->beside_prefix, &set->fd);
    if (!set->temp)
        close_fd(&set->home);
    return set->temp != NULL;
}

/* The reason of a failure is in errno. */
static bool begin(struct file_set *set)
{
    bool exists = dir_exists(set->target);
    staging_sweep(set->parent, set->beside_prefix, set->target);
    staging_sweep(set->target, INSIDE_PREFIX, set->target);
    if (!stays_in_place(set) && begin_in(set, false))
        return true;
    return exists && begin_in(set, true);
}

/* Removes the parents made for the set, as long as they are empty. */
static void unmake_parents(struct file_set *set)
{
    const char *path = set->parent;
    while (set->made && path && rmdir(path) == 0 && strcmp(path, set->made) != 0)
        path = path_dir(set->arena, path);
}

static void set_free(struct file_set *set)
{
    const sigset_t signals = set->signals;
    close_fd(&set->fd);
    close_fd(&set->home);
    arena_free(set->arena);
    free(set);
    staging_end_hold(&signals);
}

int file_set_begin(const char *dir, struct file_set **out, struct error *e)
{
    struct file_set *set = calloc(1, sizeof *set);
    int rc;
    *out = NULL;
    if (!set || !(set->arena = arena_new())) {
        free(set);
        return error_no_memory_for(e, dir);
    }
    staging_hold(&set->signals);
    set->fd = set->home = -1;
    rc = target_resolve(set, dir, e);
    if (!rc && !begin(set))
        rc = error_set(e, error_of_errno(errno, ERR_CANTCREATE), "%s: cannot be written to: %s",
                       dir, strerror(errno));
    if (rc) {
        unmake_parents(set);
        set_free(set);
        return rc;
    }
    *out = set;
    return OK;
}

/* ---- the files ----------------------------------------------------------- */

int file_set_open(struct file_set *set, const char *name, FILE **out, struct error *e)
{
    struct set_file *f;
    int fd;
    *out = NULL;
    if (!*name || *name == '.' || strchr(name, '/'))
        return error_set(e, ERR_CANTCREATE, "%s: not a name for an output file", name);
    if (set_find(set, name))
        return error_set(e, ERR_CANTCREATE, "%s/%s: is written twice", set->target, name);
    f = arena_alloc(set->arena, sizeof *f);
    if (!f || !(f->name = arena_strdup(set->arena, name)))
        return error_set(e, ERR_MEMORY, "%s/%s: out of memory", set->target, name);
    fd = openat(set->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    f->out = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!f->out) {
        int status = error_set(e, error_of_errno(errno, ERR_CANTCREATE),
                               "%s/%s: cannot be made: %s", set->target, name, strerror(errno));
        close_fd(&fd);
        return status;
    }
    f->next = set->files;
    set->files = f;
    *out = f->out;
    return OK;
}

/* The reason of a write that failed some time ago: writing once more tells. */
static const char *write_failure(FILE *out)
{
    clearerr(out);
    errno = 0;
    return putc('\n', out) == EOF || fflush(out) != 0 ? strerror(errno) : "a write failed";
}

int file_set_close(struct file_set *set, FILE *out, struct error *e)
{
    struct set_file *f = set->files;
    const char *why = NULL;
    while (f && f->out != out)
        f = f->next;
    if (!f || !out)
        return error_set(e, ERR_INTERNAL, "%s: a file that is not open is closed", set->target);
    if (ferror(out))
        why = write_failure(out);
    else if (fflush(out) != 0 || fsync(fileno(out)) != 0)
        why = strerror(errno);
    if (fclose(out) != 0 && !why)
        why = strerror(errno);
    f->out = NULL;
    if (!why)
        return OK;
    set->failed = true;
    return error_set(e, ERR_IO, "%s/%s: cannot be written: %s", set->target, f->name, why);
}

/* ---- commit -------------------------------------------------------------- */

struct keep {
    const struct file_set *set;
    int old;
};

/* Links an entry that is not the set's into the new folder. A folder is left for later; false
   when it cannot be carried over, or when the file system has no links. */
static bool keep_entry(void *data, const char *name)
{
    const struct keep *k = data;
    int new = k->set->fd;
    if (set_ends(k->set, name))
        return true;
    if (is_dir_at(k->old, name)) {
        struct statx sx;
        return faccessat(k->old, name, W_OK, AT_EACCESS) == 0 &&
               statx(k->old, name, AT_SYMLINK_NOFOLLOW, STATX_INO, &sx) == 0 &&
               !(sx.stx_attributes & STATX_ATTR_MOUNT_ROOT);
    }
    unlinkat(new, name, 0); /* of an earlier try */
    return linkat(k->old, name, new, name, 0) == 0 || errno == ENOENT;
}

struct rest {
    const struct file_set *set;
    int from, to;
    bool drops;       /* what is to go stays behind */
    const char *lost; /* a folder's name in the arena, when one could not be carried over */
};

/* Carries over what the other folder does not have and the set does not hold: subfolders, and files
   made a moment ago. */
static bool carry_rest(void *data, const char *name)
{
    struct rest *r = data;
    if (!(r->drops ? set_ends(r->set, name) : set_find(r->set, name) != NULL) &&
        !exists_at(r->to, name) && renameat2(r->from, name, r->to, name, RENAME_NOREPLACE) < 0 &&
        errno != ENOENT) {
        int why = errno;
        r->lost = arena_strdup(r->set->arena, name);
        errno = why;
        return false;
    }
    return true;
}

/* The new folder looks like the old one from outside. */
static bool copy_owner(int from, int to)
{
    struct stat a, b;
    return fstat(from, &a) == 0 && fstat(to, &b) == 0 &&
           ((a.st_uid == b.st_uid && a.st_gid == b.st_gid) ||
            fchown(to, a.st_uid, a.st_gid) == 0) &&
           fchmod(to, a.st_mode & 07777) == 0;
}

static bool exchange(struct file_set *set, int old)
{
    struct keep k = {set, old};
    return !set->inside && copy_owner(old, set->fd) && each_entry(old, keep_entry, &k) &&
           flush_dir(set->fd) &&
           renameat2(set->home, set->temp, set->home, set->name, RENAME_EXCHANGE) == 0;
}

/* The old folder gets its place back, with all that was carried over. */
static void undo_exchange(struct file_set *set, int old)
{
    struct rest r = {.set = set, .from = set->fd, .to = old};
    if (renameat2(set->home, set->temp, set->home, set->name, RENAME_EXCHANGE) == 0)
        each_entry(set->fd, carry_rest, &r);
}

static int finish_exchange(struct file_set *set, int old, struct error *e)
{
    struct rest r = {.set = set, .from = old, .to = set->fd, .drops = true};
    int rc;
    if (!each_entry(old, carry_rest, &r))
        rc = error_set(e, error_of_errno(errno, ERR_IO),
                       "%s%s%s: cannot be carried over into the new folder: %s", set->target,
                       r.lost ? "/" : "", r.lost ? r.lost : "", strerror(errno));
    else if (!flush_dir(set->fd) || !flush_dir(set->home))
        rc = error_set(e, ERR_IO, "%s: cannot be written: %s", set->target, strerror(errno));
    else {
        staging_remove(set->home, set->temp, old);
        return OK;
    }
    undo_exchange(set, old);
    return rc;
}

/* Moves what is to go out of the target, among the hidden files. */
static bool drop_gone(struct file_set *set, int target)
{
    for (struct set_file *g = set->gone; g; g = g->next) {
        g->replaces = renameat(target, g->name, set->fd, g->name) == 0;
        if (!g->replaces && errno != ENOENT)
            return false;
    }
    return true;
}

/* The files before f go back where they came from, and what had gone. */
static void undo_renames(struct file_set *set, const struct set_file *f, int target)
{
    for (const struct set_file *g = set->gone; g; g = g->next)
        if (g->replaces)
            renameat2(set->fd, g->name, target, g->name, RENAME_NOREPLACE);
    for (const struct set_file *g = set->files; g != f; g = g->next)
        if (!g->replaces)
            renameat2(target, g->name, set->fd, g->name, RENAME_NOREPLACE);
        else
            renameat2(set->fd, g->name, target, g->name, RENAME_EXCHANGE);
}

/* The old file, if there is one, takes the new one's place among the hidden ones. */
static bool rename_one(struct file_set *set, struct set_file *f, int target)
{
    f->replaces = exists_at(target, f->name);
    if (renameat2(set->fd, f->name, target, f->name,
                  f->replaces ? RENAME_EXCHANGE : RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) && renameat(set->fd, f->name, target, f->name) == 0;
}

static int rename_each(struct file_set *set, int target, struct error *e)
{
    struct set_file *f;
    int rc = OK;
    for (f = set->files; f && !rc; f = f->next) {
        if (rename_one(set, f, target))
            continue;
        rc = error_set(e, ERR_CANTCREATE, "%s/%s: cannot be replaced: %s", set->target, f->name,
                       strerror(errno));
        break;
    }
    if (!rc && (!drop_gone(set, target) || !flush_dir(target)))
        rc = error_set(e, ERR_IO, "%s: cannot be written: %s", set->target, strerror(errno));
    if (!rc)
        staging_remove(set->home, set->temp, set->fd);
    else
        undo_renames(set, f, target);
    return rc;
}

/* Puts the set into a folder that exists and that we hold locked. */
static int commit_into(struct file_set *set, int target, struct error *e)
{
    int status = set->earlier ? set->earlier(set->earlier_data, set, set->target, e) : OK;
    if (status)
        return status;
    for (const struct set_file *f = set->files; f; f = f->next) {
        if (is_dir_at(target, f->name))
            return error_set(e, ERR_CANTCREATE, "%s/%s: cannot be replaced: it is a folder",
                             set->target, f->name);
    }
    if (exchange(set, target))
        return finish_exchange(set, target, e);
    return rename_each(set, target, e);
}

/* The folder does not exist: the new one takes its name. False with EEXIST when it does by now. */
static bool publish(struct file_set *set)
{
    if (set->inside)
        return false;
    if (renameat2(set->home, set->temp, set->home, set->name, RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) &&
           renameat(set->home, set->temp, set->home, set->name) == 0;
}

static int finish_publish(struct file_set *set, struct error *e)
{
    int rc;
    if (flush_dir(set->home))
        return OK;
    rc = error_set(e, ERR_IO, "%s: cannot be written: %s", set->target, strerror(errno));
    renameat2(set->home, set->name, set->home, set->temp, RENAME_NOREPLACE);
    return rc;
}

static int commit(struct file_set *set, struct error *e)
{
    int target, rc;
    for (int tries = 0; tries < TRIES; tries++) {
        target = open_dir_at(AT_FDCWD, set->target);
        if (target < 0 && errno == ENOENT && publish(set))
            return finish_publish(set, e);
        if (target < 0 && errno != EEXIST)
            break;
        if (target < 0)
            continue;
        if (!lock_wait(target)) {
            close(target);
            return error_set(e, ERR_CANTCREATE, "%s: another run holds it locked", set->target);
        }
        if (still_at(AT_FDCWD, set->target, target)) {
            rc = commit_into(set, target, e);
            close(target);
            return rc;
        }
        close(target); /* another run has just put a new folder in its place */
    }
    return error_set(e, error_of_errno(errno, ERR_CANTCREATE), "%s: cannot be written to: %s",
                     set->target, strerror(errno));
}

void file_set_ask_earlier(struct file_set *set, file_set_earlier *earlier, void *data)
{
    set->earlier = earlier;
    set->earlier_data = data;
}

int file_set_drop(struct file_set *set, const char *name, struct error *e)
{
    struct set_file *f;
    struct stat st;
    const char *path = path_join(set->arena, set->target, name);
    if (!path)
        return error_no_memory_for(e, name);
    if (!*name || *name == '.' || strchr(name, '/') || set_ends(set, name) ||
        lstat(path, &st) < 0 || !S_ISREG(st.st_mode))
        return OK;
    f = arena_alloc(set->arena, sizeof *f);
    if (!f || !(f->name = arena_strdup(set->arena, name)))
        return error_no_memory_for(e, name);
    f->next = set->gone;
    set->gone = f;
    return OK;
}

int file_set_commit(struct file_set *set, struct error *e)
{
    int rc = OK;
    for (const struct set_file *f = set->files; f && !rc; f = f->next) {
        if (f->out)
            rc = error_set(e, ERR_INTERNAL, "%s/%s: was not closed", set->target, f->name);
    }
    if (!rc && set->failed)
        rc = error_set(e, ERR_IO, "%s: nothing was replaced: a file could not be written",
                       set->target);
    if (!rc && staging_is_asked_to_end())
        rc = error_set(e, ERR_IO, "%s: nothing was written: interrupted", set->target);
    if (!rc && !flush_dir(set->fd))
        rc = error_set(e, ERR_IO, "%s: cannot be written: %s", set->target, strerror(errno));
    if (!rc)
        rc = commit(set, e);
    if (rc)
        file_set_abort(set);
    else
        set_free(set);
    return rc;
}

void file_set_abort(struct file_set *set)
{
    if (!set)
        return;
    for (struct set_file *f = set->files; f; f = f->next) {
        if (f->out)
            fclose(f->out);
    }
    /* After an exchange the hidden name holds the old folder, and fd the new one. */
    if (still_at(set->home, set->temp, set->fd)) {
        staging_remove(set->home, set->temp, set->fd);
        unmake_parents(set);
    }
    set_free(set);
}
