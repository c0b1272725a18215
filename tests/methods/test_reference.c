/* SPDX-License-Identifier: MIT */
/*
 * Against figures of COINr and UNDP, where the folder named by HENG_REFERENCE holds them
 * (asem/raw, asem/normalise, asem/impute; hdi_2022.csv). Without it: skipped.
 */
#include "methods/sheet.h"
#include "stats/stats.h"

/* Numbers the texts of a column: the first row with the same text. */
static void sheet_groups(const struct sheet *s, const char *column, const struct sheet *order,
                         uint32_t *group)
{
    size_t j = 0;
    while (j < s->columns && strcmp(s->cell[0][j], column) != 0)
        j++;
    ck_assert_uint_lt(j, s->columns);
    for (size_t i = 1; i < order->rows; i++)
        group[i - 1] = (uint32_t)sheet_row(s, s->cell[sheet_row(s, order->cell[i][0], 1)][j], j);
}

/* Values that rounding has parted (3.4 and 3.4000000000000004): COINr ranks them apart, here they
   are equal. There are such in two columns at the most, which are compared by other methods than
   ranks. */
static bool has_parted(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (x[i] != x[k] && fabs(x[i] - x[k]) <= 1e-12 * fabs(x[i]))
                return true;
    return false;
}

static bool is_by_rank(const char *name)
{
    return strcmp(name, "rank") == 0 || strcmp(name, "percentile_rank") == 0 ||
           strcmp(name, "borda") == 0;
}

static void check_column_method(enum heng_stage stage, const char *name, const char *settings,
                                const char *file, const struct sheet *posts, const char *by)
{
    struct rig *rig = rig_new();
    struct sheet *raw = sheet_read("asem/raw/raw49.csv"), *want = sheet_read(file);
    struct sheet *meta = sheet_read("asem/raw/ASEM_iMeta.csv");
    struct sheet *data = sheet_read("asem/raw/ASEM_iData.csv");
    double x[ROWS_MAX], y[ROWS_MAX], w[ROWS_MAX];
    uint32_t group[ROWS_MAX];
    size_t n = raw->rows - 1, parted = 0;
    if (by)
        sheet_groups(data, by, raw, group);
    for (size_t j = 1; j < raw->columns; j++) {
        const char *id = raw->cell[0][j];
        struct heng_column_call c = {.n = n,
                                     .x = x,
                                     .y = y,
                                     .lo = NAN,
                                     .hi = NAN,
                                     .target = NAN,
                                     .group = group,
                                     .n_groups = ROWS_MAX};
        c.direction = atoi(meta->cell[sheet_row(meta, id, 1)][3]);
        c.target = number(meta->cell[sheet_row(meta, id, 1)][6]);
        if (posts) {
            c.lo = number(posts->cell[sheet_row(posts, id, 0)][1]);
            c.hi = number(posts->cell[sheet_row(posts, id, 0)][2]);
        }
        ck_assert_str_eq(want->cell[0][j], id);
        sheet_column(raw, j, raw, x);
        sheet_column(want, j, raw, w);
        ck_assert_int_eq(rig_column(rig, stage, name, settings, &c), HENG_OK);
        if (is_by_rank(name) && has_parted(x, n))
            parted++;
        else
            assert_relative(file, id, y, w, n);
    }
    ck_assert_uint_le(parted, 2);
    sheet_free(raw);
    sheet_free(data);
    sheet_free(want);
    sheet_free(meta);
    rig_free(rig);
}

