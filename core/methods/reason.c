/* SPDX-License-Identifier: MIT */
#include "methods/reason.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int answer(char *why, size_t size, int value, const char *fmt, ...)
{
    va_list ap;
    if (!why || size == 0)
        return value;
    va_start(ap, fmt);
    vsnprintf(why, size, fmt, ap);
    va_end(ap);
    return value;
}

struct shown shown(double v, int digits)
{
    struct shown text;
    if (isfinite(v))
        snprintf(text.s, sizeof text.s, "%.*g", digits, v);
    else
        snprintf(text.s, sizeof text.s, "%s", isnan(v) ? "undefined" : "beyond all doubles");
    return text;
}

void answer_add(char *why, size_t size, const char *fmt, ...)
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
