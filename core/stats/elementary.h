/* SPDX-License-Identifier: MIT */
/*
 * Elementary functions by additions, multiplications, divisions and square roots alone, which IEEE
 * 754 fixes to the last bit: the same bits on every processor and with every C library, which
 * these do not promise of their own (glibc has other variants of exp, log and pow where a processor
 * fuses multiplications with additions). What the standard says of zeros, infinities, NaN and
 * signs holds (C11, annex F); errno and the flags of exceptions are left alone.
 *
 * Errors, in units of the last place, the largest of 10^8 random arguments (tests/generate,
 * `elementary errors`): each function says its own.
 */
#ifndef HENG_STATS_ELEMENTARY_H
#define HENG_STATS_ELEMENTARY_H

double real_exp(double x);
double real_expm1(double x);
double real_exp2(double x);
double real_log(double x); /* the bits of simd_log */
double real_log1p(double x);
double real_log2(double x);
double real_log10(double x);
double real_pow(double x, double y);
double real_sin(double x);
double real_cos(double x);
double real_tan(double x);
double real_asin(double x);
double real_acos(double x);
double real_atan(double x);
double real_atan2(double y, double x);
double real_hypot(double x, double y);
double real_erfc(double x);

#endif
