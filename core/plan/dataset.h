/* SPDX-License-Identifier: MIT */
/*
 * The data of a profile: sources read and hashed, joined, units selected, columns derived. Made
 * once and read only from then on; all plans whose profiles say the same of the data share it.
 */
#ifndef HENG_PLAN_DATASET_H
#define HENG_PLAN_DATASET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "config/profile.h"
#include "data/table.h"
#include "plan/tools.h"

struct dataset_file {
    const char *role, *path;
    char sha256[HASH_TEXT]; /* of the bytes that were parsed */
    const char *encoding;   /* of a table: that was taken */
};

struct unit_names {
    const char **v;
    size_t n;
};

/* A [data.NAME] and the table that it is joined to. */
struct dataset_join {
    const char *section, *where, *path;
    int unmatched; /* enum unmatched */
    size_t n_there;
    struct unit_names only_here, only_there; /* codes that the other lacks */
};

/* A section whose keys are also parameters of a source. */
struct dataset_source {
    const char *section;
    const struct heng_source *source; /* of the tools */
};

/* What a dictionary says of a column; NULL where it says nothing. */
struct column_words {
    const char *id, *unit, *unit_en, *title, *title_en, *definition, *source;
    double factor; /* that its cells were multiplied by */
};

/* A query, and what came of it. */
struct dataset_query {
    const char *section, *source, *query, *server; /* texts, "" where there is none */
    size_t n_rows;                                 /* its header is none */
    char sha256[HASH_TEXT];                        /* of the rows as CSV */
    const char *file; /* under which they are kept; NULL: they are not */
    struct str rows;
};

struct dataset {
    struct arena *arena;
    struct table *table; /* NULL: there is none, as problems say */
    struct dataset_file *files;
    size_t n_files, cap_files;
    struct dataset_join *joins;
    size_t n_joins, cap_joins;
    struct messages problems; /* what makes the profile unusable */
    struct messages failures; /* columns that are missing */
    struct messages warnings, notes;
    struct dataset_source *sources; /* of the sections that a plugin has read */
    size_t n_sources, cap_sources;
    struct column_words *words; /* of columns that the tables have */
    size_t n_words, cap_words;
    struct dataset_query *queries;
    size_t n_queries, cap_queries;
    const char *class_by; /* by which units that change are parted, where any does; or NULL */
    struct saying *said;  /* what it was made of, and where that stands */
    const struct tools *tools;
    bool places; /* whether cells keep where they stood */
};

/*
 * The sections that say what the data are: [data], [data.NAME], then [units] and [derive], each
 * key's value, and of a path the file. From p->inputs. t: whose sandbox evaluates; jobs: workers
 * at a time. OK also with problems.
 */
int dataset_new(struct profile *p, struct tools *t, size_t jobs, struct dataset **to,
                struct error *e);
void dataset_free(struct dataset *d); /* accepts NULL */

/* What is known of a column; NULL: nothing. */
const struct column_words *dataset_words(const struct dataset *d, const char *column);
/* What people call it in a language, "常住人口（万人）": the column's own name where nothing else
   is known; in the arena. NULL: out of memory. */
const char *dataset_column_title(const struct dataset *d, const char *column, int language,
                                 struct arena *a);
/* In the language, else in the other; NULL: it has none. */
const char *column_title(const struct column_words *w, int language);
const char *column_unit(const struct column_words *w, int language);

/* Sources whose plugins are built only where a library is found, all of heng's own; NULL behind the
   last. */
struct optional_source {
    const char *name, *library;
};
const struct optional_source *optional_source(size_t i);

/* Columns of numbers and texts that a formula uses: each is a problem, with the cells that are no
   numbers. Whether there is one: then what else is said of the formula follows from it. section as
   in problems_add_formula. */
bool formula_tell_texts(const struct formula *f, const char *section, const struct table *t,
                        struct messages *problems);

/* Whether it is the data of p too: then nothing need be read. What it complains of stands at the
   same places. */
int dataset_fits(const struct dataset *d, const struct profile *p, const struct tools *t,
                 bool *fits, struct error *e);

#endif
