/* SPDX-License-Identifier: MIT */
/* Has a weight of zero. */
#define BAD_NAME "zero_weight"
#define BAD_WEIGHT 0
#include "bad.h"

#include "body.h"
