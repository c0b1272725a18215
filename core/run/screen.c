/* SPDX-License-Identifier: MIT */
/* [screen]: units of a period, and indicators, that have few data or many zeros are set aside. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "run/pipeline_internal.h"

enum { LISTED = 5 };

/* What the cells that are looked at hold. */
struct count {
    size_t cells, present, zeros;
};

static void count_cell(struct count *c, double v)
{
    c->cells++;
    if (!isnan(v))
        c->present++;
    if (v == 0)
        c->zeros++;
}

static double share(size_t n, size_t of)
{
    return of ? (double)n / (double)of : NAN;
}

/* Adds to the list when the counts break a threshold; NaN is no threshold. */
static int judge(struct results *r, struct screened s, const struct count *c, double min_share,
                 double max_zeros, bool *aside, struct error *e)
{
    s.available = share(c->present, c->cells);
    s.zeros = share(c->zeros, c->present);
    s.few_values = s.available < min_share;
    s.many_zeros = s.zeros > max_zeros;
    *aside = s.few_values || s.many_zeros;
    if (!*aside)
        return OK;
    r->screened = arena_grow(r->arena, r->screened, r->n_screened, &r->cap_screened, sizeof s);
    if (!r->screened)
        return error_no_memory(e);
    r->screened[r->n_screened++] = s;
    return OK;
}

static void blank(struct pipeline *w, size_t indicator, size_t row)
{
    double *raw = isnan(w->r->raw[indicator][row]) ? NULL : writable_raw(w, indicator);
    if (raw)
        raw[row] = NAN;
    set_cell(w, indicator, row, CELL_MISSING);
}

/* ---- indicators: over all units and periods, or those of a fixed base --------------------- */

static void tell_indicators(const struct results *r, size_t n)
{
    const struct tree *t = &r->plan->tree;
    struct str names = {0};
    size_t listed = 0;
    for (size_t k = 0; k < t->n_indicators; k++)
        if (r->node_excluded[t->indicators[k]] && listed++ < LISTED)
            str_printf(&names, "%s%s", listed > 1 ? ", " : "", t->nodes[t->indicators[k]].id);
    if (n)
        messages_add(&r->plan->warnings, OK, "screen: %zu of %zu indicators set aside: %s%s", n,
                     t->n_indicators, names.s ? names.s : "", n > LISTED ? ", ..." : "");
    if (names.failed)
        arena_fail(r->arena);
    str_fini(&names);
}

/* The cells of an indicator that say whether it stays: periods that are appended to a fixed base,
   and units beside those of base_units, change nothing. */
static struct count count_cells(const struct results *r, size_t k)
{
    const struct node *n = &r->plan->tree.nodes[r->plan->tree.indicators[k]];
    const struct period_range base = reference_of(r, n);
    const size_t first = base.n ? base.first : 0, periods = base.n ? base.n : r->n_periods;
    struct count c = {0};
    for (size_t i = first * r->n_units; i < (first + periods) * r->n_units; i++)
        if (!r->unit_excluded[i] && reference_has(&base, i % r->n_units))
            count_cell(&c, r->raw[k][i]);
    return c;
}

static int screen_indicators(struct pipeline *w, struct error *e)
{
    struct results *r = w->r;
    const struct screen_options *o = &r->plan->fixed.screen;
    const struct tree *t = &r->plan->tree;
    size_t n = 0;
    int status = OK;
    for (size_t k = 0; !status && k < t->n_indicators; k++) {
        const struct count c = count_cells(r, k);
        bool *aside = &r->node_excluded[t->indicators[k]];
        status = judge(r, (struct screened){.is_unit = false, .indicator = k}, &c,
                       o->indicator_min_share, o->indicator_max_zeros, aside, e);
        for (size_t i = 0; !status && *aside && i < r->n_rows; i++)
            blank(w, k, i);
        n += *aside;
    }
    tell_indicators(r, n);
    return status;
}

