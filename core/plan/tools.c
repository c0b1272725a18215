/* SPDX-License-Identifier: MIT */
/* Plugins and scripts that are looked at once. */
#include "plan/tools.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static int copy_folders(struct arena *a, const struct folders *from, struct folders *to,
                        struct error *e)
{
    to->v = arena_array(a, from->n, sizeof *to->v);
    if (!to->v)
        return error_no_memory(e);
    for (size_t i = 0; i < from->n; i++)
        if (!(to->v[to->n++] = arena_strdup(a, from->v[i])))
            return error_no_memory(e);
    return OK;
}

int tools_new(const struct search_path *home, const struct worker_limits *limits, struct tools **to,
              struct error *e)
{
    struct arena *a = arena_new();
    struct tools *t = a ? arena_alloc(a, sizeof *t) : NULL;
    int status;
    *to = NULL;
    if (!t) {
        arena_free(a);
        return error_no_memory(e);
    }
    t->arena = a;
    t->limits = *limits;
    t->registry = registry_new(e);
    status = t->registry ? copy_folders(a, &home->plugins, &t->plugins, e) : e->status;
    if (!status)
        status = copy_folders(a, &home->scripts, &t->scripts, e);
    t->host = (struct script_host){.dirs = t->scripts.v,
                                   .n_dirs = t->scripts.n,
                                   .limits = *limits,
                                   .seed = PLAN_SEED,
                                   .registry = t->registry};
    if (status)
        tools_free(t);
    else
        *to = t;
    return status;
}

void tools_free(struct tools *t)
{
    if (!t)
        return;
    registry_free(t->registry);
    messages_fini(&t->warnings);
    arena_free(t->arena);
}

static bool same_folders(const struct folders *a, const struct folders *b)
{
    for (size_t i = 0; a->n == b->n && i < a->n; i++)
        if (strcmp(a->v[i], b->v[i]))
            return false;
    return a->n == b->n;
}

static bool same_limits(const struct worker_limits *a, const struct worker_limits *b)
{
    return a->seconds == b->seconds && a->memory == b->memory && a->message == b->message;
}

bool tools_fit(const struct tools *t, const struct search_path *home,
               const struct worker_limits *limits)
{
    return same_folders(&t->plugins, &home->plugins) && same_folders(&t->scripts, &home->scripts) &&
           same_limits(&t->limits, limits);
}

/* ---- plugins ------------------------------------------------------------------------------- */

static struct known_plugin *find_plugin(const struct tools *t, const char *path)
{
    for (size_t i = 0; i < t->n_known_plugins; i++)
        if (strcmp(t->known_plugins[i].path, path) == 0)
            return &t->known_plugins[i];
    return NULL;
}

static int keep_plugin(struct tools *t, const char *path, struct plugin *plugin,
                       const struct error *why, struct error *e)
{
    struct known_plugin *v = arena_grow(t->arena, t->known_plugins, t->n_known_plugins,
                                        &t->cap_known_plugins, sizeof *v);
    const char *copy = arena_strdup(t->arena, path);
    if (!v || !copy)
        return error_no_memory(e);
    t->known_plugins = v;
    v[t->n_known_plugins++] = (struct known_plugin){copy, plugin, *why};
    return OK;
}

/* fresh, plugins and why have room for all n. */
static int look_at_new(struct tools *t, const char *const *paths, size_t n, size_t jobs,
                       const char **fresh, struct plugin **plugins, struct error *why,
                       struct error *e)
{
    size_t m = 0;
    int status = OK;
    for (size_t i = 0; i < n; i++)
        if (!find_plugin(t, paths[i]))
            fresh[m++] = paths[i];
    if (m)
        status = plugins_describe(t->arena, fresh, m, &t->limits, jobs, plugins, why, e);
    for (size_t i = 0; !status && i < m; i++)
        if (!find_plugin(t, fresh[i]))
            status = keep_plugin(t, fresh[i], plugins[i], &why[i], e);
    return status;
}

int tools_plugins(struct tools *t, const char *const *paths, size_t n, size_t jobs,
                  struct plugin **plugins, struct error *errors, struct error *e)
{
    const char **fresh = calloc(n + 1, sizeof *fresh);
    int status =
        fresh ? look_at_new(t, paths, n, jobs, fresh, plugins, errors, e) : error_no_memory(e);
    for (size_t i = 0; !status && i < n; i++) {
        const struct known_plugin *k = find_plugin(t, paths[i]);
        plugins[i] = k->plugin;
        errors[i] = k->error;
    }
    free(fresh);
    return status;
}

