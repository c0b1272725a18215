/* SPDX-License-Identifier: MIT */
/* Makes many remarks, one of them in broken UTF-8. */
#define BAD_NAME "talks"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    heng_warn(c, HENG_NO_COLUMN, "broken \xe4\xb8 text\x1b[31m");
    for (int i = 0; i < 100; i++)
        heng_warn(c, HENG_NO_COLUMN, "remark %d", i);
    return sound_compute(c);
}

#include "body.h"
