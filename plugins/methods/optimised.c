/* SPDX-License-Identifier: MIT */
/*
 * Weights with which each child matters as much to the weighted mean as it should: importance S_j
 * is the squared correlation of child j with the mean (or the correlation), and the sum over j of
 * (S_j / sum of S - t_j)^2 is minimised without derivatives by NLopt, from the nominal weights.
 *
 * Sought are u_j = w_j sd_j, of which r_j = (R u)_j / sqrt(u' R u), R the correlations of the
 * children: no unit is looked at again, and no scale of a child matters.
 */
#include <math.h>
#include <nlopt.h>
#include <stdlib.h>
#include <string.h>

#include "heng_method.h"

enum { SQUARED, CORRELATION };
enum { SUBPLEX, NELDER_MEAD };

struct optimised_params {
    struct heng_reals targets;
    int importance, search;
    int64_t evaluations;
    double tolerance;
};

static const struct heng_param optimised_table[] = {
    HENG_PARAM_REALS(struct optimised_params, targets, "", 0, INFINITY, 0, 0, NULL,
                     "wanted importance of each child, in proportion; left out: all alike"),
    HENG_PARAM_CHOICE(struct optimised_params, importance, "squared", "squared|correlation",
                      "squared correlation with the mean, or the correlation"),
    HENG_PARAM_CHOICE(struct optimised_params, search, "subplex", "subplex|nelder_mead",
                      "NLopt's algorithm"),
    HENG_PARAM_INT(struct optimised_params, evaluations, "20000", 1, 1e7, NULL,
                   "at most so many weights are tried, in each of at most 5 starts"),
    HENG_PARAM_REAL(struct optimised_params, tolerance, "0.01", 0, 1, NULL,
                    "a miss of a target by more than this is told"),
};

/* k children vary; all arrays lie in the call's scratch. */
struct problem {
    size_t k;
    int squared;
    size_t *column; /* which of the call's */
    double *sd;     /* in units of the largest value */
    double *mean, *factor;
    double *target; /* sums to 1 */
    double *r;      /* k x k correlations */
    double *u, *s;  /* what is sought; shares of importance */
};

/* ---- correlations --------------------------------------------------------------- */

/* Only units that have all children with values tell of them. */
static int is_whole(const struct heng_weigh_call *c, const struct problem *p, size_t i)
{
    for (size_t a = 0; a < p->k; a++)
        if (isnan(c->x[p->column[a]][i]))
            return 0;
    return 1;
}

static double deviation(const struct heng_weigh_call *c, const struct problem *p, size_t a,
                        size_t i)
{
    return c->x[p->column[a]][i] * p->factor[a] - p->mean[a];
}

/* The mean of the products of two columns' deviations. */
static double covariance(const struct heng_weigh_call *c, const struct problem *p, size_t a,
                         size_t b, size_t n)
{
    long double sum = 0;
    for (size_t i = 0; i < c->n; i++)
        if (is_whole(c, p, i))
            sum += (long double)deviation(c, p, a, i) * deviation(c, p, b, i);
    return (double)(sum / n);
}

static void find_mean(const struct heng_weigh_call *c, struct problem *p, size_t a, size_t n)
{
    const double *x = c->x[p->column[a]];
    long double sum = 0;
    double largest = 0;
    int e = 0;
    for (size_t i = 0; i < c->n; i++)
        largest = is_whole(c, p, i) ? fmax(largest, fabs(x[i])) : largest;
    (void)frexp(largest, &e);
    p->factor[a] = ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
    for (size_t i = 0; i < c->n; i++)
        if (is_whole(c, p, i))
            sum += x[i] * p->factor[a];
    p->mean[a] = (double)(sum / n);
}

/* Is any value of the column, of those that count, other than the first? */
static int varies(const struct heng_weigh_call *c, const struct problem *p, size_t a)
{
    const double *x = c->x[p->column[a]];
    double first = NAN;
    for (size_t i = 0; i < c->n; i++) {
        if (!is_whole(c, p, i))
            continue;
        if (isnan(first))
            first = x[i];
        if (x[i] != first)
            return 1;
    }
    return 0;
}

static size_t count_whole(const struct heng_weigh_call *c, const struct problem *p)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += (size_t)is_whole(c, p, i);
    return n;
}

