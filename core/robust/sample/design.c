/* SPDX-License-Identifier: MIT */
/* A design read from its CSV and checked, and the settings of its rows. */
#include "robust/sample/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "data/csv.h"
#include "plan/problems.h"
#include "robust/sample/goalposts.h"

enum {
    TOLD = 20,    /* mistakes of one kind at most */
    TEXTS = 64,   /* numbers of a key that nobody knows yet are texts up to so many */
    GOALPOSTS = 3 /* lo, hi, target */
};

/* A design while it is read. */
struct reading {
    struct plan *p;
    struct factors *f;
    struct design *d;
    const struct profile_key *key;
    struct csv_grid cells;
    size_t labels; /* columns of them: 0 or 1 */
};

static const char *cell(const struct reading *g, size_t row, size_t column)
{
    return g->cells.cells[(row + 1) * g->cells.n_columns + column];
}

/* ---- what cannot stand beside it ------------------------------------------------------------- */

static void check_others(struct plan *p, const struct profile_section *s)
{
    static const char *const others[] = {"replicates",          "weights",
                                         "weights_spread",      "leave_out",
                                         "data_noise_observed", "data_noise_imputed",
                                         "data_noise_bounds"};
    const struct profile_section *indices = profile_section(p->profile, "sensitivity");
    size_t k;
    for (size_t i = 0; i < s->n_keys; i++) {
        bool other = profile_varied(s->keys[i].name) != NULL;
        for (k = 0; k < sizeof others / sizeof *others; k++)
            other = other || strcmp(s->keys[i].name, others[k]) == 0;
        if (other && *s->keys[i].value && strcmp(s->keys[i].value, "none") != 0)
            plan_problem(p, s->keys[i].where, "uncertainty", s->keys[i].name,
                         "cannot take effect together with design, whose rows are the replicates");
    }
    for (size_t i = k = 0; indices && i < indices->n_keys; i++)
        k += *indices->keys[i].value != 0;
    if (k && p->fixed.sensitivity.samples)
        messages_add_once(
            &p->warnings, OK,
            "%s: [sensitivity] is passed by: with [uncertainty] design nothing is drawn",
            indices->where);
}

/* ---- columns --------------------------------------------------------------------------------- */

/* Whether all methods of the stage that take the key take one number there. */
static bool takes_number(const struct plan *p, const struct factor *f, bool *known)
{
    const struct method *m;
    bool number = true;
    *known = factor_is_stage_key(f);
    if (*known)
        return false;
    for (size_t i = 0; (m = registry_at(p->registry, i)); i++) {
        const struct param_table t = method_params(m->desc);
        const struct heng_param *x = m->desc->stage == f->stage ? param_find(&t, f->key) : NULL;
        if (!x)
            continue;
        *known = true;
        number = number && (x->type == HENG_REAL || x->type == HENG_INT);
    }
    return *known && number;
}

/* False where a cell is no number; the rows of the least and the most. An empty one is the least.
 */
static bool read_numbers(const struct reading *g, size_t column, const bool *blank, double *v,
                         size_t *rows)
{
    size_t first = 0;
    while (blank[first])
        first++;
    rows[0] = rows[1] = first;
    for (size_t i = first; i < g->d->n; i++) {
        const char *text = cell(g, i, column);
        if (blank[i])
            continue;
        if (!number_parse(text, strlen(text), &v[i]))
            return false;
        rows[0] = v[i] < v[rows[0]] ? i : rows[0];
        rows[1] = v[i] > v[rows[1]] ? i : rows[1];
    }
    for (size_t i = 0; i < g->d->n; i++)
        v[i] = blank[i] ? v[rows[0]] : v[i];
    return true;
}

/* *is: the column is one of numbers, which differ, and so is the key. */
static int try_numbers(const struct reading *g, size_t column, struct factor *f, bool *is,
                       struct error *e)
{
    const bool *blank = g->d->columns[f - g->f->v].blank;
    double *v = arena_array(g->p->arena, g->d->n, sizeof *v);
    size_t *rows = arena_array(g->p->arena, 2, sizeof *rows);
    bool known = true;
    *is = false;
    if (!v || !rows)
        return error_no_memory(e);
    if (!read_numbers(g, column, blank, v, rows))
        return OK;
    if (v[rows[0]] == v[rows[1]] && !factor_is_weight(f))
        return OK;
    *is = f->stage ? takes_number(g->p, f, &known) : factor_is_weight(f);
    if (!known)
        *is = f->n_choices > TEXTS;
    f->kind = *is ? FACTOR_GIVEN : FACTOR_CHOICE;
    f->a = v[rows[0]];
    f->b = v[rows[1]];
    f->given = v;
    if (*is)
        f->rows = rows;
    return OK;
}

