/* SPDX-License-Identifier: MIT */
/* Has a list of at least 3 and at most 2 numbers. */
#define BAD_NAME "bad_counts"
#define BAD_TYPE HENG_REALS
#define BAD_COUNTS 3, 2
#include "bad.h"

#include "body.h"
