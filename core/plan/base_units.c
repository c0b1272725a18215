/* SPDX-License-Identifier: MIT */
/* [normalise] base_units: the units that set the scale, picked by a condition as [units] where. */
#include <string.h>

#include "plan/plan_internal.h"
#include "plan/stage_table.h"

/* A condition is evaluated once, however many indicators go by it. */
struct picked {
    const char *text;
    const bool *units;
};

struct picker {
    struct plan *p;
    struct picked *v;
    size_t n, cap;
};

/* By position in the plan's order, from positions in the table. */
static bool *by_position(struct plan *p, const unsigned char *keep, size_t *n)
{
    bool *units = arena_array(p->arena, p->table->n_units, sizeof *units);
    *n = 0;
    for (size_t i = 0; units && i < p->table->n_units; i++)
        *n += units[i] = keep[p->order[i]];
    return units;
}

/* *units stays NULL, and a problem is noted, where the condition cannot be evaluated. */
static int evaluate(struct plan *p, const char *text, const char *section, const bool **units,
                    struct error *e)
{
    const struct profile_key *k = profile_key(profile_section(p->profile, section), "base_units");
    const char *name = arena_printf(p->arena, "[%s] base_units", section);
    unsigned char *keep = arena_alloc(p->arena, p->table->n_units);
    struct error why;
    size_t n;
    if (!name || !keep)
        return error_no_memory(e);
    if (script_where(&p->scripts, &(struct formula){name, text, k->where}, p->table, keep, &why)) {
        messages_add(&p->problems, error_as(why.status, ERR_PROFILE), "%s", why.text);
        return OK;
    }
    *units = by_position(p, keep, &n);
    if (!*units)
        return error_no_memory(e);
    if (!n)
        plan_problem(p, k->where, section, "base_units",
                     "is true of none of the %zu units: nobody sets the scale", p->table->n_units);
    return OK;
}

/* The units that a section's condition picks. */
static int pick(struct picker *k, const char *section, const char *text, const bool **units,
                struct error *e)
{
    struct picked *v;
    int status;
    *units = NULL;
    if (!plan_given(text))
        return OK;
    for (size_t i = 0; i < k->n; i++)
        if (strcmp(k->v[i].text, text) == 0) {
            *units = k->v[i].units;
            return OK;
        }
    status = evaluate(k->p, text, section, units, e);
    v = arena_grow(k->p->arena, k->v, k->n, &k->cap, sizeof *v);
    if (!v)
        return error_no_memory(e);
    k->v = v;
    v[k->n++] = (struct picked){text, *units};
    return status;
}

int plan_base_units(struct plan *p, struct error *e)
{
    struct picker k = {.p = p};
    const struct tree *t = &p->tree;
    int status = OK;
    for (size_t i = 0; !status && i < t->n_indicators; i++) {
        struct bound_method *m = &t->nodes[t->indicators[i]].at[HENG_NORMALISE];
        const char *own = stage_key_section(p, t->indicators[i], HENG_NORMALISE, "base_units");
        status = pick(&k, own ? own : "normalise", m->options.base_units, &m->base_units, e);
    }
    if (!status)
        status = pick(&k, "normalise", profile_get(p->profile, "normalise", "base_units"),
                      &p->base_units, e);
    return status;
}