/* Nodes with nothing left below them go with their indicators. */
static int set_nodes_aside(struct results *r, struct error *e)
{
    const struct tree *t = &r->plan->tree;
    size_t j, left;
    for (size_t i = t->n; i-- > 0;) {
        const struct node *n = &t->nodes[i];
        for (left = j = 0; j < n->n_children; j++)
            left += !r->node_excluded[n->children[j]];
        if (n->n_children && !left)
            r->node_excluded[i] = true;
    }
    if (r->node_excluded[TREE_ROOT])
        return error_set(e, ERR_DATA,
                         "%s: [screen] sets all indicators aside: nothing is left to score; no "
                         "output is written",
                         r->plan->profile->path);
    return OK;
}

/* ---- units: period by period ------------------------------------------------------------ */

static void tell_units(const struct results *r, size_t period)
{
    const struct table *t = r->plan->table;
    size_t n = 0;
    for (size_t i = 0; i < r->n_units; i++)
        n += r->unit_excluded[results_row(r, period, i)] && !results_is_elsewhere(r, period, i);
    if (n && r->n_periods > 1)
        messages_add(&r->plan->warnings, OK, "screen (%s): %zu of %zu units set aside",
                     t->periods[period], n, r->n_units);
    else if (n)
        messages_add(&r->plan->warnings, OK, "screen: %zu of %zu units set aside", n, r->n_units);
}

static int screen_unit(struct pipeline *w, size_t position, size_t period, struct error *e)
{
    struct results *r = w->r;
    const struct screen_options *o = &r->plan->fixed.screen;
    const struct tree *t = &r->plan->tree;
    struct count c = {0};
    size_t row = results_row(r, period, position);
    int status;
    for (size_t k = 0; k < t->n_indicators; k++)
        if (!r->node_excluded[t->indicators[k]])
            count_cell(&c, r->raw[k][row]);
    status = judge(r, (struct screened){.is_unit = true, .position = position, .period = period},
                   &c, o->unit_min_share, o->unit_max_zeros, &r->unit_excluded[row], e);
    for (size_t k = 0; !status && r->unit_excluded[row] && k < t->n_indicators; k++)
        blank(w, k, row);
    return status;
}

static int screen_units(struct pipeline *w, struct error *e)
{
    struct results *r = w->r;
    const struct plan *p = r->plan;
    int status = OK;
    for (size_t c = 0; c < p->n_classes; c++)
        for (size_t t = 0; t < r->n_periods; t++)
            for (size_t i = 0; !status && i < p->classes[c].n; i++)
                if (!results_is_elsewhere(r, t, p->classes[c].first + i))
                    status = screen_unit(w, p->classes[c].first + i, t, e);
    for (size_t t = 0; t < r->n_periods; t++)
        tell_units(r, t);
    return status;
}

/* A unit that is of another class in the period has no values there. */
static void leave_elsewhere(struct pipeline *w)
{
    struct results *r = w->r;
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t i = 0; i < r->n_units; i++) {
            if (!results_is_elsewhere(r, t, i))
                continue;
            r->unit_excluded[results_row(r, t, i)] = true;
            for (size_t k = 0; k < r->plan->tree.n_indicators; k++)
                blank(w, k, results_row(r, t, i));
        }
}

int run_screen(struct pipeline *w, struct error *e)
{
    struct results *r = w->r;
    bool units_first = r->plan->fixed.screen.first == SCREEN_UNITS_FIRST;
    int status;
    if (r->plan->table->elsewhere)
        leave_elsewhere(w);
    if (!r->plan->screens)
        return OK;
    status = units_first ? screen_units(w, e) : screen_indicators(w, e);
    if (!status)
        status = units_first ? screen_indicators(w, e) : screen_units(w, e);
    return status ? status : set_nodes_aside(r, e);
}

const struct screened *screened_unit(const struct results *r, size_t position, size_t period)
{
    for (size_t i = 0; i < r->n_screened; i++)
        if (r->screened[i].is_unit && r->screened[i].position == position &&
            r->screened[i].period == period)
            return &r->screened[i];
    return NULL;
}

size_t screened_units(const struct results *r, size_t class, size_t period)
{
    const struct unit_class *c = &r->plan->classes[class];
    size_t n = 0;
    for (size_t i = c->first; i < c->first + c->n; i++)
        n += r->unit_excluded[results_row(r, period, i)] && !results_is_elsewhere(r, period, i);
    return n;
}

const char *screened_reason(const struct screened *s)
{
    if (s->few_values && s->many_zeros)
        return "too few values; too many zeros";
    return s->few_values ? "too few values" : "too many zeros";
}
