/* SPDX-License-Identifier: MIT */
/* Has two indicators of one id. */
#define BAD_NAME "duplicate_id"
#define BAD_SECOND_ID "twice"
#include "bad.h"

#include "body.h"
