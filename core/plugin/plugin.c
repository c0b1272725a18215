/* SPDX-License-Identifier: MIT */
/* Loading a plugin in a worker and describing it to the parent. */
#include "plugin/plugin.h"

#include <dlfcn.h>
#include <float.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/version.h"
#include "plugin/plugin_internal.h"

const char *plugin_find(struct arena *a, const char *const *dirs, size_t n_dirs, const char *name)
{
    struct stat s;
    if (!name || !text_is_id(name))
        return NULL;
    for (size_t i = 0; i < n_dirs; i++) {
        char *file = arena_printf(a, "%s.so", name);
        char *path = file ? path_join(a, dirs[i], file) : NULL;
        /* Whatever lies there: the look at the file says what is wrong with it. */
        if (path && lstat(path, &s) == 0)
            return path;
    }
    return NULL;
}

/* ---- the world a callback sees ------------------------------------------- */

void plugin_world_keep(struct plugin_environment *world)
{
    const char *locale = setlocale(LC_ALL, NULL);
    fegetenv(&world->fenv);
    snprintf(world->locale, sizeof world->locale, "%s", locale ? locale : "C");
    world->changed = false;
}

/* Flush-to-zero is in no portable interface, but it shows. Both are volatile so that the division
   is done here and not later. */
static bool keeps_subnormals(void)
{
    volatile double least = DBL_MIN, half = least / 2;
    return half != 0;
}

void plugin_world_restore(struct plugin_environment *world)
{
    const char *locale = setlocale(LC_ALL, NULL);
    int rounding = fegetround();
    bool subnormals = keeps_subnormals(), other_locale, own_locale;
    own_locale = uselocale(LC_GLOBAL_LOCALE) != LC_GLOBAL_LOCALE;
    other_locale = !locale || strcmp(locale, world->locale) != 0;
    if (other_locale)
        setlocale(LC_ALL, world->locale);
    fesetenv(&world->fenv);
    if (other_locale || own_locale || rounding != fegetround() || subnormals != keeps_subnormals())
        world->changed = true;
}

static const struct heng_host host = {
    sizeof(struct heng_host),
    HENG_ABI_MAJOR,
    HENG_ABI_MINOR,
    HENG_VERSION,
};

/* ---- loading, in a worker ------------------------------------------------ */

void plugin_place(struct worker *w, const char *fmt, ...)
{
    va_list ap;
    if (!w->place || w->place_size == 0)
        return;
    va_start(ap, fmt);
    vsnprintf(w->place, w->place_size, fmt, ap);
    va_end(ap);
}

/* The loader's own words, without the path that they begin with. */
static int refuse_load(const char *local, struct error *e)
{
    const char *why = dlerror();
    size_t n = strlen(local);
    if (why && strncmp(why, local, n) == 0 && strncmp(why + n, ": ", 2) == 0)
        why += n + 2;
    return error_set(e, ERR_PART, "cannot be loaded: %s", why ? why : "no heng_plugin_entry");
}

/* What is loaded is the file that was hashed, whatever stands at its path by now. The descriptor
   stays open as long as the worker: to the loader a second object of the same path, though of
   another file, would be the first. */
static int open_object(int fd, heng_plugin_entry_fn **entry, struct error *e)
{
    char local[32];
    void *handle, *symbol;
    snprintf(local, sizeof local, "/proc/self/fd/%d", fd);
    handle = dlopen(local, RTLD_NOW | RTLD_LOCAL);
    symbol = handle ? dlsym(handle, "heng_plugin_entry") : NULL;
    if (!symbol)
        return refuse_load(local, e);
    memcpy(entry, &symbol, sizeof symbol);
    return OK;
}

int plugin_load(struct worker *w, const char *path, const char *sha256,
                struct plugin_environment *world, const struct heng_plugin **p, struct error *e)
{
    heng_plugin_entry_fn *entry = NULL;
    char name[64];
    int fd, status = plugin_file_open_again(path, sha256, &fd, e);
    plugin_world_keep(world);
    plugin_place(w, "load");
    if (!status)
        status = open_object(fd, &entry, e);
    if (!status) {
        plugin_world_restore(world);
        plugin_place(w, "heng_plugin_entry");
        *p = entry(&host);
        plugin_place(w, "its descriptors");
        plugin_file_name(path, name);
        status = plugin_check(*p, name, true, e);
    }
    plugin_world_restore(world);
    return status;
}

