/* SPDX-License-Identifier: MIT */
/*
 * Columns are taken as deviations from their mean, in chunks of rows: the deviations of all columns
 * of a chunk, then the products of all pairs of them. A row that is left out has deviation 0.
 *
 * Kendall's tau-b after Knight, A computer method for calculating Kendall's tau with ungrouped
 * data, Journal of the American Statistical Association 61, 1966, 436-439.
 */
#include "stats/correlation.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stats/stats.h"

enum { CHUNK = 512, LANES = 4 };

/* ---- deviations ---------------------------------------------------------- */

/* Where a column lies. Its deviations are those of x * scale, scale a power of two, so that no
   square leaves the range of a double; rest is what rounding took from the mean. */
struct centre {
    double scale, mean, rest;
    int varies; /* and lacks none of the rows */
    size_t n;
};

static double power_of_two_over(double size)
{
    int e;
    (void)frexp(size, &e);
    return ldexp(1, e > 1000 ? -1000 : e < -1000 ? 1000 : -e);
}

/* z: deviations of the CHUNK rows from `first` on; 0 where left out and beyond the last row. */
static void fill_chunk(const double *x, const double *keep, size_t n, size_t first,
                       const struct centre *c, double *z)
{
    size_t rows = n - first < CHUNK ? n - first : CHUNK;
    x += first;
    for (size_t i = 0; i < rows; i++)
        z[i] = (x[i] * c->scale - c->mean) - c->rest;
    for (size_t i = 0; keep && i < rows; i++)
        if (isnan(keep[first + i]))
            z[i] = 0;
    for (size_t i = rows; i < CHUNK; i++)
        z[i] = 0;
}

static double chunk_sum(const double *z)
{
    double a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < CHUNK; i += LANES) {
        a += z[i];
        b += z[i + 1];
        c += z[i + 2];
        d += z[i + 3];
    }
    return (a + c) + (b + d);
}

static double mean_deviation(const double *x, const double *keep, size_t n, const struct centre *c)
{
    struct sum total = {0, 0};
    double z[CHUNK];
    for (size_t i = 0; i < n; i += CHUNK) {
        fill_chunk(x, keep, n, i, c, z);
        sum_add(&total, chunk_sum(z));
    }
    return sum_value(&total) / (double)c->n;
}

/* Of the rows that keep (or NULL: all) has; n is how many of them x has too. */
static struct centre centre_of(const double *x, const double *keep, size_t n)
{
    struct centre c = {1, 0, 0, 0, 0};
    double low = DBL_MAX, high = -DBL_MAX;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (keep && isnan(keep[i]))
            continue;
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
        c.n += isnan(x[i]) ? 0 : 1;
        kept++;
    }
    c.varies = low < high && c.n == kept;
    if (!c.varies)
        return c;
    c.scale = power_of_two_over(fmax(fabs(low), fabs(high)));
    c.mean = mean_deviation(x, keep, n, &c);
    c.rest = mean_deviation(x, keep, n, &c);
    return c;
}

/* ---- products ------------------------------------------------------------ */

enum { TILE_A = 2, TILE_B = 4, TILE = TILE_A * TILE_B };

typedef double lanes
    __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));

/* to[p * TILE_B + q]: the product of a[p] and b[q] over a chunk. The order of the sums is the same
   for every pair and with every width of the machine's vectors. */
static inline __attribute__((always_inline)) void tile_body(const double *const *a,
                                                            const double *const *b, double *to)
{
    lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, s4 = {0}, s5 = {0}, s6 = {0}, s7 = {0};
    const double *a0 = a[0], *a1 = a[1], *b0 = b[0], *b1 = b[1], *b2 = b[2], *b3 = b[3];
    for (size_t i = 0; i < CHUNK; i += LANES) {
        const lanes u = *(const lanes *)(a0 + i), v = *(const lanes *)(a1 + i);
        const lanes w0 = *(const lanes *)(b0 + i), w1 = *(const lanes *)(b1 + i);
        const lanes w2 = *(const lanes *)(b2 + i), w3 = *(const lanes *)(b3 + i);
        s0 += u * w0;
        s1 += u * w1;
        s2 += u * w2;
        s3 += u * w3;
        s4 += v * w0;
        s5 += v * w1;
        s6 += v * w2;
        s7 += v * w3;
    }
    to[0] = (s0[0] + s0[2]) + (s0[1] + s0[3]);
    to[1] = (s1[0] + s1[2]) + (s1[1] + s1[3]);
    to[2] = (s2[0] + s2[2]) + (s2[1] + s2[3]);
    to[3] = (s3[0] + s3[2]) + (s3[1] + s3[3]);
    to[4] = (s4[0] + s4[2]) + (s4[1] + s4[3]);
    to[5] = (s5[0] + s5[2]) + (s5[1] + s5[3]);
    to[6] = (s6[0] + s6[2]) + (s6[1] + s6[3]);
    to[7] = (s7[0] + s7[2]) + (s7[1] + s7[3]);
}

