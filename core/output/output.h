/* SPDX-License-Identifier: MIT */
/* The files a run leaves: made in memory, hashed, then written together. */
#ifndef HENG_OUTPUT_OUTPUT_H
#define HENG_OUTPUT_OUTPUT_H

#include <stddef.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/version.h"
#include "run/run.h"

struct output {
    const char *name;   /* of the file; what the plan says for an analysis */
    const char *format; /* csv, json; NULL: wanted whatever is chosen */
    bool for_people;    /* what another has, in words */
    char *bytes;        /* NULL where there are many: they are in spill then */
    FILE *spill;        /* without a name; NULL: none */
    size_t n;
    char sha256[HASH_TEXT];
    struct str kinds; /* of a CSV: what its columns hold, of struct csv_writer; empty: unknown */
};

/* Of a run, where they are chosen: scores.csv, indicators.csv, weights.csv, run.json, then
   screened.csv, rules.csv, panorama.csv and selection.csv where the profile asks for them, then
   those of the analyses that did not fail. */
struct outputs {
    struct output *v;
    size_t n;
    bool of_run; /* also where none of a run's files is chosen */
};

/* Makes what outputs_write needs for these formats (none named: all), and of the tables those of
   [output] tables. outputs_fini also after a failure. */
int outputs_make(const struct results *r, const struct heng_names *formats, struct outputs *out,
                 struct error *e);
void outputs_fini(struct outputs *out);

/* The manifest among them; NULL: there is none. */
struct output *outputs_manifest(const struct outputs *out);

/* Fills o with what write puts out, in memory or, where it is long, in a temporary file; false from
   write: out of memory. What there is is o's also after a failure. */
int output_make(struct output *o, bool (*write)(void *of, FILE *f), void *of, struct error *e);

/* A further output, made by somebody else, of a format that is always wanted; the bytes, from
   malloc, are taken, also after a failure. */
int outputs_add(struct outputs *out, const char *name, char *bytes, size_t n, struct error *e);

/* The rows of the queries that [data] snapshot keeps. */
int outputs_add_snapshots(struct outputs *out, const struct plan *p, struct error *e);

/* Beside each table that people look at one in their words and roundings, people-NAME.csv, where
   [output] csv asks for it; of those that have indicators.csv one a row a unit, and one of
   normalised values. Before the manifest is made. */
int outputs_add_people(struct outputs *out, const struct results *r, struct error *e);

/* Those of more that out has not, by name, behind those of out; then more has none, but after a
   failure keeps them. */
int outputs_join(struct outputs *out, struct outputs *more, struct error *e);

/* Refuses to replace a file that the plan reads. */
int outputs_check(const struct outputs *out, const char *dir, const struct plan *p,
                  struct error *e);
/* Writes those of the formats wanted (none named: all) into dir, all at once. Refuses to replace
   a file that the results were made from. What an earlier run of heng of the same kind (run,
   robust, compare) has left there goes; what others put there stays. */
int outputs_write(const struct outputs *out, const struct heng_names *formats, const char *dir,
                  const struct plan *p, struct error *e);

/* Formats that outputs_write knows: csv, json and sqlite, a database of the CSV tables and the
   manifest, run.sqlite or robust.sqlite. */
bool output_is_format(const char *name);
/* Formats and tables of [output] that there are not go to the plan's problems. */
void output_check(struct plan *p);

/* The manifest, run.json; hashes of the other outputs are in it. */
int manifest_write(const struct results *r, const struct outputs *outputs, FILE *f);

/* The manifest of another kind of outputs, of which it is one: the profile as it was read, the
   inputs, the outputs, and some numbers. */
struct manifest_number {
    const char *name;
    double v;
};
void manifest_head(struct plan *p, const struct outputs *outputs, const struct manifest_number *v,
                   size_t n, FILE *f);

#endif
