/* SPDX-License-Identifier: MIT */
/*
 * What a report says of a run: its sections, each made from results and from what was found beside
 * them. A section whose condition does not hold is left out; nothing is said that is not so.
 */
#ifndef HENG_REPORT_CONTENT_H
#define HENG_REPORT_CONTENT_H

#include "report/document.h"
#include "report/geo.h"
#include "robust/output.h"
#include "run/run.h"

/* A map of the run's units. */
struct report_map {
    const struct geo_map *geo;
    const size_t *unit_of;    /* by feature: position of the unit, or NONE */
    const size_t *feature_of; /* by position of the unit: its feature, or NONE */
    const char *number;       /* of its approval; NULL: it says that it has none */
};

struct edition {
    struct document *d;
    struct results *r;
    int language;                       /* enum language */
    size_t period;                      /* that it is about */
    const struct rank_summary *summary; /* by row, of replicates; or NULL */
    size_t n_replicates;
    const struct robust_found *found; /* what the replicates say; NULL: there are none */
    const struct report_map *map;     /* or NULL */
    const struct attribute *groups;   /* texts that part the units; or NULL */
    const size_t *portraits;          /* positions */
    size_t n_portraits;
    const struct heng_names *cases; /* directions of the selection; NULL or none named: all */
    const char *prefix;             /* of ids, where several runs share a document; "" */
    const struct results *earlier;  /* an edition to compare with; NULL: none */
    bool live;                      /* the page computes with it */
    bool scripted;                  /* the page colours its map, or finds its portraits */
    bool reread; /* results are read from files: what only a run has is not there */
    const struct report_texts *texts; /* the analysts' own words; NULL: none */
    size_t first, behind;             /* its blocks of the document, once they are written */
};

struct report_section {
    const char *name, *title, *title_en;
    const char *summary;                              /* what it shows, for help */
    bool (*applies)(const struct edition *x);         /* NULL: always */
    int (*write)(struct edition *x, struct error *e); /* NULL: it has the analysts' words only */
    bool of_run; /* says what only a run knows, not the files that it has left */
};

extern const struct report_section report_sections[];
extern const size_t n_report_sections;
/* NULL: there is none. */
const struct report_section *report_section_find(const char *name);

/* Ranks of a book's chapters that share units, side by side; nothing where none do. */
int content_chapters(struct edition *editions, const char *const *titles, size_t n,
                     struct error *e);

/* All of a document's sections, in their order; names NULL: all that apply. */
int content_write(struct edition *x, const char *const *names, size_t n, struct error *e);

#endif
