/* SPDX-License-Identifier: MIT */
/* gini, theil, dagum, variation: slow twins, identities, what they refuse. */
#include "methods/findings.h"

enum { N = 24 };

static uint64_t state = 88172645463325252u;

/* From 0 to 1. */
static double draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / 9007199254740992.0;
}

/* Values with ties, populations, and two divisions of which the second is not within the first. */
struct data {
    double x[N], w[N], some[N];
    uint32_t province[N], city[N];
    struct heng_grouping by[2];
    const double *columns[1];
};

static const char *const provinces[] = {"p", "q", "r"};
static const char *const cities[] = {"a", "b", "c", "d"};

static struct heng_analyse_call call_of(struct data *d)
{
    for (size_t i = 0; i < N; i++) {
        d->x[i] = i % 5 == 0 ? 3.5 : 0.25 + 90 * draw() * draw();
        d->w[i] = 1 + floor(1000 * draw());
        d->province[i] = (uint32_t)(3 * draw());
        d->city[i] = (uint32_t)(4 * draw());
    }
    d->by[0] = (struct heng_grouping){"province", d->province, 3, provinces};
    d->by[1] = (struct heng_grouping){"city", d->city, 4, cities};
    d->columns[0] = d->x;
    return (struct heng_analyse_call){
        .n = N, .m = 1, .x = d->columns, .population = d->w, .by = d->by, .n_by = 2};
}

static double total_of(const double *w, const double *x)
{
    double total = 0;
    for (size_t i = 0; i < N; i++)
        total += w[i] * (x ? x[i] : 1);
    return total;
}

static double twin_gini(const struct data *d)
{
    double sum = 0, people = total_of(d->w, NULL);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < N; k++)
            sum += d->w[i] * d->w[k] * fabs(d->x[i] - d->x[k]);
    return sum / (2 * people * total_of(d->w, d->x));
}

START_TEST(gini_twin)
{
    struct findings *f = findings_new();
    struct data d;
    for (int round = 0; round < 20; round++) {
        struct heng_analyse_call c = call_of(&d);
        double want = twin_gini(&d);
        ck_assert_int_eq(findings_run(f, "gini", NULL, &c), HENG_OK);
        findings_assert(f, "a", "gini", want, 1e-14);
        findings_assert(f, "a", "gini_corrected", want * N / (N - 1), 1e-14);
        findings_assert(f, "a", "mean", total_of(d.w, d.x) / total_of(d.w, NULL), 1e-14);
    }
    findings_free(f);
}
END_TEST

/* The differences are whole numbers that the offset does not blur. */
START_TEST(an_offset_costs_no_digits)
{
    struct findings *f = findings_new();
    const double x[] = {1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 9}, *const columns[] = {x};
    struct heng_analyse_call c = {.n = 4, .m = 1, .x = columns};
    double mean = 1e9 + 4, want = 0;
    ck_assert_int_eq(findings_run(f, "gini", NULL, &c), HENG_OK);
    ck_assert(fabs(findings_value(f, "a", "gini") / (26 / 16.0 / mean) - 1) < 1e-14);
    ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
    for (size_t i = 0; i < 4; i++) {
        double y = (x[i] - mean) / mean;
        want += (y * y / 2 - y * y * y / 6) / 4;
    }
    ck_assert(fabs(findings_value(f, "a|total|||", "theil_t") / want - 1) < 1e-13);
    findings_free(f);
}
END_TEST

/* ---- theil --------------------------------------------------------------- */

/* T and L of the units for which in() holds, by the formulas as they are written. */
struct twin_theil {
    double t, l, weight, mean;
};

static struct twin_theil twin_theil(const struct data *d, int province, int city)
{
    struct twin_theil r = {0, 0, 0, 0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < N; i++) {
            if ((province >= 0 && (int)d->province[i] != province) ||
                (city >= 0 && (int)d->city[i] != city))
                continue;
            if (pass == 0) {
                r.weight += d->w[i];
                r.mean += d->w[i] * d->x[i];
                continue;
            }
            r.t += d->w[i] / r.weight * (d->x[i] / r.mean) * log(d->x[i] / r.mean);
            r.l += d->w[i] / r.weight * log(r.mean / d->x[i]);
        }
        r.mean = pass == 0 ? r.mean / r.weight : r.mean;
    }
    return r;
}

