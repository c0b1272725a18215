/* SPDX-License-Identifier: MIT */
/* Running the analyses of a plan: their columns gathered, their findings kept. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "data/period.h"
#include "data/text_index.h"
#include "methods/lines.h"
#include "run/pipeline_internal.h"

/* One call: some units (a class, or all) in some periods. */
struct analysing {
    struct results *r;
    const struct analysis *a;
    struct findings *to;
    struct arena *arena; /* of the call */
    size_t class;        /* NONE: all units */
    const size_t *periods;
    size_t n_periods;
    size_t *positions, n;                   /* units: those that are not set aside throughout */
    const struct analysis_column **columns; /* those that are not set aside */
    size_t m;
    struct heng_analyse_call c;
    bool too_many; /* lines, for all calls together */
    char why[WHY_MAX];
};

/* "analysis gini (市辖区, 2019)" */
static const char *title_of(const struct analysing *g)
{
    const struct plan *p = g->r->plan;
    const char *label = g->class == NONE ? "" : p->classes[g->class].label;
    const char *time = g->n_periods == 1 ? p->table->periods[g->periods[0]] : "";
    const char *text =
        arena_printf(g->r->arena, "analysis %s%s%s%s%s%s", g->a->name, *label || *time ? " (" : "",
                     label, *label && *time ? ", " : "", time, *label || *time ? ")" : "");
    return text ? text : "";
}

static void tell(const struct analysing *g, struct messages *to, const char *text)
{
    messages_add_once(to, OK, "%s: %s: %s", title_of(g), g->a->method->desc->name, text);
}

/* ---- what a call sees ------------------------------------------------------------------------ */

static bool is_aside(const struct analysing *g, size_t position)
{
    for (size_t t = 0; t < g->n_periods; t++)
        if (!g->r->unit_excluded[results_row(g->r, g->periods[t], position)])
            return false;
    return true;
}

/* What [screen] has set aside is as if it had never been there. */
static bool choose(struct analysing *g)
{
    const struct results *r = g->r;
    struct reference_group units = {0, r->n_units};
    if (g->class != NONE)
        units = (struct reference_group){r->plan->classes[g->class].first,
                                         r->plan->classes[g->class].n};
    g->positions = arena_array(g->arena, units.n, sizeof *g->positions);
    g->columns = arena_array(g->arena, g->a->m, sizeof *g->columns);
    if (!g->positions || !g->columns)
        return false;
    for (size_t i = units.first; i < units.first + units.n; i++)
        if (!is_aside(g, i))
            g->positions[g->n++] = i;
    for (size_t i = 0; i < g->a->m; i++) {
        const struct analysis_column *c = &g->a->columns[i];
        if (c->node == NONE || !r->node_excluded[c->node])
            g->columns[g->m++] = c;
    }
    return true;
}

/* One value a unit and period: of a column of the results, or of the table. */
static double *gather_rows(struct analysing *g, const double *column, bool of_table)
{
    const struct results *r = g->r;
    double *v = arena_array(g->arena, g->n * g->n_periods, sizeof *v);
    for (size_t t = 0; v && t < g->n_periods; t++)
        for (size_t i = 0; i < g->n; i++) {
            size_t row = g->periods[t] * r->n_units;
            size_t unit = of_table ? r->plan->order[g->positions[i]] : g->positions[i];
            v[t * g->n + i] = r->unit_excluded[row + g->positions[i]] ? NAN : column[row + unit];
        }
    return v;
}

static const double *column_of(const struct analysing *g, const struct analysis_column *c)
{
    const struct results *r = g->r;
    const struct node *n;
    const double *const *const stages[] = {r->raw, r->imputed, r->treated,
                                           (const double *const *)r->normalised};
    if (c->node == NONE)
        return r->plan->table->variables[c->variable].v;
    n = &r->plan->tree.nodes[c->node];
    return n->kind == NODE_AGGREGATE ? r->score[c->node] : stages[g->a->data][n->indicator];
}

