/* SPDX-License-Identifier: MIT */
/* Arguments of facts: what a text or a number names, with the nearest name where it names nothing.
 */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "report/codes_there.h"
#include "report/facts_internal.h"
#include "stats/stats.h"

bool fact_runs(const struct fact_call *c)
{
    return c->run->x && !c->missing;
}

int fact_number(struct fact_call *c, double v)
{
    if (!isnan(v))
        *c->out = (struct expression_value){.kind = EXPRESSION_NUMBER, .number = v};
    return OK;
}

int fact_text(struct fact_call *c, const char *text)
{
    if (!text)
        return error_no_memory(c->e);
    *c->out = (struct expression_value){.kind = EXPRESSION_TEXT, .text = text};
    return OK;
}

/* The text of an argument; NULL: it is missing, and so is the result. */
static const char *text_at(struct fact_call *c, size_t i)
{
    const struct expression_value *v = &c->v[i];
    if (v->kind == EXPRESSION_MISSING)
        c->missing = true;
    else if (v->kind == EXPRESSION_NUMBER) /* a period's label */
        return arena_printf(c->a, "%.0f", v->number);
    return v->kind == EXPRESSION_TEXT ? v->text : NULL;
}

/* ---- names ---------------------------------------------------------------- */

static size_t find_class(const struct plan *p, const char *text)
{
    for (size_t i = 0; i < p->n_classes; i++)
        if (strcmp(p->classes[i].value, text) == 0 || strcmp(p->classes[i].label, text) == 0)
            return i;
    return NONE;
}

static size_t find_node(const struct plan *p, const char *text)
{
    const size_t node = tree_find(&p->tree, text);
    for (size_t i = 0; node == NONE && i < p->tree.n; i++)
        if (strcmp(node_title(&p->tree.nodes[i], LANGUAGE_ZH), text) == 0 ||
            strcmp(node_title(&p->tree.nodes[i], LANGUAGE_EN), text) == 0)
            return i;
    return node;
}

static size_t find_period(const struct plan *p, const char *text)
{
    for (size_t i = 0; i < p->table->n_periods; i++)
        if (strcmp(p->table->periods[i], text) == 0)
            return i;
    return NONE;
}

/* Adds what there is of one kind to names. */
static size_t names_of_nodes(const struct plan *p, const char **names)
{
    for (size_t i = 0; i < p->tree.n; i++)
        names[i] = p->tree.nodes[i].id;
    return p->tree.n;
}

