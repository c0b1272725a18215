/* SPDX-License-Identifier: MIT */
/* All that is wrong with [uncertainty] and [sensitivity], before anything is run. */
#include "robust/check.h"

#include <string.h>

#include "plan/stage_table.h"
#include "robust/replicate/evaluator.h"
#include "robust/sensitivity.h"

/* Whether the section has a key that was not taken away again. */
static bool says_anything(const struct profile_section *s)
{
    for (size_t i = 0; s && i < s->n_keys; i++)
        if (*s->keys[i].value)
            return true;
    return false;
}

/* The profile without [uncertainty], so that a mistake there does not hide what alternatives say.
 */
static int plan_without(const struct plan *p, struct plan **to, struct error *e)
{
    struct plan_setting o = {.scores_only = true};
    struct profile_section *s;
    int status = profile_copy(p->as_read, &o.profile, e);
    if (status)
        return status;
    s = profile_section(o.profile, "uncertainty");
    if (s)
        s->n_keys = 0;
    return plan_with(p, &o, to, e);
}

/* The factors of one stage, or of none (0). */
static struct factors of_stage(const struct factors *f, int stage, struct factor *room)
{
    struct factors some = {.v = room};
    for (size_t k = 0; k < f->n; k++)
        if ((int)f->v[k].stage == stage)
            some.v[some.n++] = f->v[k];
    return some;
}

static void take(struct messages *from, struct messages *to)
{
    for (size_t i = 0; i < from->n; i++)
        messages_add_once(to, from->items[i].status, "%s", from->items[i].text);
    to->lost += from->lost;
    messages_fini(from);
    *from = (struct messages){0};
}

/* Stage by stage, as what is wrong with one keeps the others from being looked at. */
static int check_stages(struct plan *p, const struct factors *f, struct error *e)
{
    struct factor *room = arena_array(p->arena, f->n, sizeof *room);
    struct plan *sound;
    int status = room ? plan_without(p, &sound, e) : error_no_memory(e);
    if (status)
        return status;
    for (int stage = 0; !status && !sound->problems.n && stage < STAGE_ENDS; stage++) {
        const struct factors some = of_stage(f, stage, room);
        if (!some.n)
            continue;
        status = evaluator_check(sound, &some, e);
        take(&sound->problems, &p->problems);
    }
    plan_free(sound);
    return status;
}

int robust_check(struct plan *p, struct error *e)
{
    struct factors f = {0};
    int status = OK;
    if (!p->table || !p->tree.n)
        return OK;
    if (says_anything(profile_section(p->profile, "uncertainty"))) {
        status = factors_read(p, &f, e);
        if (!status && !p->problems.n)
            status = evaluator_check(p, &f, e);
        if (!status && p->problems.n && f.n && !f.design)
            status = check_stages(p, &f, e);
    }
    sensitivity_check(p);
    return status;
}
