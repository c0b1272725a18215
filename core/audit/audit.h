/* SPDX-License-Identifier: MIT */
/*
 * What a statistician would ask of the data of a run before the scores are believed: gaps, values
 * that stand apart, columns that say nothing or the same twice, weight that rests on no data. A
 * finding is no error: it names the cell it comes from and what could be done about it.
 *
 * Cost: every cell is looked at once, and each column of a class and period sorted. Correlations
 * look at AUDIT_ROWS evenly spaced rows of a group at most, of all pairs of up to AUDIT_COLUMNS
 * indicators (of more, pairs of one node alone), until AUDIT_BUDGET products have been formed.
 */
#ifndef HENG_AUDIT_AUDIT_H
#define HENG_AUDIT_AUDIT_H

#include "run/run.h"

enum {
    AUDIT_KEPT = 100, /* findings of a kind, those that weigh most; all are counted */
    AUDIT_ROWS = 4096,
    AUDIT_COLUMNS = 100,
    AUDIT_BUDGET = 1 << 27
};

enum audit_kind {
    AUDIT_MISSING,
    AUDIT_MAGNITUDE,
    AUDIT_OUTLIER,
    AUDIT_JUMP,
    AUDIT_BREAK,
    AUDIT_CONSTANT,
    AUDIT_NEAR_CONSTANT,
    AUDIT_ZEROS,
    AUDIT_TRUNCATED,
    AUDIT_DIRECTION,
    AUDIT_REDUNDANT,
    AUDIT_JOIN,
    AUDIT_UNIT_DATA,
    AUDIT_IMPUTED,
    AUDIT_TREATED,
    AUDIT_BELOW_UNIT,
    AUDIT_KINDS
};

/* Its texts in Chinese and English, by enum language. */
struct audit_rule {
    const char *name, *title[2];
    const char *looks[2];  /* at what, and from where on it is a finding */
    double limit;          /* the threshold that `looks` tells */
    const char *source;    /* of the rule; "": heng's own */
    const char *remedy[2]; /* what could be done */
};

/* By enum audit_kind. */
extern const struct audit_rule audit_rules[AUDIT_KINDS];

struct audit_finding {
    enum audit_kind kind;
    size_t class, period;  /* NONE: of all */
    size_t position;       /* of the unit, or of the first one; NONE: of none */
    size_t node, other;    /* the indicator, and the one it is compared with; NONE: of none */
    double value, against; /* what was found and what it is held against; NaN: nothing */
    size_t n, of;          /* so many units or cells of so many */
    size_t before;         /* AUDIT_JUMP: the period that it is held against */
    const char *subject;   /* AUDIT_JOIN: the section; else NULL */
    const char *where;     /* "zj.ini:12" where a line of the profile is known, or "" */
    double severity;       /* the larger, the worse, among those of its kind */
};

struct audit {
    struct arena *arena;
    const struct results *r;
    struct audit_finding *of[AUDIT_KINDS]; /* kept[k] of each kind, the worst first */
    size_t kept[AUDIT_KINDS], counts[AUDIT_KINDS], n;
    /* share of the weight of the index that rests on cells of each kind (enum cell): of a class in
       a period, the mean of its units, at (class * n_periods + period) * CELL_KINDS + kind; NaN
       without a unit */
    double *rests;
    /* share of the units that have a value, at (indicator * n_classes + class) * n_periods +
       period; NaN without a unit, or where the indicator is set aside */
    double *available;
    double *on_data;      /* of a unit, by row of the results: on data; NaN: set aside, no weight */
    size_t groups_passed; /* of reference groups: no correlations were looked at */
};

/* r, which outlives the audit, is not changed. */
int audit_make(const struct results *r, struct audit **a, struct error *e);
void audit_free(struct audit *a); /* accepts NULL */

enum { AUDIT_TEXT_MAX = 512 };

/* What was found, as half a sentence in the language. */
void audit_text(const struct results *r, const struct audit_finding *f, int language,
                char text[AUDIT_TEXT_MAX]);

/* Where the cells stood that a finding comes from: "t.csv, line 3, column 2", several parted by
   "; ". "": it is not about one unit's value, or places are not known. In arena; NULL: out of
   memory. */
const char *audit_cells(const struct results *r, const struct audit_finding *f,
                        struct arena *arena);

/* An indicator in a class and period. */
struct audit_gap {
    size_t indicator, class, period;
    double available;
};
/* The first `most` of those that are not complete, the emptiest first, into arena; *n: all of them.
   NULL: out of memory. */
struct audit_gap *audit_gaps(const struct audit *a, size_t most, size_t *n, struct arena *arena);
/* The rows of units whose weight does not all rest on data, in the same way. */
size_t *audit_units(const struct audit *a, size_t most, size_t *n, struct arena *arena);

/* Whether a cell of the kind holds data of its own, as observed or limited since. */
bool audit_is_data(unsigned cell);

#endif
