/* SPDX-License-Identifier: MIT */
/*
 * Against figures of COINr and UNDP, where the folder named by HENG_REFERENCE holds them
 * (asem/raw, asem/treat, asem/normalise, asem/impute; hdi_2022.csv). Without it: skipped.
 */
#include "methods/rig.h"

enum { CELLS_MAX = 80, ROWS_MAX = 300 };

/* A small CSV of one line a row, with quoted texts. */
struct sheet {
    char *cell[ROWS_MAX][CELLS_MAX];
    size_t rows, columns;
    char *text[ROWS_MAX];
};

static const char *folder;

static size_t split(char *line, char **cells)
{
    size_t n = 0;
    while (n < CELLS_MAX) {
        char *to = line;
        int quoted = 0;
        cells[n++] = to;
        for (; *line && *line != '\n' && (quoted || *line != ','); line++)
            if (*line == '"')
                quoted = !quoted;
            else
                *to++ = *line;
        if (*line != ',') {
            *to = '\0';
            break;
        }
        line++;
        *to = '\0';
    }
    return n;
}

static struct sheet *sheet_read(const char *name)
{
    char path[512], line[16384];
    struct sheet *s = calloc(1, sizeof *s);
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "r");
    ck_assert_msg(f != NULL, "%s cannot be read", path);
    ck_assert_ptr_nonnull(s);
    while (s->rows < ROWS_MAX && fgets(line, sizeof line, f)) {
        s->text[s->rows] = strdup(line);
        ck_assert_ptr_nonnull(s->text[s->rows]);
        s->columns = split(s->text[s->rows], s->cell[s->rows]);
        s->rows++;
    }
    fclose(f);
    return s;
}

static void sheet_free(struct sheet *s)
{
    for (size_t i = 0; i < s->rows; i++)
        free(s->text[i]);
    free(s);
}

static double number(const char *s)
{
    return *s == '\0' || strcmp(s, "NA") == 0 ? NAN : strtod(s, NULL);
}

static size_t sheet_row(const struct sheet *s, const char *code, size_t column)
{
    for (size_t i = 1; i < s->rows; i++)
        if (strcmp(s->cell[i][column], code) == 0)
            return i;
    ck_abort_msg("no row %s", code);
    return 0;
}

/* Rows 1.. of column j, in the row order of order. */
static void sheet_column(const struct sheet *s, size_t j, const struct sheet *order, double *to)
{
    for (size_t i = 1; i < order->rows; i++)
        to[i - 1] = number(s->cell[sheet_row(s, order->cell[i][0], 0)][j]);
}

static void assert_relative(const char *what, const char *column, const double *got,
                            const double *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(isnan(want[i]) ? isnan(got[i])
                                     : fabs(got[i] - want[i]) <= 1e-12 * fmax(fabs(want[i]), 1e-2),
                      "%s, %s[%zu]: got %.17g, want %.17g", what, column, i, got[i], want[i]);
}

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

static void check_column_method(enum heng_stage stage, const char *name, const char *settings,
                                const char *file, const struct sheet *posts, const char *by)
{
    struct rig *rig = rig_new();
    struct sheet *raw = sheet_read("asem/raw/raw49.csv"), *want = sheet_read(file);
    struct sheet *meta = sheet_read("asem/raw/ASEM_iMeta.csv");
    struct sheet *data = sheet_read("asem/raw/ASEM_iData.csv");
    double x[ROWS_MAX], y[ROWS_MAX], w[ROWS_MAX];
    uint32_t group[ROWS_MAX];
    size_t n = raw->rows - 1;
    if (by)
        sheet_groups(data, by, raw, group);
    for (size_t j = 1; j < raw->columns; j++) {
        const char *id = raw->cell[0][j];
        struct heng_column_call c = {.n = n, .x = x, .y = y, .lo = NAN, .hi = NAN, .target = NAN,
                                     .group = group, .n_groups = ROWS_MAX};
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
        assert_relative(file, id, y, w, n);
    }
    sheet_free(raw);
    sheet_free(data);
    sheet_free(want);
    sheet_free(meta);
    rig_free(rig);
}

START_TEST(treat_agrees_with_coinr)
{
    static const char *const cases[][2] = {
        {"asem/treat/default_raw_data.csv", NULL},
        {"asem/treat/winmax1_raw_data.csv", "max_points = 1"},
        {"asem/treat/winmax1_raw_data.csv", "max_points = 1; variant = ct"},
        {"asem/treat/log_CT_plus_raw_data.csv", "max_points = 1; variant = ct_plus"},
        {"asem/treat/log_CT_orig_raw_data.csv", "max_points = 1; variant = ct_orig"},
        {"asem/treat/qTreat_like_winmaxNULL_raw_data.csv", "max_points = 51"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_column_method(HENG_TREAT, "winsorise", cases[i][1], cases[i][0], NULL, NULL);
}
END_TEST

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
    struct heng_column_call c = {.n = raw->rows - 1, .x = x, .y = y, .lo = NAN, .hi = NAN,
                                 .target = NAN};
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
            snprintf(settings, sizeof settings, "reference = value; value = %s; capped = %s",
                     raw->cell[aus][j], cases[k][0]);
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

START_TEST(boxcox_agrees_with_coinr)
{
    check_column_method(HENG_TREAT, "boxcox", "shift = always", "asem/treat/boxcox_0_data.csv",
                        NULL, NULL);
    check_column_method(HENG_TREAT, "boxcox", "lambda = 0.5; shift = always",
                        "asem/treat/boxcox_0.5_data.csv", NULL, NULL);
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
    const TTest *const tests[] = {treat_agrees_with_coinr,
                                  boxcox_agrees_with_coinr,
                                  normalise_agrees_with_coinr,
                                  distance_to_a_unit_agrees_with_coinr,
                                  fraction_of_the_best_agrees_with_coinr,
                                  impute_agrees_with_coinr,
                                  the_hdi_of_2022,
                                  NULL};
    folder = getenv("HENG_REFERENCE");
    if (!folder || !*folder) {
        puts("skipped: HENG_REFERENCE names no folder of reference results");
        return EXIT_SUCCESS;
    }
    return kit_run("reference", tests);
}
