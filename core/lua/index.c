/* SPDX-License-Identifier: MIT */
/* Computing the indicators of a thematic index. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"

struct index_job {
    const struct script_host *h;
    const struct script *s;
    const void *params;
    const struct table *t;
    double *out;         /* shared: n_indicators columns of n_rows */
    struct str *message; /* errors of the indicators, while they come up */
};

/* ---- in the worker ----------------------------------------------------------------- */

static struct index_job *job_of(lua_State *L)
{
    return sandbox_of(L)->job;
}

/* A number or vector from the function or text at 1 for one period, on top. */
static void call_formula(lua_State *L)
{
    int before = lua_gettop(L);

    lua_pushvalue(L, 1);
    if (sandbox_of(L)->where) {
        lua_call(L, 0, LUA_MULTRET);
        if (lua_gettop(L) != before + 1)
            luaL_error(L, "the formula yields %d values; one is expected", lua_gettop(L) - before);
        return;
    }
    scope_push_data(L);
    scope_push_params(L);
    lua_call(L, 2, 1);
}

/* (k): computes indicator k for all periods. */
static int compute(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const struct index_job *job = job_of(L);
    size_t k = (size_t)lua_tointeger(L, 1), n = job->t->n_units;

    registry_get(L, KEY_FUNCTIONS);
    lua_rawgeti(L, -1, (lua_Integer)k + 1);
    lua_replace(L, 1); // formula functions
    if (lua_type(L, 1) == LUA_TSTRING) {
        expression_push(L, lua_tostring(L, 1));
        lua_replace(L, 1);
    }
    for (size_t period = 0; period < job->t->n_periods; period++) {
        lua_settop(L, 1);
        scope_period(L, period);
        sandbox_reseed(sb, k * job->t->n_periods + period);
        call_formula(L);
        result_read(L, job->out + k * job->t->n_rows + period * n, n);
    }
    return 0;
}

/* The same indicators as were described, or the formulas would belong to others. */
static void check_same(lua_State *L, const struct script *now, const struct script *then)
{
    bool same = now->n_indicators == then->n_indicators;

    for (size_t k = 0; same && k < now->n_indicators; k++)
        same = strcmp(now->indicators[k].id, then->indicators[k].id) == 0 &&
               strcmp(now->indicators[k].formula, then->indicators[k].formula) == 0;
    if (!same)
        luaL_error(L, "the script describes itself otherwise than before");
}

static void check_needs(lua_State *L, const struct script *s, const struct table *t)
{
    for (size_t i = 0; i < s->n_needs; i++)
        if (!table_variable(t, s->needs[i]) && !table_attribute(t, s->needs[i]))
            luaL_error(L, "it needs the column %s, which the table does not have", s->needs[i]);
}

static void describe_place(struct sandbox *sb, const char *id, char *place, size_t size)
{
    size_t line = lex_find_string(sb->text, sb->text_size, id, 0);

    if (line)
        snprintf(place, size, "%s:%zu", sb->path, line);
    else
        snprintf(place, size, "%s", sb->path);
}

static void compute_one(lua_State *L, const struct script *s, size_t k)
{
    struct sandbox *sb = sandbox_of(L);
    const struct script_indicator *in = &s->indicators[k];
    char why[1200], place[600];
    struct error e = {0};
    size_t head;

    describe_place(sb, in->id, place, sizeof place);
    sb->where = strcmp(in->formula, "function") == 0 ? NULL : place;
    if (sb->worker->place_size)
        snprintf(sb->worker->place, sb->worker->place_size, "%s", place);
    lua_pushcfunction(L, compute);
    lua_pushinteger(L, (lua_Integer)k);
    if (!sandbox_call(L, 1, 0, why, sizeof why, &head)) {
        if (head)
            error_set(&e, ERR_PART, "%.*s: indicator %s%s", (int)head, why, in->id, why + head);
        else
            error_set(&e, ERR_PART, "%s: indicator %s: %s", place, in->id, why);
    }
    pack_outcome(job_of(L)->message, &e);
    sb->where = NULL;
}

