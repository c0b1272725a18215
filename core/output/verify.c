/* SPDX-License-Identifier: MIT */
/* Repeating the run of a manifest. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "output/manifest.h"
#include "output/manifest_internal.h"
#include "output/output_internal.h"

static int put_keys(struct profile *p, const struct manifest *m, struct error *e)
{
    size_t highest = 0;
    int status = OK;
    for (const struct manifest_key *k = m->keys; !status && k < m->keys + m->n_keys; k++) {
        p->layer = k->layer;
        highest = k->layer > highest ? k->layer : highest;
        status = profile_put(p, k->section, k->key, k->value, k->where, k->dir, e);
    }
    p->layer = highest;
    return status;
}

/* The files of the profile, as the manifest has them. */
static int put_files(struct profile *p, const struct manifest *m, struct error *e)
{
    p->n_files = 0;
    p->files = arena_array(p->arena, m->n_inputs, sizeof *p->files);
    if (!p->files)
        return error_no_memory(e);
    for (const struct manifest_input *f = m->inputs; f < m->inputs + m->n_inputs; f++) {
        if (strcmp(f->role, "profile"))
            continue;
        p->files[p->n_files].path = arena_strdup(p->arena, f->path);
        if (!p->files[p->n_files].path)
            return error_no_memory(e);
        snprintf(p->files[p->n_files].sha256, sizeof p->files->sha256, "%s", f->sha256);
        p->n_files++;
    }
    return OK;
}

struct profile *manifest_profile(const struct manifest *m, struct error *e)
{
    struct profile *p = profile_new(m->profile, e);
    int status = p ? put_keys(p, m, e) : OK;
    if (p && !status)
        status = put_files(p, m, e);
    if (p && status) {
        profile_free(p);
        return NULL;
    }
    return p;
}

/* What is run again is what was looked at here. Plugins and scripts are looked at by who loads
 * them. */
static int hash_input(struct inputs *from, const struct manifest_input *f, char sha256[HASH_TEXT],
                      struct error *why)
{
    if (strcmp(f->role, "plugin") == 0 || strcmp(f->role, "script") == 0)
        return hash_file(f->path, sha256, why);
    return inputs_hash(from, f->path, sha256, why);
}

/* Every input must still be what it was. Memory that gave out tells nothing of an input. */
static int compare_inputs(const struct manifest *m, struct inputs *from,
                          struct messages *differences, struct error *e)
{
    for (const struct manifest_input *f = m->inputs; f < m->inputs + m->n_inputs; f++) {
        char now[HASH_TEXT];
        struct error why;
        int status = hash_input(from, f, now, &why);
        if (status == ERR_MEMORY)
            return error_set(e, ERR_MEMORY, "%s", why.text);
        if (status)
            messages_add(differences, ERR_NOINPUT, "%s %s: gone or unreadable since the run",
                         f->role, f->path);
        else if (strcmp(now, f->sha256))
            messages_add(differences, ERR_DATA, "%s %s: changed since the run", f->role, f->path);
    }
    return messages_memory(differences, e);
}

/* Those that are still there. */
static const char *const *there(const struct manifest_folders *f, struct arena *a, size_t *n)
{
    const char **v = arena_array(a, f->n, sizeof *v);
    *n = 0;
    for (size_t i = 0; v && i < f->n; i++)
        if (dir_exists(f->v[i]))
            v[(*n)++] = arena_strdup(a, f->v[i]);
    return v;
}

static int find_folders(const struct manifest *m, struct arena *a, struct plan_options *o,
                        struct error *e)
{
    o->plugins = there(&m->plugins, a, &o->n_plugins);
    o->scripts = there(&m->scripts, a, &o->n_scripts);
    return arena_failed(a) ? error_no_memory(e) : OK;
}

/* The outputs as the manifest tells, as they come out now, and as they lie beside it. */
static int compare_outputs(const struct manifest *m, const char *path, const struct outputs *now,
                           struct arena *a, struct messages *differences, struct error *e)
{
    const char *dir = path_dir(a, path);
    size_t k;
    for (const struct manifest_output *o = m->outputs; o < m->outputs + m->n_outputs; o++) {
        const char *beside = dir ? path_join(a, dir, o->name) : NULL;
        char hash[HASH_TEXT];
        if (!beside)
            return error_no_memory(e);
        for (k = 0; k < now->n && strcmp(now->v[k].name, o->name); k++)
            ;
        if (k == now->n || strcmp(now->v[k].sha256, o->sha256))
            messages_add(differences, ERR_DATA, "%s: comes out otherwise than in the manifest",
                         o->name);
        if (file_exists(beside) && !hash_file(beside, hash, NULL) && strcmp(hash, o->sha256))
            messages_add(differences, ERR_DATA, "%s: is not as the run wrote it", beside);
    }
    return OK;
}

/* The database of a run lies beside its manifest where it was asked for, and the manifest is in it:
   so it is made again, rather than listed there. */
