/* SPDX-License-Identifier: MIT */
/*
 * A column cut into k tiers.
 *
 *     natural   the cut that leaves the least sum of squares within the classes: Fisher's exact
 *               dynamic programme over the distinct values, each with the number of its units.
 *               The last class of the best cut begins no earlier when values are added above, so
 *               that halving finds all of them in k n log n steps
 *     quantile  at the quantiles 1/k, 2/k ... (type 7); a value at a cut belongs below it
 *     equal     at equal steps from the lowest to the highest value; the same at the cuts
 *
 * The goodness of variance fit is 1 - (sum of squares within) / (sum of squares in all).
 * Values are taken from the lowest on, so that an offset costs no digits. While cuts are sought,
 * the sum of squares of a class is a difference of sums of twice as many digits; that of the fit
 * is updated value by value (Welford).
 */
#include "methods/tiers.h"

#include "methods/analyse/analyse_internal.h"
#include "methods/analyse/sample.h"
#include "methods/reason.h"
#include "stats/sort.h"
#include "stats/stats.h"

struct tiers_params {
    int how;
    int64_t k;
};

static const struct heng_param tiers_table[] = {
    HENG_PARAM_CHOICE(struct tiers_params, how, "natural", "natural|quantile|equal",
                      "where the cuts lie"),
    HENG_PARAM_INT(struct tiers_params, k, "4", 2, TIERS_MAX, NULL, "number of tiers"),
};

static const struct heng_field tiers_fields[] = {
    {"indicator", 1, NULL, "the column"},
    {"code", 1, NULL, "the unit"},
    {"value", 0, NULL, "its value"},
    {"tier", 0, NULL, "1 is best"},
    {"lower", 0, NULL, "lowest value in the tier"},
    {"upper", 0, NULL, "highest value in the tier"},
    {"gvf", 0, NULL, "goodness of variance fit of the cut, 0..1"},
};

/* Distinct values, ascending, from the lowest on and scaled into [0, 2], with their counts. */
struct values {
    double *v, *count, *class; /* class: 0 is lowest */
    size_t n;
    double scale, low; /* v = x scale - low */
};

static double put_on_scale(const struct values *x, double value)
{
    return value * x->scale - x->low;
}

/* Of a class that values are added to one by one. */
struct moments {
    double count, mean, squares;
};

static void moments_add(struct moments *m, double v, double count)
{
    double d = v - m->mean, all = m->count + count;
    m->squares += d * d * (m->count * count / all);
    m->mean += d * (count / all);
    m->count = all;
}

/* ---- cuts ---------------------------------------------------------------- */

/* A number in two parts: hi rounded, lo what that has lost. */
struct twofold {
    double hi, lo;
};

static struct twofold twofold_add(struct twofold a, double b, double rest)
{
    const double hi = a.hi + b, z = hi - a.hi;
    const double lo = (a.hi - (hi - z)) + (b - z) + (a.lo + rest);
    return (struct twofold){hi + lo, lo - ((hi + lo) - hi)};
}

static struct twofold square(struct twofold a)
{
    const double p = a.hi * a.hi;
    return (struct twofold){p, fma(a.hi, a.hi, -p) + 2 * a.hi * a.lo};
}

static struct twofold divided(struct twofold a, double b)
{
    const double hi = a.hi / b;
    return (struct twofold){hi, (fma(-hi, b, a.hi) + a.lo) / b};
}

/* Sums of the first values, and what the cuts that are looked at leave. */
struct natural {
    double *count;          /* n + 1: of the units below value i */
    struct twofold *v, *v2; /* n + 1: their sum, and that of their squares */
    double *before, *least; /* n each: of the values 0 .. j, in one class less, and now */
    double *from;           /* n: where the last class begins then */
};

/* Cuts whose sums differ by less are equally good. */
static const double EQUALLY_GOOD = 1e-12;

static double squares(const struct natural *t, size_t first, size_t last)
{
    const size_t end = last + 1;
    const double n = t->count[end] - t->count[first];
    const struct twofold v = twofold_add(t->v[end], -t->v[first].hi, -t->v[first].lo);
    const struct twofold mean = divided(square(v), n);
    struct twofold left = twofold_add(t->v2[end], -t->v2[first].hi, -t->v2[first].lo);
    left = twofold_add(left, -mean.hi, -mean.lo);
    return first == last ? 0 : fmax(left.hi, 0);
}

/* Fills in least and from of j = low .. high, whose last class begins within first .. last; there
   are values enough for the classes before it. Of equally good ones the smallest last class. */