typedef void tile_fn(const double *const *a, const double *const *b, double *to);

static void tile_plain(const double *const *a, const double *const *b, double *to)
{
    tile_body(a, b, to);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void tile_avx2(const double *const *a,
                                                      const double *const *b, double *to)
{
    tile_body(a, b, to);
}
#endif

/* Without fused multiplication in either: the same bits. */
static tile_fn *find_tile(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return tile_avx2;
#endif
    return tile_plain;
}

static double quotient(double product, double a, double b)
{
    double r = product / sqrt(a * b);
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

/* ---- one pair ------------------------------------------------------------ */

/* Of columns without gaps. */
static double pearson(const double *x, const double *y, size_t n)
{
    const struct centre cx = centre_of(x, NULL, n), cy = centre_of(y, NULL, n);
    double zx[CHUNK], zy[CHUNK], part[TILE];
    const double *a[TILE_A] = {zx, zy}, *b[TILE_B] = {zx, zy, zx, zy};
    struct sum xx = {0, 0}, xy = {0, 0}, yy = {0, 0};
    tile_fn *tile = find_tile();
    if (!cx.varies || !cy.varies)
        return NAN;
    for (size_t i = 0; i < n; i += CHUNK) {
        fill_chunk(x, NULL, n, i, &cx, zx);
        fill_chunk(y, NULL, n, i, &cy, zy);
        tile(a, b, part);
        sum_add(&xx, part[0]);
        sum_add(&xy, part[1]);
        sum_add(&yy, part[TILE_B + 1]);
    }
    return quotient(sum_value(&xy), sum_value(&xx), sum_value(&yy));
}

/* a, b: the rows that both have, n + 1 doubles each. Written without a branch on what is there. */
static size_t gather(const double *x, const double *y, size_t n, double *a, double *b)
{
    size_t both = 0;
    for (size_t i = 0; i < n; i++) {
        a[both] = x[i];
        b[both] = y[i];
        both += (size_t)(x[i] == x[i]) & (size_t)(y[i] == y[i]);
    }
    return both;
}

static double rank_pearson(const double *a, const double *b, size_t n, double *scratch)
{
    double *rank_a = scratch, *rank_b = rank_a + n;
    stats_rank(a, n, TIES_AVERAGE, rank_a, rank_b + n);
    stats_rank(b, n, TIES_AVERAGE, rank_b, rank_b + n);
    return pearson(rank_a, rank_b, n);
}

struct point {
    double x, y;
};

/* By y alone, or by x and then y. */
static int is_above(const struct point *a, const struct point *b, int by_y)
{
    return by_y ? a->y > b->y : a->x > b->x || (a->x == b->x && a->y > b->y);
}

/* Sorts the points p, stable; returns how many pairs of them stood in the wrong order. */
static uint64_t sort_points(struct point *p, struct point *buffer, size_t n, int by_y)
{
    uint64_t exchanges = 0;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t first = 0; first < n; first += 2 * width) {
            size_t mid = first + width < n ? first + width : n;
            size_t end = mid + width < n ? mid + width : n;
            size_t i = first, j = mid;
            for (size_t k = first; k < end; k++) {
                int right = i == mid || (j < end && is_above(&p[i], &p[j], by_y));
                exchanges += right ? mid - i : 0;
                buffer[k] = right ? p[j++] : p[i++];
            }
        }
        memcpy(p, buffer, n * sizeof *p);
    }
    return exchanges;
}

/* Pairs of neighbours-in-order that are equal: in x, in y, or in both. */
static uint64_t tied_pairs(const struct point *p, size_t n, int in_x, int in_y)
{
    uint64_t pairs = 0, run = 0;
    for (size_t i = 1; i < n; i++) {
        int same = (!in_x || p[i].x == p[i - 1].x) && (!in_y || p[i].y == p[i - 1].y);
        run = same ? run + 1 : 0;
        pairs += run;
    }
    return pairs;
}

