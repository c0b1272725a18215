/* SPDX-License-Identifier: MIT */
/*
 * Eigenvalues by Householder's reduction to three diagonals and the implicit QL algorithm, with
 * signs that do not depend on the machine.
 *
 * Martin, Reinsch and Wilkinson, Householder's tridiagonalization of a symmetric matrix, Numerische
 * Mathematik 11, 1968, 181-195; Dubrulle, Martin and Wilkinson, The implicit QL algorithm, ibid.
 * 12, 1968, 377-383.
 */
#include "stats/eigen.h"

#include <float.h>
#include <math.h>

#include "stats/elementary.h"
#include "stats/simd.h"

enum { STEPS_MAX = 60 }; /* for an eigenvalue; two or three are usual */

/* ---- columns -----------------------------------------------------------------------------------
 */

/* In four sums, whose order is the same on every machine. */
SIMD_BODY void dot_into_body(const double *x, const double *y, size_t n, double *to)
{
    lanes s = {0};
    double rest = 0;
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        s += *(const lanes *)(x + i) * *(const lanes *)(y + i);
    for (; i < n; i++)
        rest += x[i] * y[i];
    *to = ((s[0] + s[1]) + (s[2] + s[3])) + rest;
}
SIMD_VERSIONS(static, dot_into, (const double *x, const double *y, size_t n, double *to),
              (x, y, n, to))

static double dot(const double *x, const double *y, size_t n)
{
    double s;
    dot_into(x, y, n, &s);
    return s;
}

/* y - a x - b z. */
SIMD_BODY void take_body(double *y, double a, const double *x, double b, const double *z, size_t n)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        *(lanes *)(y + i) -= a * *(const lanes *)(x + i) + b * *(const lanes *)(z + i);
    for (; i < n; i++)
        y[i] -= a * x[i] + b * z[i];
}
SIMD_VERSIONS(static, take,
              (double *y, double a, const double *x, double b, const double *z, size_t n),
              (y, a, x, b, z, n))

/* c x - s y and s x + c y. */
SIMD_BODY void rotate_body(double *x, double *y, double c, double s, size_t n)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const lanes u = *(lanes *)(x + i), v = *(lanes *)(y + i);
        *(lanes *)(x + i) = c * u - s * v;
        *(lanes *)(y + i) = s * u + c * v;
    }
    for (; i < n; i++) {
        const double u = x[i], v = y[i];
        x[i] = c * u - s * v;
        y[i] = s * u + c * v;
    }
}
SIMD_VERSIONS(static, rotate, (double *x, double *y, double c, double s, size_t n), (x, y, c, s, n))

/* ---- three diagonals ---------------------------------------------------------------------------
 */

/* The diagonal, what stands beside it, and factors of the reflections, m each; p is room. */
struct diagonals {
    double *d, *e, *factor, *p;
};

/*
 * v, of n, becomes that of the reflection 1 - factor v v' which brings it to (side, 0, 0 ...).
 * Returns the factor; 0 where it is there already.
 */
static double reflection(double *v, size_t n, double *side)
{
    const double first = v[0], others = dot(v + 1, v + 1, n - 1);
    *side = first;
    if (others == 0)
        return 0;
    *side = copysign(sqrt(first * first + others), -first);
    v[0] = first - *side;
    return -1 / (v[0] * *side);
}

/* A - v w' - w v', w = p - factor / 2 (p'v) v, p = factor A v: both sides of the reflection. */
static void reflect_both(double *a, size_t m, const double *v, double factor, size_t n, double *p)
{
    double half;
    for (size_t j = 0; j < n; j++)
        p[j] = factor * dot(a + j * m, v, n);
    half = 0.5 * factor * dot(p, v, n);
    for (size_t j = 0; j < n; j++)
        p[j] -= half * v[j];
    for (size_t j = 0; j < n; j++)
        take(a + j * m, p[j], v, v[j], p, n);
}

static void reduce(double *a, size_t m, const struct diagonals *t)
{
    for (size_t k = 0; k + 1 < m; k++) {
        const size_t n = m - k - 1;
        double *v = a + k * m + k + 1;
        t->d[k] = a[k * m + k];
        t->factor[k] = reflection(v, n, &t->e[k]);
        if (t->factor[k] != 0)
            reflect_both(v + m, m, v, t->factor[k], n, t->p);
    }
    t->d[m - 1] = a[m * m - 1];
    t->e[m - 1] = 0;
}

