/* SPDX-License-Identifier: MIT */
/*
 * Methods of plugins: the driver that the registry calls. Each call is a worker of its own, which
 * inherits parameters and columns, and writes its results between guard zones.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/plugin_internal.h"

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

/* Who asked, and is told. */
struct asker {
    char *why;
    size_t why_size;
    void (*warn)(void *warn_data, size_t column, const char *text);
    void *warn_data;
    size_t n_columns;
};

#define ASKER(call, columns)                                                                       \
    {                                                                                              \
        (call)->why, (call)->why_size, (call)->warn, (call)->warn_data, columns                    \
    }

/* One call: what the parent asked, and where the results go. */
struct request {
    const struct method *method;
    struct plugin_method *self;
    union any_call call; /* a copy of the caller's */
    struct asker asker;
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

/* Calls the function of its stage, whose results go to out. */
static int ask(const struct heng_method *d, struct request *r, double *scratch, char *why,
               struct plugin_remarks *remarks)
{
#define PREPARE(call, results)                                                                     \
    do {                                                                                           \
        (call).results = guarded_slice(&r->out, 0);                                                \
        (call).scratch = scratch;                                                                  \
        (call).why = why;                                                                          \
        (call).why_size = PLUGIN_WHY_MAX;                                                          \
        (call).warn = plugin_remark;                                                               \
        (call).warn_data = remarks;                                                                \
    } while (0)
    if (d->column) {
        PREPARE(r->call.column, y);
        return d->column(&r->call.column);
    }
    if (d->weigh) {
        PREPARE(r->call.weigh, w);
        return d->weigh(&r->call.weigh);
    }
    PREPARE(r->call.aggregate, y);
    return d->aggregate(&r->call.aggregate);
#undef PREPARE
}

/* Zeroed; NULL when it wants more than there is. */
static double *make_scratch(const struct heng_method *d, const struct request *r, struct error *e)
{
    size_t doubles = d->scratch ? d->scratch(r->n_scratch, r->m_scratch) : 0;
    double *scratch = NULL;
    if (doubles <= PLUGIN_SCRATCH_MAX / sizeof *scratch)
        scratch = calloc(doubles + 1, sizeof *scratch);
    if (!scratch)
        error_set(e, ERR_PART, "no memory for its scratch of %zu numbers", doubles);
    return scratch;
}

/* The message: answer, why, remarks. */
static void send_answer(struct worker *w, int answer, char why[PLUGIN_WHY_MAX],
                        const struct plugin_remarks *remarks)
{
    why[PLUGIN_WHY_MAX - 1] = '\0';
    plugin_clean(why);
    serialise_int(&w->message, answer);
    serialise_text(&w->message, why);
    plugin_remarks_serialise(&w->message, remarks);
}

static int answer_request(struct worker *w, void *arg, struct error *e)
{
    struct request *r = arg;
    const struct plugin *plugin = r->self->plugin;
    const struct heng_plugin *p;
    const struct heng_method *d;
    struct plugin_environment world;
    struct plugin_remarks remarks = {0};
    char why[PLUGIN_WHY_MAX] = "";
    double *scratch;
    int answer, status;
    guarded_preset(&r->out);
    status = plugin_load_again(w, plugin, &world, &p, e);
    if (status)
        return status;
    d = find_method(p, r->method->desc);
    if (!d)
        return error_set(e, ERR_PART, "it describes itself differently each time it is loaded");
    plugin_place(w, "method %s", d->name);
    scratch = make_scratch(d, r, e);
    if (!scratch)
        return e->status;
    answer = ask(d, r, scratch, why, &remarks);
    plugin_world_restore(&world);
    send_answer(w, answer, why, &remarks);
    return OK; /* what was allocated ends with the worker */
}

/* ---- in the parent ------------------------------------------------------- */

/* Reads the message; an error when it is damaged. */
static int read_answer(struct request *r, const struct str *message, int *answer, struct error *e)
{
    struct arena *a = arena_new();
    struct deserialiser u = {.p = message->s,
                             .end = message->s + message->n,
                             .arena = a,
                             .failed = message->n == 0 || !a,
                             .short_of_memory = !a};
    const char *text = NULL;
    if (!u.failed) {
        *answer = (int)deserialise_int_in(&u, HENG_OK, HENG_FAIL);
        text = deserialise_text(&u);
        plugin_remarks_tell(&u, r->asker.n_columns, r->asker.warn, r->asker.warn_data);
    }
    heng_answer(r->asker.why, r->asker.why_size, *answer, "%s", text ? text : "");
    arena_free(a);
    return u.failed ? deserialise_refuse(&u, r->self->plugin->name,
                                         "its answer is none, or arrived damaged", e)
                    : OK;
}

static int fail(const struct request *r, int status, const char *text, struct error *e)
{
    error_set(e, error_as(status, ERR_PART), "%s", text);
    return heng_answer(r->asker.why, r->asker.why_size, HENG_FAIL, "%s", text);
}

/*
 * Runs the request and copies n results to `to`. On HENG_FAIL e and the asker's why say what
 * happened; the registry adds the method's name.
 */
static int run_request(struct request *r, double *to, size_t n, struct error *e)
{
    const char *why = r->asker.why_size > 0 ? r->asker.why : NULL;
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
        return fail(r, ERR_PART, r->self->stopped.text, e);
    if (!guarded_new(&r->out, 1, n))
        return fail(r, ERR_MEMORY, "out of memory", e);
    if (workers_run(&job, 1, 1, &failed))
        answer = fail(r, failed.status, failed.text, e);
    else if (job.end != WORKER_DONE)
        answer = fail(r, job.error.status, job.error.text, e);
    else if (guarded_broken(&r->out) < r->out.n_slices)
        answer = fail(r, ERR_PART, "it wrote outside its output", e);
    else if (read_answer(r, &job.message, &answer, &failed))
        answer = fail(r, failed.status, failed.text, e);
    else if (answer == HENG_FAIL)
        error_set(e, ERR_PART, "%s", why && why[0] ? why : "it does not say why");
    else
        memcpy(to, guarded_slice(&r->out, 0), n * sizeof *to);
    if (job.end == WORKER_TIMEOUT)
        r->self->stopped = job.error;
    str_fini(&job.message);
    guarded_free(&r->out);
    return answer;
}

static int drive_column(const struct method *m, struct heng_column_call *call, struct error *e)
{
    struct request r = {.method = m,
                        .self = m->self,
                        .call.column = *call,
                        .asker = ASKER(call, 1),
                        .n_scratch = call->n + call->n_base,
                        .m_scratch = 1};
    return run_request(&r, call->y, call->n, e);
}

static int drive_weigh(const struct method *m, struct heng_weigh_call *call, struct error *e)
{
    struct request r = {.method = m,
                        .self = m->self,
                        .call.weigh = *call,
                        .asker = ASKER(call, call->m),
                        .n_scratch = call->n,
                        .m_scratch = call->m};
    return run_request(&r, call->w, call->m, e);
}

static int drive_aggregate(const struct method *m, struct heng_aggregate_call *call,
                           struct error *e)
{
    struct request r = {.method = m,
                        .self = m->self,
                        .call.aggregate = *call,
                        .asker = ASKER(call, call->m),
                        .n_scratch = call->n,
                        .m_scratch = call->m};
    return run_request(&r, call->y, call->n, e);
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
