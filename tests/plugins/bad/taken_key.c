/* SPDX-License-Identifier: MIT */
/* Has a parameter of the name of a key that profiles have already. */
#define BAD_NAME "taken_key"
#define BAD_KEY "weight"
#include "bad.h"

#include "body.h"
