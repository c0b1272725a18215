/* SPDX-License-Identifier: MIT */
/*
 * Treatment of outliers and skew in one column of raw values: n values in, n values out. All
 * statistics are those of base; NaN stays NaN and is left out of them.
 *
 * winsorise
 *     A column passes unless |skewness| > skewness and kurtosis > kurtosis (both thresholds), with
 *     the sample statistics G1 and G2 (Joanes and Gill 1998). One that does not pass is pulled in
 *     one step at a time: with skewness >= 0 all values equal to the highest are set to the next
 *     highest, otherwise the lowest to the next lowest, until it passes or max_points points have
 *     been pulled in (equal values go together, so there may be a few more). One that still does
 *     not pass is, with then = log, put back and transformed by a logarithm instead; with
 *     then = none the winsorised values are kept. A step that would leave a constant column is not
 *     taken. With a base other than x, values of x beyond a pulled-in end are set to that end.
 *
 * log, variants (min, max, skew are the base's; a = 0.01 (max - min)):
 *     ln       ln x
 *     log10    log10 x
 *     ct       ln(x - min + a)                                "COIN Tool log", scale-free
 *     ct_orig  ln(x - min + 1)                                "COIN Tool log", as first published
 *     ct_plus  ln(x - min + a), or -ln(max + a - x) when skew <= 0
 *     A value outside the logarithm's domain (ln, log10: zero and negative) is undefined; the
 *     number of such cells is noted. ct and ct_plus of a constant column are undefined.
 *
 * Sources: Becker et al., COINr: An R package for developing composite indicators, JOSS 7(78),
 * 2022, 4567, and its manual (Treat, qTreat, winsorise, log_CT, log_CT_orig, log_CT_plus), whose
 * thresholds 2 and 3.5 and limit of 5 points are the defaults here. Its default transformation is
 * log_CT; ct_plus gives the same numbers on positive skew and does not worsen negative skew.
 *
 * winsorise_quantile and boxcox have files of their own.
 *
 * A constant column, or one of fewer than four values, has no skewness and kurtosis to test and is
 * left as it is; so is one of two different values, which no treatment changes in shape.
 */
#include "methods/reason.h"
#include "methods/registry.h"
#include "methods/sources.h"
#include "methods/treat/treat_internal.h"
#include "stats/elementary.h"
#include "stats/stats.h"

static size_t scratch_once(size_t n, size_t m)
{
    (void)m;
    return n;
}

/* ---- logarithms ---------------------------------------------------------- */

struct treat_range {
    double min, max, skewness;
};

static double ln_or_nan(double x)
{
    return x > 0 ? real_log(x) : NAN;
}

static double log_ln(const struct treat_range *r, double x)
{
    (void)r;
    return ln_or_nan(x);
}

static double log_log10(const struct treat_range *r, double x)
{
    (void)r;
    return x > 0 ? real_log10(x) : NAN;
}

static double log_ct(const struct treat_range *r, double x)
{
    return ln_or_nan(x - r->min + 0.01 * (r->max - r->min));
}

static double log_ct_orig(const struct treat_range *r, double x)
{
    return ln_or_nan(x - r->min + 1);
}

static double log_ct_plus(const struct treat_range *r, double x)
{
    if (r->skewness <= 0)
        return -ln_or_nan(r->max + 0.01 * (r->max - r->min) - x);
    return log_ct(r, x);
}

struct log_variant {
    const char *name;
    double (*value)(const struct treat_range *r, double x);
    int needs_range;     /* undefined for a constant base */
    const char *outside; /* "3 values ..." */
};

enum { LOG_LN, LOG_LOG10, LOG_CT, LOG_CT_ORIG, LOG_CT_PLUS };

