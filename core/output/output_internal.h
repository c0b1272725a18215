/* SPDX-License-Identifier: MIT */
/* What the files of a run's outputs share. */
#ifndef HENG_OUTPUT_OUTPUT_INTERNAL_H
#define HENG_OUTPUT_OUTPUT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/file.h"
#include "base/none.h"
#include "output/lines.h"
#include "output/output.h"

/* One file while it is made: what its lines know of where they stand. */
struct table_file {
    const struct results *r;
    struct lines out;
    size_t class, period; /* NONE: of all */
    size_t analysis;      /* where the table is one's */
};

struct output_table {
    const char *name, *format;
    bool (*write)(struct table_file *l); /* false: out of memory; NULL: the manifest */
    bool (*wanted)(const struct results *r);
};

extern const struct output_table output_tables[N_OUTPUTS];
/* Those that only some runs have. */
enum { N_FURTHER = 4 };
extern const struct output_table optional_tables[N_FURTHER];
/* The table of an analysis. */
bool output_findings(struct table_file *l);

/* Those of the outputs that are tables as one SQLite database, with the manifest, which is there.
   Of `to` output's members are set; its bytes are freed by who has it, also after a failure. */
const char *output_database_name(const struct outputs *from);
int output_database(const struct outputs *from, struct output *to, struct error *e);

/* A file_set_earlier; data is the outputs that are written. Drops what an earlier run of their kind
   has left in the folder. */
int earlier_drop(void *data, struct file_set *set, const char *dir, struct error *e);

#endif
