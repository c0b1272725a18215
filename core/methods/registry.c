/* SPDX-License-Identifier: MIT */
/* The table of all methods, found by stage and name. */
#include "methods/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const char METHOD_CORE[] = "core";

struct registry {
    struct arena *arena;
    struct method **items; /* sorted by stage, then as added */
    const char **names;    /* theirs, so that the names of a stage lie together */
    size_t n, cap;
};

static const char *const stage_names[] = {
    [HENG_IMPUTE] = "impute",   [HENG_TREAT] = "treat",         [HENG_NORMALISE] = "normalise",
    [HENG_WEIGHTS] = "weights", [HENG_AGGREGATE] = "aggregate", [HENG_RANK] = "rank",
    [HENG_ANALYSE] = "analyse",
};

enum { FIRST_STAGE = HENG_IMPUTE, LAST_STAGE = HENG_ANALYSE };

static int is_stage(enum heng_stage stage)
{
    return (int)stage >= FIRST_STAGE && (int)stage <= LAST_STAGE;
}

const char *stage_name(enum heng_stage stage)
{
    return is_stage(stage) ? stage_names[stage] : "no stage";
}

enum heng_stage stage_by_name(const char *name)
{
    for (int s = FIRST_STAGE; s <= LAST_STAGE; s++)
        if (text_equal(name, stage_names[s]))
            return (enum heng_stage)s;
    return (enum heng_stage)0;
}

bool method_is_core(const struct method *m)
{
    return !m->driver && (m->origin == METHOD_CORE || text_equal(m->origin, METHOD_CORE));
}

/* ---- adding -------------------------------------------------------------- */

bool method_fills(const struct heng_method *d)
{
    return d->fill != NULL;
}

static bool method_analyses(const struct heng_method *d)
{
    return d->analysis && d->analysis->analyse && d->analysis->fields;
}

unsigned method_traits(const struct heng_method *d)
{
    return d->traits;
}

const struct heng_field *method_field(const struct heng_method *d, size_t i)
{
    return (const void *)((const char *)d->analysis->fields + i * d->analysis->field_stride);
}

/* True when the method has the function of its stage. */
static bool is_callable(const struct method *m)
{
    const struct heng_method *d = m->desc;
    switch (d->stage) {
    case HENG_WEIGHTS:
        return m->driver ? m->driver->weigh != NULL : d->weigh != NULL;
    case HENG_AGGREGATE:
        return m->driver ? m->driver->aggregate != NULL : d->aggregate != NULL;
    case HENG_RANK:
        return !m->driver && d->rank != NULL;
    case HENG_ANALYSE:
        return !m->driver && method_analyses(d);
    case HENG_IMPUTE:
        return m->driver ? m->driver->column != NULL : d->column != NULL || method_fills(d);
    default:
        return m->driver ? m->driver->column != NULL : d->column != NULL;
    }
}

/* What is wrong with a method that somebody else wrote, or NULL. */
static const char *fault_of(const struct method *m)
{
    const struct heng_method *d = m->desc;
    if (!d || !HENG_HAS(d, analysis))
        return "its descriptor is too short";
    if (!d->name || !text_is_id(d->name))
        return "its name must be lower-case letters, digits and underscores";
    if (!is_stage(d->stage))
        return "it belongs to no stage";
    if (!is_callable(m))
        return "it has no function for its stage";
    if (d->n_params > 0 && (!d->params || d->params_size == 0))
        return "it has parameters and no struct to keep them";
    return NULL;
}

static int make_room(struct registry *r)
{
    size_t cap = r->cap ? 2 * r->cap : 32;
    struct method **items;
    const char **names;
    if (r->n < r->cap)
        return OK;
    items = realloc(r->items, cap * sizeof *items);
    if (items)
        r->items = items;
    names = realloc(r->names, cap * sizeof *names);
    if (names)
        r->names = names;
    if (!items || !names)
        return ERR_MEMORY;
    r->cap = cap;
    return OK;
}