/* In place of the reflections their product: the last one first, each on the columns behind it. */
static void multiply_out(double *a, size_t m, const struct diagonals *t)
{
    for (size_t k = m; k-- > 0;) {
        const size_t n = m - k - 1;
        double *column = a + k * m, *v = column + k + 1;
        for (size_t j = 0; j < n && t->factor[k] != 0; j++) {
            double *q = v + (j + 1) * m;
            take(q, t->factor[k] * dot(v, q, n), v, 0, v, n);
        }
        for (size_t i = 0; i < m; i++)
            column[i] = i == k;
    }
}

/* ---- eigenvalues of three diagonals ------------------------------------------------------------
 */

/* The first row from l on below which nothing stands that counts. */
static size_t block_end(const struct diagonals *t, size_t m, size_t l)
{
    while (l + 1 < m && fabs(t->e[l]) > DBL_EPSILON * (fabs(t->d[l]) + fabs(t->d[l + 1])))
        l++;
    return l;
}

/* One step for the block from l to end, by Wilkinson's shift. */
static void ql_step(double *a, size_t m, const struct diagonals *t, size_t l, size_t end)
{
    double *d = t->d, *e = t->e;
    const double q = (d[l + 1] - d[l]) / (2 * e[l]);
    double g = d[end] - d[l] + e[l] / (q + copysign(real_hypot(q, 1), q));
    double s = 1, c = 1, p = 0;
    for (size_t i = end; i-- > l;) {
        const double f = s * e[i], b = c * e[i], r = real_hypot(f, g);
        double turned;
        e[i + 1] = r;
        if (r == 0) { /* the block falls apart here */
            d[i + 1] -= p;
            e[end] = 0;
            return;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        turned = (d[i] - g) * s + 2 * c * b;
        p = s * turned;
        d[i + 1] = g + p;
        g = c * turned - b;
        rotate(a + i * m, a + (i + 1) * m, c, s, m);
    }
    d[l] -= p;
    e[l] = g;
    e[end] = 0;
}

/* False if one does not converge. */
static int diagonalise(double *a, size_t m, const struct diagonals *t)
{
    for (size_t l = 0; l < m; l++)
        for (int steps = 0;; steps++) {
            const size_t end = block_end(t, m, l);
            if (end == l)
                break;
            if (steps == STEPS_MAX)
                return 0;
            ql_step(a, m, t, l, end);
        }
    return 1;
}

/* ---- order and signs ---------------------------------------------------------------------------
 */

static void swap_columns(double *a, double *b, size_t m)
{
    for (size_t i = 0; i < m; i++) {
        double t = a[i];
        a[i] = b[i];
        b[i] = t;
    }
}

static int is_turned(const double *v, size_t m)
{
    double total = 0, sizes = 0, largest = 0;
    for (size_t i = 0; i < m; i++) {
        total += v[i];
        sizes += fabs(v[i]);
        largest = fmax(largest, fabs(v[i]));
    }
    if (fabs(total) > 1e-10 * sizes)
        return total < 0;
    for (size_t i = 0; i < m; i++)
        if (fabs(v[i]) > 1e-10 * largest)
            return v[i] < 0;
    return 0;
}

static void order(double *a, size_t m, double *values)
{
    for (size_t k = 0; k < m; k++) {
        size_t largest = k;
        for (size_t i = k + 1; i < m; i++)
            if (values[i] > values[largest])
                largest = i;
        swap_columns(&values[k], &values[largest], 1);
        swap_columns(a + k * m, a + largest * m, m);
    }
}

/* The power of two that brings the largest value to about 1. */
static double scale_of(const double *a, size_t m)
{
    double largest = 0;
    int e;
    for (size_t i = 0; i < m * m; i++)
        largest = fmax(largest, fabs(a[i]));
    (void)frexp(largest, &e);
    return ldexp(1, e < -1000 ? 1000 : e > 1000 ? -1000 : -e);
}

size_t eigen_scratch(size_t m)
{
    return 3 * m;
}

int eigen_symmetric(double *a, size_t m, double *values, double *scratch)
{
    const struct diagonals t = {values, scratch, scratch + m, scratch + 2 * m};
    const double scale = m ? scale_of(a, m) : 1;
    if (!m)
        return 0;
    for (size_t i = 0; i < m * m; i++)
        a[i] *= scale;
    reduce(a, m, &t);
    t.factor[m - 1] = 0;
    multiply_out(a, m, &t);
    if (!diagonalise(a, m, &t))
        return -1;
    order(a, m, values);
    for (size_t k = 0; k < m; k++) {
        values[k] /= scale;
        for (size_t i = 0, turned = (size_t)is_turned(a + k * m, m); turned && i < m; i++)
            a[k * m + i] = -a[k * m + i];
    }
    return 0;
}

int eigen_is_apart(const double *values, size_t m, size_t k)
{
    return k + 1 >= m || values[k] - values[k + 1] > EIGEN_EQUAL * fabs(values[0]);
}