/* Of columns without gaps. */
static double kendall(const double *x, const double *y, size_t n, double *scratch)
{
    struct point *p = (struct point *)scratch, *buffer = p + n;
    uint64_t all = n > 1 ? (uint64_t)n * (n - 1) / 2 : 0, in_x, in_y, in_both, discordant;
    for (size_t i = 0; i < n; i++)
        p[i] = (struct point){x[i], y[i]};
    (void)sort_points(p, buffer, n, 0);
    in_x = tied_pairs(p, n, 1, 0);
    in_both = tied_pairs(p, n, 1, 1);
    discordant = sort_points(p, buffer, n, 1);
    in_y = tied_pairs(p, n, 0, 1);
    if (all == in_x || all == in_y)
        return NAN;
    return quotient((double)(all - in_x - in_y + in_both) - 2 * (double)discordant,
                    (double)(all - in_x), (double)(all - in_y));
}

size_t correlation_pair_scratch(size_t n)
{
    return 2 * (n + 1) + 4 * n;
}

double correlation_pair(enum correlation kind, const double *x, const double *y, size_t n,
                        double *scratch)
{
    double *a = scratch, *b = a + n + 1, *rest = b + n + 1;
    size_t both = gather(x, y, n, a, b);
    if (kind == CORRELATION_KENDALL)
        return kendall(a, b, both, rest);
    return kind == CORRELATION_SPEARMAN ? rank_pearson(a, b, both, rest) : pearson(a, b, both);
}

/* ---- all pairs ----------------------------------------------------------- */

/* The columns of a matrix: x, or, where that is NULL, one behind the other. */
struct columns {
    const double *const *x;
    const double *flat, *keep;
    size_t n, m;
};

static const double *column(const struct columns *c, size_t j)
{
    return c->x ? c->x[j] : c->flat + j * c->n;
}

/* Adds the products of a chunk with deviations z, for j <= k: r and c are sums in two parts. */
static void add_products(const double *z, size_t m, tile_fn *tile, double *r, double *c)
{
    for (size_t j = 0; j < m; j += TILE_A)
        for (size_t k = j; k < m; k += TILE_B) {
            const double *a[TILE_A], *b[TILE_B];
            double part[TILE];
            for (size_t p = 0; p < TILE_A; p++)
                a[p] = z + (j + p < m ? j + p : j) * CHUNK;
            for (size_t q = 0; q < TILE_B; q++)
                b[q] = z + (k + q < m ? k + q : k) * CHUNK;
            tile(a, b, part);
            for (size_t p = 0; p < TILE_A && j + p < m; p++)
                for (size_t q = 0; q < TILE_B && k + q < m; q++) {
                    size_t at = (j + p) * m + k + q;
                    struct sum s = {r[at], c[at]};
                    sum_add(&s, part[p * TILE_B + q]);
                    r[at] = s.s;
                    c[at] = s.c;
                }
        }
}

/* A centre in three doubles of scratch; scale 0 where the column has no correlation. */
static struct centre centre_at(const double *at)
{
    return (struct centre){at[0], at[1], at[2], at[0] > 0, 0};
}

static void put_centre(double *at, const struct centre *c)
{
    at[0] = c->varies ? c->scale : 0;
    at[1] = c->mean;
    at[2] = c->rest;
}

/* Upper triangle of r: sums of products of deviations over the rows that keep (or NULL: all) has;
   a column that lacks one of those rows, or does not vary, has only zeros. */
static void product_matrix(const struct columns *x, double *centres, double *r, double *c,
                           double *z)
{
    size_t n = x->n, m = x->m;
    tile_fn *tile = find_tile();
    for (size_t i = 0; i < m * m; i++)
        r[i] = c[i] = 0;
    for (size_t j = 0; j < m; j++) {
        const struct centre here = centre_of(column(x, j), x->keep, n);
        put_centre(centres + 3 * j, &here);
    }
    for (size_t i = 0; i < n; i += CHUNK) {
        for (size_t j = 0; j < m; j++) {
            const struct centre here = centre_at(centres + 3 * j);
            if (here.varies)
                fill_chunk(column(x, j), x->keep, n, i, &here, z + j * CHUNK);
            else
                memset(z + j * CHUNK, 0, CHUNK * sizeof *z);
        }
        add_products(z, m, tile, r, c);
    }
    for (size_t i = 0; i < m * m; i++)
        r[i] += c[i];
}

static size_t product_scratch(size_t m)
{
    return m * m + (CHUNK + 4) * m;
}

