/* SPDX-License-Identifier: MIT */
/* Sobol indices of ranks, factor by factor. */
#include "robust/sensitivity.h"

#include <math.h>
#include <stdlib.h>

#include "base/none.h"
#include "plan/problems.h"
#include "stats/stats.h"

static const double LEVEL = 0.95;

/* Keeps the streams of the design apart from those of the replicates and of noise. */
static const uint64_t DESIGN = UINT64_C(0x5a17e11155e5);

void sensitivity_check(struct plan *p)
{
    const struct profile_section *s = profile_section(p->profile, "sensitivity");
    const struct profile_key *k = s ? profile_key(s, "units") : NULL;
    const struct heng_names *units = &p->fixed.sensitivity.units;
    for (size_t i = 0; k && i < units->n; i++)
        if (table_unit(p->table, units->v[i]) == NONE)
            plan_problem(
                p, k->where, "sensitivity", "units", "%s: the table has no such unit%s",
                units->v[i],
                plan_hint(p, text_nearest(units->v[i], (const char *const *)p->table->codes,
                                          p->table->n_units)));
}

struct sobol_design sensitivity_design(const struct plan *p, size_t n_factors)
{
    return (struct sobol_design){
        n_factors && !*p->fixed.uncertainty.design ? (size_t)p->fixed.sensitivity.samples : 0,
        n_factors, (uint64_t)p->fixed.uncertainty.seed ^ DESIGN};
}

static void design_at(const void *of, size_t i, double *u)
{
    sobol_point(of, i, u);
}

struct points sensitivity_points(const struct sobol_design *d)
{
    return (struct points){sobol_runs(d), design_at, d};
}

/* What all results are found with. */
struct estimation {
    const struct results *r;
    const struct sobol_design *d;
    const struct replicates *x;
    size_t resamples;
    double *y, *scratch;
};

static double mean_shift(const struct estimation *f, size_t run, const struct unit_class *c,
                         size_t period)
{
    const float *rank = f->x->rank + run * f->x->n_rows;
    struct sum shift = {0, 0};
    size_t n = 0;
    for (size_t i = c->first; i < c->first + c->n; i++) {
        size_t row = results_row(f->r, period, i);
        if (isnan(f->r->rank[row]) || isnan(rank[row]))
            continue;
        sum_add(&shift, fabs((double)rank[row] - f->r->rank[row]));
        n++;
    }
    return n ? sum_value(&shift) / (double)n : (double)NAN;
}

static void estimate(const struct estimation *f, struct sensitivity_result *to)
{
    to->used = sobol_estimate(f->d, f->y, f->resamples, LEVEL, to->of, f->scratch);
}

static void find_class(const struct estimation *f, struct sensitivity_result *to)
{
    const struct unit_class *c = &f->r->plan->classes[to->class];
    for (size_t i = 0; i < f->x->n; i++)
        f->y[i] = mean_shift(f, i, c, to->period);
    estimate(f, to);
}

static void find_unit(const struct estimation *f, size_t position, struct sensitivity_result *to)
{
    size_t row = results_row(f->r, to->period, position);
    for (size_t i = 0; i < f->x->n; i++)
        f->y[i] = (double)f->x->rank[i * f->x->n_rows + row];
    estimate(f, to);
}

/* The position of a unit's code, or NONE. */
static size_t position_of(const struct results *r, const char *code)
{
    const struct plan *p = r->plan;
    size_t unit = table_unit(p->table, code);
    for (size_t i = 0; i < r->n_units; i++)
        if (p->order[i] == unit)
            return i;
    return NONE;
}

static int find_all(const struct estimation *f, const struct heng_names *units, struct arena *a,
                    struct sensitivity *s)
{
    const struct results *r = f->r;
    size_t k;
    for (size_t t = 0; t < r->n_periods; t++) {
        for (size_t c = 0; c < r->plan->n_classes + units->n; c++) {
            struct sensitivity_result *to = &s->v[s->n];
            bool unit = c >= r->plan->n_classes;
            size_t position = unit ? position_of(r, units->v[c - r->plan->n_classes]) : 0;
            if (position == NONE)
                continue;
            *to = (struct sensitivity_result){unit ? results_class(r, position) : c, t, NULL, NULL,
                                              0};
            to->of = arena_array(a, f->d->k, sizeof *to->of);
            if (!to->of)
                return ERR_MEMORY;
            if (unit) {
                k = r->plan->order[position];
                to->code = r->plan->table->codes[k];
                find_unit(f, position, to);
            } else {
                find_class(f, to);
            }
            s->n++;
        }
    }
    return OK;
}

int sensitivity_find(const struct results *r, const struct factors *factors,
                     const struct sobol_design *d, const struct replicates *x, struct arena *a,
                     struct sensitivity *s, struct error *e)
{
    const struct sensitivity_options *o = &r->plan->fixed.sensitivity;
    struct estimation f = {r, d, x, (size_t)o->resamples, NULL, NULL};
    int status = ERR_MEMORY;
    *s = (struct sensitivity){.factors = factors};
    f.y = calloc(x->n, sizeof *f.y);
    f.scratch = calloc(sobol_scratch(d, f.resamples), sizeof *f.scratch);
    s->v = arena_array(a, r->n_periods * (r->plan->n_classes + o->units.n), sizeof *s->v);
    if (f.y && f.scratch && s->v)
        status = find_all(&f, &o->units, a, s);
    free(f.y);
    free(f.scratch);
    return status ? error_no_memory(e) : OK;
}
