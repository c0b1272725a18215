/* SPDX-License-Identifier: MIT */
/* [rule.NAME]: a rule bound to its units, and what has come of it. */
#ifndef HENG_PLAN_RULES_H
#define HENG_PLAN_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "config/profile.h"
#include "lua/script.h"

struct rule {
    const char *name;
    const char *where; /* "zj.ini:12", for messages */
    const char *kind;  /* as the profile writes it */
    struct rule_options options;
    struct formula when, value; /* value.text NULL: none */
    size_t node;                /* whose score it acts on; the root where it acts on none */
    bool *classes;              /* by class of the plan: whether it is for its units */
    size_t *names, n_names;     /* nodes that its texts name */
    const char *reason;         /* in the profile's language; else the condition */
};

enum rule_effect {
    EFFECT_UNRANKED,
    EFFECT_CAPPED,
    EFFECT_DEDUCTED,
    EFFECT_WARNED,
    EFFECT_UNJUDGED
};
enum { N_EFFECTS = EFFECT_UNJUDGED + 1 };

/* One application: of a rule to a unit in a period. */
struct applied {
    size_t rule, position, period;
    enum rule_effect effect;
    double before, after; /* score of the rule's node */
    const char *reason;   /* of EFFECT_UNJUDGED: what is missing */
};

/* Acts on the score of a node. */
static inline bool rule_acts(const struct rule *r)
{
    return r->options.kind == RULE_CAP || r->options.kind == RULE_DEDUCTION;
}

/* "not ranked", "capped", "deducted", "warned", "not judged" */
const char *effect_name(enum rule_effect effect);

#endif
