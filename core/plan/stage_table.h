/* SPDX-License-Identifier: MIT */
/* The stages that every plan binds methods of, and what is asked of a bound method. */
#ifndef HENG_PLAN_STAGE_TABLE_H
#define HENG_PLAN_STAGE_TABLE_H

#include <stdbool.h>

#include "plan/plan.h"

/* Which nodes have a method of the stage. */
enum stage_place { STAGE_OF_INDICATORS, STAGE_OF_AGGREGATES, STAGE_OF_ROOT };

struct stage_info {
    enum heng_stage stage;
    enum stage_place place;
    const struct param_table *keys;      /* of [STAGE], beside the method's own */
    const struct param_table *node_keys; /* of [STAGE.NODE]; NULL: there is none */
};

/* NULL for what is none from FIRST_STAGE up to before STAGE_ENDS: 0, an analysis. */
const struct stage_info *stage_info(int stage);

/* The bound method of a stage in a node; NULL where the node has none. */
struct bound_method *stage_method(const struct plan *p, size_t node, int stage);

/* The parameter of that name that the method itself takes, or NULL (b NULL, or without a method).
 */
const struct heng_param *bound_param(const struct bound_method *b, const char *key);
/* Whether the method, or one that it is put together from, takes it. */
bool bound_takes(const struct bound_method *b, const char *key);
/* Whether the method has the trait (enum heng_trait); one that is put together from others: whether
   all of these have it. */
bool bound_has(const struct bound_method *b, unsigned trait);

/* The name of the section that the node's bound method has the key from; NULL: it is a default. */
const char *stage_key_section(const struct plan *p, size_t node, int stage, const char *key);

#endif
