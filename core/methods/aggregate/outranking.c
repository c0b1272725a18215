/* SPDX-License-Identifier: MIT */
/*
 * Comparing units in pairs, column by column; w over the columns that both units have.
 *
 *     copeland    sum over b of sign(sum w sign(x_a - x_b)), divided by n - 1
 *     promethee2  sum over b of (pi(a, b) - pi(b, a)) / (n - 1), pi(a, b) = sum w P(x_a - x_b) / W
 *
 * P(d) is 0 for d <= 0 and else, with indifference q, preference p and the point s where the
 * Gaussian turns: usual 1; u_shape d > q; v_shape min(d / p, 1); level 0, 1/2, 1 above q and p;
 * linear (d - q) / (p - q) within 0..1; gaussian 1 - exp(-d^2 / (2 s^2)).
 *
 * n counts the units that have a child. A pair without a common column counts as even. A unit's
 * row of comparisons is built column by column, so that n^2 m steps need n doubles. The net
 * weight of a pair below 1e-12 is a tie: what rounding leaves of equal sums of weights. So is a
 * difference below 1e-12 of the column's largest value, where a preference jumps: x_a > x_b, q and
 * p are each that much farther away.
 */
#include "methods/aggregate/aggregate_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"
#include "stats/elementary.h"
#include "stats/level.h"
#include "stats/simd.h"

static const double TIE = 1e-12;

static size_t count_units(const struct heng_aggregate_call *c)
{
    size_t units = 0;
    for (size_t i = 0; i < c->n; i++)
        units += isnan(c->y[i]) ? 0 : 1;
    return units;
}

/* How near two values of a column are that count as equal. */
static double reach_of(const struct heng_aggregate_call *c, size_t j)
{
    const struct level level = {LEVEL_TOLERANCE, -1};
    return level_reach(&level, c->x[j], c->n);
}

/* y: 0 for a unit that has a child, NaN for one that has none. Returns how many have one. */
static size_t begin(struct heng_aggregate_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = NAN;
    for (size_t j = 0; j < c->m; j++)
        for (size_t i = 0; i < c->n; i++)
            if (aggregate_is_child(c, j, i))
                c->y[i] = 0;
    return count_units(c);
}

static int refuse_few(struct heng_aggregate_call *c, size_t units)
{
    return refuse(c->why, c->why_size, HENG_UNDEFINED, units == 1 ? "one unit" : "no values");
}

/* ---- copeland ------------------------------------------------------------ */

enum copeland_scale { SCALE_SHARE, SCALE_SUM };

struct copeland_params {
    int scale;
};

static const struct heng_param copeland_table[] = {
    HENG_PARAM_CHOICE(struct copeland_params, scale, "share", "share|sum",
                      "share: divided by n - 1, from -1 to 1; sum: victories less defeats"),
};

static size_t copeland_scratch(size_t n, size_t m)
{
    return n + m;
}

/* net += w where x of the unit is above x by more than reach, -w where it is below. */
SIMD_BODY void vote_body(double xa, const double *x, size_t n, double w, double reach, double *net)
{
    const lanes zero = {0}, ws = zero + w;
    size_t b = 0;
    for (; b + LANES <= n; b += LANES) {
        const lanes d = xa - *(const lanes *)(x + b);
        *(lanes *)(net + b) += SIMD_WHERE(d > reach, ws) - SIMD_WHERE(d < -reach, ws);
    }
    for (; b < n; b++) {
        const double d = xa - x[b];
        net[b] += w * (double)((d > reach) - (d < -reach));
    }
}
SIMD_VERSIONS(static, vote,
              (double xa, const double *x, size_t n, double w, double reach, double *net),
              (xa, x, n, w, reach, net))

/* Victories less defeats of unit a against the n others go to *y, and from each of theirs; they are
   whole numbers, which no order of adding changes. */
