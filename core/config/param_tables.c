/* SPDX-License-Identifier: MIT */
/* The CSV files that a parameter names: small tables with names on both sides. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "config/param_internal.h"
#include "data/csv.h"
#include "data/text_index.h"

static bool read_number(const char *s, size_t n, double *v)
{
    s = text_trim(s, &n);
    return number_parse(s, n, v);
}

/* "3" or "1/3"; NaN for anything else. */
static double cell_number(const char *s)
{
    const char *slash = strchr(s, '/');
    size_t head = slash ? (size_t)(slash - s) : strlen(s);
    double above, below = 1;
    if (!read_number(s, head, &above) ||
        (slash && !read_number(slash + 1, strlen(slash + 1), &below)))
        return NAN;
    return isfinite(above / below) ? above / below : NAN;
}

/* The names in the first line, or in the first cells of the others: each is one of its own. */
static int check_names(const char *path, const struct csv_grid *c, bool rows, struct error *e)
{
    const size_t step = rows ? c->n_columns : 1, n = rows ? c->n_rows : c->n_columns;
    const char *what = rows ? "row" : "column";
    struct text_index known = {0};
    int status = OK;
    for (size_t i = 1; !status && i < n; i++) {
        const char *name = c->cells[i * step];
        const size_t line = c->lines[rows ? i : 0];
        size_t at;
        if (!*name)
            status = error_set(e, ERR_DATA, "%s:%zu: %s %zu has no name", path, line, what,
                               rows ? i : i + 1);
        else if (text_index_put(&known, name, strlen(name), &at))
            status = error_no_memory(e);
        else if (at + 1 < i)
            status = error_set(e, ERR_DATA, "%s:%zu: the %s %s stands here a second time", path,
                               line, what, name);
    }
    text_index_fini(&known);
    return status;
}

static int check_shape(const char *path, const struct csv_grid *c, struct error *e)
{
    size_t rows = c->n_rows - 1, columns = c->n_columns - 1;
    int status;
    if (rows == 0 || columns == 0)
        return error_set(e, ERR_DATA,
                         "%s: no %s; a first line names the columns, the first field of each "
                         "further line its row",
                         path, columns ? "rows" : "columns");
    if (rows > PARAM_CELLS_MAX / columns)
        return error_set(e, ERR_DATA, "%s: %zu rows of %zu cells; at most %d cells are read", path,
                         rows, columns, PARAM_CELLS_MAX);
    status = check_names(path, c, false, e);
    if (!status)
        status = check_names(path, c, true, e);
    return status;
}

/* Copies the cells into the arena; they are of the right shape. */
static int take_cells(const struct csv_grid *c, struct arena *a, struct heng_table *to,
                      struct error *e)
{
    size_t rows = c->n_rows - 1, columns = c->n_columns - 1;
    const char **row_names = arena_array(a, rows, sizeof *row_names);
    const char **column_names = arena_array(a, columns, sizeof *column_names);
    const char **text = arena_array(a, rows * columns, sizeof *text);
    double *v = arena_array(a, rows * columns, sizeof *v);
    if (!row_names || !column_names || !text || !v)
        return error_no_memory(e);
    for (size_t k = 0; k < c->n_rows * c->n_columns; k++) {
        size_t i = k / c->n_columns, j = k % c->n_columns;
        const char *copy = k ? arena_strdup(a, c->cells[k]) : "";
        if (!copy)
            return error_no_memory(e);
        if (i == 0 && j > 0)
            column_names[j - 1] = copy;
        else if (i > 0 && j == 0)
            row_names[i - 1] = copy;
        else if (i > 0)
            v[(i - 1) * columns + j - 1] = cell_number(text[(i - 1) * columns + j - 1] = copy);
    }
    to->n_rows = rows;
    to->n_columns = columns;
    to->rows = row_names;
    to->columns = column_names;
    to->text = text;
    to->v = v;
    return OK;
}

static int read_table(struct inputs *from, const char *path, struct arena *a, struct heng_table *to,
                      struct error *e)
{
    struct csv_grid cells = {0};
    const struct input *in;
    int status = inputs_read(from, path, PARAM_FILE_MAX, &in, e);
    if (!status)
        status = csv_grid_read_bytes(path, in->bytes, in->n, NULL, &cells, e);
    if (!status)
        status = check_shape(path, &cells, e);
    if (!status)
        status = take_cells(&cells, a, to, e);
    to->path = path;
    csv_grid_fini(&cells);
    return status;
}

int param_read_tables(struct inputs *from, const char *const *paths, size_t n, struct arena *a,
                      struct heng_tables *to, struct error *e)
{
    struct inputs *own = from ? inputs_share(from) : inputs_new(e);
    struct heng_table *v;
    int status = own ? OK : ERR_MEMORY;
    if (!status && n > PARAM_FILES_MAX)
        status = error_set(e, ERR_PROFILE, "%zu files; at most %d are read", n, PARAM_FILES_MAX);
    v = status ? NULL : arena_array(a, n, sizeof *v);
    if (!status && !v)
        status = error_no_memory(e);
    for (size_t i = 0; !status && i < n; i++)
        status = read_table(own, paths[i], a, &v[i], e);
    inputs_free(own);
    to->v = v;
    to->n = v ? n : 0;
    return status;
}
