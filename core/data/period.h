/* SPDX-License-Identifier: MIT */
/* What the labels of periods say of their order in time. */
#ifndef HENG_DATA_PERIOD_H
#define HENG_DATA_PERIOD_H

#include <stdbool.h>
#include <stddef.h>

/* Compared one by one: year, then what follows within it; or a number alone. */
struct period_time {
    double v[3];
};

/*
 * The times of n labels, all of which must be of one kind: whole numbers, years (2016年), half
 * years (2019H1, 2019年上半年), quarters (2019Q1, 2019-Q4, 2019年第一季度), months (2019-01,
 * 2019年3月, Jan 2019), weeks, dates, spans of years (2019-20, 2015-2019), five-year plans
 * (十三五), other numbers. Blanks, full-width characters and letter case do not matter. False: they
 * are not, or day and month cannot be told apart.
 */
bool period_times(const char *const *labels, size_t n, struct period_time *times);

/* Below, above or equal to 0. */
int period_compare(const struct period_time *a, const struct period_time *b);

/*
 * order[i]: which of the n labels is the i-th in time, or i where they do not tell it (*ordered).
 * twins: two of them that are the same time, NONE where there are none. Errors: ERR_MEMORY.
 */
int period_order(const char *const *labels, size_t n, size_t *order, bool *ordered,
                 size_t twins[2]);

/* Where on the line of time they stand, rising: the year or number, or half years, quarters,
   months, weeks, days counted on; 0, 1, 2 ... where they do not tell or do not rise. */
void period_positions(const char *const *labels, size_t n, double *v);

#endif