START_TEST(normalise_agrees_with_coinr)
{
    static const struct {
        const char *method, *settings, *file;
    } cases[] = {
        {"minmax", "range = 0, 1", "asem/normalise/n_minmax_0_1.csv"},
        {"minmax", NULL, "asem/normalise/n_minmax_0_100.csv"},
        {"minmax", "range = 1, 100", "asem/normalise/n_minmax_1_100.csv"},
        {"zscore", NULL, "asem/normalise/n_zscore_0_1.csv"},
        {"zscore", "mean = 10; sd = 2", "asem/normalise/n_zscore_10_2.csv"},
        {"rank", NULL, "asem/normalise/n_rank.csv"},
        {"rank", "ties = average", "asem/normalise/n_rank_average.csv"},
        {"percentile_rank", NULL, "asem/normalise/n_prank.csv"},
        {"borda", NULL, "asem/normalise/n_borda.csv"},
        {"scaled", NULL, "asem/normalise/n_scaled_0_100_100.csv"},
        {"dist_max", NULL, "asem/normalise/n_dist2max.csv"},
        {"dist_reference", "reference = best", "asem/normalise/n_dist2max.csv"},
        {"dist_target", NULL, "asem/normalise/n_dist2targ_iMeta.csv"},
        {"dist_target", "capped = yes", "asem/normalise/n_dist2targ_cap.csv"},
        {"goalposts", "truncate = no", "asem/normalise/n_goalposts_10_90.csv"},
        {"goalposts", NULL, "asem/normalise/n_goalposts_10_90_trunc.csv"},
    };
    struct sheet *posts = sheet_read("asem/normalise/goalposts_used.csv");
    for (size_t i = 0; i < COUNT(cases); i++)
        check_column_method(HENG_NORMALISE, cases[i].method, cases[i].settings, cases[i].file,
                            posts, NULL);
    sheet_free(posts);
}
END_TEST

/* Column j of raw49, normalised with settings; its answer. */
static int normalise_column(struct rig *rig, const struct sheet *raw, const struct sheet *meta,
                            size_t j, const char *name, const char *settings, double *y,
                            int *direction)
{
    static double x[ROWS_MAX];
    static const char *codes[ROWS_MAX];
    struct heng_column_call c = {.n = raw->rows - 1,
                                 .x = x,
                                 .y = y,
                                 .lo = NAN,
                                 .hi = NAN,
                                 .target = NAN,
                                 .codes = codes,
                                 .base_codes = codes};
    for (size_t i = 1; i < raw->rows; i++)
        codes[i - 1] = raw->cell[i][0];
    c.direction = atoi(meta->cell[sheet_row(meta, raw->cell[0][j], 1)][3]);
    *direction = c.direction;
    sheet_column(raw, j, raw, x);
    return rig_column(rig, HENG_NORMALISE, name, settings, &c);
}

/*
 * COINr's reference is the first unit of its table, AUS. Where that unit is the worst, COINr
 * divides by 0; here the column is undefined.
 */
START_TEST(distance_to_a_unit_agrees_with_coinr)
{
    static const char *const cases[][2] = {
        {"no", "asem/normalise/n_dist2ref_iref1.csv"},
        {"yes", "asem/normalise/n_dist2ref_iref1_cap.csv"},
    };
    struct rig *rig = rig_new();
    struct sheet *raw = sheet_read("asem/raw/raw49.csv");
    struct sheet *meta = sheet_read("asem/raw/ASEM_iMeta.csv");
    size_t aus = sheet_row(raw, "AUS", 0), defined = 0;
    for (size_t k = 0; k < COUNT(cases); k++) {
        struct sheet *want = sheet_read(cases[k][1]);
        for (size_t j = 1; j < raw->columns; j++) {
            char settings[128];
            double y[ROWS_MAX], w[ROWS_MAX];
            int direction, value;
            snprintf(settings, sizeof settings, "unit = AUS; capped = %s", cases[k][0]);
            value = normalise_column(rig, raw, meta, j, "dist_reference", settings, y, &direction);
            sheet_column(want, j, raw, w);
            ck_assert_int_eq(value, isnan(w[aus - 1]) ? HENG_UNDEFINED : HENG_OK);
            if (value == HENG_OK)
                assert_relative(cases[k][1], raw->cell[0][j], y, w, raw->rows - 1);
            defined += value == HENG_OK;
        }
        sheet_free(want);
    }
    ck_assert_uint_ge(defined, 80);
    sheet_free(raw);
    sheet_free(meta);
    rig_free(rig);
}
END_TEST

/* COINr's result for a negative indicator is x / min (it falls with the score): ours is its
   reciprocal, and undefined where a value is 0. */
