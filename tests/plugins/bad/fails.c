/* SPDX-License-Identifier: MIT */
/* Fails, and says why, in more bytes than anybody wants and not all of them UTF-8. */
#define BAD_NAME "fails"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    heng_warn(c, HENG_NO_COLUMN, "a remark that is lost");
    return heng_refuse(c, "no row has %s \xff\n%01000d", "enough", 7);
}

#include "body.h"
