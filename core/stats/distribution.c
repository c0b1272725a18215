/* SPDX-License-Identifier: MIT */
/* Tails of the distributions that tests of significance need. */
#include "stats/distribution.h"

#include <float.h>
#include <math.h>

#include "stats/elementary.h"

static const double half_log_2pi = 0.91893853320467274178;
static const double sqrt_half = 0.70710678118654752440;

enum { STEPS_MAX = 200000 };

/* ---- densities by their saddle points ------------------------------------- */

/* What Stirling's formula leaves of ln(x!); below 16 by what it leaves of ln((x + 1)!). */
static double stirling_rest(double x)
{
    double below = 0, y;
    for (; x < 16; x++)
        below += (x + 0.5) * real_log1p(1 / x) - 1;
    y = 1 / (x * x);
    return below +
           (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - y / 1188) * y) * y) * y) / x;
}

static double log_gamma(double x)
{
    return stirling_rest(x) + (x - 0.5) * real_log(x) - x + half_log_2pi;
}

static double factorial(size_t n)
{
    double f = 1;
    for (size_t k = 2; k <= n; k++)
        f *= (double)k;
    return f;
}

/* x ln(x / mean) - over, over = x - mean, also where x is close to mean. */
static double deviance(double x, double mean, double over)
{
    double v = over / (x + mean), s = over * v, power = 2 * x * v, last;
    if (fabs(v) > 0.1)
        return x * real_log(x / mean) - over;
    for (int k = 3; k < 1000; k += 2) {
        power *= v * v;
        last = s;
        s += power / k;
        if (s == last)
            break;
    }
    return s;
}

/* An argument of I_x(a, b), seen from either end. */
struct beta {
    double x, y, a, b;
    double over; /* a - (a + b) x */
};

/* x^a y^b / B(a, b). */
static double beta_factor(const struct beta *i)
{
    double n = i->a + i->b;
    double l = stirling_rest(n) - stirling_rest(i->a) - stirling_rest(i->b) -
               deviance(i->a, n * i->x, i->over) - deviance(i->b, n * i->y, -i->over);
    return real_exp(l - half_log_2pi) * sqrt(i->a * (i->b / n));
}

/* x^a exp(-x) / gamma(a + 1). */
static double gamma_factor(double a, double x)
{
    return real_exp(-stirling_rest(a) - deviance(a, x, a - x) - half_log_2pi) / sqrt(a);
}

/* ---- continued fractions, by Lentz's method ------------------------------- */

struct lentz {
    double c, d, value;
};

static double not_zero(double v)
{
    return fabs(v) < DBL_MIN ? DBL_MIN : v;
}

/* Adds the term over / (under + ...); true once it changes nothing. */
static int lentz_step(struct lentz *f, double over, double under)
{
    double change;
    f->d = 1 / not_zero(under + over * f->d);
    f->c = not_zero(under + over / f->c);
    change = f->c * f->d;
    f->value *= change;
    return fabs(change - 1) <= DBL_EPSILON;
}

/* I_x(a, b) for x no higher than about the mean, a / (a + b). */
static double beta_tail(const struct beta *i)
{
    double a = i->a, b = i->b, x = i->x;
    struct lentz f = {1 / DBL_MIN, (a + 1) / (a * (i->over + 1)), 0};
    f.value = f.d;
    for (int k = 1; k < STEPS_MAX; k++) {
        double m = k, odd = a + 2 * m - 1;
        double over = (a + m - 1) / odd * ((a + b + m - 1) / odd) * (m * (b - m)) * x * x;
        double under =
            m + m * (b - m) * x / odd + (a + m) / (a + 2 * m + 1) * (i->over + 1 + m * (1 + i->y));
        if (lentz_step(&f, over, under))
            break;
    }
    return fmin(1, beta_factor(i) * f.value);
}

/* Where one of a and b dwarfs the other, over is known only from the smaller of x and y. */
double distribution_beta(double x, double y, double a, double b)
{
    double over = y < x ? (a + b) * y - b : a - (a + b) * x;
    if (!(x >= 0 && y >= 0 && a > 0 && b > 0) || isinf(a + b))
        return NAN;
    if (x == 0 || y == 0)
        return x == 0 ? 0 : 1;
    if (over >= 0)
        return beta_tail(&(struct beta){x, y, a, b, over});
    return 1 - beta_tail(&(struct beta){y, x, b, a, -over});
}

/* P(a, x), x < a + 1. */
static double gamma_series(double a, double x)
{
    double term = 1, s = 1;
    for (int k = 1; k < STEPS_MAX && term > s * DBL_EPSILON / 4; k++) {
        term *= x / (a + k);
        s += term;
    }
    return fmin(1, gamma_factor(a, x) * s);
}

/* Q(a, x), x >= a + 1. */
static double gamma_fraction(double a, double x)
{
    struct lentz f = {1 / DBL_MIN, 1 / (x + 1 - a), 0};
    f.value = f.d;
    for (int m = 1; m < STEPS_MAX; m++)
        if (lentz_step(&f, -m * (m - a), x + 2 * m + 1 - a))
            break;
    return fmin(1, gamma_factor(a, x) * a * f.value);
}

