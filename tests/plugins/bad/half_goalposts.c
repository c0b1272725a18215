/* SPDX-License-Identifier: MIT */
/* Has one goalpost. */
#define BAD_NAME "half_goalposts"
#define BAD_GOALPOSTS 0, NAN
#include "bad.h"

#include "body.h"
