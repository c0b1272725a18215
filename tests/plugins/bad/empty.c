/* SPDX-License-Identifier: MIT */
/* Offers nothing. */
#define BAD_NAME "empty"
#define BAD_DIMENSIONS NULL
#include "bad.h"

#include "body.h"
