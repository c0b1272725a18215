/* SPDX-License-Identifier: MIT */
/* Facts about units and nodes: names, scores, ranks, values, weights. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "output/words.h"
#include "report/codes_there.h"
#include "report/content_internal.h"
#include "report/facts_internal.h"
#include "robust/rank_summary.h"
#include "stats/stats.h"

/* ---- places --------------------------------------------------------------- */

/* The units of a class in the order of their ranks in a node. */
struct table_order {
    const double *rank;
    size_t *v, n; /* places in the class; n: those that are ranked */
};

static int order_of(struct fact_call *c, const struct fact_place *at, struct table_order *o)
{
    const size_t n = c->run->p->classes[at->class].n;
    o->rank = fact_ranks(c, at);
    o->v = arena_array(c->a, n + 1, sizeof *o->v);
    o->n = 0;
    if (!o->rank || !o->v)
        return error_no_memory(c->e);
    for (size_t i = 0; i < n; i++) {
        size_t k = o->n;
        if (isnan(o->rank[i]))
            continue;
        for (; k > 0 && o->rank[o->v[k - 1]] > o->rank[i]; k--)
            o->v[k] = o->v[k - 1];
        o->v[k] = i;
        o->n++;
    }
    return OK;
}

static const char *name_at(const struct fact_call *c, const struct fact_place *at, size_t i)
{
    return text_shown(c->a, plan_unit_name(c->run->p, c->run->p->classes[at->class].first + i));
}

/* The place of k in the order: from the front, or from the back. */
static int place_of(struct fact_call *c, const struct table_order *o, long k, size_t *place)
{
    const size_t far = (size_t)(k > 0 ? k : -k);
    *place = k > 0 ? far - 1 : o->n - far;
    if (far > o->n)
        return error_set(c->e, ERR_PROFILE, "%ld: only %zu units are ranked there", k, o->n);
    return OK;
}

static const char *comma(const struct fact_call *c)
{
    return c->run->language == LANGUAGE_EN ? ", " : "、";
}

enum { NAMED_MOST = 100 };

/* The names of places first to behind last, one text; of many the first. */
static const char *join_names(struct fact_call *c, const struct fact_place *at,
                              const struct table_order *o, size_t first, size_t behind)
{
    struct str s = {0};
    const char *text;
    for (size_t i = first; i < behind && i < first + NAMED_MOST; i++) {
        str_add(&s, i > first ? comma(c) : "");
        str_add(&s, name_at(c, at, o->v[i]));
    }
    if (behind > first + NAMED_MOST)
        str_printf(&s, c->run->language == LANGUAGE_EN ? " and others, %zu in all" : "等%zu个",
                   behind - first);
    text = s.failed ? NULL : arena_strdup(c->a, s.s ? s.s : "");
    str_fini(&s);
    return text;
}

/* A place of a class that a function is asked about: its first argument says which. */
struct asked {
    struct fact_place at;
    struct table_order o;
    long k;
    size_t place;
    bool runs; /* there is something to compute */
};

static int ask_place(struct fact_call *c, struct asked *q)
{
    int status = fact_class_place(c, 1, &q->at);
    if (!status)
        status = fact_whole(c, 0, c->run->p->classes[q->at.class].n, &q->k);
    q->runs = !status && fact_runs(c);
    if (!q->runs)
        return status;
    status = order_of(c, &q->at, &q->o);
    return status ? status : place_of(c, &q->o, q->k, &q->place);
}

/* name(k[, class, node, period]): who share a rank are named together. */
FACT(fact_name)
{
    struct asked q;
    const struct table_order *o = &q.o;
    const int status = ask_place(c, &q);
    size_t first, behind;
    if (status || !q.runs)
        return status;
    for (behind = q.place; behind < o->n && o->rank[o->v[behind]] == o->rank[o->v[q.place]];)
        behind++;
    for (first = q.place; first > 0 && o->rank[o->v[first - 1]] == o->rank[o->v[q.place]];)
        first--;
    return fact_text(c, join_names(c, &q.at, o, first, behind));
}

