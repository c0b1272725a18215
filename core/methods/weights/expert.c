/* SPDX-License-Identifier: MIT */
/*
 * Weights that experts give, written into the profile or into CSV files. In a text rows end with ;
 * or |, entries stand apart by blanks or commas, 1/3 is a third, and columns come in their order. A
 * file names what it judges: its columns are found by name and may stand in any order.
 *
 *     precedence  w_j = T_j / sum of T;  T_j = sum over k of 1 where j is more important than k,
 *                 1/2 where they are equal, 0 otherwise, and `self` against itself; important is
 *                 what the experts scored higher (or ranked nearer to 1) on average, equal what
 *                 differs by no more than 1e-12 of the largest
 *     budget      w_j = mean over the experts of what they allot to j, divided by the budget
 *
 * ahp has a file of its own, ahp.c.
 *
 * Sources: Moody, Decision Making: Proven Methods for Better Decisions, McGraw-Hill, 1983
 * (precedence chart, 优序图; 1/2 on the diagonal as in SPSSAU); OECD/JRC, Handbook on Constructing
 * Composite Indicators, 2008, pp. 89-101 (budget allocation).
 *
 * The data only tell which columns have no values: those get weight 0, with a warning, and the
 * others share it in proportion. Constant columns and one unit are as any other.
 */
#include <stdio.h>
#include <string.h>

#include "base/none.h"
#include "base/number.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "methods/weights/expert.h"
#include "methods/weights/weights_internal.h"
#include "stats/stats.h"

/* ---- texts ----------------------------------------------------------------- */

static const char row_ends[] = ";|\n", blanks[] = " \t\r,";

size_t expert_count(const char *s)
{
    size_t rows = 0;
    while (*s) {
        size_t n = strcspn(s, row_ends);
        rows += strspn(s, blanks) < n;
        s += n + (s[n] != '\0');
    }
    return rows;
}

/* "3", "0.5" or "1/3", n bytes. */
static int read_entry(const struct judged *r, const char *s, size_t n, double *value)
{
    const char *slash = memchr(s, '/', n);
    size_t head = slash ? (size_t)(slash - s) : n;
    double below = 1;
    if (!number_parse(s, head, value))
        return 0;
    if (slash && !(number_parse(slash + 1, n - head - 1, &below) && below != 0))
        return 0;
    *value /= below;
    return *value >= r->lo && *value <= r->hi;
}

int expert_row(struct judged *r, struct heng_weigh_call *c, double *v, size_t n)
{
    size_t found = 0;
    r->row++;
    r->at += strspn(r->at, " \t\r,;|\n");
    while (*r->at && !strchr(row_ends, *r->at)) {
        size_t length = strcspn(r->at, " \t\r,;|\n");
        double value;
        if (!read_entry(r, r->at, length, &value))
            return refuse(c->why, c->why_size, HENG_FAIL, "row %zu: '%.*s' is not %s", r->row,
                          length > 40 ? 40 : (int)length, r->at, r->expected);
        if (found < n)
            v[found] = value;
        found++;
        r->at += length;
        r->at += strspn(r->at, blanks);
    }
    if (found == n)
        return HENG_OK;
    return refuse(c->why, c->why_size, HENG_FAIL, "row %zu has %zu entr%s; expected %zu", r->row,
                  found, found == 1 ? "y" : "ies", n);
}

/* ---- tables ---------------------------------------------------------------- */

size_t expert_find(const char *const *names, size_t n, const char *id, size_t place)
{
    for (size_t i = 0; names && i < n; i++)
        if (strcmp(names[i], id) == 0)
            return i;
    return names ? NONE : place;
}

int expert_names(struct heng_weigh_call *c, const char *path, const char *what,
                 const char *const *names, size_t n)
{
    if (!names && n != c->m)
        return refuse(c->why, c->why_size, HENG_FAIL, "%s has %zu %s%s; expected %zu", path, n,
                      what, plural(n), c->m);
    for (size_t j = 0; j < c->m; j++)
        if (expert_find(names, n, c->ids[j], j) == NONE)
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "%s has no %s %s; its first line names the columns, the first field of "
                          "each further line its row",
                          path, what, c->ids[j]);
    for (size_t i = 0; names && i < n; i++)
        if (expert_find(c->ids, c->m, names[i], 0) == NONE)
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "%s: the %s %s is none of what is weighed here", path, what, names[i]);
    return HENG_OK;
}