static void seek_cuts(struct natural *t, size_t low, size_t high, size_t first, size_t last)
{
    const size_t j = low + (high - low) / 2;
    double least = INFINITY;
    size_t from = first;
    for (size_t i = last < j ? last : j; i >= first; i--) {
        const double sum = t->before[i - 1] + squares(t, i, j);
        if (sum < least - EQUALLY_GOOD * (isfinite(least) ? least : 0)) {
            least = sum;
            from = i;
        }
    }
    t->least[j] = least;
    t->from[j] = (double)from;
    if (j > low)
        seek_cuts(t, low, j - 1, first, from);
    if (j < high)
        seek_cuts(t, j + 1, high, from, last);
}

static void sum_values(struct natural *t, const struct values *x)
{
    t->count[0] = 0;
    t->v[0] = t->v2[0] = (struct twofold){0, 0};
    for (size_t i = 0; i < x->n; i++) {
        const double c = x->count[i], v = x->v[i], cv = c * v;
        const struct twofold s = square((struct twofold){v, 0});
        const double cs = c * s.hi;
        t->count[i + 1] = t->count[i] + c;
        t->v[i + 1] = twofold_add(t->v[i], cv, fma(c, v, -cv));
        t->v2[i + 1] = twofold_add(t->v2[i], cs, fma(c, s.hi, -cs) + c * s.lo);
    }
}

enum { NATURAL_DOUBLES = 7 };

/* room: NATURAL_DOUBLES (n + 1) + k n doubles. */
static void cut_natural(struct values *x, size_t k, double *room)
{
    const size_t n = x->n, each = n + 1;
    struct natural t = {.v = (struct twofold *)(void *)room,
                        .v2 = (struct twofold *)(void *)(room + 2 * each),
                        .count = room + 4 * each,
                        .before = room + 5 * each,
                        .least = room + 6 * each};
    double *from = room + NATURAL_DOUBLES * each;
    sum_values(&t, x);
    for (size_t j = 0; j < n; j++) {
        t.least[j] = squares(&t, 0, j);
        from[j] = 0;
    }
    for (size_t q = 1; q < k; q++) {
        double *before = t.before;
        t.before = t.least;
        t.least = before;
        t.from = from + q * n;
        seek_cuts(&t, q + 1 < k ? q : n - 1, n - 1, q, n - 1); /* of the last, but one is asked */
    }
    for (size_t q = k, end = n; q-- > 0;) {
        size_t first = (size_t)from[q * n + end - 1];
        for (size_t i = first; i < end; i++)
            x->class[i] = (double)q;
        end = first;
    }
}

/* Values at cut[0] <= cut[1] ... belong below them. */
static void cut_at(struct values *x, size_t k, const double *cut)
{
    for (size_t i = 0; i < x->n; i++) {
        size_t q = 0;
        while (q + 1 < k && x->v[i] > cut[q])
            q++;
        x->class[i] = (double)q;
    }
}

static void cut_quantile(const double *v, size_t n, struct values *x, size_t k, double *room)
{
    double cut[TIERS_MAX];
    for (size_t q = 1; q < k; q++)
        cut[q - 1] = put_on_scale(x, stats_quantile(v, n, (double)q / (double)k, room));
    cut_at(x, k, cut);
}

static void cut_equal(struct values *x, size_t k)
{
    double cut[TIERS_MAX];
    for (size_t q = 1; q < k; q++)
        cut[q - 1] = x->v[x->n - 1] * ((double)q / (double)k);
    cut_at(x, k, cut);
}

/* x->class is filled in; how many classes there are. room: of the scratch, beyond that of x. */
static size_t cut(enum tiers_how how, size_t k, const double *v, size_t n, struct values *x,
                  double *room)
{
    if (how == TIERS_NATURAL && x->n < k)
        k = x->n;
    if (how == TIERS_NATURAL)
        cut_natural(x, k, room);
    else if (how == TIERS_QUANTILE)
        cut_quantile(v, n, x, k, room);
    else
        cut_equal(x, k);
    return k;
}

/* ---- tiers --------------------------------------------------------------- */

static double goodness(const struct values *x)
{
    struct moments all = {0, 0, 0}, classes[TIERS_MAX] = {{0, 0, 0}};
    struct sum within = {0};
    for (size_t i = 0; i < x->n; i++) {
        moments_add(&all, x->v[i], x->count[i]);
        moments_add(&classes[(size_t)x->class[i]], x->v[i], x->count[i]);
    }
    for (size_t q = 0; q < TIERS_MAX; q++)
        sum_add(&within, classes[q].squares);
    return 1 - sum_value(&within) / all.squares;
}

static size_t class_of(const struct values *x, double value)
{
    size_t low = 0, high = x->n;
    double v = put_on_scale(x, value);
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (x->v[mid] <= v)
            low = mid;
        else
            high = mid;
    }
    return (size_t)x->class[low];
}