static void check_cells(const struct findings *f, const struct data *d, struct twin_theil all)
{
    double within_t = 0, within_l = 0;
    for (int p = 0; p < 3; p++)
        for (int k = 0; k < 4; k++) {
            struct twin_theil cell = twin_theil(d, p, k);
            char key[64];
            if (cell.weight == 0)
                continue;
            snprintf(key, sizeof key, "a|within|city|%s|%s", provinces[p], cities[k]);
            findings_assert(f, key, "theil_t", cell.t, 1e-14);
            findings_assert(f, key, "theil_l", cell.l, 1e-14);
            within_t += cell.weight * cell.mean / (all.weight * all.mean) * cell.t;
            within_l += cell.weight / all.weight * cell.l;
        }
    findings_assert(f, "a|within|city||", "theil_t", within_t, 1e-14);
    findings_assert(f, "a|within|city||", "theil_l", within_l, 1e-14);
}

static void check_parts(const struct findings *f, const char *field)
{
    double total = findings_value(f, "a|total|||", field);
    double between = findings_value(f, "a|between|province||", field);
    double within = findings_value(f, "a|within|province||", field);
    double between2 = findings_value(f, "a|between|city||", field);
    double within2 = findings_value(f, "a|within|city||", field);
    ck_assert(fabs((between + within) / total - 1) < 1e-14);
    ck_assert(fabs((between2 + within2) / within - 1) < 1e-14);
    ck_assert(between >= 0 && between2 >= 0 && within2 >= 0);
}

START_TEST(theil_twin_and_parts)
{
    struct findings *f = findings_new();
    struct data d;
    for (int round = 0; round < 20; round++) {
        struct heng_analyse_call c = call_of(&d);
        struct twin_theil all;
        double shares = 0;
        if (round % 2)
            for (size_t i = 0; i < N; i++)
                d.x[i] += 1e9;
        all = twin_theil(&d, -1, -1);
        ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
        findings_assert(f, "a|total|||", "theil_t", all.t, 1e-13);
        findings_assert(f, "a|total|||", "theil_l", all.l, 1e-13);
        findings_assert(f, "a|total|||", "share_t", 1, 0);
        check_parts(f, "theil_t");
        check_parts(f, "theil_l");
        check_parts(f, "share_t");
        for (size_t i = 0; i < f->n; i++)
            if (strncmp(f->lines[i].key, "a|within|city|", 14) == 0 &&
                strcmp(f->lines[i].key, "a|within|city||") != 0)
                shares += f->lines[i].v[3];
        kit_assert_near(shares, findings_value(f, "a|within|city||", "share_t"), 1e-14);
        if (round % 2 == 0)
            check_cells(f, &d, all);
    }
    findings_free(f);
}
END_TEST

START_TEST(theil_of_zeros)
{
    struct findings *f = findings_new();
    const double x[] = {0, 0, 3, 5}, *const columns[] = {x};
    const uint32_t of[] = {0, 0, 1, 1};
    const struct heng_grouping by = {"g", of, 2, provinces};
    struct heng_analyse_call c = {.n = 4, .m = 1, .x = columns, .by = &by, .n_by = 1};
    double mean = 4, own = (3 / mean * log(3 / mean) + 5 / mean * log(5 / mean)) / 2;
    ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
    findings_assert(f, "a|total|||", "theil_t", log(2) + own, 1e-14);
    findings_assert(f, "a|between|g||", "theil_t", log(2), 1e-14);
    findings_assert(f, "a|within|g||q", "theil_t", own, 1e-14);
    ck_assert(isnan(findings_value(f, "a|within|g||p", "theil_t")));
    ck_assert(isnan(findings_value(f, "a|total|||", "theil_l")));
    ck_assert_str_eq(f->warning, "a: a value is 0, so that L has no value");
    c.n_by = 0;
    ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
    ck_assert_uint_eq(f->n, 1);
    findings_free(f);
}
END_TEST

/* A city lies within provinces where it is named so; below a division that is all 0 nothing lies
   between. */
