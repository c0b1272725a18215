/* SPDX-License-Identifier: MIT */
/* Sound, with ids of its own: what others must not reach. */
#define BAD_NAME "neighbour"
#define BAD_FIRST_ID "left"
#define BAD_SECOND_ID "right"
#include "bad.h"

#include "body.h"
