/* SPDX-License-Identifier: MIT */
/* The table of the stages, in their order. */
#include "plan/stage_table.h"

#define STAGE(stage, place, name)                                                                  \
    {                                                                                              \
        stage, place, &name##_keys, &name##_node_keys                                              \
    }

static const struct stage_info stages[] = {
    STAGE(HENG_IMPUTE, STAGE_OF_INDICATORS, impute),
    STAGE(HENG_TREAT, STAGE_OF_INDICATORS, treat),
    STAGE(HENG_NORMALISE, STAGE_OF_INDICATORS, normalise),
    STAGE(HENG_WEIGHTS, STAGE_OF_AGGREGATES, weights),
    STAGE(HENG_AGGREGATE, STAGE_OF_AGGREGATES, aggregate),
    {HENG_RANK, STAGE_OF_ROOT, &rank_keys, NULL},
};

_Static_assert(sizeof stages / sizeof *stages == STAGE_ENDS - FIRST_STAGE, "a stage has no row");

const struct stage_info *stage_info(int stage)
{
    return stage >= FIRST_STAGE && stage < STAGE_ENDS ? &stages[stage - FIRST_STAGE] : NULL;
}

static bool has_stage(const struct node *n, enum stage_place place)
{
    switch (place) {
    case STAGE_OF_INDICATORS:
        return n->kind == NODE_INDICATOR;
    case STAGE_OF_AGGREGATES:
        return n->kind == NODE_AGGREGATE;
    case STAGE_OF_ROOT:
        return n->parent == NONE;
    }
    return false;
}

struct bound_method *stage_method(const struct plan *p, size_t node, int stage)
{
    struct node *n = &p->tree.nodes[node];
    return has_stage(n, stage_info(stage)->place) ? &n->at[stage] : NULL;
}

const struct heng_param *bound_param(const struct bound_method *b, const char *key)
{
    struct param_table t;
    if (!b || !b->method)
        return NULL;
    t = method_params(b->method->desc);
    return param_find(&t, key);
}

bool bound_takes(const struct bound_method *b, const char *key)
{
    bool takes = bound_param(b, key) != NULL;
    for (size_t k = 0; b && !takes && k < b->n_parts; k++)
        takes = bound_takes(&b->parts[k], key);
    return takes;
}

bool bound_has(const struct bound_method *b, unsigned trait)
{
    bool has = b->n_parts > 0 || (b->method && (method_traits(b->method->desc) & trait));
    for (size_t k = 0; has && k < b->n_parts; k++)
        has = bound_has(&b->parts[k], trait);
    return has;
}
