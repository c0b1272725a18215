/* SPDX-License-Identifier: MIT */
/* heng.selection: which cases a script chooses, and what it says of each. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "lua/lua_internal.h"

enum { DIRECTIONS_MAX = 100, CHOICES_MAX = 100000 };

struct selection_job {
    const struct script_host *h;
    const struct script *s;
    const void *params;
    const struct script_cases *cases;
    struct script_choice *choices; /* the worker's own */
    size_t n;
};

static const struct selection_job *job_of(lua_State *L)
{
    return sandbox_of(L)->job;
}

/* ---- what select sees -------------------------------------------------------------------- */

static size_t node_check(lua_State *L)
{
    const struct script_cases *c = job_of(L)->cases;
    const char *name = luaL_checkstring(L, 2), *near;

    for (size_t i = 0; i < c->n_nodes; i++)
        if (strcmp(c->ids[i], name) == 0)
            return i;
    near = text_nearest(name, c->ids, c->n_nodes);
    luaL_error(L, "the index has no node %s%s", name, text_meant(near, (char[TEXT_MEANT_MAX]){0}));
    return 0;
}

static int push_values(lua_State *L, const double *v)
{
    vector_borrow(L, v, job_of(L)->cases->t->n_units);
    return 1;
}

static int scores_index(lua_State *L)
{
    return push_values(L, job_of(L)->cases->score[node_check(L)]);
}

static int ranks_index(lua_State *L)
{
    return push_values(L, job_of(L)->cases->node_rank[node_check(L)]);
}

static int raw_index(lua_State *L)
{
    size_t i = node_check(L);
    const double *v = job_of(L)->cases->raw[i];

    if (!v)
        return luaL_error(L, "%s is no indicator: only indicators have raw values",
                          job_of(L)->cases->ids[i]);
    return push_values(L, v);
}

static int titles_index(lua_State *L)
{
    lua_pushstring(L, job_of(L)->cases->titles[node_check(L)]);
    return 1;
}

/* c.NAME: what belongs to the run, else a column of the table. */
static int cases_index(lua_State *L)
{
    const struct script_cases *c = job_of(L)->cases;
    const char *name = luaL_checkstring(L, 2);

    if (strcmp(name, "scores") == 0)
        scope_push_proxy(L, "c.scores", scores_index);
    else if (strcmp(name, "ranks") == 0)
        scope_push_proxy(L, "c.ranks", ranks_index);
    else if (strcmp(name, "raw") == 0)
        scope_push_proxy(L, "c.raw", raw_index);
    else if (strcmp(name, "titles") == 0)
        scope_push_proxy(L, "c.titles", titles_index);
    else if (strcmp(name, "class") == 0)
        labels_push(L, c->classes, c->t->n_units);
    else if (strcmp(name, "class_title") == 0)
        labels_push(L, c->class_titles, c->t->n_units);
    else if (strcmp(name, "language") == 0)
        lua_pushstring(L, c->language);
    else if (strcmp(name, "rank") == 0)
        push_values(L, c->rank);
    else if (strcmp(name, "score") == 0)
        push_values(L, c->score[0]);
    else
        return scope_data(L);
    return 1;
}

/* ---- what select answers --------------------------------------------------------------------- */

static size_t answer_direction(struct reader *r, int t)
{
    const char *id = field_text(r, t, "direction", NULL), *near, *names[DIRECTIONS_MAX];
    const struct script *s = job_of(r->L)->s;
    size_t i = id ? selection_direction(s, id, s->n_nodes) : 0, k;

    if (!id)
        field_fail(r, NULL, "direction is missing");
    if (i != NONE)
        return i;
    for (k = 0; k < s->n_nodes && k < DIRECTIONS_MAX; k++)
        names[k] = s->nodes[k].id;
    near = text_nearest(id, names, k);
    field_fail(r, "direction", "'%.60s' is not among the directions%s", id,
               text_meant(near, (char[TEXT_MEANT_MAX]){0}));
    return 0;
}

