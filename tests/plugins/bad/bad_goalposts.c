/* SPDX-License-Identifier: MIT */
/* Has goalposts in the wrong order. */
#define BAD_NAME "bad_goalposts"
#define BAD_GOALPOSTS 5, 1
#include "bad.h"

#include "body.h"
