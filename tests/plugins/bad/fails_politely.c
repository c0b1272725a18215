/* SPDX-License-Identifier: MIT */
/* Says why it fails and answers 0 nevertheless. */
#define BAD_NAME "fails_politely"
#define BAD_COMPUTE spoilt_compute
#include "bad.h"

BAD_FUNCTION
{
    ctx->host->fail(ctx, "too few rows: %zu", n);
    return sound_compute(ctx, state, params, in, out, n);
}

#include "body.h"
