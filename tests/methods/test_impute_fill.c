/* SPDX-License-Identifier: MIT */
/* Methods that look beyond the column they fill: slow twins on random panels, words, edges. */
#include "methods/rig.h"

enum { UNITS = 9, PERIODS = 4, M = 4, N = UNITS * PERIODS };

static struct rig *rig;

/* A panel with holes; column 3 is constant in period 1, column 1 empty in period 2. */
struct panel {
    double x[M][N], y[N], period[PERIODS];
    const double *columns[M];
    int direction[M];
};

static double noise(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static void panel_make(struct panel *p, unsigned seed)
{
    for (size_t t = 0; t < PERIODS; t++)
        p->period[t] = 2000 + (double)(t * t);
    for (size_t j = 0; j < M; j++) {
        p->columns[j] = p->x[j];
        p->direction[j] = j % 2 ? -1 : 1;
        for (size_t k = 0; k < N; k++) {
            p->x[j][k] = 100 * noise(&seed) - 30;
            if (noise(&seed) < 0.3 || (j == 1 && k / UNITS == 2))
                p->x[j][k] = NAN;
            if (j == 3 && k / UNITS == 1)
                p->x[j][k] = 5;
        }
    }
}

static int fill(struct panel *p, const char *name, const char *settings, size_t column)
{
    struct heng_fill_call c = {.n_units = UNITS,
                               .n_periods = PERIODS,
                               .m = M,
                               .column = column,
                               .x = p->columns,
                               .direction = p->direction,
                               .period = p->period,
                               .y = p->y};
    return rig_fill(rig, name, settings, &c);
}

/* Compares with a twin that is asked for one missing cell at a time. */
static void compare(struct panel *p, const char *name, const char *settings, size_t column,
                    double twin(const struct panel *p, size_t column, size_t t, size_t u, int how),
                    int how)
{
    ck_assert_int_eq(fill(p, name, settings, column), HENG_OK);
    for (size_t k = 0; k < N; k++) {
        double want =
            isnan(p->x[column][k]) ? twin(p, column, k / UNITS, k % UNITS, how) : p->x[column][k];
        ck_assert_msg(kit_near(p->y[k], want, 1e-12), "%s, %s, column %zu [%zu]: %.17g, not %.17g",
                      name, settings ? settings : "", column, k, p->y[k], want);
    }
}

/* ---- row_mean ----------------------------------------------------------------- */

static void ends(const struct panel *p, size_t j, size_t t, double *lo, double *hi)
{
    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t u = 0; u < UNITS; u++) {
        *lo = fmin(*lo, isnan(p->x[j][t * UNITS + u]) ? INFINITY : p->x[j][t * UNITS + u]);
        *hi = fmax(*hi, isnan(p->x[j][t * UNITS + u]) ? -INFINITY : p->x[j][t * UNITS + u]);
    }
}

static double row_twin(const struct panel *p, size_t column, size_t t, size_t u, int scale)
{
    double total = 0, lo, hi, s;
    int n = 0;
    for (size_t j = 0; j < M; j++) {
        double x = p->x[j][t * UNITS + u];
        if (j == column || isnan(x))
            continue;
        ends(p, j, t, &lo, &hi);
        if (scale && !(lo < hi))
            continue;
        if (scale)
            x = p->direction[j] > 0 ? (x - lo) / (hi - lo) : 1 - (x - lo) / (hi - lo);
        total += x;
        n++;
    }
    if (n == 0)
        return NAN;
    if (!scale)
        return total / n;
    ends(p, column, t, &lo, &hi);
    s = p->direction[column] > 0 ? total / n : 1 - total / n;
    return lo <= hi ? lo + s * (hi - lo) : NAN;
}

START_TEST(row_mean_is_its_twin)
{
    struct panel p;
    rig = rig_new();
    for (unsigned seed = 1; seed <= 40; seed++)
        for (size_t j = 0; j < M; j++) {
            panel_make(&p, seed);
            compare(&p, "row_mean", NULL, j, row_twin, 1);
            compare(&p, "row_mean", "scale = no", j, row_twin, 0);
        }
    rig_free(rig);
}
END_TEST

static int fill_rows(const char *name, const char *settings, size_t n, size_t m,
                     const double *const *x, double *y)
{
    struct heng_fill_call c = {.n_units = n, .n_periods = 1, .m = m, .x = x, .y = y};
    return rig_fill(rig, name, settings, &c);
}

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define COLUMNS(...)                                                                               \
    (const double *const[])                                                                        \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

