/* SPDX-License-Identifier: MIT */
/* A node of its children, whose weights are rescaled where some are NULL. */
#include <string.h>

#include "base/number.h"
#include "freeze/sql_internal.h"

/* The children of a node that have a weight in a block. */
struct children {
    struct sql *q;
    const struct node *n;
    size_t block;
    struct str *to;
};

static double weight(const struct children *c, size_t j)
{
    return frozen_weight(c->q->f, c->block, c->n->children[j]);
}

static const char *id_of(const struct children *c, size_t j)
{
    return c->q->f->r->plan->tree.nodes[c->n->children[j]].id;
}

/* CASE WHEN "x" TEST THEN w [BEFORE "x" AFTER] ELSE 0 END + ... */
static void put_sum(const struct children *c, const char *test, const char *before,
                    const char *after)
{
    bool first = true;
    str_add(c->to, "(");
    for (size_t j = 0; j < c->n->n_children; j++) {
        if (!(weight(c, j) > 0))
            continue;
        str_add(c->to, first ? "CASE WHEN " : " + CASE WHEN ");
        first = false;
        sql_name(c->q, c->to, id_of(c, j));
        str_printf(c->to, " %s THEN ", test);
        sql_number(c->to, weight(c, j));
        if (before) {
            str_add(c->to, before);
            sql_name(c->q, c->to, id_of(c, j));
            str_add(c->to, after);
        }
        str_add(c->to, " ELSE 0e0 END");
    }
    str_add(c->to, first ? "0e0)" : ")");
}

static void put_total(const struct children *c)
{
    str_add(c->to, "NULLIF(");
    put_sum(c, "IS NOT NULL", NULL, NULL);
    str_add(c->to, ", 0e0)");
}

/* "x" TEST OR ...; with weights of 0 throughout nothing holds. */
static void put_any(const struct children *c, const char *test)
{
    bool first = true;
    for (size_t j = 0; j < c->n->n_children; j++)
        if (weight(c, j) > 0) {
            str_add(c->to, first ? "" : " OR ");
            first = false;
            sql_name(c->q, c->to, id_of(c, j));
            str_printf(c->to, " %s", test);
        }
    if (first)
        str_add(c->to, "1 = 0");
}

static void put_arithmetic(const struct children *c)
{
    put_sum(c, "IS NOT NULL", " * ", "");
    str_add(c->to, " / ");
    put_total(c);
}

static void put_geometric(const struct children *c)
{
    str_add(c->to, "CASE WHEN ");
    put_any(c, "= 0");
    str_add(c->to, " THEN 0e0 ELSE EXP(");
    put_sum(c, "> 0", " * LN(", ")");
    str_add(c->to, " / ");
    put_total(c);
    str_add(c->to, ") END");
}

static void put_harmonic(const struct children *c)
{
    str_add(c->to, "CASE WHEN ");
    put_any(c, "= 0");
    str_add(c->to, " THEN 0e0 ELSE ");
    put_total(c);
    str_add(c->to, " / NULLIF(");
    put_sum(c, "> 0", " / ", "");
    str_add(c->to, ", 0e0) END");
}

static void put_power(const struct children *c, double p)
{
    struct str after = {0};
    str_add(&after, ", ");
    sql_number(&after, p);
    str_add(&after, ")");
    if (p < 0) {
        str_add(c->to, "CASE WHEN ");
        put_any(c, "= 0");
        str_add(c->to, " THEN 0e0 ELSE ");
    }
    str_add(c->to, "POWER(");
    put_sum(c, "> 0", " * POWER(", after.s);
    str_add(c->to, " / ");
    put_total(c);
    str_add(c->to, ", ");
    sql_number(c->to, 1 / p);
    str_add(c->to, p < 0 ? ") END" : ")");
    c->to->failed = c->to->failed || after.failed;
    str_fini(&after);
}