/* unit(k[, ...]): one alone, to ask further facts of; the first of those who share a rank. */
FACT(fact_code)
{
    struct asked q;
    const int status = ask_place(c, &q);
    if (status || !q.runs)
        return status;
    return fact_text(
        c, plan_unit_code(c->run->p, c->run->p->classes[q.at.class].first + q.o.v[q.place]));
}

/* names(n[, ...]): the first n places; the last -n. */
FACT(fact_names)
{
    struct asked q;
    const int status = ask_place(c, &q);
    if (status || !q.runs)
        return status;
    return fact_text(c, q.k > 0 ? join_names(c, &q.at, &q.o, 0, (size_t)q.k)
                                : join_names(c, &q.at, &q.o, q.place, q.o.n));
}

/* score(k, ...) of a place, score(unit, ...) of a unit. */
FACT(fact_score)
{
    struct fact_place at;
    struct asked q;
    size_t unit;
    int status;
    if (c->v[0].kind == EXPRESSION_NUMBER) {
        status = ask_place(c, &q);
        return status || !q.runs ? status : fact_number(c, fact_scores(c, &q.at)[q.o.v[q.place]]);
    }
    status = fact_place(c, 1, &at);
    if (!status)
        status = fact_unit(c, 0, at.period, &unit);
    if (status || !fact_runs(c))
        return status;
    return fact_number(c, c->run->x->r->score[at.node][results_row(c->run->x->r, at.period, unit)]);
}

/* The rank of a unit within its class. NaN: none. */
static int rank_of(struct fact_call *c, size_t unit, struct fact_place at, double *rank)
{
    const double *ranks;
    at.class = results_class(c->run->x->r, unit);
    ranks = fact_ranks(c, &at);
    if (!ranks)
        return error_no_memory(c->e);
    *rank = ranks[unit - c->run->p->classes[at.class].first];
    return OK;
}

FACT(fact_rank)
{
    struct fact_place at;
    size_t unit;
    double rank;
    int status = fact_place(c, 1, &at);
    if (!status)
        status = fact_unit(c, 0, at.period, &unit);
    if (status || !fact_runs(c))
        return status;
    status = rank_of(c, unit, at, &rank);
    return status ? status : fact_number(c, rank);
}

/* ---- one unit ------------------------------------------------------------- */

FACT(fact_value)
{
    const struct plan *p = c->run->p;
    struct fact_place at;
    size_t unit;
    int status = fact_place(c, 1, &at);
    if (!status)
        status = fact_unit(c, 0, at.period, &unit);
    if (status)
        return status;
    if (p->tree.nodes[at.node].kind != NODE_INDICATOR)
        return error_set(c->e, ERR_PROFILE, "%s: is no indicator: it has a score, no value",
                         p->tree.nodes[at.node].id);
    if (!fact_runs(c))
        return OK;
    return fact_number(c, c->run->x->r->imputed[p->tree.nodes[at.node].indicator]
                                               [results_row(c->run->x->r, at.period, unit)]);
}

FACT(fact_class)
{
    size_t unit;
    const int status = fact_unit(c, 0, fact_own_period(c), &unit);
    if (status || !fact_runs(c))
        return status;
    return fact_text(c, class_name(c->run->x, results_class(c->run->x->r, unit)));
}

FACT(fact_tier)
{
    size_t unit;
    const int status = fact_unit(c, 0, fact_own_period(c), &unit);
    const struct edition *x = c->run->x;
    if (!status && !c->run->p->has_tiers)
        return error_set(c->e, ERR_PROFILE, "the profile has no [tiers]");
    if (status || !fact_runs(c))
        return status;
    return fact_text(c, tier_label(x->r, results_row(x->r, x->period, unit)));
}

/* The bounds of a unit's rank among the replicates. */
static int bound_of(struct fact_call *c, bool high)
{
    const struct edition *x = c->run->x;
    const struct rank_summary *s;
    size_t unit;
    const int status = fact_unit(c, 0, fact_own_period(c), &unit);
    if (status || !fact_runs(c))
        return status;
    if (!x->summary)
        return error_set(c->e, ERR_PROFILE,
                         "ranks have no intervals here: the profile has no [uncertainty], or the "
                         "section robust is not asked for");
    s = &x->summary[results_row(x->r, x->period, unit)];
    return fact_number(c, high ? s->p95 : s->p05);
}

