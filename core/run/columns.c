/* SPDX-License-Identifier: MIT */
/* The raw values of every indicator: from the table, a formula, a plugin or a script. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "plan/problems.h"
#include "run/pipeline_internal.h"
#include "stats/stats.h"

/* Columns in the table's own order, before they are put class by class. */
struct sources {
    struct dimension_job *jobs; /* one a part */
    double **formulas, **script;
    bool *formula_failed, *script_failed;
};

static int prepare_job(struct results *r, const struct dimension_part *part,
                       struct dimension_job *job, struct error *e)
{
    const struct heng_dimension *d = part->dimension;
    const double **in = arena_array(r->arena, d->n_inputs, sizeof *in);
    job->plugin = part->plugin;
    job->dimension = d;
    job->params = d->params_size ? part->params : NULL;
    job->n_units = r->n_units;
    job->n_periods = r->n_periods;
    job->codes = (const char *const *)r->plan->table->codes;
    job->periods = (const char *const *)r->plan->table->periods;
    job->out = new_columns(r, d->n_indicators, r->arena);
    job->in = in;
    if (!in || !job->out)
        return error_no_memory(e);
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct variable *v = table_variable(r->plan->table, d->inputs[i].name);
        in[i] = v ? v->v : NULL;
    }
    return OK;
}

static int compute_parts(struct results *r, struct sources *s, struct error *e)
{
    struct plan *p = r->plan;
    int status = OK;
    s->jobs = arena_array(r->arena, p->n_parts, sizeof *s->jobs);
    if (!s->jobs)
        return error_no_memory(e);
    for (size_t i = 0; !status && i < p->n_parts; i++)
        status = prepare_job(r, &p->parts[i], &s->jobs[i], e);
    if (!status && p->n_parts)
        status = plugins_compute(s->jobs, p->n_parts, &p->limits, p->jobs, e);
    for (size_t i = 0; i < p->n_parts; i++) {
        struct dimension_job *job = &s->jobs[i];
        if (job->error.status)
            messages_add(&p->failures, error_as(job->error.status, ERR_PART), "dimension %s: %s",
                         p->parts[i].id, job->error.text);
        for (size_t k = 0; k < job->warnings.n; k++)
            messages_add(&p->warnings, OK, "dimension %s: %s", p->parts[i].id,
                         job->warnings.items[k].text);
        p->warnings.lost += job->warnings.lost;
        messages_fini(&job->warnings);
    }
    return status;
}

static int compute_script(struct results *r, struct sources *s, struct error *e)
{
    struct plan *p = r->plan;
    struct error *errors, why;
    size_t n = p->script ? p->script->n_indicators : 0;
    if (!n)
        return OK;
    s->script = new_columns(r, n, r->arena);
    s->script_failed = arena_array(r->arena, n, sizeof *s->script_failed);
    errors = arena_array(r->arena, n, sizeof *errors);
    if (!s->script || !s->script_failed || !errors)
        return error_no_memory(e);
    memset(&why, 0, sizeof why);
    if (script_index(&p->scripts, p->script, p->script_params, p->table, s->script, errors,
                     &p->warnings, &why))
        messages_add(&p->failures, error_as(why.status, ERR_PART), "index %s: %s", p->script->name,
                     why.text);
    else
        for (size_t i = 0; i < n; i++)
            if (errors[i].status)
                messages_add(&p->failures, error_as(errors[i].status, ERR_PART), "index %s: %s",
                             p->script->name, errors[i].text);
    for (size_t i = 0; i < n; i++)
        s->script_failed[i] = why.status || errors[i].status;
    return OK;
}

static int compute_formulas(struct results *r, struct sources *s, struct error *e)
{
    struct plan *p = r->plan;
    struct error *errors;
    int status;
    if (!p->n_formulas)
        return OK;
    s->formulas = new_columns(r, p->n_formulas, r->arena);
    s->formula_failed = arena_array(r->arena, p->n_formulas, sizeof *s->formula_failed);
    errors = arena_array(r->arena, p->n_formulas, sizeof *errors);
    if (!s->formulas || !s->formula_failed || !errors)
        return error_no_memory(e);
    status = script_formulas_each(&p->scripts, p->formulas, p->n_formulas, p->table, s->formulas,
                                  errors, e);
    for (size_t i = 0; !status && i < p->n_formulas; i++)
        if ((s->formula_failed[i] = errors[i].status != OK))
            problems_add_formula(&p->failures, error_as(errors[i].status, ERR_PART),
                                 &p->formulas[i], NULL, errors[i].text);
    return status;
}