/* Leaves out children that are constant among the units that count. */
static void drop_constant(struct heng_weigh_call *c, struct problem *p)
{
    size_t kept = 0;
    for (size_t a = 0; a < p->k; a++)
        p->s[a] = varies(c, p, a);
    for (size_t a = 0; a < p->k; a++) {
        if (p->s[a] > 0)
            p->column[kept++] = p->column[a];
        else
            heng_warn(c, p->column[a], "constant: weight 0");
    }
    p->k = kept;
}

static void correlate(const struct heng_weigh_call *c, struct problem *p, size_t n)
{
    for (size_t a = 0; a < p->k; a++)
        find_mean(c, p, a, n);
    for (size_t a = 0; a < p->k; a++)
        p->sd[a] = sqrt(covariance(c, p, a, a, n));
    for (size_t a = 0; a < p->k; a++)
        for (size_t b = 0; b <= a; b++)
            p->r[a * p->k + b] = p->r[b * p->k + a] =
                a == b ? 1 : covariance(c, p, a, b, n) / (p->sd[a] * p->sd[b]);
}

/* ---- the search -------------------------------------------------------------------- */

/* Puts the shares of importance in p->s; 0 when there are none: the mean is constant, say. */
static int find_shares(const struct problem *p, const double *u)
{
    double variance = 0, total = 0;
    for (size_t a = 0; a < p->k; a++) {
        p->s[a] = 0;
        for (size_t b = 0; b < p->k; b++)
            p->s[a] += p->r[a * p->k + b] * u[b];
        variance += u[a] * p->s[a];
    }
    for (size_t a = 0; a < p->k; a++) {
        double r = p->s[a] / sqrt(variance);
        p->s[a] = p->squared ? r * r : r;
        total += p->s[a];
    }
    for (size_t a = 0; a < p->k; a++)
        p->s[a] /= total;
    return variance > 1e-24 && total > 1e-12;
}

static double miss(unsigned k, const double *u, double *gradient, void *data)
{
    const struct problem *p = data;
    double sum = 0;
    (void)gradient;
    if (!find_shares(p, u))
        return 1e6;
    for (size_t a = 0; a < k; a++)
        sum += (p->s[a] - p->target[a]) * (p->s[a] - p->target[a]);
    return sum;
}

/* From p->u, which holds the best that was found; 0 when NLopt cannot start. */
static int search(struct problem *p, const struct optimised_params *o, double *best)
{
    nlopt_opt opt =
        nlopt_create(o->search == SUBPLEX ? NLOPT_LN_SBPLX : NLOPT_LN_NELDERMEAD, (unsigned)p->k);
    int ok = opt && nlopt_set_min_objective(opt, miss, p) > 0 &&
             nlopt_set_lower_bounds1(opt, 0) > 0 && nlopt_set_upper_bounds1(opt, 1) > 0 &&
             nlopt_set_initial_step1(opt, 0.1) > 0 && nlopt_set_xtol_rel(opt, 1e-12) > 0 &&
             nlopt_set_stopval(opt, 1e-24) > 0 && nlopt_set_maxeval(opt, (int)o->evaluations) > 0;
    if (ok)
        (void)nlopt_optimize(opt, p->u, best); /* stopped by rounding, it still has its best */
    nlopt_destroy(opt);
    return ok;
}

/* The largest of u becomes 1, which changes no share. */
static void rescale(struct problem *p)
{
    double largest = 0;
    for (size_t a = 0; a < p->k; a++)
        largest = fmax(largest, p->u[a]);
    for (size_t a = 0; a < p->k; a++)
        p->u[a] /= largest;
}

static int search_again(struct problem *p, const struct optimised_params *o, double *best)
{
    double before;
    *best = miss((unsigned)p->k, p->u, NULL, p);
    for (int start = 0; start < 5; start++) {
        before = *best;
        rescale(p);
        if (!search(p, o, best))
            return 0;
        if (*best < 1e-20 || *best > before * 0.99)
            break;
    }
    return find_shares(p, p->u);
}

/* ---- a call -------------------------------------------------------------------------- */

static size_t scratch(size_t n, size_t m)
{
    (void)n;
    return m * m + 6 * m;
}