static bool set_columns(struct analysing *g)
{
    const struct tree *t = &g->r->plan->tree;
    size_t m = g->m;
    const double **x = arena_array(g->arena, m, sizeof *x);
    const char **ids = arena_array(g->arena, m, sizeof *ids);
    const char **parents = arena_array(g->arena, m, sizeof *parents);
    int *direction = arena_array(g->arena, m, sizeof *direction);
    if (!x || !ids || !parents || !direction)
        return false;
    g->c.parents = parents;
    for (size_t j = 0; j < m; j++) {
        const struct analysis_column *c = g->columns[j];
        const struct node *n = c->node == NONE ? NULL : &t->nodes[c->node];
        x[j] = gather_rows(g, column_of(g, c), !n);
        ids[j] = c->id;
        direction[j] = HENG_POSITIVE;
        if (n && g->a->data != ANALYSE_NORMALISED && !n->near.kind)
            direction[j] = n->direction;
        if (n && n->parent != NONE)
            parents[j] = t->nodes[n->parent].id;
        else
            g->c.parents = NULL;
    }
    g->c.m = m;
    g->c.x = x;
    g->c.ids = ids;
    g->c.direction = direction;
    g->c.score = gather_rows(g, g->r->score[g->a->node], false);
    return !arena_failed(g->arena);
}

static bool set_units(struct analysing *g)
{
    const struct plan *p = g->r->plan;
    const char **codes = arena_array(g->arena, g->n, sizeof *codes);
    const char **labels = arena_array(g->arena, g->n_periods, sizeof *labels);
    double *period = arena_array(g->arena, g->n_periods, sizeof *period);
    if (!codes || !labels || !period)
        return false;
    for (size_t i = 0; i < g->n; i++)
        codes[i] = plan_unit_code(p, g->positions[i]);
    for (size_t i = 0; i < g->n_periods; i++)
        labels[i] = p->table->periods[g->periods[i]];
    period_positions(labels, g->n_periods, period);
    g->c.n_units = g->n;
    g->c.n_periods = g->n_periods;
    g->c.n = g->n * g->n_periods;
    g->c.codes = codes;
    g->c.periods = labels;
    g->c.period = period;
    if (g->a->population != NONE &&
        !(g->c.population = gather_rows(g, p->table->variables[g->a->population].v, true)))
        return false;
    return true;
}

/* A unit stands where the first of the periods with both figures says. */
static bool set_places(struct analysing *g)
{
    const struct variable *v = g->r->plan->table->variables;
    size_t n = g->n;
    double *lon, *lat;
    if (g->a->longitude == NONE)
        return true;
    lon = gather_rows(g, v[g->a->longitude].v, true);
    lat = gather_rows(g, v[g->a->latitude].v, true);
    if (!lon || !lat)
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t t = 1; t < g->n_periods && (isnan(lon[i]) || isnan(lat[i])); t++) {
            lon[i] = lon[t * n + i];
            lat[i] = lat[t * n + i];
        }
    g->c.longitude = lon;
    g->c.latitude = lat;
    return true;
}

/* Groups in the order in which they are met; units without a text are one, labelled "". */
static bool set_group(struct analysing *g, const struct attribute *by, struct heng_grouping *to)
{
    const size_t *order = g->r->plan->order;
    uint32_t *of = arena_array(g->arena, g->n, sizeof *of);
    const char **labels = arena_array(g->arena, g->n, sizeof *labels);
    struct text_index known = {0};
    bool done = of && labels;
    *to = (struct heng_grouping){.name = by->name, .of = of, .labels = labels};
    for (size_t i = 0; done && i < g->n; i++) {
        const char *label = by->v[order[g->positions[i]]];
        size_t k;
        done = text_index_put(&known, label, strlen(label), &k) == OK;
        if (!done)
            break;
        if (k == to->n)
            labels[to->n++] = label;
        of[i] = (uint32_t)k;
    }
    text_index_fini(&known);
    return done;
}

