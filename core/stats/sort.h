/* SPDX-License-Identifier: MIT */
/* Sorting numbers in place, ascending, without a NaN among the keys. qsort is not used: glibc's
   allocates. Ranks of many values are found otherwise (stats/rank_sort.h). */
#ifndef HENG_STATS_SORT_H
#define HENG_STATS_SORT_H

#include <stddef.h>

void sort_numbers(double *key, size_t n);
/* value[i] goes where key[i] goes; of equal keys in any order, the same at each call. */
void sort_pairs(double *key, double *value, size_t n);

#endif
