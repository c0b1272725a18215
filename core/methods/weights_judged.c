/* SPDX-License-Identifier: MIT */
/*
 * Weights that experts give, written into the profile. Rows end with ; or |, entries stand apart by
 * blanks or commas, 1/3 is a third; the columns come in the order of the matrix.
 *
 *     ahp         w: the principal eigenvector of the judgements A, a_ij = how much more important
 *                 i is than j; CI = (lambda - m) / (m - 1), CR = CI / RI(m), refused above cr_max.
 *                 Several experts: their matrices one below the other; each must pass, and the
 *                 geometric means of their judgements are weighed.
 *     precedence  w_j = T_j / sum of T;  T_j = sum over k of 1 where j is more important than k,
 *                 1/2 where they are equal, 0 otherwise, and `self` against itself; important is
 *                 what the experts scored higher (or ranked nearer to 1) on average, equal what
 *                 differs by no more than 1e-12 of the largest
 *     budget      w_j = mean over the experts of what they allot to j, divided by the budget
 *
 * Sources: Saaty, The Analytic Hierarchy Process, McGraw-Hill, 1980 (with its random index), and
 * Decision making with the analytic hierarchy process, Int. J. Services Sciences 1(1), 2008,
 * 83-98; Aczél and Saaty, Procedures for synthesizing ratio judgements, Journal of Mathematical
 * Psychology 27(1), 1983, 93-102 (geometric mean); Moody, Decision Making: Proven Methods for
 * Better Decisions, McGraw-Hill, 1983 (precedence chart, 优序图; 1/2 on the diagonal as in
 * SPSSAU); OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 89-101 (budget
 * allocation, AHP).
 *
 * The data only tell which columns have no values: those get weight 0, with a warning, and the
 * others share it in proportion. Constant columns and one unit are as any other.
 */
#include <string.h>

#include "base/number.h"
#include "base/stats.h"
#include "methods/answer.h"
#include "methods/weights_parts.h"

/* ---- reading rows -------------------------------------------------------- */

struct reader {
    const char *at;
    double lo, hi;        /* of an entry */
    const char *expected; /* "a number from 1/9 to 9, such as 3 or 1/3" */
    size_t row;           /* counted from 1 */
};

static const char row_ends[] = ";|\n", blanks[] = " \t\r,";

/* Rows that hold anything. */
static size_t count_rows(const char *s)
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
static int read_entry(const struct reader *r, const char *s, size_t n, double *value)
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

/* The next row's entries, exactly n of them, into v. */
static int read_row(struct reader *r, struct heng_weigh_call *c, double *v, size_t n)
{
    size_t found = 0;
    r->row++;
    r->at += strspn(r->at, " \t\r,;|\n");
    while (*r->at && !strchr(row_ends, *r->at)) {
        size_t length = strcspn(r->at, " \t\r,;|\n");
        double value;
        if (!read_entry(r, r->at, length, &value))
            return answer(c->why, c->why_size, HENG_FAIL, "row %zu: '%.*s' is not %s", r->row,
                          length > 40 ? 40 : (int)length, r->at, r->expected);
        if (found < n)
            v[found] = value;
        found++;
        r->at += length;
        r->at += strspn(r->at, blanks);
    }
    if (found == n)
        return HENG_OK;
    return answer(c->why, c->why_size, HENG_FAIL, "row %zu has %zu entr%s; expected %zu", r->row,
                  found, found == 1 ? "y" : "ies", n);
}

/* What is in w, but 0 for columns without values, divided by its sum. */
static int finish_judged(struct heng_weigh_call *c)
{
    for (size_t j = 0; j < c->m; j++)
        if (!weights_has_values(c, j))
            c->w[j] = 0;
    return weights_finish(c, "no column with a weight above 0 has values");
}

/* ---- ahp ----------------------------------------------------------------- */

struct ahp_params {
    const char *judgements;
    double cr_max;
};

