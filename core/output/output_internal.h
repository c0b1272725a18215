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

/* The files of a run in their order, but for those of its analyses and the snapshots. */
struct output_table {
    const char *name;
    bool (*write)(struct table_file *l);     /* false: out of memory; NULL: the manifest */
    bool (*wanted)(const struct results *r); /* NULL: by every run */
    const char *section; /* of the profile without which no run has it, or NULL */
};

enum { N_OUTPUT_TABLES = 8 };
extern const struct output_table output_tables[N_OUTPUT_TABLES];

/* choice.c: whether [output] tables has the table, by the name of its file. */
bool output_is_chosen(const struct plan *p, const char *file);
/* Whether a manifest has the units; else why not, for people, in why. */
enum { OUTPUT_WHY = 160 };
bool output_has_units(const struct plan *p, char why[OUTPUT_WHY]);

/* Room for so many more, zeroed. */
int outputs_grow(struct outputs *out, size_t more, struct error *e);

/* written.c: an output that is CSV, from its first cell on; NULL: out of memory. */
FILE *written_open(const struct output *o);
void written_close(const struct output *o, FILE *f);
/* The next cell; what stood behind it: a comma, a line's end, or EOF before any. */
int written_next(FILE *f, struct str *cell);
/* Its text, without the apostrophe that shields it from spreadsheets. */
const char *written_text(const struct str *cell);
/* Whether the column of that name counts. */
bool output_is_whole(const char *column);

/* people.c: what the names of tables for people begin with. */
#define PEOPLE_PREFIX "people-"

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
