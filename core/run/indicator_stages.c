/* SPDX-License-Identifier: MIT */
/* The stages that look at one indicator at a time: impute (run_impute.c), transform, treat,
   normalise. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "run/pipeline_internal.h"
#include "stats/stats.h"

static bool is_each(const char *base)
{
    return !base || !*base || (*base == 'e' && strcmp(base, "each") == 0);
}

struct period_range base_span(const struct results *r, const char *base, size_t period)
{
    if (is_each(base))
        return (struct period_range){period, 1};
    if (*base == 'p' && strcmp(base, "pooled") == 0)
        return (struct period_range){0, r->n_periods};
    return (struct period_range){table_period(r->plan->table, base), 1};
}

const double *gather(const struct results *r, const double *column, const struct reference_group *b,
                     struct period_range s, double *buffer)
{
    size_t t;
    if (s.n == 1)
        return column + s.first * r->n_units + b->first;
    for (t = 0; t < s.n; t++)
        memcpy(buffer + t * b->n, column + (s.first + t) * r->n_units + b->first,
               b->n * sizeof *buffer);
    return buffer;
}

static void scatter(const struct results *r, const double *from, double *column,
                    const struct reference_group *b, struct period_range s)
{
    size_t t;
    for (t = 0; t < s.n; t++)
        memcpy(column + (s.first + t) * r->n_units + b->first, from + t * b->n,
               b->n * sizeof *from);
}

const char *block_name(const struct results *r, size_t block, size_t period)
{
    const struct plan *p = r->plan;
    const char *label = r->n_blocks > 1 ? p->classes[block].label : "";
    const char *time =
        p->table->n_periods > 1 && period < r->n_periods ? p->table->periods[period] : "";
    const char *text;
    if (!*label && !*time)
        return "";
    text = arena_printf(r->arena, " (%s%s%s)", label, *label && *time ? ", " : "", time);
    return text ? text : "";
}

/* A goalpost as the method sees it; that of a nearness is of the deviation, after any transform. */
static double goalpost(const struct indicator_stage *s, double v)
{
    return s->directed && !s->n->near.kind ? transform_apply(v, s->n->transform) : v;
}

/* Whether the method takes its range from the data, and the base is not constant. */
static bool takes_best(const struct method *m, const struct heng_column_call *call)
{
    const char *name = m->desc->name;
    return strcmp(m->origin, "core") == 0 &&
           (strcmp(name, "minmax") == 0 || strcmp(name, "efficacy") == 0) &&
           stats_max(call->base, call->n_base) > stats_min(call->base, call->n_base);
}

void add_best_deviation(const struct node *n, const struct method *m, struct heng_column_call *call,
                        double *buffer)
{
    if (!n->near.kind || !takes_best(m, call))
        return;
    memmove(buffer, call->base, call->n_base * sizeof *buffer);
    buffer[call->n_base++] = 0;
    call->base = buffer;
    call->base_codes = NULL;
}

void stage_note(struct indicator_stage *s, struct messages *to, size_t block, size_t period,
                const char *why)
{
    messages_add_once(to, OK, "indicator %s%s: %s: %s", s->n->id, block_name(s->r, block, period),
                      s->bound->method->desc->name, why);
}