START_TEST(theil_below_zeros)
{
    struct findings *f = findings_new();
    const double x[] = {0, 0, 3, 5}, *const columns[] = {x};
    const uint32_t of[] = {0, 0, 1, 1}, finer[] = {0, 1, 2, 3};
    const struct heng_grouping by[] = {{"g", of, 2, provinces}, {"h", finer, 4, cities}};
    struct heng_analyse_call c = {.n = 4, .m = 1, .x = columns, .by = by, .n_by = 2};
    ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
    findings_assert(f, "a|between|h||", "theil_t", findings_value(f, "a|within|g||", "theil_t"),
                    1e-15);
    findings_assert(f, "a|within|h||", "theil_t", 0, 0);
    findings_assert(f, "a|within|h|q|c", "theil_t", 0, 0);
    findings_free(f);
}
END_TEST

/* ---- dagum --------------------------------------------------------------- */

struct twin_dagum {
    double within, between, transvariation;
};

static double group_total(const struct data *d, uint32_t g, int of_x)
{
    double total = 0;
    for (size_t i = 0; i < N; i++)
        if (d->city[i] == g)
            total += d->w[i] * (of_x ? d->x[i] : 1);
    return total;
}

/* The mean of |x_a - x_b| and of max(x_a - x_b, 0) over the pairs of two groups. */
static double group_distance(const struct data *d, uint32_t a, uint32_t b, int one_sided)
{
    double sum = 0;
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < N; k++)
            if (d->city[i] == a && d->city[k] == b) {
                double gap = d->x[i] - d->x[k];
                sum += d->w[i] * d->w[k] * (one_sided ? fmax(gap, 0) : fabs(gap));
            }
    return sum / (group_total(d, a, 0) * group_total(d, b, 0));
}

static struct twin_dagum twin_dagum(const struct data *d)
{
    struct twin_dagum r = {0, 0, 0};
    double people = total_of(d->w, NULL), all = total_of(d->w, d->x);
    for (uint32_t j = 0; j < 4; j++) {
        double pj = group_total(d, j, 0) / people, sj = group_total(d, j, 1) / all;
        if (pj == 0)
            continue;
        r.within += group_distance(d, j, j, 0) / (2 * (sj * all) / (pj * people)) * pj * sj;
        for (uint32_t h = 0; h < 4; h++) {
            double ph = group_total(d, h, 0) / people, sh = group_total(d, h, 1) / all, gini, rel;
            double mj = sj * all / (pj * people), mh = sh * all / (ph * people);
            if (ph == 0 || !(mj > mh))
                continue;
            gini = group_distance(d, j, h, 0) / (mj + mh);
            rel = (group_distance(d, j, h, 1) - group_distance(d, h, j, 1)) /
                  (group_distance(d, j, h, 1) + group_distance(d, h, j, 1));
            r.between += gini * rel * (pj * sh + ph * sj);
            r.transvariation += gini * (1 - rel) * (pj * sh + ph * sj);
        }
    }
    return r;
}

START_TEST(dagum_twin_and_identity)
{
    struct findings *f = findings_new();
    struct data d;
    for (int round = 0; round < 20; round++) {
        struct heng_analyse_call c = call_of(&d);
        struct twin_dagum want = twin_dagum(&d);
        double total, parts, shares = 0;
        ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_OK);
        total = findings_value(f, "a|city|total||", "value");
        kit_assert_near(total, twin_gini(&d), 1e-14);
        findings_assert(f, "a|city|within||", "value", want.within, 1e-14);
        findings_assert(f, "a|city|between||", "value", want.between, 1e-14);
        findings_assert(f, "a|city|transvariation||", "value", want.transvariation, 1e-14);
        parts = findings_value(f, "a|city|within||", "value") +
                findings_value(f, "a|city|between||", "value") +
                findings_value(f, "a|city|transvariation||", "value");
        ck_assert(fabs(parts / total - 1) < 1e-14);
        findings_assert(f, "a|province|total||", "value", total, 0);
        for (size_t i = 0; i < f->n; i++)
            if (strncmp(f->lines[i].key, "a|city|group", 12) == 0 ||
                strncmp(f->lines[i].key, "a|city|pair", 11) == 0)
                shares += f->lines[i].v[2];
        kit_assert_near(shares, 1, 1e-14);
        ck_assert_int_eq(findings_run(f, "dagum", "pairs = no", &c), HENG_OK);
        findings_assert(f, "a|city|total||", "value", total, 0);
        findings_assert(f, "a|city|within||", "value", want.within, 1e-14);
        findings_assert(f, "a|city|between||", "value", want.between, 1e-14);
        findings_assert(f, "a|city|transvariation||", "value", want.transvariation, 1e-14);
        for (size_t i = 0; i < f->n; i++)
            ck_assert_ptr_null(strstr(f->lines[i].key, "|pair|"));
    }
    findings_free(f);
}
END_TEST

