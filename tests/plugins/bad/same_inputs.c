/* SPDX-License-Identifier: MIT */
/* Has one input twice. */
#define BAD_NAME "same_inputs"
#define BAD_INPUT "b"
#include "bad.h"

#include "body.h"
