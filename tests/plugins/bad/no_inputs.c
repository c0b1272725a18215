/* SPDX-License-Identifier: MIT */
/* Reads nothing. */
#define BAD_NAME "no_inputs"
#define BAD_N_INPUTS 0
#include "bad.h"

#include "body.h"