static const struct heng_param ahp_table[] = {
    {"judgements", HENG_TEXT, offsetof(struct ahp_params, judgements), NULL, HENG_ANY, NULL, 0, 0,
     NULL, "1 2 3 | 1/2 1 2 | 1/3 1/2 1, or what is above the diagonal: 2 3 | 2; further experts "
           "below"},
    {"cr_max", HENG_REAL, offsetof(struct ahp_params, cr_max), "0.1", 0, INFINITY, NULL, 0, 0, NULL,
     "largest consistency ratio that is accepted"},
};

/* Saaty's, for 1 .. 15 columns. */
static const double random_index[] = {0,    0,    0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                      1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};
enum { AHP_MAX = sizeof random_index / sizeof *random_index };

/* Two entries that should be each other's reciprocal, one of them written with few digits. */
static const double reciprocal_tolerance = 0.02;

static int read_matrix(struct reader *r, struct heng_weigh_call *c, double *a)
{
    size_t m = c->m, first = r->row + 1;
    for (size_t i = 0; i < m; i++)
        if (read_row(r, c, a + i * m, m) != HENG_OK)
            return HENG_FAIL;
    for (size_t i = 0; i < m; i++)
        for (size_t j = i; j < m; j++) {
            if (fabs(a[i * m + j] * a[j * m + i] - 1) > reciprocal_tolerance)
                return answer(c->why, c->why_size, HENG_FAIL,
                              "row %zu, entry %zu is %.6g, and row %zu, entry %zu is %.6g: not its "
                              "reciprocal",
                              first + i, j + 1, a[i * m + j], first + j, i + 1, a[j * m + i]);
            a[j * m + i] = 1 / a[i * m + j];
            if (i == j)
                a[i * m + i] = 1;
        }
    return HENG_OK;
}

static int read_triangle(struct reader *r, struct heng_weigh_call *c, double *a)
{
    size_t m = c->m;
    for (size_t i = 0; i < m; i++) {
        a[i * m + i] = 1;
        if (i + 1 < m && read_row(r, c, a + i * m + i + 1, m - i - 1) != HENG_OK)
            return HENG_FAIL;
        for (size_t j = i + 1; j < m; j++)
            a[j * m + i] = 1 / a[i * m + j];
    }
    return HENG_OK;
}

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

/* Names the judgement that is farthest from what the weights say. */
static int refuse_matrix(struct heng_weigh_call *c, const double *a, size_t expert, double ratio,
                         double limit)
{
    size_t m = c->m, row = 0, column = 1;
    double worst = -1;
    for (size_t i = 0; i < m; i++)
        for (size_t j = i + 1; j < m; j++) {
            double off = fabs(log(a[i * m + j] * c->w[j] / c->w[i]));
            if (off > worst) {
                worst = off;
                row = i;
                column = j;
            }
        }
    return answer(c->why, c->why_size, HENG_FAIL,
                  "the judgements of expert %zu contradict each other: consistency ratio %.3f, "
                  "limit %.6g; look at %s over %s first: %.6g, where the others suggest %.2f",
                  expert, ratio, limit, c->ids[row], c->ids[column], a[row * m + column],
                  c->w[row] / c->w[column]);
}

/* Adds the logarithms of one expert's judgements a; *worst becomes the largest CR so far. */
static int add_expert(struct heng_weigh_call *c, const double *a, size_t expert, double limit,
                      double *worst)
{
    double *logs = c->scratch + c->m * c->m, *next = logs + c->m * c->m;
    double ratio = consistency_ratio(find_eigenvector(a, c->m, c->w, next), c->m);
    if (!(ratio <= limit))
        return refuse_matrix(c, a, expert, ratio, limit);
    *worst = fmax(*worst, ratio);
    for (size_t i = 0; i < c->m * c->m; i++)
        logs[i] = (expert > 1 ? logs[i] : 0) + log(a[i]);
    return HENG_OK;
}