START_TEST(row_mean_says_what_it_did)
{
    double y[4];
    rig = rig_new();
    ck_assert_int_eq(
        fill_rows("row_mean", NULL, 4, 2, COLUMNS(X(1, NAN, NAN, 3), X(10, 20, NAN, 30)), y),
        HENG_OK);
    kit_assert_columns(y, X(1, 2, NAN, 3), 4, 1e-15);
    ck_assert_str_eq(rig->why, "imputed 1 of 4 values with the mean of the unit's other "
                               "indicators, on a common scale; 1 value left missing: the unit or "
                               "the indicator has no values to go by");
    ck_assert_int_eq(fill_rows("row_mean", "scale = no", 4, 2,
                               COLUMNS(X(1, NAN, NAN, 3), X(10, 20, NAN, 30)), y),
                     HENG_OK);
    kit_assert_columns(y, X(1, 20, NAN, 3), 4, 1e-15);
    ck_assert_str_eq(rig->why, "imputed 1 of 4 values with the mean of the unit's other "
                               "indicators; 1 value left missing: the unit has no other value");
    ck_assert_int_eq(fill_rows("row_mean", NULL, 2, 1, COLUMNS(X(NAN, NAN)), y), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "no values");
    ck_assert_int_eq(fill_rows("row_mean", NULL, 2, 2, COLUMNS(X(1, 2), X(3, NAN)), y), HENG_OK);
    ck_assert_str_eq(rig->why, "");
    rig_free(rig);
}
END_TEST

/* A constant column is filled with its constant, and counts for nothing in another one. */
START_TEST(a_constant_column_says_nothing)
{
    double y[4];
    rig = rig_new();
    ck_assert_int_eq(fill_rows("row_mean", NULL, 3, 2, COLUMNS(X(7, NAN, 7), X(1, 2, 3)), y),
                     HENG_OK);
    kit_assert_columns(y, X(7, 7, 7), 3, 0);
    ck_assert_int_eq(
        fill_rows("row_mean", NULL, 3, 3, COLUMNS(X(0, NAN, 10), X(5, 5, 5), X(1, 2, 3)), y),
        HENG_OK);
    kit_assert_columns(y, X(0, 5, 10), 3, 1e-15);
    ck_assert_int_eq(fill_rows("row_mean", NULL, 3, 2, COLUMNS(X(0, NAN, 10), X(5, 5, 5)), y),
                     HENG_OK);
    ck_assert(isnan(y[1]));
    ck_assert_int_eq(fill_rows("knn", "k = 1", 3, 2, COLUMNS(X(0, NAN, 10), X(5, 5, 5)), y),
                     HENG_OK);
    ck_assert(isnan(y[1]));
    rig_free(rig);
}
END_TEST

/* Ranges that no double holds. */
START_TEST(ranges_may_be_wider_than_a_double)
{
    double y[4];
    rig = rig_new();
    ck_assert_int_eq(fill_rows("row_mean", NULL, 3, 2,
                               COLUMNS(X(-1.5e308, NAN, 1.5e308), X(-1e308, 0, 1e308)), y),
                     HENG_OK);
    kit_assert_columns(y, X(-1.5e308, 0, 1.5e308), 3, 1e-15);
    ck_assert_int_eq(fill_rows("knn", "k = 1", 3, 2,
                               COLUMNS(X(-1.5e308, NAN, 1.5e308), X(-1e308, 7e307, 1e308)), y),
                     HENG_OK);
    kit_assert_columns(y, X(-1.5e308, 1.5e308, 1.5e308), 3, 0);
    rig_free(rig);
}
END_TEST

/* ---- knn ---------------------------------------------------------------------- */

struct neighbour {
    double d, x;
    size_t u;
};

/* Bubbles: by distance, else by the order of units. how: k, negative for weights 1/d. */
static double knn_twin(const struct panel *p, size_t column, size_t t, size_t u, int how)
{
    struct neighbour all[UNITS], swap;
    size_t n = 0, k = (size_t)abs(how);
    double total = 0, weights = 0, lo, hi;
    for (size_t v = 0; v < UNITS; v++) {
        double squares = 0;
        int shared = 0;
        for (size_t j = 0; j < M; j++) {
            double a = p->x[j][t * UNITS + u], b = p->x[j][t * UNITS + v];
            ends(p, j, t, &lo, &hi);
            if (isnan(a) || isnan(b) || !(lo < hi))
                continue;
            squares += ((a - lo) / (hi - lo) - (b - lo) / (hi - lo)) *
                       ((a - lo) / (hi - lo) - (b - lo) / (hi - lo));
            shared++;
        }
        if (shared > 0 && !isnan(p->x[column][t * UNITS + v]))
            all[n++] = (struct neighbour){sqrt(squares / shared), p->x[column][t * UNITS + v], v};
    }
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b + 1 < n; b++)
            if (all[b + 1].d < all[b].d) {
                swap = all[b];
                all[b] = all[b + 1];
                all[b + 1] = swap;
            }
    if (n < k)
        return NAN;
    for (size_t a = 0; a < k; a++) {
        total += (how < 0 ? 1 / all[a].d : 1) * all[a].x;
        weights += how < 0 ? 1 / all[a].d : 1;
    }
    return total / weights;
}

