/* SPDX-License-Identifier: MIT */
/* Has an empty formula. */
#define BAD_NAME "no_formula"
#define BAD_FORMULA ""
#include "bad.h"

#include "body.h"
