/* SPDX-License-Identifier: MIT */
/* The stages that look at one indicator at a time: impute, transform, treat, normalise. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "run/stages.h"

static bool is_each(const char *base)
{
    return !base || !*base || strcmp(base, "each") == 0;
}

struct span base_span(const struct results *r, const char *base, size_t period)
{
    if (is_each(base))
        return (struct span){period, 1};
    if (strcmp(base, "pooled") == 0)
        return (struct span){0, r->n_periods};
    return (struct span){table_period(r->plan->table, base), 1};
}

const double *gather(const struct results *r, const double *column, const struct block *b,
                     struct span s, double *buffer)
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
                    const struct block *b, struct span s)
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

/* One method over one column, for the periods that belong together. */
struct column_stage {
    struct results *r;
    const struct node *n;
    const struct bound_method *bound;
    const double *from;
    double *to;
    double *x, *y, *base, *scratch; /* n_rows each; scratch as the method asks */
    const uint32_t *group;
    size_t n_groups;
    bool directed; /* the method sees the direction and the goalposts */
};

static double transformed(double v, int transform)
{
    switch (transform) {
    case TRANSFORM_LN:
        v = v > 0 ? log(v) : NAN;
        break;
    case TRANSFORM_LOG10:
        v = v > 0 ? log10(v) : NAN;
        break;
    case TRANSFORM_SQRT:
        v = v >= 0 ? sqrt(v) : NAN;
        break;
    default:
        break;
    }
    return v;
}

/* A decision of the method, or the reason why it has no result. */
static void note(struct column_stage *s, struct messages *to, size_t block, size_t period,
                 const char *why)
{
    messages_add_once(to, OK, "indicator %s%s: %s: %s", s->n->id, block_name(s->r, block, period),
                      s->bound->method->desc->name, why);
}

/* Runs the method over x's span, with base's span as its reference. */
static int call_method(struct column_stage *s, size_t block, struct span x, struct span base,
                       struct error *e)
{
    struct results *r = s->r;
    const struct block *b = &r->blocks[block];
    const struct bound_method *m = s->bound;
    char why[WHY_MAX] = "";
    struct heng_column_call call = {
        .n = b->n * x.n,
        .x = gather(r, s->from, b, x, s->x),
        .n_base = b->n * base.n,
        .group = s->group ? s->group + b->first : NULL,
        .n_groups = s->n_groups,
        .direction = s->directed ? s->n->direction : HENG_POSITIVE,
        .lo = s->directed ? transformed(s->n->lo, s->n->transform) : s->n->lo,
        .hi = s->directed ? transformed(s->n->hi, s->n->transform) : s->n->hi,
        .target = s->directed ? transformed(s->n->target, s->n->transform) : s->n->target,
        .y = s->y,
        .why = why,
        .why_size = sizeof why,
    };
    size_t i, period = x.n > 1 ? r->n_periods : x.first;
    int answer;
    call.base =
        base.first == x.first && base.n == x.n ? call.x : gather(r, s->from, b, base, s->base);
    s->scratch =
        arena_array(r->arena, method_scratch(m->method, call.n + call.n_base, 1), sizeof(double));
    if (!s->scratch)
        return error_set(e, ERR_MEMORY, "out of memory");
    call.scratch = s->scratch;
    answer = method_column(m->method, m->params, &call, e);
    if (answer == HENG_FAIL)
        return error_prefix(e, "%s: indicator %s%s", s->n->where, s->n->id,
                            block_name(r, block, period));
    for (i = 0; answer == HENG_UNDEFINED && i < call.n; i++)
        s->y[i] = NAN;
    if (answer == HENG_UNDEFINED)
        note(s, &r->plan->warnings, block, period, why);
    else if (why[0])
        note(s, &r->plan->notes, block, period, why);
    scatter(r, s->y, s->to, b, x);
    return OK;
}

/* Every block and period; a pooled base takes all periods in one call. */
static int over_blocks(struct column_stage *s, const char *reference, bool pool_fixed,
                       struct error *e)
{
    size_t b, t;
    int status = OK;
    for (b = 0; !status && b < s->r->n_blocks; b++)
        for (t = 0; !status && t < s->r->n_periods; t++) {
            struct span base = base_span(s->r, reference, t);
            bool fixed = base.n == 1 && base.first != t;
            if (base.n > 1 || (pool_fixed && !is_each(reference))) {
                struct span all = {0, s->r->n_periods};
                status = call_method(s, b, all, all, e);
                break;
            }
            status = call_method(s, b, (struct span){t, 1}, fixed ? base : (struct span){t, 1}, e);
        }
    return status;
}

