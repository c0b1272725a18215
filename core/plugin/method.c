/* SPDX-License-Identifier: MIT */
/*
 * Methods of plugins: the driver that the registry calls. Each call is a worker of its own, which
 * inherits parameters and columns, and writes its results between guard zones.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/plugin_internal.h"

enum { WARNINGS_MAX = 256 };

/* What method->self points to. */
struct plugin_method {
    const struct plugin *plugin;
    struct worker_limits limits;
    struct error
        stopped; /* at the time limit: it is not called again, lest each call takes as long */
};

union any_call {
    struct heng_column_call column;
    struct heng_weigh_call weigh;
    struct heng_aggregate_call aggregate;
};

/* One call: what the parent asked, and where the results go. */
struct request {
    const struct method *method;
    struct plugin_method *self;
    const void *params;
    union any_call call; /* a copy of the caller's */
    struct guarded out;
    size_t n_scratch, m_scratch; /* what scratch() is asked for */
};

/* ---- in the worker ------------------------------------------------------- */

static const struct heng_method *find_method(const struct heng_plugin *p,
                                             const struct heng_method *like)
{
    const struct heng_method *m;
    for (size_t i = 0; (m = plugin_part(p->methods, i)) != NULL; i++)
        if (m->stage == like->stage && strcmp(m->name, like->name) == 0)
            return m->params_size == like->params_size && m->n_params == like->n_params ? m : NULL;
    return NULL;
}

struct warnings {
    struct str text; /* packed: column, text */
    size_t n;
};

static void keep_warning(struct heng_weigh_call *call, size_t column, const char *text)
{
    struct warnings *all = call->warn_data;
    char clean[PLUGIN_WHY_MAX];
    if (!text || all->n == WARNINGS_MAX)
        return;
    snprintf(clean, sizeof clean, "%s", text);
    plugin_clean(clean);
    serialise_int(&all->text, column < call->m ? (int64_t)column : -1);
    serialise_text(&all->text, clean);
    all->n++;
}

static int call_column(const struct heng_method *d, struct request *r, double *scratch, char *why)
{
    struct heng_column_call *c = &r->call.column;
    c->y = guarded_slice(&r->out, 0);
    c->scratch = scratch;
    c->why = why;
    c->why_size = PLUGIN_WHY_MAX;
    return d->column(r->params, c);
}

static int call_weigh(const struct heng_method *d, struct request *r, double *scratch, char *why,
                      struct warnings *warnings)
{
    struct heng_weigh_call *c = &r->call.weigh;
    c->w = guarded_slice(&r->out, 0);
    c->scratch = scratch;
    c->why = why;
    c->why_size = PLUGIN_WHY_MAX;
    c->warn = keep_warning;
    c->warn_data = warnings;
    return d->weigh(r->params, c);
}

static int call_aggregate(const struct heng_method *d, struct request *r, double *scratch,
                          char *why)
{
    struct heng_aggregate_call *c = &r->call.aggregate;
    c->y = guarded_slice(&r->out, 0);
    c->scratch = scratch;
    c->why = why;
    c->why_size = PLUGIN_WHY_MAX;
    return d->aggregate(r->params, c);
}

/* Zeroed; NULL when it wants more than there is. */
static double *make_scratch(const struct heng_method *d, const struct request *r, struct error *e)
{
    size_t doubles = d->scratch ? d->scratch(r->n_scratch, r->m_scratch) : 0;
    double *scratch = NULL;
    if (doubles <= PLUGIN_STATE_MAX / sizeof *scratch)
        scratch = calloc(doubles + 1, sizeof *scratch);
    if (!scratch)
        error_set(e, ERR_PART, "no memory for its scratch of %zu numbers", doubles);
    return scratch;
}

/* The message: answer, why, number of warnings, and each of them. */
static int send_answer(struct worker *w, int answer, char why[PLUGIN_WHY_MAX],
                       const struct warnings *warnings, struct error *e)
{
    why[PLUGIN_WHY_MAX - 1] = '\0';
    plugin_clean(why);
    serialise_int(&w->message, answer);
    serialise_text(&w->message, why);
    serialise_int(&w->message, (int64_t)warnings->n);
    if (warnings->n > 0)
        str_add_bytes(&w->message, warnings->text.s, warnings->text.n);
    return warnings->text.failed ? error_no_memory(e) : OK;
}

static int answer_request(struct worker *w, void *arg, struct error *e)
{
    struct request *r = arg;
    const struct plugin *plugin = r->self->plugin;
    const struct heng_plugin *p;
    const struct heng_method *d;
    struct plugin_environment world;
    struct warnings warnings = {{0}, 0};
    char why[PLUGIN_WHY_MAX] = "";
    double *scratch;
    int answer, status;
    guarded_preset(&r->out);
    status = plugin_load(w, plugin->path, plugin->sha256, &world, &p, e);
    if (status)
        return status;
    d = find_method(p, r->method->desc);
    if (!d)
        return error_set(e, ERR_PART, "it describes itself differently each time it is loaded");
    plugin_place(w, "method %s", d->name);
    scratch = make_scratch(d, r, e);
    if (!scratch)
        return e->status;
    answer = d->column  ? call_column(d, r, scratch, why)
             : d->weigh ? call_weigh(d, r, scratch, why, &warnings)
                        : call_aggregate(d, r, scratch, why);
    plugin_world_restore(&world);
    return send_answer(w, answer, why, &warnings, e); /* what was allocated ends with the worker */
}

/* ---- in the parent ------------------------------------------------------- */

