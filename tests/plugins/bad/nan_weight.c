/* SPDX-License-Identifier: MIT */
/* Has a weight of NaN. */
#define BAD_NAME "nan_weight"
#define BAD_WEIGHT NAN
#include "bad.h"

#include "body.h"
