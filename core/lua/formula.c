/* SPDX-License-Identifier: MIT */
/* The formulas of a profile, and the condition that picks units. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua/lua_internal.h"

struct formulas_job {
    const struct script_host *h;
    const struct formula *f;
    size_t n;
    size_t first, end; /* those that one worker computes; it sees the columns of all before */
    const struct table *t;
    double *const *columns; /* shared: n of n_rows */
    unsigned char *failed;  /* n flags */
    unsigned char *keep;    /* of script_where: shared, n_units */
    bool check;             /* only their syntax */
    struct str message;     /* an outcome a formula */
};

static struct formulas_job *job_of(lua_State *L)
{
    return sandbox_of(L)->job;
}

/* ---- in the worker -------------------------------------------------------------------- */

/* (k): computes formula k for all periods. */
static int compute(lua_State *L)
{
    const struct formulas_job *job = job_of(L);
    size_t k = (size_t)lua_tointeger(L, 1), n = job->t->n_units;

    if (k > 0 && !job->check)
        sandbox_names(L); /* whatever the formula before has done to them */
    expression_push(L, job->f[k].text);
    lua_replace(L, 1);
    for (size_t period = 0; !job->check && period < job->t->n_periods; period++) {
        lua_settop(L, 1);
        scope_period(L, period);
        sandbox_reseed(sandbox_of(L), k * job->t->n_periods + period);
        lua_pushvalue(L, 1);
        lua_call(L, 0, LUA_MULTRET);
        if (lua_gettop(L) != 2)
            return luaL_error(L, "the formula yields %d values; one is expected",
                              lua_gettop(L) - 1);
        result_read(L, job->columns[k] + period * n, n);
    }
    return 0;
}

/* "zj.ini:12: name: why", whichever line the message itself begins with. */
static void formula_error(const struct formula *f, const char *why, size_t head, struct error *e)
{
    if (head && strncmp(why, f->where, head) == 0 && strlen(f->where) == head)
        error_set(e, ERR_PROFILE, "%s: %s%s", f->where, f->name, why + head);
    else
        error_set(e, ERR_PROFILE, "%s: %s: %s", f->where, f->name, why);
}

static void set_place(struct sandbox *sb, const struct formula *f)
{
    sb->where = f->where;
    if (sb->worker->place_size)
        snprintf(sb->worker->place, sb->worker->place_size, "%s: %s", f->where, f->name);
}

static int formulas_body(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    struct formulas_job *job = job_of(L);
    char why[1200];
    size_t head;

    for (size_t k = job->first; k < job->end; k++) {
        struct error e = {0};
        sb->scope.n_done = k;
        set_place(sb, &job->f[k]);
        lua_pushcfunction(L, compute);
        lua_pushinteger(L, (lua_Integer)k);
        if (job->failed[k]) {
            lua_pop(L, 2);
        } else if (!sandbox_call(L, 1, 0, why, sizeof why, &head)) {
            job->failed[k] = 1;
            formula_error(&job->f[k], why, head, &e);
        }
        pack_outcome(&job->message, &e);
    }
    return 0;
}

static int formulas_work(struct worker *w, void *arg, struct error *e)
{
    struct formulas_job *job = arg;
    struct error why = {0};
    struct sandbox sb = {.h = job->h, .worker = w};

    sb.scope = (struct scope){.t = job->t,
                              .all = true,
                              .formulas = job->f,
                              .n_formulas = job->n,
                              .columns = job->columns,
                              .failed = job->failed};
    if (sandbox_run(&sb, formulas_body, job, &why))
        why.status = error_as(why.status, ERR_PROFILE);
    pack_outcome(&w->message, &why);
    if (job->message.failed)
        return error_no_memory(e);
    str_add_bytes(&w->message, job->message.s, job->message.n);
    return OK;
}

/* ---- in the parent ---------------------------------------------------------------------- */

/* What the text alone tells; true where it tells of a fault. */
static bool lint(const struct formulas_job *job, size_t k, bool units, struct error *error)
{
    struct scope sc = {.t = job->t,
                       .all = true,
                       .formulas = job->f,
                       .n_formulas = job->n,
                       .n_done = k,
                       .units = units,
                       .condition = units,
                       .function = api_name};
    char why[600];
    const int status = expression_wrong(&sc, job->f[k].text, why, sizeof why);

    *error = (struct error){0};
    if (status)
        error_set(error, status, "%s: %s: %s", job->f[k].where, job->f[k].name, why);
    return status;
}