FACT(fact_low)
{
    return bound_of(c, false);
}

FACT(fact_high)
{
    return bound_of(c, true);
}

/* The dimension in which a unit stands best (way 1) or worst (-1) in its class. */
static int extreme_of(struct fact_call *c, int way)
{
    struct fact_place at;
    size_t unit, best = NONE;
    double rank, least = NAN;
    int status = fact_place(c, 1, &at);
    const struct node *root = &c->run->p->tree.nodes[TREE_ROOT];
    if (!status)
        status = fact_unit(c, 0, at.period, &unit);
    for (size_t i = 0; fact_runs(c) && i < root->n_children && !status; i++) {
        at.node = root->children[i];
        status = rank_of(c, unit, at, &rank);
        if (isnan(rank) || !(isnan(least) || way * rank < way * least))
            continue;
        least = rank;
        best = at.node;
    }
    if (status || best == NONE)
        return status;
    return fact_text(c, node_title(&c->run->p->tree.nodes[best], c->run->language));
}

FACT(fact_strongest)
{
    return extreme_of(c, 1);
}

FACT(fact_weakest)
{
    return extreme_of(c, -1);
}

/* ---- nodes ---------------------------------------------------------------- */

FACT(fact_title)
{
    size_t node;
    const int status = fact_node(c, 0, &node);
    if (status || c->missing)
        return status;
    return fact_text(c, node_title(&c->run->p->tree.nodes[node], c->run->language));
}

FACT(fact_measure)
{
    size_t node;
    const int status = fact_node(c, 0, &node);
    if (status || c->missing)
        return status;
    return fact_text(c, words_node_unit(c->run->language, &c->run->p->tree.nodes[node]));
}

/* Of the whole; of a class where weights are its own. */
FACT(fact_weight)
{
    const struct results *r = c->run->x ? c->run->x->r : NULL;
    struct fact_place at;
    const int status = fact_place(c, 0, &at);
    if (status || !fact_runs(c))
        return status;
    if (r->n_blocks > 1 && at.class == NONE)
        return fact_class_place(c, 0, &at); /* says which there are */
    return fact_number(
        c, at.node == TREE_ROOT
               ? 1
               : r->effective[weight_index(r, at.class == NONE ? 0 : results_block(r, at.class),
                                           at.period, at.node)]);
}

/* ---- all units of a class, or of the run ---------------------------------- */

/* What is counted: the positions of a place. */
static void span_of(const struct fact_call *c, const struct fact_place *at, size_t *first,
                    size_t *n)
{
    const struct plan *p = c->run->p;
    *first = at->class == NONE ? 0 : p->classes[at->class].first;
    *n = at->class == NONE ? p->table->n_units : p->classes[at->class].n;
}

FACT(fact_units)
{
    struct fact_place at;
    size_t first, n, there = 0;
    const int status = fact_place(c, 0, &at);
    span_of(c, &at, &first, &n);
    for (size_t u = first; u < first + n; u++)
        there += !unit_is_elsewhere(c->run->p, at.period, u);
    return status || c->missing ? status : fact_number(c, (double)there);
}

FACT(fact_ranked)
{
    struct fact_place at;
    size_t first, n;
    const int status = fact_place(c, 0, &at);
    const struct results *r = c->run->x ? c->run->x->r : NULL;
    if (status || !fact_runs(c))
        return status;
    span_of(c, &at, &first, &n);
    return fact_number(c, (double)stats_count(&r->rank[results_row(r, at.period, first)], n));
}

/* The scores of a place; of one class, or of all units where they share a scale. */
static int scores_of(struct fact_call *c, size_t i, const double **x, size_t *n)
{
    struct fact_place at;
    size_t first;
    int status = fact_place(c, i, &at);
    *x = NULL;
    if (!status && at.class == NONE && c->run->p->n_classes > 1)
        status = fact_class_place(c, i, &at);
    if (status || !fact_runs(c))
        return status;
    span_of(c, &at, &first, n);
    *x = &c->run->x->r->score[at.node][results_row(c->run->x->r, at.period, first)];
    return OK;
}