int plugin_load_again(struct worker *w, const struct plugin *plugin,
                      struct plugin_environment *world, const struct heng_plugin **p,
                      struct error *e)
{
    struct str description = {0};
    char sha256[HASH_TEXT] = "";
    int status = plugin_load(w, plugin->path, plugin->sha256, world, p, e);
    if (status)
        return status;
    plugin_pack(&description, *p);
    if (description.failed)
        status = error_no_memory(e);
    else
        hash_bytes(description.s, description.n, sha256);
    if (!status && strcmp(sha256, plugin->described))
        status = error_set(e, ERR_PART, "it describes itself differently each time it is loaded");
    str_fini(&description);
    return status;
}

/* ---- describing ---------------------------------------------------------- */

struct description {
    const char *path;
    char sha256[65];
};

static int describe(struct worker *w, void *arg, struct error *e)
{
    const struct description *d = arg;
    const struct heng_plugin *p;
    struct plugin_environment world;
    int status = plugin_load(w, d->path, d->sha256, &world, &p, e);
    if (!status)
        plugin_pack(&w->message, p);
    return status;
}

/* The copy must pass the same checks as the original did: the worker is not trusted. */
static int check_copy(const struct plugin *p, struct error *e)
{
    struct heng_plugin copy = {
        .magic = HENG_MAGIC,
        .abi_major = HENG_ABI_MAJOR,
        .size = sizeof copy,
        .name = p->name,
        .version = p->version,
        .licence = p->licence,
        .dimensions = p->dimensions,
        .methods = p->methods,
        .sources = p->sources,
    };
    char name[64];
    if (!plugin_file_name(p->path, name))
        return error_set(e, ERR_PART, "no name for a plugin");
    return plugin_check(&copy, name, false, e);
}

static int receive(struct arena *a, const struct description *d, const struct str *message,
                   struct plugin **plugin, struct error *e)
{
    struct deserialiser u = {.p = message->s, .end = message->s + message->n, .arena = a};
    struct plugin *p = arena_alloc(a, sizeof *p);
    if (!p || !(p->path = arena_strdup(a, d->path)))
        return error_no_memory_for(e, d->path);
    memcpy(p->sha256, d->sha256, sizeof p->sha256);
    if (message->n == 0 || !plugin_unpack(&u, p))
        return deserialise_refuse(&u, d->path, "its description arrived damaged", e);
    hash_bytes(message->s, message->n, p->described);
    if (check_copy(p, e))
        return error_prefix(e, "%s", d->path);
    *plugin = p;
    return OK;
}

struct describing {
    struct description *descriptions;
    struct worker_job *jobs;
    size_t *which; /* the plugin that job j is about */
    size_t n_jobs;
};

/* Looks at all files; those that pass become jobs. */
static void prepare(struct describing *all, const char *const *paths, size_t n,
                    const struct worker_limits *limits, struct error *errors)
{
    for (size_t i = 0; i < n; i++) {
        struct description *d = &all->descriptions[all->n_jobs];
        struct worker_job *job = &all->jobs[all->n_jobs];
        memset(&errors[i], 0, sizeof errors[i]);
        if (plugin_file_look(paths[i], d->sha256, &errors[i]))
            continue;
        d->path = paths[i];
        job->name = paths[i];
        job->fn = describe;
        job->arg = d;
        job->trust = WORKER_PLUGIN;
        job->limits = limits ? *limits : worker_default_limits;
        all->which[all->n_jobs++] = i;
    }
}

static void collect(struct arena *a, struct describing *all, struct plugin **plugins,
                    struct error *errors)
{
    for (size_t j = 0; j < all->n_jobs; j++) {
        size_t i = all->which[j];
        const struct worker_job *job = &all->jobs[j];
        const struct description *d = &all->descriptions[j];
        if (job->end != WORKER_DONE) {
            errors[i] = job->error;
            errors[i].status = error_as(job->error.status, ERR_PART);
        } else {
            receive(a, d, &job->message, &plugins[i], &errors[i]);
        }
    }
}

int plugins_describe(struct arena *a, const char *const *paths, size_t n,
                     const struct worker_limits *limits, size_t parallel, struct plugin **plugins,
                     struct error *errors, struct error *e)
{
    struct describing all = {calloc(n + 1, sizeof *all.descriptions),
                             calloc(n + 1, sizeof *all.jobs), calloc(n + 1, sizeof *all.which), 0};
    int status = OK;
    for (size_t i = 0; i < n; i++)
        plugins[i] = NULL;
    if (!all.descriptions || !all.jobs || !all.which) {
        status = error_no_memory(e);
        goto out;
    }
    prepare(&all, paths, n, limits, errors);
    if (all.n_jobs > 0)
        status = workers_run_together(all.jobs, all.n_jobs, parallel, e);
    if (!status)
        collect(a, &all, plugins, errors);
out:
    for (size_t j = 0; j < all.n_jobs; j++)
        str_fini(&all.jobs[j].message);
    free(all.descriptions);
    free(all.jobs);
    free(all.which);
    return status;
}
