/* SPDX-License-Identifier: MIT */
/*
 * The plugins and scripts of some folders under some limits, each looked at once, and all methods:
 * what plans with the same folders and limits share.
 */
#ifndef HENG_PLAN_TOOLS_H
#define HENG_PLAN_TOOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/worker.h"
#include "lua/script.h"
#include "methods/registry.h"
#include "plan/search_path.h"
#include "plugin/plugin.h"

enum { PLAN_SEED = 20240601 };

/* What came of looking at it: the plugin or the script, or an error. */
struct known_plugin {
    const char *path;
    struct plugin *plugin;
    struct error error;
};

struct known_script {
    enum script_kind kind;
    const char *name;
    struct script *script;
    struct error error;
};

struct tools {
    struct arena *arena;
    struct folders plugins, scripts;
    struct worker_limits limits;
    struct script_host host;
    struct registry
        *registry; /* the core's, and those of plugins and scripts that were asked for */
    struct known_plugin *known_plugins;
    size_t n_known_plugins, cap_known_plugins;
    struct known_script *known_scripts;
    size_t n_known_scripts, cap_known_scripts;
    bool has_plugin_methods;  /* those of plugins are in the registry */
    struct messages warnings; /* what was told of plugins then */
};

int tools_new(const struct search_path *home, const struct worker_limits *limits, struct tools **to,
              struct error *e);
void tools_free(struct tools *t); /* accepts NULL */
bool tools_fit(const struct tools *t, const struct search_path *home,
               const struct worker_limits *limits);

/* plugins_describe of those that nobody has asked for before, jobs at a time. */
int tools_plugins(struct tools *t, const char *const *paths, size_t n, size_t jobs,
                  struct plugin **plugins, struct error *errors, struct error *e);
/* The source of data of that name, from NAME.so or any other plugin. *s is NULL where no plugin has
   one; errors: of NAME.so, or ERR_MEMORY. */
int tools_source(struct tools *t, const char *name, size_t jobs, const struct plugin **p,
                 const struct heng_source **s, struct error *e);
/* script_describe. The script is the tools'. */
int tools_script(struct tools *t, enum script_kind kind, const char *name, struct script **s,
                 struct error *e);
/* Puts the methods of all plugins into the registry. */
int tools_add_plugin_methods(struct tools *t, size_t jobs, struct error *e);
/* Puts the formula of weights into the registry. */
int tools_add_weights(struct tools *t, const struct script *s, struct error *e);

#endif
