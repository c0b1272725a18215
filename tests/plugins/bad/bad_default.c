/* SPDX-License-Identifier: MIT */
/* Has a parameter whose default is out of its range. */
#define BAD_NAME "bad_default"
#define BAD_DEFAULT "11"
#include "bad.h"

#include "body.h"
