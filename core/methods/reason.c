/* SPDX-License-Identifier: MIT */
/* Reasons and remarks written into a call's text. */
#include "methods/reason.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int refuse(char *why, size_t size, int answer, const char *fmt, ...)
{
    va_list ap;
    if (!why || size == 0)
        return answer;
    va_start(ap, fmt);
    vsnprintf(why, size, fmt, ap);
    va_end(ap);
    return answer;
}

int remark(char *why, size_t size, const char *fmt, ...)
{
    va_list ap;
    if (!why || size == 0)
        return HENG_OK;
    va_start(ap, fmt);
    vsnprintf(why, size, fmt, ap);
    va_end(ap);
    return HENG_OK;
}

struct short_number short_number(double v, int digits)
{
    struct short_number text;
    if (isfinite(v))
        snprintf(text.s, sizeof text.s, "%.*g", digits, v);
    else
        snprintf(text.s, sizeof text.s, "%s", isnan(v) ? "undefined" : "beyond all doubles");
    return text;
}

void remark_add(char *why, size_t size, const char *fmt, ...)
{
    va_list ap;
    size_t n;
    if (!why || size == 0)
        return;
    n = strnlen(why, size - 1);
    if (n > 0)
        n += (size_t)snprintf(why + n, size - n, "; ");
    if (n >= size)
        return;
    va_start(ap, fmt);
    vsnprintf(why + n, size - n, fmt, ap);
    va_end(ap);
}
