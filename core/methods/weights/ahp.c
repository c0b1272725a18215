/* SPDX-License-Identifier: MIT */
/*
 * The analytic hierarchy process: weights from experts' pairwise judgements.
 *
 *     w: the principal eigenvector of the judgements A, a_ij = how much more important i is than j;
 *     CI = (lambda - m) / (m - 1), CR = CI / RI(m), refused above cr_max for each expert.
 *     Several experts: the geometric means of their judgements are weighed (AIJ), or the geometric
 *     means of the weights that each one's judgements give are divided by their sum (AIP).
 *
 * Sources: Saaty, The Analytic Hierarchy Process, McGraw-Hill, 1980 (with its random index), and
 * Decision making with the analytic hierarchy process, Int. J. Services Sciences 1(1), 2008,
 * 83-98; Aczél and Saaty, Procedures for synthesizing ratio judgements, Journal of Mathematical
 * Psychology 27(1), 1983, 93-102 (geometric mean); Forman and Peniwati, Aggregating individual
 * judgments and priorities with the Analytic Hierarchy Process, European Journal of Operational
 * Research 108(1), 1998, 165-169; OECD/JRC, Handbook on Constructing Composite Indicators, 2008,
 * pp. 89-101.
 */
#include <stdio.h>
#include <string.h>

#include "methods/reason.h"
#include "methods/weights/expert.h"
#include "methods/weights/weights_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

enum experts { BY_JUDGEMENTS, BY_PRIORITIES };

struct ahp_params {
    struct heng_tables judgements;
    const char *matrix;
    double cr_max;
    int experts; /* enum experts */
};

static const struct heng_param ahp_table[] = {
    HENG_PARAM_TABLES(
        struct ahp_params, judgements, "", 0, 0,
        "files, one an expert: a row and a named column for each that is weighed, how much more "
        "important the row's is than the column's, 3 or 1/3; one half may be left blank"),
    HENG_PARAM_TEXT(
        struct ahp_params, matrix, "",
        "instead of files: 1 2 3 | 1/2 1 2 | 1/3 1/2 1, or what is above the diagonal: 2 3 | 2; "
        "further experts below"),
    HENG_PARAM_REAL(struct ahp_params, cr_max, "0.1", 0, INFINITY, NULL,
                    "largest consistency ratio that is accepted"),
    HENG_PARAM_CHOICE(
        struct ahp_params, experts, "judgements", "judgements|priorities",
        "several: the geometric means of their judgements are weighed, or those of their weights "
        "taken"),
};

/* Saaty's, for 1 .. 15 columns. */
static const double random_index[] = {0,    0,    0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                      1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};
enum { AHP_MAX = sizeof random_index / sizeof *random_index };

/* Two entries that should be each other's reciprocal, one of them written with few digits. */
static const double reciprocal_tolerance = 0.02;

/* ---- one expert's judgements, from a text -------------------------------------- */

static int text_matrix(struct judged *r, struct heng_weigh_call *c, double *a)
{
    size_t m = c->m, first = r->row + 1;
    for (size_t i = 0; i < m; i++)
        if (expert_row(r, c, a + i * m, m) != HENG_OK)
            return HENG_FAIL;
    for (size_t i = 0; i < m; i++)
        for (size_t j = i; j < m; j++) {
            if (fabs(a[i * m + j] * a[j * m + i] - 1) > reciprocal_tolerance)
                return refuse(c->why, c->why_size, HENG_FAIL,
                              "row %zu, entry %zu is %.6g, and row %zu, entry %zu is %.6g: not its "
                              "reciprocal",
                              first + i, j + 1, a[i * m + j], first + j, i + 1, a[j * m + i]);
            a[j * m + i] = 1 / a[i * m + j];
            if (i == j)
                a[i * m + i] = 1;
        }
    return HENG_OK;
}

static int text_triangle(struct judged *r, struct heng_weigh_call *c, double *a)
{
    size_t m = c->m;
    for (size_t i = 0; i < m; i++) {
        a[i * m + i] = 1;
        if (i + 1 < m && expert_row(r, c, a + i * m + i + 1, m - i - 1) != HENG_OK)
            return HENG_FAIL;
        for (size_t j = i + 1; j < m; j++)
            a[j * m + i] = 1 / a[i * m + j];
    }
    return HENG_OK;
}

/* ---- ... or from a table ------------------------------------------------------------ */

/* Cell (i, j) as a judgement; NaN where it is blank. */
static int table_entry(const struct judged *r, struct heng_weigh_call *c,
                       const struct heng_table *t, size_t i, size_t j, double *v)
{
    size_t row = expert_find(t->rows, t->n_rows, c->ids[i], i);
    size_t column = expert_find(t->columns, t->n_columns, c->ids[j], j);
    *v = NAN;
    return *t->text[row * t->n_columns + column] ? expert_cell(r, c, t, row, column, v) : HENG_OK;
}

