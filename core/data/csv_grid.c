/* SPDX-License-Identifier: MIT */
/* A small CSV as a grid of texts, without units, periods or numbers. */
#include "data/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "data/csv_bytes.h"
#include "data/csv_scan.h"

static int take_row(struct csv_grid *c, const struct csv_scan *s, struct error *e)
{
    char **row = c->cells + c->n_rows * c->n_columns;
    int status = csv_scan_width(s, c->n_columns, e);
    for (size_t i = 0; i < c->n_columns && !status; i++) {
        row[i] = csv_decode_copy(c->arena, s->fields[i].s, s->fields[i].n);
        if (!row[i])
            status = error_no_memory_for(e, s->path);
    }
    c->lines[c->n_rows++] = s->row_line;
    return status;
}

static int take_rows(struct csv_grid *c, struct csv_scan *s, struct error *e)
{
    bool more;
    size_t line = s->line, n;
    int status = csv_scan_next(s, &more, e);
    if (status)
        return status;
    if (!more || s->row_line != line)
        return error_set(e, ERR_DATA,
                         "%s:%zu: the header is blank; set header_rows to the line "
                         "that has it",
                         s->path, line);
    c->n_columns = s->n;
    n = csv_scan_rows_max(s, s->n) + 1;
    c->arena = arena_new();
    c->cells = c->arena ? arena_array(c->arena, n, s->n * sizeof *c->cells) : NULL;
    c->lines = c->arena ? arena_array(c->arena, n, sizeof *c->lines) : NULL;
    if (!c->cells || !c->lines)
        return error_no_memory_for(e, s->path);
    while (more && !status) {
        status = take_row(c, s, e);
        if (!status)
            status = csv_scan_next(s, &more, e);
    }
    return status;
}

int csv_grid_read_bytes(const char *path, const char *bytes, size_t n, const struct csv_options *o,
                        struct csv_grid *c, struct error *e)
{
    static const struct csv_options usual;
    struct csv_bytes text = {0};
    struct csv_scan scan = {0};
    int status;
    memset(c, 0, sizeof *c);
    o = o ? o : &usual;
    status = csv_bytes_open(&text, path, bytes, n, o->encoding, e);
    if (!status)
        status = csv_scan_open(&scan, path, text.s, text.n, o, e);
    if (!status)
        status = take_rows(c, &scan, e);
    if (status)
        csv_grid_fini(c);
    csv_scan_close(&scan);
    csv_bytes_close(&text);
    return status;
}

int csv_grid_read(const char *path, const struct csv_options *o, struct csv_grid *c,
                  struct error *e)
{
    char *bytes = NULL;
    size_t n = 0;
    int status = file_read(path, SIZE_MAX / 8, &bytes, &n, e);
    memset(c, 0, sizeof *c);
    if (!status)
        status = csv_grid_read_bytes(path, bytes, n, o, c, e);
    free(bytes);
    return status;
}

void csv_grid_fini(struct csv_grid *c)
{
    arena_free(c->arena);
    memset(c, 0, sizeof *c);
}
