/* SPDX-License-Identifier: MIT */
/*
 * Files that are read once, whoever asks for them and however often, each with the hash of the very
 * bytes that are read.
 *
 * A small file is kept as bytes. One that is too large for that stays open: it is read through its
 * descriptor, which goes on to show the same file when another one takes its name.
 */
#ifndef HENG_BASE_INPUTS_H
#define HENG_BASE_INPUTS_H

#include <stddef.h>

#include "base/error.h"
#include "base/hash.h"

struct inputs; /* counted */

/* Bytes of a file that are kept where nothing else is said. */
enum { INPUT_KEPT = (4 << 20) - 1 };

struct input {
    const char *bytes; /* n of them, and a NUL behind; NULL: read fd */
    size_t n;
    int fd;                 /* -1: there are bytes */
    char sha256[HASH_TEXT]; /* of fd: "" until somebody has read it */
};

struct inputs *inputs_new(struct error *e); /* NULL: out of memory */
struct inputs *inputs_share(struct inputs *s);
void inputs_free(struct inputs *s); /* of the last who shares it; accepts NULL */

/*
 * The file, opened when it is asked for the first time. Another path to the same file is the same
 * input. Errors as file_read, told of this path: nothing is kept then.
 * keep: a file of more bytes is left to be read through its descriptor.
 */
int inputs_open(struct inputs *s, const char *path, size_t keep, struct input **in,
                struct error *e);
/* The same as bytes, whatever its length up to max (ERR_DATA beyond it). */
int inputs_read(struct inputs *s, const char *path, size_t max, const struct input **in,
                struct error *e);

/* A descriptor of the file at its start, for who can read nothing else; the caller's to close. */
int input_descriptor(const struct input *in, const char *path, int *fd, struct error *e);

/* The hash of the file as whoever reads it from here has it. */
int inputs_hash(struct inputs *s, const char *path, char sha256[HASH_TEXT], struct error *e);

/* Notes the hash of what was read through fd. ERR_IO: it is not that of the reading before. */
int input_hashed(struct input *in, const char *path, const char sha256[HASH_TEXT], struct error *e);

#endif
