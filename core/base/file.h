/* SPDX-License-Identifier: MIT */
/* Reading whole files safely, and writing a set of files that appears all at once or not at all. */
#ifndef HENG_BASE_FILE_H
#define HENG_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

/*
 * Reads a regular file whole. Refuses directories, FIFOs, sockets and devices without
 * blocking on them, and files longer than max bytes. *bytes is NUL-terminated beyond *n and is
 * the caller's to free(). Errors: ERR_NOINPUT (cannot be opened, not a regular file), ERR_DATA
 * (longer than max), ERR_IO, ERR_MEMORY; the text begins with the path.
 */
int file_read(const char *path, size_t max, char **bytes, size_t *n, struct error *e);

/* The two halves of it. n: bytes that it has now, which may change; read from the beginning. */
int file_open(const char *path, int *fd, size_t *n, struct error *e);
int file_read_opened(int fd, const char *path, size_t max, char **bytes, size_t *n,
                     struct error *e);
int file_too_long(const char *path, size_t max, struct error *e); /* ERR_DATA */

bool file_exists(const char *path); /* a regular file */
bool dir_exists(const char *path);

/* dir and name joined by '/', unless name is absolute or dir is empty. NULL: out of memory. */
char *path_join(struct arena *a, const char *dir, const char *name);
/* All but the last component ("." when there is only one). */
char *path_dir(struct arena *a, const char *path);
/* The last component. Points into path. */
const char *path_base(const char *path);
/* The absolute path without symlinks; of a path whose tail does not exist yet, the real path of
   what does and the tail. NULL: out of memory or no such parent. */
char *path_real(struct arena *a, const char *path);

/*
 * The sorted names in a folder that end with suffix, without it. A missing folder has none.
 * *names is an arena array of *n strings. Hidden names are left out.
 */
int dir_list(struct arena *a, const char *dir, const char *suffix, char ***names, size_t *n,
             struct error *e);
int dir_make(const char *dir, struct error *e); /* with parents; fine when it exists */

/*
 * A set of output files. Begin, open and close each file, then commit: from then on the folder
 * shows all the new files at once. Abort, a crash or a kill at any moment before that leaves the
 * folder as it was. Files of the folder that are not part of the set stay where they are, but for
 * those that file_set_drop names.
 *
 * How: the set is written into a fresh folder beside the target, every file is flushed to disk,
 * and the two folders change places in one system call. Where the file system cannot do that, or
 * the target is a mount point or the working folder, each file is renamed into place, one after the
 * other: a failure takes back those before it, but a kill in between leaves a mixture. A
 * signal that asks to end waits until the set is taken back; leftovers of killed runs (SIGKILL) are
 * removed by the next run. Two runs at once into one folder: each commits whole,
 * the later one stays.
 */
struct file_set;

int file_set_begin(const char *dir, struct file_set **set, struct error *e);
/* A stream to write one file of the set. name: no slash, no leading dot. */
int file_set_open(struct file_set *set, const char *name, FILE **out, struct error *e);
/* Closes it; a write that failed at any time is reported here, by name. */
int file_set_close(struct file_set *set, FILE *out, struct error *e);
/*
 * What an earlier set has left in the folder: the function is asked at the commit, while the folder
 * dir is held locked, and names with file_set_drop what goes as the set appears.
 */
typedef int file_set_earlier(void *data, struct file_set *set, const char *dir, struct error *e);
void file_set_ask_earlier(struct file_set *set, file_set_earlier *earlier, void *data);
/* A regular file of the folder; whatever else has the name, and what the set writes, stays. */
int file_set_drop(struct file_set *set, const char *name, struct error *e);
int file_set_commit(struct file_set *set, struct error *e); /* frees set, also on failure */
void file_set_abort(struct file_set *set);                  /* accepts NULL */

/* A file without a name, in $TMPDIR or where disks are, rather than in memory; -1: none can be
 * made. */
int file_temporary(void);
/* All n bytes into fd, however often that takes; false, and errno, when one write fails. */
bool file_write_all(int fd, const void *p, size_t n);
/* Writes one new file, whole or not at all; refuses to replace an existing one. */
int file_write_new(const char *path, const char *bytes, size_t n, struct error *e);

#endif