int expert_cell(const struct judged *r, struct heng_weigh_call *c, const struct heng_table *t,
                size_t i, size_t j, double *v)
{
    char row[24], column[24];
    size_t at = i * t->n_columns + j;
    *v = t->v[at];
    if (*v >= r->lo && *v <= r->hi)
        return HENG_OK;
    snprintf(row, sizeof row, "%zu", i + 1);
    snprintf(column, sizeof column, "%zu", j + 1);
    return refuse(c->why, c->why_size, HENG_FAIL, "%s: row %s, column %s: '%.40s' is not %s",
                  t->path, t->rows ? t->rows[i] : row, t->columns ? t->columns[j] : column,
                  t->text[at], r->expected);
}

/* ---- rows of experts ------------------------------------------------------- */

/* One row an expert, from a text or from tables. */
struct expert_rows {
    struct judged r;
    const struct heng_tables *tables; /* n 0: the text */
    size_t table, n_rows;
    char name[160]; /* of the last one, for messages */
};

static int rows_begin(struct expert_rows *s, struct heng_weigh_call *c,
                      const struct heng_tables *tables, const char *text, const char *key)
{
    *s = (struct expert_rows){.r = {text, 0, 1e9, "a number from 0 on", 0}, .tables = tables};
    if (tables->n && *text)
        return refuse(c->why, c->why_size, HENG_FAIL, "give either judgements or %s, not both",
                      key);
    for (size_t k = 0; k < tables->n; k++) {
        const struct heng_table *t = &tables->v[k];
        s->n_rows += t->n_rows;
        if (expert_names(c, t->path, "column", t->columns, t->n_columns) != HENG_OK)
            return HENG_FAIL;
    }
    s->n_rows += expert_count(text);
    if (s->n_rows == 0)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "no expert's row of %zu entries: give judgements (files) or %s", c->m, key);
    return HENG_OK;
}

static int table_row(struct expert_rows *s, struct heng_weigh_call *c, double *v)
{
    const struct heng_table *t = &s->tables->v[s->table];
    size_t i = s->r.row++;
    if (t->rows)
        snprintf(s->name, sizeof s->name, "%s: row %s", t->path, t->rows[i]);
    else
        snprintf(s->name, sizeof s->name, "%s: row %zu", t->path, i + 1);
    for (size_t j = 0; j < c->m; j++)
        if (expert_cell(&s->r, c, t, i, expert_find(t->columns, t->n_columns, c->ids[j], j),
                        &v[j]) != HENG_OK)
            return HENG_FAIL;
    if (s->r.row == t->n_rows) {
        s->table++;
        s->r.row = 0;
    }
    return HENG_OK;
}

/* The next of n_rows rows, in the order of the call's columns. */
static int rows_next(struct expert_rows *s, struct heng_weigh_call *c, double *v)
{
    int status;
    if (s->tables->n)
        return table_row(s, c, v);
    status = expert_row(&s->r, c, v, c->m);
    snprintf(s->name, sizeof s->name, "row %zu", s->r.row);
    return status;
}

int expert_finish(struct heng_weigh_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        if (!weights_has_values(c, j))
            c->w[j] = 0;
    return weights_finish(c, "no column with a weight above 0 has values");
}

/* ---- precedence ---------------------------------------------------------- */

#define ROWS_DOC "files with one row an expert and one named column for each that is weighed: "

enum meaning { MEANS_SCORES, MEANS_RANKS };

struct precedence_params {
    struct heng_tables judgements;
    const char *scores;
    int meaning; /* enum meaning */
    double self;
};

static const struct heng_param precedence_table[] = {
    HENG_PARAM_TABLES(struct precedence_params, judgements, "", 0, 0, ROWS_DOC "scores or ranks"),
    HENG_PARAM_TEXT(struct precedence_params, scores, "",
                    "instead of files: one row an expert, one entry a column: 5 4 3 | 4 5 3"),
    HENG_PARAM_CHOICE(struct precedence_params, meaning, "scores", "scores|ranks",
                      "scores: higher is more important; ranks: 1 is the most so"),
    HENG_PARAM_REAL(
        struct precedence_params, self, "0.5", 0, 1, NULL,
        "what a column gets against itself; 0 leaves the least important without weight"),
};

/* Adds up all rows into total. row: m doubles. */
static int add_rows(struct expert_rows *s, struct heng_weigh_call *c, double *total, double *row)
{
    for (size_t j = 0; j < c->m; j++)
        total[j] = 0;
    for (size_t i = 0; i < s->n_rows; i++) {
        if (rows_next(s, c, row) != HENG_OK)
            return HENG_FAIL;
        for (size_t j = 0; j < c->m; j++)
            total[j] += row[j];
    }
    return HENG_OK;
}