static int set_up(struct problem *p, const struct optimised_params *o, struct heng_weigh_call *c)
{
    double total = 0;
    double *at = c->scratch;
    size_t m = c->m, n;
    *p = (struct problem){.squared = o->importance == SQUARED,
                          .column = p->column,
                          .sd = at,
                          .mean = at + m,
                          .factor = at + 2 * m,
                          .target = at + 3 * m,
                          .u = at + 4 * m,
                          .s = at + 5 * m,
                          .r = at + 6 * m};
    for (size_t j = 0; j < m; j++)
        if (heng_has_values(c, j))
            p->column[p->k++] = j;
    n = count_whole(c, p);
    if (n < 3)
        return heng_undefined(c, "fewer than 3 units have all children");
    drop_constant(c, p);
    correlate(c, p, n);
    for (size_t a = 0; a < p->k; a++) {
        double given = c->given[p->column[a]];
        p->u[a] = (given > 0 ? given : 1e-3) * p->sd[a] / p->factor[a];
        p->target[a] = o->targets.n ? o->targets.v[p->column[a]] : 1;
        total += p->target[a];
    }
    for (size_t a = 0; a < p->k; a++)
        p->target[a] /= total;
    if (p->k > 0 && !(total > 0))
        return heng_refuse(c, "targets: none is above 0");
    return p->k > 0 ? HENG_OK : heng_undefined(c, "every column is constant");
}

/* What came of it: the shares in why, and a warning when one misses its target. */
static void tell(struct heng_weigh_call *c, const struct problem *p, double tolerance)
{
    size_t at = 0, farthest = 0;
    for (size_t a = 0; a < p->k; a++) {
        if (c->why && at < c->why_size)
            at += (size_t)snprintf(c->why + at, c->why_size - at, "%s%s %.3f",
                                   a ? ", " : "importance ", c->ids[p->column[a]], p->s[a]);
        if (fabs(p->s[a] - p->target[a]) > fabs(p->s[farthest] - p->target[farthest]))
            farthest = a;
    }
    if (fabs(p->s[farthest] - p->target[farthest]) > tolerance)
        heng_warn(c, p->column[farthest],
                  "its importance is %.3f, the target %.3f; none is farther off", p->s[farthest],
                  p->target[farthest]);
}

static int weigh_columns(const struct optimised_params *o, struct heng_weigh_call *c,
                         struct problem *p)
{
    double best;
    int status = set_up(p, o, c);
    if (status != HENG_OK)
        return status;
    if (!search_again(p, o, &best))
        return heng_undefined(c, "no weights were found with which the mean varies");
    for (size_t j = 0; j < c->m; j++)
        c->w[j] = 0;
    rescale(p);
    for (size_t a = 0; a < p->k; a++)
        c->w[p->column[a]] = p->u[a] / p->sd[a] * p->factor[a];
    tell(c, p, o->tolerance);
    return heng_finish_weights(c);
}

static int weigh_optimised(struct heng_weigh_call *c)
{
    const struct optimised_params *o = c->params;
    struct problem p = {.k = 0};
    int status;
    if (o->targets.n > 0 && o->targets.n != c->m)
        return heng_refuse(c, "targets has %zu values for %zu columns", o->targets.n, c->m);
    p.column = calloc(c->m, sizeof *p.column);
    if (!p.column)
        return heng_refuse(c, "out of memory");
    status = weigh_columns(o, c, &p);
    free(p.column);
    return status;
}

static const struct heng_method optimised = {
    .size = sizeof(struct heng_method),
    .stage = HENG_WEIGHTS,
    .name = "optimised",
    .title_zh = "目标重要性优化",
    .title_en = "Optimised weights",
    .summary = "Finds the weights with which each child explains its target share of the weighted "
               "mean.",
    .formula = "min over w of sum of (S_j / sum of S - t_j)^2; S_j = r_j^2 (or r_j), r_j the "
               "correlation of child j with sum of w x",
    .source = "Paruolo, Saisana and Saltelli, Journal of the Royal Statistical Society A 176(3), "
              "2013, 609-634 (importance, here linear); Becker et al., Ecological Indicators 80, "
              "2017, 12-22; get_opt_weights of COINr (importance = correlation)",
    .domain = "Only units that have all children count, at least 3 (else undefined). A column "
              "without values or constant among them: weight 0, with a warning. No derivatives, no "
              "chance: from the nominal weights, up to 5 starts from the best so far. Weights are "
              "not negative, so not every target can be reached: the child that misses its own "
              "most is named in a warning, when by more than tolerance.",
    .params = HENG_PARAMS(optimised_table, struct optimised_params),
    .scratch = scratch,
    .weigh = weigh_optimised,
};

HENG_METHODS_PLUGIN(optimised, "1.0.0", "MIT AND LGPL-2.1-or-later", &optimised);