/* Makes a pair of entries each other's reciprocal; one of them may be blank. */
static int table_pair(struct heng_weigh_call *c, const char *path, double *a, size_t i, size_t j)
{
    double *up = &a[i * c->m + j], *down = &a[j * c->m + i];
    if (i == j && isnan(*up))
        *up = 1;
    if (isnan(*up) && isnan(*down))
        return refuse(c->why, c->why_size, HENG_FAIL, "%s: %s and %s are not compared", path,
                      c->ids[i], c->ids[j]);
    if (fabs(*up * *down - 1) > reciprocal_tolerance)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "%s: %s over %s is %.6g, and %s over %s is %.6g: not its reciprocal", path,
                      c->ids[i], c->ids[j], *up, c->ids[j], c->ids[i], *down);
    if (isnan(*up))
        *up = 1 / *down;
    *down = 1 / *up;
    if (i == j)
        *up = 1;
    return HENG_OK;
}

static int table_matrix(const struct judged *r, struct heng_weigh_call *c,
                        const struct heng_table *t, double *a)
{
    size_t m = c->m;
    if (expert_names(c, t->path, "row", t->rows, t->n_rows) != HENG_OK ||
        expert_names(c, t->path, "column", t->columns, t->n_columns) != HENG_OK)
        return HENG_FAIL;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            if (table_entry(r, c, t, i, j, &a[i * m + j]) != HENG_OK)
                return HENG_FAIL;
    for (size_t i = 0; i < m; i++)
        for (size_t j = i; j < m; j++)
            if (table_pair(c, t->path, a, i, j) != HENG_OK)
                return HENG_FAIL;
    return HENG_OK;
}

/* ---- weights of a matrix ------------------------------------------------------------ */

static double row_times(const double *a, const double *w, size_t m, size_t i)
{
    struct sum total = {0, 0};
    for (size_t j = 0; j < m; j++)
        sum_add(&total, a[i * m + j] * w[j]);
    return sum_value(&total);
}

/* The principal eigenvector of a positive matrix, into w, by power iteration; returns its
   eigenvalue. next: m doubles. */
static double find_eigenvector(const double *a, size_t m, double *w, double *next)
{
    double lambda = 0, change = 1;
    for (size_t i = 0; i < m; i++)
        w[i] = 1 / (double)m;
    for (int round = 0; round < 10000 && change > 1e-15; round++) {
        for (size_t i = 0; i < m; i++)
            next[i] = row_times(a, w, m, i);
        lambda = stats_sum(next, m);
        change = 0;
        for (size_t i = 0; i < m; i++) {
            change = fmax(change, fabs(next[i] / lambda - w[i]));
            w[i] = next[i] / lambda;
        }
    }
    return lambda;
}

/* 0 for one or two columns, which cannot contradict each other, and for what is but rounding. */
static double consistency_ratio(double lambda, size_t m)
{
    double index;
    if (m <= 2)
        return 0;
    index = (lambda - (double)m) / ((double)m - 1);
    return index > 1e-12 ? index / random_index[m - 1] : 0;
}

/* ---- all experts ---------------------------------------------------------------------- */

/* The experts' judgements, one after the other. */
struct panel {
    struct judged r;
    const struct heng_tables *tables; /* n 0: the text */
    int triangle;                     /* the text is but the upper one */
    size_t n, next;
    char name[160]; /* of the last one */
};

static int panel_begin(struct panel *s, struct heng_weigh_call *c, const struct ahp_params *p)
{
    size_t m = c->m, rows = expert_count(p->matrix);
    *s = (struct panel){
        .r = {p->matrix, 1 / 9.000001, 9.000001, "a number from 1/9 to 9, such as 3 or 1/3", 0},
        .tables = &p->judgements};
    if (m > AHP_MAX)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "%zu columns: Saaty's random index ends at %d; group them in a tree", m,
                      (int)AHP_MAX);
    if (p->judgements.n && rows)
        return refuse(c->why, c->why_size, HENG_FAIL, "give either judgements or matrix, not both");
    s->triangle = !p->judgements.n && rows + 1 == m;
    s->n = p->judgements.n ? p->judgements.n : s->triangle ? 1 : rows / m;
    if (rows == 0 && s->n == 0)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "no judgements of %zu columns: give judgements (files) or matrix", m);
    if (!p->judgements.n && !s->triangle && rows % m != 0)
        return refuse(c->why, c->why_size, HENG_FAIL,
                      "matrix has %zu row%s for %zu columns; expected %zu for each expert, or %zu "
                      "for the upper triangle",
                      rows, plural(rows), m, m, m - 1);
    return HENG_OK;
}