SIMD_BODY void decide_body(const double *net, size_t n, double *y, double *theirs)
{
    const lanes one = {1, 1, 1, 1};
    lanes sum = {0};
    size_t b = 0;
    for (; b + LANES <= n; b += LANES) {
        const lanes v = *(const lanes *)(net + b);
        const lanes sign = SIMD_WHERE(v > TIE, one) - SIMD_WHERE(v < -TIE, one);
        sum += sign;
        *(lanes *)(theirs + b) -= sign;
    }
    *y += sum[0] + sum[1] + sum[2] + sum[3];
    for (; b < n; b++) {
        const double sign = (double)((net[b] > TIE) - (net[b] < -TIE));
        *y += sign;
        theirs[b] -= sign;
    }
}
SIMD_VERSIONS(static, decide, (const double *net, size_t n, double *y, double *theirs),
              (net, n, y, theirs))

static int copeland(struct heng_aggregate_call *c)
{
    const struct copeland_params *p = c->params;
    double *net = c->scratch, *reach = net + c->n;
    size_t units = begin(c);
    if (units < 2)
        return refuse_few(c, units);
    for (size_t j = 0; j < c->m; j++)
        reach[j] = reach_of(c, j);
    for (size_t a = 0; a < c->n; a++) {
        const size_t behind = c->n - a - 1;
        for (size_t b = 0; b < behind; b++)
            net[b] = 0;
        for (size_t j = 0; j < c->m; j++)
            vote(c->x[j][a], c->x[j] + a + 1, behind, c->w[j], reach[j], net);
        decide(net, behind, c->y + a, c->y + a + 1);
    }
    for (size_t i = 0; i < c->n && p->scale == SCALE_SHARE; i++)
        c->y[i] /= (double)(units - 1);
    return HENG_OK;
}

/* ---- promethee ----------------------------------------------------------- */

enum preference { USUAL, U_SHAPE, V_SHAPE, LEVEL, LINEAR, GAUSSIAN };

struct promethee_params {
    int preference;
    struct heng_reals q, p, s;
};

static const struct heng_param promethee_table[] = {
    HENG_PARAM_CHOICE(struct promethee_params, preference, "usual",
                      "usual|u_shape|v_shape|level|linear|gaussian",
                      "how a difference becomes a preference"),
    HENG_PARAM_REALS(struct promethee_params, q, "0", 0, 1e300, 1, 0, NULL,
                     "difference up to which units are indifferent (u_shape, level, linear); one, "
                     "or one a column"),
    HENG_PARAM_REALS(
        struct promethee_params, p, "", 0, 1e300, 0, 0, NULL,
        "difference from which preference is full (v_shape, level, linear); one, or one a column"),
    HENG_PARAM_REALS(struct promethee_params, s, "", 0, 1e300, 0, 0, NULL,
                     "difference at which the gaussian turns; one, or one a column"),
};

/* A unit's value in a column, the column's weight and its thresholds. */
struct compared {
    double x, w, q, p;
};

/* *y: the preference for four differences d >= 0; p is s of the gaussian. */
SIMD_BODY void prefer(enum preference kind, const struct compared *u, const lanes *differences,
                      lanes *y)
{
    const lanes d = *differences;
    const lanes one = {1, 1, 1, 1}, half = {0.5, 0.5, 0.5, 0.5};
    const lanes q = (lanes){0} + u->q, p = (lanes){0} + u->p;
    switch (kind) {
    case USUAL:
    case U_SHAPE:
        *y = SIMD_WHERE(d > q, one);
        break;
    case V_SHAPE:
        *y = SIMD_PICK(d < p, d / p, one);
        break;
    case LEVEL:
        *y = SIMD_WHERE(d > q, SIMD_PICK(d <= p, half, one));
        break;
    case LINEAR:
        *y = SIMD_WHERE(d > q, SIMD_PICK(d < p, (d - q) / (p - q), one));
        break;
    case GAUSSIAN:
        *y = -0.5 * (d / p) * (d / p);
        for (int k = 0; k < LANES; k++)
            (*y)[k] = -real_expm1((*y)[k]);
        break;
    }
}

/* net += w P(x of the unit - x), with the sign of the difference; shared += w. */
SIMD_BODY void compare_four(enum preference kind, const struct compared *u, const lanes *x,
                            lanes *net, lanes *shared)
{
    const lanes d = u->x - *x, size = SIMD_PICK(d < 0, -d, d), w = (lanes){0} + u->w;
    lanes t;
    prefer(kind, u, &size, &t);
    t *= w;
    *net += SIMD_WHERE(d == d, SIMD_PICK(d < 0, -t, t));
    *shared += SIMD_WHERE(d == d, w);
}

