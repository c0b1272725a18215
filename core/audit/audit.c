/* SPDX-License-Identifier: MIT */
/* The driver: every indicator, class and period once, then steps, pairs, weights, joins. */
#include "audit/audit.h"

#include <math.h>

#include "audit/audit_internal.h"
#include "stats/sort.h"

/* ---- slices ------------------------------------------------------------------------------- */

/* A cell that a plugin left undefined holds no value either. */
static void gather(struct auditor *w, struct audit_slice *s)
{
    const struct results *r = w->r;
    const size_t row = results_row(r, s->period, 0);
    const double *v = r->raw[s->indicator] + row;
    for (size_t i = s->first; i < s->first + s->n_class; i++) {
        if (r->unit_excluded[row + i])
            continue;
        s->n++;
        if (isnan(v[i]))
            continue;
        s->zeros += v[i] == 0;
        w->x[s->present] = v[i];
        w->at[s->present++] = (double)i;
    }
    sort_pairs(w->x, w->at, s->present);
    s->x = w->x;
    s->at = w->at;
}

static void look_at_slices(struct auditor *w, size_t indicator)
{
    const struct plan *p = w->r->plan;
    const size_t node = p->tree.indicators[indicator];
    for (size_t i = 0; i < p->n_classes * w->r->n_periods; i++)
        w->a->available[indicator * p->n_classes * w->r->n_periods + i] = NAN;
    if (w->r->node_excluded[node])
        return;
    for (size_t c = 0; c < p->n_classes; c++)
        for (size_t t = 0; t < w->r->n_periods; t++) {
            struct audit_slice s = {.indicator = indicator,
                                    .node = node,
                                    .class = c,
                                    .period = t,
                                    .first = p->classes[c].first,
                                    .n_class = p->classes[c].n};
            gather(w, &s);
            w->a->available[(indicator * p->n_classes + c) * w->r->n_periods + t] =
                s.n ? (double)s.present / (double)s.n : NAN;
            audit_look_at_cells(w, &s);
            audit_look_at_values(w, &s);
            audit_look_at_ends(w, &s);
        }
}

/* ---- joins -------------------------------------------------------------------------------- */

static void look_at_joins(struct auditor *w)
{
    const struct dataset *d = w->r->plan->data;
    for (size_t i = 0; d && i < d->n_joins; i++) {
        const struct dataset_join *j = &d->joins[i];
        struct audit_finding f = audit_blank(w, AUDIT_JOIN, NONE);
        if (j->unmatched == UNMATCHED_IGNORE || !(j->only_here.n + j->only_there.n))
            continue;
        f.subject = j->section;
        f.where = j->where ? j->where : "";
        f.n = j->only_here.n;
        f.of = j->only_there.n;
        f.severity = (double)(f.n + f.of);
        audit_add(w, &f);
    }
}

/* ---- the whole ---------------------------------------------------------------------------- */

static bool make_room(struct auditor *w)
{
    const struct results *r = w->r;
    struct audit *a = w->a;
    for (size_t k = 0; k < AUDIT_KINDS; k++)
        a->of[k] = arena_array(a->arena, AUDIT_KEPT, sizeof *a->of[k]);
    a->rests =
        arena_array(a->arena, r->plan->n_classes * r->n_periods * CELL_KINDS, sizeof *a->rests);
    a->available =
        arena_array(a->arena, r->plan->tree.n_indicators * r->plan->n_classes * r->n_periods,
                    sizeof *a->available);
    a->on_data = arena_array(a->arena, r->n_rows, sizeof *a->on_data);
    w->x = arena_array(w->arena, r->n_units, sizeof *w->x);
    w->at = arena_array(w->arena, r->n_units, sizeof *w->at);
    w->size = arena_array(w->arena, r->n_units, sizeof *w->size);
    w->size_at = arena_array(w->arena, r->n_units, sizeof *w->size_at);
    return !arena_failed(a->arena) && !arena_failed(w->arena);
}

static void look(struct auditor *w)
{
    for (size_t i = 0; i < w->r->plan->tree.n_indicators; i++)
        look_at_slices(w, i);
    audit_look_at_steps(w);
    audit_look_at_pairs(w);
    audit_look_at_weights(w);
    look_at_joins(w);
}

int audit_make(const struct results *r, struct audit **to, struct error *e)
{
    struct arena *arena = arena_new(), *work = arena_new();
    struct audit *a = arena ? arena_alloc(arena, sizeof *a) : NULL;
    struct auditor w = {.a = a, .r = r, .arena = work};
    bool whole = a && work;
    *to = NULL;
    if (whole) {
        a->arena = arena;
        a->r = r;
        whole = make_room(&w);
    }
    if (whole) {
        look(&w);
        whole = !arena_failed(work) && !arena_failed(arena);
    }
    arena_free(work);
    if (!whole) {
        arena_free(arena);
        return error_no_memory(e);
    }
    *to = a;
    return OK;
}

void audit_free(struct audit *a)
{
    if (a)
        arena_free(a->arena);
}