START_TEST(fraction_of_the_best_agrees_with_coinr)
{
    struct rig *rig = rig_new();
    struct sheet *raw = sheet_read("asem/raw/raw49.csv");
    struct sheet *meta = sheet_read("asem/raw/ASEM_iMeta.csv");
    struct sheet *want = sheet_read("asem/normalise/n_fracmax.csv");
    size_t negative = 0, undefined = 0;
    for (size_t j = 1; j < raw->columns; j++) {
        double y[ROWS_MAX], w[ROWS_MAX];
        int direction;
        int value = normalise_column(rig, raw, meta, j, "fraction_max", NULL, y, &direction);
        sheet_column(want, j, raw, w);
        for (size_t i = 0; direction < 0 && i + 1 < raw->rows; i++)
            w[i] = 1 / w[i];
        negative += direction < 0;
        undefined += value == HENG_UNDEFINED;
        ck_assert(value == HENG_OK || direction < 0);
        if (value == HENG_OK)
            assert_relative("fraction_max", raw->cell[0][j], y, w, raw->rows - 1);
    }
    ck_assert_uint_gt(negative, undefined);
    sheet_free(raw);
    sheet_free(meta);
    sheet_free(want);
    rig_free(rig);
}
END_TEST

START_TEST(impute_agrees_with_coinr)
{
    static const struct {
        const char *method, *file, *by;
    } cases[] = {
        {"mean", "asem/impute/i_mean.csv", NULL},
        {"median", "asem/impute/i_median.csv", NULL},
        {"class_mean", "asem/impute/i_mean_grp_EurAsia.csv", "EurAsia_group"},
        {"class_mean", "asem/impute/i_mean_grp_GDP.csv", "GDP_group"},
        {"class_median", "asem/impute/i_median_grp_EurAsia.csv", "EurAsia_group"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_column_method(HENG_IMPUTE, cases[i].method, NULL, cases[i].file, NULL, cases[i].by);
}
END_TEST

/* Units by row within the pillar, on a common scale by the direction (normalise_first). */
START_TEST(impute_by_row_agrees_with_coinr)
{
    static double x[CELLS_MAX][ROWS_MAX];
    struct rig *rig = rig_new();
    struct sheet *raw = sheet_read("asem/raw/raw49.csv");
    struct sheet *want = sheet_read("asem/impute/i_mean_row_pillar.csv");
    struct sheet *meta = sheet_read("asem/raw/ASEM_iMeta.csv");
    size_t n = raw->rows - 1, filled = 0;
    for (size_t j = 1; j < raw->columns; j++)
        sheet_column(raw, j, raw, x[j]);
    for (size_t j = 1; j < raw->columns; j++) {
        const char *pillar = meta->cell[sheet_row(meta, raw->cell[0][j], 1)][8];
        const double *columns[CELLS_MAX];
        int direction[CELLS_MAX];
        double y[ROWS_MAX], w[ROWS_MAX];
        struct heng_fill_call c = {
            .n_units = n, .n_periods = 1, .x = columns, .direction = direction, .y = y};
        for (size_t k = 1; k < raw->columns; k++) {
            size_t row = sheet_row(meta, raw->cell[0][k], 1);
            if (strcmp(meta->cell[row][8], pillar) != 0)
                continue;
            if (k == j)
                c.column = c.m;
            direction[c.m] = atoi(meta->cell[row][3]);
            columns[c.m++] = x[k];
        }
        ck_assert_uint_ge(c.m, 2);
        ck_assert_int_eq(rig_fill(rig, "row_mean", NULL, &c), HENG_OK);
        sheet_column(want, j, raw, w);
        assert_relative("row_mean", raw->cell[0][j], y, w, n);
        filled += n - stats_count(x[j], n);
    }
    ck_assert_uint_eq(filled, 63);
    sheet_free(raw);
    sheet_free(want);
    sheet_free(meta);
    rig_free(rig);
}
END_TEST

/* Column j of a panel of units by years, as periods of units. */
static void panel_column(const struct sheet *s, size_t j, size_t units, double *to)
{
    for (size_t i = 1; i < s->rows; i++) {
        size_t t = (size_t)atoi(s->cell[i][1]) - 2018, u = 0;
        while (strcmp(s->cell[1 + u][0], s->cell[i][0]) != 0)
            u++;
        ck_assert_uint_lt(u, units);
        to[t * units + u] = number(s->cell[i][j]);
    }
}

/* COINr's linear holds the ends level, as its linear-constant; ours leaves them. */
START_TEST(panel_imputation_agrees_with_coinr)
{
    static const struct {
        const char *method, *settings, *file;
        int ends; /* 1: COINr fills beyond the ends, too */
    } cases[] = {
        {"latest", NULL, "asem/impute/panel_latest.csv", 0},
        {"latest", "before = first", "asem/impute/panel_constant.csv", 0},
        {"linear_constant", NULL, "asem/impute/panel_linear-constant.csv", 0},
        {"linear_constant", NULL, "asem/impute/panel_linear.csv", 0},
        {"linear", NULL, "asem/impute/panel_linear.csv", 1},
    };
    static const double years[] = {2018, 2019, 2020, 2021, 2022};
    struct rig *rig = rig_new();
    struct sheet *in = sheet_read("asem/impute/panel_in.csv");
    size_t n = in->rows - 1, units = n / 5, beyond = 0;
    for (size_t k = 0; k < COUNT(cases); k++) {
        struct sheet *want = sheet_read(cases[k].file);
        for (size_t j = 2; j < in->columns; j++) {
            double x[ROWS_MAX], y[ROWS_MAX], w[ROWS_MAX];
            const double *const columns[] = {x};
            struct heng_fill_call c = {
                .n_units = units, .n_periods = 5, .m = 1, .x = columns, .period = years, .y = y};
            panel_column(in, j, units, x);
            panel_column(want, j, units, w);
            ck_assert_int_eq(rig_fill(rig, cases[k].method, cases[k].settings, &c), HENG_OK);
            for (size_t i = 0; i < n && cases[k].ends; i++)
                if (isnan(y[i]) && !isnan(w[i])) {
                    ck_assert(i < units || i >= n - units);
                    w[i] = NAN;
                    beyond++;
                }
            assert_relative(cases[k].file, in->cell[0][j], y, w, n);
        }
        sheet_free(want);
    }
    ck_assert_uint_eq(beyond, 1);
    sheet_free(in);
    rig_free(rig);
}
END_TEST

/* One component between its goalposts, truncated at 1. */
static void component(struct rig *rig, const struct sheet *s, size_t column, int take_log,
                      double lo, double hi, double *y)
{
    double x[ROWS_MAX];
    struct heng_column_call c = {.n = s->rows - 1, .x = x, .y = y, .lo = lo, .hi = hi};
    for (size_t i = 1; i < s->rows; i++) {
        x[i - 1] = number(s->cell[i][column]);
        x[i - 1] = take_log ? log(x[i - 1]) : x[i - 1];
    }
    ck_assert_int_eq(rig_column(rig, HENG_NORMALISE, "goalposts", "range = 0, 1", &c), HENG_OK);
}

START_TEST(the_hdi_of_2022)
{
    static double health[ROWS_MAX], expected[ROWS_MAX], mean[ROWS_MAX], income[ROWS_MAX];
    static double education[ROWS_MAX], hdi[ROWS_MAX];
    const double *const schooling[] = {expected, mean}, *const all[] = {health, education, income};
    const double halves[] = {0.5, 0.5}, thirds[] = {1. / 3, 1. / 3, 1. / 3};
    struct rig *rig = rig_new();
    struct sheet *s = sheet_read("hdi_2022.csv");
    size_t n = s->rows - 1;
    component(rig, s, 3, 0, 20, 85, health);
    component(rig, s, 4, 0, 0, 18, expected);
    component(rig, s, 5, 0, 0, 15, mean);
    component(rig, s, 6, 1, log(100), log(75000), income);
    ck_assert_int_eq(rig_aggregate(rig, "arithmetic", NULL, n, 2, schooling, halves, education),
                     HENG_OK);
    ck_assert_int_eq(rig_aggregate(rig, "geometric", NULL, n, 3, all, thirds, hdi), HENG_OK);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(fabs(hdi[i] - number(s->cell[i + 1][7])) <= 0.0005 + 1e-9, "%s: got %.6f",
                      s->cell[i + 1][0], hdi[i]);
    sheet_free(s);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {normalise_agrees_with_coinr,
                                  distance_to_a_unit_agrees_with_coinr,
                                  fraction_of_the_best_agrees_with_coinr,
                                  impute_agrees_with_coinr,
                                  impute_by_row_agrees_with_coinr,
                                  panel_imputation_agrees_with_coinr,
                                  the_hdi_of_2022,
                                  NULL};
    return sheet_run("reference", tests);
}
