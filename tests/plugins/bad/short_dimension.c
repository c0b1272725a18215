/* SPDX-License-Identifier: MIT */
/* Its struct heng_dimension ends before compute. */
#define BAD_NAME "short_dimension"
#define BAD_DIMENSION_SIZE (sizeof(struct heng_dimension) - 1)
#include "bad.h"

#include "body.h"
