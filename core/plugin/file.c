/* SPDX-License-Identifier: MIT */
/* Owner, permissions, kind and hash of a plugin's file. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "plugin/plugin_internal.h"

enum { LOOKUP_MAX = 16384 };

static int refuse_errno(struct error *e, const char *what)
{
    return error_set(e, error_of_errno(errno, ERR_PART), "%s: %s", what, strerror(errno));
}

bool plugin_file_name(const char *path, char name[64])
{
    const char *base = path_base(path);
    size_t n = strlen(base);
    if (n < 4 || n - 3 > 63 || strcmp(base + n - 3, ".so") != 0)
        return false;
    memcpy(name, base, n - 3);
    name[n - 3] = '\0';
    return text_is_id(name);
}

static const char *kind_name(mode_t mode)
{
    static const struct {
        mode_t kind;
        const char *name;
    } kinds[] = {
        {S_IFLNK, "a symbolic link"}, {S_IFDIR, "a folder"}, {S_IFIFO, "a FIFO"},
        {S_IFSOCK, "a socket"},       {S_IFCHR, "a device"}, {S_IFBLK, "a device"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((mode & S_IFMT) == kinds[i].kind)
            return kinds[i].name;
    return "of an unknown kind";
}

/* Whether g is the private group of the user who runs this: the primary one, which bears the
   user's name and has nobody else in it. */
static bool is_private_group(gid_t g)
{
    char text[LOOKUP_MAX], more[LOOKUP_MAX];
    struct passwd user, *u = NULL;
    struct group group, *found = NULL;
    if (getpwuid_r(geteuid(), &user, text, sizeof text, &u) != 0 || !u || u->pw_gid != g)
        return false;
    if (getgrgid_r(g, &group, more, sizeof more, &found) != 0 || !found)
        return false;
    if (strcmp(found->gr_name, u->pw_name) != 0)
        return false;
    for (char **m = found->gr_mem; *m; m++)
        if (strcmp(*m, u->pw_name) != 0)
            return false;
    return true;
}

/* With an access control list, what looks like the group's right to write is anybody's. */
static bool has_acl(int fd)
{
    return fgetxattr(fd, "system.posix_acl_access", NULL, 0) > 0;
}

/* what: "it" or "its folder". A folder may be open to all when its sticky bit keeps them from
   replacing files of others. */
static int check_owner(int fd, const struct stat *s, const char *what, struct error *e)
{
    bool sticky = S_ISDIR(s->st_mode) && (s->st_mode & S_ISVTX);
    if (s->st_uid != 0 && s->st_uid != geteuid())
        return error_set(e, ERR_PART,
                         "%s belongs to another user (uid %lu): only root's and your "
                         "own are loaded",
                         what, (unsigned long)s->st_uid);
    if ((s->st_mode & S_IWOTH) && !sticky)
        return error_set(e, ERR_PART, "%s is writable by everyone: chmod o-w", what);
    if ((s->st_mode & S_IWGRP) && !sticky && (has_acl(fd) || !is_private_group(s->st_gid)))
        return error_set(e, ERR_PART, "%s is writable by a group (gid %lu): chmod g-w", what,
                         (unsigned long)s->st_gid);
    return OK;
}

static int check_kind(const struct stat *s, struct error *e)
{
    if (!S_ISREG(s->st_mode))
        return error_set(e, ERR_PART, "it is %s: only a regular file is loaded",
                         kind_name(s->st_mode));
    if (s->st_size < 64)
        return error_set(e, ERR_PART, "too short for a shared object: %lld bytes",
                         (long long)s->st_size);
    if (s->st_size > PLUGIN_FILE_MAX)
        return error_set(e, ERR_PART, "too long: %lld bytes, at most %d", (long long)s->st_size,
                         PLUGIN_FILE_MAX);
    return OK;
}

/* Opens the folder and then the file in it, so that the folder looked at is the file's. */
static int open_checked(const char *dir, const char *base, int *fd, struct stat *s, struct error *e)
{
    struct stat folder;
    int status, d = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *fd = -1;
    if (d < 0)
        return refuse_errno(e, "its folder cannot be opened");
    if (fstat(d, &folder) != 0 || fstatat(d, base, s, AT_SYMLINK_NOFOLLOW) != 0) {
        status = refuse_errno(e, "it cannot be looked at");
        goto out;
    }
    status = check_kind(s, e);
    if (!status)
        status = check_owner(d, &folder, "its folder", e);
    if (status)
        goto out;
    *fd = openat(d, base, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (*fd < 0 || fstat(*fd, s) != 0)
        status = refuse_errno(e, "it cannot be opened");
    else if (!(status = check_kind(s, e)))
        status = check_owner(*fd, s, "it", e);
out:
    close(d);
    return status;
}

static int read_whole(int fd, unsigned char *bytes, size_t n, struct error *e)
{
    size_t got = 0;
    while (got < n) {
        ssize_t r = read(fd, bytes + got, n - got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return refuse_errno(e, "it cannot be read");
        if (r == 0)
            return error_set(e, ERR_PART, "it became shorter while it was read");
        got += (size_t)r;
    }
    return OK;
}

/* Reads it whole; check_kind has seen its size. *bytes is the caller's to free, also on failure. */
static int read_file(int fd, const struct stat *s, unsigned char **bytes, struct error *e)
{
    *bytes = malloc((size_t)s->st_size);
    return *bytes ? read_whole(fd, *bytes, (size_t)s->st_size, e) : error_no_memory(e);
}

static int look(const char *dir, const char *path, char sha256[65], struct error *e)
{
    unsigned char *bytes = NULL;
    struct stat s;
    int fd = -1, status = open_checked(dir, path_base(path), &fd, &s, e);
    if (!status)
        status = read_file(fd, &s, &bytes, e);
    if (!status)
        status = plugin_elf_check(bytes, (size_t)s.st_size, e);
    if (!status)
        hash_bytes(bytes, (size_t)s.st_size, sha256);
    free(bytes);
    if (fd >= 0)
        close(fd);
    return status;
}

int plugin_file_open_again(const char *path, const char *sha256, int *fd, struct error *e)
{
    unsigned char *bytes = NULL;
    char now[65];
    struct stat s;
    int status = OK;
    *fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (*fd < 0 || fstat(*fd, &s) != 0)
        return error_set(e, ERR_PART, "the file went away while heng was running");
    status = check_kind(&s, e);
    if (!status)
        status = read_file(*fd, &s, &bytes, e);
    if (!status)
        hash_bytes(bytes, (size_t)s.st_size, now);
    if (!status && strcmp(now, sha256) != 0)
        status = error_set(e, ERR_PART, "the file changed while heng was running: run it again");
    free(bytes);
    return status;
}

int plugin_file_look(const char *path, char sha256[65], struct error *e)
{
    struct arena *a = arena_new();
    char *dir = a ? path_dir(a, path) : NULL, name[64];
    int status;
    if (!dir)
        status = error_no_memory(e);
    else if (!plugin_file_name(path, name))
        status = error_set(e, ERR_PART,
                           "no name for a plugin: NAME.so wanted, NAME of lower-case "
                           "letters, digits and underscores");
    else
        status = look(dir, path, sha256, e);
    arena_free(a);
    return !status ? OK : error_prefix(e, "%s", path);
}
