/* SPDX-License-Identifier: MIT */
/* Folders looked through for all that can be named. */
#include "plan/catalogue.h"

#include <stdbool.h>
#include <string.h>

#include "base/file.h"
#include "config/profile.h"

/* The files FOLDER/sub/NAME+suffix of all folders; of two of one name only the first counts. */
static int find_files(struct catalogue *c, const struct folders *f, const char *sub,
                      const char *suffix, const char ***names, const char ***paths, size_t *n,
                      struct error *e)
{
    size_t cap_names = 0, cap_paths = 0, m;
    *n = 0;
    *names = *paths = NULL;
    for (size_t i = 0; i < f->n; i++) {
        const char *dir = *sub ? path_join(c->arena, f->v[i], sub) : f->v[i];
        char **found;
        size_t n_found;
        int status =
            dir ? dir_list(c->arena, dir, suffix, &found, &n_found, e) : error_no_memory(e);
        if (status)
            return status;
        for (size_t k = 0; k < n_found; k++) {
            for (m = 0; m < *n && strcmp((*names)[m], found[k]); m++)
                ;
            if (m < *n)
                continue;
            *names = arena_grow(c->arena, *names, *n, &cap_names, sizeof **names);
            *paths = arena_grow(c->arena, *paths, *n, &cap_paths, sizeof **paths);
            if (!*names || !*paths)
                return error_no_memory(e);
            (*names)[*n] = found[k];
            (*paths)[*n] = arena_printf(c->arena, "%s/%s%s", dir, found[k], suffix);
            if (!(*paths)[(*n)++])
                return error_no_memory(e);
        }
    }
    return OK;
}

static int add_plugins(struct catalogue *c, size_t jobs, struct error *e)
{
    const char **names, **paths;
    struct plugin **found;
    struct error *errors;
    size_t n;
    int status = find_files(c, &c->home.plugins, "", ".so", &names, &paths, &n, e);
    if (status || !n)
        return status;
    found = arena_array(c->arena, n, sizeof *found);
    c->plugins = arena_array(c->arena, n, sizeof *c->plugins);
    errors = arena_array(c->arena, n, sizeof *errors);
    if (!found || !errors || !c->plugins)
        return error_no_memory(e);
    status = plugins_describe(c->arena, paths, n, &c->scripts.limits, jobs, found, errors, e);
    for (size_t i = 0; !status && i < n; i++) {
        if (!found[i]) {
            messages_add_error(&c->problems, &errors[i]);
            continue;
        }
        c->plugins[c->n_plugins++] = found[i];
        if (found[i]->n_methods && plugin_register_methods(c->arena, found[i], &c->scripts.limits,
                                                           c->registry, &errors[i]))
            messages_add_error(&c->problems, &errors[i]);
    }
    return status;
}

static int add_scripts(struct catalogue *c, enum script_kind kind, struct error *e)
{
    const char **names, **paths;
    size_t n;
    int status =
        find_files(c, &c->home.scripts, script_folder(kind), ".lua", &names, &paths, &n, e);
    struct script **list = status ? NULL : arena_array(c->arena, n, sizeof *list);
    struct script **found = status ? NULL : arena_array(c->arena, n, sizeof *found);
    struct error *errors = status ? NULL : arena_array(c->arena, n, sizeof *errors);
    if (!status && (!list || !found || !errors))
        return error_no_memory(e);
    if (!status)
        status = scripts_describe(c->arena, &c->scripts, kind, names, n, found, errors, e);
    if (kind == SCRIPT_INDEX)
        c->indices = list;
    if (kind == SCRIPT_SELECTION)
        c->selections = list;
    for (size_t i = 0; !status && i < n; i++) {
        struct script *s = found[i];
        if (!s || (kind == SCRIPT_WEIGHTS &&
                   script_register_weights(c->arena, &c->scripts, s, c->registry, &errors[i])))
            messages_add_error(&c->problems, &errors[i]);
        else if (kind == SCRIPT_INDEX)
            c->indices[c->n_indices++] = s;
        else if (kind == SCRIPT_SELECTION)
            c->selections[c->n_selections++] = s;
    }
    return status;
}

static int add_folders(struct catalogue *c, struct folders *f, const char *const *dirs, size_t n,
                       struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < n; i++)
        status = dir_exists(dirs[i]) ? search_path_add(&c->home, f, dirs[i], e)
                                     : error_set(e, ERR_NOINPUT, "%s: no such folder", dirs[i]);
    return status;
}

static const char *kept(struct arena *a, const char *text)
{
    return text ? arena_strdup(a, text) : NULL;
}

/* Titles as the profile itself says them; its mistakes are for `heng check` to tell. */
static int add_profile(struct catalogue *c, const char *path, struct error *e)
{
    struct known_profile *k = &c->profiles[c->n_profiles++];
    struct messages problems = {0};
    struct profile *p = NULL;
    struct error why = {0};
    int status = profile_load(path, NULL, 0, &p, &problems, &why);
    k->path = path;
    if (!status)
        status = messages_memory(&problems, &why);
    if (!status) {
        k->title = kept(c->arena, profile_get(p, "profile", "title"));
        k->title_en = kept(c->arena, profile_get(p, "profile", "title_en"));
    }
    profile_free(p);
    messages_fini(&problems);
    return status == ERR_MEMORY ? error_no_memory(e) : OK;
}

static int add_profiles(struct catalogue *c, struct error *e)
{
    const char **names, **paths;
    size_t n;
    int status = find_files(c, &c->home.profiles, "", ".ini", &names, &paths, &n, e);
    if (!status && !(c->profiles = arena_array(c->arena, n, sizeof *c->profiles)))
        return error_no_memory(e);
    for (size_t i = 0; !status && i < n; i++)
        status = add_profile(c, paths[i], e);
    return status;
}

int catalogue_new(const char *const *plugins, size_t n_plugins, const char *const *scripts,
                  size_t n_scripts, size_t jobs, struct catalogue **out, struct error *e)
{
    struct arena *a = arena_new();
    struct catalogue *c = a ? arena_alloc(a, sizeof *c) : NULL;
    int status;
    *out = NULL;
    if (!c) {
        arena_free(a);
        return error_no_memory(e);
    }
    c->arena = c->home.arena = a;
    c->registry = registry_new(e);
    status = c->registry ? add_folders(c, &c->home.plugins, plugins, n_plugins, e) : e->status;
    if (!status)
        status = add_folders(c, &c->home.scripts, scripts, n_scripts, e);
    if (!status)
        status = search_path_add_own(&c->home, e);
    c->scripts = (struct script_host){.dirs = c->home.scripts.v,
                                      .n_dirs = c->home.scripts.n,
                                      .limits = worker_default_limits,
                                      .registry = c->registry};
    if (!status)
        status = add_plugins(c, jobs, e);
    if (!status)
        status = add_scripts(c, SCRIPT_INDEX, e);
    if (!status)
        status = add_scripts(c, SCRIPT_WEIGHTS, e);
    if (!status)
        status = add_scripts(c, SCRIPT_SELECTION, e);
    if (!status)
        status = add_profiles(c, e);
    if (!status)
        status = messages_memory(&c->problems, e);
    if (!status && arena_failed(a))
        status = error_no_memory(e);
    if (status)
        catalogue_free(c);
    else
        *out = c;
    return status;
}

void catalogue_free(struct catalogue *c)
{
    if (!c)
        return;
    registry_free(c->registry);
    messages_fini(&c->problems);
    arena_free(c->arena);
}