FACT(fact_mean_score)
{
    const double *x;
    size_t n;
    const int status = scores_of(c, 0, &x, &n);
    return status || !x ? status : fact_number(c, stats_mean(x, n));
}

FACT(fact_median_score)
{
    const double *x;
    size_t n;
    double *sorted;
    const int status = scores_of(c, 0, &x, &n);
    if (status || !x)
        return status;
    sorted = arena_array(c->a, n + 1, sizeof *sorted);
    return sorted ? fact_number(c, stats_quantile(x, n, 0.5, sorted)) : error_no_memory(c->e);
}

FACT(fact_above)
{
    const double *x;
    size_t n, above = 0;
    const int status = scores_of(c, 1, &x, &n);
    if (status || !x || c->v[0].kind == EXPRESSION_MISSING)
        return status;
    for (size_t i = 0; i < n; i++)
        above += x[i] >= c->v[0].number;
    return fact_number(c, (double)above);
}

FACT(fact_in_tier)
{
    const struct edition *x = c->run->x;
    struct fact_place at;
    size_t first, n, count = 0;
    const int status = fact_place(c, 1, &at);
    if (!status && !c->run->p->has_tiers)
        return error_set(c->e, ERR_PROFILE, "the profile has no [tiers]");
    if (status || !fact_runs(c) || c->v[0].kind == EXPRESSION_MISSING)
        return status;
    span_of(c, &at, &first, &n);
    for (size_t i = first; i < first + n; i++)
        count += strcmp(tier_label(x->r, results_row(x->r, at.period, i)), c->v[0].text) == 0;
    return fact_number(c, (double)count);
}

const struct expression_host_function fact_functions_units[] = {
    {"name", "nt", 1, 4, fact_name, "k[, class, node, period]",
     "who has place k (-1: the last); all that share it"},
    {"unit", "nt", 1, 4, fact_code, "k[, class, node, period]",
     "code of the unit at place k, for further facts: value(unit(1), \"a\")"},
    {"names", "nt", 1, 4, fact_names, "n[, class, node, period]",
     "the first n units, or the last -n"},
    {"score", "aa", 1, 4, fact_score, "k or unit[, class, node, period]",
     "score of place k, or of a unit"},
    {"rank", "ta", 1, 3, fact_rank, "unit[, node, period]", "rank within its class"},
    {"value", "ta", 2, 3, fact_value, "unit, indicator[, period]",
     "value of an indicator in its unit of measurement"},
    {"class", "t", 1, 1, fact_class, "unit", "name of its class"},
    {"tier", "t", 1, 1, fact_tier, "unit", "its tier"},
    {"low", "t", 1, 1, fact_low, "unit", "best rank of its interval"},
    {"high", "t", 1, 1, fact_high, "unit", "worst rank of its interval"},
    {"strongest", "ta", 1, 2, fact_strongest, "unit[, period]", "dimension in which it ranks best"},
    {"weakest", "ta", 1, 2, fact_weakest, "unit[, period]", "dimension in which it ranks worst"},
    {"title", "t", 1, 1, fact_title, "node", "what it is called"},
    {"measure", "t", 1, 1, fact_measure, "indicator", "its unit of measurement"},
    {"weight", "ta", 1, 3, fact_weight, "node[, class, period]", "its weight in the whole, 0 to 1"},
    {"units", "t", 0, 1, fact_units, "[class]", "how many units"},
    {"ranked", "aa", 0, 2, fact_ranked, "[class, period]", "how many have a rank"},
    {"mean_score", "aa", 0, 3, fact_mean_score, "[class, node, period]", "mean of the scores"},
    {"median_score", "aa", 0, 3, fact_median_score, "[class, node, period]",
     "median of the scores"},
    {"above", "na", 1, 4, fact_above, "x[, class, node, period]", "how many score x or more"},
    {"in_tier", "ta", 1, 3, fact_in_tier, "tier[, class, period]", "how many are in a tier"},
};
const size_t n_fact_functions_units = sizeof fact_functions_units / sizeof *fact_functions_units;