static int panel_next(struct panel *s, struct heng_weigh_call *c, double *a)
{
    size_t i = s->next++;
    const char *path = s->tables->n ? s->tables->v[i].path : "";
    snprintf(s->name, sizeof s->name, "expert %zu%s%s%s", i + 1, *path ? " (" : "", path,
             *path ? ")" : "");
    if (s->tables->n)
        return table_matrix(&s->r, c, &s->tables->v[i], a);
    return s->triangle ? text_triangle(&s->r, c, a) : text_matrix(&s->r, c, a);
}

/* Names the judgement that is farthest from what the weights say. */
static int refuse_matrix(struct heng_weigh_call *c, const double *a, const char *expert,
                         double ratio, double limit)
{
    size_t m = c->m, row = 0, column = 1;
    double worst = -1;
    for (size_t i = 0; i < m; i++)
        for (size_t j = i + 1; j < m; j++) {
            double off = fabs(real_log(a[i * m + j] * c->w[j] / c->w[i]));
            if (off > worst) {
                worst = off;
                row = i;
                column = j;
            }
        }
    return refuse(c->why, c->why_size, HENG_FAIL,
                  "the judgements of %s contradict each other: consistency ratio %.3f, "
                  "limit %.6g; look at %s over %s first: %.6g, where the others suggest %.2f",
                  expert, ratio, limit, c->ids[row], c->ids[column], a[row * m + column],
                  c->w[row] / c->w[column]);
}

/* Adds the logarithms of the n numbers in v, or sets them when they are the first. */
static void add_logs(double *logs, const double *v, size_t n, size_t expert)
{
    for (size_t i = 0; i < n; i++)
        logs[i] = (expert > 0 ? logs[i] : 0) + real_log(v[i]);
}

static void take_means(double *v, const double *logs, size_t n, size_t experts)
{
    for (size_t i = 0; i < n; i++)
        v[i] = real_exp(logs[i] / (double)experts);
}

static int weigh_ahp(struct heng_weigh_call *c)
{
    const struct ahp_params *p = c->params;
    size_t m = c->m, n = p->experts == BY_PRIORITIES ? m : m * m;
    double *a = c->scratch, *logs = a + m * m, *next = logs + m * m, worst = 0;
    struct panel s;
    if (panel_begin(&s, c, p) != HENG_OK)
        return HENG_FAIL;
    for (size_t e = 0; e < s.n; e++) {
        double ratio;
        if (panel_next(&s, c, a) != HENG_OK)
            return HENG_FAIL;
        ratio = consistency_ratio(find_eigenvector(a, m, c->w, next), m);
        if (!(ratio <= p->cr_max))
            return refuse_matrix(c, a, s.name, ratio, p->cr_max);
        worst = fmax(worst, ratio);
        add_logs(logs, p->experts == BY_PRIORITIES ? c->w : a, n, e);
    }
    if (s.n > 1 && p->experts == BY_PRIORITIES) {
        take_means(c->w, logs, n, s.n);
    } else if (s.n > 1) {
        take_means(a, logs, n, s.n);
        find_eigenvector(a, m, c->w, next);
    }
    remark(c->why, c->why_size, "consistency ratio %.3f%s", worst, s.n > 1 ? " at most" : "");
    return expert_finish(c);
}

static size_t scratch_ahp(size_t n, size_t m)
{
    (void)n;
    return (2 * m + 1) * m;
}

const struct heng_method weights_ahp = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "ahp",
    .title_zh = "层次分析法(AHP)",
    .title_en = "Analytic hierarchy process",
    .summary = "Takes the weights from experts' pairwise judgements, if these are consistent.",
    .formula = "w: principal eigenvector of A (several experts: of the geometric means of their "
               "judgements, or the geometric means of their w); CR = (lambda - m) / (m - 1) / RI, "
               "refused above cr_max",
    .source =
        "Saaty, The Analytic Hierarchy Process, McGraw-Hill, 1980; Int. J. Services Sciences 1(1), "
        "2008, 83-98; Aczél and Saaty, Journal of Mathematical Psychology 27(1), 1983, 93-102; "
        "Forman and Peniwati, European Journal of Operational Research 108(1), 1998, 165-169",
    .domain = "Up to 15 columns, judgements from 1/9 to 9, reciprocals within 2%. A column without "
              "values: weight 0, with a warning. Constant columns and one unit as any other.",
    .params = HENG_PARAMS(ahp_table, struct ahp_params),
    .scratch = scratch_ahp,
    .weigh = weigh_ahp,
    .traits = HENG_WEIGHTS_FIXED,
};
