/* SPDX-License-Identifier: MIT */
/* A weighting script as a method of the registry: each call runs in a worker. */
#include <stdio.h>
#include <string.h>

#include "lua/lua_internal.h"

struct weights_self {
    const struct script_host *h;
    const struct script *s;
    struct error
        stopped; /* at the time limit: it is not called again, lest each call takes as long */
};

struct weights_job {
    const struct weights_self *self;
    const struct heng_weigh_call *call;
    double *w; /* the worker's own */
};

/* ---- in the worker ------------------------------------------------------------------ */

static void push_matrix(lua_State *L, const struct heng_weigh_call *c)
{
    struct array *m = matrix_new(L, c->n, c->m);

    for (size_t i = 0; i < c->m; i++)
        memcpy(m->v + i * c->n, c->x[i], c->n * sizeof *m->v);
    for (size_t i = 0; i < m->n; i++)
        m->v[i] = finite_or_nan(m->v[i]);
}

static void push_info(lua_State *L, const struct heng_weigh_call *c)
{
    lua_createtable(L, 0, 3);
    lua_createtable(L, 0, 0);
    for (size_t i = 0; i < c->m; i++) {
        lua_pushstring(L, c->ids ? c->ids[i] : "");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "ids");
    vector_borrow(L, c->given, c->m);
    lua_setfield(L, -2, "given");
    lua_pushinteger(L, (lua_Integer)c->n);
    lua_setfield(L, -2, "n");
}

/* Different columns draw different random numbers. FNV-1a. */
static uint64_t stream_of(const struct heng_weigh_call *c)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; c->ids && i < c->m; i++)
        for (const char *s = c->ids[i]; *s; s++)
            hash = (hash ^ (unsigned char)*s) * 0x100000001b3u;
    return hash;
}

/* The line where the function at the top begins; it stays there. */
static int line_of_function(lua_State *L)
{
    lua_Debug ar;

    lua_pushvalue(L, -1);
    return lua_getinfo(L, ">S", &ar) && ar.linedefined > 0 ? ar.linedefined : 1;
}

/* (result): what is wrong with it is told with the function's place by whom it is called from. */
static int take_result(lua_State *L)
{
    const struct weights_job *job = sandbox_of(L)->job;
    char why[160];

    numbers_read(L, 1, job->w, job->call->m, "the weights");
    if (weights_fault(job->w, job->call->m, job->call->ids, why, sizeof why))
        luaL_error(L, "%s", why);
    return 0;
}

static int weights_body(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const struct weights_job *job = sb->job;
    int line, status;

    script_run_chunk(L);
    sandbox_reseed(sb, stream_of(job->call));
    registry_get(L, KEY_FUNCTIONS);
    lua_rawgeti(L, -1, 1);
    line = line_of_function(L);
    push_matrix(L, job->call);
    scope_push_params(L);
    push_info(L, job->call);
    lua_call(L, 3, 1);
    lua_pushcfunction(L, take_result);
    lua_insert(L, -2);
    status = lua_pcall(L, 1, 0, 0);
    sandbox_settle(L, status);
    if (status != LUA_OK)
        luaL_error(L, "%s:%d: %s", sb->path, line, lua_tostring(L, -1));
    return 0;
}

static int weights_work(struct worker *w, void *arg, struct error *e)
{
    struct weights_job *job = arg;
    const struct script *s = job->self->s;
    struct script read = {.kind = SCRIPT_WEIGHTS};
    struct error why = {0};
    struct sandbox sb = {.h = job->self->h,
                         .worker = w,
                         .path = s->path,
                         .text = s->text,
                         .text_size = s->text_size,
                         .libs = s->libs,
                         .n_libs = s->n_libs,
                         .compute = true,
                         .reading = &read,
                         .kind = SCRIPT_WEIGHTS};

    sb.scope = (struct scope){.params = &s->params, .values = job->call->params};
    sb.arena = arena_new();
    job->w = sb.arena ? arena_array(sb.arena, job->call->m, sizeof *job->w) : NULL;
    if (!job->w) {
        arena_free(sb.arena);
        return error_no_memory(e);
    }
    if (sandbox_run(&sb, weights_body, job, &why)) {
        pack_outcome(&w->message, &why);
        serialise_int(&w->message, sb.limit_hit == LIMIT_TIME);
    } else {
        pack_outcome(&w->message, &why);
        pack_lines(&w->message, &sb.warnings);
        for (size_t j = 0; j < job->call->m; j++)
            serialise_real(&w->message, job->w[j]);
    }
    sandbox_end(&sb);
    return OK;
}

