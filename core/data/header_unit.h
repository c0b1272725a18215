/* SPDX-License-Identifier: MIT */
/* The unit that a header says in brackets. */
#ifndef HENG_DATA_HEADER_UNIT_H
#define HENG_DATA_HEADER_UNIT_H

#include "base/arena.h"

/* "平方公里" of "土地面积（平方公里）", "万人" of "客运量（万人）/公路"; in the arena. NULL: none.
 *title, where it is asked for: the header without it. NULL there: out of memory. */
const char *header_unit(struct arena *a, const char *header, const char **title);

#endif
