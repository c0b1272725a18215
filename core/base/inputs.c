/* SPDX-License-Identifier: MIT */
/* Files that are read once, by their real path. */
#include "base/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

struct known {
    const char *real;
    char *owned; /* the bytes */
    struct input in;
    struct known *next;
};

struct inputs {
    size_t count;
    struct arena *arena;
    struct known *first;
};

struct inputs *inputs_new(struct error *e)
{
    struct arena *a = arena_new();
    struct inputs *s = a ? arena_alloc(a, sizeof *s) : NULL;
    if (!s) {
        arena_free(a);
        error_no_memory(e);
        return NULL;
    }
    *s = (struct inputs){.count = 1, .arena = a};
    return s;
}

struct inputs *inputs_share(struct inputs *s)
{
    s->count++;
    return s;
}

void inputs_free(struct inputs *s)
{
    if (!s || --s->count)
        return;
    for (struct known *k = s->first; k; k = k->next) {
        free(k->owned);
        if (k->in.fd >= 0)
            close(k->in.fd);
    }
    arena_free(s->arena);
}

int input_hashed(struct input *in, const char *path, const char sha256[HASH_TEXT], struct error *e)
{
    if (*in->sha256 && strcmp(in->sha256, sha256) != 0)
        return error_set(e, ERR_IO, "%s: was changed while it was read; try again", path);
    memcpy(in->sha256, sha256, sizeof in->sha256);
    return OK;
}

static int take_bytes(struct known *k, const char *path, int fd, size_t max, struct error *e)
{
    char sha256[HASH_TEXT];
    int status = file_read_opened(fd, path, max, &k->owned, &k->in.n, e);
    if (status)
        return status;
    hash_bytes(k->owned, k->in.n, sha256);
    k->in.bytes = k->owned;
    return input_hashed(&k->in, path, sha256, e);
}

/* keep: what is longer stays open; max: what is longer is refused. */
static int open_new(struct inputs *s, const char *path, const char *real, size_t keep, size_t max,
                    struct known **to, struct error *e)
{
    struct known *k = arena_alloc(s->arena, sizeof *k);
    size_t n;
    int fd, status = k ? file_open(path, &fd, &n, e) : error_no_memory_for(e, path);
    if (status)
        return status;
    *k = (struct known){.real = real, .in = {.fd = -1, .n = n}, .next = s->first};
    if (n > keep)
        k->in.fd = fd;
    else
        status = take_bytes(k, path, fd, max, e);
    if (k->in.fd < 0)
        close(fd);
    if (status)
        return status;
    *to = s->first = k;
    return OK;
}

static int find(struct inputs *s, const char *path, size_t keep, size_t max, struct known **to,
                struct error *e)
{
    const char *real = path_real(s->arena, path);
    for (*to = s->first; real && *to; *to = (*to)->next)
        if (strcmp((*to)->real, real) == 0)
            return OK;
    if (arena_failed(s->arena))
        return error_no_memory_for(e, path);
    return open_new(s, path, real ? real : path, keep, max, to, e);
}

int inputs_open(struct inputs *s, const char *path, size_t keep, struct input **in, struct error *e)
{
    struct known *k;
    int status = find(s, path, keep, SIZE_MAX / 8, &k, e);
    *in = status ? NULL : &k->in;
    return status;
}

int inputs_read(struct inputs *s, const char *path, size_t max, const struct input **in,
                struct error *e)
{
    struct known *k;
    int status = find(s, path, SIZE_MAX, max, &k, e);
    *in = NULL;
    if (!status && k->in.fd >= 0)
        status = take_bytes(k, path, k->in.fd, max, e);
    if (!status && k->in.n > max)
        status = file_too_long(path, max, e);
    if (!status)
        *in = &k->in;
    return status;
}

/* Bytes that are kept are shown as a file, so that what is read is what was hashed. */
static int show_bytes(const struct input *in, int fd)
{
    return fd >= 0 && file_write_all(fd, in->bytes, in->n) && lseek(fd, 0, SEEK_SET) == 0 ? fd : -1;
}

int input_descriptor(const struct input *in, const char *path, int *fd, struct error *e)
{
    char name[32];
    int own = in->bytes ? memfd_create("heng", MFD_CLOEXEC) : -1;
    snprintf(name, sizeof name, "/proc/self/fd/%d", in->fd);
    *fd = in->bytes ? show_bytes(in, own) : open(name, O_RDONLY | O_CLOEXEC);
    if (*fd >= 0)
        return OK;
    if (own >= 0)
        close(own);
    return error_set(e, ERR_IO, "%s: cannot be opened again: %s", path, strerror(errno));
}

int inputs_hash(struct inputs *s, const char *path, char sha256[HASH_TEXT], struct error *e)
{
    struct input *in;
    int status = inputs_open(s, path, INPUT_KEPT, &in, e);
    if (!status && !*in->sha256)
        status = hash_opened(in->fd, path, in->sha256, e);
    if (!status)
        memcpy(sha256, in->sha256, HASH_TEXT);
    return status;
}
