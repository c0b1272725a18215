/* SPDX-License-Identifier: MIT */
/*
 * Moran's I. With z = x - mean, S0 = sum w_ij, S1 = sum (w_ij + w_ji)^2 / 2,
 * S2 = sum over i of (sum_j w_ij + sum_j w_ji)^2 and K = n sum z^4 / (sum z^2)^2:
 *
 *     I = n / S0 * sum w_ij z_i z_j / sum z^2,  E = -1 / (n - 1)
 *     normality       V = (n^2 S1 - n S2 + 3 S0^2) / ((n^2 - 1) S0^2) - E^2
 *     randomisation   V = (n ((n^2 - 3 n + 3) S1 - n S2 + 3 S0^2)
 *                          - K ((n^2 - n) S1 - 2 n S2 + 6 S0^2))
 *                         / ((n - 1) (n - 2) (n - 3) S0^2) - E^2
 *
 * Local, with m2 = sum z^2 / n, conditional on the unit's own value:
 *
 *     I_i = z_i / m2 * sum_j w_ij z_j,  E_i = -z_i^2 / m2 * W_i / (n - 1)
 *     V_i = (z_i / m2)^2 n / (n - 2) (sum_j w_ij^2 - W_i^2 / (n - 1)) (m2 - z_i^2 / (n - 1))
 *
 * so that the sum of all I_i is S0 I. p is two-sided, normal.
 */
#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/analyse/spatial_weights.h"
#include "methods/reason.h"
#include "stats/distribution.h"
#include "stats/stats.h"

struct moran_params {
    struct neighbour_params neighbours;
    int standardise;
};

_Static_assert(offsetof(struct moran_params, neighbours) == 0, "its rows are those of neighbours");

static const struct heng_param moran_table[] = {
    HENG_PARAM_TABLES(struct neighbour_params, neighbours, "", 0, 1,
                      "a matrix of weights by code, or below a line of names: a code, then those "
                      "of its neighbours"),
    HENG_PARAM_INT(struct neighbour_params, k, "0", 0, 1e6, NULL,
                   "instead: the k nearest units are neighbours"),
    HENG_PARAM_REAL(struct neighbour_params, threshold_km, "", 0, HENG_NO_MAX, "km",
                    "instead: all units within this great-circle distance are"),
    HENG_PARAM_CHOICE(struct neighbour_params, weights, "binary", "binary|inverse",
                      "of k and threshold_km: 1, or 1 / distance"),
    HENG_PARAM_FLAG(struct neighbour_params, both_ways, "yes",
                    "a link that a list has one way counts both ways"),
    HENG_PARAM_FLAG(struct moran_params, standardise, "yes", "each unit's weights sum to 1"),
};

static const struct heng_field moran_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"scope", 1, NULL, "global, or local: one line a unit"},
    {"code", 1, NULL, "the unit; empty when global"},
    {"assumption", 1, NULL, "of expectation and variance: randomisation, normality, conditional"},
    {"n", 0, NULL, "units that count; neighbours of the unit when local"},
    {"i", 0, NULL, "Moran's I"},
    {"expected", 0, NULL, "its expectation without autocorrelation"},
    {"variance", 0, NULL, "its variance"},
    {"z", 0, NULL, "(i - expected) / sqrt(variance)"},
    {"p", 0, NULL, "two-sided, normal"},
    {"quadrant", 1, NULL, "of the unit and its neighbours: HH, LL, HL, LH"},
};

struct moran {
    struct heng_analyse_call *c;
    size_t column, n; /* n units count */
    const struct spatial_weights *weights;
    double *keep, *row, *lag, *z; /* n_units each; row: what divides a unit's weights */
    double m2, m4;
};

enum { MORAN_DOUBLES = 4 };

static size_t moran_scratch(size_t n, size_t m)
{
    (void)m;
    return MORAN_DOUBLES * n + spatial_weights_least(n);
}

static size_t moran_room(struct heng_analyse_call *c)
{
    const struct moran_params *p = c->params;
    return MORAN_DOUBLES * c->n +
           spatial_weights_room(&p->neighbours, c, c->scratch + MORAN_DOUBLES * c->n);
}

static size_t row_begin(const struct moran *a, size_t i)
{
    return (size_t)a->weights->first[i];
}

static size_t row_end(const struct moran *a, size_t i)
{
    return (size_t)a->weights->first[i] + (size_t)a->weights->used[i];
}

/* At a place in the row of unit i. */
static double weight(const struct moran *a, size_t i, size_t at)
{
    if (a->keep[i] == 0 || a->keep[(size_t)a->weights->at[at]] == 0)
        return 0;
    return a->weights->w[at] / a->row[i];
}