/* ---- impute: over all units of a period, by group ------------------------------- */

static int groups(struct results *r, const struct stage_options *o, uint32_t **group, size_t *n,
                  struct error *e)
{
    const struct plan *p = r->plan;
    const struct attribute *by = o->by && *o->by ? table_attribute(p->table, o->by) : NULL;
    size_t i, k;
    *n = 0;
    *group = arena_array(r->arena, r->n_units, sizeof **group);
    if (!*group)
        return error_set(e, ERR_MEMORY, "out of memory");
    for (i = 0; i < r->n_units; i++) {
        (*group)[i] = by ? (uint32_t)*n : (uint32_t)results_class(r, i);
        for (k = 0; by && k < i; k++)
            if (strcmp(by->v[p->order[k]], by->v[p->order[i]]) == 0)
                (*group)[i] = (*group)[k];
        if ((*group)[i] >= *n)
            *n = (*group)[i] + 1;
    }
    return OK;
}

static int impute(struct column_stage *s, struct error *e)
{
    struct results *r = s->r;
    struct block all = {0, r->n_units}, *blocks = r->blocks;
    size_t n_blocks = r->n_blocks, k, t, i;
    uint8_t *cell = r->cell[s->n->indicator];
    uint32_t *group;
    int status = groups(r, &s->n->impute.options, &group, &s->n_groups, e);
    if (status)
        return status;
    s->group = group;
    r->blocks = &all;
    r->n_blocks = 1;
    status = over_blocks(s, "each", false, e);
    r->blocks = blocks;
    r->n_blocks = n_blocks;
    s->group = NULL;
    for (t = 0; !status && t < r->n_periods; t++)
        for (i = 0; i < r->n_units; i++) {
            k = t * r->n_units + i;
            if (isnan(s->from[k]) && !isnan(s->to[k]))
                cell[k] = CELL_IMPUTED;
        }
    return status;
}

static void transform(struct column_stage *s, double *v)
{
    size_t i, lost = 0;
    if (s->n->transform == TRANSFORM_NONE)
        return;
    for (i = 0; i < s->r->n_rows; i++) {
        bool had = !isnan(v[i]);
        v[i] = transformed(v[i], s->n->transform);
        if (had && isnan(v[i])) {
            s->r->cell[s->n->indicator][i] = CELL_UNDEFINED;
            lost++;
        }
    }
    if (lost)
        messages_add(&s->r->plan->warnings, OK,
                     "indicator %s: %zu values have no logarithm or root and become undefined",
                     s->n->id, lost);
}

/* Cells that a stage changed, or left without a value. */
static void mark(struct column_stage *s, enum cell changed)
{
    uint8_t *cell = s->r->cell[s->n->indicator];
    size_t i;
    for (i = 0; i < s->r->n_rows; i++) {
        if (isnan(s->from[i]))
            continue;
        if (isnan(s->to[i]))
            cell[i] = CELL_UNDEFINED;
        else if (changed == CELL_TREATED && s->to[i] != s->from[i] && cell[i] == CELL_OBSERVED)
            cell[i] = CELL_TREATED;
    }
}

static int run_indicator(struct column_stage *s, struct error *e)
{
    struct results *r = s->r;
    size_t k = s->n->indicator;
    const char *base = s->n->normalise.options.base;
    int status;
    s->directed = false;
    s->bound = &s->n->impute;
    s->from = r->raw[k];
    s->to = r->imputed[k];
    status = impute(s, e);
    if (status)
        return status;
    transform(s, r->imputed[k]);
    s->bound = &s->n->treat;
    s->from = r->imputed[k];
    s->to = r->treated[k];
    status = over_blocks(s, base, true, e);
    if (status)
        return status;
    mark(s, CELL_TREATED);
    s->directed = true;
    s->bound = &s->n->normalise;
    s->from = r->treated[k];
    s->to = r->normalised[k];
    status = over_blocks(s, base, false, e);
    if (!status)
        mark(s, CELL_OBSERVED);
    return status;
}

int run_stages(struct results *r, struct error *e)
{
    struct column_stage s = {.r = r};
    size_t k;
    int status = OK;
    s.x = arena_array(r->arena, r->n_rows, sizeof(double));
    s.y = arena_array(r->arena, r->n_rows, sizeof(double));
    s.base = arena_array(r->arena, r->n_rows, sizeof(double));
    if (!s.x || !s.y || !s.base)
        return error_set(e, ERR_MEMORY, "out of memory");
    for (k = 0; !status && k < r->plan->tree.n_indicators; k++) {
        s.n = &r->plan->tree.nodes[r->plan->tree.indicators[k]];
        status = run_indicator(&s, e);
    }
    return status;
}
