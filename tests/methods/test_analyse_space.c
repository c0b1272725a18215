/* SPDX-License-Identifier: MIT */
/* moran and gravity: slow twins, neighbours of every kind, what they refuse. */
#include <unistd.h>

#include "methods/findings.h"
#include "stats/great_circle.h"

enum { N = 9 };

static const double x9[N] = {3, 7.5, 4, 12, 9, 1, 8, 2.5, 6};
static const double longitude[N] = {120, 120.5, 121.25, 119, 118.5, 120.75, 122, 121.5, 119.25};
static const double latitude[N] = {30, 30.25, 28, 29.5, 27.75, 30.5, 29, 28.5, 27.25};
static const double *const columns[] = {x9};

static struct heng_analyse_call placed(void)
{
    return (struct heng_analyse_call){
        .n = N, .m = 1, .x = columns, .longitude = longitude, .latitude = latitude};
}

/* ---- moran --------------------------------------------------------------- */

/* Moran's I by its formula from a full matrix. */
static double twin_moran(const double *x, double (*w)[N])
{
    double mean = 0, up = 0, down = 0, s0 = 0;
    for (size_t i = 0; i < N; i++)
        mean += x[i] / N;
    for (size_t i = 0; i < N; i++) {
        down += (x[i] - mean) * (x[i] - mean);
        for (size_t j = 0; j < N; j++) {
            s0 += w[i][j];
            up += w[i][j] * (x[i] - mean) * (x[j] - mean);
        }
    }
    return N / s0 * up / down;
}

static void standardise(double (*w)[N])
{
    for (size_t i = 0; i < N; i++) {
        double sum = 0;
        for (size_t j = 0; j < N; j++)
            sum += w[i][j];
        for (size_t j = 0; j < N; j++)
            w[i][j] /= sum;
    }
}

/* How many of the others are nearer to i than j is. */
static size_t nearer(size_t i, size_t j)
{
    size_t n = 0;
    for (size_t k = 0; k < N; k++)
        n += k != i && great_circle_km(latitude[i], longitude[i], latitude[k], longitude[k]) <
                           great_circle_km(latitude[i], longitude[i], latitude[j], longitude[j]);
    return n;
}

static void twin_weights(double (*w)[N], size_t k, double threshold, int inverse)
{
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++) {
            double km = great_circle_km(latitude[i], longitude[i], latitude[j], longitude[j]);
            int near = k ? nearer(i, j) < k : km <= threshold;
            w[i][j] = i == j || !near ? 0 : inverse ? 1 / km : 1;
        }
}

START_TEST(moran_by_distance)
{
    static const struct {
        const char *settings;
        size_t k;
        double threshold;
        int inverse, standardised;
    } cases[] = {
        {"k = 3", 3, 0, 0, 1},
        {"k = 2; weights = inverse", 2, 0, 1, 1},
        {"k = 100", 100, 0, 0, 1},
        {"threshold_km = 250", 0, 250, 0, 1},
        {"threshold_km = 250; weights = inverse; standardise = no", 0, 250, 1, 0},
    };
    struct findings *f = findings_new();
    for (size_t t = 0; t < COUNT(cases); t++) {
        double w[N][N], s0 = 0, local = 0, i;
        struct heng_analyse_call c = placed();
        twin_weights(w, cases[t].k, cases[t].threshold, cases[t].inverse);
        if (cases[t].standardised)
            standardise(w);
        ck_assert_int_eq(findings_run(f, "moran", cases[t].settings, &c), HENG_OK);
        ck_assert_uint_eq(f->warnings, 0);
        i = findings_value(f, "a|global||randomisation|", "i");
        kit_assert_near(i, twin_moran(x9, w), 1e-13);
        for (size_t k = 0; k < N * N; k++)
            s0 += w[k / N][k % N];
        for (size_t k = 0; k < f->n; k++)
            if (strncmp(f->lines[k].key, "a|local", 7) == 0)
                local += f->lines[k].v[1];
        kit_assert_near(local, s0 * i, 1e-13);
        if (cases[t].k == 100)
            kit_assert_near(i, -1.0 / (N - 1), 1e-14);
    }
    findings_free(f);
}
END_TEST