/* With the n units whose values are x. */
SIMD_BODY void compare(enum preference kind, const struct compared *u, const double *x, size_t n,
                       double *net, double *shared)
{
    size_t b = 0;
    lanes last = {NAN, NAN, NAN, NAN}, nets = {0}, shares = {0};
    for (; b + LANES <= n; b += LANES)
        compare_four(kind, u, (const lanes *)(x + b), (lanes *)(net + b), (lanes *)(shared + b));
    for (size_t k = 0; b + k < n; k++) {
        last[k] = x[b + k];
        nets[k] = net[b + k];
        shares[k] = shared[b + k];
    }
    compare_four(kind, u, &last, &nets, &shares);
    for (size_t k = 0; b + k < n; k++) {
        net[b + k] = nets[k];
        shared[b + k] = shares[k];
    }
}

typedef void compare_fn(const struct compared *u, const double *x, size_t n, double *net,
                        double *shared);

#define COMPARE(name, kind)                                                                        \
    SIMD_BODY void compare_##name##_body(const struct compared *u, const double *x, size_t n,      \
                                         double *net, double *shared)                              \
    {                                                                                              \
        compare(kind, u, x, n, net, shared);                                                       \
    }                                                                                              \
    SIMD_VERSIONS(                                                                                 \
        static, compare_##name,                                                                    \
        (const struct compared *u, const double *x, size_t n, double *net, double *shared),        \
        (u, x, n, net, shared))

COMPARE(jump, USUAL)
COMPARE(v_shape, V_SHAPE)
COMPARE(level, LEVEL)
COMPARE(linear, LINEAR)
COMPARE(gaussian, GAUSSIAN)

/* Each preference, the thresholds it reads, and whether it jumps there. */
static const struct preference_kind {
    compare_fn *compare;
    const char *name;
    int q, p, s, jumps;
} preferences[] = {
    [USUAL] = {compare_jump, "usual", 0, 0, 0, 1},
    [U_SHAPE] = {compare_jump, "u_shape", 1, 0, 0, 1},
    [V_SHAPE] = {compare_v_shape, "v_shape", 0, 1, 0, 0},
    [LEVEL] = {compare_level, "level", 1, 1, 0, 1},
    [LINEAR] = {compare_linear, "linear", 1, 1, 0, 0},
    [GAUSSIAN] = {compare_gaussian, "gaussian", 0, 0, 1, 0},
};

static double threshold(const struct heng_reals *list, int wanted, size_t j)
{
    return wanted ? aggregate_of_list(list, j) : 0;
}

static int check_threshold(struct heng_aggregate_call *c, const struct preference_kind *kind,
                           const char *name, const struct heng_reals *list, int wanted)
{
    if (!wanted)
        return HENG_OK;
    if (list->n == 0)
        return refuse(c->why, c->why_size, HENG_FAIL, "preference %s needs %s", kind->name, name);
    return aggregate_check_list(c, name, list);
}

static int check_thresholds(struct heng_aggregate_call *c, const struct promethee_params *p)
{
    const struct preference_kind *kind = &preferences[p->preference];
    if (check_threshold(c, kind, "q", &p->q, kind->q) != HENG_OK ||
        check_threshold(c, kind, "p", &p->p, kind->p) != HENG_OK ||
        check_threshold(c, kind, "s", &p->s, kind->s) != HENG_OK)
        return HENG_FAIL;
    for (size_t j = 0; j < c->m; j++) {
        if (kind->p && !(threshold(&p->p, 1, j) > threshold(&p->q, kind->q, j)))
            return refuse(c->why, c->why_size, HENG_FAIL, "column %s: p must be above %s",
                          c->ids[j], kind->q ? "q" : "0");
        if (kind->s && !(threshold(&p->s, 1, j) > 0))
            return refuse(c->why, c->why_size, HENG_FAIL, "column %s: s must be above 0",
                          c->ids[j]);
    }
    return HENG_OK;
}

