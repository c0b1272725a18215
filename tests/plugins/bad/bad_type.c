/* SPDX-License-Identifier: MIT */
/* Has a parameter of an unknown type. */
#define BAD_NAME "bad_type"
#define BAD_TYPE (enum heng_param_type)9
#include "bad.h"

#include "body.h"