/* Expectation and variance are those over all orders of the values: of five units, all 120. */
enum { FEW = 5 };

struct moments {
    double n, sum, squares;
};

static const double few_w[FEW][FEW] = {
    {0, 1, 0.5, 0, 0}, {2, 0, 1, 0, 0}, {0, 1, 0, 1, 0}, {0, 0, 3, 0, 1}, {1, 0, 0, 1, 0}};

static double few_global(const double *x)
{
    double mean = 0, up = 0, down = 0, s0 = 0;
    for (size_t i = 0; i < FEW; i++)
        mean += x[i] / FEW;
    for (size_t i = 0; i < FEW; i++) {
        down += (x[i] - mean) * (x[i] - mean);
        for (size_t j = 0; j < FEW; j++) {
            s0 += few_w[i][j];
            up += few_w[i][j] * (x[i] - mean) * (x[j] - mean);
        }
    }
    return FEW / s0 * up / down;
}

static double few_local(const double *x, size_t i)
{
    double mean = 0, m2 = 0, lag = 0;
    for (size_t k = 0; k < FEW; k++)
        mean += x[k] / FEW;
    for (size_t k = 0; k < FEW; k++) {
        m2 += (x[k] - mean) * (x[k] - mean) / FEW;
        lag += few_w[i][k] * (x[k] - mean);
    }
    return (x[i] - mean) / m2 * lag;
}

/* All orders of x[from..]; one < FEW keeps the value of that unit in its place. */
static void all_orders(double *x, size_t from, size_t one, struct moments *m)
{
    if (from == one)
        from++;
    if (from >= FEW) {
        double v = one < FEW ? few_local(x, one) : few_global(x);
        m->n++;
        m->sum += v;
        m->squares += v * v;
        return;
    }
    for (size_t k = from; k < FEW; k++) {
        double t = x[from];
        if (k == one)
            continue;
        x[from] = x[k];
        x[k] = t;
        all_orders(x, from + 1, one, m);
        x[k] = x[from];
        x[from] = t;
    }
}

static void assert_moments(const struct findings *f, const char *key, size_t one, double *x)
{
    struct moments m = {0, 0, 0};
    all_orders(x, 0, one, &m);
    ck_assert_double_eq(m.n, one < FEW ? 24 : 120);
    findings_assert(f, key, "expected", m.sum / m.n, 1e-13);
    findings_assert(f, key, "variance", m.squares / m.n - m.sum / m.n * (m.sum / m.n), 1e-13);
}

/* A matrix as a script hands it over, without names. */
static void set_matrix(struct findings *f, const char *settings, size_t rows, size_t width,
                       const double *v)
{
    static struct heng_table t;
    const struct method *m = rig_method(f->rig, HENG_ANALYSE, "moran");
    const struct param_table params = method_params(m->desc);
    t = (struct heng_table){.path = "matrix", .n_rows = rows, .n_columns = width, .v = v};
    f->params = rig_params(f->rig, m, settings);
    ck_assert_int_eq(
        param_set_tables(param_find(&params, "neighbours"), &t, 1, f->params, &f->rig->error), OK);
}

START_TEST(moments_are_those_of_all_orders)
{
    static const char *const keys[] = {"a|local|u1|conditional|", "a|local|u2|conditional|",
                                       "a|local|u3|conditional|", "a|local|u4|conditional|",
                                       "a|local|u5|conditional|"};
    struct findings *f = findings_new();
    double x[FEW] = {3, 1, 4, 9, 6.5};
    const double *const few[] = {x};
    struct heng_analyse_call c = {.n = FEW, .m = 1, .x = few};
    set_matrix(f, "standardise = no", FEW, FEW, few_w[0]);
    ck_assert_int_eq(findings_run(f, "moran", NULL, &c), HENG_OK);
    assert_moments(f, "a|global||randomisation|", FEW, x);
    for (size_t i = 0; i < FEW; i++) {
        char key[64] = "";
        for (size_t k = 0; k < f->n; k++)
            if (strncmp(f->lines[k].key, keys[i], strlen(keys[i])) == 0)
                strcpy(key, f->lines[k].key);
        findings_assert(f, key, "i", few_local(x, i), 1e-13);
        assert_moments(f, key, i, x);
    }
    findings_free(f);
}
END_TEST

