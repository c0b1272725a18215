/* SPDX-License-Identifier: MIT */
/* A run in which nobody has a score: which stage the last value was lost in, and of what. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "run/run.h"
#include "stats/stats.h"

enum { LISTED = 5 };

/* How far the values of an indicator come; the order is that of the stages. */
enum fate { FATE_ASIDE, FATE_EMPTY, FATE_CONSTANT, FATE_UNSCALED, FATE_SCALED, N_FATES };

static const char *const fates[N_FATES] = {
    [FATE_ASIDE] = "set aside by [screen]",
    [FATE_EMPTY] = "without any value",
    [FATE_CONSTANT] = "the same for all units",
    [FATE_UNSCALED] = "not normalised to any value",
    [FATE_SCALED] = "normalised",
};

/* The one sentence where all indicators fare alike, and what to do. */
static const char *const causes[N_FATES] = {
    [FATE_ASIDE] = "[screen] sets all of them aside; lower its thresholds",
    [FATE_EMPTY] = "no indicator has any value; look at the columns that are read",
    [FATE_CONSTANT] = "no indicator varies; give goalposts, or indicators that tell units apart",
    [FATE_UNSCALED] = "no value can be normalised; another [normalise] method or base may",
};

static bool any_value(const double *x, size_t n)
{
    return x && stats_count(x, n) > 0;
}

/* Whether the units of a block are alike in a period, as the ranges of most methods see it. */
static bool is_constant(const struct results *r, const double *x)
{
    double first;
    for (size_t b = 0; b < r->n_blocks; b++)
        for (size_t t = 0; t < r->n_periods; t++) {
            const double *v = x + results_row(r, t, r->blocks[b].first);
            first = NAN;
            for (size_t i = 0; i < r->blocks[b].n; i++) {
                if (!isnan(v[i]) && !isnan(first) && v[i] != first)
                    return false;
                first = isnan(v[i]) ? first : v[i];
            }
        }
    return true;
}

static enum fate fate_of(const struct results *r, size_t indicator)
{
    if (r->node_excluded[r->plan->tree.indicators[indicator]])
        return FATE_ASIDE;
    if (any_value(r->normalised[indicator], r->n_rows))
        return FATE_SCALED;
    if (!any_value(r->treated[indicator], r->n_rows))
        return FATE_EMPTY;
    return is_constant(r, r->treated[indicator]) ? FATE_CONSTANT : FATE_UNSCALED;
}

/* "a, b: without any value; c: the same for all units" */
static void list_fates(const struct results *r, struct str *to)
{
    const struct tree *t = &r->plan->tree;
    for (size_t f = 0; f < N_FATES; f++) {
        size_t n = 0;
        for (size_t k = 0; k < t->n_indicators; k++)
            if (fate_of(r, k) == (enum fate)f && n++ < LISTED)
                str_printf(to, "%s%s",
                           n > 1   ? ", "
                           : to->n ? "; "
                                   : "",
                           t->nodes[t->indicators[k]].id);
        if (n)
            str_printf(to, "%s: %s", n > LISTED ? ", ..." : "", fates[f]);
    }
}

/* The lowest node that has no score though a child of it has. */
static size_t lost_at(const struct results *r)
{
    const struct tree *t = &r->plan->tree;
    for (size_t i = t->n; i-- > 0;) {
        const struct node *n = &t->nodes[i];
        if (n->kind != NODE_AGGREGATE || any_value(r->score[i], r->n_rows))
            continue;
        for (size_t j = 0; j < n->n_children; j++)
            if (any_value(r->score[n->children[j]], r->n_rows))
                return i;
    }
    return NONE;
}

static bool all_units_aside(const struct results *r)
{
    for (size_t i = 0; i < r->n_rows; i++)
        if (!r->unit_excluded[i])
            return false;
    return true;
}

/* What the node's method has said of it, or NULL. */
static const char *said_of(const struct results *r, const struct node *n)
{
    const struct messages *m = &r->plan->warnings;
    const size_t length = strlen(n->id);
    for (size_t i = 0; i < m->n; i++) {
        const char *text = m->items[i].text;
        if (strncmp(text, "node ", 5) == 0 && strncmp(text + 5, n->id, length) == 0 &&
            strchr(":, ", text[5 + length]))
            return text;
    }
    return NULL;
}

static void tell_node(const struct results *r, size_t node, struct str *to)
{
    const struct node *n = &r->plan->tree.nodes[node];
    const char *said = said_of(r, n);
    if (said)
        str_add(to, said);
    else if (n->at[HENG_AGGREGATE].options.missing == MISSING_FAIL)
        str_printf(to, "no unit has all children of node %s ([aggregate] missing = fail)", n->id);
    else
        str_printf(to, "node %s has no value for any unit, though its children have", n->id);
}

/* Why nobody has a score. */
static void tell_cause(const struct results *r, struct str *to)
{
    const struct tree *t = &r->plan->tree;
    const enum fate first = fate_of(r, 0);
    bool alike = true;
    size_t node;
    for (size_t k = 1; k < t->n_indicators; k++)
        alike = alike && fate_of(r, k) == first;
    node = lost_at(r);
    if (all_units_aside(r))
        str_add(to, "[screen] sets every unit aside; lower its thresholds");
    else if (node != NONE)
        tell_node(r, node, to);
    else if (alike && causes[first])
        str_add(to, causes[first]);
    else
        list_fates(r, to);
}

int results_scored(const struct results *r, struct error *e)
{
    struct str why = {0};
    int status;
    if (r->plan->failures.n || any_value(r->score[TREE_ROOT], r->n_rows))
        return OK;
    tell_cause(r, &why);
    status = why.failed
                 ? error_no_memory(e)
                 : error_set(e, ERR_DATA, "%s: no unit has a score: %s; no output is written",
                             r->plan->profile->path, why.s);
    str_fini(&why);
    return status;
}
