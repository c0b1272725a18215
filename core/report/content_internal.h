/* SPDX-License-Identifier: MIT */
/* What the sections of a report share. */
#ifndef HENG_REPORT_CONTENT_INTERNAL_H
#define HENG_REPORT_CONTENT_INTERNAL_H

#include "report/content.h"
#include "report/figures.h"

#define SAY(x, zh, en) document_words((x)->d, zh, en)

static inline size_t row_of(const struct edition *x, size_t position)
{
    return x->period * x->r->n_units + position;
}

const char *unit_code(const struct edition *x, size_t position);
const char *unit_name(const struct edition *x, size_t position);
/* "#u-330102": of its portrait, or NULL where it has none. */
const char *unit_link(struct edition *x, size_t position);
const char *node_name(const struct edition *x, size_t node);
double score_of(const struct edition *x, size_t node, size_t position);
/* "第3位（区间2–5）" and the like; a dash without a rank. */
const char *rank_text(struct edition *x, size_t position);
/* The class's label, or the words for all units where there is but one class. */
const char *class_name(const struct edition *x, size_t class);

/* Names in a row: the first `most`, and of more how many they are. */
struct roll {
    struct edition *x;
    size_t most, n;
    const char *names; /* "" or NULL at first */
};
void roll_add(struct roll *r, const char *name);
/* "A、B等12个", "A, B and others, 12 in all"; "" where nobody is named. */
const char *roll_text(const struct roll *r);

/* The nodes right below the index that have a weight. */
size_t dimensions_of(const struct edition *x, size_t *nodes, size_t most);
/* The step of each unit of the run in a node: 1 the best fifth of its class ... 5; 0 without a
   score. NULL: no memory, which the document notes. */
const unsigned char *fifths_of(struct edition *x, size_t node);
enum ink ink_of_fifth(unsigned fifth);
/* What the colours of fifths mean, put to a figure. */
void fifths_legend(struct edition *x, struct document_figure *f);
/* Scores of a class in a node; NaN without one. */
const double *class_scores(struct edition *x, size_t node, size_t class);
double *numbers(struct document *d, size_t n);

/* And those of correlations (ink_of_correlation). */
void correlations_legend(struct edition *x, struct document_figure *f);
/* What a matrix shows, as a table; NULL where memory has run out, which the document notes. */
struct document_table *matrix_table(struct edition *x, const struct matrix *m);
/* Says that a map is a sketch, or its approval number. */
void write_map_number(struct edition *x);

int write_summary(struct edition *x, struct error *e);
int write_league(struct edition *x, struct error *e);
int write_map(struct edition *x, struct error *e);
int write_distribution(struct edition *x, struct error *e);
int write_dimensions(struct edition *x, struct error *e);
int write_robust(struct edition *x, struct error *e);
int write_trends(struct edition *x, struct error *e);
int write_compare(struct edition *x, struct error *e);
int write_analyses(struct edition *x, struct error *e);
int write_cases(struct edition *x, struct error *e);
int write_portraits(struct edition *x, struct error *e);
int write_whatif(struct edition *x, struct error *e);
int write_method(struct edition *x, struct error *e);
int write_data(struct edition *x, struct error *e);
int write_audit(struct edition *x, struct error *e);

#endif