double distribution_gamma_lower(double a, double x)
{
    if (!(a > 0 && x >= 0) || isinf(a))
        return NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? 0 : 1;
    return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double distribution_gamma_upper(double a, double x)
{
    if (!(a > 0 && x >= 0) || isinf(a))
        return NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? 1 : 0;
    return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

/* ---- the named distributions ---------------------------------------------- */

double distribution_normal(double x)
{
    return 0.5 * real_erfc(x * sqrt_half);
}

double distribution_two_sided(double z)
{
    return real_erfc(fabs(z) * sqrt_half);
}

/* P(|T| > x), x^2 / df beyond all doubles: (df / x^2)^(df / 2) / (df / 2 B(df / 2, 1 / 2)). */
static double t_far(double x, double df)
{
    double a = df / 2, log_b = log_gamma(a) + log_gamma(0.5) - log_gamma(a + 0.5);
    return real_exp(a * (real_log(df) - 2 * real_log(x)) - log_b - real_log(a));
}

double distribution_t(double x, double df)
{
    double q = fabs(x) / sqrt(df), two_sided;
    if (!(df > 0) || isnan(x) || isinf(df))
        return NAN;
    q *= q;
    two_sided =
        q > 1e100 ? t_far(fabs(x), df) : distribution_beta(1 / (1 + q), q / (1 + q), df / 2, 0.5);
    return x > 0 ? two_sided / 2 : 1 - two_sided / 2;
}

double distribution_f(double x, double df1, double df2)
{
    double q = x * (df1 / df2);
    if (isnan(x) || !(df1 > 0 && df2 > 0))
        return NAN;
    if (x <= 0 || isinf(q))
        return x <= 0 ? 1 : 0;
    return distribution_beta(1 / (1 + q), q / (1 + q), df2 / 2, df1 / 2);
}

double distribution_chi2(double x, double df)
{
    return x < 0 && df > 0 ? 1 : distribution_gamma_upper(df / 2, x / 2);
}

double distribution_correlation(double r, size_t n)
{
    if (n < 3 || !(fabs(r) <= 1))
        return NAN;
    return distribution_beta((1 - r) * (1 + r), r * r, ((double)n - 2) / 2, 0.5);
}

/* ---- Kendall's S ----------------------------------------------------------- */

enum { INVERSIONS_MAX = DISTRIBUTION_KENDALL_MAX * (DISTRIBUTION_KENDALL_MAX - 1) / 4 + 1 };

/*
 * Orders of n units by their inversions, up to half of the n (n - 1) / 2 that there may be; the
 * other half is its image. The unit that joins as the last of j may bring 0 .. j - 1 of them.
 */
static void count_orders(double *count, double *before, size_t n)
{
    count[0] = 1;
    for (size_t j = 2; j <= n; j++) {
        size_t half = j * (j - 1) / 4, top = (j - 1) * (j - 2) / 2;
        for (size_t k = 0; k <= half; k++)
            before[k] = k <= top / 2 ? count[k] : k <= top ? count[top - k] : 0;
        for (size_t k = 1; k <= half; k++)
            count[k] = count[k - 1] + before[k] - (k >= j ? before[k - j] : 0);
    }
}

double distribution_kendall(double s, size_t n)
{
    double count[INVERSIONS_MAX], before[INVERSIONS_MAX], tail = 0;
    size_t pairs = n * (n - 1) / 2, inversions;
    if (n < 2 || n > DISTRIBUTION_KENDALL_MAX || !(fabs(s) <= (double)pairs))
        return NAN;
    inversions = (size_t)(((double)pairs - fabs(s)) / 2);
    count_orders(count, before, n);
    for (size_t k = 0; k <= inversions; k++)
        tail += count[k];
    return fmin(1, 2 * tail / factorial(n));
}

/* ---- Spearman's D ---------------------------------------------------------- */

enum { SPEARMAN_EXACT_MAX = 9 };

/* Of the orders of the units from k on that the free ranks allow, those whose D is not below. */
static double orders_not_below(double below, unsigned free_ranks, int k, int n)
{
    double count = 0;
    if (k == n)
        return below <= 0;
    for (int rank = 0; rank < n; rank++)
        if (free_ranks >> rank & 1)
            count += orders_not_below(below - (k - rank) * (k - rank), free_ranks & ~(1u << rank),
                                      k + 1, n);
    return count;
}

/* P(D >= d) by the series. */
static double spearman_series(double d, double n)
{
    double b = 1 / n, x = (6 * (d - 1) * b / (n * n - 1) - 1) * sqrt(n - 1), y = x * x;
    double u = x * b *
               (0.2274 + b * (0.2531 + 0.1745 * b) +
                y * (-0.0758 + b * (0.1033 + 0.3932 * b) -
                     y * b *
                         (0.0879 + 0.0151 * b -
                          y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))));
    return fmax(0, fmin(1, u / real_exp(y / 2) + distribution_normal(x)));
}

static double spearman_tail(double d, size_t n)
{
    if (n > SPEARMAN_EXACT_MAX)
        return spearman_series(d, (double)n);
    return orders_not_below(d, (1u << n) - 1, 0, (int)n) / factorial(n);
}

double distribution_spearman(double d, size_t n)
{
    double units = (double)n, middle = (units * units * units - units) / 6;
    if (n < 2 || n > DISTRIBUTION_SPEARMAN_MAX || !(d >= 0 && d <= 2 * middle))
        return NAN;
    return fmin(1, 2 * spearman_tail(fmax(d, 2 * middle - d), n));
}
