/* SPDX-License-Identifier: MIT */
/* xls: the compound file: sectors, chained by a table, whose directory names streams. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "xls_internal.h"

enum {
    HEADER = 512,
    IN_HEADER = 109, /* sectors of the table that the header names */
    ENTRY = 128,
    ROOT = 5,
    STREAM = 2,
    SMALL_SHIFT = 6,
    SMALL_BELOW = 4096
};

struct compound {
    struct xls *x;
    const unsigned char *file;
    size_t n;
    unsigned shift; /* of a sector */
    size_t n_sectors;
    uint32_t *next; /* of each sector the one behind it */
};

static const unsigned char *sector(const struct compound *f, uint32_t i)
{
    return i < f->n_sectors ? f->file + (((size_t)i + 1) << f->shift) : NULL;
}

static bool file_cut_off(struct compound *f)
{
    return xls_fail(f->x, "the workbook is damaged or cut off");
}

/* ---- the table ---------------------------------------------------------------- */

/* One sector of the table: what stands behind each of so many sectors. */
static bool take_table(struct compound *f, uint32_t at, size_t *n)
{
    const unsigned char *p = sector(f, at);
    size_t in_sector = ((size_t)1 << f->shift) / 4;
    if (!p)
        return file_cut_off(f);
    for (size_t k = 0; k < in_sector && *n < f->n_sectors; k++)
        f->next[(*n)++] = xls_u32(p + 4 * k);
    return true;
}

/* Sectors that the header has no room to name are named in sectors of their own, each of which
   names the one behind it last. */
static bool read_table(struct compound *f)
{
    const size_t in_sector = ((size_t)1 << f->shift) / 4;
    size_t wanted = xls_u32(f->file + 44), n = 0, k = 0;
    uint32_t further = xls_u32(f->file + 68);
    for (; k < wanted && k < IN_HEADER && n < f->n_sectors; k++)
        if (!take_table(f, xls_u32(f->file + 76 + 4 * k), &n))
            return false;
    for (size_t turns = 0; k < wanted && n < f->n_sectors; turns++) {
        const unsigned char *p = sector(f, further);
        if (!p || turns > f->n_sectors)
            return file_cut_off(f);
        for (size_t i = 0; i + 1 < in_sector && k < wanted && n < f->n_sectors; i++, k++)
            if (!take_table(f, xls_u32(p + 4 * i), &n))
                return false;
        further = xls_u32(p + 4 * (in_sector - 1));
    }
    while (n < f->n_sectors)
        f->next[n++] = UINT32_MAX;
    return true;
}

/* ---- chains ------------------------------------------------------------------- */

/* The first `size` bytes of the chain that begins at a sector; SIZE_MAX: all. malloc. */
static unsigned char *read_chain(struct compound *f, uint32_t at, size_t size, size_t *n)
{
    const size_t bytes = (size_t)1 << f->shift;
    unsigned char *to;
    size_t most = size < f->n ? size : f->n;
    *n = 0;
    to = malloc(most + bytes);
    if (!to) {
        xls_fail(f->x, "out of memory");
        return NULL;
    }
    for (const unsigned char *p; *n < most && (p = sector(f, at)); at = f->next[at]) {
        size_t there = f->n - (size_t)(p - f->file);
        size_t part = there < bytes ? there : bytes;
        memcpy(to + *n, p, part);
        *n += part;
    }
    if (*n > most)
        *n = most;
    if (size != SIZE_MAX && *n < size) {
        file_cut_off(f);
        free(to);
        return NULL;
    }
    return to;
}

/* A small stream lies in the root's, in sectors of 64 bytes with a table of their own. */
static unsigned char *read_small(struct compound *f, const unsigned char *root, uint32_t at,
                                 size_t size)
{
    size_t n_store, n_table, n = 0;
    unsigned char *store = read_chain(f, xls_u32(root + 116), SIZE_MAX, &n_store);
    unsigned char *table = read_chain(f, xls_u32(f->file + 60), SIZE_MAX, &n_table);
    unsigned char *to = malloc(size + 1);
    while (store && table && to && n < size) {
        size_t from = (size_t)at << SMALL_SHIFT, part = (size_t)1 << SMALL_SHIFT;
        if (from + part > n_store || ((size_t)at + 1) * 4 > n_table)
            break;
        part = part < size - n ? part : size - n;
        memcpy(to + n, store + from, part);
        n += part;
        at = xls_u32(table + (size_t)at * 4);
    }
    if (!to)
        xls_fail(f->x, "out of memory");
    else if (n < size)
        file_cut_off(f);
    free(store);
    free(table);
    if (n == size)
        return to;
    free(to);
    return NULL;
}

/* ---- the directory ------------------------------------------------------------ */

/* An entry's name as ASCII; of any other it is none that is looked for. */
static bool is_called(const unsigned char *entry, const char *name)
{
    size_t n = strlen(name);
    if (xls_u16(entry + 64) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (xls_u16(entry + 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

static const unsigned char *find(const unsigned char *directory, size_t n, unsigned type,
                                 const char *name)
{
    for (size_t at = 0; at + ENTRY <= n; at += ENTRY)
        if (directory[at + 66] == type && (!name || is_called(directory + at, name)))
            return directory + at;
    return NULL;
}

static bool read_workbook(struct compound *f, const unsigned char *directory, size_t n)
{
    const unsigned char *book = find(directory, n, STREAM, "Workbook");
    const unsigned char *root = find(directory, n, ROOT, NULL);
    uint32_t at;
    size_t size;
    if (!book)
        book = find(directory, n, STREAM, "Book");
    if (!book || !root)
        return xls_fail(f->x, find(directory, n, STREAM, "EncryptedPackage")
                                  ? "it is protected by a password: save it without one"
                                  : "it is an Office file, but holds no workbook");
    at = xls_u32(book + 116);
    size = xls_u32(book + 120);
    if (size > f->n)
        return file_cut_off(f);
    if (size < SMALL_BELOW)
        f->x->stream = read_small(f, root, at, size);
    else
        f->x->stream = read_chain(f, at, size, &size);
    f->x->n = size;
    return f->x->stream != NULL;
}

static bool read_compound(struct compound *f)
{
    static const unsigned char magic[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
    unsigned char *directory;
    size_t n;
    bool fine;
    if (f->n < HEADER || memcmp(f->file, magic, sizeof magic) != 0)
        return xls_fail(f->x, "it is no workbook of the kind .xls");
    f->shift = xls_u16(f->file + 30);
    if (f->shift != 9 && f->shift != 12)
        return file_cut_off(f);
    f->n_sectors = f->n >> f->shift; /* the last may be cut short */
    f->n_sectors -= f->n_sectors > 0 && (f->n & (((size_t)1 << f->shift) - 1)) == 0;
    f->next = calloc(f->n_sectors + 1, sizeof *f->next);
    if (!f->next)
        return xls_fail(f->x, "out of memory");
    if (!read_table(f))
        return false;
    directory = read_chain(f, xls_u32(f->file + 48), SIZE_MAX, &n);
    fine = directory && read_workbook(f, directory, n);
    free(directory);
    return fine;
}

bool xls_stream(struct xls *x)
{
    struct compound f = {.x = x, .n = (size_t)x->call->file_size};
    void *file = f.n ? mmap(NULL, f.n, PROT_READ, MAP_PRIVATE, x->call->fd, 0) : MAP_FAILED;
    bool fine;
    if (file == MAP_FAILED)
        return xls_fail(x, "the workbook cannot be mapped");
    f.file = file;
    fine = read_compound(&f);
    free(f.next);
    munmap(file, f.n);
    return fine;
}