static bool set_groups(struct analysing *g)
{
    struct heng_grouping *by = arena_array(g->arena, g->a->n_by, sizeof *by);
    if (!by)
        return false;
    for (size_t i = 0; i < g->a->n_by; i++)
        if (!set_group(g, &g->r->plan->table->attributes[g->a->by[i]], &by[i]))
            return false;
    g->c.by = g->a->n_by ? by : NULL;
    g->c.n_by = g->a->n_by;
    return true;
}

/* ---- weights ------------------------------------------------------------ */

/* Of the columns within the node, sum 1; false where one is undefined. */
static bool weights_of(const struct analysing *g, size_t block, size_t period, double *w)
{
    const struct results *r = g->r;
    double sum = 0;
    for (size_t j = 0; j < g->m; j++) {
        w[j] = r->effective[weight_index(r, block, period, g->columns[j]->node)];
        sum += w[j];
    }
    for (size_t j = 0; j < g->m; j++)
        w[j] /= sum;
    return sum > 0;
}

/* What is wrong with the weights, or NULL: they are in g->c.w. */
static const char *set_weights(struct analysing *g, struct error *e)
{
    const struct results *r = g->r;
    size_t first = g->class == NONE ? 0 : results_block(r, g->class);
    size_t last = g->class == NONE ? r->n_blocks - 1 : first;
    double *w = arena_array(g->arena, g->m, sizeof *w);
    double *other = arena_array(g->arena, g->m, sizeof *other);
    if (!w || !other) {
        error_no_memory(e);
        return "out of memory";
    }
    if (!weights_of(g, first, g->periods[0], w))
        return "the weights of its columns are undefined";
    for (size_t b = first; b <= last; b++)
        for (size_t t = 0; t < g->n_periods; t++) {
            if (!weights_of(g, b, g->periods[t], other))
                return "the weights of its columns are undefined";
            if (memcmp(w, other, g->m * sizeof *w))
                return b > first ? "the weights of its columns differ between classes"
                                 : "the weights of its columns differ between periods";
        }
    g->c.w = w;
    return NULL;
}

/* ---- findings ----------------------------------------------------------- */

static void put(struct heng_analyse_call *c, const char *const *text, const double *v)
{
    struct analysing *g = c->put_data;
    const struct heng_method *d = g->a->method->desc;
    struct arena *arena = g->r->arena; /* which remembers that memory ran out */
    struct findings *to = g->to;
    size_t n_texts = 0, n;
    const char **texts;
    double *numbers;
    struct finding *more;
    if (to->n == ANALYSE_LINES_MAX) {
        g->too_many = true;
        return;
    }
    for (size_t k = 0; k < d->analysis->n_fields; k++)
        n_texts += method_field(d, k)->is_text != 0;
    n = d->analysis->n_fields - n_texts;
    texts = arena_array(arena, n_texts, sizeof *texts);
    numbers = arena_array(arena, n, sizeof *numbers);
    more = arena_grow(arena, to->v, to->n, &to->cap, sizeof *more);
    if (!texts || !numbers || !more)
        return;
    for (size_t k = 0; k < n_texts; k++) {
        const char *said = text[k] ? text[k] : "";
        const char *before = to->n ? to->v[to->n - 1].text[k] : NULL;
        texts[k] = text_equal(before, said) ? before : arena_strdup(arena, said);
        if (!texts[k])
            return;
    }
    for (size_t k = 0; k < n; k++)
        numbers[k] = v[k];
    to->v = more;
    to->v[to->n++] = (struct finding){
        g->class, method_traits(d) & HENG_OF_PERIODS ? NONE : g->periods[0], texts, numbers};
}

static void warn(void *warn_data, size_t column, const char *text)
{
    const struct analysing *g = warn_data;
    (void)column;
    tell(g, &g->r->plan->warnings, text);
}

