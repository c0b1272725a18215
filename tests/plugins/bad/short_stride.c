/* SPDX-License-Identifier: MIT */
/* Has indicators shorter than they are. */
#define BAD_NAME "short_stride"
#define BAD_STRIDE 8
#include "bad.h"

#include "body.h"
