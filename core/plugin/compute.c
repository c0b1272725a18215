/* SPDX-License-Identifier: MIT */
/*
 * Dimensions computed in workers.
 *
 * A plugin gets pointers to the parent's columns as its own copy-on-write memory: one that writes
 * to its inputs changes them for itself alone. Each period has its own slice of every column, so
 * that not even its own later periods are touched while it keeps to n_rows.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/plugin_internal.h"

struct compute_task {
    struct dimension_job *job;
    char name[160]; /* "plugin economy: dimension production" */
    struct guarded out;
};

/* ---- in the worker ------------------------------------------------------- */

static const struct heng_dimension *find_dimension(const struct heng_plugin *p, const char *name)
{
    const struct heng_dimension *d;
    for (size_t i = 0; (d = plugin_part(p->dimensions, i)) != NULL; i++)
        if (strcmp(d->name, name) == 0)
            return d;
    return NULL;
}

/* The same file ought to describe itself the same each time. */
static bool is_same(const struct heng_dimension *a, const struct heng_dimension *b)
{
    return a && a->n_inputs == b->n_inputs && a->n_indicators == b->n_indicators &&
           a->n_params == b->n_params && a->params_size == b->params_size;
}

struct call {
    struct heng_compute_call c;
    const double **in;
    double **out;
    char why[PLUGIN_WHY_MAX];
    struct plugin_environment world;
    struct plugin_remarks remarks;
};

/* There is no value in this period, whatever was written. */
static void undefine(struct call *c, size_t n_indicators)
{
    for (size_t k = 0; k < n_indicators; k++)
        for (size_t i = 0; i < c->c.n; i++)
            c->out[k][i] = NAN;
}

/* What compute answered; what it said of it is a remark unless it failed. */
static int settle(struct call *c, const struct heng_dimension *d, int answered, struct error *e)
{
    c->why[sizeof c->why - 1] = '\0';
    plugin_clean(c->why);
    if (answered != HENG_OK && answered != HENG_UNDEFINED) {
        if (c->why[0])
            return error_set(e, ERR_PART, "%s", c->why);
        return error_set(e, ERR_PART, "compute answered %d without saying why", answered);
    }
    if (answered == HENG_UNDEFINED)
        undefine(c, d->n_indicators);
    if (c->why[0] || answered == HENG_UNDEFINED)
        plugin_remark(&c->remarks, HENG_NO_COLUMN,
                      c->why[0] ? c->why : "undefined, without saying why");
    return OK;
}

static int compute_period(const struct compute_task *t, const struct heng_dimension *d,
                          struct call *c, size_t period, struct error *e)
{
    const struct dimension_job *job = t->job;
    int answered;
    for (size_t j = 0; j < d->n_inputs; j++)
        c->in[j] = job->in[j] ? job->in[j] + period * job->n_units : NULL;
    for (size_t k = 0; k < d->n_indicators; k++)
        c->out[k] = guarded_slice(&t->out, period * d->n_indicators + k);
    c->why[0] = '\0';
    c->c = (struct heng_compute_call){
        .size = sizeof c->c,
        .params = job->params,
        .why = c->why,
        .why_size = sizeof c->why,
        .warn = plugin_remark,
        .warn_data = &c->remarks,
        .n = job->n_units,
        .in = c->in,
        .out = c->out,
        .codes = job->codes,
        .period = job->periods ? job->periods[period] : "",
    };
    answered = d->compute(&c->c);
    plugin_world_restore(&c->world);
    return settle(c, d, answered, e);
}

static int compute_all(struct worker *w, const struct compute_task *t,
                       const struct heng_dimension *d, struct call *c, struct error *e)
{
    int status = OK;
    for (size_t p = 0; !status && p < t->job->n_periods; p++) {
        plugin_place(w, "compute, period %zu of %zu", p + 1, t->job->n_periods);
        status = compute_period(t, d, c, p, e);
    }
    if (c->world.changed)
        plugin_remark(&c->remarks, HENG_NO_COLUMN,
                      "it changes rounding, flush-to-zero or locale; heng puts them back after "
                      "each call");
    return status;
}

static int compute(struct worker *w, void *arg, struct error *e)
{
    const struct compute_task *t = arg;
    const struct dimension_job *job = t->job;
    const struct heng_plugin *p;
    const struct heng_dimension *d = NULL;
    struct call *c = calloc(1, sizeof *c);
    int status = ERR_MEMORY;
    if (!c)
        return error_no_memory(e);
    guarded_preset(&t->out);
    status = plugin_load_again(w, job->plugin, &c->world, &p, e);
    if (status)
        return status;
    d = find_dimension(p, job->dimension->name);
    if (!is_same(d, job->dimension))
        return error_set(e, ERR_PART, "it describes itself differently each time it is loaded");
    c->in = calloc(d->n_inputs + 1, sizeof *c->in);
    c->out = calloc(d->n_indicators + 1, sizeof *c->out);
    if (!c->in || !c->out)
        return error_no_memory(e);
    status = compute_all(w, t, d, c, e);
    if (!status)
        plugin_remarks_serialise(&w->message, &c->remarks);
    return status; /* what was allocated ends with the worker */
}

/* ---- in the parent ------------------------------------------------------- */

static void clear_output(const struct dimension_job *job)
{
    size_t rows = job->n_units * job->n_periods;
    for (size_t k = 0; k < job->dimension->n_indicators; k++)
        for (size_t i = 0; i < rows; i++)
            job->out[k][i] = NAN;
}

static const struct heng_indicator *indicator_at(const struct heng_dimension *d, size_t k)
{
    const void *at = (const char *)d->indicators + k * d->indicator_stride;
    return at;
}

