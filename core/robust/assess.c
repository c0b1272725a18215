/* SPDX-License-Identifier: MIT */
/* The driver: from a plan to what replicates, designs and exact bounds say. */
#include "robust/assess.h"

#include <string.h>

#include "robust/sample/design.h"

int assess_read(struct assessment *a, struct plan *p, struct error *e)
{
    int status;
    *a = (struct assessment){.p = p};
    status = factors_read(p, &a->factors, e);
    if (!status)
        sensitivity_check(p);
    return status;
}

static void choose_points(struct assessment *a)
{
    const struct uncertainty_options *o = &a->p->fixed.uncertainty;
    a->draws = (struct draws){(uint64_t)o->seed, a->factors.n};
    a->design = sensitivity_design(a->p, a->factors.n);
    a->points[ASSESS_REPLICATES] = (struct points){(size_t)o->replicates, draws_at, &a->draws};
    if (a->factors.design)
        a->points[ASSESS_REPLICATES] = design_points(a->factors.design);
    if (a->design.n)
        a->points[ASSESS_DESIGN] = sensitivity_points(&a->design);
}

/* replicates.csv: about 50 bytes a line. */
static int check_kept(const struct assessment *a, struct error *e)
{
    enum { MOST = 20000000 };
    const struct plan *p = a->p;
    size_t lines = a->points[ASSESS_REPLICATES].n * a->r->n_rows;
    return lines <= MOST || !a->how[ASSESS_REPLICATES].scores
               ? OK
               : error_set(e, ERR_PROFILE,
                           "%s: [uncertainty] %s: replicates.csv would have %zu lines; at most %d",
                           p->profile->path,
                           *p->fixed.uncertainty.design ? "design" : "keep_replicates", lines,
                           MOST);
}

int assess_bind(struct assessment *a, const struct results *r, size_t jobs, struct error *e)
{
    int status;
    a->r = r;
    choose_points(a);
    for (size_t i = 0; i < ASSESS_RUNS; i++)
        a->how[i] = (struct replicates_options){.points = &a->points[i], .jobs = jobs};
    a->how[ASSESS_REPLICATES].tiers = a->p->has_tiers;
    a->how[ASSESS_REPLICATES].scores = a->factors.design || a->p->fixed.uncertainty.keep_replicates;
    status = check_kept(a, e);
    return status ? status : evaluator_new(a->p, r, &a->factors, &a->evaluator, e);
}

int assess_compute(struct assessment *a, struct shard shard, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < ASSESS_RUNS; i++) {
        a->how[i].shard = shard;
        if (a->points[i].n)
            status = replicates_run(a->evaluator, &a->how[i], &a->x[i], e);
    }
    return status;
}

int assess_room(struct assessment *a, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < ASSESS_RUNS; i++)
        if (a->points[i].n)
            status = replicates_new(a->evaluator, &a->how[i], &a->x[i], e);
    return status;
}

/* ---- what is left out ------------------------------------------------------------------------ */

enum { REASONS = 10, NAMED = 5 };

/* By its label in a design, else by its number. */
static void name_replicate(const struct assessment *a, size_t run, size_t i, struct str *b)
{
    const char *const *labels = a->factors.design ? a->factors.design->labels : NULL;
    if (run == ASSESS_REPLICATES && labels && *labels[i])
        str_add(b, labels[i]);
    else
        str_printf(b, "%zu", i + 1);
}

static bool told_before(const struct replicates *x, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(x->why[j], x->why[i]) == 0)
            return true;
    return false;
}

/* All that were left out for the same reason as i. */
static int tell_reason(struct assessment *a, size_t run, size_t i, struct error *e)
{
    const struct replicates *x = &a->x[run];
    struct str b = {0};
    size_t n = 0;
    int status;
    for (size_t j = i; j < x->n; j++) {
        if (strcmp(x->why[j], x->why[i]) != 0)
            continue;
        if (n++ < NAMED) {
            str_add(&b, n > 1 ? ", " : "");
            name_replicate(a, run, j, &b);
        }
    }
    if (n > NAMED)
        str_add(&b, ", ...");
    status = b.failed ? error_no_memory(e) : OK;
    if (!status)
        messages_add(&a->p->failures, ERR_PART, "%zu of %zu %s left out: %s (%s)", n, x->n,
                     run == ASSESS_DESIGN ? "runs of [sensitivity]" : "replicates", x->why[i], b.s);
    str_fini(&b);
    return status;
}

int assess_left_out(struct assessment *a, struct error *e)
{
    size_t told = 0, rest = 0;
    int status = OK;
    for (size_t run = 0; run < ASSESS_RUNS; run++) {
        struct replicates *x = &a->x[run];
        replicates_count(x);
        for (size_t i = 0; !status && x->n_left_out && i < x->n; i++) {
            if (!*x->why[i])
                continue;
            if (told == REASONS)
                rest++;
            else if (!told_before(x, i) && ++told)
                status = tell_reason(a, run, i, e);
        }
    }
    if (rest)
        messages_add(&a->p->failures, ERR_PART,
                     "further replicates may be left out for other reasons than these %d", REASONS);
    return status;
}

int assess_find(struct assessment *a, struct error *e)
{
    const struct replicates *x = a->x;
    struct plan *p = a->p;
    struct rank_summary *trust;
    struct pairs *pairs;
    int status = assess_left_out(a, e);
    if (!status)
        status = robust_trust(a->r, &x[ASSESS_REPLICATES], p->arena, &trust, e);
    if (!status)
        status = robust_pairs(a->r, &x[ASSESS_REPLICATES], p->arena, &pairs, e);
    if (!status && a->design.n)
        status = sensitivity_find(a->r, &a->factors, &a->design, &x[ASSESS_DESIGN], p->arena,
                                  &a->sensitivity, e);
    if (!status)
        status = rank_bounds_find(a->r, &a->factors, &a->bounds, p->arena, e);
    if (!status)
        status = leave_one_out_find(a->r, &a->without, p->arena, e);
    if (status)
        return status;
    a->found = (struct robust_found){
        .r = a->r,
        .x = &x[ASSESS_REPLICATES],
        .summary = trust,
        .pairs = pairs,
        .sensitivity = a->sensitivity.n ? &a->sensitivity : NULL,
        .bounds = &a->bounds,
        .without = &a->without,
        .evaluator = p->fixed.uncertainty.keep_replicates ? a->evaluator : NULL,
        .points = &a->points[ASSESS_REPLICATES],
        .labels = a->factors.design ? a->factors.design->labels : NULL,
    };
    return OK;
}

void assess_fini(struct assessment *a)
{
    for (size_t i = 0; i < ASSESS_RUNS; i++)
        replicates_fini(&a->x[i]);
    evaluator_free(a->evaluator);
    a->evaluator = NULL;
}

int assess_again(struct plan *p, const struct results *r, struct outputs *out, struct error *e)
{
    struct assessment a;
    int status = assess_read(&a, p, e);
    if (!status && !p->problems.n)
        status = assess_bind(&a, r, p->jobs, e);
    if (!status && p->problems.n)
        status = error_set(e, plan_status(p), "the replicates cannot be repeated: %s",
                           p->problems.items[0].text);
    if (!status)
        status = assess_compute(&a, (struct shard){0, 0}, e);
    if (!status)
        status = assess_find(&a, e);
    if (!status)
        status = robust_outputs(&a.found, out, e);
    assess_fini(&a);
    return status;
}
