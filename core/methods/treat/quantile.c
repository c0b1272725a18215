/* SPDX-License-Identifier: MIT */
/*
 * winsorise_quantile: with lo and hi the quantiles p_low and p_high of base (type 7: linear
 * between order statistics), y = lo where x < lo, hi where x > hi, else x.
 *
 * Sources: Tukey, The future of data analysis, Annals of Mathematical Statistics 33(1), 1962, 1-67
 * (winsorising); Hyndman and Fan, Sample quantiles in statistical packages, The American
 * Statistician 50(4), 1996, 361-365 (type 7).
 *
 * NaN is left out of the quantiles and stays NaN. Any sign. A column that has two different values
 * and would become constant (equal quantiles) is left as it is, with a note.
 */
#include "methods/reason.h"
#include "methods/treat/treat_internal.h"
#include "stats/stats.h"

struct quantile_params {
    double p_low, p_high;
};

static const struct heng_param quantile_table[] = {
    HENG_PARAM_REAL(struct quantile_params, p_low, "0.05", 0, 1, NULL,
                    "values below this quantile become it; 0 leaves the low end alone"),
    HENG_PARAM_REAL(struct quantile_params, p_high, "0.95", 0, 1, NULL,
                    "values above this quantile become it; 1 leaves the high end alone"),
};

static size_t scratch_once(size_t n, size_t m)
{
    (void)m;
    return n;
}

static int clamp(struct heng_column_call *c, double lo, double hi)
{
    size_t low = 0, high = 0;
    for (size_t i = 0; i < c->n; i++) {
        double x = c->x[i];
        low += x < lo ? 1 : 0;
        high += x > hi ? 1 : 0;
        c->y[i] = x < lo ? lo : x > hi ? hi : x;
    }
    if (low + high > 0)
        remark(c->why, c->why_size, "winsorised %zu value%s below %s and %zu above %s", low,
               plural(low), short_number(lo, 6).s, high, short_number(hi, 6).s);
    return HENG_OK;
}

static int treat_quantiles(struct heng_column_call *c)
{
    const struct quantile_params *p = c->params;
    double lo, hi;
    if (!(p->p_low < p->p_high))
        return refuse(c->why, c->why_size, HENG_FAIL, "p_low must be below p_high");
    lo = stats_quantile(c->base, c->n_base, p->p_low, c->scratch);
    hi = stats_quantile(c->base, c->n_base, p->p_high, c->scratch);
    if (isnan(lo) || isnan(hi) || stats_count(c->x, c->n) == 0)
        return refuse(c->why, c->why_size, HENG_UNDEFINED, "no values");
    if (!(hi > lo) && stats_max(c->base, c->n_base) > stats_min(c->base, c->n_base)) {
        column_copy(c->y, c->x, c->n);
        return remark(c->why, c->why_size,
                      "both quantiles are %.6g: left as it is, for it would become constant", lo);
    }
    return clamp(c, lo, hi);
}

enum found treat_found_quantile(const struct heng_column_call *c, struct treat_given *to)
{
    const struct quantile_params *p = c->params;
    const double lo = stats_quantile(c->base, c->n_base, p->p_low, c->scratch),
                 hi = stats_quantile(c->base, c->n_base, p->p_high, c->scratch);
    if (hi > lo || !(stats_max(c->base, c->n_base) > stats_min(c->base, c->n_base))) {
        to->lower = lo;
        to->upper = hi;
    }
    return FOUND_GIVEN;
}

const struct heng_method treat_winsorise_quantile = {
    .size = sizeof(struct heng_method),
    .stage = HENG_TREAT,
    .name = "winsorise_quantile",
    .title_zh = "分位数缩尾",
    .title_en = "Winsorise at quantiles",
    .summary = "Sets what lies beyond two quantiles to these quantiles.",
    .formula = "min(max(x, q(p_low)), q(p_high)); q: quantile of type 7",
    .source = "Tukey, Annals of Mathematical Statistics 33(1), 1962, 1-67; Hyndman and Fan, The "
              "American Statistician 50(4), 1996, 361-365 (type 7)",
    .domain = "NaN stays NaN. Any sign. Equal quantiles of a column that is not constant: left as "
              "it is, with a note. Constant columns and one unit: unchanged; no values: undefined.",
    .params = HENG_PARAMS(quantile_table, struct quantile_params),
    .scratch = scratch_once,
    .column = treat_quantiles,
};
