/* SPDX-License-Identifier: MIT */
/* Running [selection]: the period's results put before the script, its choices kept. */
#include <math.h>

#include "run/pipeline_internal.h"
#include "stats/stats.h"

/* Ranks within each class: 1 + units of the class that are better. */
static void rank_node(const struct results *r, size_t node, double *x, double *rank,
                      double *scratch)
{
    const struct plan *p = r->plan;
    for (size_t c = 0; c < p->n_classes; c++) {
        const size_t first = p->classes[c].first, n = p->classes[c].n;
        results_level(r, node, c, p->selection.period, x + first, scratch);
        for (size_t i = first; i < first + n; i++)
            x[i] = -x[i];
        stats_rank(x + first, n, TIES_MIN, rank + first, scratch);
    }
}

/* From the order of results to that of the table; NULL: out of memory. */
static const double *by_unit(struct results *r, const double *positions)
{
    double *v = arena_array(r->arena, r->n_units, sizeof *v);
    for (size_t i = 0; v && i < r->n_units; i++)
        v[i] = NAN;
    for (size_t i = 0; v && i < r->n_units; i++)
        v[r->plan->order[i]] = positions[i];
    return v;
}

static bool fill_classes(struct results *r, char **classes, char **titles)
{
    for (size_t i = 0; i < r->n_units; i++) {
        const struct unit_class *c = &r->plan->classes[results_class(r, i)];
        char **value = &classes[r->plan->order[i]], **title = &titles[r->plan->order[i]];
        *value = arena_strdup(r->arena, c->value);
        *title = arena_strdup(r->arena, c->label);
        if (!*value || !*title)
            return false;
    }
    return true;
}

static bool fill_nodes(struct results *r, const char **ids, const double **score,
                       const double **rank, const double **raw)
{
    const struct tree *t = &r->plan->tree;
    size_t n = r->n_units, at = r->plan->selection.period * n;
    double *x = arena_array(r->arena, n, sizeof *x), *y = arena_array(r->arena, n, sizeof *y);
    double *scratch = arena_array(r->arena, 2 * n, sizeof *scratch);
    if (!x || !y || !scratch)
        return false;
    for (size_t i = 0; i < t->n; i++) {
        const struct node *node = &t->nodes[i];
        ids[i] = node->id;
        rank_node(r, i, x, y, scratch);
        score[i] = by_unit(r, r->score[i] + at);
        rank[i] = by_unit(r, y);
        if (node->kind == NODE_INDICATOR)
            raw[i] = by_unit(r, r->raw[node->indicator] + at);
        if (!score[i] || !rank[i] || (node->kind == NODE_INDICATOR && !raw[i]))
            return false;
    }
    return true;
}

static bool gather_cases(struct results *r, struct script_cases *c)
{
    const struct plan *p = r->plan;
    size_t n = p->tree.n;
    char **classes = arena_array(r->arena, r->n_units, sizeof *classes);
    char **class_titles = arena_array(r->arena, r->n_units, sizeof *class_titles);
    const char **ids = arena_array(r->arena, n, sizeof *ids);
    const char **titles = arena_array(r->arena, n, sizeof *titles);
    const double **score = arena_array(r->arena, n, sizeof *score);
    const double **rank = arena_array(r->arena, n, sizeof *rank);
    const double **raw = arena_array(r->arena, n, sizeof *raw);
    if (!classes || !class_titles || !ids || !titles || !score || !rank || !raw)
        return false;
    for (size_t i = 0; i < n; i++)
        titles[i] = node_title(&p->tree.nodes[i], p->fixed.profile.language);
    *c = (struct script_cases){.t = p->table,
                               .period = p->selection.period,
                               .language = p->fixed.profile.language == LANGUAGE_EN ? "en" : "zh",
                               .classes = classes,
                               .class_titles = class_titles,
                               .rank = by_unit(r, r->rank + p->selection.period * r->n_units),
                               .ids = ids,
                               .titles = titles,
                               .n_nodes = n,
                               .score = score,
                               .node_rank = rank,
                               .raw = raw};
    return c->rank && fill_classes(r, classes, class_titles) &&
           fill_nodes(r, ids, score, rank, raw);
}

int run_selection(struct results *r, struct error *e)
{
    struct plan *p = r->plan;
    const struct selection *s = &p->selection;
    struct script_cases cases;
    struct error why = {0};
    int status;
    if (!s->script)
        return OK;
    if (!gather_cases(r, &cases))
        return error_no_memory(e);
    status = script_select(r->arena, &p->scripts, s->script, s->params, &cases, &r->choices,
                           &r->n_choices, &p->warnings, &why);
    if (status == ERR_PART)
        messages_add(&p->failures, ERR_PART, "selection %s: %s", s->script->name, why.text);
    else if (status)
        *e = why;
    r->selected = !status;
    return status == ERR_PART ? OK : status;
}