static size_t choice_of(const struct factor *f, const char *text)
{
    size_t i;
    for (i = 0; i < f->n_choices; i++)
        if (strcmp(f->choices[i], text) == 0)
            break;
    return i;
}

/* The different texts of a column; n_choices is above DESIGN_CHOICES where there are more. */
static int read_texts(const struct reading *g, size_t column, struct factor *f, size_t *choice,
                      struct error *e)
{
    const bool *blank = g->d->columns[f - g->f->v].blank;
    size_t *rows = arena_array(g->p->arena, DESIGN_CHOICES, sizeof *rows);
    f->kind = FACTOR_CHOICE;
    f->choices = arena_array(g->p->arena, DESIGN_CHOICES, sizeof *f->choices);
    if (!rows || !f->choices)
        return error_no_memory(e);
    f->rows = rows;
    for (size_t i = 0; i < g->d->n; i++) {
        const char *text = cell(g, i, column);
        choice[i] = blank[i] ? 0 : choice_of(f, text);
        if (blank[i] || choice[i] < f->n_choices)
            continue;
        if (f->n_choices == DESIGN_CHOICES) {
            f->n_choices++;
            return OK;
        }
        rows[f->n_choices] = i;
        f->choices[f->n_choices] = arena_strdup(g->p->arena, text);
        if (!f->choices[f->n_choices++])
            return error_no_memory(e);
    }
    return OK;
}

static int read_values(const struct reading *g, size_t column, struct factor *f, struct error *e)
{
    struct design_column *to = &g->d->columns[f - g->f->v];
    size_t *choice = arena_array(g->p->arena, g->d->n, sizeof *choice);
    bool numbers = false;
    int status = OK;
    to->blank = arena_array(g->p->arena, g->d->n, sizeof *to->blank);
    for (size_t i = 0; to->blank && i < g->d->n; i++)
        to->blank[i] = !*cell(g, i, column);
    status = choice && to->blank ? read_texts(g, column, f, choice, e) : error_no_memory(e);
    if (!status)
        status = try_numbers(g, column, f, &numbers, e);
    if (status || numbers)
        return status;
    if (f->n_choices > DESIGN_CHOICES)
        messages_add(&g->p->problems, ERR_DATA, "%s: %s: more than %d different values", f->where,
                     f->name, DESIGN_CHOICES);
    f->choice = choice;
    return OK;
}

/* ---- goalposts ------------------------------------------------------------------------------- */

/* "lo, hi" or "lo, hi, target": how many numbers; 0: it is no such list. */
static size_t read_list(const char *text, double *v)
{
    size_t n = 0, size;
    const char *end, *part;
    for (; n < GOALPOSTS; text = end + 1) {
        end = strchr(text, ',');
        size = end ? (size_t)(end - text) : strlen(text);
        part = text_trim(text, &size);
        if (!number_parse(part, size, &v[n++]))
            return 0;
        if (!end)
            return n > 1 ? n : 0;
    }
    return 0;
}

/* Lists of n numbers each, lo below hi, into the columns v; 0: that cannot be said of all of them.
 */
static size_t read_lists(const struct reading *g, size_t column, double *const *v)
{
    double list[GOALPOSTS];
    size_t k, n = 0;
    for (size_t i = 0; i < g->d->n; i++) {
        k = read_list(cell(g, i, column), list);
        if (!k || (i && k != n) || !(list[0] < list[1]))
            return 0;
        for (n = k; k-- > 0;)
            v[k][i] = list[k];
    }
    return n;
}

/* The numbers of one place of the list: a factor, unless they are all the same. */
static int add_item(const struct reading *g, const char *name, const char *where, const double *v,
                    struct goalposts *list, struct error *e)
{
    size_t *rows = arena_array(g->p->arena, 2, sizeof *rows);
    char text[NUMBER_TEXT_MAX];
    struct factor *f;
    int status;
    if (!rows)
        return error_no_memory(e);
    for (size_t i = 1; i < g->d->n; i++) {
        rows[0] = v[i] < v[rows[0]] ? i : rows[0];
        rows[1] = v[i] > v[rows[1]] ? i : rows[1];
    }
    if (v[rows[0]] == v[rows[1]]) {
        number_format(v[0], text);
        list->text[list->n] = arena_strdup(g->p->arena, text);
        return list->text[list->n++] ? OK : error_no_memory(e);
    }
    status = factor_add(g->p, g->f, name, where, g->key->dir, &f, e);
    if (status || !f)
        return status;
    *f = (struct factor){.name = arena_printf(g->p->arena, "%s[%zu]", name, list->n + 1),
                         .section = f->section,
                         .key = f->key,
                         .where = where,
                         .dir = f->dir,
                         .kind = FACTOR_GIVEN,
                         .a = v[rows[0]],
                         .b = v[rows[1]],
                         .least = f->least,
                         .most = f->most,
                         .goalposts = list,
                         .item = list->n++,
                         .design = g->d,
                         .given = v,
                         .rows = rows};
    return f->name ? OK : error_no_memory(e);
}