/* The same neighbours as a list and as a matrix, in a file; the list has each link one way. */
static void write_file(const char *path, const char *text)
{
    FILE *to = fopen(path, "w");
    ck_assert_ptr_nonnull(to);
    fputs(text, to);
    fclose(to);
}

START_TEST(neighbours_from_files)
{
    static const struct {
        const char *text, *settings;
    } same[] = {
        {"code,n1,n2\nu1,u2,u3\nu2,u3,\nu3,u4,\nu4,u5,u5\n", ""},
        {"code,n1,n2,weight\nu1,u2,u3,1\nu2,u3,,1\nu3,u4,u1,1\nu4,u5,,1\n", ""},
        {"w,u5,u4,u3,u2,u1\nu1,,,1,1,7\nu2,,,1,,1\nu3,,1,,1,1\nu4,1,,1,,\nu5,,1,,,\n", ""},
    };
    struct findings *f = findings_new();
    static const double w[FEW][FEW] = {
        {0, 1, 1, 0, 0}, {1, 0, 1, 0, 0}, {1, 1, 0, 1, 0}, {0, 0, 1, 0, 1}, {0, 0, 0, 1, 0}};
    const double x[FEW] = {3, 1, 4, 9, 6.5}, *const few[] = {x};
    struct heng_analyse_call c = {.n = FEW, .m = 1, .x = few};
    char path[64], settings[96];
    double want, variance;
    set_matrix(f, "", FEW, FEW, w[0]);
    ck_assert_int_eq(findings_run(f, "moran", NULL, &c), HENG_OK);
    want = findings_value(f, "a|global||normality|", "i");
    variance = findings_value(f, "a|global||normality|", "variance");
    f->params = NULL;
    snprintf(path, sizeof path, "/tmp/heng_moran_%ld.csv", (long)getpid());
    snprintf(settings, sizeof settings, "neighbours = %s", path);
    for (size_t k = 0; k < COUNT(same); k++) {
        write_file(path, same[k].text);
        ck_assert_int_eq(findings_run(f, "moran", settings, &c), HENG_OK);
        ck_assert_uint_eq(f->warnings, 0);
        findings_assert(f, "a|global||normality|", "i", want, 1e-15);
        findings_assert(f, "a|global||normality|", "variance", variance, 1e-15);
    }
    /* One way: u5 has no neighbour of its own, then u4 has none either, and so on. */
    write_file(path, same[0].text);
    strcat(settings, "; both_ways = no");
    ck_assert_int_eq(findings_run(f, "moran", settings, &c), HENG_UNDEFINED);
    write_file(path, "code,n1,n2\nu1,u2,u3\nu2,u3,xx\nu3,u4,\nu4,u5,\nyy,u1,\n");
    settings[strlen(settings) - strlen("; both_ways = no")] = '\0';
    ck_assert_int_eq(findings_run(f, "moran", settings, &c), HENG_OK);
    ck_assert_str_eq(f->warning, "neighbours: 2 codes are of no unit here");
    findings_assert(f, "a|global||normality|", "i", want, 1e-15);
    unlink(path);
    findings_free(f);
}
END_TEST