static int weigh_ahp(const void *params, struct heng_weigh_call *c)
{
    const struct ahp_params *p = params;
    struct reader r = {p->judgements, 1 / 9.000001, 9.000001,
                       "a number from 1/9 to 9, such as 3 or 1/3", 0};
    size_t m = c->m, rows = count_rows(p->judgements), experts = rows / m;
    double *a = c->scratch, *logs = a + m * m, *next = logs + m * m, worst = 0;
    int triangle = rows + 1 == m;
    if (m > AHP_MAX)
        return answer(c->why, c->why_size, HENG_FAIL,
                      "%zu columns: Saaty's random index ends at %d; group them in a tree", m,
                      (int)AHP_MAX);
    if (!triangle && (rows == 0 || rows % m != 0))
        return answer(c->why, c->why_size, HENG_FAIL,
                      "judgements has %zu row%s for %zu columns; expected %zu for each expert, or "
                      "%zu for the upper triangle",
                      rows, plural(rows), m, m, m - 1);
    for (size_t e = 1; e <= (triangle ? 1 : experts); e++) {
        int status = triangle ? read_triangle(&r, c, a) : read_matrix(&r, c, a);
        if (status == HENG_OK)
            status = add_expert(c, a, e, p->cr_max, &worst);
        if (status != HENG_OK)
            return status;
    }
    if (!triangle && experts > 1) {
        for (size_t i = 0; i < m * m; i++)
            a[i] = exp(logs[i] / (double)experts);
        find_eigenvector(a, m, c->w, next);
    }
    answer(c->why, c->why_size, HENG_OK, "consistency ratio %.3f%s", worst,
           experts > 1 ? " at most" : "");
    return finish_judged(c);
}

static size_t scratch_ahp(size_t n, size_t m)
{
    (void)n;
    return (2 * m + 1) * m;
}

/* ---- precedence ---------------------------------------------------------- */

enum meaning { MEANS_SCORES, MEANS_RANKS };

struct precedence_params {
    const char *scores;
    int meaning; /* enum meaning */
    double self;
};

static const struct heng_param precedence_table[] = {
    {"scores", HENG_TEXT, offsetof(struct precedence_params, scores), NULL, HENG_ANY, NULL, 0, 0,
     NULL, "one row an expert, one entry a column: 5 4 3 | 4 5 3"},
    {"meaning", HENG_CHOICE, offsetof(struct precedence_params, meaning), "scores", HENG_ANY,
     "scores|ranks", 0, 0, NULL, "scores: higher is more important; ranks: 1 is the most so"},
    {"self", HENG_REAL, offsetof(struct precedence_params, self), "0.5", 0, 1, NULL, 0, 0, NULL,
     "what a column gets against itself; 0 leaves the least important without weight"},
};

/* Adds up all rows of n entries into total; *rows becomes their number. row: n doubles. */
static int add_rows(struct reader *r, struct heng_weigh_call *c, double *total, double *row)
{
    size_t rows = count_rows(r->at);
    if (rows == 0)
        return answer(c->why, c->why_size, HENG_FAIL, "no expert's row of %zu entries", c->m);
    for (size_t j = 0; j < c->m; j++)
        total[j] = 0;
    while (r->row < rows) {
        if (read_row(r, c, row, c->m) != HENG_OK)
            return HENG_FAIL;
        for (size_t j = 0; j < c->m; j++)
            total[j] += row[j];
    }
    return HENG_OK;
}

static int weigh_precedence(const void *params, struct heng_weigh_call *c)
{
    const struct precedence_params *p = params;
    struct reader r = {p->scores, 0, 1e9, "a number from 0 on", 0};
    double *total = c->scratch, *row = total + c->m, tolerance;
    int status = add_rows(&r, c, total, row);
    if (status != HENG_OK)
        return status;
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
    return finish_judged(c);
}

static size_t scratch_rows(size_t n, size_t m)
{
    (void)n;
    return 2 * m;
}

