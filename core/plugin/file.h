/* SPDX-License-Identifier: MIT */
/* The file of a shared object, looked at before any of its code runs: of plugins in workers, and of
   the one that launch loads into this process. */
#ifndef HENG_PLUGIN_FILE_H
#define HENG_PLUGIN_FILE_H

#include "base/error.h"

/*
 * Looks at the file as bytes: name, kind, owners, permissions, ELF. Fills in its SHA-256.
 * Errors: ERR_PART and "PATH: what: why"; ERR_MEMORY.
 */
int plugin_file_look(const char *path, char sha256[65], struct error *e);

/*
 * Opens the file again, in a worker: *fd, also when something is wrong, else -1. Its bytes must
 * still have that hash. Hashed rather than compared by inode, time and size: a file copied over in
 * place or built again with its time set back looks the same, and the hash is what the run's
 * manifest promises. It takes less time than loading does. The error has no where.
 */
int plugin_file_open_again(const char *path, const char *sha256, int *fd, struct error *e);

#endif
