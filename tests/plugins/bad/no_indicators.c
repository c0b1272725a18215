/* SPDX-License-Identifier: MIT */
/* Yields nothing. */
#define BAD_NAME "no_indicators"
#define BAD_N_INDICATORS 0
#include "bad.h"

#include "body.h"
