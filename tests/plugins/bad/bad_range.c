/* SPDX-License-Identifier: MIT */
/* Has a parameter with a range of NaN. */
#define BAD_NAME "bad_range"
#define BAD_RANGE NAN, 1
#include "bad.h"

#include "body.h"
