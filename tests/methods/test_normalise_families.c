/* SPDX-License-Identifier: MIT */
/* Ranks, distances, ratios and other scales, beside twins straight from the formulas. */
#include "methods/rig.h"

#define X(...)                                                                                     \
    (const double[])                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

enum { N = 20 };

static struct rig *rig;
static double y[64];

static int run_call(const char *name, const char *settings, struct heng_column_call c)
{
    c.y = y;
    return rig_column(rig, HENG_NORMALISE, name, settings, &c);
}

static int run(const char *name, const char *settings, int direction, const double *x, size_t n)
{
    return run_call(
        name, settings,
        (struct heng_column_call){
            .n = n, .x = x, .direction = direction, .lo = NAN, .hi = NAN, .target = NAN});
}

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

/* ---- twins --------------------------------------------------------------- */

struct twin {
    const char *name;
    double (*value)(const double *v, size_t n, double x, int direction);
};

static double sum(const double *v, size_t n, double power)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += isnan(v[i]) ? 0 : pow(v[i], power);
    return total;
}

static double top(const double *v, size_t n, int d)
{
    double t = -INFINITY;
    for (size_t i = 0; i < n; i++)
        t = d * v[i] > t ? d * v[i] : t;
    return t;
}

static double twin_percentile(const double *v, size_t n, double x, int d)
{
    double worse = 0;
    for (size_t i = 0; i < n; i++)
        worse += d * v[i] < d * x;
    return worse / (sum(v, n, 0) - 1);
}

static double twin_borda(const double *v, size_t n, double x, int d)
{
    return twin_percentile(v, n, x, d) * (sum(v, n, 0) - 1);
}

static double twin_dist_max(const double *v, size_t n, double x, int d)
{
    double max = top(v, n, d), min = -top(v, n, -d);
    return 1 - (max - d * x) / (max - min);
}

static double twin_dist_reference(const double *v, size_t n, double x, int d)
{
    double mean = d * sum(v, n, 1) / sum(v, n, 0), min = -top(v, n, -d);
    return 1 - (mean - d * x) / (mean - min);
}

static double twin_fraction_max(const double *v, size_t n, double x, int d)
{
    return d > 0 ? x / top(v, n, 1) : -top(v, n, -1) / x;
}

static double twin_sum(const double *v, size_t n, double x, int d)
{
    return pow(x, d) / sum(v, n, d);
}

static double twin_mean(const double *v, size_t n, double x, int d)
{
    return pow(x, d) / (sum(v, n, d) / sum(v, n, 0));
}

static double twin_initial(const double *v, size_t n, double x, int d)
{
    (void)n;
    return d > 0 ? x / v[0] : v[0] / x;
}

static double twin_vector(const double *v, size_t n, double x, int d)
{
    return d > 0 ? x / sqrt(sum(v, n, 2)) : 1 - x / sqrt(sum(v, n, 2));
}

static double twin_efficacy(const double *v, size_t n, double x, int d)
{
    return 60 + 40 * twin_dist_max(v, n, x, d);
}

static double twin_logistic(const double *v, size_t n, double x, int d)
{
    double k = sum(v, n, 0), mean = sum(v, n, 1) / k;
    double sd = sqrt((sum(v, n, 2) - k * mean * mean) / (k - 1));
    return 100 / (1 + exp(-d * (x - mean) / sd));
}

static double twin_scaled(const double *v, size_t n, double x, int d)
{
    (void)v;
    (void)n;
    return d * x;
}

static const struct twin twins[] = {
    {"percentile_rank", twin_percentile},
    {"borda", twin_borda},
    {"dist_max", twin_dist_max},
    {"dist_reference", twin_dist_reference},
    {"fraction_max", twin_fraction_max},
    {"sum", twin_sum},
    {"mean_value", twin_mean},
    {"initial_value", twin_initial},
    {"vector", twin_vector},
    {"efficacy", twin_efficacy},
    {"logistic", twin_logistic},
    {"scaled", twin_scaled},
};

