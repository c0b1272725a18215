/* SPDX-License-Identifier: MIT */
/* Has a parameter beyond the end of its struct. */
#define BAD_NAME "bad_offset"
#define BAD_OFFSET 60
#include "bad.h"

#include "body.h"
