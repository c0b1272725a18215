/* SPDX-License-Identifier: MIT */
/* All that there is: the plugins, scripts, methods and profiles in the known folders. */
#ifndef HENG_PLAN_CATALOGUE_H
#define HENG_PLAN_CATALOGUE_H

#include <stddef.h>

#include "lua/script.h"
#include "methods/registry.h"
#include "plan/search_path.h"
#include "plugin/plugin.h"

/* A profile by what its own file says, NULL where it says nothing. */
struct known_profile {
    const char *path, *title, *title_en;
};

struct catalogue {
    struct arena *arena;
    struct search_path home;
    struct script_host scripts;
    struct plugin **plugins; /* those that can be used */
    size_t n_plugins;
    struct script **indices, **selections;
    size_t n_indices, n_selections;
    struct registry *registry; /* methods of the core, of plugins and of scripts/weights */
    struct known_profile *profiles;
    size_t n_profiles;
    struct messages problems; /* plugins and scripts that cannot be used, and why */
};

int catalogue_new(const char *const *plugins, size_t n_plugins, const char *const *scripts,
                  size_t n_scripts, size_t jobs, struct catalogue **c, struct error *e);
void catalogue_free(struct catalogue *c); /* accepts NULL */

#endif