/* r from its upper triangle of products. length, m: the root of the diagonal (0: no variation). */
static void divide_matrix(double *r, size_t m, double *length)
{
    for (size_t j = 0; j < m; j++)
        length[j] = r[j * m + j];
    for (size_t j = 0; j < m; j++)
        for (size_t k = j; k < m; k++)
            r[j * m + k] = r[k * m + j] =
                length[j] > 0 && length[k] > 0 ? quotient(r[j * m + k], length[j], length[k]) : NAN;
    for (size_t j = 0; j < m; j++)
        length[j] = sqrt(length[j]);
}

static void pearson_matrix(const struct columns *x, double *r, double *length, double **centres,
                           double *scratch)
{
    double *c = scratch, *z = c + x->m * x->m;
    *centres = z + x->m * CHUNK;
    product_matrix(x, *centres, r, c, z);
    divide_matrix(r, x->m, length);
}

static int has_gaps(const double *x, size_t n)
{
    return stats_count(x, n) < n;
}

/* Fills in the pairs of columns that have gaps (kendall: all pairs). */
static void pair_by_pair(enum correlation kind, const double *const *x, size_t n, size_t m,
                         double *gaps, double *r, double *scratch)
{
    for (size_t j = 0; j < m; j++)
        gaps[j] = kind == CORRELATION_KENDALL || has_gaps(x[j], n);
    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k <= j; k++)
            if (gaps[j] > 0 || gaps[k] > 0)
                r[j * m + k] = r[k * m + j] = correlation_pair(kind, x[j], x[k], n, scratch);
}

size_t correlation_scratch(enum correlation kind, size_t n, size_t m)
{
    size_t pairs = correlation_pair_scratch(n), ranks = kind == CORRELATION_SPEARMAN ? n * m : 0;
    return m + pairs + ranks + product_scratch(m);
}

void correlation_matrix(enum correlation kind, const double *const *x, size_t n, size_t m,
                        double *r, double *scratch)
{
    double *spare = scratch, *pairs = spare + m, *products = pairs + correlation_pair_scratch(n);
    double *ranks = products + product_scratch(m), *centres;
    struct columns columns = {x, NULL, NULL, n, m};
    if (kind == CORRELATION_SPEARMAN) {
        for (size_t j = 0; j < m; j++)
            stats_rank(x[j], n, TIES_AVERAGE, ranks + j * n, pairs);
        columns.x = NULL;
        columns.flat = ranks;
    }
    if (kind != CORRELATION_KENDALL)
        pearson_matrix(&columns, r, spare, &centres, products);
    pair_by_pair(kind, x, n, m, spare, r, pairs);
}

size_t correlation_whole(const double *const *x, size_t n, size_t m, const double *used,
                         double *whole)
{
    for (size_t i = 0; i < n; i++)
        whole[i] = 0;
    for (size_t j = 0; j < m; j++)
        for (size_t i = 0; (!used || used[j] > 0) && i < n; i++)
            if (isnan(x[j][i]))
                whole[i] = NAN;
    return stats_count(whole, n);
}

void correlation_of_whole(const double *const *x, size_t n, size_t m, const double *whole,
                          double *r, double *scale, double *length, double *scratch)
{
    const struct columns columns = {x, NULL, whole, n, m};
    size_t rows = stats_count(whole, n);
    double *spare = scratch, *centres;
    pearson_matrix(&columns, r, spare, &centres, scratch + m);
    for (size_t j = 0; scale && j < m; j++) {
        scale[j] = spare[j] > 0 ? centres[3 * j] : 1;
        length[j] = rows > 1 ? spare[j] / sqrt((double)(rows - 1)) : 0;
    }
}

size_t correlation_squeeze(double *r, size_t m, double *scale, double *length, double *at)
{
    size_t used = 0;
    for (size_t j = 0; j < m; j++)
        if (length[j] > 0) {
            at[used] = (double)j;
            scale[used] = scale[j];
            length[used++] = length[j];
        }
    for (size_t j = 0; j < used; j++)
        for (size_t k = 0; k < used; k++)
            r[j * used + k] = r[(size_t)at[j] * m + (size_t)at[k]];
    return used;
}

double correlation_to_covariance(double *r, size_t m, const double *scale, const double *length)
{
    double unit = stats_min(scale, m);
    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k < m; k++)
            r[j * m + k] *= length[j] * (unit / scale[j]) * (length[k] * (unit / scale[k]));
    return 1 / unit;
}