/* Groups of two or three in any number, ties of values and of means: the parts are those of all
   pairs. */
START_TEST(dagum_without_pairs)
{
    enum { MOST = 80 };
    struct findings *f = findings_new();
    static const char *codes[MOST], *labels[MOST];
    double x[MOST], population[MOST];
    uint32_t of[MOST];
    const double *const columns[] = {x};
    for (size_t i = 0; i < MOST; i++)
        codes[i] = labels[i] = "u";
    for (uint32_t groups = 1; groups <= 33; groups += 4) {
        const struct heng_grouping by = {"g", of, groups, labels};
        struct heng_analyse_call c = {
            .n = MOST, .m = 1, .x = columns, .codes = codes, .by = &by, .n_by = 1};
        const char *const parts[] = {"a|g|within||", "a|g|between||", "a|g|transvariation||"};
        double want[3];
        for (uint32_t i = 0; i < MOST; i++) {
            x[i] = (double)(i * 37 % 23) + (i % 3 ? 0 : 0.25);
            population[i] = 1 + (double)(i * 11 % 7);
            of[i] = i * i % groups;
        }
        c.population = groups % 8 == 1 ? population : NULL;
        ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_OK);
        for (size_t k = 0; k < 3; k++)
            want[k] = findings_value(f, parts[k], "value");
        ck_assert_int_eq(findings_run(f, "dagum", "pairs = no", &c), HENG_OK);
        for (size_t k = 0; k < 3; k++)
            findings_assert(f, parts[k], "value", want[k], 1e-14);
    }
    findings_free(f);
}
END_TEST

START_TEST(too_many_pairs_are_refused)
{
    enum { MANY = 5000 };
    struct findings *f = findings_new();
    double *x = calloc(MANY, sizeof *x);
    const char **codes = calloc(MANY, sizeof *codes);
    uint32_t *of = calloc(MANY, sizeof *of);
    const double *const columns[] = {x};
    const struct heng_grouping by = {"g", of, MANY, codes};
    struct heng_analyse_call c = {
        .n = MANY, .m = 1, .x = columns, .codes = codes, .by = &by, .n_by = 1};
    ck_assert(x && codes && of);
    for (uint32_t i = 0; i < MANY; i++) {
        x[i] = i + 1;
        codes[i] = "u";
        of[i] = i;
    }
    ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_FAIL);
    ck_assert_str_eq(f->rig->why,
                     "would find 12497500 lines, of which at most 10 million are kept; pairs = no "
                     "leaves out the lines of pairs of groups");
    ck_assert_uint_eq(f->n, 0);
    free(of);
    free(codes);
    free(x);
    findings_free(f);
}
END_TEST

START_TEST(dagum_of_equals)
{
    struct findings *f = findings_new();
    const double same[] = {4, 4, 4, 4}, mirrored[] = {1, 3, 1, 3}, zeros[] = {0, 0, 1, 1};
    const uint32_t of[] = {0, 0, 1, 1};
    const struct heng_grouping by = {"g", of, 2, provinces};
    const double *columns[] = {same};
    struct heng_analyse_call c = {.n = 4, .m = 1, .x = columns, .by = &by, .n_by = 1};
    ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_OK);
    findings_assert(f, "a|g|total||", "value", 0, 0);
    ck_assert(isnan(findings_value(f, "a|g|within||", "share")));
    ck_assert(isnan(findings_value(f, "a|g|pair|p|q", "affluence")));
    columns[0] = mirrored;
    ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_OK);
    findings_assert(f, "a|g|between||", "value", 0, 0);
    findings_assert(f, "a|g|pair|p|q", "affluence", 0, 0);
    columns[0] = zeros;
    ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_OK);
    ck_assert(isnan(findings_value(f, "a|g|group|p|", "value")));
    findings_assert(f, "a|g|between||", "value", 0.5, 1e-15);
    findings_free(f);
}
END_TEST

