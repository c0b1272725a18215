/* SPDX-License-Identifier: MIT */
/*
 * Sources of data, read in a worker into a sheet. What a worker sends is a row of marks, each with
 * what belongs to it; every byte of it is looked at, and how much may come is bounded.
 */
#ifndef HENG_PLUGIN_SOURCE_H
#define HENG_PLUGIN_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "data/sheet.h"
#include "plugin/plugin.h"

struct source_job {
    const struct plugin *plugin;
    const struct heng_source *source; /* one of plugin's */
    const void *params;               /* source->params_size bytes, or NULL */
    int fd;                           /* open for reading, at its start; -1: no file */
    uint64_t file_size;
    uint64_t most; /* bytes that may be unpacked, and that the cells may take */
    struct worker_limits limits;
};

/*
 * The cells, into a sheet whose path is set. Notes of the source are the sheet's; its warnings go
 * to `warnings` (the caller's to messages_fini). Errors: ERR_PART and why, without a where;
 * ERR_MEMORY.
 */
int plugin_read(const struct source_job *job, struct sheet *to, struct messages *warnings,
                struct error *e);

struct source_sheet {
    const char *name;
    bool hidden;
};

/* The sheets to choose from, in their order; none where the source has but one table. */
int plugin_sheets(const struct source_job *job, struct arena *a, struct source_sheet **sheets,
                  size_t *n, struct error *e);

#endif
