/* SPDX-License-Identifier: MIT */
/* Names, what differs between classes, and what every stage hands on. */
#include <math.h>
#include <string.h>

#include "freeze/sql_internal.h"

void sql_name(struct sql *q, struct str *to, const char *name)
{
    const char mark = q->dialect->quote;
    str_printf(to, "%c", mark);
    for (; *name; name++)
        str_printf(to, *name == mark ? "%c%c" : "%c", *name, mark);
    str_printf(to, "%c", mark);
}

void sql_refuse(struct sql *q, const char *id, const char *what, const char *why)
{
    messages_add_once(q->refused, ERR_PROFILE, "%s: %s: SQL: %s", id, what, why);
}

/* ---- by class ---------------------------------------------------------------------------- */

void sql_by_block(struct sql *q, sql_block *put, const struct node *n)
{
    const struct results *r = q->f->r;
    struct str first = {0}, other = {0};
    bool same = true;
    put(q, n, 0, &first);
    for (size_t b = 1; same && b < r->n_blocks; b++) {
        other.n = 0;
        put(q, n, b, &other);
        same = first.n == other.n && memcmp(first.s, other.s, first.n) == 0;
    }
    if (same) {
        str_add(q->to, first.s ? first.s : "");
    } else {
        str_add(q->to, "CASE ");
        sql_name(q, q->to, UNIT_CLASS);
        for (size_t b = 0; b < r->n_blocks; b++) {
            str_add(q->to, " WHEN ");
            sql_text(q->to, r->plan->classes[b].value);
            str_add(q->to, " THEN ");
            put(q, n, b, q->to);
        }
        str_add(q->to, " END");
    }
    q->to->failed = q->to->failed || first.failed || other.failed;
    str_fini(&first);
    str_fini(&other);
}

/* ---- what was observed ------------------------------------------------------------------- */

bool sql_is_filled(const struct sql *q, const struct node *n)
{
    return !isnan(q->f->indicators[n->indicator].fill);
}

bool sql_is_withheld(const struct sql *q, size_t node)
{
    const struct tree *t = &q->f->r->plan->tree;
    if (t->nodes[node].kind == NODE_INDICATOR ||
        t->nodes[node].at[HENG_AGGREGATE].options.unobserved == UNOBSERVED_SCORE)
        return false;
    for (size_t i = node + 1; i < t->n; i++)
        if (t->nodes[i].kind == NODE_INDICATOR && tree_is_below(t, i, node) &&
            sql_is_filled(q, &t->nodes[i]))
            return true;
    return false;
}

void sql_observed(struct sql *q, struct str *to, const struct node *n)
{
    const char *name = arena_printf(q->f->arena, "%s observed", n->id);
    if (name)
        sql_name(q, to, name);
    else
        to->failed = true;
}

/* ---- stages ------------------------------------------------------------------------------ */

/* Begins "NAME" AS (SELECT what every stage carries. */
void sql_begin(struct sql *q, const char *name)
{
    const struct tree *t = &q->f->r->plan->tree;
    str_printf(q->to, "%s\n", q->stage ? "," : "WITH");
    sql_name(q, q->to, name);
    str_printf(q->to, "%s\n  ", q->dialect->as);
    if (!q->stage) {
        q->stage = name;
        return;
    }
    sql_name(q, q->to, UNIT_CODE);
    str_add(q->to, ", ");
    if (q->period) {
        sql_name(q, q->to, UNIT_PERIOD);
        str_add(q->to, ", ");
    }
    sql_name(q, q->to, UNIT_CLASS);
    for (size_t i = 0; q->carries && i < t->n; i++)
        if (sql_is_withheld(q, i)) {
            str_add(q->to, ", ");
            sql_observed(q, q->to, &t->nodes[i]);
        }
}

void sql_end(struct sql *q, const char *name)
{
    str_add(q->to, "\n  FROM ");
    sql_name(q, q->to, q->stage);
    str_add(q->to, ")");
    q->stage = name;
}