static int take_outcomes(const struct formulas_job *job, struct deserialiser *u,
                         struct error *errors, struct error *e)
{
    for (size_t k = job->first; k < job->end; k++) {
        int64_t status = deserialise_int_in(u, -128, 0);
        const char *text = deserialise_text(u);
        if (u->failed || !text)
            return deserialise_refuse(u, "formulas", "the report is not well formed", e);
        if (status && !errors[k].status)
            error_set(&errors[k], ERR_PROFILE, "%s", text);
    }
    return OK;
}

/* Those from first to end, in one worker. */
static int run_formulas(struct formulas_job *job, struct error *errors, struct error *e)
{
    struct worker_job run = {0};
    struct deserialiser u;
    struct arena *a = arena_new();
    size_t wrong = 0;
    int status = OK;

    if (!a)
        return error_no_memory_for(e, "formulas");
    job->message = (struct str){0};
    for (size_t k = job->first; k < job->end; k++)
        wrong += job->failed[k] = lint(job, k, false, &errors[k]);
    for (size_t k = job->first; !status && k < job->end; k++)
        if (errors[k].status == ERR_MEMORY)
            status = error_no_memory_for(e, "formulas");
    if (!status && wrong < job->end - job->first) {
        status = script_work(job->h, "formulas", formulas_work, job, a, &run, &u, e);
        if (!status)
            status = take_outcomes(job, &u, errors, e);
    }
    str_fini(&run.message);
    arena_free(a);
    return status;
}

static void clear_column(double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (double)NAN;
}

static void take_column(const double *from, double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = isfinite(from[i]) ? from[i] : (double)NAN;
}

/* One of them has taken all down, by a limit perhaps: each in a worker of its own. */
static int run_apart(struct formulas_job *job, struct error *errors, struct error *e)
{
    int status = OK;

    for (size_t k = 0; status != ERR_MEMORY && k < job->n; k++) {
        struct error own = {0};
        job->first = k;
        job->end = k + 1;
        status = run_formulas(job, errors, &own);
        if (!status)
            continue;
        own.status = error_as(own.status, ERR_PART);
        errors[k] = own;
        clear_column(job->columns[k], job->t->n_rows);
        if (status == ERR_MEMORY)
            *e = own;
    }
    return status == ERR_MEMORY ? status : OK;
}

/* All in one worker; *whole is what ended it. */
static int run_together(struct formulas_job *job, struct error *errors, struct error *whole)
{
    job->first = 0;
    job->end = job->n;
    return job->n ? run_formulas(job, errors, whole) : OK;
}

static int run_each(struct formulas_job *job, struct error *errors, struct error *e)
{
    struct error whole = {0};
    const int status = run_together(job, errors, &whole);

    if (status == ERR_MEMORY)
        *e = whole;
    if (!status || status == ERR_MEMORY)
        return status;
    if (job->n > 1)
        return run_apart(job, errors, e);
    errors[0] = whole;
    errors[0].status = ERR_PART;
    return OK;
}

/* Columns for a worker, what run makes of them, and out of them into out. */
static int evaluate_formulas(struct formulas_job *job, double *const *out, struct error *errors,
                             int (*run)(struct formulas_job *, struct error *, struct error *),
                             struct error *e)
{
    const size_t n = job->n, n_rows = job->t->n_rows, bytes = n * n_rows * sizeof(double);
    double **columns = calloc(n + 1, sizeof *columns), *shared = shared_new(bytes ? bytes : 1);
    struct error local = {0};
    int status = OK;

    e = e ? e : &local;
    job->failed = calloc(n + 1, 1);
    for (size_t k = 0; k < n; k++)
        clear_column(out[k], n_rows);
    if (!columns || !shared || !job->failed) {
        status = error_no_memory_for(e, "formulas");
        goto out;
    }
    for (size_t k = 0; k < n; k++)
        columns[k] = shared + k * n_rows;
    job->columns = columns;
    status = run(job, errors, e);
    for (size_t k = 0; !status && k < n; k++)
        if (!errors[k].status)
            take_column(columns[k], out[k], n_rows);
out:
    free(columns);
    free(job->failed);
    shared_free(shared, bytes ? bytes : 1);
    return status;
}

int script_formulas(const struct script_host *h, const struct formula *f, size_t n,
                    const struct table *t, double *const *out, struct error *errors,
                    struct error *e)
{
    struct formulas_job job = {.h = h, .f = f, .n = n, .t = t};