START_TEST(knn_is_its_twin)
{
    static const struct {
        const char *settings;
        int how;
    } cases[] = {
        {NULL, 5},
        {"k = 1", 1},
        {"k = 3", 3},
        {"k = 2; weights = inverse", -2},
        {"k = 4; weights = inverse", -4},
        {"k = 9", 9},
    };
    struct panel p;
    rig = rig_new();
    for (unsigned seed = 100; seed < 140; seed++)
        for (size_t j = 0; j < M; j++)
            for (size_t i = 0; i < COUNT(cases); i++) {
                panel_make(&p, seed);
                compare(&p, "knn", cases[i].settings, j, knn_twin, cases[i].how);
            }
    rig_free(rig);
}
END_TEST

/* 0.3 - 0.2 and 0.2 - 0.1 are not the same double, but the same distance. */
START_TEST(of_units_equally_near_the_first_counts)
{
    double y[5];
    rig = rig_new();
    ck_assert_int_eq(
        fill_rows("knn", "k = 1", 4, 2, COLUMNS(X(NAN, 1, 2, 3), X(0.2, 0.3, 0.1, 1)), y), HENG_OK);
    kit_assert_near(y[0], 1, 0);
    ck_assert_int_eq(
        fill_rows("knn", "k = 1", 4, 2, COLUMNS(X(NAN, 2, 1, 3), X(0.2, 0.1, 0.3, 1)), y), HENG_OK);
    kit_assert_near(y[0], 2, 0);
    ck_assert_int_eq(
        fill_rows("knn", "k = 3", 4, 2, COLUMNS(X(NAN, 2, 1, 3), X(0.2, 0.1, 0.3, 1)), y), HENG_OK);
    kit_assert_near(y[0], 2, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(a_unit_without_distance_has_all_the_weight)
{
    double y[5];
    rig = rig_new();
    ck_assert_int_eq(fill_rows("knn", "k = 4; weights = inverse", 5, 2,
                               COLUMNS(X(NAN, 10, 1, 3, 20), X(2, 1, 2, 2, 3)), y),
                     HENG_OK);
    kit_assert_near(y[0], 2, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(too_few_neighbours_leave_a_gap)
{
    double y[4];
    rig = rig_new();
    ck_assert_int_eq(fill_rows("knn", "k = 3", 4, 2, COLUMNS(X(NAN, 1, NAN, 3), X(1, 2, 3, 4)), y),
                     HENG_OK);
    kit_assert_columns(y, X(NAN, 1, NAN, 3), 4, 0);
    ck_assert_str_eq(rig->why, "2 values left missing: fewer than 3 units have a value and share "
                               "an indicator");
    ck_assert_int_eq(fill_rows("knn", "k = 1; weights = inverse", 4, 2,
                               COLUMNS(X(NAN, 1, NAN, 3), X(NAN, 2, 3.5, 4)), y),
                     HENG_OK);
    kit_assert_columns(y, X(NAN, 1, 3, 3), 4, 0);
    ck_assert_str_eq(rig->why, "imputed 1 of 4 values with the weighted mean of the 1 nearest "
                               "unit; 1 value left missing: fewer than 1 unit have a value and "
                               "share an indicator");
    ck_assert_int_eq(fill_rows("knn", NULL, 2, 1, COLUMNS(X(NAN, NAN)), y), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

/* ---- panels ------------------------------------------------------------------- */

/* how: 10 limit + 1 with before = first. */
static double latest_twin(const struct panel *p, size_t column, size_t t, size_t u, int how)
{
    int limit = how / 10 ? how / 10 : PERIODS, known = 0;
    for (size_t s = 0; s < t; s++)
        known |= !isnan(p->x[column][s * UNITS + u]);
    for (int away = 1; away <= limit; away++)
        if (known && (size_t)away <= t && !isnan(p->x[column][(t - (size_t)away) * UNITS + u]))
            return p->x[column][(t - (size_t)away) * UNITS + u];
    for (int away = 1; away <= limit && !known && how % 10; away++)
        if (t + (size_t)away < PERIODS && !isnan(p->x[column][(t + (size_t)away) * UNITS + u]))
            return p->x[column][(t + (size_t)away) * UNITS + u];
    return NAN;
}

/* Every pair of known periods around t; the narrowest one wins. how: 1 level beyond the ends. */
static double linear_twin(const struct panel *p, size_t column, size_t t, size_t u, int how)
{
    const double *x = p->x[column] + u, *at = p->period;
    double found = NAN, width = INFINITY;
    for (size_t a = 0; a < t; a++)
        for (size_t b = t + 1; b < PERIODS; b++)
            if (!isnan(x[a * UNITS]) && !isnan(x[b * UNITS]) && at[b] - at[a] < width) {
                width = at[b] - at[a];
                found = (x[a * UNITS] * (at[b] - at[t]) + x[b * UNITS] * (at[t] - at[a])) / width;
            }
    width = INFINITY;
    for (size_t s = 0; s < PERIODS && how && isnan(found); s++)
        if (!isnan(x[s * UNITS]) && fabs(at[s] - at[t]) < width)
            width = fabs(at[s] - at[t]);
    for (size_t s = 0; s < PERIODS && how && isnan(found); s++)
        if (!isnan(x[s * UNITS]) && fabs(at[s] - at[t]) == width)
            found = x[s * UNITS];
    return found;
}

START_TEST(panels_are_their_twins)
{
    struct panel p;
    rig = rig_new();
    for (unsigned seed = 200; seed < 300; seed++)
        for (size_t j = 0; j < M; j++) {
            panel_make(&p, seed);
            compare(&p, "latest", NULL, j, latest_twin, 0);
            compare(&p, "latest", "limit = 1", j, latest_twin, 10);
            compare(&p, "latest", "limit = 2; before = first", j, latest_twin, 21);
            compare(&p, "latest", "before = first", j, latest_twin, 1);
            compare(&p, "linear", NULL, j, linear_twin, 0);
            compare(&p, "linear_constant", NULL, j, linear_twin, 1);
        }
    rig_free(rig);
}
END_TEST

static int fill_periods(const char *name, const char *settings, size_t n, const double *x,
                        double *y)
{
    const double *const columns[] = {x};
    struct heng_fill_call c = {.n_units = 1, .n_periods = n, .m = 1, .x = columns, .y = y};
    return rig_fill(rig, name, settings, &c);
}

START_TEST(panels_say_what_they_did)
{
    static const struct {
        const char *method, *settings, *why;
    } cases[] = {
        {"latest", NULL,
         "imputed 2 of 5 values with the unit's last known value; 1 value left "
         "missing: the unit has no earlier value"},
        {"latest", "limit = 1",
         "imputed 1 of 5 values with the unit's last known value; 2 values "
         "left missing: the unit has no earlier value up to 1 period away"},
        {"latest", "limit = 1; before = first",
         "imputed 2 of 5 values with the unit's last known value; 1 value left missing: the unit "
         "has no other value up to 1 period away"},
        {"linear", NULL, "3 values left missing: the unit has no value before or none after"},
        {"linear_constant", NULL,
         "imputed 3 of 5 values with a line between the unit's known "
         "values, level beyond them"},
    };
    double y[5];
    rig = rig_new();
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_int_eq(
            fill_periods(cases[i].method, cases[i].settings, 5, X(NAN, 4, 3, NAN, NAN), y),
            HENG_OK);
        ck_assert_str_eq(rig->why, cases[i].why);
        ck_assert_int_eq(fill_periods(cases[i].method, NULL, 2, X(NAN, NAN), y), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "no values");
    }
    rig_free(rig);
}
END_TEST

START_TEST(lines_may_be_longer_than_a_double)
{
    double y[3];
    rig = rig_new();
    ck_assert_int_eq(fill_periods("linear", NULL, 3, X(-1.5e308, NAN, 1.5e308), y), HENG_OK);
    kit_assert_near(y[1], 0, 0);
    ck_assert_int_eq(fill_periods("linear", NULL, 3, X(0.1, NAN, 0.1), y), HENG_OK);
    kit_assert_near(y[1], 0.1, 0);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {row_mean_is_its_twin,
                                  row_mean_says_what_it_did,
                                  a_constant_column_says_nothing,
                                  ranges_may_be_wider_than_a_double,
                                  knn_is_its_twin,
                                  of_units_equally_near_the_first_counts,
                                  a_unit_without_distance_has_all_the_weight,
                                  too_few_neighbours_leave_a_gap,
                                  panels_are_their_twins,
                                  panels_say_what_they_did,
                                  lines_may_be_longer_than_a_double,
                                  NULL};
    return kit_run("impute_fill", tests);
}