static size_t answer_unit(struct reader *r, int t)
{
    const struct table *table = job_of(r->L)->cases->t;
    const char *code = field_text(r, t, "code", NULL), *near;
    size_t unit;

    if (!code)
        field_fail(r, NULL, "code is missing");
    unit = table_unit(table, code);
    if (unit != NONE)
        return unit;
    near = text_nearest(code, (const char *const *)table->codes, table->n_units);
    field_fail(r, "code", "no unit has the code '%.60s'%s", code,
               text_meant(near, (char[TEXT_MEANT_MAX]){0}));
    return 0;
}

static double answer_value(struct reader *r, int t)
{
    double v = NAN;
    int type = field_get(r, t, "value");

    if (type != LUA_TNIL && type != LUA_TNUMBER)
        field_fail(r, "value", "a number expected, got %s", luaL_typename(r->L, -1));
    if (type == LUA_TNUMBER)
        v = finite_or_nan(lua_tonumber(r->L, -1));
    lua_pop(r->L, 1);
    return v;
}

static const char *answer_reason(struct reader *r, int t)
{
    const char *reason = field_text(r, t, "reason", "");

    if (!reason[strspn(reason, " ")])
        field_fail(r, NULL, "reason is missing: every choice and near miss says why");
    return reason;
}

static void read_choice(struct reader *r, int t, struct script_choice *v, size_t at)
{
    static const char *const keys[] = {"direction", "code", "chosen", "value", "reason", NULL};
    struct script_choice *c = &v[at];

    r->item = field_keep(r, arena_printf(r->sb->arena, "answer %zu", at + 1));
    if (!lua_istable(r->L, t))
        field_fail(r, NULL, "a table { direction =, code =, chosen =, reason = } expected, got %s",
                   luaL_typename(r->L, t));
    field_keys(r, t, keys);
    c->direction = answer_direction(r, t);
    c->unit = answer_unit(r, t);
    if (field_get(r, t, "chosen") == LUA_TNIL)
        field_fail(r, NULL, "chosen is missing: true, or false for a near miss");
    lua_pop(r->L, 1);
    c->chosen = field_bool(r, t, "chosen") != 0;
    c->value = answer_value(r, t);
    c->reason = answer_reason(r, t);
    for (size_t i = 0; i < at; i++)
        if (v[i].direction == c->direction && v[i].unit == c->unit)
            field_fail(r, "code", "%s stands twice in direction %s",
                       job_of(r->L)->cases->t->codes[c->unit],
                       job_of(r->L)->s->nodes[c->direction].id);
}

/* The list at the top. line: of the function. */
static void read_choices(lua_State *L, struct selection_job *job, size_t line)
{
    struct reader r = {.L = L, .sb = sandbox_of(L), .item = "", .line = line};
    size_t most = job->s->n_nodes * job->cases->t->n_units;
    int list = lua_gettop(L);

    if (!lua_istable(L, list))
        field_fail(&r, NULL, "select must return a list of tables, not a %s",
                   luaL_typename(L, list));
    job->n = (size_t)lua_rawlen(L, list);
    if (job->n > most || job->n > CHOICES_MAX)
        field_fail(&r, NULL,
                   "select returns %zu answers, more than there are units in all directions",
                   job->n);
    job->choices = field_keep(&r, arena_array(r.sb->arena, job->n + 1, sizeof *job->choices));
    for (size_t i = 0; i < job->n; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        read_choice(&r, lua_gettop(L), job->choices, i);
        lua_pop(L, 1);
    }
}

/* ---- in the worker ------------------------------------------------------ */

static size_t line_of_function(lua_State *L)
{
    lua_Debug ar;

    lua_pushvalue(L, -1);
    return lua_getinfo(L, ">S", &ar) && ar.linedefined > 0 ? (size_t)ar.linedefined : 1;
}

static int selection_body(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    struct script *read = sb->reading;
    struct selection_job *job = sb->job;
    size_t line;

    script_run_chunk(L);
    if (read->n_nodes != job->s->n_nodes)
        luaL_error(L, "the script describes itself otherwise than before");
    for (size_t i = 0; i < read->n_nodes; i++)
        if (strcmp(read->nodes[i].id, job->s->nodes[i].id))
            luaL_error(L, "the script describes itself otherwise than before");
    scope_period(L, job->cases->period);
    sandbox_reseed(sb, 0);
    registry_get(L, KEY_FUNCTIONS);
    lua_rawgeti(L, -1, 1);
    line = line_of_function(L);
    scope_push_proxy(L, "c, the cases,", cases_index);
    scope_push_params(L);
    lua_call(L, 2, 1);
    read_choices(L, job, line);
    return 0;
}