static const double *column_of(const struct results *r, const struct sources *s,
                               const struct node *n)
{
    const struct origin *o = &n->origin;
    switch (o->kind) {
    case FROM_VARIABLE:
        return r->plan->table->variables[o->column].v;
    case FROM_FORMULA:
        return s->formulas[o->column];
    case FROM_PLUGIN:
        return s->jobs[o->part].out[o->column];
    case FROM_SCRIPT:
        return s->script[o->column];
    }
    return NULL;
}

/* Whether the data set tells that the column, or one that a formula is made of, failed. */
static bool derivation_failed(const struct results *r, const struct node *n, const size_t *inputs,
                              size_t n_inputs)
{
    const struct table *t = r->plan->table;
    const struct profile_section *s = profile_section(r->plan->profile, "derive");
    if (!s || !r->plan->data->failures.n)
        return false;
    for (size_t i = 0; i < n_inputs; i++)
        if (profile_key(s, t->variables[inputs[i]].name))
            return true;
    return n->origin.kind == FROM_VARIABLE && profile_key(s, t->variables[n->origin.column].name);
}

static bool source_failed(const struct sources *s, const struct node *n)
{
    const struct origin *o = &n->origin;
    switch (o->kind) {
    case FROM_VARIABLE:
        return false;
    case FROM_FORMULA:
        return s->formula_failed[o->column];
    case FROM_PLUGIN:
        return s->jobs[o->part].error.status != OK;
    case FROM_SCRIPT:
        return s->script_failed[o->column];
    }
    return false;
}

/* An indicator without a value, where what it comes from has failed. */
static void mark_failed(struct pipeline *w, const struct sources *s, size_t node, size_t *inputs)
{
    const struct results *r = w->r;
    const struct node *n = &r->plan->tree.nodes[node];
    const size_t n_inputs = formula_inputs(n->formula, r->plan->table, inputs);
    if (stats_count(r->raw[n->indicator], r->n_rows) == 0)
        w->failed[node] = source_failed(s, n) || derivation_failed(r, n, inputs, n_inputs);
}

/* A node all of whose children have failed. */
static void mark_nodes_failed(struct pipeline *w)
{
    const struct tree *t = &w->r->plan->tree;
    for (size_t i = t->n; i-- > 0;) {
        size_t n = 0;
        for (size_t j = 0; j < t->nodes[i].n_children; j++)
            n += w->failed[t->nodes[i].children[j]];
        w->failed[i] = w->failed[i] || (n && n == t->nodes[i].n_children);
    }
}

/* Whether a value that the formula needs is missing in a row of the table. */
static bool input_missing(const struct table *t, const size_t *inputs, size_t n, size_t row)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(t->variables[inputs[i]].v[row]))
            return true;
    return n == 0;
}

/* A value that is made of an estimate is one. */
static enum cell flagged_input(const struct table *t, const size_t *inputs, size_t n, size_t row)
{
    enum cell found = CELL_OBSERVED;
    for (size_t i = 0; i < n; i++)
        if (t->variables[inputs[i]].cell[row] > CELL_BELOW_UNIT)
            found = cell_more_doubtful((enum cell)t->variables[inputs[i]].cell[row], found);
    return found;
}

static enum cell cell_of(const struct results *r, const struct node *n, const size_t *inputs,
                         size_t n_inputs, size_t row, double value)
{
    const struct table *t = r->plan->table;
    if (n->origin.kind == FROM_VARIABLE)
        return (enum cell)t->variables[n->origin.column].cell[row];
    if (!isnan(value))
        return flagged_input(t, inputs, n_inputs, row);
    return input_missing(t, inputs, n_inputs, row) ? CELL_MISSING : CELL_UNDEFINED;
}

