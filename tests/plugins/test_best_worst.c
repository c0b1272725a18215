/* SPDX-License-Identifier: MIT */
/* The best-worst method, against the kit's own solver and against figures worked by hand. */
#include "methods_kit.h"

static const double one[] = {1, 2}, two[] = {3, 4}, none[] = {NAN, NAN};
static const double *const x[] = {one, two, one, two, one, two, one, two};

static int weigh(struct lab *l, size_t m, const char *settings, double *w)
{
    return lab_weigh(l, "best_worst", settings, 2, m, x, NULL, w);
}

/* xi of judgements a (best first, worst last) and b, and the weights. */
static double twin(size_t m, const double *a, const double *b, double *w)
{
    static struct lp p;
    lp_begin(&p, m + 1);
    p.c[m] = -1;
    for (size_t j = 0; j < m; j++)
        for (int sign = -1; sign <= 1; sign += 2) {
            long double *best = lp_row(&p, 0), *worst = lp_row(&p, 0);
            best[0] += sign;
            best[j] -= sign * a[j];
            worst[j] += sign;
            worst[m - 1] -= sign * b[j];
            best[m] = worst[m] = -1;
        }
    for (int sign = -1; sign <= 1; sign += 2) {
        long double *sum = lp_row(&p, sign);
        for (size_t j = 0; j < m; j++)
            sum[j] = sign;
    }
    ck_assert_int_eq(lp_solve(&p), 1);
    for (size_t j = 0; j < m; j++)
        w[j] = (double)p.x[j];
    return (double)-p.value;
}

static size_t list(char *text, size_t size, const char *key, const double *v, size_t m)
{
    size_t at = (size_t)snprintf(text, size, "%s = ", key);
    for (size_t j = 0; j < m; j++)
        at += (size_t)snprintf(text + at, size - at, "%s%g", j ? ", " : "", v[j]);
    return at;
}

/*
 * Rezaei's car: price, quality, comfort, safety, style; quality is best, style worst. With xi the
 * unit, w_style = 5, w_quality = 8 * 5 + 1, and each other is as large as both sides let it be:
 * price 4 * 5 + 1, comfort 2 * 5 + 1 but also (41 + 1) / 4, safety (41 + 1) / 3. In sum 183 / 2.
 */
START_TEST(published_car)
{
    static const double want[] = {42. / 183, 82. / 183, 21. / 183, 28. / 183, 10. / 183};
    struct lab *l = lab_new("best_worst");
    double w[5];
    if (!l)
        return;
    ck_assert_int_eq(weigh(l, 5,
                           "best = b; worst = e; best_to_others = 2, 1, 4, 3, 8; "
                           "others_to_worst = 4, 8, 2, 3, 1",
                           w),
                     HENG_OK);
    kit_assert_columns(w, want, 5, 1e-12);
    ck_assert_str_eq(l->why, "xi 0.0109, consistency ratio 0.0179"); /* 2 / 183; 1 / 56 */
    lab_free(l);
}
END_TEST

/* Rezaei's first example: 8, 2, 1 and 1, 5, 8; with xi the unit 2, 9, 17 and in sum 28. */
START_TEST(published_three)
{
    struct lab *l = lab_new("best_worst");
    double w[3];
    if (!l)
        return;
    ck_assert_int_eq(
        weigh(l, 3, "best = c; worst = a; best_to_others = 8, 2, 1; others_to_worst = 1, 5, 8", w),
        HENG_OK);
    kit_assert_columns(w, ((double[]){2. / 28, 9. / 28, 17. / 28}), 3, 1e-12);
    ck_assert_str_eq(l->why, "xi 0.0357, consistency ratio 0.0357");
    lab_free(l);
}
END_TEST

START_TEST(consistent_judgements_give_their_ratios)
{
    struct lab *l = lab_new("best_worst");
    double w[4];
    if (!l)
        return;
    ck_assert_int_eq(weigh(l, 4,
                           "best = a; worst = d; best_to_others = 1, 2, 4, 8; "
                           "others_to_worst = 8, 4, 2, 1",
                           w),
                     HENG_OK);
    kit_assert_columns(w, ((double[]){8. / 15, 4. / 15, 2. / 15, 1. / 15}), 4, 1e-12);
    ck_assert_str_eq(l->why, "xi 0.0000, consistency ratio 0.0000");
    ck_assert_int_eq(
        weigh(l, 2, "best = a; worst = b; best_to_others = 1, 3; others_to_worst = 3, 1", w),
        HENG_OK);
    kit_assert_columns(w, ((double[]){0.75, 0.25}), 2, 1e-12);
    ck_assert_int_eq(weigh(l, 1, "best = a; worst = a; best_to_others = 1; others_to_worst = 1", w),
                     HENG_OK);
    kit_assert_near(w[0], 1, 0);
    lab_free(l);
}
END_TEST