/* Runs the method over x's span, with base's span as its reference. */
static int call_method(struct indicator_stage *s, size_t block, struct period_range x,
                       struct period_range base, struct error *e)
{
    struct results *r = s->r;
    const struct reference_group *b = &r->blocks[block];
    const struct bound_method *m = s->bound;
    char why[WHY_MAX];
    struct heng_column_call call = {
        .n = b->n * x.n,
        .x = gather(r, s->from, b, x, s->x),
        .n_base = b->n * base.n,
        .group = s->group ? s->group + b->first : NULL,
        .n_groups = s->n_groups,
        .direction = s->directed ? s->n->direction : HENG_POSITIVE,
        .lo = goalpost(s, s->n->lo),
        .hi = goalpost(s, s->n->hi),
        .target = goalpost(s, s->n->target),
        .y = x.n == 1 ? slice(r, s->to, b, x.first) : s->y,
        .why = why,
        .why_size = sizeof why,
        .codes = s->codes + b->first * r->n_periods,
        .base_codes = s->codes + b->first * r->n_periods,
    };
    size_t i, period = x.n > 1 ? r->n_periods : x.first;
    int answer;
    why[0] = '\0';
    call.base =
        base.first == x.first && base.n == x.n ? call.x : gather(r, s->from, b, base, s->base);
    if (s->directed)
        add_best_deviation(s->n, m->method, &call, s->base);
    call.scratch = scratch_of(s->scratch, method_scratch(m->method, call.n + call.n_base, 1));
    if (!call.scratch)
        return error_no_memory(e);
    answer = (r->quiet ? method_column_quietly : method_column)(m->method, m->params, &call, e);
    if (answer == HENG_FAIL)
        return error_prefix(e, "%s: indicator %s%s", s->n->where, s->n->id,
                            block_name(r, block, period));
    for (i = 0; answer == HENG_UNDEFINED && i < call.n; i++)
        call.y[i] = NAN;
    if (r->quiet)
        ;
    else if (answer == HENG_UNDEFINED)
        stage_note(s, &r->plan->warnings, block, period, why);
    else if (why[0])
        stage_note(s, &r->plan->notes, block, period, why);
    if (x.n > 1)
        scatter(r, s->y, s->to, b, x);
    return OK;
}

int stage_over_blocks(struct indicator_stage *s, const char *reference, struct error *e)
{
    const struct period_range all = {0, s->r->n_periods};
    size_t b, t;
    int status = OK;
    for (b = 0; !status && b < s->r->n_blocks; b++)
        for (t = 0; !status && t < s->r->n_periods; t++) {
            const struct period_range base = base_span(s->r, reference, t);
            const bool pooled = base.n > 1;
            status = call_method(s, b, pooled ? all : (struct period_range){t, 1}, base, e);
            if (pooled)
                break;
        }
    return status;
}

/* ---- an indicator after the other -------------------------------------------- */

static void transform(struct indicator_stage *s, double *v)
{
    size_t i, lost = 0;
    if (s->n->transform == TRANSFORM_NONE)
        return;
    for (i = 0; i < s->r->n_rows; i++) {
        bool had = !isnan(v[i]);
        v[i] = transform_apply(v[i], s->n->transform);
        if (!s->r->quiet && had && isnan(v[i])) {
            set_cell(s->r, s->n->indicator, i, CELL_UNDEFINED);
            lost++;
        }
    }
    if (lost)
        messages_add(&s->r->plan->warnings, OK,
                     "indicator %s: %zu values have no logarithm or root and become undefined",
                     s->n->id, lost);
}

/* A unit that is set aside is not filled in either. */
static void blank_aside(struct indicator_stage *s, double *v)
{
    size_t i;
    if (!memchr(s->r->unit_excluded, true, s->r->n_rows * sizeof *s->r->unit_excluded))
        return;
    for (i = 0; i < s->r->n_rows; i++)
        if (s->r->unit_excluded[i]) {
            v[i] = NAN;
            set_cell(s->r, s->n->indicator, i, CELL_MISSING);
        }
}

static const double *deviate(struct indicator_stage *s)
{
    struct results *r = s->r;
    size_t k = s->n->indicator, i;
    if (!s->n->near.kind)
        return r->treated[k];
    for (i = 0; i < r->n_rows; i++) {
        r->deviation[k][i] = polarity_deviation(&s->n->near, r->treated[k][i]);
        if (!r->quiet && isnan(r->deviation[k][i]) && !isnan(r->treated[k][i]))
            set_cell(r, k, i, CELL_UNDEFINED);
    }
    return r->deviation[k];
}

/* Cells that a stage changed, or left without a value. */
static void mark(struct indicator_stage *s, enum cell changed)
{
    const size_t k = s->n->indicator;
    size_t i;
    for (i = 0; !s->r->quiet && i < s->r->n_rows; i++) {
        if (isnan(s->from[i]))
            continue;
        if (isnan(s->to[i]))
            set_cell(s->r, k, i, CELL_UNDEFINED);
        else if (changed == CELL_TREATED && s->to[i] != s->from[i] &&
                 s->r->cell[k][i] == CELL_OBSERVED)
            set_cell(s->r, k, i, CELL_TREATED);
    }
}

/* Gives the stage a column of its own to write into: a repetition's, else one that no result has
 * yet. */
