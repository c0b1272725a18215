/* SPDX-License-Identifier: MIT */
/* A rule of a profile: its condition, and its value where that holds, one unit at a time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "lua/lua_internal.h"

struct rule_job {
    const struct script_rule *rule;
    struct verdict *verdicts;  /* shared: a row each; NULL: only the syntax is looked at */
    const struct formula *now; /* what is evaluated */
    struct error failed;       /* what is wrong with the rule */
};

/* Rules that share a worker. */
struct rules_job {
    const struct script_host *h;
    struct rule_job *jobs;
    size_t n;
};

static struct rule_job *job_of(lua_State *L)
{
    return sandbox_of(L)->job;
}

/* ---- in the worker ------------------------------------------------------------------- */

static void set_now(lua_State *L, const struct formula *f)
{
    struct sandbox *sb = sandbox_of(L);

    job_of(L)->now = f;
    sb->where = f->where;
    if (sb->worker->place_size)
        snprintf(sb->worker->place, sb->worker->place_size, "%s: %s", f->where, f->name);
}

/* The one value of the function at index, left at the top. */
static void evaluate(lua_State *L, int index)
{
    int top = lua_gettop(L);

    lua_pushvalue(L, index);
    lua_call(L, 0, LUA_MULTRET);
    if (lua_gettop(L) != top + 1)
        luaL_error(L, "the result is not one value");
}

/* when value: the row that the scope stands at. */
static void judge(lua_State *L, struct verdict *v)
{
    struct scope *sc = &sandbox_of(L)->scope;
    const struct script_rule *rule = job_of(L)->rule;

    sc->missing = NONE;
    set_now(L, &rule->when);
    evaluate(L, 1); // when value condition
    if (!lua_isboolean(L, -1))
        luaL_error(L, "the result is %s, not true or false", luaL_typename(L, -1));
    v->state = lua_toboolean(L, -1) ? VERDICT_YES : VERDICT_NO;
    if (v->state == VERDICT_YES && sc->missing == NONE && rule->value.text) {
        set_now(L, &rule->value);
        evaluate(L, 2); // when value condition number
        if (lua_type(L, -1) != LUA_TNUMBER)
            luaL_error(L, "the result is %s, not a number", luaL_typename(L, -1));
        v->value = (double)lua_tonumber(L, -1);
        if (sc->missing == NONE && !isfinite(v->value))
            luaL_error(L, "the result is not a finite number");
    }
    if (sc->missing != NONE) {
        v->state = VERDICT_MISSING;
        v->missing = sc->missing;
    }
}

/* (): all rows that are asked for. */
static int judge_all(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    const struct rule_job *job = job_of(L);
    const struct table *t = job->rule->t;
    struct scope *sc = &sb->scope;

    set_now(L, &job->rule->when);
    sc->condition = true;
    expression_push(L, job->rule->when.text); // when
    sc->condition = false;
    if (job->rule->value.text) {
        set_now(L, &job->rule->value);
        expression_push(L, job->rule->value.text); // when value
    } else {
        lua_pushnil(L);
    }
    for (size_t row = 0; job->verdicts && row < t->n_rows; row++) {
        if (!job->rule->asked[row])
            continue;
        lua_settop(L, 2);
        scope_period(L, row / t->n_units);
        sc->unit = row % t->n_units;
        sc->asking = true;
        sandbox_reseed(sb, row);
        judge(L, &job->verdicts[row]);
    }
    return 0;
}

/* "unit 330102 (上城区), 2024: ", or nothing before a unit was looked at. */
static void unit_text(const struct sandbox *sb, char *text, size_t size)
{
    const struct table *t = sb->scope.t;
    const char *period = t->n_periods > 1 ? t->periods[sb->scope.period] : "";

    if (sb->scope.asking)
        snprintf(text, size, "unit %.60s (%.80s)%s%.40s: ", t->codes[sb->scope.unit],
                 t->names[sb->scope.unit], *period ? ", " : "", period);
}

static int rule_body(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);
    struct rule_job *job = job_of(L);
    char why[1200], unit[240] = "";
    size_t head;

    lua_pushcfunction(L, judge_all);
    if (!sandbox_call(L, 0, 0, why, sizeof why, &head)) {
        unit_text(sb, unit, sizeof unit);
        error_set(&job->failed, ERR_PROFILE, "%s: %s: %s%s", job->now->where, job->now->name, unit,
                  head && why[head] == ':' ? why + head + 2 : why);
    }
    return 0;
}

static struct scope scope_of_rule(const struct script_rule *rule)
{
    return (struct scope){.function = api_name,
                          .t = rule->t,
                          .all = true,
                          .units = true,
                          .formulas = rule->nodes,
                          .n_formulas = rule->n_nodes,
                          .n_done = rule->n_nodes,
                          .columns = rule->columns};
}

