/* SPDX-License-Identifier: MIT */
/* Has nothing to compute with. */
#define BAD_NAME "no_compute"
#define BAD_COMPUTE NULL
#include "bad.h"

#include "body.h"