static const struct heng_input *input_at(const struct heng_dimension *d, size_t j)
{
    const void *at = (const char *)d->inputs + j * d->input_stride;
    return at;
}

/* Copies a slice; infinities and whatever kind of NaN become the one NaN. Returns how many were
   infinite. */
static size_t copy_slice(double *to, const double *from, size_t n)
{
    size_t infinite = 0;
    for (size_t i = 0; i < n; i++) {
        double v = from[i];
        infinite += isinf(v) ? 1 : 0;
        to[i] = isfinite(v) ? v : NAN;
    }
    return infinite;
}

static void take_output(struct compute_task *t)
{
    struct dimension_job *job = t->job;
    size_t m = job->dimension->n_indicators;
    for (size_t k = 0; k < m; k++) {
        size_t infinite = 0;
        for (size_t p = 0; p < job->n_periods; p++)
            infinite += copy_slice(job->out[k] + p * job->n_units,
                                   guarded_slice(&t->out, p * m + k), job->n_units);
        if (infinite > 0)
            messages_add(&job->warnings, OK,
                         "%s: indicator %s: %zu infinite value%s became "
                         "undefined",
                         t->name, indicator_at(job->dimension, k)->id, infinite,
                         infinite == 1 ? "" : "s");
    }
}

/* The `warn` of the parent. */
static void take_remark(void *task, size_t column, const char *text)
{
    struct compute_task *t = task;
    const struct heng_dimension *d = t->job->dimension;
    const bool of_one = column < d->n_indicators;
    messages_add_once(&t->job->warnings, OK, "%s: %s%s%s%s", t->name, of_one ? "indicator " : "",
                      of_one ? indicator_at(d, column)->id : "", of_one ? ": " : "", text);
}

/* Every text was packed as valid UTF-8; the worker is not trusted to have done so. */
static void take_remarks(struct compute_task *t, const struct str *message)
{
    struct arena *a = arena_new();
    struct deserialiser u = {.p = message->s,
                             .end = message->s + message->n,
                             .arena = a,
                             .failed = message->n == 0 || !a,
                             .short_of_memory = !a};
    plugin_remarks_tell(&u, t->job->dimension->n_indicators, take_remark, t);
    if (u.failed)
        deserialise_refuse(&u, t->name, "its report arrived damaged", &t->job->error);
    arena_free(a);
}

static void check_guards(struct compute_task *t)
{
    struct dimension_job *job = t->job;
    size_t m = job->dimension->n_indicators, slice = guarded_broken(&t->out);
    if (slice < t->out.n_slices)
        error_set(&job->error, ERR_PART,
                  "%s: it wrote outside its output, beside indicator %s, "
                  "period %zu of %zu",
                  t->name, indicator_at(job->dimension, slice % m)->id, slice / m + 1,
                  job->n_periods);
}

static void collect(struct compute_task *t, const struct worker_job *w)
{
    struct dimension_job *job = t->job;
    if (w->end != WORKER_DONE) {
        job->error = w->error;
        job->error.status = error_as(w->error.status, ERR_PART);
        return;
    }
    check_guards(t);
    if (job->error.status)
        return;
    take_remarks(t, &w->message);
    if (!job->error.status)
        take_output(t);
}

/* False, with the job's error filled in, when it cannot be started. */
static bool prepare(struct compute_task *t, struct dimension_job *job)
{
    const struct heng_dimension *d = job->dimension;
    size_t slices;
    t->job = job;
    snprintf(t->name, sizeof t->name, "plugin %s: dimension %s", job->plugin->name, d->name);
    memset(&job->error, 0, sizeof job->error);
    memset(&job->warnings, 0, sizeof job->warnings);
    clear_output(job);
    for (size_t j = 0; j < d->n_inputs; j++)
        if (!job->in[j] && !input_at(d, j)->optional) {
            error_set(&job->error, ERR_PART, "%s: the table has no column %s", t->name,
                      input_at(d, j)->name);
            return false;
        }
    if (job->n_units == 0 || job->n_periods == 0)
        return false;
    if (!__builtin_mul_overflow(d->n_indicators, job->n_periods, &slices) &&
        guarded_new(&t->out, slices, job->n_units))
        return true;
    error_set(&job->error, ERR_MEMORY, "%s: out of memory for its output", t->name);
    return false;
}

int plugins_compute(struct dimension_job *jobs, size_t n, const struct worker_limits *limits,
                    size_t parallel, struct error *e)
{
    struct compute_task *tasks = calloc(n + 1, sizeof *tasks);
    struct worker_job *workers = calloc(n + 1, sizeof *workers);
    size_t started = 0;
    int status = OK;
    if (!tasks || !workers) {
        status = error_no_memory(e);
        goto out;
    }
    for (size_t i = 0; i < n; i++) {
        struct compute_task *t = &tasks[started];
        if (!prepare(t, &jobs[i]))
            continue;
        workers[started].name = t->name;
        workers[started].fn = compute;
        workers[started].arg = t;
        workers[started].trust = WORKER_PLUGIN;
        workers[started].shared = t->out.p;
        workers[started].shared_size = t->out.bytes;
        workers[started++].limits = limits ? *limits : worker_default_limits;
    }
    if (started > 0)
        status = workers_run(workers, started, parallel, e);
    for (size_t i = 0; i < started; i++) {
        if (!status)
            collect(&tasks[i], &workers[i]);
        str_fini(&workers[i].message);
        guarded_free(&tasks[i].out);
    }
out:
    free(tasks);
    free(workers);
    return status;
}