static int index_body(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const struct index_job *job = job_of(L);
    struct script *read = sb->reading;

    script_run_chunk(L);
    check_same(L, read, job->s);
    check_needs(L, job->s, job->t);
    for (size_t k = 0; k < job->s->n_indicators; k++)
        compute_one(L, job->s, k);
    return 0;
}

static int index_work(struct worker *w, void *arg, struct error *e)
{
    struct index_job *job = arg;
    const struct script *s = job->s;
    struct script read = {.kind = SCRIPT_INDEX};
    struct error why = {0};
    struct str errors = {0};
    struct sandbox sb = {.h = job->h,
                         .worker = w,
                         .path = s->path,
                         .text = s->text,
                         .text_size = s->text_size,
                         .libs = s->libs,
                         .n_libs = s->n_libs,
                         .compute = true,
                         .reading = &read,
                         .kind = SCRIPT_INDEX};

    sb.scope = (struct scope){.t = job->t,
                              .params = &s->params,
                              .values = job->params,
                              .declared = {{s->needs, s->n_needs},
                                           {s->optional, s->n_optional},
                                           {s->attributes, s->n_attributes}}};
    job->message = &errors;
    sb.arena = arena_new();
    if (!sb.arena)
        return error_no_memory(e);
    sandbox_run(&sb, index_body, job, &why);
    pack_outcome(&w->message, &why);
    pack_lines(&w->message, &sb.warnings);
    if (errors.failed)
        return error_no_memory(e);
    str_add_bytes(&w->message, errors.s, errors.n);
    return OK;
}

/* ---- in the parent -------------------------------------------------------------------- */

static void take_column(const struct script_indicator *in, const double *from, double *to, size_t n,
                        struct messages *warnings)
{
    size_t infinite = 0;

    for (size_t i = 0; i < n; i++) {
        infinite += isinf(from[i]) != 0;
        to[i] = isfinite(from[i]) ? from[i] : (double)NAN;
    }
    if (infinite && warnings)
        messages_add(warnings, OK, "indicator %s: %zu infinite value%s became undefined", in->id,
                     infinite, infinite == 1 ? "" : "s");
}

static void clear_column(double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (double)NAN;
}

static int take_results(const struct index_job *job, struct deserialiser *u, double *const *out,
                        struct error *errors, struct messages *warnings, struct error *e)
{
    const struct script *s = job->s;
    size_t n = job->t->n_rows;

    if (unpack_lines(u, warnings))
        return deserialise_refuse(u, s->path, "its report is not well formed", e);
    for (size_t k = 0; k < s->n_indicators; k++) {
        int64_t status = deserialise_int_in(u, -128, 0);
        const char *text = deserialise_text(u);
        if (u->failed || !text)
            return deserialise_refuse(u, s->path, "its report is not well formed", e);
        errors[k] = (struct error){0};
        if (status)
            error_set(&errors[k], ERR_PART, "%s", text);
        if (!status)
            take_column(&s->indicators[k], job->out + k * n, out[k], n, warnings);
    }
    return OK;
}

int script_index(const struct script_host *h, const struct script *s, const void *params,
                 const struct table *t, double *const *out, struct error *errors,
                 struct messages *warnings, struct error *e)
{
    struct index_job job = {.h = h, .s = s, .params = params, .t = t};
    size_t bytes = s->n_indicators * t->n_rows * sizeof(double);
    struct worker_job run = {0};
    struct error local = {0};
    struct deserialiser u;
    struct arena *a = arena_new();
    int status = OK;

    e = e ? e : &local;
    for (size_t k = 0; k < s->n_indicators; k++) {
        clear_column(out[k], t->n_rows);
        errors[k] = (struct error){0};
    }
    job.out = shared_new(bytes ? bytes : 1);
    if (!job.out || !a)
        status = error_no_memory_for(e, s->path);
    if (!status)
        status = script_work(h, s->path, index_work, &job, a, &run, &u, e);
    if (!status)
        status = take_results(&job, &u, out, errors, warnings, e);
    str_fini(&run.message);
    shared_free(job.out, bytes ? bytes : 1);
    arena_free(a);
    return status;
}