static void put_power_mean(const struct children *c)
{
    const struct bound_method *m = &c->n->at[HENG_AGGREGATE];
    const struct heng_param *row = bound_param(m, "exponent");
    double p = 1;
    if (row)
        memcpy(&p, (const char *)m->params + row->offset, sizeof p);
    if (p == 0)
        put_geometric(c);
    else
        put_power(c, p);
}

static const struct {
    const char *method;
    void (*put)(const struct children *c);
} means[] = {
    {"arithmetic", put_arithmetic},
    {"geometric", put_geometric},
    {"harmonic", put_harmonic},
    {"power_mean", put_power_mean},
};

/* ---- what leaves a node without a score -------------------------------------------------- */

static bool is_undefinable(const struct plan *p, size_t i)
{
    const struct node *n = &p->tree.nodes[i];
    bool is = n->kind == NODE_AGGREGATE && bound_has(&n->at[HENG_AGGREGATE], HENG_NOT_NEGATIVE);
    for (size_t j = 0; !is && j < n->n_children; j++)
        is = is_undefinable(p, n->children[j]);
    return is;
}

static void name_undefined(struct sql *q, struct str *to, const struct node *n)
{
    const char *name = arena_printf(q->f->arena, "%s undefined", n->id);
    if (name)
        sql_name(q, to, name);
    else
        to->failed = true;
}

static void put_conditions(struct sql *q, const struct node *n, size_t block, struct str *to)
{
    const struct children c = {q, n, block, to};
    const struct plan *p = q->f->r->plan;
    str_add(to, "CASE WHEN ");
    if (bound_has(&n->at[HENG_AGGREGATE], HENG_NOT_NEGATIVE))
        put_any(&c, "< 0");
    else
        str_add(to, "1 = 0");
    for (size_t j = 0; j < n->n_children; j++)
        if (weight(&c, j) > 0 && is_undefinable(p, n->children[j])) {
            str_add(to, " OR ");
            name_undefined(q, to, &p->tree.nodes[n->children[j]]);
            str_add(to, " = 1");
        }
    str_add(to, " THEN 1 ELSE 0 END");
}

void sql_put_undefined(struct sql *q, size_t node)
{
    const struct plan *p = q->f->r->plan;
    if (!is_undefinable(p, node))
        return;
    str_add(q->to, ",\n  ");
    sql_by_block(q, put_conditions, &p->tree.nodes[node]);
    str_add(q->to, " AS ");
    name_undefined(q, q->to, &p->tree.nodes[node]);
}

/* Begins CASE WHEN ... THEN NULL ELSE; false: a node always has a score of what it has. */
static bool begin_guard(const struct children *c)
{
    const struct plan *p = c->q->f->r->plan;
    const size_t node = (size_t)(c->n - p->tree.nodes);
    const bool fails = c->n->at[HENG_AGGREGATE].options.missing == MISSING_FAIL,
               undefined = is_undefinable(p, node), withheld = sql_is_withheld(c->q, node);
    if (!fails && !undefined && !withheld)
        return false;
    str_add(c->to, "CASE WHEN ");
    if (undefined) {
        put_conditions(c->q, c->n, c->block, c->to);
        str_add(c->to, fails || withheld ? " = 1 OR " : " = 1");
    }
    if (withheld) {
        sql_observed(c->q, c->to, c->n);
        str_add(c->to, fails ? " = 0 OR " : " = 0");
    }
    if (fails)
        put_any(c, "IS NULL");
    str_add(c->to, " THEN NULL ELSE ");
    return true;
}

void sql_aggregate(struct sql *q, const struct node *n, size_t block, struct str *to)
{
    const struct children c = {q, n, block, to};
    const char *method = n->at[HENG_AGGREGATE].method->desc->name;
    bool guarded, known = false;
    str_add(to, "(");
    guarded = begin_guard(&c);
    for (size_t i = 0; i < sizeof means / sizeof *means; i++)
        if (strcmp(means[i].method, method) == 0) {
            means[i].put(&c);
            known = true;
        }
    if (!known)
        sql_refuse(q, n->id, method, "only arithmetic, geometric, harmonic and power_mean");
    str_add(to, guarded ? " END)" : ")");
}
