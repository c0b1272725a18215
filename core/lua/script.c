/* SPDX-License-Identifier: MIT */
/* Scripts from the parent's side: finding, reading, describing. */
#include "lua/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "lua/lua_internal.h"

/* ---- workers -------------------------------------------------------------------- */

void pack_outcome(struct str *b, const struct error *e)
{
    serialise_int(b, e->status);
    serialise_text(b, e->text);
}

void script_job(const struct script_host *h, const char *name, worker_fn *fn, void *arg,
                struct worker_job *job)
{
    *job = (struct worker_job){
        .name = name, .fn = fn, .arg = arg, .trust = WORKER_SCRIPT, .limits = h->limits};
}

int script_answer(const struct worker_job *job, struct arena *a, struct deserialiser *u,
                  struct error *e)
{
    const char *text;
    int64_t status;

    *u = (struct deserialiser){.arena = a};
    if (job->end != WORKER_DONE) {
        *e = job->error;
        return e->status;
    }
    u->p = job->message.s ? job->message.s : "";
    u->end = u->p + job->message.n;
    status = deserialise_int_in(u, -128, 0);
    text = deserialise_text(u);
    if (u->failed || !text)
        return deserialise_refuse(u, job->name, "its report is not well formed", e);
    if (status == ERR_MEMORY) /* the worker's, not ours: the part is short, and the run goes on */
        return error_set(e, ERR_PART, "%s: out of memory", job->name);
    return status ? error_set(e, (int)status, "%s", text) : OK;
}

int script_work(const struct script_host *h, const char *name, worker_fn *fn, void *arg,
                struct arena *a, struct worker_job *job, struct deserialiser *u, struct error *e)
{
    script_job(h, name, fn, arg, job);
    if (h->inside)
        worker_run_here(h->inside, job);
    else if (workers_run(job, 1, 1, e))
        return e->status;
    return script_answer(job, a, u, e);
}

/* ---- describing ----------------------------------------------------------------------- */

struct describe_job {
    const struct script_host *h;
    const struct script *s; /* name, path, text */
    const struct libs *libs;
};

void script_run_chunk(lua_State *L)
{
    struct sandbox *sb = sandbox_of(L);

    sandbox_load(L, sb->path, sb->text, sb->text_size);
    lua_call(L, 0, 1);
    registry_get(L, KEY_DESCRIPTION);
    if (lua_isnil(L, -1) || !lua_rawequal(L, -1, -2))
        luaL_error(L, "the file must return heng.%s { ... }",
                   sb->kind == SCRIPT_INDEX     ? "index"
                   : sb->kind == SCRIPT_WEIGHTS ? "weights"
                                                : "selection");
    lua_pop(L, 2);
    sb->reading = NULL;
}

static int describe_body(lua_State *L)
{
    script_run_chunk(L);
    return 0;
}

static int describe_work(struct worker *w, void *arg, struct error *e)
{
    const struct describe_job *job = arg;
    struct script read = {.kind = job->s->kind};
    struct error why = {0};
    struct sandbox sb = {.h = job->h,
                         .worker = w,
                         .path = job->s->path,
                         .text = job->s->text,
                         .text_size = job->s->text_size,
                         .libs = job->libs->v,
                         .n_libs = job->libs->n,
                         .reading = &read,
                         .kind = job->s->kind};

    sb.arena = arena_new();
    if (!sb.arena)
        return error_no_memory(e);
    if (sandbox_run(&sb, describe_body, NULL, &why)) {
        pack_outcome(&w->message, &why);
        return OK;
    }
    pack_outcome(&w->message, &why);
    script_pack(&w->message, &read);
    for (size_t i = 0; i < sb.n_libs; i++)
        serialise_int(&w->message, sb.required[i]);
    return OK;
}

static int keep_files(struct arena *a, const struct libs *l, struct deserialiser *u,
                      struct script *s, struct error *e)
{
    s->files = arena_array(a, l->n + 1, sizeof *s->files);
    s->libs = arena_array(a, l->n + 1, sizeof *s->libs);
    if (!s->files || !s->libs)
        return error_no_memory_for(e, s->path);
    s->files[0].path = s->path;
    hash_bytes(s->text, s->text_size, s->files[0].sha256);
    s->n_files = 1;
    for (size_t i = 0; i < l->n; i++) {
        struct script_file *f = &s->files[s->n_files];
        if (!deserialise_int_in(u, 0, 1) || !l->v[i].text)
            continue;
        s->libs[s->n_libs++] = l->v[i];
        f->path = l->v[i].path;
        hash_bytes(l->v[i].text, l->v[i].text_size, f->sha256);
        s->n_files++;
    }
    if (u->failed || u->p != u->end)
        return deserialise_refuse(u, s->path, "its description is not well formed", e);
    return OK;
}