/* Whether the node that the key is of has the list's logarithms or roots. */
static bool has_transform(const struct reading *g, const char *name, const double *lo)
{
    const char *id = name + strlen("indicator.");
    for (size_t k = 0; k < g->p->tree.n; k++) {
        const struct node *n = &g->p->tree.nodes[k];
        size_t length = strlen(n->id);
        if (strncmp(n->id, id, length) != 0 || strcmp(id + length, ".goalposts") != 0)
            continue;
        for (size_t i = 0; i < g->d->n; i++)
            if (n->near.kind || isnan(transform_apply(lo[i], n->transform)))
                return false;
        return true;
    }
    return false;
}

/* *done: the column has goalposts that differ, and no mistake: a factor for each place of the list.
 */
static int try_goalposts(const struct reading *g, size_t column, const char *name,
                         const char *where, bool *done, struct error *e)
{
    const char *dot = strrchr(name, '.');
    struct goalposts *list = arena_alloc(g->p->arena, sizeof *list);
    double *v[GOALPOSTS];
    size_t n, before = g->f->n;
    int status = list ? OK : error_no_memory(e);
    *done = false;
    if (status || strncmp(name, "indicator.", 10) != 0 || strcmp(dot, ".goalposts") != 0)
        return status;
    for (size_t k = 0; k < GOALPOSTS; k++)
        if (!(v[k] = arena_array(g->p->arena, g->d->n, sizeof **v)))
            return error_no_memory(e);
    n = read_lists(g, column, v);
    if (!n || !has_transform(g, name, v[0]))
        return OK;
    for (size_t k = 0; !status && k < n; k++)
        status = add_item(g, name, where, v[k], list, e);
    for (size_t k = before; !status && k < g->f->n; k++) {
        g->d->columns[k].blank = arena_array(g->p->arena, g->d->n, sizeof(bool));
        status = g->d->columns[k].blank ? OK : error_no_memory(e);
    }
    *done = g->f->n > before;
    return status;
}

/* A problem where nothing stands in the column, or its key has stood before. */
static bool column_is_fine(const struct reading *g, size_t column, const char *name)
{
    for (size_t i = 0; i < column; i++)
        if (strcmp(g->cells.cells[i], name) == 0) {
            messages_add(&g->p->problems, ERR_DATA, "%s:%zu: the column %s stands there twice",
                         g->d->path, g->cells.lines[0], name);
            return false;
        }
    for (size_t i = 0; i < g->d->n; i++)
        if (*cell(g, i, column))
            return true;
    messages_add(&g->p->problems, ERR_DATA, "%s: the column %s is empty", g->d->path, name);
    return false;
}

static int read_column(const struct reading *g, size_t column, struct error *e)
{
    const char *name = arena_strdup(g->p->arena, g->cells.cells[column]);
    const char *where = arena_printf(g->p->arena, "%s:%zu", g->d->path, g->cells.lines[0]);
    struct factor *f;
    bool done;
    int status;
    if (!name || !where)
        return error_no_memory(e);
    if (!column_is_fine(g, column, name))
        return OK;
    status = try_goalposts(g, column, name, where, &done, e);
    if (status || done)
        return status;
    status = factor_add(g->p, g->f, name, where, g->key->dir, &f, e);
    if (status || !f)
        return status;
    f->design = g->d;
    return read_values(g, column, f, e);
}

static int read_labels(const struct reading *g, struct error *e)
{
    const char **v = arena_array(g->p->arena, g->d->n, sizeof *v);
    if (!v)
        return error_no_memory(e);
    for (size_t i = 0; i < g->d->n; i++) {
        v[i] = arena_strdup(g->p->arena, cell(g, i, 0));
        if (!v[i])
            return error_no_memory(e);
    }
    g->d->labels = v;
    return OK;
}

struct label {
    const char *text;
    size_t row;
};

