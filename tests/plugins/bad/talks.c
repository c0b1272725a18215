/* SPDX-License-Identifier: MIT */
/* Makes many remarks, one of them in broken UTF-8. */
#define BAD_NAME "talks"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    ctx->host->warn(ctx, "broken \xe4\xb8 text\x1b[31m");
    for (int i = 0; i < 100; i++)
        ctx->host->warn(ctx, "remark %d", i);
    return sound_compute(ctx, state, params, in, out, n);
}

#include "body.h"