static int make_writable(struct indicator_stage *s, double *const *own, struct error *e)
{
    if (!own && !s->spare)
        s->spare = arena_array(s->r->arena, s->r->n_rows, sizeof *s->spare);
    s->to = own ? own[s->n->indicator] : s->spare;
    return s->to ? OK : error_no_memory(e);
}

/* What the stage has made, from now on a result. */
static double *keep_own(struct indicator_stage *s)
{
    s->spare = NULL;
    return s->to;
}

/* The same for who only reads it: what there was, where no bit differs. Not in a repetition, which
   has its columns anyway. */
static const double *keep(struct indicator_stage *s)
{
    const size_t bytes = s->r->n_rows * sizeof *s->to;
    return !s->pipeline->from && memcmp(s->to, s->from, bytes) == 0 ? s->from : keep_own(s);
}

static int impute(struct indicator_stage *s, struct error *e)
{
    struct results *r = s->r;
    size_t k = s->n->indicator;
    int status;
    s->bound = &s->n->at[HENG_IMPUTE];
    s->from = r->raw[k];
    status = make_writable(s, s->pipeline->imputed, e);
    if (!status)
        status = stage_impute(s, e);
    if (status)
        return status;
    blank_aside(s, s->to);
    if (r->disturb)
        r->disturb(r, k, s->to, r->disturb_data);
    transform(s, s->to);
    r->imputed[k] = keep(s);
    return OK;
}

static int treat(struct indicator_stage *s, struct error *e)
{
    struct results *r = s->r;
    int status = make_writable(s, s->pipeline->treated, e);
    s->bound = &s->n->at[HENG_TREAT];
    s->from = r->imputed[s->n->indicator];
    if (!status)
        status = stage_over_blocks(s, s->n->at[HENG_NORMALISE].options.base, e);
    if (status)
        return status;
    mark(s, CELL_TREATED);
    r->treated[s->n->indicator] = keep(s);
    return OK;
}

static int normalise(struct indicator_stage *s, struct error *e)
{
    int status = make_writable(s, s->pipeline->normalised, e);
    s->bound = &s->n->at[HENG_NORMALISE];
    s->from = deviate(s);
    if (!status)
        status = stage_over_blocks(s, s->n->at[HENG_NORMALISE].options.base, e);
    if (status)
        return status;
    mark(s, CELL_OBSERVED);
    s->r->normalised[s->n->indicator] = keep_own(s);
    return OK;
}

static int run_indicator(struct indicator_stage *s, enum first_stage first, struct error *e)
{
    int status = OK;
    s->directed = false;
    if (first <= FROM_IMPUTE)
        status = impute(s, e);
    if (!status && first <= FROM_TREAT)
        status = treat(s, e);
    s->directed = true;
    return status || first > FROM_NORMALISE ? status : normalise(s, e);
}

const char *const *stage_codes(const struct results *r, struct arena *a)
{
    const char **codes, **to;
    size_t b, t, i;
    if (r->n_periods == 1 && is_in_order(r))
        return (const char *const *)r->plan->table->codes;
    codes = to = arena_array(a, r->n_rows, sizeof *codes);
    for (b = 0; codes && b < r->n_blocks; b++)
        for (t = 0; t < r->n_periods; t++)
            for (i = 0; i < r->blocks[b].n; i++)
                *to++ = r->plan->table->codes[r->plan->order[r->blocks[b].first + i]];
    return codes;
}

/* Of an indicator that is set aside no value is left, in any stage. */
static int take_none(struct pipeline *w, size_t k, struct error *e)
{
    struct results *r = w->r;
    if (!w->none && !(w->none = new_column(r)))
        return error_no_memory(e);
    r->imputed[k] = r->treated[k] = r->raw[k];
    r->normalised[k] = w->none;
    return OK;
}

int run_stages(struct pipeline *w, struct error *e)
{
    const struct results *r = w->r;
    struct indicator_stage *s = &w->column;
    size_t k;
    int status = OK;
    for (k = 0; !w->indicators_unchanged && !status && k < r->plan->tree.n_indicators; k++) {
        size_t node = r->plan->tree.indicators[k];
        s->n = &r->plan->tree.nodes[node];
        if (r->node_excluded[node])
            status = w->from ? OK : take_none(w, k, e);
        else if (!(w->from && w->unchanged[node]))
            status = run_indicator(s, pipeline_first_stage(w, k), e);
    }
    return status;
}
