/* SPDX-License-Identifier: MIT */
/* heng explain: how the indicators below a node are measured, and what their treatment has done. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "cli/cli.h"
#include "cli/words.h"
#include "explain/yardstick.h"

enum { NAMED = 5, SHOWN = 40 };

struct measured {
    const struct results *r;
    size_t node, position, period;
    int language;
};

struct figure {
    char s[SHOWN];
};

static struct figure figure(double v)
{
    struct figure f;
    snprintf(f.s, sizeof f.s, "%.6g", v);
    return f;
}

static const struct node *node_of(const struct measured *m)
{
    return &m->r->plan->tree.nodes[m->node];
}

static void direction(const struct measured *m)
{
    const struct node *n = node_of(m);
    if (n->near.kind && n->near.from < n->near.to)
        say(word(m->language, WORD_WITHIN_IS_BETTER), n->near.from, n->near.to);
    else if (n->near.kind)
        say(word(m->language, WORD_NEAR_IS_BETTER), n->near.from);
    else
        say("%s", word(m->language, n->direction < 0 ? WORD_LESS_IS_BETTER : WORD_MORE_IS_BETTER));
}

static void scale(const struct measured *m, const struct yardstick *y)
{
    const struct node *n = node_of(m);
    const char *method = n->at[HENG_NORMALISE].method->desc->name;
    say("; ");
    if (isnan(y->from))
        print_text(method, "");
    else
        say(word(m->language, WORD_BECOMES), method, y->from, y->to);
    say("; ");
    if (isnan(y->worst))
        say("%s", word(m->language, WORD_NO_RANGE));
    else if (y->goalposts)
        say(word(m->language, WORD_GOALPOSTS_FROM), figure(y->worst).s, figure(y->best).s);
    else
        say(word(m->language, WORD_RANGE_FROM), figure(y->worst).s, figure(y->best).s, y->n);
    if (!isnan(n->target) && !n->near.kind) {
        say("; ");
        say(word(m->language, WORD_TARGET_AT), figure(n->target).s);
    }
    putchar('\n');
}

static void limit(const struct measured *m, size_t n, double at, enum word how, enum word where)
{
    if (!n)
        return;
    say("; ");
    say(word(m->language, how), n);
    if (!isnan(at))
        say(word(m->language, where), figure(at).s);
}

/* "u4 100 -> 13, ...": those that the treatment has changed. */
static void treated(const struct measured *m, const struct yardstick *y)
{
    struct treated_value v[NAMED];
    const struct plan *p = m->r->plan;
    const size_t n = yardstick_treated(m->r, m->node, m->position, m->period, v, NAMED);
    for (size_t i = 0; i < n; i++) {
        say(i ? ", " : ": ");
        print_text(plan_unit_code(p, v[i].position), "");
        if (m->r->n_periods > 1) {
            say(" ");
            print_text(p->table->periods[v[i].period], "");
        }
        say(" %s -> %s", figure(v[i].was).s, figure(v[i].is).s);
    }
    say(n < y->lowered + y->raised ? ", ...\n" : "\n");
}

static void treatment(const struct measured *m, const struct yardstick *y)
{
    const struct bound_method *b = &node_of(m)->at[HENG_TREAT];
    if (y->lowered + y->raised == 0)
        return;
    say("    ");
    say(word(m->language, WORD_TREATMENT), b->method->desc->name, y->of, y->lowered + y->raised);
    limit(m, y->lowered, y->upper, WORD_LOWERED, WORD_UPPER_LIMIT);
    limit(m, y->raised, y->lower, WORD_RAISED, WORD_LOWER_LIMIT);
    treated(m, y);
}

static int print_one(const struct measured *m, struct error *e)
{
    struct yardstick y;
    int status;
    if (m->r->node_excluded[m->node])
        return OK;
    status = yardstick_of(m->r, m->node, m->position, m->period, &y, e);
    if (status)
        return status;
    say("  ");
    print_text(node_title(node_of(m), m->language), ": ");
    direction(m);
    scale(m, &y);
    treatment(m, &y);
    return OK;
}

int print_measured(const struct results *r, size_t node, size_t position, size_t period,
                   struct error *e)
{
    const struct tree *t = &r->plan->tree;
    struct measured m = {r, 0, position, period, r->plan->fixed.profile.language};
    int status = OK;
    say("\n%s\n", word(m.language, WORD_MEASURED));
    for (size_t k = 0; !status && k < t->n_indicators; k++) {
        m.node = t->indicators[k];
        if (m.node == node || tree_is_below(t, m.node, node))
            status = print_one(&m, e);
    }
    return status;
}
