/* SPDX-License-Identifier: MIT */
/* Says why it fails and answers HENG_OK nevertheless: that is a note. */
#define BAD_NAME "fails_politely"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    heng_refuse(c, "too few rows: %zu", c->n);
    return sound_compute(c);
}

#include "body.h"
