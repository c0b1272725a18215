/* SPDX-License-Identifier: MIT */
/*
 * The C library's own names, for what heng does not compile: Lua's operator ^ and its math,
 * plugins, the libraries that a plugin brings. The program's names are found before those of the C
 * library, so that a script or a plugin gives the same bits on every machine, too.
 */
#include "stats/elementary.h"

#include <math.h>

#define NAME_1(name)                                                                               \
    __attribute__((visibility("default"))) double name(double x)                                   \
    {                                                                                              \
        return real_##name(x);                                                                     \
    }
#define NAME_2(name)                                                                               \
    __attribute__((visibility("default"))) double name(double x, double y)                         \
    {                                                                                              \
        return real_##name(x, y);                                                                  \
    }

NAME_1(exp)
NAME_1(expm1)
NAME_1(exp2)
NAME_1(log)
NAME_1(log1p)
NAME_1(log2)
NAME_1(log10)
NAME_2(pow)
NAME_1(sin)
NAME_1(cos)
NAME_1(tan)
NAME_1(asin)
NAME_1(acos)
NAME_1(atan)
NAME_2(atan2)
NAME_2(hypot)
NAME_1(erfc)

/* What compilers make of a sine and a cosine. */
__attribute__((visibility("default"))) void sincos(double x, double *sine, double *cosine)
{
    *sine = real_sin(x);
    *cosine = real_cos(x);
}