static int compare_database(const char *path, const struct outputs *now, struct arena *a,
                            struct messages *differences, struct error *e)
{
    struct output database = {0};
    const char *dir = path_dir(a, path), *beside;
    char hash[HASH_TEXT];
    int status = OK;
    beside = dir ? path_join(a, dir, output_database_name(now)) : NULL;
    if (!beside)
        return error_no_memory(e);
    if (file_exists(beside) && !hash_file(beside, hash, NULL)) {
        status = output_database(now, &database, e);
        if (!status && strcmp(hash, database.sha256))
            messages_add(differences, ERR_DATA, "%s: is not as the run wrote it", beside);
    }
    free(database.bytes);
    return status;
}

/* Which formats the outputs were made for: without tables, as with -f json, none is listed. */
static const struct heng_names *formats_of(const struct manifest *m)
{
    static const char *const names[] = {"json", "csv"};
    static const struct heng_names all = {names, 2}, manifest = {names, 1};
    for (size_t k = 0; k < m->n_outputs; k++) {
        const char *dot = strrchr(m->outputs[k].name, '.');
        if (strncmp(m->outputs[k].name, "snapshot-", 9) && dot && strcmp(dot, ".csv") == 0)
            return &all;
    }
    return &manifest;
}

/* The outputs of the plan, and the run's results, which they are made of. */
static int make_outputs(const struct manifest *m, const struct verify_options *o, struct plan *p,
                        struct outputs *now, struct results **r, struct error *e)
{
    int status = run_plan(p, r, e);
    if (status)
        return status;
    return m->replicates && o->robust ? o->robust(p, *r, now, e)
                                      : outputs_make(*r, formats_of(m), now, e);
}

/* What a server answers now, beside what it has answered. A newer server that says the same is
   told, and no fault. */
static void compare_queries(const struct manifest *m, const struct dataset *now,
                            struct messages *differences)
{
    for (const struct manifest_query *q = m->queries; q < m->queries + m->n_queries; q++)
        for (size_t i = 0; i < now->n_queries; i++) {
            const struct dataset_query *v = &now->queries[i];
            if (strcmp(v->section, q->section))
                continue;
            if (strcmp(v->sha256, q->sha256))
                messages_add(differences, ERR_DATA,
                             "[%s] query: it yields other rows than for the run", q->section);
            else if (strcmp(v->server, q->server))
                messages_add(differences, OK, "[%s] query: answered by %s, for the run by %s",
                             q->section, v->server, q->server);
        }
}

static int run_again(const struct manifest *m, const struct verify_options *o, struct stock *stock,
                     struct messages *differences, struct error *e)
{
    struct plan_options options = {.jobs = o->jobs, .stock = stock};
    struct outputs now = {0};
    char hex[HASH_TEXT];
    struct results *r = NULL;
    struct plan *p = NULL;
    int status = find_folders(m, m->arena, &options, e);
    if (!status) {
        options.profile = manifest_profile(m, e);
        status = options.profile ? OK : e->status;
    }
    if (!status)
        status = plan_new(&options, &p, e);
    if (!status && p->problems.n)
        status = error_set(e, plan_status(p), "the run cannot be repeated: %s",
                           p->problems.items[0].text);
    if (!status)
        compare_queries(m, p->data, differences);
    if (!status)
        status = make_outputs(m, o, p, &now, &r, e);
    if (!status)
        status = compare_outputs(m, o->path, &now, p->arena, differences, e);
    hash_bytes(m->bytes, strlen(m->bytes), hex);
    if (!status && !differences->n && strcmp(outputs_manifest(&now)->sha256, hex))
        messages_add(differences, ERR_DATA, "%s: the manifest itself comes out otherwise", o->path);
    if (!status && !differences->n)
        status = compare_database(o->path, &now, p->arena, differences, e);
    outputs_fini(&now);
    results_free(r);
    plan_free(p);
    return status;
}

int verify(const struct verify_options *o, struct messages *differences, struct error *e)
{
    struct manifest m = {0};
    struct stock *stock = stock_new(e);
    int status = stock ? manifest_read(o->path, &m, e) : ERR_MEMORY;
    if (!status && strcmp(m.heng, HENG_VERSION))
        messages_add(differences, OK, "written by heng %s; this is heng %s", m.heng, HENG_VERSION);
    if (!status)
        status = compare_inputs(&m, stock_inputs(stock), differences, e);
    if (!status)
        status = run_again(&m, o, stock, differences, e);
    if (!status)
        status = messages_memory(differences, e);
    stock_free(stock);
    manifest_fini(&m);
    return status;
}

int manifest_options(const char *path, struct arena *a, struct plan_options *o,
                     struct messages *changes, struct error *e)
{
    struct manifest m = {0};
    int status = manifest_read(path, &m, e);
    if (!status)
        status = find_folders(&m, a, o, e);
    if (!status)
        status = compare_inputs(&m, stock_inputs(o->stock), changes, e);
    if (!status) {
        o->profile = manifest_profile(&m, e);
        status = o->profile ? OK : e->status;
    }
    manifest_fini(&m);
    return status;
}
