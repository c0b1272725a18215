/* SPDX-License-Identifier: MIT */
/* What the core's methods share: saying why, and the smallest loops over a column. */
#ifndef HENG_METHODS_REASON_H
#define HENG_METHODS_REASON_H

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "heng.h"
#include "stats/simd.h"

/* Puts the reason in why (cut to size; size 0: nowhere) and returns the answer: HENG_UNDEFINED or
   HENG_FAIL. */
int refuse(char *why, size_t size, int answer, const char *fmt, ...) PRINTF_LIKE(4, 5);
/* The same beside a result: what there is to say about it. Returns HENG_OK. */
int remark(char *why, size_t size, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Adds the text to what why holds already, after "; " when it holds anything. */
void remark_add(char *why, size_t size, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Whether anybody reads why: else numbers need not be written for it. */
static inline int wants_reason(const char *why, size_t size)
{
    return why && size > 0;
}

/* A number for a message, with so many digits. No text of ours holds nan or inf: those are
   "undefined" and "beyond all doubles". */
struct short_number {
    char s[24];
};
struct short_number short_number(double v, int digits);

/* "s" but for one. */
static inline const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static inline void column_copy(double *to, const double *from, size_t n)
{
    if (n > 0)
        memmove(to, from, n * sizeof *to);
}

static inline void column_clear(double *to, size_t n)
{
    const lanes all = {NAN, NAN, NAN, NAN};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        *(lanes *)(to + i) = all;
    for (; i < n; i++)
        to[i] = NAN;
}

#endif