START_TEST(random_judgements)
{
    struct lab *l = lab_new("best_worst");
    for (int round = 0; l && round < 60; round++) {
        size_t m = 3 + lab_below(l, 5), at;
        double a[LAB_COLUMNS], b[LAB_COLUMNS], w[LAB_COLUMNS], again[LAB_COLUMNS],
            want[LAB_COLUMNS], xi, got = 0;
        char text[400];
        for (size_t j = 0; j < m; j++) {
            a[j] = 1 + (double)lab_below(l, 9);
            b[j] = 1 + (double)lab_below(l, 9);
        }
        a[0] = b[m - 1] = 1;
        a[m - 1] = b[0] = 3 + (double)lab_below(l, 7);
        at = list(text, sizeof text, "best_to_others", a, m);
        at += (size_t)snprintf(text + at, sizeof text - at, "; ");
        at += list(text + at, sizeof text - at, "others_to_worst", b, m);
        snprintf(text + at, sizeof text - at, "; best = a; worst = %s; limit = 100",
                 lab_ids[m - 1]);
        ck_assert_msg(weigh(l, m, text, w) == HENG_OK, "%s: %s", text, l->e.text);
        ck_assert_int_eq(weigh(l, m, text, again), HENG_OK);
        xi = twin(m, a, b, want);
        for (size_t j = 0; j < m; j++) {
            got = fmax(got, fmax(fabs(w[0] - a[j] * w[j]), fabs(w[j] - b[j] * w[m - 1])));
            ck_assert_uint_eq(kit_ulps(w[j], again[j]), 0);
        }
        ck_assert_msg(kit_near(got, xi, 1e-9), "%s: xi %.12g, not %.12g", text, got, xi);
        kit_assert_columns(w, want, m, 1e-8);
    }
    if (l)
        lab_free(l);
}
END_TEST

START_TEST(a_column_without_values_leaves_its_share)
{
    static const double *const some[] = {one, none, two}, *const dead[] = {none, none, none};
    static const char settings[] =
        "best = a; worst = c; best_to_others = 1, 2, 4; others_to_worst = 4, 2, 1";
    struct lab *l = lab_new("best_worst");
    double w[3];
    if (!l)
        return;
    ck_assert_int_eq(lab_weigh(l, "best_worst", settings, 2, 3, some, NULL, w), HENG_OK);
    kit_assert_columns(w, ((double[]){0.8, 0, 0.2}), 3, 1e-12);
    ck_assert_str_eq(l->warning, "b: no values: weight 0");
    ck_assert_int_eq(lab_weigh(l, "best_worst", settings, 2, 3, dead, NULL, w), HENG_UNDEFINED);
    lab_free(l);
}
END_TEST

START_TEST(judgements_that_are_wrong)
{
    static const struct {
        const char *settings, *why;
    } wrong[] = {
        {"best = q; worst = c; best_to_others = 1, 2, 4; others_to_worst = 4, 2, 1",
         "best: there is no child q; one is a"},
        {"best = a; worst = q; best_to_others = 1, 2, 4; others_to_worst = 4, 2, 1",
         "worst: there is no child q"},
        {"best = a; worst = a; best_to_others = 1, 2, 4; others_to_worst = 1, 2, 4",
         "best and worst are both a"},
        {"best = a; worst = c; best_to_others = 1, 2; others_to_worst = 4, 2, 1",
         "best_to_others has 2 values and others_to_worst 3, for 3 columns"},
        {"best = a; worst = c", "best_to_others has 0 values"},
        {"best = a; worst = c; best_to_others = 2, 2, 4; others_to_worst = 4, 2, 1",
         "best over itself (a) is 2, not 1"},
        {"best = a; worst = c; best_to_others = 1, 2, 4; others_to_worst = 4, 2, 3",
         "worst over itself (c) is 3, not 1"},
        {"best = a; worst = c; best_to_others = 1, 2, 4; others_to_worst = 5, 2, 1",
         "a over c is 4 as best to others and 5 as others to worst"},
        {"best = a; worst = c; best_to_others = 1, 9, 9; others_to_worst = 9, 9, 1",
         "consistency ratio 1.000, limit 0.1359; look at b first: 9 times 9 should be 9, which a "
         "has over c"},
        {"best = a; worst = c; best_to_others = 1, 1, 2; others_to_worst = 2, 1, 1",
         "consistency ratio 0.500, limit 0;"},
        {"best = a; worst = c; best_to_others = 1, 2, 4; others_to_worst = 4, 3, 1; limit = 0.1",
         "consistency ratio 0.167, limit 0.1"},
        {"best = a; worst = c; best_to_others = 1, 2, 1; others_to_worst = 1, 1, 1",
         "best and worst are alike, but b is not"},
    };
    struct lab *l = lab_new("best_worst");
    double w[3];
    for (size_t i = 0; l && i < COUNT(wrong); i++)
        lab_assert_failed(l, weigh(l, 3, wrong[i].settings, w), wrong[i].why);
    if (l)
        lab_free(l);
}
END_TEST