static void put_tiers(struct heng_analyse_call *c, size_t j, const struct values *x, size_t k)
{
    double low[TIERS_MAX], high[TIERS_MAX], gvf = goodness(x);
    int low_is_best = c->direction && c->direction[j] < 0;
    for (size_t q = 0; q < k; q++)
        low[q] = high[q] = NAN;
    for (size_t i = 0; i < c->n; i++) {
        size_t q = isnan(c->x[j][i]) ? 0 : class_of(x, c->x[j][i]);
        low[q] = fmin(low[q], c->x[j][i]);
        high[q] = fmax(high[q], c->x[j][i]);
    }
    for (size_t i = 0; i < c->n; i++) {
        const char *const text[] = {c->ids[j], c->codes[i]};
        size_t q;
        if (isnan(c->x[j][i]))
            continue;
        q = class_of(x, c->x[j][i]);
        ANALYSE_PUT(c, text, c->x[j][i], (double)(low_is_best ? q + 1 : k - q), low[q], high[q],
                    gvf);
    }
}

/* The distinct ones of n values. */
static struct values values_of(const double *v, size_t n, double *room)
{
    struct values x = {room, room + n, room + 2 * n, 0, analyse_scale(v, n), 0};
    size_t present = 0;
    column_clear(room, 3 * n);
    x.low = stats_min(v, n) * x.scale;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i]))
            x.v[present++] = put_on_scale(&x, v[i]);
    sort_pairs(x.v, x.class, present);
    for (size_t i = 0; i < present; i++) {
        if (i > 0 && x.v[i] == x.v[x.n - 1]) {
            x.count[x.n - 1]++;
            continue;
        }
        x.v[x.n] = x.v[i];
        x.count[x.n++] = 1;
    }
    return x;
}

size_t tiers_room(size_t n)
{
    return (3 + TIERS_MAX) * n + NATURAL_DOUBLES * (n + 1);
}

size_t tiers_cut(enum tiers_how how, size_t k, const double *x, size_t n, double *tier,
                 double *scratch)
{
    struct values v = values_of(x, n, scratch);
    size_t there = v.n < 2 ? 0 : cut(how, k, x, n, &v, scratch + 3 * n);
    for (size_t i = 0; i < n; i++)
        tier[i] = there && !isnan(x[i]) ? (double)(there - class_of(&v, x[i])) : (double)NAN;
    return there;
}

static int tiers_column(const void *params, struct heng_analyse_call *c, size_t j)
{
    const struct tiers_params *p = params;
    struct values x = values_of(c->x[j], c->n, c->scratch);
    size_t k;
    if (x.n < 2)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "%s",
                      x.n == 0 ? "no values" : "all values are equal");
    k = cut((enum tiers_how)p->how, (size_t)p->k, c->x[j], c->n, &x, c->scratch + 3 * c->n);
    if (k < (size_t)p->k)
        analyse_warn(c, "%s: %zu tiers, no more than it has different values", c->ids[j], x.n);
    put_tiers(c, j, &x, k);
    return HENG_OK;
}

static int tiers(struct heng_analyse_call *c)
{
    return analyse_each(c->params, c, tiers_column);
}

static size_t tiers_scratch(size_t n, size_t m)
{
    (void)m;
    return tiers_room(n);
}

const struct heng_method analyse_tiers = {
    .size = sizeof(struct heng_method),
    .stage = HENG_ANALYSE,
    .name = "tiers",
    .title_zh = "分级(自然断点、分位数、等距)",
    .title_en = "Tiers: natural breaks, quantiles, equal intervals",
    .summary = "Cuts a column into k tiers, 1 the best, and says how well the cut fits.",
    .formula = "natural: least sum over classes of sum (x - class mean)^2; quantile: cuts at "
               "quantiles q/k, type 7; equal: cuts at min + q (max - min) / k; "
               "gvf = 1 - SS within / SS total",
    .source = "Fisher, Journal of the American Statistical Association 53(284), 1958, pp. 789-798; "
              "Jenks, Optimal data classification for choropleth maps, University of Kansas, 1977",
    .domain = "NaN is left out. Equal values share a tier; a value at a cut belongs below it; of "
              "equally good natural cuts the one with the smallest upper classes, last first. "
              "Fewer distinct values than k: as many natural tiers as values, with a warning; a "
              "quantile or equal tier may be empty. Constant or one unit: undefined. Any sign. "
              "Where less is better the lowest tier is 1. Natural breaks take k n log n steps; "
              "cuts whose sums differ by less than 1e-12 of them are equally good.",
    .params = HENG_PARAMS(tiers_table, struct tiers_params),
    .scratch = tiers_scratch,
    ANALYSIS(tiers, HENG_DATA_RAW, tiers_fields),
};