static size_t promethee_scratch(size_t n, size_t m)
{
    return 2 * n + m;
}

/* Unit a against all units behind it. */
static void compare_unit(struct heng_aggregate_call *c, const struct promethee_params *p, size_t a)
{
    const struct preference_kind *kind = &preferences[p->preference];
    double *net = c->scratch, *shared = net + c->n, *reach = shared + c->n;
    size_t behind = c->n - a - 1;
    for (size_t b = 0; b < behind; b++)
        net[b] = shared[b] = 0;
    for (size_t j = 0; j < c->m; j++) {
        const double q = threshold(&p->q, kind->q, j);
        const double full = threshold(kind->s ? &p->s : &p->p, kind->s || kind->p, j);
        const struct compared u = {c->x[j][a], c->w[j], q + reach[j], full + reach[j]};
        if (aggregate_is_child(c, j, a))
            kind->compare(&u, c->x[j] + a + 1, behind, net, shared);
    }
    for (size_t b = 0; b < behind; b++)
        if (shared[b] > 0) {
            c->y[a] += net[b] / shared[b];
            c->y[a + 1 + b] -= net[b] / shared[b];
        }
}

static int promethee2(struct heng_aggregate_call *c)
{
    const struct promethee_params *p = c->params;
    double *reach = c->scratch + 2 * c->n;
    size_t units;
    if (check_thresholds(c, p) != HENG_OK)
        return HENG_FAIL;
    units = begin(c);
    if (units < 2)
        return refuse_few(c, units);
    for (size_t j = 0; j < c->m; j++)
        reach[j] = preferences[p->preference].jumps ? reach_of(c, j) : 0;
    for (size_t a = 0; a < c->n; a++)
        compare_unit(c, p, a);
    for (size_t i = 0; i < c->n; i++)
        c->y[i] /= (double)(units - 1);
    return HENG_OK;
}

/* ---- descriptors --------------------------------------------------------- */

const struct heng_method aggregate_copeland = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "copeland",
    .title_zh = "Copeland 法",
    .title_en = "Copeland's method",
    .summary = "How many units one beats by majority of weight, less how many beat it.",
    .formula = "sum over b of sign(sum w sign(x_a - x_b)) / (n - 1); scale = sum: not divided",
    .source = "Copeland, A reasonable social welfare function, University of Michigan, 1951; "
              "Munda, Social Multi-Criteria Evaluation, Springer, 2008; " SOURCE_COINR
              " (a_copeland: scale = sum)",
    .domain = HIGHER_IS_BETTER
    "A pair is compared in the columns both have; without one it is even, as it is when "
    "the weights for and against differ by 1e-12 or less; values of a column are equal within "
    "1e-12 "
    "of its largest. Any sign; a constant column "
    "decides nothing; one unit: undefined.",
    .params = HENG_PARAMS(copeland_table, struct copeland_params),
    .scratch = copeland_scratch,
    .aggregate = copeland,
    .range = "-1, 1 when scale = share",
};

const struct heng_method aggregate_promethee2 = {
    .size = sizeof(struct heng_method),
    .stage = HENG_AGGREGATE,
    .name = "promethee2",
    .title_zh = "偏好顺序结构评估法(PROMETHEE II)",
    .title_en = "PROMETHEE II",
    .summary = "The net flow: how far a unit is preferred to the others, less how far they to it.",
    .formula = "sum over b of (pi(a, b) - pi(b, a)) / (n - 1), "
               "pi(a, b) = sum w P(x_a - x_b) / sum w",
    .source = "Brans and Vincke, Management Science 31(6), 1985, pp. 647-656; Brans, Vincke and "
              "Mareschal, European Journal of Operational Research 24(2), 1986, pp. 228-238",
    .domain = HIGHER_IS_BETTER
    "A pair is compared in the columns both have, weights rescaled; without one it is "
    "even. Any sign; a constant column prefers nobody; one unit: undefined. q, p, s are "
    "in the units of the children; where a preference jumps, differences are equal within 1e-12 "
    "of the column's largest value.",
    .params = HENG_PARAMS(promethee_table, struct promethee_params),
    .scratch = promethee_scratch,
    .aggregate = promethee2,
    .range = "-1, 1",
};
