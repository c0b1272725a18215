/* SPDX-License-Identifier: MIT */
/* Queries: what came of them is noted, so that whoever asks again can tell whether it is the same.
 */
#include <stdio.h>
#include <string.h>

#include "plan/dataset_internal.h"

static bool is_yes(const char *s)
{
    return strcmp(s, "yes") == 0 || strcmp(s, "true") == 0 || strcmp(s, "1") == 0;
}

static bool is_no(const char *s)
{
    return !*s || strcmp(s, "no") == 0 || strcmp(s, "false") == 0 || strcmp(s, "0") == 0;
}

bool dataset_reads_snapshot(const struct data_options *d)
{
    return d->snapshot && !is_no(d->snapshot) && !is_yes(d->snapshot);
}

/* Rows on their way into a hash, and kept where they are wanted. */
struct hashing {
    struct hash_parts *hash;
    struct str *keep; /* NULL: they are not */
};

static ssize_t take(void *to, const char *bytes, size_t n)
{
    struct hashing *h = to;
    hash_add(h->hash, bytes, n);
    if (h->keep)
        str_add_bytes(h->keep, bytes, n);
    return h->keep && h->keep->failed ? 0 : (ssize_t)n;
}

static bool hash_rows(const struct sheet *sheet, struct str *keep, char sha256[HASH_TEXT])
{
    struct hashing h = {hash_begin(), keep};
    FILE *f = h.hash ? fopencookie(&h, "w", (cookie_io_functions_t){.write = take}) : NULL;
    bool fine = f && sheet_write(sheet, f);
    if (f)
        fine = fclose(f) == 0 && fine;
    hash_end(h.hash, sha256);
    return fine;
}

/* snapshot-data.csv, snapshot-NAME.csv. A name may be any text, a file's not. */
static const char *file_of(struct arena *a, const char *section)
{
    const char *name = strncmp(section, "data.", 5) == 0 ? section + 5 : section;
    char *file = arena_printf(a, "snapshot-%s.csv", name);
    for (char *s = file; s && *s; s++)
        if (*s == '/' || (unsigned char)*s < ' ')
            *s = '_';
    return file;
}

static const char *text_of(struct arena *a, const char *s)
{
    return arena_strdup(a, s ? s : "");
}

int dataset_note_query(struct data_making *m, const struct profile_section *s,
                       const struct data_options *d, const struct heng_source *source,
                       const struct sheet *sheet, struct error *e)
{
    struct dataset *to = m->d;
    struct dataset_query *v, q = {.n_rows = sheet->n_rows ? sheet->n_rows - 1 : 0};
    bool keeps = d->snapshot && is_yes(d->snapshot);
    if (!keeps && (!d->query || !*d->query))
        return OK;
    v = arena_grow(to->arena, to->queries, to->n_queries, &to->cap_queries, sizeof *v);
    q.section = text_of(to->arena, s->name);
    q.source = text_of(to->arena, source->name);
    q.query = text_of(to->arena, d->query);
    q.server = text_of(to->arena, sheet->server);
    q.file = keeps ? file_of(to->arena, s->name) : NULL;
    if (!v || arena_failed(to->arena) || !hash_rows(sheet, keeps ? &q.rows : NULL, q.sha256)) {
        str_fini(&q.rows);
        return error_no_memory(e);
    }
    to->queries = v;
    v[to->n_queries++] = q;
    return OK;
}