    return evaluate_formulas(&job, out, errors, run_together, e);
}

int script_formulas_each(const struct script_host *h, const struct formula *f, size_t n,
                         const struct table *t, double *const *out, struct error *errors,
                         struct error *e)
{
    struct formulas_job job = {.h = h, .f = f, .n = n, .t = t};

    return evaluate_formulas(&job, out, errors, run_each, e);
}

int script_check_formulas(const struct script_host *h, const struct formula *f, size_t n,
                          const struct table *t, struct error *errors, struct error *e)
{
    struct formulas_job job = {.h = h, .f = f, .n = n, .end = n, .t = t, .check = true};
    struct error local = {0};
    int status;

    e = e ? e : &local;
    job.failed = calloc(n + 1, 1);
    if (!job.failed)
        return error_no_memory_for(e, "formulas");
    status = n ? run_formulas(&job, errors, e) : OK;
    free(job.failed);
    return status;
}

/* ---- picking units -------------------------------------------------------------------------- */

/* (): the condition for every unit. */
static int pick(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const struct formulas_job *job = job_of(L);
    struct scope *sc = &sb->scope;

    expression_push(L, job->f->text);
    for (sc->unit = 0; sc->unit < job->t->n_units; sc->unit++) {
        lua_settop(L, 1);
        sandbox_reseed(sb, sc->unit);
        lua_pushvalue(L, 1);
        lua_call(L, 0, LUA_MULTRET);
        if (lua_gettop(L) != 2 || !lua_isboolean(L, 2))
            return luaL_error(L, "the result is %s, not true or false",
                              lua_gettop(L) != 2 ? "not one value" : luaL_typename(L, 2));
        job->keep[sc->unit] = (unsigned char)lua_toboolean(L, 2);
    }
    return 0;
}

static int where_body(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    struct formulas_job *job = job_of(L);
    char why[1200], unit[200] = "";
    struct error e = {0};
    size_t head;

    set_place(sb, job->f);
    lua_pushcfunction(L, pick);
    if (!sandbox_call(L, 0, 0, why, sizeof why, &head)) {
        if (sb->scope.unit < job->t->n_units && strstr(why, " near ") == NULL)
            snprintf(unit, sizeof unit, "unit %.60s (%.80s): ", job->t->codes[sb->scope.unit],
                     job->t->names[sb->scope.unit]);
        error_set(&e, ERR_PROFILE, "%s: %s: %s%s", job->f->where, job->f->name, unit,
                  head && why[head] == ':' ? why + head + 2 : why);
    }
    pack_outcome(&job->message, &e);
    return 0;
}

static int where_work(struct worker *w, void *arg, struct error *e)
{
    struct formulas_job *job = arg;
    struct error why = {0};
    struct sandbox sb = {.h = job->h, .worker = w};

    sb.scope = (struct scope){.t = job->t,
                              .all = true,
                              .units = true,
                              .condition = true,
                              .period = job->t->n_periods ? job->t->n_periods - 1 : 0};
    if (sandbox_run(&sb, where_body, job, &why))
        why.status = error_as(why.status, ERR_PROFILE);
    pack_outcome(&w->message, &why);
    if (job->message.failed)
        return error_no_memory(e);
    str_add_bytes(&w->message, job->message.s, job->message.n);
    return OK;
}

int script_where(const struct script_host *h, const struct formula *f, const struct table *t,
                 unsigned char *keep, struct error *e)
{
    struct formulas_job job = {.h = h, .f = f, .n = 1, .end = 1, .t = t};
    struct worker_job run = {0};
    struct error one = {0}, local = {0};
    struct arena *a;
    struct deserialiser u;
    int status;

    e = e ? e : &local;
    memset(keep, 0, t->n_units);
    if (lint(&job, 0, true, &one)) {
        *e = one;
        return e->status;
    }
    a = arena_new();
    job.keep = shared_new(t->n_units + 1);
    if (!a || !job.keep)
        status = error_no_memory_for(e, f->where);
    else
        status = script_work(h, f->where, where_work, &job, a, &run, &u, e);
    if (!status)
        status = take_outcomes(&job, &u, &one, e);
    if (!status && one.status) {
        *e = one;
        status = e->status;
    }
    if (!status)
        memcpy(keep, job.keep, t->n_units);
    str_fini(&run.message);
    shared_free(job.keep, t->n_units + 1);
    arena_free(a);
    return status;
}