static const struct log_variant log_variants[] = {
    [LOG_LN] = {"ln", log_ln, 0, "not positive"},
    [LOG_LOG10] = {"log10", log_log10, 0, "not positive"},
    [LOG_CT] = {"ct", log_ct, 1, "beyond the base's range"},
    [LOG_CT_ORIG] = {"ct_orig", log_ct_orig, 0, "beyond the base's range"},
    [LOG_CT_PLUS] = {"ct_plus", log_ct_plus, 1, "beyond the base's range"},
};

/* y = variant(x). Appends what became of it to why. */
static int apply_log(struct heng_column_call *c, const struct log_variant *v,
                     struct stats_shape before)
{
    struct treat_range r = {stats_min(c->base, c->n_base), stats_max(c->base, c->n_base),
                            before.skewness};
    size_t present = stats_count(c->x, c->n), defined;
    struct stats_shape after;
    if (present == 0 || isnan(r.min))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    if (v->needs_range && !(r.max > r.min))
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "constant");
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = v->value(&r, c->x[i]);
    for (size_t i = 0; i < c->n_base; i++)
        c->scratch[i] = v->value(&r, c->base[i]);
    defined = stats_count(c->y, c->n);
    if (defined == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no logarithm: all %zu value%s %s %s",
                      present, plural(present), present == 1 ? "is" : "are", v->outside);
    if (!wants_reason(c->why, c->why_size))
        return HENG_OK;
    after = stats_shape(c->scratch, c->n_base);
    remark_add(c->why, c->why_size, "log %s: skewness %s -> %s, kurtosis %s -> %s", v->name,
               short_number(before.skewness, 3).s, short_number(after.skewness, 3).s,
               short_number(before.kurtosis, 3).s, short_number(after.kurtosis, 3).s);
    if (defined < present)
        remark_add(c->why, c->why_size, "%zu value%s undefined: %s", present - defined,
                   plural(present - defined), v->outside);
    return HENG_OK;
}

struct log_params {
    int variant;
};

static const struct heng_param log_table[] = {
    HENG_PARAM_CHOICE(struct log_params, variant, "ln", "ln|log10|ct|ct_orig|ct_plus",
                      "ln and log10 need positive values; the COIN Tool's shift the column first"),
};

static int take_log(struct heng_column_call *c)
{
    const struct log_params *p = c->params;
    return apply_log(c, &log_variants[p->variant], stats_shape(c->base, c->n_base));
}

/* As `given`: the same logarithm of the base at hand. */
static enum found found_log(const struct heng_column_call *c, int variant, double skewness,
                            struct treat_given *to)
{
    const struct stats_span s = stats_range(c->base, c->n_base);
    const int mirrored = variant == LOG_CT_PLUS && skewness <= 0;
    to->function = variant == LOG_LOG10 ? FUNCTION_LOG10
                   : mirrored           ? FUNCTION_MIRRORED
                                        : FUNCTION_LN;
    if (variant == LOG_LN || variant == LOG_LOG10)
        return FOUND_GIVEN;
    to->from = mirrored ? s.max : s.min;
    to->shift = variant == LOG_CT_ORIG ? 1 : 0.01 * (s.max - s.min);
    return FOUND_GIVEN;
}

enum found treat_found_log(const struct heng_column_call *c, struct treat_given *to)
{
    return found_log(c, ((const struct log_params *)c->params)->variant,
                     stats_skewness(c->base, c->n_base), to);
}

/* ---- winsorising --------------------------------------------------------- */

struct winsorise_params {
    double skewness, kurtosis;
    int64_t max_points;
    int then;    /* enum then */
    int variant; /* from LOG_CT on */
};

enum then { THEN_NONE, THEN_LOG };

