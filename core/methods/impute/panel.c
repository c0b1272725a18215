/* SPDX-License-Identifier: MIT */
/*
 * Imputation of one column by the unit's own values of other periods.
 *
 *     latest           y = x(s), s the last period before t in which the unit has a value
 *     linear           y = x(s) + (x(u) - x(s)) (t - s) / (u - s), s and u the nearest periods
 *                      before and after t in which it has one
 *     linear_constant  the same; before the first and after the last known value, that value
 *
 * Periods are the numbers that their labels say, or 0, 1, 2 ... where they are no numbers.
 *
 * Source: Becker et al., COINr, JOSS 7(78), 2022 (impute_panel: latest; constant, which is latest
 * with before = first; linear-constant. Its linear holds the ends constant, too). Linear
 * interpolation: Kreyszig, Advanced Engineering Mathematics, 10th ed., 2011, section 19.3.
 */
#include <stdio.h>

#include "methods/impute/impute_internal.h"
#include "methods/reason.h"
#include "methods/sources.h"

/* The nearest period before t, or after it, in which the unit has a value; n_periods: none. */
static size_t known_before(const struct filling *f, size_t t, size_t unit)
{
    while (t-- > 0)
        if (!isnan(impute_cell(f, f->c->column, t, unit)))
            return t;
    return f->c->n_periods;
}

static size_t known_after(const struct filling *f, size_t t, size_t unit)
{
    do
        t++;
    while (t < f->c->n_periods && isnan(impute_cell(f, f->c->column, t, unit)));
    return t;
}

/* ---- latest ---------------------------------------------------------------- */

enum before { BEFORE_MISSING, BEFORE_FIRST };

struct latest_params {
    int64_t limit;
    int before; /* enum before */
};

static const struct heng_param latest_table[] = {
    HENG_PARAM_INT(struct latest_params, limit, "0", 0, 1e6, "periods",
                   "how many periods away a value may be; 0: any number"),
    HENG_PARAM_CHOICE(struct latest_params, before, "missing", "missing|first",
                      "what stands before the first known value: nothing, or that value"),
};

static double latest_value(const struct filling *f, size_t t, size_t unit)
{
    const struct latest_params *p = f->params;
    size_t none = f->c->n_periods, s = known_before(f, t, unit), away;
    if (s == none && p->before == BEFORE_FIRST)
        s = known_after(f, t, unit);
    away = s < t ? t - s : s - t;
    if (s == none || (p->limit > 0 && away > (size_t)p->limit))
        return NAN;
    return impute_cell(f, f->c->column, s, unit);
}

static int fill_latest(struct heng_fill_call *c)
{
    const struct latest_params *p = c->params;
    const struct filling f = {c, c->params, NULL, latest_value};
    char left[120], within[48] = "";
    if (p->limit > 0)
        snprintf(within, sizeof within, " up to %lld period%s away", (long long)p->limit,
                 plural((size_t)p->limit));
    snprintf(left, sizeof left, "the unit has no %s value%s",
             p->before == BEFORE_FIRST ? "other" : "earlier", within);
    return impute_fill(&f, "the unit's last known value", left);
}

/* ---- linear ---------------------------------------------------------------- */

static double line(const struct filling *f, size_t s, size_t t, size_t u, size_t unit)
{
    const double *p = f->c->period;
    return impute_between(impute_part(p[t], p[s], p[s], p[u]),
                          impute_cell(f, f->c->column, s, unit),
                          impute_cell(f, f->c->column, u, unit));
}

static double linear_value(const struct filling *f, size_t t, size_t unit)
{
    size_t none = f->c->n_periods, s = known_before(f, t, unit), u = known_after(f, t, unit);
    return s == none || u == none ? NAN : line(f, s, t, u, unit);
}

static double linear_constant_value(const struct filling *f, size_t t, size_t unit)
{
    size_t none = f->c->n_periods, s = known_before(f, t, unit), u = known_after(f, t, unit);
    if (s == none && u == none)
        return NAN;
    if (s == none || u == none)
        return impute_cell(f, f->c->column, s == none ? u : s, unit);
    return line(f, s, t, u, unit);
}

static int fill_linear(struct heng_fill_call *c)
{
    const struct filling f = {c, c->params, NULL, linear_value};
    return impute_fill(&f, "a line between the unit's known values",
                       "the unit has no value before or none after");
}

static int fill_linear_constant(struct heng_fill_call *c)
{
    const struct filling f = {c, c->params, NULL, linear_constant_value};
    return impute_fill(&f, "a line between the unit's known values, level beyond them",
                       "the unit has no value in any period");
}

#define PANEL_DOMAIN                                                                               \
    "With one period nothing is filled. No values at all: undefined. Any sign; constant columns "  \
    "and one unit as any other."

const struct heng_method impute_latest = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "latest",
    .title_zh = "末次观测结转填补",
    .title_en = "Last known value (LOCF)",
    .summary = "Replaces a missing value by the unit's last known one of an earlier period.",
    .formula = "y(t) = x(s), s the last period before t with a value, t - s <= limit periods; "
               "before = first: without one, the first known value after t",
    .source = SOURCE_COINR " (impute_panel, latest; before = first: constant)",
    .domain = "A unit without an earlier value within the limit stays missing, with a "
              "note. " PANEL_DOMAIN,
    .params = HENG_PARAMS(latest_table, struct latest_params),
    .fill = fill_latest,
};

const struct heng_method impute_linear = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "linear",
    .title_zh = "线性插值填补",
    .title_en = "Linear interpolation",
    .summary = "Replaces a missing value by a line between the unit's nearest known ones.",
    .formula = "y(t) = x(s) + (x(u) - x(s)) (t - s) / (u - s), s < t < u the nearest periods with "
               "a value, as numbers",
    .source = SOURCE_KREYSZIG ", section 19.3; " SOURCE_COINR " (impute_panel)",
    .domain = "Before the first and after the last known value a unit stays missing, with a "
              "note. " PANEL_DOMAIN,
    .fill = fill_linear,
};

const struct heng_method impute_linear_constant = {
    .size = sizeof(struct heng_method),
    .stage = HENG_IMPUTE,
    .name = "linear_constant",
    .title_zh = "线性插值填补（两端取常数）",
    .title_en = "Linear interpolation, constant ends",
    .summary = "Replaces a missing value by a line between the unit's nearest known ones, or by "
               "the nearest one beyond them.",
    .formula = "y(t) = x(s) + (x(u) - x(s)) (t - s) / (u - s), s < t < u the nearest periods with "
               "a value, as numbers; without s: x(u), without u: x(s)",
    .source = SOURCE_KREYSZIG ", section 19.3; " SOURCE_COINR " (impute_panel, linear-constant)",
    .domain = "A unit without any value stays missing, with a note; one known value fills all of "
              "its periods. " PANEL_DOMAIN,
    .fill = fill_linear_constant,
};
