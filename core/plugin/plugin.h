/* SPDX-License-Identifier: MIT */
/*
 * Plugins: shared objects that are looked at before they are loaded, and loaded only in a worker.
 *
 * The parent never calls dlopen (but for that of launch/processes.h, which is not of these). A
 * worker loads the objects one after the other, shakes hands, and sends copies of their
 * descriptors, which the parent checks text by text and number by number; another worker, for it
 * alone, loads one again to compute, and compares. So a plugin can crash, hang, exit, change the
 * rounding mode or write where it should not, and the run only notes that this part is missing.
 */
#ifndef HENG_PLUGIN_PLUGIN_H
#define HENG_PLUGIN_PLUGIN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/worker.h"
#include "heng_draft.h"
#include "methods/registry.h"

/* A plugin as its descriptors tell. All memory is the arena's; function pointers are NULL, and
   so is desc->scratch. */
struct plugin {
    const char *name; /* of the file, without .so */
    const char *path;
    char sha256[65];
    char described[65]; /* the hash of its description, as it arrived */
    const char *version, *licence;
    const struct heng_dimension **dimensions;
    size_t n_dimensions;
    const struct heng_method **methods;
    size_t n_methods;
    const struct heng_source **sources;
    size_t n_sources;
};

/*
 * The path of NAME.so in the first of the folders that has it, or NULL. name must be an id
 * (text_is_id): a path is never looked up.
 */
const char *plugin_find(struct arena *a, const char *const *dirs, size_t n_dirs, const char *name);

/*
 * Looks at each file (regular, not a symlink, not writable by others, ELF of this machine, exports
 * heng_plugin_entry) and then describes them in workers (workers_run_together). plugins[i] is NULL
 * where errors[i] says why (ERR_PART, "PATH: what: why").
 */
int plugins_describe(struct arena *a, const char *const *paths, size_t n,
                     const struct worker_limits *limits, size_t parallel, struct plugin **plugins,
                     struct error *errors, struct error *e);

/* One dimension to compute over all periods. */
struct dimension_job {
    /* set by the caller */
    const struct plugin *plugin;
    const struct heng_dimension *dimension; /* one of plugin's */
    const void *params;                     /* dimension->params_size bytes, or NULL */
    const double *const *in; /* n_inputs columns of n_units * n_periods; NULL: absent */
    size_t n_units, n_periods;
    const char *const *codes;   /* n_units */
    const char *const *periods; /* n_periods labels, or NULL: there are none */
    double *const *out;         /* n_indicators columns, to be filled in */
    /* set by plugins_compute */
    struct error error;       /* status 0, or ERR_PART and why; out is then all NaN */
    struct messages warnings; /* the caller's to messages_fini */
};

/* Each job in a worker of its own; compute is called once a period. Infinities in the output
   become NaN with a warning that names the indicator and how many. */
int plugins_compute(struct dimension_job *jobs, size_t n, const struct worker_limits *limits,
                    size_t parallel, struct error *e);

/* Adds the plugin's methods to the registry, each called in a worker. */
int plugin_register_methods(struct arena *a, const struct plugin *p,
                            const struct worker_limits *limits, struct registry *r,
                            struct error *e);

#endif