static void divide(double *v, uint8_t *cell, const struct variable *per, size_t row)
{
    if (isnan(*v))
        return;
    if (isnan(per->v[row]))
        *cell = CELL_MISSING;
    else if (per->v[row] == 0)
        *cell = CELL_UNDEFINED;
    *v = cell_is_observed(*cell) ? *v / per->v[row] : NAN;
    if (!isfinite(*v)) {
        *v = NAN;
        *cell = *cell == CELL_MISSING ? CELL_MISSING : CELL_UNDEFINED;
    }
}

/* Values that need nothing done to them stay where they are. */
static bool share_column(struct results *r, const struct node *n)
{
    const struct variable *v;
    if (n->origin.kind != FROM_VARIABLE || n->per || !is_in_order(r))
        return false;
    v = &r->plan->table->variables[n->origin.column];
    r->raw[n->indicator] = v->v;
    r->cell[n->indicator] = v->cell;
    return true;
}

static int take_column(struct pipeline *w, const struct sources *s, const struct node *n,
                       size_t *inputs, struct error *e)
{
    struct results *r = w->r;
    const struct plan *p = r->plan;
    const struct variable *per = n->per ? table_variable(p->table, n->per) : NULL;
    const double *from = column_of(r, s, n);
    size_t n_inputs = formula_inputs(n->formula, p->table, inputs);
    double *raw = arena_array(r->arena, r->n_rows, sizeof *raw);
    uint8_t *cell = arena_alloc(r->arena, r->n_rows);
    if (!raw || !cell)
        return error_no_memory(e);
    r->raw[n->indicator] = w->writable_raw[n->indicator] = raw;
    r->cell[n->indicator] = w->writable_cell[n->indicator] = cell;
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t i = 0; i < r->n_units; i++) {
            size_t row = t * r->n_units + p->order[i], to = results_row(r, t, i);
            raw[to] = from[row];
            cell[to] = (uint8_t)cell_of(r, n, inputs, n_inputs, row, from[row]);
            if (per)
                divide(&raw[to], &cell[to], per, row);
        }
    return OK;
}

enum { ZEROS_SHOWN = 5 };

/* Units whose value is undefined because what it is divided by is 0. */
static void tell_zeros(struct results *r, const struct node *n)
{
    const struct plan *p = r->plan;
    const struct variable *per = n->per ? table_variable(p->table, n->per) : NULL;
    struct str names = {0};
    size_t zeros = 0;
    for (size_t k = 0; per && k < r->n_rows; k++) {
        const size_t row = k / r->n_units * r->n_units + p->order[k % r->n_units];
        if (per->v[row] != 0 || r->cell[n->indicator][k] != CELL_UNDEFINED)
            continue;
        if (zeros++ < ZEROS_SHOWN)
            str_printf(&names, "%s%s%s%s%s", zeros > 1 ? ", " : "",
                       p->table->codes[p->order[k % r->n_units]], r->n_periods > 1 ? " (" : "",
                       r->n_periods > 1 ? p->table->periods[k / r->n_units] : "",
                       r->n_periods > 1 ? ")" : "");
    }
    if (zeros)
        messages_add(&r->plan->warnings, OK,
                     "indicator %s: per = %s is 0, and the value undefined, of %zu: %s%s", n->id,
                     n->per, zeros, names.s ? names.s : "", zeros > ZEROS_SHOWN ? " ..." : "");
    if (names.failed)
        arena_fail(r->arena);
    str_fini(&names);
}

int run_columns(struct pipeline *w, struct error *e)
{
    struct results *r = w->r;
    struct sources s = {0};
    size_t *inputs = arena_array(r->arena, r->plan->table->n_variables, sizeof *inputs);
    int status = inputs ? compute_parts(r, &s, e) : error_no_memory(e);
    if (!status)
        status = compute_script(r, &s, e);
    if (!status)
        status = compute_formulas(r, &s, e);
    for (size_t k = 0; !status && k < r->plan->tree.n_indicators; k++) {
        const struct node *n = &r->plan->tree.nodes[r->plan->tree.indicators[k]];
        if (!share_column(r, n))
            status = take_column(w, &s, n, inputs, e);
        if (!status)
            tell_zeros(r, n);
        if (!status)
            mark_failed(w, &s, r->plan->tree.indicators[k], inputs);
    }
    if (!status)
        mark_nodes_failed(w);
    return status;
}