static const struct heng_param winsorise_table[] = {
    HENG_PARAM_REAL(
        struct winsorise_params, skewness, "2", 0, INFINITY, NULL,
        "a column is treated when its absolute skewness is above this, and kurtosis too"),
    HENG_PARAM_REAL(struct winsorise_params, kurtosis, "3.5", HENG_NO_MIN, HENG_NO_MAX, NULL,
                    "a column is treated when its excess kurtosis is above this, and skewness too"),
    HENG_PARAM_INT(struct winsorise_params, max_points, "5", 0, INFINITY, NULL,
                   "winsorising stops at so many points"),
    HENG_PARAM_CHOICE(
        struct winsorise_params, then, "log", "none|log",
        "what is done to a column that winsorising could not bring within the thresholds"),
    HENG_PARAM_CHOICE(struct winsorise_params, variant, "ct_plus", "ct|ct_orig|ct_plus",
                      "the logarithm of then = log"),
};

struct winsorised {
    double lo, hi; /* the ends that were pulled in, or infinite */
    size_t low, high;
    struct stats_shape before, after;
};

static int passes(const struct winsorise_params *p, struct stats_shape s)
{
    return !(fabs(s.skewness) > p->skewness && s.kurtosis > p->kurtosis);
}

/* Values at the top, and the next one. */
struct pull {
    double top, next;
    size_t pulled;
};

/* Finds the next value inside the top. */
SIMD_BODY void find_next(const double *v, size_t n, int side, struct pull *p)
{
    const double none = side > 0 ? -INFINITY : INFINITY;
    lanes next = {none, none, none, none};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        next = side > 0 ? SIMD_PICK((lane_mask)(x < p->top) & (lane_mask)(x > next), x, next)
                        : SIMD_PICK((lane_mask)(x > p->top) & (lane_mask)(x < next), x, next);
    }
    p->next = none;
    for (size_t k = 0; k < LANES; k++)
        p->next = side * next[k] > side * p->next ? next[k] : p->next;
    for (; i < n; i++)
        if (side * v[i] < side * p->top && side * v[i] > side * p->next)
            p->next = v[i];
}

/* Sets the top values to the next, where that is not bottom. */
SIMD_BODY void set_next(double *v, size_t n, double bottom, struct pull *p)
{
    const lanes next = {p->next, p->next, p->next, p->next};
    lane_mask pulled = {0};
    size_t i = 0;
    p->pulled = 0;
    if (!isfinite(p->next) || p->next == bottom)
        return;
    for (; i + LANES <= n; i += LANES) {
        const lanes x = *(const lanes *)(v + i);
        *(lanes *)(v + i) = SIMD_PICK(x == p->top, next, x);
        pulled -= (lane_mask)(x == p->top);
    }
    p->pulled = (size_t)((pulled[0] + pulled[1]) + (pulled[2] + pulled[3]));
    for (; i < n; i++)
        if (v[i] == p->top) {
            v[i] = p->next;
            p->pulled++;
        }
}

SIMD_BODY void pull_down_body(double *v, size_t n, double bottom, struct pull *p)
{
    find_next(v, n, 1, p);
    set_next(v, n, bottom, p);
}
SIMD_VERSIONS(static, pull_down, (double *v, size_t n, double bottom, struct pull *p),
              (v, n, bottom, p))

SIMD_BODY void pull_up_body(double *v, size_t n, double bottom, struct pull *p)
{
    find_next(v, n, -1, p);
    set_next(v, n, bottom, p);
}
SIMD_VERSIONS(static, pull_up, (double *v, size_t n, double bottom, struct pull *p),
              (v, n, bottom, p))

/*
 * Sets the highest values (side +1) or the lowest (side -1) to the next ones, *end. Returns how
 * many; 0 when the column would become constant.
 */
static size_t pull_in(double *v, size_t n, int side, double *end)
{
    const struct stats_span range = stats_range(v, n);
    struct pull p = {.top = side > 0 ? range.max : range.min};
    double bottom = side > 0 ? range.min : range.max;
    if (side > 0)
        pull_down(v, n, bottom, &p);
    else
        pull_up(v, n, bottom, &p);
    if (p.pulled > 0)
        *end = p.next;
    return p.pulled;
}

/* Whether a shape that is only near is as good: the same answer, and the same sign where it counts.
 */
