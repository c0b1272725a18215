/* SPDX-License-Identifier: MIT */
/* What the files of the weights stage share. */
#ifndef HENG_METHODS_WEIGHTS_PARTS_H
#define HENG_METHODS_WEIGHTS_PARTS_H

#include "heng.h"

#define HANDBOOK "OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 89-101"

void weights_warn(struct heng_weigh_call *c, size_t j, const char *text);
/* Divides what is in w (finite, >= 0) by its sum; HENG_UNDEFINED for this reason when that is 0. */
int weights_finish(struct heng_weigh_call *c, const char *reason);
/* False, and a warning, when column j is empty: its weight is 0. */
int weights_has_values(struct heng_weigh_call *c, size_t j);
/* The width of column j's range; 0 and a warning when it has none: its weight is 0. */
double weights_width(struct heng_weigh_call *c, size_t j);
/* What the data-driven methods need before they look at a column: two units. False: why says so. */
int weights_has_units(struct heng_weigh_call *c);

/* weights_spread.c */
extern const struct heng_method weights_cv, weights_sd, weights_variance, weights_information,
    weights_gini;
/* weights_loss.c */
extern const struct heng_method weights_merec, weights_cilos, weights_idocriw;
/* weights_independence.c */
extern const struct heng_method weights_independence;
/* weights_judged.c */
extern const struct heng_method weights_ahp, weights_precedence, weights_budget;

#endif