START_TEST(bad_weights)
{
    static const struct {
        const char *text, *why;
    } bad[] = {
        {"code,n1,weight\nu1,u2,-1\n", "neighbours: a weight is -1; it must be 0 or more"},
        {"code,n1,weight\nu1,u2,\n", "neighbours: a weight is no number; it must be 0 or more"},
        {"w,u1,u2\nu1,,x\nu2,1,\n", "neighbours: a weight is no number; it must be 0 or more"},
    };
    struct findings *f = findings_new();
    struct heng_analyse_call c = placed();
    char path[64], settings[96];
    const double square[4] = {0, 1, 1, 0};
    snprintf(path, sizeof path, "/tmp/heng_weights_%ld.csv", (long)getpid());
    snprintf(settings, sizeof settings, "neighbours = %s", path);
    for (size_t k = 0; k < COUNT(bad); k++) {
        write_file(path, bad[k].text);
        ck_assert_int_eq(findings_run(f, "moran", settings, &c), HENG_FAIL);
        ck_assert_str_eq(f->rig->why, bad[k].why);
    }
    unlink(path);
    set_matrix(f, "", 2, 2, square);
    ck_assert_int_eq(findings_run(f, "moran", NULL, &c), HENG_FAIL);
    ck_assert_str_eq(f->rig->why, "neighbours: 2 rows of 2 for 9 units");
    findings_free(f);
}
END_TEST

/* Without a line of names the first line would be lost as one. */
START_TEST(neighbours_need_a_line_of_names)
{
    static const struct {
        const char *text, *holds;
    } bad[] = {
        {"u1,u2,u5\nu2,u3,\nu3,u4,\nu4,u5,\n", "u2"},  /* a list */
        {"u1,u2\nu2,u3\nu3,u4\nu4,u5\nu5,u1\n", "u2"}, /* pairs */
        {"xx,yy,u3\nu1,u2,\n", "u3"},                  /* a stranger leads */
        {"u1,u2,weight\nu2,u3,1\nu3,u4,2\n", "u2"},    /* by chance, weight */
        {"u1,u2,u3\nu2,u1,u3\nu3,u1,u2\n", "u3"},      /* it looks like a matrix */
        {"w,u1,u2,u3\nu1,0,1,0\nu2,1,0,1\n", "u1"},    /* a matrix that lacks a row */
        {"w,u1,u2\nu1,0,1\nu2,1,0\nxx,1,0\n", "u1"},   /* ... or has one too many */
    };
    struct findings *f = findings_new();
    struct heng_analyse_call c = placed();
    char path[64], settings[96], holds[128];
    snprintf(path, sizeof path, "/tmp/heng_names_%ld.csv", (long)getpid());
    snprintf(settings, sizeof settings, "neighbours = %s", path);
    for (size_t k = 0; k < COUNT(bad); k++) {
        write_file(path, bad[k].text);
        snprintf(holds, sizeof holds, "the first line holds the unit %s; a list begins with a line",
                 bad[k].holds);
        ck_assert_int_eq(findings_run(f, "moran", settings, &c), HENG_FAIL);
        ck_assert_msg(strstr(f->rig->why, holds) != NULL, "%s: %s", bad[k].text, f->rig->why);
    }
    unlink(path);
    findings_free(f);
}
END_TEST

/* A unit without a value leaves its neighbours, whose weights then count without it. */
START_TEST(units_that_are_left_out)
{
    struct findings *f = findings_new();
    static const double w[FEW + 1][FEW + 1] = {{0, 1, 1, 0, 0, 0}, {1, 0, 1, 0, 0, 0},
                                               {1, 1, 0, 1, 0, 1}, {0, 0, 1, 0, 1, 0},
                                               {1, 0, 0, 1, 0, 1}, {0, 0, 1, 0, 1, 0}};
    static const double without[FEW][FEW] = {
        {0, 1, 1, 0, 0}, {1, 0, 1, 0, 0}, {1, 1, 0, 1, 0}, {0, 0, 1, 0, 1}, {1, 0, 0, 1, 0}};
    const double x[FEW + 1] = {3, 1, 4, 9, 6.5, NAN}, *const few[] = {x};
    struct heng_analyse_call c = {.n = FEW, .m = 1, .x = few},
                             gap = {.n = FEW + 1, .m = 1, .x = few};
    double want, local;
    set_matrix(f, "", FEW, FEW, without[0]);
    ck_assert_int_eq(findings_run(f, "moran", NULL, &c), HENG_OK);
    want = findings_value(f, "a|global||randomisation|", "z");
    local = findings_value(f, "a|local|u3|conditional|LL", "variance");
    set_matrix(f, "", FEW + 1, FEW + 1, w[0]);
    ck_assert_int_eq(findings_run(f, "moran", NULL, &gap), HENG_OK);
    findings_assert(f, "a|global||randomisation|", "z", want, 0);
    findings_assert(f, "a|local|u3|conditional|LL", "variance", local, 0);
    findings_assert(f, "a|local|u3|conditional|LL", "n", 3, 0);
    ck_assert_str_eq(f->warning,
                     "a: 1 of 6 units are left out: no value, or no neighbour with one");
    findings_free(f);
}
END_TEST