static int is_clear(const struct winsorise_params *p, struct stats_shape s)
{
    const double skewness = fabs(s.skewness);
    return skewness < p->skewness - STATS_NEAR || s.kurtosis < p->kurtosis - STATS_NEAR ||
           (skewness > p->skewness + STATS_NEAR && s.kurtosis > p->kurtosis + STATS_NEAR);
}

/* exact: it is told, digit by digit; else only what follows from it counts. */
static struct stats_shape shape_of(const struct winsorise_params *p, const double *v, size_t n,
                                   int exact)
{
    struct stats_shape near;
    if (exact)
        return stats_shape(v, n);
    near = stats_shape_near(v, n);
    return is_clear(p, near) ? near : stats_shape(v, n);
}

/* Winsorises the n values at v in place. */
static struct winsorised winsorise(const struct winsorise_params *p, double *v, size_t n, int exact)
{
    struct winsorised w = {.lo = -INFINITY, .hi = INFINITY, .before = shape_of(p, v, n, exact)};
    w.after = w.before;
    while (!passes(p, w.after) && w.low + w.high < (size_t)p->max_points) {
        int side = w.after.skewness >= 0 ? 1 : -1;
        size_t pulled = pull_in(v, n, side, side > 0 ? &w.hi : &w.lo);
        if (pulled == 0)
            break;
        *(side > 0 ? &w.high : &w.low) = pulled;
        w.after = shape_of(p, v, n, exact);
    }
    return w;
}

static int has_three_values(const double *x, size_t n)
{
    const struct stats_span range = stats_range(x, n);
    for (size_t i = 0; i < n; i++)
        if (x[i] > range.min && x[i] < range.max)
            return 1;
    return 0;
}

static void clamp(struct heng_column_call *c, const struct winsorised *w)
{
    if (w->low + w->high == 0) {
        column_copy(c->y, c->x, c->n);
        return;
    }
    for (size_t i = 0; i < c->n; i++) {
        c->y[i] = c->x[i];
        if (c->y[i] > w->hi)
            c->y[i] = w->hi;
        else if (c->y[i] < w->lo)
            c->y[i] = w->lo;
    }
}

/* What the limits of another base did to the values. */
static void note_limited(struct heng_column_call *c, const struct winsorised *w)
{
    size_t low = 0, high = 0;
    for (size_t i = 0; i < c->n; i++) {
        low += c->x[i] < w->lo;
        high += c->x[i] > w->hi;
    }
    if (low + high > 0)
        remark_add(c->why, c->why_size,
                   "%zu value%s beyond the limits of the base (%zu low, %zu high) set to them",
                   low + high, plural(low + high), low, high);
}

static void note_winsorised(struct heng_column_call *c, const struct winsorised *w)
{
    size_t points = w->low + w->high;
    if (points == 0 || !wants_reason(c->why, c->why_size))
        return;
    if (c->base != c->x) {
        note_limited(c, w);
        return;
    }
    remark_add(c->why, c->why_size,
               "winsorised %zu point%s (%s); skewness %s -> %s, kurtosis %s -> %s", points,
               plural(points),
               w->low == 0    ? "high"
               : w->high == 0 ? "low"
                              : "high and low",
               short_number(w->before.skewness, 3).s, short_number(w->after.skewness, 3).s,
               short_number(w->before.kurtosis, 3).s, short_number(w->after.kurtosis, 3).s);
}

static int pull_in_or_log(struct heng_column_call *c)
{
    const struct winsorise_params *p = c->params;
    struct winsorised w;
    column_copy(c->scratch, c->base, c->n_base);
    w = winsorise(p, c->scratch, c->n_base, wants_reason(c->why, c->why_size));
    if (!passes(p, w.before) && !has_three_values(c->base, c->n_base)) {
        column_copy(c->y, c->x, c->n);
        return remark(c->why, c->why_size, "two different values: left as they are");
    }
    if (!passes(p, w.after) && p->then == THEN_LOG) {
        remark(c->why, c->why_size, "winsorising %zu point%s was not enough", w.low + w.high,
               plural(w.low + w.high));
        return apply_log(c, &log_variants[LOG_CT + p->variant], w.before);
    }
    clamp(c, &w);
    note_winsorised(c, &w);
    if (!passes(p, w.after))
        remark_add(c->why, c->why_size, "still beyond the thresholds");
    return HENG_OK;
}

