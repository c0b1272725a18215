/* SPDX-License-Identifier: MIT */
/* Has a direction of 2. */
#define BAD_NAME "bad_direction"
#define BAD_DIRECTION 2
#include "bad.h"

#include "body.h"