START_TEST(all_agree_with_their_twins)
{
    uint32_t state = 5;
    rig = rig_new();
    for (int round = 0; round < 50; round++) {
        double x[N], base[N];
        for (size_t i = 0; i < N; i++) {
            x[i] = i > 2 && noise(&state) < 0.1 ? NAN : 10 + floor(90 * noise(&state));
            base[i] = i > 2 && noise(&state) < 0.1 ? NAN : 10 + floor(90 * noise(&state));
        }
        for (size_t k = 0; k < COUNT(twins); k++)
            for (int d = -1; d <= 1; d += 2)
                for (int own = 0; own < 2; own++) {
                    const double *v = own ? x : base;
                    struct heng_column_call c = {.n = N,
                                                 .x = x,
                                                 .n_base = N,
                                                 .base = v,
                                                 .direction = d,
                                                 .lo = NAN,
                                                 .hi = NAN,
                                                 .target = NAN};
                    ck_assert_int_eq(run_call(twins[k].name, NULL, c), HENG_OK);
                    for (size_t i = 0; i < N; i++) {
                        double want = isnan(x[i]) ? NAN : twins[k].value(v, N, x[i], d);
                        ck_assert_msg(kit_near(y[i], want, 1e-12), "%s: [%zu] %.17g, not %.17g",
                                      twins[k].name, i, y[i], want);
                    }
                }
    }
    rig_free(rig);
}
END_TEST

