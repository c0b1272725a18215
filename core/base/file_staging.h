/* SPDX-License-Identifier: MIT */
/*
 * Hidden folders in which a set of files is built, and the few things that a folder is asked by its
 * descriptor. For file_set.c only.
 *
 * A hidden folder is called PREFIXxxxxxx. Whoever fills one, or empties one, has it locked (flock);
 * one that can be locked by another run is a leftover. It holds files only, which are new,
 * replaced, or linked a second time, so that a leftover may be emptied. Folders are in it only when
 * a run was killed in the middle of a commit: they belong to the target and are never removed.
 */
#ifndef HENG_BASE_FILE_STAGING_H
#define HENG_BASE_FILE_STAGING_H

#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/arena.h"

/* Makes and locks a new hidden folder in home. Its name, or NULL: errno says why. */
char *staging_make(struct arena *a, int home, const char *prefix, int *fd);

/* Empties it of its files and removes it, unless it holds folders. */
void staging_remove(int home, const char *name, int fd);

/* Removes the leftovers of killed runs in the folder home; their folders go back to target. */
void staging_sweep(const char *home, const char *prefix, const char *target);

/*
 * What asks a program to end (SIGINT, SIGTERM ...) waits from hold to end_hold, until the set is
 * whole or taken back: no hidden folder is left behind. Commit asks whether one is waiting. Of
 * SIGKILL a leftover can stay, for the next run to remove.
 */
void staging_hold(sigset_t *before);
bool staging_is_asked_to_end(void);
void staging_end_hold(const sigset_t *before);

int open_dir_at(int at, const char *path); /* -1: errno says why */
void close_fd(int *fd);
bool same_inode(const struct stat *a, const struct stat *b);
bool is_dir_at(int at, const char *name); /* a link to a folder is none */
bool exists_at(int at, const char *name);
/* True when path, seen from at, is the folder that fd has open. */
bool still_at(int at, const char *path, int fd);
/* Calls visit for each entry but "." and ".."; stops, and is false, at the first false or where
   the folder cannot be read: errno says why. */
bool each_entry(int dir, bool (*visit)(void *data, const char *name), void *data);
bool flush_dir(int fd);
/* Waits for the lock; false after half a minute. Goes on without where there are no locks. */
bool lock_wait(int fd);

#endif