/* ---- calls -------------------------------------------------------------- */

static bool set_scratch(struct analysing *g)
{
    const size_t least = method_scratch(g->a->method, g->c.n, g->c.m);
    size_t room;
    g->c.scratch = arena_array(g->arena, least, sizeof(double));
    if (!g->c.scratch)
        return false;
    room = method_analyse_room(g->a->method, g->a->params, &g->c);
    if (room > least)
        g->c.scratch = arena_array(g->arena, room, sizeof(double));
    return g->c.scratch != NULL;
}

static int prepare(struct analysing *g, struct error *e)
{
    if (!choose(g) || !set_columns(g) || !set_units(g) || !set_places(g) || !set_groups(g))
        return error_no_memory(e);
    g->c.put = put;
    g->c.warn = warn;
    g->c.put_data = g->c.warn_data = g;
    g->c.why = g->why;
    g->c.why_size = sizeof g->why;
    return set_scratch(g) ? OK : error_no_memory(e);
}

/* The method over what is prepared. ERR_PART: it failed. */
static int call(struct analysing *g, struct error *e)
{
    struct plan *p = g->r->plan;
    struct error failed = {0};
    const char *lacks = g->a->weighted && g->m ? set_weights(g, &failed) : NULL;
    int answer;
    if (failed.status)
        return error_no_memory(e);
    if (lacks && method_traits(g->a->method->desc) & HENG_OF_WEIGHTED) {
        tell(g, &p->warnings, lacks);
        return OK;
    }
    if (lacks)
        tell(g, &p->notes, lacks);
    answer = method_analyse(g->a->method, g->a->params, &g->c, &failed);
    if (answer != HENG_FAIL && g->too_many) {
        error_set(&failed, ERR_PART, "%s: found more lines than the %s that are kept",
                  g->a->method->desc->name, ANALYSE_LINES_LIMIT);
        answer = HENG_FAIL;
    }
    if (answer == HENG_FAIL) {
        messages_add(&p->failures, ERR_PART, "%s: %s: %s", g->a->where, title_of(g), failed.text);
        g->to->failed = true;
        return ERR_PART;
    }
    if (g->why[0])
        tell(g, answer == HENG_UNDEFINED ? &p->warnings : &p->notes, g->why);
    return OK;
}

static int analyse(struct results *r, size_t k, size_t class, const size_t *periods,
                   size_t n_periods, struct error *e)
{
    struct analysing g = {.r = r,
                          .a = &r->plan->analyses[k],
                          .to = &r->findings[k],
                          .class = class,
                          .periods = periods,
                          .n_periods = n_periods};
    int status;
    g.arena = arena_new();
    status = g.arena ? prepare(&g, e) : error_no_memory(e);
    if (!status)
        status = call(&g, e);
    arena_free(g.arena);
    return status;
}

/* Class by class, period by period, as the method and the profile want it. */
static int run_one(struct results *r, size_t k, struct error *e)
{
    const struct analysis *a = &r->plan->analyses[k];
    bool all = a->options.scope == ANALYSE_ALL;
    bool panel = method_traits(a->method->desc) & HENG_OF_PERIODS;
    size_t step = panel ? a->n_periods : 1;
    int status = OK;
    for (size_t c = 0; !status && c < (all ? 1 : r->plan->n_classes); c++)
        for (size_t t = 0; !status && t < a->n_periods; t += step)
            status = analyse(r, k, all ? NONE : c, a->periods + t, step, e);
    return status == ERR_PART ? OK : status;
}

int run_analyses(struct results *r, struct error *e)
{
    size_t n = r->plan->n_analyses;
    int status = OK;
    r->findings = arena_array(r->arena, n, sizeof *r->findings);
    if (!r->findings)
        return error_no_memory(e);
    for (size_t k = 0; !status && k < n; k++)
        status = run_one(r, k, e);
    return status;
}
