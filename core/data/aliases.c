/* SPDX-License-Identifier: MIT */
/* Looking up other codes of units, among those a file of aliases tells. */
#include "data/aliases.h"

#include <string.h>
#include <strings.h>

#include "base/none.h"
#include "data/csv.h"

static int add(struct aliases *a, const char *path, size_t line, const char *code,
               const char *alias, struct error *e)
{
    size_t known = a->names.n, at;
    const char **codes = arena_grow(a->arena, a->codes, known, &a->cap, sizeof *codes);
    if (!codes || text_index_put(&a->names, alias, strlen(alias), &at))
        return error_no_memory_for(e, path);
    a->codes = codes;
    if (at < known && strcmp(codes[at], code))
        return error_set(e, ERR_DATA, "%s:%zu: \"%s\" is an alias of \"%s\" already, not of \"%s\"",
                         path, line, alias, codes[at], code);
    if (at == known && !(codes[at] = arena_strdup(a->arena, code)))
        return error_no_memory_for(e, path);
    return OK;
}

static int add_row(struct aliases *a, const char *path, const struct csv_grid *g, size_t row,
                   struct error *e)
{
    char *const *cells = g->cells + row * g->n_columns;
    int status = OK;
    if (!cells[0][0])
        return error_set(e, ERR_DATA, "%s:%zu: no code", path, g->lines[row]);
    for (size_t i = 1; i < g->n_columns && !status; i++)
        if (cells[i][0])
            status = add(a, path, g->lines[row], cells[0], cells[i], e);
    return status;
}

int aliases_read(struct aliases *a, const char *path, const char *bytes, size_t n, struct error *e)
{
    struct csv_grid g;
    int status = csv_grid_read_bytes(path, bytes, n, NULL, &g, e);
    if (status)
        return status;
    if (!(a->arena = arena_new()))
        status = error_no_memory_for(e, path);
    else if (g.n_columns < 2 || strcasecmp(g.cells[0], "code"))
        status = error_set(e, ERR_DATA,
                           "%s:1: expected the line code,alias and below it, for each unit, its "
                           "code and what else it is called",
                           path);
    for (size_t row = 1; row < g.n_rows && !status; row++)
        status = add_row(a, path, &g, row, e);
    csv_grid_fini(&g);
    return status;
}

const char *aliases_code(const struct aliases *a, const char *s, size_t *n)
{
    size_t at = a ? text_index_find(&a->names, s, *n) : NONE;
    if (at == NONE)
        return s;
    *n = strlen(a->codes[at]);
    return a->codes[at];
}

void aliases_fini(struct aliases *a)
{
    text_index_fini(&a->names);
    arena_free(a->arena);
    memset(a, 0, sizeof *a);
}
