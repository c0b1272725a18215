/* SPDX-License-Identifier: MIT */
/* What the files that make a data set share. */
#ifndef HENG_PLAN_DATASET_INTERNAL_H
#define HENG_PLAN_DATASET_INTERNAL_H

#include <string.h>

#include "plan/dataset.h"

/* A data set while it is made of a profile. */
struct data_making {
    struct dataset *d;
    struct profile *p;
    struct script_host host; /* of [units] where and of [derive] */
    size_t jobs;
};

/* [data] or [data.NAME]. */
static inline bool is_data_section(const struct profile_section *s)
{
    return strcmp(s->name, "data") == 0 || strncmp(s->name, "data.", 5) == 0;
}

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
