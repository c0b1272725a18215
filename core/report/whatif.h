/* SPDX-License-Identifier: MIT */
/*
 * An index taken up the tree from normalised columns: what a page computes when its reader turns a
 * weight or takes another method. The methods are core/methods' own, called as a run calls them, so
 * that the bits are those of `heng run --set`; compiled for the page as WebAssembly (make wasm)
 * and, for the tests, into the program.
 *
 * One period; no rules that change scores, nothing imputed, no missing = impute, no weights of the
 * whole index (scope = index): who makes the page sees to that. Functions give false, or NULL,
 * where memory ran out or a method refused: whatif_why says it.
 */
#ifndef HENG_REPORT_WHATIF_H
#define HENG_REPORT_WHATIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct whatif;

/* Nodes are numbered as in the run's tree, 0 the index; units as in its results. */
struct whatif *whatif_new(uint32_t n_nodes, uint32_t n_units);
void whatif_free(struct whatif *w); /* accepts NULL */
const char *whatif_why(const struct whatif *w);

/* A node's parent (its own number for the index); parents come before their children. excluded: set
   aside, and so without weight. fails: missing = fail. */
bool whatif_node(struct whatif *w, uint32_t node, uint32_t parent, bool leaf, bool excluded,
                 bool fails);
/* The column of a node, n_units: normalised values of an indicator, to be filled in; scores of the
   others once whatif_run was called. */
double *whatif_column(struct whatif *w, uint32_t node);
/* By unit, 1: no rank; to be filled in. */
uint8_t *whatif_unranked(struct whatif *w);
/* Units that share data-driven weights, and those that are ranked together: contiguous. */
bool whatif_group(struct whatif *w, uint32_t first, uint32_t n);
bool whatif_class(struct whatif *w, uint32_t first, uint32_t n);
/* When scores are equal: struct level. */
void whatif_level(struct whatif *w, double tolerance, int32_t decimals);

/* A method of a stage (enum heng_stage) with its defaults, to be given its parameters; its number,
   or -1. */
int32_t whatif_bind(struct whatif *w, uint32_t stage, const char *name);
bool whatif_set(struct whatif *w, int32_t method, const char *key, const char *value);
/* What a node is weighed and put together by. */
bool whatif_use(struct whatif *w, uint32_t node, int32_t weights, int32_t aggregate);
bool whatif_rank_by(struct whatif *w, int32_t method);
/* The nominal weight among siblings. */
bool whatif_weight(struct whatif *w, uint32_t node, double weight);

bool whatif_run(struct whatif *w);
const double *whatif_ranks(const struct whatif *w);
/* The weight of a node among its siblings in a group, as used. */
double whatif_used(const struct whatif *w, uint32_t group, uint32_t node);

/* For a page, which has no malloc of its own. */
void *whatif_alloc(uint32_t bytes);

#endif
