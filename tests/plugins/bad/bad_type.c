/* SPDX-License-Identifier: MIT */
/* Has a parameter of an unknown type. */
#define BAD_NAME "bad_type"
#define BAD_TYPE 9
#include "bad.h"

#include "body.h"
