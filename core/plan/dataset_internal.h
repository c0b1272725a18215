/* SPDX-License-Identifier: MIT */
/* What the files that make a data set share. */
#ifndef HENG_PLAN_DATASET_INTERNAL_H
#define HENG_PLAN_DATASET_INTERNAL_H

#include <string.h>

#include "data/csv.h"
#include "data/shape.h"
#include "plan/dataset.h"

/* A data set while it is made of a profile. */
struct data_making {
    struct dataset *d;
    struct profile *p;
    struct script_host host; /* of [units] where and of [derive] */
    struct tools *tools;
    size_t jobs;
};

/* [data] or [data.NAME]. */
static inline bool is_data_section(const struct profile_section *s)
{
    return strcmp(s->name, "data") == 0 || strncmp(s->name, "data.", 5) == 0;
}

/* Notes a file that the data are from. encoding may be NULL. */
int dataset_note_file(struct dataset *d, const char *role, const char *path, const char *sha256,
                      const char *encoding, struct error *e);
/* Reads what only a plugin can read, the file at path (NULL: the source needs none) or what a
   server answers. *t is NULL where there is none, and a problem is noted. */
int dataset_read_source(struct data_making *m, struct profile_section *s,
                        const struct data_options *d, const char *name, const char *path,
                        const struct csv_options *o, struct table **t, struct error *e);
/* Notes what a query has yielded, where the section has one; keeps its rows where it says so. */
int dataset_note_query(struct data_making *m, const struct profile_section *s,
                       const struct data_options *d, const struct heng_source *source,
                       const struct sheet *sheet, struct error *e);
/* Whether rows that were kept are to be read in place of asking. */
bool dataset_reads_snapshot(const struct data_options *d);
/* Whether a section's key is of the sources that plugins bring, and csv has none. */
bool dataset_is_source_key(const char *key);
/* How a table is laid out, and what that needs while it is read. */
struct dataset_layout {
    struct shape_options shape;
    struct shape_header *headers;
    size_t cap_headers;
    struct unit_codes names;
    struct column_words *words;
    size_t n_words, cap_words;
    const struct script_host *host;
    struct formula where;
    bool point; /* thousands = point */
};

/* Problems are noted. dataset_layout_fini is needed; `to` must not move. */
void dataset_layout_of(struct data_making *m, const struct profile_section *s,
                       const struct data_options *d, struct dataset_layout *to);
void dataset_layout_fini(struct dataset_layout *l);
/* A column called by its header; false: out of memory. */
bool dataset_layout_call(struct data_making *m, struct dataset_layout *to, const char *name,
                         const char *header, bool may_lack);
/* The file that a key of the section names, noted; NULL with a problem, or without the key. */
const struct input *dataset_key_file(struct data_making *m, const struct profile_section *s,
                                     const char *name, const char *key, const char **path);
/* The dictionary of a section: problems are noted. */
void dataset_read_dictionary(struct data_making *m, const struct profile_section *s,
                             const char *name, struct dataset_layout *to);
/* What it says of a table's columns: words are kept, cells multiplied. */
int dataset_use_dictionary(struct data_making *m, const struct dataset_layout *l, const char *path,
                           struct table *t, struct error *e);
int dataset_read(struct data_making *m, struct error *e); /* the tables, joined */
int dataset_note_join(struct data_making *m, const struct profile_section *s, const char *path,
                      int unmatched, const struct table *t, struct error *e);
void dataset_tell_joins(struct data_making *m); /* once units are selected */
/* What may be meant where the last join has met no unit; begins with "; ", or is "". */
const char *dataset_join_hint(struct dataset *d);
void dataset_tell_totals(struct data_making *m);            /* once units are selected */
int dataset_select(struct data_making *m, struct error *e); /* [units] where */
int dataset_derive(struct data_making *m, struct error *e); /* [derive] */

#endif
