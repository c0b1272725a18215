/* SPDX-License-Identifier: MIT */
/*
 * Elementary functions by additions, multiplications, divisions and square roots alone, which IEEE
 * 754 fixes to the last bit: the same bits on every processor and with every C library, which
 * these do not promise of their own (glibc has other variants of exp, log and pow where a processor
 * fuses multiplications with additions). What the standard says of zeros, infinities, NaN and
 * signs holds (C11, annex F); errno and the flags of exceptions are left alone.
 *
 * Behind each the largest error, in units of the last place, of 3 million random arguments of its
 * domain (`make elementary-errors`, against MPFR); the hardest cases found are in
 * tests/golden/elementary.txt. Results below the least normal double: at most 1.
 */
#ifndef HENG_STATS_ELEMENTARY_H
#define HENG_STATS_ELEMENTARY_H

double real_exp(double x);   /* 0.52 */
double real_expm1(double x); /* 0.72 */
double real_exp2(double x);
double real_log(double x);             /* 0.75; the bits of simd_log */
double real_log1p(double x);           /* 0.80 */
double real_log2(double x);            /* 0.50 */
double real_log10(double x);           /* 0.50 */
double real_pow(double x, double y);   /* 0.52 */
double real_sin(double x);             /* 0.79 */
double real_cos(double x);             /* 0.78 */
double real_tan(double x);             /* 0.95 */
double real_asin(double x);            /* 0.55 */
double real_acos(double x);            /* 0.54 */
double real_atan(double x);            /* 0.55 */
double real_atan2(double y, double x); /* 0.56 */
double real_hypot(double x, double y); /* 0.50 */
double real_erfc(double x);            /* 0.84 */

#endif