/* ---- budget -------------------------------------------------------------- */

struct budget_params {
    const char *allocations;
    double points;
};

static const struct heng_param budget_table[] = {
    {"allocations", HENG_TEXT, offsetof(struct budget_params, allocations), NULL, HENG_ANY, NULL, 0,
     0, NULL, "one row an expert, what each column gets of the budget: 50 30 20 | 40 40 20"},
    {"points", HENG_REAL, offsetof(struct budget_params, points), "", 0, INFINITY, NULL, 0, 0, NULL,
     "the budget each row must sum to; left out: that of the first row"},
};

static int weigh_budget(const void *params, struct heng_weigh_call *c)
{
    const struct budget_params *p = params;
    struct reader r = {p->allocations, 0, 1e9, "a number from 0 on", 0};
    size_t rows = count_rows(p->allocations);
    double *row = c->scratch, points = p->points;
    if (rows == 0)
        return answer(c->why, c->why_size, HENG_FAIL, "no expert's row of %zu entries", c->m);
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = 0;
    while (r.row < rows) {
        double spent;
        if (read_row(&r, c, row, c->m) != HENG_OK)
            return HENG_FAIL;
        spent = stats_sum(row, c->m);
        points = isnan(points) ? spent : points;
        if (!(points > 0 && fabs(spent - points) <= 1e-9 * points))
            return answer(c->why, c->why_size, HENG_FAIL,
                          "row %zu sums to %.10g; every expert has the same %.10g, above 0, to "
                          "allot",
                          r.row, spent, points);
        for (size_t j = 0; j < c->m; j++)
            c->w[j] += row[j];
    }
    return finish_judged(c);
}

const struct heng_method weights_ahp = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "ahp",
    .title_zh = "层次分析法(AHP)",
    .title_en = "Analytic hierarchy process",
    .summary = "Takes the weights from experts' pairwise judgements, if these are consistent.",
    .formula = "w: principal eigenvector of A (several experts: geometric mean); CR = (lambda - m) "
               "/ (m - 1) / RI, refused above cr_max",
    .source = "Saaty, The Analytic Hierarchy Process, McGraw-Hill, 1980; Int. J. Services Sciences "
              "1(1), 2008, 83-98; Aczél and Saaty, Journal of Mathematical Psychology 27(1), 1983, "
              "93-102",
    .domain = "Up to 15 columns, judgements from 1/9 to 9, reciprocals within 2%. A column without "
              "values: weight 0, with a warning. Constant columns and one unit as any other.",
    METHOD_PARAMS(ahp_table, struct ahp_params),
    .scratch = scratch_ahp,
    .weigh = weigh_ahp,
};

const struct heng_method weights_precedence = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "precedence",
    .title_zh = "优序图法",
    .title_en = "Precedence chart",
    .summary = "Weighs a column by how many others the experts find less important.",
    .formula = "T_j / sum of T; T_j = self + sum over k of 1 (more important than k), 1/2 (equal), "
               "0",
    .source = "Moody, Decision Making: Proven Methods for Better Decisions, McGraw-Hill, 1983; "
              "SPSSAU, manual, 优序图法",
    .domain = "A column without values: weight 0, with a warning. Constant columns and one unit as "
              "any other.",
    METHOD_PARAMS(precedence_table, struct precedence_params),
    .scratch = scratch_rows,
    .weigh = weigh_precedence,
};

const struct heng_method weights_budget = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "budget",
    .title_zh = "预算分配法",
    .title_en = "Budget allocation",
    .summary = "Takes the mean of what experts allot to each column out of a fixed budget.",
    .formula = "mean over experts of points_j / budget",
    .source = HANDBOOK,
    .domain = "Every row must sum to the budget. A column without values: weight 0, with a "
              "warning. Constant columns and one unit as any other.",
    METHOD_PARAMS(budget_table, struct budget_params),
    .scratch = scratch_rows,
    .weigh = weigh_budget,
};