enum found treat_found_winsorise(const struct heng_column_call *c, struct treat_given *to)
{
    const struct winsorise_params *p = c->params;
    struct winsorised w;
    column_copy(c->scratch, c->base, c->n_base);
    w = winsorise(p, c->scratch, c->n_base, 1);
    if (!passes(p, w.before) && !has_three_values(c->base, c->n_base))
        return FOUND_GIVEN;
    if (!passes(p, w.after) && p->then == THEN_LOG)
        return found_log(c, LOG_CT + p->variant, w.before.skewness, to);
    if (w.low > 0)
        to->lower = w.lo;
    if (w.high > 0)
        to->upper = w.hi;
    return FOUND_GIVEN;
}

static int treat_nothing(struct heng_column_call *c)
{
    column_copy(c->y, c->x, c->n);
    return HENG_OK;
}

const struct heng_method treat_none = {
    .size = sizeof(struct heng_method),
    .stage = HENG_TREAT,
    .name = "none",
    .title_zh = "不处理",
    .title_en = "No treatment",
    .summary = "Leaves the values as they are.",
    .formula = "y = x",
    .source = SOURCE_OECD_HANDBOOK,
    .domain = "Everything passes unchanged; NaN stays NaN.",
    .column = treat_nothing,
};

const struct heng_method treat_winsorise = {
    .size = sizeof(struct heng_method),
    .stage = HENG_TREAT,
    .name = "winsorise",
    .title_zh = "缩尾处理",
    .title_en = "Winsorise",
    .summary = "Pulls in the most extreme values, step by step, until skewness or kurtosis is "
               "within its threshold; else takes a logarithm.",
    .formula = "while |G1| > skewness and G2 > kurtosis and points < max_points: the highest "
               "(G1 >= 0) or lowest values = the next ones; then = log: "
               "ln(x - min + 0.01 (max - min)), mirrored for negative skew",
    .source = SOURCE_COINR
    " (Treat, qTreat); Joanes and Gill, The Statistician 47, 1998, 183-189 (G1, G2)",
    .domain = "NaN stays NaN. Zero and negative values are lawful. A constant column, fewer than "
              "four values, or two different values: left as they are.",
    .params = HENG_PARAMS(winsorise_table, struct winsorise_params),
    .scratch = scratch_once,
    .column = pull_in_or_log,
};

const struct heng_method treat_log = {
    .size = sizeof(struct heng_method),
    .stage = HENG_TREAT,
    .name = "log",
    .title_zh = "对数变换",
    .title_en = "Logarithm",
    .summary = "Takes the logarithm of every value, whatever the skewness.",
    .formula = "ln x; log10 x; ct: ln(x - min + a), a = 0.01 (max - min); "
               "ct_orig: ln(x - min + 1); "
               "ct_plus: as ct, or -ln(max + a - x) when the skewness is not positive",
    .source = SOURCE_COINR " (log_CT, log_CT_orig, log_CT_plus)",
    .domain = "NaN stays NaN. Values outside the logarithm's domain (ln, log10: zero and negative) "
              "become undefined, with a note; all of them, or ct and ct_plus of a constant column: "
              "undefined.",
    .params = HENG_PARAMS(log_table, struct log_params),
    .scratch = scratch_once,
    .column = take_log,
};

const struct heng_method *const treat_methods[] = {
    &treat_none,   &treat_winsorise,    &treat_log, &treat_winsorise_quantile,
    &treat_boxcox, &treat_given_method, NULL,
};