/* One of several that are described together. */
struct describing {
    struct script *made;
    struct describe_job job;
};

/* Finds and reads it. */
static int prepare(struct arena *a, const struct script_host *h, enum script_kind kind,
                   const char *name, struct script **made, struct error *e)
{
    struct script *s = *made = arena_alloc(a, sizeof *s);

    if (!s)
        return error_no_memory(e);
    s->kind = kind;
    s->name = arena_strdup(a, name);
    s->path = script_find(a, h, kind, name);
    if (!s->name)
        return error_no_memory(e);
    if (!s->path && !text_is_id(name))
        return error_set(e, ERR_NOINPUT,
                         "%s/%s.lua: the name of a script is a-z, 0-9 and _, beginning with a "
                         "letter; rename the file",
                         script_folder(kind), name);
    if (!s->path)
        return error_set(e, ERR_NOINPUT, "there is no script %s/%s.lua", script_folder(kind), name);
    return source_read(a, s->path, &s->text, &s->text_size, e);
}

static int conclude(struct arena *a, const struct describing *d, const struct worker_job *run,
                    struct script **s, struct error *e)
{
    struct deserialiser u;
    int status = script_answer(run, a, &u, e);

    if (!status)
        status = script_unpack(&u, d->made, e);
    if (!status)
        status = keep_files(a, d->job.libs, &u, d->made, e);
    if (!status)
        *s = d->made;
    return status;
}

/* Those that can be read, by workers. which: of which script a job is. */
static int describe_all(struct arena *a, const struct script_host *h, struct describing *all,
                        struct worker_job *jobs, const size_t *which, size_t n_jobs,
                        struct script **s, struct error *errors, struct error *e)
{
    int status = OK;

    for (size_t j = 0; j < n_jobs; j++)
        script_job(h, all[which[j]].made->path, describe_work, &all[which[j]].job, &jobs[j]);
    if (n_jobs && h->inside)
        for (size_t j = 0; j < n_jobs; j++)
            worker_run_here(h->inside, &jobs[j]);
    else if (n_jobs)
        status = workers_run_together(jobs, n_jobs, 1, e);
    for (size_t j = 0; j < n_jobs; j++) {
        const size_t i = which[j];
        if (!status && conclude(a, &all[i], &jobs[j], &s[i], &errors[i]))
            s[i] = NULL;
        str_fini(&jobs[j].message);
    }
    return status;
}

int scripts_describe(struct arena *a, const struct script_host *h, enum script_kind kind,
                     const char *const *names, size_t n, struct script **s, struct error *errors,
                     struct error *e)
{
    struct libs libs = {0};
    struct describing *all = calloc(n + 1, sizeof *all);
    struct worker_job *jobs = calloc(n + 1, sizeof *jobs);
    size_t *which = calloc(n + 1, sizeof *which), n_jobs = 0;
    struct error why = {0};
    int status = all && jobs && which ? OK : error_no_memory(e);

    if (!status)
        source_read_libs(a, h, &libs, &why);
    for (size_t i = 0; !status && i < n; i++) {
        s[i] = NULL;
        errors[i] = (struct error){0};
        if (prepare(a, h, kind, names[i], &all[i].made, &errors[i]))
            continue;
        all[i].job = (struct describe_job){h, all[i].made, &libs};
        if (why.status)
            errors[i] = why;
        else
            which[n_jobs++] = i;
    }
    if (!status)
        status = describe_all(a, h, all, jobs, which, n_jobs, s, errors, e);
    free(all);
    free(jobs);
    free(which);
    return status;
}

int script_describe(struct arena *a, const struct script_host *h, enum script_kind kind,
                    const char *name, struct script **s, struct error *e)
{
    struct error why = {0}, local = {0};
    int status;

    e = e ? e : &local;
    *s = NULL;
    status = scripts_describe(a, h, kind, &name, 1, s, &why, e);
    if (!status && why.status)
        status = (*e = why).status;
    return status;
}