/* ---- in the parent --------------------------------------------------------------------- */

/* What the script warned of: about the whole matrix, so about no column of it. */
static void take_notes(struct heng_weigh_call *call, const struct messages *m)
{
    for (size_t i = 0; call->warn && i < m->n; i++)
        call->warn(call->warn_data, HENG_NO_COLUMN, m->items[i].text);
}

static int take_weights(const struct script *s, struct heng_weigh_call *call,
                        struct deserialiser *u, struct error *e)
{
    struct messages notes = {0};
    int status;

    if (unpack_lines(u, &notes) == 0)
        take_notes(call, &notes);
    status = messages_memory(&notes, e);
    messages_fini(&notes);
    if (status)
        return status;
    for (size_t j = 0; j < call->m; j++)
        call->w[j] = deserialise_real(u);
    if (u->failed || u->p != u->end)
        return deserialise_refuse(u, s->path, "its report is not well formed", e);
    return OK;
}

static int weights_weigh(const struct method *m, struct heng_weigh_call *call, struct error *e)
{
    struct weights_self *self = m->self;
    struct weights_job job = {.self = self, .call = call};
    struct worker_job run = {0};
    struct error local = {0};
    struct deserialiser u;
    struct arena *a = arena_new();
    int status;

    e = e ? e : &local;
    if (self->stopped.status)
        status = (*e = self->stopped).status;
    else if (!a)
        status = error_no_memory_for(e, self->s->path);
    else
        status = script_work(self->h, self->s->path, weights_work, &job, a, &run, &u, e);
    if (!status)
        status = take_weights(self->s, call, &u, e);
    else if (run.end == WORKER_TIMEOUT || (run.message.n && deserialise_int_in(&u, 0, 1)))
        self->stopped = *e;
    if (status && call->why && call->why_size)
        snprintf(call->why, call->why_size, "%s", e->text);
    str_fini(&run.message);
    arena_free(a);
    return status ? HENG_FAIL : HENG_OK;
}

static void weights_restart(const struct method *m)
{
    ((struct weights_self *)m->self)->stopped = (struct error){0};
}

static const struct method_driver weights_driver = {.weigh = weights_weigh,
                                                    .restart = weights_restart};

bool script_is_weights(const struct method *m)
{
    return m->driver == &weights_driver;
}

int script_register_weights(struct arena *a, const struct script_host *h, const struct script *s,
                            struct registry *r, struct error *e)
{
    struct heng_method *desc = arena_alloc(a, sizeof *desc);
    struct weights_self *self = arena_alloc(a, sizeof *self);
    struct method m;

    if (!desc || !self)
        return error_no_memory_for(e, s->path);
    if (s->kind != SCRIPT_WEIGHTS)
        return error_set(e, ERR_PROFILE, "%s: not a weighting formula", s->path);
    *desc = (struct heng_method){.size = sizeof *desc,
                                 .stage = HENG_WEIGHTS,
                                 .name = s->name,
                                 .title_zh = s->title,
                                 .title_en = s->title_en,
                                 .summary = s->summary,
                                 .formula = s->formula,
                                 .source = s->source,
                                 .domain = s->domain,
                                 .params = s->params.params,
                                 .n_params = s->params.n,
                                 .param_stride = s->params.stride,
                                 .params_size = s->params.size};
    *self = (struct weights_self){.h = h, .s = s};
    m = (struct method){.desc = desc,
                        .origin = s->path,
                        .sha256 = s->files[0].sha256,
                        .driver = &weights_driver,
                        .self = self};
    return registry_add(r, &m, e);
}