static int weigh_precedence(struct heng_weigh_call *c)
{
    const struct precedence_params *p = c->params;
    double *total = c->scratch, *row = total + c->m, tolerance;
    struct expert_rows s;
    if (rows_begin(&s, c, &p->judgements, p->scores, "scores") != HENG_OK ||
        add_rows(&s, c, total, row) != HENG_OK)
        return HENG_FAIL;
    tolerance = 1e-12 * stats_max(total, c->m);
    for (size_t j = 0; j < c->m; j++) {
        c->w[j] = p->self;
        for (size_t k = 0; k < c->m; k++) {
            double d = p->meaning == MEANS_RANKS ? total[k] - total[j] : total[j] - total[k];
            if (k != j)
                c->w[j] += d > tolerance ? 1 : d < -tolerance ? 0 : 0.5;
        }
    }
    if (c->m == 1)
        c->w[0] = 1;
    return expert_finish(c);
}

static size_t scratch_rows(size_t n, size_t m)
{
    (void)n;
    return 2 * m;
}

/* ---- budget -------------------------------------------------------------- */

struct budget_params {
    struct heng_tables judgements;
    const char *allocations;
    double points;
};

static const struct heng_param budget_table[] = {
    HENG_PARAM_TABLES(struct budget_params, judgements, "", 0, 0,
                      ROWS_DOC "its share of the budget"),
    HENG_PARAM_TEXT(
        struct budget_params, allocations, "",
        "instead of files: one row an expert, what each column gets: 50 30 20 | 40 40 20"),
    HENG_PARAM_REAL(struct budget_params, points, "", 0, INFINITY, NULL,
                    "the budget each row must sum to; left out: that of the first row"),
};

static int weigh_budget(struct heng_weigh_call *c)
{
    const struct budget_params *p = c->params;
    double *row = c->scratch, points = p->points;
    struct expert_rows s;
    if (rows_begin(&s, c, &p->judgements, p->allocations, "allocations") != HENG_OK)
        return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = 0;
    for (size_t i = 0; i < s.n_rows; i++) {
        double spent;
        if (rows_next(&s, c, row) != HENG_OK)
            return HENG_FAIL;
        spent = stats_sum(row, c->m);
        points = isnan(points) ? spent : points;
        if (!(points > 0 && fabs(spent - points) <= 1e-9 * points))
            return refuse(c->why, c->why_size, HENG_FAIL,
                          "%s sums to %.10g; every expert has the same %.10g, above 0, to allot",
                          s.name, spent, points);
        for (size_t j = 0; j < c->m; j++)
            c->w[j] += row[j];
    }
    return expert_finish(c);
}

const struct heng_method weights_precedence = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "precedence",
    .title_zh = "优序图法",
    .title_en = "Precedence chart (RANCOM)",
    .summary = "Weighs a column by how many others the experts find less important.",
    .formula = "T_j / sum of T; T_j = self + sum over k of 1 (more important than k), 1/2 (equal), "
               "0",
    .source = "Moody, Decision Making: Proven Methods for Better Decisions, McGraw-Hill, 1983; "
              "SPSSAU, manual, 优序图法; Wieckowski et al., Engineering Applications of Artificial "
              "Intelligence 122, 2023, 106114 (RANCOM: self = 0.5)",
    .domain = "A column without values: weight 0, with a warning. Constant columns and one unit as "
              "any other.",
    .params = HENG_PARAMS(precedence_table, struct precedence_params),
    .scratch = scratch_rows,
    .weigh = weigh_precedence,
    .traits = HENG_WEIGHTS_FIXED,
};

const struct heng_method weights_budget = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "budget",
    .title_zh = "预算分配法",
    .title_en = "Budget allocation",
    .summary = "Takes the mean of what experts allot to each column out of a fixed budget.",
    .formula = "mean over experts of points_j / budget",
    .source = SOURCE_OECD_HANDBOOK ", pp. 89-101",
    .domain = "Every row must sum to the budget. A column without values: weight 0, with a "
              "warning. Constant columns and one unit as any other.",
    .params = HENG_PARAMS(budget_table, struct budget_params),
    .scratch = scratch_rows,
    .weigh = weigh_budget,
    .traits = HENG_WEIGHTS_FIXED,
};