/* Drops units without a value or a neighbour until every one that is kept has both. */
static void keep_units(struct moran *a)
{
    size_t n = a->c->n, before;
    a->n = 0;
    for (size_t i = 0; i < n; i++) {
        a->keep[i] = isnan(a->c->x[a->column][i]) ? 0 : 1;
        a->n += a->keep[i] > 0;
    }
    do {
        before = a->n;
        for (size_t i = 0; i < n; i++) {
            struct sum sum = {0};
            for (size_t at = row_begin(a, i); at < row_end(a, i) && a->keep[i] > 0; at++)
                sum_add(&sum, a->keep[(size_t)a->weights->at[at]] * a->weights->w[at]);
            a->row[i] = sum_value(&sum);
            if (a->keep[i] > 0 && !(a->row[i] > 0)) {
                a->keep[i] = 0;
                a->n--;
            }
        }
    } while (a->n < before);
}

/* z of the kept, scaled by a power of two, 0 of the others; false without variation. */
static int centre(struct moran *a)
{
    const double *x = a->c->x[a->column];
    struct sum m2 = {0}, m4 = {0};
    double scale, mean;
    for (size_t i = 0; i < a->c->n; i++)
        a->z[i] = a->keep[i] > 0 ? x[i] : NAN;
    if (!(stats_min(a->z, a->c->n) < stats_max(a->z, a->c->n)))
        return 0;
    scale = analyse_scale(a->z, a->c->n);
    for (size_t i = 0; i < a->c->n; i++)
        a->z[i] *= scale;
    mean = stats_mean(a->z, a->c->n);
    /* What is left is of the order of 1, so that its fourth power is a number. */
    for (size_t i = 0; i < a->c->n; i++)
        a->z[i] -= mean;
    scale = analyse_scale(a->z, a->c->n);
    mean = stats_mean(a->z, a->c->n);
    for (size_t i = 0; i < a->c->n; i++) {
        a->z[i] = a->keep[i] > 0 ? (a->z[i] - mean) * scale : 0;
        sum_add(&m2, a->z[i] * a->z[i]);
        sum_add(&m4, a->z[i] * a->z[i] * a->z[i] * a->z[i]);
    }
    a->m2 = sum_value(&m2) / (double)a->n;
    a->m4 = sum_value(&m4) / (double)a->n;
    return a->m2 > 0;
}

static void put(const struct moran *a, const char *const text[4], double n, double i,
                double expected, double variance)
{
    double z = variance > 0 ? (i - expected) / sqrt(variance) : NAN;
    const char *const texts[] = {a->c->ids[a->column], text[0], text[1], text[2], text[3]};
    ANALYSE_PUT(a->c, texts, n, i, expected, variance, z, distribution_two_sided(z));
}

struct constants {
    double s0, s1, s2;
};

static struct constants constants_of(const struct moran *a)
{
    struct sum s0 = {0}, s1 = {0}, s2 = {0};
    for (size_t i = 0; i < a->c->n; i++) {
        struct sum out = {0}, in = {0};
        double both;
        for (size_t at = row_begin(a, i); at < row_end(a, i); at++) {
            size_t j = (size_t)a->weights->at[at];
            double to = weight(a, i, at);
            double from = weight(a, j, spatial_weights_find(a->weights, j, i));
            sum_add(&out, to);
            sum_add(&in, from);
            sum_add(&s1, (to + from) * (to + from) / 2);
        }
        both = sum_value(&out) + sum_value(&in);
        sum_add(&s0, sum_value(&out));
        sum_add(&s2, both * both);
    }
    return (struct constants){sum_value(&s0), sum_value(&s1), sum_value(&s2)};
}