/* Where the stage after this one begins. */
static size_t end_of(const struct registry *r, enum heng_stage stage)
{
    size_t i = 0;
    while (i < r->n && r->items[i]->desc->stage <= stage)
        i++;
    return i;
}

static size_t start_of(const struct registry *r, enum heng_stage stage)
{
    size_t i = 0;
    while (i < r->n && r->items[i]->desc->stage < stage)
        i++;
    return i;
}

static void insert(struct registry *r, struct method *m)
{
    size_t at = end_of(r, m->desc->stage), behind = r->n - at;
    memmove(r->items + at + 1, r->items + at, behind * sizeof *r->items);
    memmove(r->names + at + 1, r->names + at, behind * sizeof *r->names);
    r->items[at] = m;
    r->names[at] = m->desc->name;
    r->n++;
}

int registry_add(struct registry *r, const struct method *m, struct error *e)
{
    const char *fault = fault_of(m), *origin = m->origin ? m->origin : "unknown";
    const struct method *other;
    struct method *copy;
    if (fault)
        return error_set(e, ERR_PART, "%s: method %s: %s", origin,
                         m->desc && m->desc->name ? m->desc->name : "without a name", fault);
    other = registry_find(r, m->desc->stage, m->desc->name);
    if (other)
        return error_set(e, ERR_PROFILE,
                         "%s: %s method %s: there is one of that name already, from %s", origin,
                         stage_name(m->desc->stage), m->desc->name, other->origin);
    copy = arena_alloc(r->arena, sizeof *copy);
    if (!copy || make_room(r))
        return error_no_memory(e);
    *copy = *m;
    copy->origin = origin;
    insert(r, copy);
    return OK;
}

static int add_core(struct registry *r, struct error *e)
{
    static const struct heng_method *const *const tables[] = {
        impute_methods,    treat_methods, normalise_methods, weights_methods,
        aggregate_methods, rank_methods,  analyse_methods,
    };
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; tables[t][i]; i++) {
            const struct method m = {.desc = tables[t][i], .origin = METHOD_CORE};
            int status = registry_add(r, &m, e);
            if (status)
                return status;
        }
    return OK;
}

struct registry *registry_new(struct error *e)
{
    struct registry *r = calloc(1, sizeof *r);
    if (r)
        r->arena = arena_new();
    if (!r || !r->arena) {
        error_no_memory(e);
        registry_free(r);
        return NULL;
    }
    if (add_core(r, e)) {
        registry_free(r);
        return NULL;
    }
    return r;
}

void registry_free(struct registry *r)
{
    if (!r)
        return;
    free(r->items);
    free(r->names);
    if (r->arena)
        arena_free(r->arena);
    free(r);
}

/* ---- looking up ---------------------------------------------------------- */

const struct method *registry_find(const struct registry *r, enum heng_stage stage,
                                   const char *name)
{
    for (size_t i = start_of(r, stage); i < r->n && r->items[i]->desc->stage == stage; i++)
        if (text_equal(r->names[i], name))
            return r->items[i];
    return NULL;
}

const struct method *registry_at(const struct registry *r, size_t i)
{
    return i < r->n ? r->items[i] : NULL;
}

void registry_restart(const struct registry *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i]->driver && r->items[i]->driver->restart)
            r->items[i]->driver->restart(r->items[i]);
}

const char *registry_nearest(const struct registry *r, enum heng_stage stage, const char *name)
{
    size_t start = start_of(r, stage);
    return text_nearest(name, r->names + start, end_of(r, stage) - start);
}

struct param_table method_params(const struct heng_method *m)
{
    return (struct param_table){m->params, m->n_params, m->param_stride, m->params_size};
}

size_t method_scratch(const struct method *m, size_t n, size_t m_columns)
{
    return m->desc->scratch ? m->desc->scratch(n, m_columns) : 0;
}