/* ---- tables ---------------------------------------------------------------------------- */

static const char *write_table(struct lab *l, const char *name, const char *text)
{
    const char *tmp = getenv("TMPDIR");
    char *path = arena_printf(l->arena, "%s/heng-best-worst-%ld-%s", tmp && *tmp ? tmp : "/tmp",
                              (long)getpid(), name);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

static int weigh_tables(struct lab *l, const char *more, const char *const *texts, size_t n,
                        double *w)
{
    const char *paths[4];
    char settings[512];
    size_t at =
        (size_t)snprintf(settings, sizeof settings, "best = a; worst = c;%s judgements = ", more);
    int answer;
    for (size_t k = 0; k < n; k++) {
        paths[k] = write_table(l, lab_ids[k], texts[k]);
        at +=
            (size_t)snprintf(settings + at, sizeof settings - at, "%s%s", k ? ", " : "", paths[k]);
    }
    answer = weigh(l, 3, settings, w);
    for (size_t k = 0; k < n; k++)
        ck_assert_int_eq(unlink(paths[k]), 0);
    return answer;
}

START_TEST(tables_of_experts)
{
    static const char *const texts[] = {"x,c,a,b\nworst,1,4,2\nbest,4,1,2\n",
                                        "x,a,b,c\nbest,1,1,4\nworst,4,4,1\n"};
    struct lab *l = lab_new("best_worst");
    double w[3];
    if (!l)
        return;
    ck_assert_int_eq(weigh_tables(l, "", texts, 1, w), HENG_OK);
    kit_assert_columns(w, ((double[]){4. / 7, 2. / 7, 1. / 7}), 3, 1e-12);
    ck_assert_int_eq(weigh_tables(l, "", texts, 2, w), HENG_OK); /* and 4/9, 4/9, 1/9 */
    kit_assert_columns(w, ((double[]){32. / 63, 23. / 63, 8. / 63}), 3, 1e-12);
    ck_assert_str_eq(l->why, "xi 0.0000, consistency ratio 0.0000, at most");
    lab_free(l);
}
END_TEST

START_TEST(tables_that_are_wrong)
{
    static const struct {
        const char *text, *why;
    } wrong[] = {
        {"x,a,b\nbest,1,2\nworst,2,1\n",
         "has 2 rows and 2 columns; expected best and worst, and 3"},
        {"x,a,b,c\nbest,1,2,4\nleast,4,2,1\n", "has no row worst"},
        {"x,a,b,q\nbest,1,2,4\nworst,4,2,1\n", "has no column c"},
        {"x,a,b,c\nbest,1,2,4\nworst,4,x,1\n",
         "row worst, column b: 'x' is not a number from 1 to 9"},
        {"x,a,b,c\nbest,1,2,4\nworst,4,0,1\n", "row worst, column b: '0' is not a number"},
        {"x,a,b,c\nbest,1,2,5\nworst,4,2,1\n", ": a over c is 5 as best to others"},
    };
    struct lab *l = lab_new("best_worst");
    double w[3];
    for (size_t i = 0; l && i < COUNT(wrong); i++)
        lab_assert_failed(l, weigh_tables(l, "", &wrong[i].text, 1, w), wrong[i].why);
    if (l) {
        lab_assert_failed(l, weigh_tables(l, " best_to_others = 1, 2, 4;", &wrong[0].text, 1, w),
                          "give either judgements or lists, not both");
        lab_free(l);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_car,
                                  published_three,
                                  consistent_judgements_give_their_ratios,
                                  random_judgements,
                                  a_column_without_values_leaves_its_share,
                                  judgements_that_are_wrong,
                                  tables_of_experts,
                                  tables_that_are_wrong,
                                  NULL};
    return kit_run("best-worst", tests);
}