static int no_name(struct fact_call *c, const char *what, const char *text,
                   const char *const *names, size_t n)
{
    const char *near = names ? text_nearest(text, names, n) : NULL;
    return error_set(c->e, ERR_PROFILE, "%s: no such %s%s", text, what,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

int fact_node(struct fact_call *c, size_t i, size_t *node)
{
    const struct plan *p = c->run->p;
    const char *text = text_at(c, i), **names;
    *node = TREE_ROOT;
    if (!text)
        return OK;
    *node = find_node(p, text);
    if (*node != NONE)
        return OK;
    names = arena_array(c->a, p->tree.n, sizeof *names);
    return no_name(c, "node of the index", text, names, names ? names_of_nodes(p, names) : 0);
}

static int add_place(struct fact_call *c, const char *text, struct fact_place *to)
{
    const struct plan *p = c->run->p;
    const size_t class = find_class(p, text), node = find_node(p, text);
    const size_t period = find_period(p, text);
    const char **names;
    size_t n;
    if (class != NONE)
        to->class = class;
    else if (node != NONE)
        to->node = node;
    else if (period != NONE)
        to->period = period;
    if (class != NONE || node != NONE || period != NONE)
        return OK;
    names = arena_array(c->a, p->tree.n + 2 * p->n_classes + p->table->n_periods, sizeof *names);
    if (!names)
        return error_no_memory(c->e);
    n = names_of_nodes(p, names);
    for (size_t i = 0; i < p->n_classes; i++) {
        names[n++] = p->classes[i].value;
        names[n++] = p->classes[i].label;
    }
    for (size_t i = 0; i < p->table->n_periods; i++)
        names[n++] = p->table->periods[i];
    return no_name(c, p->table->n_periods > 1 ? "class, node or period" : "class or node", text,
                   names, n);
}

int fact_place(struct fact_call *c, size_t i, struct fact_place *to)
{
    int status = OK;
    *to = (struct fact_place){NONE, TREE_ROOT, fact_own_period(c)};
    for (; i < c->n && !status; i++) {
        const char *text = text_at(c, i);
        if (text)
            status = add_place(c, text, to);
    }
    return status;
}

int fact_class_place(struct fact_call *c, size_t i, struct fact_place *to)
{
    const struct plan *p = c->run->p;
    const int status = fact_place(c, i, to);
    if (status || to->class != NONE)
        return status;
    to->class = 0;
    if (p->n_classes > 1)
        return error_set(c->e, ERR_PROFILE,
                         "of which class? Each has ranks of its own: \"%s\", \"%s\"%s",
                         p->classes[0].value, p->classes[1].value, p->n_classes > 2 ? " ..." : "");
    return OK;
}

static int no_unit(struct fact_call *c, const char *text)
{
    const struct plan *p = c->run->p;
    const size_t n = p->table->n_units;
    const char **names = arena_array(c->a, 2 * n + 1, sizeof *names);
    for (size_t u = 0; names && u < n; u++) {
        names[u] = p->table->names[u];
        names[n + u] = p->table->codes[u];
    }
    return no_name(c, "unit", text, names, 2 * n);
}

size_t fact_own_period(const struct fact_call *c)
{
    return c->run->x ? c->run->x->period : c->run->p->table->n_periods - 1;
}

/* How many units are called so; of one in several classes the one that is there in the period. */
static size_t find_named(const struct fact_call *c, const char *text, size_t period,
                         size_t *position)
{
    const struct plan *p = c->run->p;
    size_t there = 0, gone = 0, last = 0;
    for (size_t u = 0; u < p->table->n_units; u++) {
        if (strcmp(plan_unit_name(p, u), text) != 0)
            continue;
        if (unit_is_elsewhere(p, period, u)) {
            last = u;
            gone++;
            continue;
        }
        *position = u;
        there++;
    }
    if (there || !gone)
        return there;
    *position = unit_in_period(p, period, last);
    return 1;
}

int fact_unit(struct fact_call *c, size_t i, size_t period, size_t *position)
{
    const struct plan *p = c->run->p;
    const char *text = text_at(c, i);
    size_t named;
    *position = 0;
    if (!text)
        return OK;
    for (size_t u = 0; u < p->table->n_units; u++)
        if (strcmp(plan_unit_code(p, u), text) == 0) {
            *position = unit_in_period(p, period, u);
            return OK;
        }
    named = find_named(c, text, period, position);
    if (named > 1)
        return error_set(c->e, ERR_PROFILE, "%s: %zu units are called so; name the code", text,
                         named);
    return named ? OK : no_unit(c, text);
}

int fact_whole(struct fact_call *c, size_t i, size_t n, long *k)
{
    const double v = c->v[i].number;
    *k = 1;
    if (c->v[i].kind == EXPRESSION_MISSING) {
        c->missing = true;
        return OK;
    }
    if (v != floor(v) || v == 0 || fabs(v) > (double)n)
        return error_set(c->e, ERR_PROFILE,
                         "%g: there is no such place among %zu (1 is the first, -1 the last)", v,
                         n);
    *k = (long)v;
    return OK;
}

/* ---- columns -------------------------------------------------------------- */

const double *fact_scores(const struct fact_call *c, const struct fact_place *at)
{
    const struct results *r = c->run->x->r;
    return &r->score[at->node][results_row(r, at->period, r->plan->classes[at->class].first)];
}

const double *fact_ranks(struct fact_call *c, const struct fact_place *at)
{
    const struct results *r = c->run->x->r;
    const struct unit_class *k = &r->plan->classes[at->class];
    double *equal, *rank, *scratch;
    if (at->node == TREE_ROOT)
        return &r->rank[results_row(r, at->period, k->first)];
    equal = arena_array(c->a, k->n + 1, sizeof *equal);
    rank = arena_array(c->a, k->n + 1, sizeof *rank);
    scratch = arena_array(c->a, 2 * k->n + 1, sizeof *scratch);
    if (!equal || !rank || !scratch)
        return NULL;
    level_column(plan_level(r->plan), fact_scores(c, at), k->n, equal, scratch);
    for (size_t i = 0; i < k->n; i++)
        equal[i] = -equal[i];
    stats_rank(equal, k->n, TIES_MIN, rank, scratch);
    return rank;
}
