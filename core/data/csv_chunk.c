/* SPDX-License-Identifier: MIT */
/* A stretch of whole lines, read piece by piece into columns. */
#include "data/csv_chunk.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/none.h"
#include "data/csv_bytes.h"
#include "data/csv_number.h"

size_t csv_read_at(int fd, size_t offset, char *to, size_t n)
{
    size_t have = 0;
    while (have < n) {
        ssize_t got = pread(fd, to + have, n - have, (off_t)(offset + have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return NONE;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return have;
}

/* ---- lines --------------------------------------------------------------- */

static size_t count_newlines(const char *s, size_t n)
{
    const char *end = s + n;
    size_t lines = 0;
    for (; (s = memchr(s, '\n', (size_t)(end - s))) != NULL; s++)
        lines++;
    return lines;
}

bool csv_chunk_count(const struct bulk *b, struct csv_chunk *c)
{
    char *buffer = malloc(b->piece), last = '\n';
    size_t at = c->from, n = 0;
    c->lines = 0;
    for (; buffer && at < c->to; at += n) {
        n = c->to - at < b->piece ? c->to - at : b->piece;
        if (csv_read_at(b->fd, at, buffer, n) != n)
            break;
        c->lines += count_newlines(buffer, n);
        last = buffer[n - 1];
    }
    c->lines += last != '\n';
    free(buffer);
    return at == c->to;
}

/* ---- cells --------------------------------------------------------------- */

/* The state of one reading. */
struct chunk_reader {
    const struct bulk *b;
    struct csv_chunk *c;
    struct csv_reader r; /* a copy, with a scan and a scratch of its own */
    size_t row, rows_end;
};

/* A copy with a NUL behind it; a cell and what ends it have at least as many bytes. */
static const char *put_text(struct chunk_reader *k, const char *s, size_t n)
{
    char *to = k->c->text + k->c->text_used;
    memcpy(to, s, n);
    k->c->text_used += n + 1; /* all is zero to begin with */
    return to;
}

static uint64_t hash_of(const char *s, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
    h = (h ^ (h >> 32)) * 0x9e3779b97f4a7c15u;
    return h ^ (h >> 29);
}

static bool take_code(struct chunk_reader *k, const struct fast_column *to,
                      const struct csv_field *f)
{
    size_t n;
    const char *s = csv_clean(&k->r, f, &n);
    if (!s || n == 0)
        return false;
    to->text[k->row] = put_text(k, s, n);
    if (to->kind == FAST_UNITS)
        k->b->hash[k->row] = hash_of(s, n);
    return true;
}

static bool take_text(struct chunk_reader *k, const struct fast_column *to,
                      const struct csv_field *f)
{
    struct str *b = &k->r.scratch;
    bool plain = f->n == 0 || (f->s[0] != '\'' && !memchr(f->s, '"', f->n));
    to->text[k->row] = NULL;
    if (f->n == 0)
        return true;
    b->n = 0;
    if (!plain)
        csv_decode(b, f->s, f->n);
    if (b->failed)
        return false;
    to->text[k->row] = plain ? put_text(k, f->s, f->n) : put_text(k, b->n ? b->s : "", b->n);
    return true;
}

static bool take_words(struct chunk_reader *k, const struct fast_column *to,
                       const struct csv_field *f)
{
    double v;
    return csv_value_read(&k->r.rules, f->s, f->n, &v) != CSV_NUMBER && take_text(k, to, f);
}

static bool take_number(struct chunk_reader *k, const struct fast_column *to,
                        const struct csv_field *f)
{
    double v = NAN;
    enum csv_value read = csv_value_read(&k->r.rules, f->s, f->n, &v);
    if (read == CSV_OTHER)
        return false;
    to->v[k->row] = read == CSV_BELOW_UNIT ? 0 : v;
    to->cell[k->row] = csv_provenance(read);
    return true;
}

static bool take_nothing(struct chunk_reader *k, const struct fast_column *to,
                         const struct csv_field *f)
{
    (void)k, (void)to, (void)f;
    return true;
}

static bool (*const takers[])(struct chunk_reader *, const struct fast_column *,
                              const struct csv_field *) = {
    [FAST_NUMBERS] = take_number, [FAST_TEXTS] = take_text,   [FAST_WORDS] = take_words,
    [FAST_UNITS] = take_code,     [FAST_PERIODS] = take_code, [FAST_IGNORED] = take_nothing,
};

/* Any cell, by the rules for all. Returns where it ends; NULL: something is amiss. */
static const char *read_cell(struct chunk_reader *k, const struct fast_column *to, const char *p)
{
    struct csv_scan *s = &k->r.scan;
    struct error unused;
    s->p = p;
    s->n = 0;
    if (csv_scan_cell(s, &unused) || !takers[to->kind](k, to, &s->fields[0]))
        return NULL;
    return s->p;
}

/* One row; cells of numbers that are there are CELL_OBSERVED, which is 0, already. */
static const char *read_row(struct chunk_reader *k, const char *p)
{
    const struct fast_column *to = k->b->columns, *end = to + k->r.n_columns;
    const size_t row = k->row, *longest = k->r.rules.mark_longest;
    const char delimiter = k->r.scan.delimiter;
    for (;; p++) {
        double v;
        size_t n = to->kind == FAST_NUMBERS ? csv_number_read(p, &v) : 0;
        if (n > longest[(unsigned char)*p] && (p[n] == delimiter || p[n] == '\n' || p[n] == '\r')) {
            to->v[row] = v;
            p += n;
        } else if (to->kind == FAST_NUMBERS && *p == delimiter) {
            to->v[row] = NAN;
            to->cell[row] = CELL_MISSING;
        } else if (!(p = read_cell(k, to, p))) {
            return NULL;
        }
        if (++to == end)
            break;
        if (*p != delimiter)
            return NULL;
    }
    p += *p == '\r';
    if (*p != '\n')
        return NULL;
    k->row++;
    return p + 1;
}

/* ---- pieces -------------------------------------------------------------- */

/* Behind a line of nothing but delimiters, or p. */
static const char *skip_blank(const char *p, char delimiter)
{
    const char *end = p;
    while (*end == delimiter)
        end++;
    end += *end == '\r';
    return *end == '\n' ? end + 1 : p;
}

/* Whole lines. */
static bool read_lines(struct chunk_reader *k, const char *p, size_t n)
{
    const char *end = p + n;
    if (!csv_bytes_are_text(p, n))
        return false;
    k->r.scan.end = end;
    while (p && p < end) {
        const char *next = skip_blank(p, k->r.scan.delimiter);
        if (next == p && k->row == k->rows_end)
            return false;
        p = next > p ? next : read_row(k, p);
    }
    return p != NULL;
}

/* From the end of the last line that is whole in the n bytes: 0 where none is. */
static size_t whole_lines(const char *s, size_t n)
{
    const char *last = n ? memrchr(s, '\n', n) : NULL;
    return last ? (size_t)(last - s) + 1 : 0;
}

/* Piece after piece into the buffer, what is left of a line before the next. */
static bool read_pieces(struct chunk_reader *k, char *buffer)
{
    size_t at = k->c->from, have = 0, room = k->b->piece;
    while (at < k->c->to || have) {
        size_t n = k->c->to - at < room - have ? k->c->to - at : room - have, used;
        if (csv_read_at(k->b->fd, at, buffer + have, n) != n)
            return false;
        at += n;
        have += n;
        if (at == k->c->to && buffer[have - 1] != '\n')
            buffer[have++] = '\n'; /* there is room behind */
        used = whole_lines(buffer, have);
        if (used == 0 || !read_lines(k, buffer, used))
            return false;
        have -= used;
        memmove(buffer, buffer + used, have);
    }
    return true;
}

bool csv_chunk_read(const struct bulk *b, struct csv_chunk *c)
{
    struct chunk_reader k = {b, c, *b->r, c->first, c->first + c->lines};
    char *buffer = calloc(1, CSV_NUMBER_BEFORE + b->piece + CSV_NUMBER_BEHIND);
    k.r.scan.fields = NULL;
    k.r.scan.cap = 0;
    k.r.scan.at_end = NULL;
    memset(&k.r.scratch, 0, sizeof k.r.scratch);
    c->text_used = 0;
    c->done = buffer && read_pieces(&k, buffer + CSV_NUMBER_BEFORE);
    c->rows = k.row - c->first;
    csv_scan_close(&k.r.scan);
    str_fini(&k.r.scratch);
    free(buffer);
    return c->done;
}