/* The methods of one folder's plugins. A plugin that cannot be used may be the one that has the
   method that is looked for, so it is told. */
static int add_folder(struct tools *t, const char *dir, size_t jobs, struct error *e)
{
    char **names;
    const char **paths;
    struct plugin **plugins;
    struct error *errors;
    size_t n;
    int status = dir_list(t->arena, dir, ".so", &names, &n, e);
    if (status || !n)
        return status;
    paths = arena_array(t->arena, n, sizeof *paths);
    plugins = arena_array(t->arena, n, sizeof *plugins);
    errors = arena_array(t->arena, n, sizeof *errors);
    if (!paths || !plugins || !errors)
        return error_no_memory(e);
    for (size_t k = 0; k < n; k++)
        if (!(paths[k] = arena_printf(t->arena, "%s/%s.so", dir, names[k])))
            return error_no_memory(e);
    status = tools_plugins(t, paths, n, jobs, plugins, errors, e);
    for (size_t k = 0; !status && k < n; k++)
        if (!plugins[k] ||
            (plugins[k]->n_methods &&
             plugin_register_methods(t->arena, plugins[k], &t->limits, t->registry, &errors[k])))
            messages_add_once(&t->warnings, error_as(errors[k].status, OK), "%s", errors[k].text);
    return status;
}

int tools_add_plugin_methods(struct tools *t, size_t jobs, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !t->has_plugin_methods && !status && i < t->plugins.n; i++)
        status = add_folder(t, t->plugins.v[i], jobs, e);
    t->has_plugin_methods = true;
    return status;
}

static void find_source(const struct tools *t, const char *name, const struct plugin **p,
                        const struct heng_source **s)
{
    for (size_t i = 0; !*s && i < t->n_known_plugins; i++) {
        const struct plugin *from = t->known_plugins[i].plugin;
        for (size_t k = 0; from && k < from->n_sources; k++)
            if (strcmp(from->sources[k]->name, name) == 0) {
                *p = from;
                *s = from->sources[k];
            }
    }
}

int tools_source(struct tools *t, const char *name, size_t jobs, const struct plugin **p,
                 const struct heng_source **s, struct error *e)
{
    const char *path = plugin_find(t->arena, t->plugins.v, t->plugins.n, name);
    struct plugin *plugin;
    struct error why = {0};
    int status = path ? tools_plugins(t, &path, 1, jobs, &plugin, &why, e) : OK;
    *p = NULL;
    *s = NULL;
    if (!status && why.status)
        status = (*e = why).status;
    if (!status)
        find_source(t, name, p, s);
    if (!status && !*s)
        status = tools_add_plugin_methods(t, jobs, e);
    if (!status)
        find_source(t, name, p, s);
    return status;
}

/* ---- scripts ------------------------------------------------------------------------------- */

static const struct known_script *find_script(const struct tools *t, enum script_kind kind,
                                              const char *name)
{
    for (size_t i = 0; i < t->n_known_scripts; i++)
        if (t->known_scripts[i].kind == kind && strcmp(t->known_scripts[i].name, name) == 0)
            return &t->known_scripts[i];
    return NULL;
}

static int look_at_script(struct tools *t, enum script_kind kind, const char *name,
                          const struct known_script **to, struct error *e)
{
    struct known_script k = {.kind = kind, .name = arena_strdup(t->arena, name)};
    struct known_script *v = arena_grow(t->arena, t->known_scripts, t->n_known_scripts,
                                        &t->cap_known_scripts, sizeof *v);
    if (!k.name || !v)
        return error_no_memory(e);
    t->known_scripts = v;
    if (script_describe(t->arena, &t->host, kind, name, &k.script, &k.error) == ERR_MEMORY)
        return error_set(e, ERR_MEMORY, "%s", k.error.text);
    v[t->n_known_scripts] = k;
    *to = &v[t->n_known_scripts++];
    return OK;
}

int tools_script(struct tools *t, enum script_kind kind, const char *name, struct script **s,
                 struct error *e)
{
    const struct known_script *k = find_script(t, kind, name);
    int status = k ? OK : look_at_script(t, kind, name, &k, e);
    *s = status ? NULL : k->script;
    if (!status && k->error.status)
        status = (*e = k->error).status;
    return status;
}

int tools_add_weights(struct tools *t, const struct script *s, struct error *e)
{
    return script_register_weights(t->arena, &t->host, s, t->registry, e);
}
