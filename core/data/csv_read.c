/* SPDX-License-Identifier: MIT */
/* A CSV file as a table: the fast way where it serves, else the general one. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "data/csv_bytes.h"
#include "data/csv_fast.h"
#include "data/csv_reader.h"
#include "data/shape.h"

static int note_encoding(struct table *t, const struct csv_bytes *text, struct error *e)
{
    t->doubt = text->doubt;
    t->encoding = arena_strdup(t->arena, text->encoding);
    return t->encoding ? OK : error_no_memory(e);
}

/* own: bytes again, if it may be changed. *odd: where it failed may be a matter of layout. */
static int read_plain(const char *path, const char *bytes, size_t n, char *own,
                      const struct csv_options *o, struct table **t, bool *odd, struct error *e)
{
    struct csv_reader r = {.path = path, .o = o, .arena = arena_new()};
    struct csv_bytes text = {0};
    int status = OK;
    *t = NULL;
    *odd = false;
    if (!r.arena)
        status = error_no_memory_for(e, r.path);
    if (!status)
        status = csv_rules_init(&r.rules, path, r.o, e);
    if (!status)
        status = csv_bytes_open(&text, path, bytes, n, r.o->encoding, e);
    if (!status)
        status = csv_scan_open(&r.scan, path, text.s, text.n, r.o, e);
    if (!status) {
        r.plain = csv_is_plain(&r);
        r.released = csv_release_start(&text, own);
        *odd = true;
        status = csv_reader_begin(&r, e);
    }
    if (!status)
        status = csv_reader_rows(&r, e);
    if (!status)
        status = csv_build(&r, t, e);
    if (!status)
        status = note_encoding(*t, &text, e);
    if (status) {
        table_free(*t);
        *t = NULL;
    }
    *odd = *odd && status == ERR_DATA && o->any_layout && !r.final;
    csv_reader_fini(&r);
    csv_bytes_close(&text);
    return status;
}

/* As a sheet, of whatever layout. */
static int read_shaped(const char *path, const char *bytes, size_t n, const struct csv_options *o,
                       struct table **t, struct error *e)
{
    struct csv_bytes text = {0};
    struct sheet s = {.path = path};
    int status = csv_bytes_open(&text, path, bytes, n, o->encoding, e);
    *t = NULL;
    if (!status)
        status = sheet_of_csv(&s, &text, o, e);
    if (!status)
        status = shape_read(&s, o, t, e);
    if (!status)
        status = note_encoding(*t, &text, e);
    if (status) {
        table_free(*t);
        *t = NULL;
    }
    sheet_fini(&s);
    csv_bytes_close(&text);
    return status;
}

static const struct csv_options usual;

int csv_read_bytes(const char *path, const char *bytes, size_t n, const struct csv_options *o,
                   struct table **t, struct error *e)
{
    bool odd;
    int status;
    o = o ? o : &usual;
    if (shape_asked(o->shape))
        return read_shaped(path, bytes, n, o, t, e);
    status = read_plain(path, bytes, n, NULL, o, t, &odd, e);
    if (odd)
        status = read_shaped(path, bytes, n, o, t, e);
    return status;
}

/* Bytes that have been read once, some of which may have been given back. */
static int read_again(int fd, const char *path, const struct csv_options *o, struct table **t,
                      struct error *e)
{
    char *bytes = NULL;
    size_t n = 0;
    int status = file_read_opened(fd, path, SIZE_MAX / 8, &bytes, &n, e);
    if (!status)
        status = read_shaped(path, bytes, n, o, t, e);
    free(bytes);
    return status;
}

static int read_whole(int fd, const char *path, const struct csv_options *o, struct table **t,
                      char sha256[HASH_TEXT], struct error *e)
{
    char *bytes = NULL;
    size_t n = 0;
    bool odd = false;
    int status = file_read_opened(fd, path, SIZE_MAX / 8, &bytes, &n, e);
    if (!status) {
        hash_bytes(bytes, n, sha256); /* before memory of what was read is given back */
        status = shape_asked(o->shape) ? read_shaped(path, bytes, n, o, t, e)
                                       : read_plain(path, bytes, n, bytes, o, t, &odd, e);
    }
    free(bytes);
    if (odd)
        status = read_again(fd, path, o, t, e);
    return status;
}

/* What is too large to be kept as bytes, through its descriptor. */
static int read_opened(struct input *in, const char *path, const struct csv_options *o,
                       const struct csv_tuning *tuning, struct table **t, struct error *e)
{
    char sha256[HASH_TEXT];
    int status = OK;
    *t = NULL;
    if (shape_asked(o->shape) || !csv_fast(in->fd, path, o, tuning, t, sha256))
        status = read_whole(in->fd, path, o, t, sha256, e);
    if (!status)
        status = input_hashed(in, path, sha256, e);
    if (status) {
        table_free(*t);
        *t = NULL;
    }
    return status;
}

static int read_tuned(struct inputs *from, const char *path, const struct csv_options *o,
                      const struct csv_tuning *tuning, struct table **t, char sha256[HASH_TEXT],
                      struct error *e)
{
    struct input *in;
    int status = inputs_open(from, path, tuning->smallest - 1, &in, e);
    *t = NULL;
    if (!status)
        status = in->bytes ? csv_read_bytes(path, in->bytes, in->n, o, t, e)
                           : read_opened(in, path, o ? o : &usual, tuning, t, e);
    if (!status)
        memcpy(sha256, in->sha256, HASH_TEXT);
    return status;
}

int csv_read_input(struct inputs *from, const char *path, const struct csv_options *o,
                   struct table **t, char sha256[HASH_TEXT], struct error *e)
{
    return read_tuned(from, path, o, &csv_usual_tuning, t, sha256, e);
}

int csv_read_tuned(const char *path, const struct csv_options *o, const struct csv_tuning *tuning,
                   struct table **t, struct error *e)
{
    struct inputs *own = inputs_new(e);
    char sha256[HASH_TEXT];
    int status = own ? read_tuned(own, path, o, tuning, t, sha256, e) : ERR_MEMORY;
    inputs_free(own);
    return status;
}

int csv_read(const char *path, const struct csv_options *o, struct table **t, struct error *e)
{
    return csv_read_tuned(path, o, &csv_usual_tuning, t, e);
}
