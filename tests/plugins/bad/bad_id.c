/* SPDX-License-Identifier: MIT */
/* Has an indicator whose id is none. */
#define BAD_NAME "bad_id"
#define BAD_SECOND_ID "A third"
#include "bad.h"

#include "body.h"
