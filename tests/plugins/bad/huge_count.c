/* SPDX-License-Identifier: MIT */
/* Says that it has more indicators than memory holds. */
#define BAD_NAME "huge_count"
#define BAD_N_INDICATORS ((size_t)-1 / 8)
#include "bad.h"

#include "body.h"