START_TEST(ranks_with_ties)
{
    const double x[] = {7, 3, NAN, 3, 9};
    rig = rig_new();
    ck_assert_int_eq(run("percentile_rank", NULL, 1, x, 5), HENG_OK);
    kit_assert_columns(y, X(2. / 3, 0, NAN, 0, 1), 5, 0);
    ck_assert_int_eq(run("percentile_rank", "ties = average", -1, x, 5), HENG_OK);
    kit_assert_columns(y, X(1. / 3, 2.5 / 3, NAN, 2.5 / 3, 0), 5, 1e-15);
    ck_assert_int_eq(run("percentile_rank", "ties = dense", 1, x, 5), HENG_OK);
    kit_assert_columns(y, X(0.5, 0, NAN, 0, 1), 5, 0);
    ck_assert_int_eq(run("borda", "ties = max", 1, x, 5), HENG_OK);
    kit_assert_columns(y, X(2, 1, NAN, 1, 3), 5, 0);
    ck_assert_int_eq(run("borda", NULL, 1, X(4, 4), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "constant");
    rig_free(rig);
}
END_TEST

START_TEST(distance_to_target)
{
    const double x[] = {2, NAN, 4, 12};
    struct heng_column_call c = {.n = 4, .x = x, .target = 10};
    rig = rig_new();
    ck_assert_int_eq(run_call("dist_target", NULL, c), HENG_OK);
    kit_assert_columns(y, X(0, NAN, 0.25, 1.25), 4, 1e-15);
    ck_assert_int_eq(run_call("dist_target", "capped = yes", c), HENG_OK);
    kit_assert_columns(y, X(0, NAN, 0.25, 1), 4, 1e-15);
    c.direction = -1;
    ck_assert_int_eq(run_call("dist_target", NULL, c), HENG_OK);
    kit_assert_columns(y, X(5, NAN, 4, 0), 4, 1e-15);
    c.target = 12;
    ck_assert_int_eq(run_call("dist_target", NULL, c), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the reference 12 is not better than the worst value 12");
    c.target = -1e308;
    c.x = X(1e308, 0, 1, 2);
    ck_assert_int_eq(run_call("dist_target", NULL, c), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the range is too wide for a double");
    c.target = NAN;
    ck_assert_int_eq(run_call("dist_target", NULL, c), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method dist_target: the indicator has no target; give it "
                                      "goalposts = lo, hi, target");
    rig_free(rig);
}
END_TEST

START_TEST(distance_to_reference)
{
    const double x[] = {2, 4, 12, 6};
    rig = rig_new();
    ck_assert_int_eq(run("dist_reference", "reference = median", 1, x, 4), HENG_OK);
    kit_assert_columns(y, X(0, 2. / 3, 10. / 3, 4. / 3), 4, 1e-15);
    ck_assert_int_eq(run("dist_reference", "reference = value; value = 4; capped = yes", 1, x, 4),
                     HENG_OK);
    kit_assert_columns(y, X(0, 1, 1, 1), 4, 0);
    ck_assert_int_eq(run("dist_reference", "reference = best", -1, x, 4), HENG_OK);
    kit_assert_columns(y, X(1, 0.8, 0, 0.6), 4, 1e-15);
    ck_assert_int_eq(run("dist_reference", "reference = value", 1, x, 4), HENG_FAIL);
    ck_assert_str_eq(rig->error.text,
                     "method dist_reference: reference = value needs value = a number");
    ck_assert_int_eq(run("dist_reference", NULL, 1, X(3, NAN), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "one value");
    rig_free(rig);
}
END_TEST

/* Each of those whose formula says 0 and 1, on another scale: a line through both, to the bit what
   it was where the range is 0, 1. */
START_TEST(ranges_of_0_1_can_be_others)
{
    static const struct {
        const char *name, *params;
    } those[] = {{"dist_target", ""},
                 {"dist_target", "capped = yes"},
                 {"dist_reference", "reference = median"},
                 {"dist_reference", "capped = yes"},
                 {"dist_max", ""},
                 {"fraction_max", ""},
                 {"percentile_rank", "ties = average"}};
    struct heng_column_call c = {.n = 6, .x = X(2.5, NAN, 4, 12.25, 4, 31), .target = 9};
    rig = rig_new();
    for (size_t k = 0; k < COUNT(those); k++)
        for (c.direction = -1; c.direction <= 1; c.direction += 2) {
            char params[200];
            double unit[6], same[6];
            ck_assert_int_eq(run_call(those[k].name, those[k].params, c), HENG_OK);
            memcpy(unit, y, sizeof unit);
            snprintf(params, sizeof params, "%s; range = 0, 1", those[k].params);
            ck_assert_int_eq(run_call(those[k].name, params, c), HENG_OK);
            memcpy(same, y, sizeof same);
            ck_assert_mem_eq(unit, same, sizeof unit);
            snprintf(params, sizeof params, "%s; range = 1, 100", those[k].params);
            ck_assert_int_eq(run_call(those[k].name, params, c), HENG_OK);
            for (size_t i = 0; i < c.n; i++)
                ck_assert_msg(kit_near(y[i], 1 + 99 * unit[i], 1e-15), "%s %s: [%zu] %.17g",
                              those[k].name, params, i, y[i]);
            snprintf(params, sizeof params, "%s; range = 5, 5", those[k].params);
            ck_assert_int_eq(run_call(those[k].name, params, c), HENG_FAIL);
            ck_assert_ptr_nonnull(strstr(rig->error.text, "range must be two numbers that rise"));
        }
    rig_free(rig);
}
END_TEST

/* A negative indicator scores min / x: the best unit 1, never x / min. */
START_TEST(a_negative_indicator_takes_reciprocals)
{
    const double x[] = {2, 8, NAN, 4};
    rig = rig_new();
    ck_assert_int_eq(run("fraction_max", NULL, -1, x, 4), HENG_OK);
    kit_assert_columns(y, X(1, 0.25, NAN, 0.5), 4, 0);
    ck_assert_int_eq(run("sum", NULL, -1, x, 4), HENG_OK);
    kit_assert_columns(y, X(4. / 7, 1. / 7, NAN, 2. / 7), 4, 1e-15);
    ck_assert_int_eq(run("fraction_max", NULL, -1, X(2, 0, 3), 3), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why,
                     "less is better, and a value is zero or negative: 1/x turns the order");
    ck_assert_int_eq(run("fraction_max", NULL, -1, X(5e-324, 1e-323), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the best value, beyond all doubles, is not a double");
    rig_free(rig);
}
END_TEST

START_TEST(ratios_without_a_value)
{
    static const char *const names[] = {"fraction_max", "sum", "mean_value", "initial_value"};
    static const char *const parts[] = {"best value", "sum", "mean", "base's first value"};
    const double below[] = {-3, -1, -2};
    struct heng_column_call c = {.n = 2, .x = X(1, 2), .base = X(NAN), .n_base = 1};
    rig = rig_new();
    for (size_t k = 0; k < COUNT(names); k++) {
        ck_assert_int_eq(run(names[k], NULL, 1, below, 3), HENG_UNDEFINED);
        ck_assert_ptr_nonnull(strstr(rig->why, parts[k]));
        ck_assert_ptr_nonnull(strstr(rig->why, "is not above 0"));
        ck_assert_int_eq(run(names[k], NULL, 1, X(NAN, NAN), 2), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "no values");
        ck_assert_int_eq(run_call(names[k], NULL, c), HENG_UNDEFINED);
        ck_assert_str_eq(rig->why, "no values in the base");
    }
    ck_assert_int_eq(run("sum", NULL, 1, X(0.1, 0.2, -0.3), 3), HENG_UNDEFINED);
    ck_assert_int_eq(run("initial_value", NULL, 1, X(NAN, 2), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "the base's first value is missing");
    ck_assert_int_eq(run_call("vector", NULL, c), HENG_UNDEFINED);
    ck_assert_int_eq(run("vector", NULL, 1, X(0, 0), 2), HENG_UNDEFINED);
    ck_assert_str_eq(rig->why, "all values of the base are 0");
    ck_assert_int_eq(run("vector", NULL, 1, X(3e200, 4e200), 2), HENG_OK);
    kit_assert_columns(y, X(0.6, 0.8), 2, 1e-15);
    rig_free(rig);
}
END_TEST

START_TEST(constant_columns_have_ratios)
{
    rig = rig_new();
    ck_assert_int_eq(run("fraction_max", NULL, 1, X(5, 5), 2), HENG_OK);
    kit_assert_columns(y, X(1, 1), 2, 0);
    ck_assert_int_eq(run("sum", NULL, 1, X(5, 5), 2), HENG_OK);
    kit_assert_columns(y, X(0.5, 0.5), 2, 0);
    ck_assert_int_eq(run("mean_value", NULL, -1, X(5), 1), HENG_OK);
    kit_assert_columns(y, X(1), 1, 0);
    rig_free(rig);
}
END_TEST

START_TEST(efficacy_and_its_limits)
{
    const double x[] = {10, 20, 40};
    struct heng_column_call c = {.n = 3, .x = x, .lo = 0, .hi = 50};
    rig = rig_new();
    ck_assert_int_eq(run("efficacy", NULL, 1, x, 3), HENG_OK);
    kit_assert_columns(y, X(60, 60 + 40. / 3, 100), 3, 1e-15);
    ck_assert_int_eq(run_call("efficacy", "limits = goalposts", c), HENG_OK);
    kit_assert_columns(y, X(68, 76, 92), 3, 1e-15);
    c.direction = -1;
    ck_assert_int_eq(run_call("efficacy", "limits = goalposts; constant = 0; factor = 1", c),
                     HENG_OK);
    kit_assert_columns(y, X(0.8, 0.6, 0.2), 3, 1e-15);
    c.lo = 50;
    ck_assert_int_eq(run_call("efficacy", "limits = goalposts", c), HENG_FAIL);
    ck_assert_int_eq(run("efficacy", "limits = goalposts", 1, x, 3), HENG_FAIL);
    ck_assert_str_eq(rig->error.text, "method efficacy: the indicator has no goalposts; give it "
                                      "goalposts = lo, hi");
    ck_assert_int_eq(run("efficacy", "factor = 0", 1, x, 3), HENG_FAIL);
    ck_assert_int_eq(run("efficacy", NULL, 1, X(4, 4), 2), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

START_TEST(scaled_and_logistic_parameters)
{
    const double x[] = {1, 2, 3};
    rig = rig_new();
    ck_assert_int_eq(run("scaled", "bounds = 1, 5; scale = 10", 1, x, 3), HENG_OK);
    kit_assert_columns(y, X(0, 2.5, 5), 3, 0);
    ck_assert_int_eq(run("scaled", "bounds = -5, -1", -1, x, 3), HENG_OK);
    kit_assert_columns(y, X(100, 75, 50), 3, 0);
    ck_assert_int_eq(run("scaled", "bounds = 5, 5", 1, x, 3), HENG_FAIL);
    ck_assert_int_eq(run("scaled", "scale = 0", 1, x, 3), HENG_FAIL);
    ck_assert_int_eq(run("scaled", NULL, 1, X(NAN), 1), HENG_UNDEFINED);
    ck_assert_int_eq(run("logistic", "range = 0, 1", 1, x, 3), HENG_OK);
    kit_assert_columns(y, X(0.2689414213699951, 0.5, 0.7310585786300049), 3, 1e-15);
    ck_assert_int_eq(run("logistic", "range = 0, 1; width = 0.5", -1, x, 3), HENG_OK);
    kit_assert_columns(y, X(0.8807970779778823, 0.5, 0.11920292202211755), 3, 1e-15);
    ck_assert_int_eq(run("logistic", "width = 0", 1, x, 3), HENG_FAIL);
    ck_assert_int_eq(run("logistic", "range = 1, 0", 1, x, 3), HENG_FAIL);
    ck_assert_int_eq(run("logistic", NULL, 1, X(1, 1), 2), HENG_UNDEFINED);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {all_agree_with_their_twins,
                                  ranks_with_ties,
                                  distance_to_target,
                                  distance_to_reference,
                                  ranges_of_0_1_can_be_others,
                                  a_negative_indicator_takes_reciprocals,
                                  ratios_without_a_value,
                                  constant_columns_have_ratios,
                                  efficacy_and_its_limits,
                                  scaled_and_logistic_parameters,
                                  NULL};
    return kit_run("normalise families", tests);
}
