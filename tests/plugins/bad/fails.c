/* SPDX-License-Identifier: MIT */
/* Fails, and says why, in more bytes than anybody wants and not all of them UTF-8. */
#define BAD_NAME "fails"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    (void)state, (void)params, (void)in, (void)out, (void)n;
    ctx->host->warn(ctx, "a remark that is lost");
    ctx->host->fail(ctx, "no row has %s \xff\n%01000d", "enough", 7);
    return 5;
}

#include "body.h"