static void put_global(const struct moran *a)
{
    struct constants s = constants_of(a);
    struct sum cross = {0};
    double n = (double)a->n, expected = -1 / (n - 1), s02 = s.s0 * s.s0;
    double k = a->m4 / (a->m2 * a->m2);
    double i, normal, random;
    for (size_t u = 0; u < a->c->n; u++)
        sum_add(&cross, a->z[u] * a->lag[u]);
    i = sum_value(&cross) / s.s0 / a->m2;
    normal = (n * n * s.s1 - n * s.s2 + 3 * s02) / ((n * n - 1) * s02) - expected * expected;
    random = (n * ((n * n - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s02) -
              k * ((n * n - n) * s.s1 - 2 * n * s.s2 + 6 * s02)) /
                 ((n - 1) * (n - 2) * (n - 3) * s02) -
             expected * expected;
    put(a, (const char *const[]){"global", "", "randomisation", ""}, n, i, expected, random);
    put(a, (const char *const[]){"global", "", "normality", ""}, n, i, expected, normal);
}

static const char *quadrant(double z, double lag)
{
    if (z == 0 || lag == 0)
        return "";
    return z > 0 ? (lag > 0 ? "HH" : "HL") : (lag > 0 ? "LH" : "LL");
}

static void put_local(const struct moran *a, size_t i)
{
    double n = (double)a->n, z = a->z[i], square = z * z / (n - 1), neighbours = 0;
    struct sum w = {0}, w2 = {0};
    double sum, expected, variance;
    for (size_t at = row_begin(a, i); at < row_end(a, i); at++) {
        double v = weight(a, i, at);
        neighbours += v > 0;
        sum_add(&w, v);
        sum_add(&w2, v * v);
    }
    sum = sum_value(&w);
    expected = -square / a->m2 * sum;
    variance = z / a->m2 * (z / a->m2) * (n / (n - 2)) * (sum_value(&w2) - sum * sum / (n - 1)) *
               (a->m2 - square);
    put(a, (const char *const[]){"local", a->c->codes[i], "conditional", quadrant(z, a->lag[i])},
        neighbours, z / a->m2 * a->lag[i], expected, variance);
}

static int moran_column(struct moran *a, int standardise)
{
    struct heng_analyse_call *c = a->c;
    keep_units(a);
    if (a->n < 4)
        return refuse(c->why, c->why_size, HENG_UNDEFINED,
                      "fewer than four units have a value and a neighbour with one");
    if (a->n < c->n)
        analyse_warn(c, "%s: %zu of %zu units are left out: no value, or no neighbour with one",
                     c->ids[a->column], c->n - a->n, c->n);
    if (!centre(a))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "all values are equal");
    for (size_t i = 0; i < c->n && !standardise; i++)
        a->row[i] = 1;
    for (size_t i = 0; i < c->n; i++) {
        struct sum lag = {0};
        for (size_t at = row_begin(a, i); at < row_end(a, i); at++)
            sum_add(&lag, weight(a, i, at) * a->z[(size_t)a->weights->at[at]]);
        a->lag[i] = sum_value(&lag);
    }
    put_global(a);
    for (size_t i = 0; i < c->n; i++)
        if (a->keep[i] > 0)
            put_local(a, i);
    return HENG_OK;
}

static int one_column(const void *of, struct heng_analyse_call *c, size_t j)
{
    const struct moran_params *p = c->params;
    struct moran a = *(const struct moran *)of;
    a.column = j;
    return moran_column(&a, p->standardise);
}

static int moran(struct heng_analyse_call *c)
{
    const struct moran_params *p = c->params;
    double *room = c->scratch;
    struct spatial_weights w;
    struct moran a = {.c = c,
                      .weights = &w,
                      .keep = room,
                      .row = room + c->n,
                      .lag = room + 2 * c->n,
                      .z = room + 3 * c->n};
    int status = spatial_weights_fill(&p->neighbours, c, room + MORAN_DOUBLES * c->n, &w);
    return status == HENG_OK ? analyse_each(&a, c, one_column) : status;
}

const struct heng_method analyse_moran = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "moran",
    .title_zh = "莫兰指数(全局与局部)",
    .title_en = "Moran's I, global and local",
    .summary = "Whether like values lie side by side, in all and around each unit.",
    .formula = "I = n / S0 * sum w_ij z_i z_j / sum z^2, E = -1 / (n - 1); local: I_i = z_i / m2 * "
               "sum_j w_ij z_j, E_i = -z_i^2 / m2 * W_i / (n - 1), z = x - mean, m2 = sum z^2 / n",
    .source = "Moran, Biometrika 37, 1950, pp. 17-23; Cliff and Ord, Spatial Processes, 1981; "
              "Anselin, Geographical Analysis 27(2), 1995, pp. 93-115; conditional moments: Sokal, "
              "Oden and Thomson, Geographical Analysis 30(4), 1998, pp. 331-354",
    .domain = "A unit without a value, or without a neighbour that has one, is left out and "
              "counted in a warning; the others' weights are standardised without it. Units tied "
              "at the k-th distance all count. Moments are analytic, nothing is drawn at random; "
              "p is not adjusted for many units. Fewer than four units, or a constant column: "
              "undefined; a value or a lag at the mean has no quadrant. Any sign. Links are "
              "kept in rows, 16 to 32 bytes each; more than " SPATIAL_LINKS_LIMIT " are refused.",
    .params = HENG_PARAMS(moran_table, struct moran_params),
    .scratch = moran_scratch,
    ANALYSIS_OF_LINKS(moran, moran_room, HENG_DATA_RAW, moran_fields),
};