/* ---- variation ----------------------------------------------------------- */

START_TEST(variation_twin)
{
    struct findings *f = findings_new();
    struct data d;
    struct heng_analyse_call c = call_of(&d);
    double mean = 0, squares = 0, people = total_of(d.w, NULL), mu = total_of(d.w, d.x) / people,
           weighted = 0;
    for (size_t i = 0; i < N; i++)
        mean += d.x[i] / N;
    for (size_t i = 0; i < N; i++) {
        squares += (d.x[i] - mean) * (d.x[i] - mean);
        weighted += d.w[i] / people * (d.x[i] - mu) * (d.x[i] - mu);
    }
    ck_assert_int_eq(findings_run(f, "variation", NULL, &c), HENG_OK);
    findings_assert(f, "a", "cv", sqrt(squares / (N - 1)) / mean, 1e-14);
    findings_assert(f, "a", "cv_weighted", sqrt(weighted) / mu, 1e-14);
    findings_assert(f, "a", "mean_weighted", mu, 1e-14);
    findings_free(f);
}
END_TEST

START_TEST(variation_of_few)
{
    struct findings *f = findings_new();
    const double negative[] = {-3, -1}, same[] = {0.1, 0.1, 0.1}, *columns[] = {negative};
    struct heng_analyse_call c = {.n = 2, .m = 1, .x = columns};
    ck_assert_int_eq(findings_run(f, "variation", NULL, &c), HENG_OK);
    findings_assert(f, "a", "mean", -2, 0);
    findings_assert(f, "a", "sd", sqrt(2), 1e-15);
    ck_assert(isnan(findings_value(f, "a", "cv")) && isnan(findings_value(f, "a", "max_min")));
    c.n = 1;
    c.n_units = 1;
    ck_assert_int_eq(findings_run(f, "variation", NULL, &c), HENG_OK);
    ck_assert(isnan(findings_value(f, "a", "sd")));
    columns[0] = same;
    c.n = 3;
    ck_assert_int_eq(findings_run(f, "variation", NULL, &c), HENG_OK);
    findings_assert(f, "a", "cv", 0, 0);
    findings_assert(f, "a", "cv_weighted", 0, 0);
    findings_assert(f, "a", "max_min", 1, 0);
    findings_free(f);
}
END_TEST

/* ---- units and columns ----------------------------------------------------- */

static const char *const all[] = {"gini", "theil", "dagum", "variation"};

START_TEST(units_without_a_value_or_population)
{
    const double x[] = {NAN, 1, 2, 5, 9}, w[] = {1, 10, NAN, 0, 30}, two[] = {1, 9},
                 people[] = {10, 30};
    const uint32_t of[] = {0, 0, 1, 1, 1}, of2[] = {0, 1};
    const struct heng_grouping by = {"g", of, 2, provinces}, by2 = {"g", of2, 2, provinces};
    const double *columns[] = {x}, *few[] = {two};
    for (size_t k = 0; k < COUNT(all); k++) {
        struct heng_analyse_call c = {
            .n = 5, .m = 1, .x = columns, .population = w, .by = &by, .n_by = 1};
        struct heng_analyse_call c2 = {
            .n = 2, .m = 1, .x = few, .population = people, .by = &by2, .n_by = 1};
        struct findings *f = findings_new(), *g = findings_new();
        ck_assert_int_eq(findings_run(f, all[k], NULL, &c), HENG_OK);
        ck_assert_str_eq(f->warning, "a: 3 of 5 units are left out: no value or no population");
        ck_assert_int_eq(findings_run(g, all[k], NULL, &c2), HENG_OK);
        ck_assert_uint_eq(g->warnings, 0);
        findings_same(f, g);
        findings_free(g);
        findings_free(f);
    }
}
END_TEST