/* Reads the message; an error when it is damaged. */
static int read_answer(struct request *r, const struct str *message, struct heng_weigh_call *weigh,
                       int *answer, char *why, size_t why_size, struct error *e)
{
    struct arena *a = arena_new();
    struct deserialiser u = {.p = message->s,
                             .end = message->s + message->n,
                             .arena = a,
                             .failed = message->n == 0 || !a,
                             .short_of_memory = !a};
    const char *text = NULL;
    int64_t n = 0;
    if (!u.failed) {
        *answer = (int)deserialise_int_in(&u, HENG_OK, HENG_FAIL);
        text = deserialise_text(&u);
        n = deserialise_int_in(&u, 0, weigh ? WARNINGS_MAX : 0);
    }
    for (int64_t i = 0; i < n && !u.failed; i++) {
        int64_t column = deserialise_int_in(&u, -1, (int64_t)r->call.weigh.m - 1);
        const char *warning = deserialise_text(&u);
        if (!u.failed && weigh && weigh->warn && warning)
            weigh->warn(weigh, column < 0 ? SIZE_MAX : (size_t)column, warning);
    }
    if (why && why_size > 0)
        snprintf(why, why_size, "%s", text ? text : "");
    arena_free(a);
    return u.failed ? deserialise_refuse(&u, r->self->plugin->name,
                                         "its answer is none, or arrived damaged", e)
                    : OK;
}

static int fail(struct error *e, char *why, size_t why_size, int status, const char *text)
{
    error_set(e, error_as(status, ERR_PART), "%s", text);
    if (why && why_size > 0)
        snprintf(why, why_size, "%s", text);
    return HENG_FAIL;
}

/*
 * Runs the request and copies n results to `to`. why: the caller's. On HENG_FAIL e and why say
 * what happened; the registry adds the method's name.
 */
static int run_request(struct request *r, double *to, size_t n, struct heng_weigh_call *weigh,
                       char *why, size_t why_size, struct error *e)
{
    char name[128];
    struct worker_job job = {.name = name,
                             .fn = answer_request,
                             .arg = r,
                             .trust = WORKER_PLUGIN,
                             .limits = r->self->limits};
    int answer = HENG_FAIL;
    struct error failed = {0};
    snprintf(name, sizeof name, "plugin %s", r->self->plugin->name);
    if (r->self->stopped.status)
        return fail(e, why, why_size, ERR_PART, r->self->stopped.text);
    if (!guarded_new(&r->out, 1, n))
        return fail(e, why, why_size, ERR_MEMORY, "out of memory");
    if (workers_run(&job, 1, 1, &failed))
        answer = fail(e, why, why_size, failed.status, failed.text);
    else if (job.end != WORKER_DONE)
        answer = fail(e, why, why_size, job.error.status, job.error.text);
    else if (guarded_broken(&r->out) < r->out.n_slices)
        answer = fail(e, why, why_size, ERR_PART, "it wrote outside its output");
    else if (read_answer(r, &job.message, weigh, &answer, why, why_size, &failed))
        answer = fail(e, why, why_size, failed.status, failed.text);
    else if (answer == HENG_FAIL)
        error_set(e, ERR_PART, "%s", why && why_size && why[0] ? why : "it does not say why");
    else
        memcpy(to, guarded_slice(&r->out, 0), n * sizeof *to);
    if (job.end == WORKER_TIMEOUT)
        r->self->stopped = job.error;
    str_fini(&job.message);
    guarded_free(&r->out);
    return answer;
}

static int drive_column(const struct method *m, const void *params, struct heng_column_call *call,
                        struct error *e)
{
    struct request r = {.method = m,
                        .self = m->self,
                        .params = params,
                        .call.column = *call,
                        .n_scratch = call->n + call->n_base,
                        .m_scratch = 1};
    return run_request(&r, call->y, call->n, NULL, call->why, call->why_size, e);
}

static int drive_weigh(const struct method *m, const void *params, struct heng_weigh_call *call,
                       struct error *e)
{
    struct request r = {.method = m,
                        .self = m->self,
                        .params = params,
                        .call.weigh = *call,
                        .n_scratch = call->n,
                        .m_scratch = call->m};
    return run_request(&r, call->w, call->m, call, call->why, call->why_size, e);
}

static int drive_aggregate(const struct method *m, const void *params,
                           struct heng_aggregate_call *call, struct error *e)
{
    struct request r = {.method = m,
                        .self = m->self,
                        .params = params,
                        .call.aggregate = *call,
                        .n_scratch = call->n,
                        .m_scratch = call->m};
    return run_request(&r, call->y, call->n, NULL, call->why, call->why_size, e);
}

static void drive_restart(const struct method *m)
{
    ((struct plugin_method *)m->self)->stopped = (struct error){0};
}

static const struct method_driver driver = {drive_weigh, drive_column, drive_aggregate,
                                            drive_restart};

int plugin_register_methods(struct arena *a, const struct plugin *p,
                            const struct worker_limits *limits, struct registry *r, struct error *e)
{
    for (size_t i = 0; i < p->n_methods; i++) {
        struct plugin_method *self = arena_alloc(a, sizeof *self);
        struct method m = {p->methods[i], p->path, p->sha256, &driver, self};
        int status;
        if (!self)
            return error_no_memory(e);
        self->plugin = p;
        self->limits = limits ? *limits : worker_default_limits;
        status = registry_add(r, &m, e);
        if (status)
            return error_prefix(e, "%s", p->path);
    }
    return OK;
}