static int by_label(const void *x, const void *y)
{
    const struct label *a = x, *b = y;
    const int order = strcmp(a->text, b->text);
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

/* Replicates are told apart by their labels. */
static int check_labels(const struct reading *g, struct error *e)
{
    const struct design *d = g->d;
    struct label *v = calloc(d->n, sizeof *v);
    if (!v)
        return error_no_memory(e);
    for (size_t i = 0; i < d->n; i++)
        v[i] = (struct label){d->labels[i], i};
    qsort(v, d->n, sizeof *v, by_label);
    for (size_t i = 1, first = 0; i < d->n && g->p->problems.n < TOLD; i++) {
        if (strcmp(v[i].text, v[first].text) != 0)
            first = i;
        else if (*v[i].text)
            messages_add(&g->p->problems, ERR_DATA,
                         "%s:%zu: replicate %s stands there already, in line %zu", d->path,
                         d->lines[v[i].row], v[i].text, d->lines[v[first].row]);
    }
    free(v);
    return OK;
}

/* Lines of nothing but commas, which the reader passes over like empty ones: here a replicate may
   be meant. */
static void check_commas(const struct reading *g, const struct input *in)
{
    bool quoted = false, commas = false, text = false;
    size_t line = 1;
    for (size_t i = 0; i <= in->n && g->p->problems.n < TOLD; i++) {
        const char c = i < in->n ? in->bytes[i] : '\n';
        quoted = quoted != (c == '"');
        commas = commas || c == ',' || c == ';' || c == '\t';
        text = text || quoted || !strchr(",;\t \r\n", c);
        if (c != '\n')
            continue;
        if (commas && !text)
            messages_add(&g->p->problems, ERR_DATA, "%s:%zu: nothing but commas; take the line out",
                         g->d->path, line);
        line++;
        commas = text = false;
    }
}

/* ---- the file -------------------------------------------------------------------------------- */

static int copy_lines(const struct reading *g, struct error *e)
{
    size_t *lines = arena_array(g->p->arena, g->d->n, sizeof *lines);
    if (!lines)
        return error_no_memory(e);
    for (size_t i = 0; i < g->d->n; i++)
        lines[i] = g->cells.lines[i + 1];
    g->d->lines = lines;
    return OK;
}

/* False, and a problem, when it has no row, too many, or no key. */
static bool size_is_fine(const struct reading *g)
{
    const char *why = g->cells.n_rows < 2                 ? "it has no row of a replicate"
                      : g->cells.n_rows - 1 > DESIGN_ROWS ? "more than 1000000 rows"
                      : g->cells.n_columns == g->labels   ? "it has no column of a key"
                                                          : NULL;
    if (why)
        messages_add(&g->p->problems, ERR_DATA, "%s: %s", g->d->path, why);
    return !why;
}

static int read_cells(struct reading *g, struct error *e)
{
    struct design *d = g->d;
    int status;
    g->labels = strcmp(g->cells.cells[0], "replicate") == 0;
    if (!size_is_fine(g))
        return OK;
    d->n = g->cells.n_rows - 1;
    d->columns = arena_array(g->p->arena, GOALPOSTS * g->cells.n_columns, sizeof *d->columns);
    status = d->columns ? copy_lines(g, e) : error_no_memory(e);
    if (!status && g->labels)
        status = read_labels(g, e);
    if (!status && g->labels)
        status = check_labels(g, e);
    for (size_t k = g->labels; !status && k < g->cells.n_columns; k++)
        status = read_column(g, k, e);
    d->n_columns = g->f->n;
    return status;
}

int design_read(struct plan *p, struct factors *f, struct error *e)
{
    const struct profile_section *s = profile_section(p->profile, "uncertainty");
    struct reading g = {.p = p, .f = f, .key = profile_key(s, "design")};
    const struct input *in;
    struct error why = {0};
    int status;
    check_others(p, s);
    f->design = g.d = arena_alloc(p->arena, sizeof *g.d);
    if (!g.d)
        return error_no_memory(e);
    g.d->path = path_join(p->arena, g.key->dir, p->fixed.uncertainty.design);
    if (!g.d->path)
        return error_no_memory(e);
    status = inputs_read(p->profile->inputs, g.d->path, SIZE_MAX, &in, &why);
    if (!status)
        status = csv_grid_read_bytes(g.d->path, in->bytes, in->n, NULL, &g.cells, &why);
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (status) {
        messages_add_error(&p->problems, &why);
        return OK;
    }
    status = plan_note_file(p, "design", g.d->path, in->sha256, e);
    if (!status)
        check_commas(&g, in);
    if (!status)
        status = read_cells(&g, e);
    csv_grid_fini(&g.cells);
    return status;
}

/* ---- points ---------------------------------------------------------------------------------- */

static void row_at(const void *of, size_t i, double *u)
{
    const struct design *d = of;
    for (size_t k = 0; k < d->n_columns; k++)
        u[k] = ((double)i + 0.5) / (double)d->n;
}

struct points design_points(const struct design *d)
{
    return (struct points){d->n, row_at, d};
}