/* Values on a line, each next to the like: an offset and a factor change nothing. */
START_TEST(moran_of_a_shifted_column)
{
    struct findings *f = findings_new();
    double shifted[N], huge[N];
    const double *const three[] = {x9, shifted, huge};
    struct heng_analyse_call c = placed();
    c.m = 3;
    c.x = three;
    for (size_t i = 0; i < N; i++) {
        shifted[i] = x9[i] + 1e9;
        huge[i] = x9[i] * 1e307;
    }
    ck_assert_int_eq(findings_run(f, "moran", "k = 3", &c), HENG_OK);
    ck_assert_uint_eq(f->n % 3, 0);
    for (size_t k = 0; k < f->n / 3; k++)
        for (size_t v = 0; v < 6; v++) {
            kit_assert_near(f->lines[f->n / 3 + k].v[v], f->lines[k].v[v], 1e-12);
            kit_assert_near(f->lines[2 * f->n / 3 + k].v[v], f->lines[k].v[v], 1e-12);
        }
    findings_free(f);
}
END_TEST

START_TEST(moran_refuses)
{
    struct findings *f = findings_new();
    struct heng_analyse_call c = placed();
    const double same[N] = {2, 2, 2, 2, 2, 2, 2, 2, 2}, *const constant[] = {same};
    const double here[N] = {0};
    ck_assert_int_eq(findings_run(f, "moran", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "nobody is a neighbour: give neighbours, k or threshold_km");
    ck_assert_int_eq(findings_run(f, "moran", "k = 2; threshold_km = 9", &c), HENG_FAIL);
    ck_assert_str_eq(f->rig->why, "give only one of neighbours, k and threshold_km");
    ck_assert_int_eq(findings_run(f, "moran", "threshold_km = 1", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "fewer than four units have a value and a neighbour with one");
    c.x = constant;
    ck_assert_int_eq(findings_run(f, "moran", "k = 2", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "all values are equal");
    c = placed();
    c.longitude = c.latitude = here;
    ck_assert_int_eq(findings_run(f, "moran", "k = 2; weights = inverse", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "u1 and u2 are at one place: no inverse distance");
    /* All at one distance: all tie with the nearest. */
    ck_assert_int_eq(findings_run(f, "moran", "k = 1", &c), HENG_OK);
    findings_assert(f, "a|global||normality|", "i", -1.0 / (N - 1), 1e-14);
    c.longitude = NULL;
    ck_assert_int_eq(findings_run(f, "moran", "k = 2", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "k needs longitude and latitude");
    ck_assert_int_eq(findings_run(f, "moran", "threshold_km = 2", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "threshold_km needs longitude and latitude");
    findings_free(f);
}
END_TEST

/* Each way of saying where a unit lies; a unit at the mean lies nowhere. */
START_TEST(quadrants)
{
    struct findings *f = findings_new();
    const double x[] = {9, 8, 1, 5, 2, 5}, *const one[] = {x};
    static const double w[6][6] = {{0, 1, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}, {1, 0, 0, 0, 0, 0},
                                   {1, 0, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}, {0, 0, 0, 1, 0, 0}};
    struct heng_analyse_call c = {.n = 6, .m = 1, .x = one};
    set_matrix(f, "", 6, 6, w[0]);
    ck_assert_int_eq(findings_run(f, "moran", NULL, &c), HENG_OK);
    ck_assert_str_eq(f->lines[2].key, "a|local|u1|conditional|HH");
    ck_assert_str_eq(f->lines[3].key, "a|local|u2|conditional|HL");
    ck_assert_str_eq(f->lines[4].key, "a|local|u3|conditional|LH");
    ck_assert_str_eq(f->lines[5].key, "a|local|u4|conditional|");
    ck_assert_str_eq(f->lines[6].key, "a|local|u5|conditional|LL");
    ck_assert(isnan(f->lines[5].v[4]));
    findings_free(f);
}
END_TEST

/* ---- gravity ------------------------------------------------------------- */

static double km(size_t a, size_t b)
{
    return great_circle_km(latitude[a], longitude[a], latitude[b], longitude[b]);
}

START_TEST(gravity_twin)
{
    struct findings *f = findings_new();
    double people[N], total = 0;
    const double *const two[] = {x9, people};
    struct heng_analyse_call c = placed();
    for (size_t i = 0; i < N; i++)
        people[i] = 100 + 10 * (double)i;
    c.m = 2;
    c.x = two;
    ck_assert_int_eq(findings_run(f, "gravity", "alpha = 0.5; gamma = 1.5; g = 2", &c), HENG_OK);
    ck_assert_uint_eq(f->n, N * (N - 1));
    for (size_t b = 1; b < N; b++)
        total += sqrt(x9[b] * people[b]) / pow(km(0, b), 1.5);
    for (size_t b = 1; b < N; b++) {
        char key[16];
        double part = sqrt(x9[b] * people[b]) / pow(km(0, b), 1.5);
        snprintf(key, sizeof key, "u1|u%zu", b + 1);
        findings_assert(f, key, "strength", 2 * sqrt(sqrt(x9[0] * people[0])) * part, 1e-14);
        findings_assert(f, key, "share", part / total, 1e-14);
        findings_assert(f, key, "distance_km", km(0, b), 0);
    }
    for (size_t k = 1; k < N - 1; k++) {
        ck_assert(f->lines[k].v[1] <= f->lines[k - 1].v[1]);
        ck_assert_double_eq(f->lines[k].v[3], (double)(k + 1));
    }
    findings_free(f);
}
END_TEST

START_TEST(gravity_of_cores)
{
    struct findings *f = findings_new();
    struct heng_analyse_call c = placed();
    ck_assert_int_eq(findings_run(f, "gravity", "cores = u4, u2; top_k = 3; mass = first", &c),
                     HENG_OK);
    ck_assert_uint_eq(f->n, 6);
    ck_assert_int_eq(strncmp(f->lines[0].key, "u4|", 3), 0);
    ck_assert_int_eq(strncmp(f->lines[5].key, "u2|", 3), 0);
    ck_assert_int_eq(findings_run(f, "gravity", "cores = u4, zz", &c), HENG_OK);
    ck_assert_str_eq(f->warning, "cores: there is no unit with the code zz");
    ck_assert_uint_eq(f->n, N - 1);
    ck_assert_int_eq(findings_run(f, "gravity", "cores = zz", &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "none of the cores is here");
    findings_free(f);
}
END_TEST

/* Lines to areas are what the lines to their cores add up to. */
START_TEST(gravity_to_areas)
{
    struct findings *f = findings_new();
    struct heng_analyse_call c = placed();
    double east = x9[0] * (x9[1] / pow(km(0, 1), 2) + x9[3] / pow(km(0, 3), 2)),
           west = x9[0] * x9[6] / pow(km(0, 6), 2);
    ck_assert_int_eq(findings_run(f, "gravity", "cores = u2, u4, u7; areas = east, east, west", &c),
                     HENG_OK);
    ck_assert_uint_eq(f->n, 2 * N);
    findings_assert(f, "u1|east", "strength", east, 1e-14);
    findings_assert(f, "u1|east", "distance_km", fmin(km(0, 1), km(0, 3)), 0);
    findings_assert(f, "u1|west", "share", west / (east + west), 1e-14);
    findings_assert(f, "u1|west", "rank", west > east ? 1 : 2, 0);
    /* a core is not its own */
    findings_assert(f, "u2|east", "strength", x9[1] * x9[3] / pow(km(1, 3), 2), 1e-14);
    findings_assert(f, "u7|west", "strength", 0, 0);
    ck_assert_int_eq(
        findings_run(f, "gravity", "cores = u2, zz, u4; areas = a, b, a; top_k = 1", &c), HENG_OK);
    ck_assert_str_eq(f->warning, "cores: there is no unit with the code zz");
    ck_assert_uint_eq(f->n, N);
    ck_assert_int_eq(findings_run(f, "gravity", "cores = u2, u4; areas = a", &c), HENG_FAIL);
    ck_assert_str_eq(f->rig->why, "2 cores, but 1 areas: each core needs one");
    ck_assert_int_eq(findings_run(f, "gravity", "cores = zz; areas = a", &c), HENG_UNDEFINED);
    ck_assert_int_eq(findings_run(f, "gravity", "areas = a", &c), HENG_FAIL);
    findings_free(f);
}
END_TEST

START_TEST(gravity_at_one_place)
{
    struct findings *f = findings_new();
    const double mass[] = {2, 3, 0, NAN, 3}, mass2[] = {2, 3, 5, 1, 3}, lon[] = {0, 0, 1, 2, 0},
                 lat[] = {0, 0, 0, 0, 2};
    const double *two[] = {mass, mass2};
    struct heng_analyse_call c = {.n = 5, .m = 2, .x = two, .longitude = lon, .latitude = lat};
    ck_assert_int_eq(findings_run(f, "gravity", NULL, &c), HENG_OK);
    ck_assert_str_eq(f->warning, "1 of 5 units are left out: no mass or no place");
    ck_assert_uint_eq(f->n, 12);
    ck_assert(isnan(findings_value(f, "u1|u2", "strength")));
    ck_assert(isnan(findings_value(f, "u1|u2", "rank")));
    findings_assert(f, "u1|u3", "strength", 0, 0);
    findings_assert(f, "u1|u5", "share", 1, 1e-15);
    ck_assert(isnan(findings_value(f, "u3|u1", "share")));
    findings_assert(f, "u3|u5", "rank", 1, 0);
    findings_assert(f, "u3|u1", "rank", 1, 0);
    ck_assert_int_eq(findings_run(f, "gravity", "nearest_km = 10", &c), HENG_OK);
    findings_assert(f, "u1|u2", "strength", 0.06, 1e-14);
    findings_assert(f, "u1|u2", "distance_km", 0, 0);
    findings_free(f);
}
END_TEST

START_TEST(gravity_refuses)
{
    struct findings *f = findings_new();
    struct heng_analyse_call c = placed();
    const double bad[N] = {1, 2, -3}, *one[] = {bad},
                 none[N] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    c.x = one;
    ck_assert_int_eq(findings_run(f, "gravity", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "a of u3 is negative");
    one[0] = none;
    ck_assert_int_eq(findings_run(f, "gravity", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "no unit has a mass and a place");
    findings_free(f);
}
END_TEST

START_TEST(distances_on_the_earth)
{
    const double radius = 6371.0088, pi = 3.14159265358979323846;
    kit_assert_near(great_circle_km(90, 0, -90, 0), radius * pi, 1e-15);
    kit_assert_near(great_circle_km(0, 0, 0, 180), radius * pi, 1e-15);
    kit_assert_near(great_circle_km(0, 10, 0, 100), radius * pi / 2, 1e-15);
    ck_assert_double_eq(great_circle_km(30, 120, 30, 120), 0);
    ck_assert(isnan(great_circle_km(91, 0, 0, 0)));
    ck_assert(isnan(great_circle_km(0, (double)NAN, 0, 0)));
    ck_assert(isnan(great_circle_km(0, 0, (double)NAN, 0)));
}
END_TEST

/* A list gives what the matrix of the same links gives, to the last bit: rows that meet in any
   order, links that stand there twice, codes in no order. */
START_TEST(lists_are_as_matrices)
{
    enum { LINKS = 40 };
    static const char *const names[N] = {"q", "b", "zz", "a", "m", "c", "Z", "k", "x1"};
    static const char *const columns_of_list[] = {"neighbour", "weight"};
    struct findings *f = findings_new(), *g = findings_new();
    for (unsigned seed = 1; seed < 40; seed++) {
        double matrix[N * N] = {0}, weights[2 * LINKS];
        const char *rows[LINKS], *cells[2 * LINKS];
        unsigned state = seed;
        for (size_t k = 0; k < LINKS; k++) {
            size_t i, j;
            state = state * 1103515245 + 12345;
            i = k < N ? k : (state >> 16) % N;
            j = k < N ? (k + 1) % N : (state >> 20) % N;
            rows[k] = names[i];
            cells[2 * k] = names[j];
            cells[2 * k + 1] = "1";
            weights[2 * k] = NAN;
            weights[2 * k + 1] = (double)((state >> 8) % 7) + (k < N);
            if (i != j)
                matrix[i * N + j] = weights[2 * k + 1];
        }
        const struct heng_table list = {.n_rows = LINKS,
                                        .n_columns = 2,
                                        .rows = rows,
                                        .columns = columns_of_list,
                                        .text = cells,
                                        .v = weights},
                                full = {.n_rows = N, .n_columns = N, .v = matrix};
        const struct method *m = rig_method(f->rig, HENG_ANALYSE, "moran");
        struct heng_analyse_call a = placed(), b = placed();
        a.codes = b.codes = names;
        f->params = rig_params(f->rig, m, "both_ways = no");
        g->params = rig_params(g->rig, m, "both_ways = no");
        ((struct heng_tables *)f->params)->v = &list;
        ((struct heng_tables *)f->params)->n = 1;
        ((struct heng_tables *)g->params)->v = &full;
        ((struct heng_tables *)g->params)->n = 1;
        ck_assert_int_eq(findings_call(f, f->rig, "moran", "", &a), HENG_OK);
        ck_assert_int_eq(findings_call(g, g->rig, "moran", "", &b), HENG_OK);
        ck_assert_uint_eq(f->n, g->n);
        for (size_t k = 0; k < f->n; k++) {
            ck_assert_str_eq(f->lines[k].key, g->lines[k].key);
            for (size_t v = 0; v < f->numbers; v++)
                kit_assert_near(f->lines[k].v[v], g->lines[k].v[v], 0);
        }
    }
    findings_free(f);
    findings_free(g);
}
END_TEST

START_TEST(too_much_is_refused_beforehand)
{
    enum { MANY = 10001 };
    struct findings *f = findings_new();
    double *x = calloc(MANY, sizeof *x);
    const char **codes = calloc(MANY, sizeof *codes);
    const double *const many[] = {x};
    struct heng_analyse_call c = {
        .n = MANY, .m = 1, .x = many, .longitude = x, .latitude = x, .codes = codes};
    ck_assert(x && codes);
    for (size_t i = 0; i < MANY; i++) {
        x[i] = (double)(i % 80);
        codes[i] = "u";
    }
    ck_assert_int_eq(findings_run(f, "moran", "k = 10000", &c), HENG_FAIL);
    ck_assert_ptr_nonnull(
        strstr(f->rig->why, "more than 100 million links between 10001 units; give a smaller k"));
    ck_assert_int_eq(findings_run(f, "gravity", NULL, &c), HENG_FAIL);
    ck_assert_str_eq(f->rig->why, "would find 100010000 lines, of which at most 10 million are "
                                  "kept; give cores, or a smaller top_k");
    ck_assert_int_eq(findings_run(f, "gravity", "top_k = 1000", &c), HENG_FAIL);
    ck_assert_uint_eq(f->n, 0);
    free(codes);
    free(x);
    findings_free(f);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {moran_by_distance,
                                  moments_are_those_of_all_orders,
                                  lists_are_as_matrices,
                                  too_much_is_refused_beforehand,
                                  neighbours_from_files,
                                  neighbours_need_a_line_of_names,
                                  bad_weights,
                                  units_that_are_left_out,
                                  moran_of_a_shifted_column,
                                  moran_refuses,
                                  quadrants,
                                  gravity_twin,
                                  gravity_of_cores,
                                  gravity_to_areas,
                                  gravity_at_one_place,
                                  gravity_refuses,
                                  distances_on_the_earth,
                                  NULL};
    return kit_run("analyse_space", tests);
}