START_TEST(what_is_undefined)
{
    static const struct {
        double x[3], w[3];
        const char *why;
    } cases[] = {
        {{1, -2, 3}, {1, 1, 1}, "the value of u2 is negative"},
        {{0, 0, 0}, {1, 1, 1}, "all values are 0"},
        {{NAN, NAN, NAN}, {1, 1, 1}, "no unit has a value and a population"},
        {{1, 2, 3}, {0, NAN, 0}, "no unit has a value and a population"},
    };
    struct findings *f = findings_new();
    const uint32_t of[] = {0, 0, 1};
    const struct heng_grouping by = {"g", of, 2, provinces};
    for (size_t k = 0; k < 3 * COUNT(cases); k++) {
        const double *columns[] = {cases[k / 3].x};
        struct heng_analyse_call c = {
            .n = 3, .m = 1, .x = columns, .by = &by, .n_by = 1, .population = cases[k / 3].w};
        ck_assert_int_eq(findings_run(f, all[k % 3], NULL, &c), HENG_UNDEFINED);
        ck_assert_str_eq(f->rig->why, cases[k / 3].why);
        ck_assert_uint_eq(f->n, 0);
    }
    findings_free(f);
}
END_TEST

/* A column that is undefined does not keep the others from being looked at. */
START_TEST(one_column_of_several)
{
    struct findings *f = findings_new();
    const double good[] = {1, 2, 3}, bad[] = {1, -2, 3}, none[] = {NAN, NAN, NAN};
    const double *columns[] = {bad, good, none};
    struct heng_analyse_call c = {.n = 3, .m = 3, .x = columns};
    ck_assert_int_eq(findings_run(f, "gini", NULL, &c), HENG_OK);
    ck_assert_uint_eq(f->n, 1);
    ck_assert_uint_eq(f->warnings, 2);
    ck_assert_str_eq(f->warning, "c: no unit has a value");
    ck_assert_str_eq(f->rig->why, "");
    columns[1] = none;
    ck_assert_int_eq(findings_run(f, "gini", NULL, &c), HENG_UNDEFINED);
    ck_assert_str_eq(f->rig->why, "no unit has a value");
    findings_free(f);
}
END_TEST

START_TEST(sizes_beyond_all_measure)
{
    struct findings *f = findings_new();
    const double big[] = {1e308, 1.7e308, 5e307}, small[] = {1e-305, 1.7e-305, 5e-306},
                 w[] = {1e308, 1e308, 1e308};
    const double *columns[] = {big, small};
    struct heng_analyse_call c = {.n = 3, .m = 2, .x = columns, .population = w};
    ck_assert_int_eq(findings_run(f, "gini", NULL, &c), HENG_OK);
    findings_assert(f, "a", "gini", findings_value(f, "b", "gini"), 1e-13);
    findings_assert(f, "a", "gini", 0.25, 1e-15);
    ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
    findings_assert(f, "a|total|||", "theil_t", findings_value(f, "b|total|||", "theil_t"), 1e-13);
    findings_free(f);
}
END_TEST

START_TEST(one_unit)
{
    struct findings *f = findings_new();
    const double x[] = {7}, *const columns[] = {x};
    const uint32_t of[] = {0};
    const struct heng_grouping by = {"g", of, 1, provinces};
    struct heng_analyse_call c = {.n = 1, .m = 1, .x = columns, .by = &by, .n_by = 1};
    ck_assert_int_eq(findings_run(f, "gini", NULL, &c), HENG_OK);
    findings_assert(f, "a", "gini", 0, 0);
    ck_assert(isnan(findings_value(f, "a", "gini_corrected")));
    ck_assert_int_eq(findings_run(f, "theil", NULL, &c), HENG_OK);
    findings_assert(f, "a|within|g||p", "theil_l", 0, 0);
    ck_assert_int_eq(findings_run(f, "dagum", NULL, &c), HENG_OK);
    findings_assert(f, "a|g|total||", "value", 0, 0);
    findings_free(f);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {gini_twin,
                                  an_offset_costs_no_digits,
                                  theil_twin_and_parts,
                                  theil_of_zeros,
                                  theil_below_zeros,
                                  dagum_twin_and_identity,
                                  dagum_without_pairs,
                                  too_many_pairs_are_refused,
                                  dagum_of_equals,
                                  variation_twin,
                                  variation_of_few,
                                  units_without_a_value_or_population,
                                  what_is_undefined,
                                  one_column_of_several,
                                  sizes_beyond_all_measure,
                                  one_unit,
                                  NULL};
    return kit_run("analyse_inequality", tests);
}