static int selection_work(struct worker *w, void *arg, struct error *e)
{
    struct selection_job *job = arg;
    const struct script *s = job->s;
    struct script read = {.kind = SCRIPT_SELECTION};
    struct error why = {0};
    struct sandbox sb = {.h = job->h,
                         .worker = w,
                         .path = s->path,
                         .text = s->text,
                         .text_size = s->text_size,
                         .libs = s->libs,
                         .n_libs = s->n_libs,
                         .compute = true,
                         .reading = &read,
                         .kind = SCRIPT_SELECTION};

    sb.scope = (struct scope){.t = job->cases->t,
                              .params = &s->params,
                              .values = job->params,
                              .declared = {{s->needs, s->n_needs},
                                           {s->optional, s->n_optional},
                                           {s->attributes, s->n_attributes}}};
    sb.arena = arena_new();
    if (!sb.arena)
        return error_no_memory(e);
    if (sandbox_run(&sb, selection_body, job, &why))
        job->n = 0;
    pack_outcome(&w->message, &why);
    pack_lines(&w->message, &sb.warnings);
    serialise_int(&w->message, (int64_t)job->n);
    for (size_t i = 0; i < job->n; i++) {
        serialise_int(&w->message, (int64_t)job->choices[i].direction);
        serialise_int(&w->message, (int64_t)job->choices[i].unit);
        serialise_int(&w->message, job->choices[i].chosen);
        serialise_real(&w->message, job->choices[i].value);
        serialise_text(&w->message, job->choices[i].reason);
    }
    return OK;
}

/* ---- in the parent ------------------------------------------------------ */

static void take_choice(struct deserialiser *u, const struct selection_job *job,
                        struct script_choice *c)
{
    c->direction = (size_t)deserialise_int_in(u, 0, (int64_t)job->s->n_nodes - 1);
    c->unit = (size_t)deserialise_int_in(u, 0, (int64_t)job->cases->t->n_units - 1);
    c->chosen = deserialise_int_in(u, 0, 1) != 0;
    c->value = deserialise_real(u);
    c->reason = deserialise_text(u);
    u->failed = u->failed || !c->reason;
}

/* Direction by direction, each in the script's order. */
static int take_choices(struct deserialiser *u, const struct selection_job *job,
                        struct messages *warnings, struct script_choice **out, size_t *n,
                        struct error *e)
{
    struct script_choice *all, *sorted;
    size_t k;

    if (unpack_lines(u, warnings))
        return deserialise_refuse(u, job->s->path, "its report is not well formed", e);
    *n = (size_t)deserialise_int_in(u, 0, CHOICES_MAX);
    all = deserialise_room(u, *n + 1, sizeof *all);
    sorted = deserialise_room(u, *n + 1, sizeof *sorted);
    for (size_t i = 0; i < *n && !u->failed; i++)
        take_choice(u, job, &all[i]);
    if (u->failed || u->p != u->end) {
        *n = 0;
        return deserialise_refuse(u, job->s->path, "its report is not well formed", e);
    }
    for (size_t d = k = 0; d < job->s->n_nodes; d++)
        for (size_t i = 0; i < *n; i++)
            if (all[i].direction == d)
                sorted[k++] = all[i];
    *out = sorted;
    return OK;
}

int script_select(struct arena *a, const struct script_host *h, const struct script *s,
                  const void *params, const struct script_cases *cases, struct script_choice **out,
                  size_t *n, struct messages *warnings, struct error *e)
{
    struct selection_job job = {.h = h, .s = s, .params = params, .cases = cases};
    struct worker_job run = {0};
    struct deserialiser u;
    int status;
    *out = NULL;
    *n = 0;
    status = script_work(h, s->path, selection_work, &job, a, &run, &u, e);
    if (!status)
        status = take_choices(&u, &job, warnings, out, n, e);
    str_fini(&run.message);
    return status;
}