/* Judges rule after rule, up to one that fails. */
static int rules_work(struct worker *w, void *arg, struct error *e)
{
    struct rules_job *all = arg;
    struct rule_job *job = all->jobs;
    struct error why = {0};

    for (size_t i = 0; i < all->n && !why.status; i++) {
        struct sandbox sb = {.h = all->h, .worker = w};
        job = &all->jobs[i];
        sb.scope = scope_of_rule(job->rule);
        if (sandbox_run(&sb, rule_body, job, &why))
            why.status = error_as(why.status, ERR_PROFILE);
        sandbox_end(&sb);
        if (job->failed.status)
            break;
    }
    (void)e;
    pack_outcome(&w->message, &why);
    pack_outcome(&w->message, &job->failed);
    return OK;
}

/* ---- in the parent --------------------------------------------------------------------- */

static int lint(const struct script_rule *rule, const struct formula *f, struct error *e)
{
    struct scope sc = scope_of_rule(rule);
    char why[600];
    int status;

    sc.condition = f == &rule->when;
    status = f->text ? expression_wrong(&sc, f->text, why, sizeof why) : OK;
    return !status ? OK : error_set(e, status, "%s: %s: %s", f->where, f->name, why);
}

static int take_outcome(struct deserialiser *u, const char *where, struct error *e)
{
    int64_t status = deserialise_int_in(u, -128, 0);
    const char *text = deserialise_text(u);

    if (u->failed || !text)
        return deserialise_refuse(u, where, "the report is not well formed", e);
    return status ? error_set(e, ERR_PROFILE, "%s", text) : OK;
}

static int work(const struct script_host *h, struct rule_job *jobs, size_t n, struct error *e)
{
    struct rules_job all = {h, jobs, n};
    struct worker_job run = {0};
    struct arena *a = arena_new();
    const char *where = jobs->rule->when.where;
    struct deserialiser u;
    int status;

    if (!a)
        return error_no_memory_for(e, where);
    status = script_work(h, where, rules_work, &all, a, &run, &u, e);
    if (!status)
        status = take_outcome(&u, where, e);
    str_fini(&run.message);
    arena_free(a);
    return status;
}

static struct rule_job *jobs_new(const struct script_rule *rules, size_t n, struct error *e)
{
    struct rule_job *jobs = calloc(n, sizeof *jobs);

    for (size_t i = 0; jobs && i < n; i++)
        jobs[i] = (struct rule_job){.rule = &rules[i], .now = &rules[i].when};
    if (!jobs)
        error_no_memory_for(e, rules->when.where);
    return jobs;
}

int script_rules_check(const struct script_host *h, const struct script_rule *rules, size_t n,
                       struct error *e)
{
    struct error local = {0};
    struct rule_job *jobs;
    int status = OK;

    e = e ? e : &local;
    if (n == 0)
        return OK;
    jobs = jobs_new(rules, n, e);
    if (!jobs)
        return e->status;
    for (size_t i = 0; !status && i < n; i++) {
        status = lint(&rules[i], &rules[i].when, e);
        if (!status)
            status = lint(&rules[i], &rules[i].value, e);
    }
    if (!status)
        status = work(h, jobs, n, e);
    free(jobs);
    return status;
}

int script_rule_check(const struct script_host *h, const struct script_rule *rule, struct error *e)
{
    return script_rules_check(h, rule, 1, e);
}

/* A worker may have written anything there. */
static void take_verdict(const struct verdict *from, const struct script_rule *rule,
                         struct verdict *to)
{
    *to = (struct verdict){.value = NAN};
    if (from->state == VERDICT_YES || from->state == VERDICT_MISSING)
        to->state = from->state;
    if (to->state == VERDICT_YES && isfinite(from->value))
        to->value = from->value;
    if (to->state == VERDICT_MISSING && from->missing < rule->t->n_variables + rule->n_nodes)
        to->missing = from->missing;
}

const char *verdict_missing(const struct verdict *v, const struct script_rule *rule)
{
    return v->missing < rule->t->n_variables ? rule->t->variables[v->missing].name
                                             : rule->nodes[v->missing - rule->t->n_variables].name;
}

int script_rules(const struct script_host *h, const struct script_rule *rules, size_t n,
                 struct verdict *const *out, struct error *e)
{
    size_t rows = n ? rules->t->n_rows : 0, bytes = n * rows * sizeof **out;
    struct error local = {0};
    struct verdict *shared;
    struct rule_job *jobs;
    int status;

    e = e ? e : &local;
    if (n == 0)
        return OK;
    jobs = jobs_new(rules, n, e);
    shared = shared_new(bytes);
    status = !jobs || !shared ? error_no_memory_for(e, rules->when.where) : OK;
    for (size_t k = 0; !status && k < n; k++)
        jobs[k].verdicts = shared + k * rows;
    if (!status)
        status = work(h, jobs, n, e);
    for (size_t k = 0; !status && k < n; k++)
        for (size_t i = 0; i < rows; i++)
            take_verdict(&jobs[k].verdicts[i], &rules[k], &out[k][i]);
    shared_free(shared, bytes);
    free(jobs);
    return status;
}

int script_rule(const struct script_host *h, const struct script_rule *rule, struct verdict *out,
                struct error *e)
{
    return script_rules(h, rule, 1, &out, e);
}
