/* SPDX-License-Identifier: MIT */
/*
 * describe, correlation, redundancy, importance, rank_correlation: against
 * tests/golden/statistics.txt, and against slow twins.
 */
#include "methods/findings.h"

enum { UNITS_MAX = 1200, COLUMNS_MAX = 8, COLUMN_NAME = 16 };

/* ---- the golden file ------------------------------------------------------ */

struct golden {
    char names[COLUMNS_MAX][COLUMN_NAME], method[32], settings[128];
    const char *ids[COLUMNS_MAX];
    double x[COLUMNS_MAX][UNITS_MAX], w[COLUMNS_MAX], tolerance;
    const double *columns[COLUMNS_MAX];
    size_t n[COLUMNS_MAX], m, wants, fields;
    int is_relative, is_weighted;
    char *want[LINES_MAX];
};

static void add_column(struct golden *g, char *s)
{
    char name[COLUMN_NAME], *stop;
    int taken;
    size_t j = 0;
    double v;
    ck_assert_int_eq(sscanf(s, " %15s%n", name, &taken), 1);
    while (j < g->m && strcmp(g->names[j], name) != 0)
        j++;
    if (j == g->m) {
        ck_assert_uint_lt(g->m++, COLUMNS_MAX);
        strcpy(g->names[j], name);
        g->ids[j] = g->names[j];
        g->columns[j] = g->x[j];
        g->n[j] = 0;
    }
    for (s += taken; v = strtod(s, &stop), stop != s; s = stop)
        g->x[j][g->n[j]++] = v;
}

static size_t find_line(const struct findings *f, char *const *texts, size_t n)
{
    for (size_t i = 0; i < f->n; i++) {
        size_t same = 0;
        while (same < n && strcmp(f->lines[i].text[same], texts[same]) == 0)
            same++;
        if (same == n)
            return i;
    }
    ck_abort_msg("%s: no line of %s", f->m->desc->name, texts[0]);
    return 0;
}

/* "TEXT ... : FIELD VALUE ..." */
static void check_want(struct golden *g, const struct findings *f, char *want)
{
    char *texts[4], *rest = NULL, *s = strtok_r(want, " ", &rest), what[64];
    size_t n = 0, line;
    for (; strcmp(s, ":") != 0; s = strtok_r(NULL, " ", &rest))
        texts[n++] = s;
    line = find_line(f, texts, n);
    snprintf(what, sizeof what, "%s: %s %s", g->method, texts[0], n > 1 ? texts[1] : "");
    while ((s = strtok_r(NULL, " ", &rest))) {
        double v = strtod(strtok_r(NULL, " ", &rest), NULL), got = number_of(f, line, s);
        double near = g->is_relative ? g->tolerance * fabs(v) : g->tolerance;
        ck_assert_msg(fabs(got - v) <= near, "%s, %s: got %.17g, want %.17g", what, s, got, v);
        g->fields++;
    }
}

static void check_case(struct rig *rig, struct golden *g)
{
    struct findings f = {
        .call = {
            .n = g->n[0], .m = g->m - (g->is_weighted ? 1 : 0), .x = g->columns, .ids = g->ids}};
    if (g->is_weighted) {
        f.call.w = g->w;
        f.call.score = g->x[g->m - 1];
    }
    for (size_t j = 0; j < g->m; j++)
        ck_assert_uint_eq(g->n[j], g->n[0]);
    analyse(rig, g->method, g->settings, &f);
    ck_assert_int_eq(f.value, HENG_OK);
    for (size_t k = 0; k < g->wants; k++)
        check_want(g, &f, g->want[k]);
    if (strcmp(g->method, "redundancy") == 0)
        ck_assert_uint_eq(f.n, g->wants);
}

static void read_line(struct golden *g, char *line)
{
    char *s = line + strcspn(line, " \n");
    line[strcspn(line, "\n")] = '\0';
    if (strcmp(line, "data") == 0)
        g->m = 0;
    else if (strncmp(line, "column ", 7) == 0)
        add_column(g, s);
    else if (strncmp(line, "case ", 5) == 0) {
        g->wants = 0;
        g->is_weighted = 0;
        g->settings[0] = '\0';
        ck_assert_int_eq(sscanf(s, " analyse %31s", g->method), 1);
    } else if (strncmp(line, "settings ", 9) == 0)
        snprintf(g->settings, sizeof g->settings, "%s", s + 1);
    else if (strncmp(line, "tolerance ", 10) == 0 || strncmp(line, "relative ", 9) == 0) {
        g->is_relative = line[0] == 'r';
        g->tolerance = strtod(s, NULL);
    } else if (strncmp(line, "weights ", 8) == 0) {
        g->is_weighted = 1;
        for (size_t j = 0; j + 1 < g->m; j++)
            g->w[j] = strtod(s, &s);
    } else if (strncmp(line, "want ", 5) == 0) {
        ck_assert_uint_lt(g->wants, LINES_MAX);
        g->want[g->wants++] = strdup(s);
    } else
        ck_assert_msg(strncmp(line, "source ", 7) == 0, "what is '%s'?", line);
}

START_TEST(published_figures)
{
    static struct golden g;
    struct rig *rig = rig_new();
    FILE *f = fopen("tests/golden/statistics.txt", "r");
    char line[1024] = "";
    int more;
    ck_assert_ptr_nonnull(f);
    do {
        more = fgets(line, sizeof line, f) != NULL;
        if (more && line[0] != '#' && line[0] != '\n')
            read_line(&g, line);
        if (more && line[0] != '\n')
            continue;
        if (g.wants > 0)
            check_case(rig, &g);
        while (g.wants > 0)
            free(g.want[--g.wants]);
    } while (more);
    ck_assert_uint_ge(g.fields, 500);
    fclose(f);
    rig_free(rig);
}
END_TEST

/* NIST's NumAcc2 to NumAcc4: 1001 values base + 0.2, then base + 0.1 and base + 0.3 in turn. */
START_TEST(nist_accuracy)
{
    static const struct {
        double base, tolerance;
    } sets[] = {{1, 1e-13}, {1e6, 1e-8}, {1e7, 1e-7}};
    struct rig *rig = rig_new();
    for (size_t k = 0; k < COUNT(sets); k++) {
        double x[1001];
        const double *const columns[] = {x};
        struct findings f = {.call = {.n = COUNT(x), .m = 1, .x = columns}};
        x[0] = sets[k].base + 0.2;
        for (size_t i = 1; i < COUNT(x); i++)
            x[i] = sets[k].base + (i % 2 ? 0.1 : 0.3);
        analyse(rig, "describe", NULL, &f);
        kit_assert_near(number_of(&f, 0, "mean"), sets[k].base + 0.2, 1e-15);
        kit_assert_near(number_of(&f, 0, "sd") / 0.1, 1, sets[k].tolerance);
    }
    rig_free(rig);
}
END_TEST

/* ---- slow twins ------------------------------------------------------------- */

struct twin {
    size_t n;
    double r, p;
};

static uint32_t noise_state = 20240229;

static double noise(void)
{
    noise_state = noise_state * 1664525u + 1013904223u;
    return (noise_state >> 8) / 16777216.0;
}

static long double pearson_of(const double *x, const double *y, size_t n)
{
    long double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (long double)n;
        my += y[i] / (long double)n;
    }
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / sqrtl(xx * yy);
}

static double rank_of(const double *x, size_t n, size_t i, int from_above)
{
    double before = 0, same = 0;
    for (size_t k = 0; k < n; k++) {
        before += from_above ? x[k] > x[i] : x[k] < x[i];
        same += x[k] == x[i];
    }
    return before + (same + 1) / 2;
}

/* Simpson's rule over the density of t in the angle: t = sqrt(df) tan u, density cos^(df - 1) u. */
static double t_two_sided(double r, size_t n)
{
    enum { STEPS = 20000 };
    double df = (double)n - 2, from = asin(fabs(r)), right = acos(0), all = 0, tail = 0;
    for (int k = 0; k <= STEPS; k++) {
        double share = k == 0 || k == STEPS ? 1 : k % 2 ? 4 : 2;
        all += share * pow(cos(right * k / STEPS), df - 1);
        tail += share * pow(fmax(0, cos(from + (right - from) * k / STEPS)), df - 1);
    }
    return tail * (right - from) / (all * right);
}

/* Groups of equal values, one by one. */
static double over_groups(const double *x, size_t n, double (*f)(double t))
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        size_t first = 0, t = 0;
        while (x[first] != x[i])
            first++;
        for (size_t k = 0; k < n; k++)
            t += x[k] == x[i];
        s += first == i ? f((double)t) : 0;
    }
    return s;
}

static double twos(double t)
{
    return t * (t - 1);
}
static double threes(double t)
{
    return t * (t - 1) * (t - 2);
}
static double fives(double t)
{
    return t * (t - 1) * (2 * t + 5);
}

static void kendall_twin(const double *x, const double *y, struct twin *w)
{
    double n = (double)w->n, s = 0, x_pairs = 0, y_pairs = 0, var;
    for (size_t i = 0; i < w->n; i++)
        for (size_t k = 0; k < i; k++) {
            double dx = (x[i] > x[k]) - (x[i] < x[k]), dy = (y[i] > y[k]) - (y[i] < y[k]);
            s += dx * dy;
            x_pairs += dx * dx;
            y_pairs += dy * dy;
        }
    w->r = s / sqrt(x_pairs * y_pairs);
    var = (fives(n) - over_groups(x, w->n, fives) - over_groups(y, w->n, fives)) / 18 +
          over_groups(x, w->n, twos) * over_groups(y, w->n, twos) / (2 * n * (n - 1)) +
          over_groups(x, w->n, threes) * over_groups(y, w->n, threes) / (9 * threes(n));
    w->p = erfc(fabs(s) / sqrt(2 * var));
}

static struct twin twin_of(const char *method, const double *x, const double *y, size_t n)
{
    double a[UNITS_MAX], b[UNITS_MAX], ra[UNITS_MAX], rb[UNITS_MAX];
    struct twin w = {0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && !isnan(y[i])) {
            a[w.n] = x[i];
            b[w.n++] = y[i];
        }
    for (size_t i = 0; i < w.n; i++) {
        ra[i] = rank_of(a, w.n, i, 0);
        rb[i] = rank_of(b, w.n, i, 0);
    }
    if (method[0] == 'k') {
        kendall_twin(a, b, &w);
        return w;
    }
    w.r = (double)(method[0] == 'p' ? pearson_of(a, b, w.n) : pearson_of(ra, rb, w.n));
    w.p = t_two_sided(w.r, w.n);
    return w;
}

/* Columns with ties and gaps. */
static void fill_random(double x[][UNITS_MAX], size_t n, size_t m)
{
    for (size_t j = 0; j < m; j++)
        for (size_t i = 0; i < n; i++) {
            double v = noise() + (j > 0 ? 0.4 * x[0][i] / 7 : 0);
            x[j][i] = noise() < 0.1 && j > 0 ? NAN : 1e3 + floor(7 * v);
        }
}

START_TEST(correlation_twins)
{
    static const char *const methods[] = {"pearson", "spearman", "kendall"};
    static double x[3][UNITS_MAX];
    const double *const columns[] = {x[0], x[1], x[2]};
    struct rig *rig = rig_new();
    for (size_t round = 0; round < 40; round++)
        for (size_t k = 0; k < COUNT(methods); k++) {
            struct findings f = {.call = {.n = 15 + 7 * round, .m = 3, .x = columns}};
            char settings[32];
            fill_random(x, f.call.n, 3);
            snprintf(settings, sizeof settings, "kind = %s", methods[k]);
            analyse(rig, "correlation", settings, &f);
            ck_assert_uint_eq(f.n, 3);
            for (size_t a = 0, line = 0; a < 3; a++)
                for (size_t b = a + 1; b < 3; b++, line++) {
                    struct twin w = twin_of(methods[k], x[a], x[b], f.call.n);
                    ck_assert(number_of(&f, line, "n") == (double)w.n);
                    kit_assert_near(number_of(&f, line, "r"), w.r, 1e-13);
                    kit_assert_near(number_of(&f, line, "p"), w.p, 1e-10);
                }
        }
    rig_free(rig);
}
END_TEST

/* Ranks counted unit by unit; the same turned round where less is better. */
START_TEST(rank_correlation_twin)
{
    static double x[2][UNITS_MAX];
    const double *const columns[] = {x[0], x[1]};
    static const int turned[] = {-1, 1};
    struct rig *rig = rig_new();
    for (size_t round = 0; round < 30; round++) {
        struct findings f = {.call = {.n = 10 + round, .m = 2, .x = columns}}, other = f;
        double a[UNITS_MAX], b[UNITS_MAX], n = 0, rw = 0, ws = 0, shifts = 0, most = 0;
        fill_random(x, f.call.n, 2);
        analyse(rig, "rank_correlation", NULL, &f);
        for (size_t i = 0; i < f.call.n; i++)
            if (!isnan(x[0][i]) && !isnan(x[1][i])) {
                a[(size_t)n] = x[0][i];
                b[(size_t)n++] = x[1][i];
            }
        for (size_t i = 0; i < (size_t)n; i++) {
            double p = rank_of(a, (size_t)n, i, 1), q = rank_of(b, (size_t)n, i, 1);
            rw += (p - q) * (p - q) * ((n - p + 1) + (n - q + 1));
            ws += pow(2, -p) * fabs(p - q) / fmax(fabs(1 - p), fabs(n - p));
            shifts += fabs(p - q);
            most = fmax(most, fabs(p - q));
        }
        kit_assert_near(number_of(&f, 0, "weighted_spearman"),
                        1 - 6 * rw / (pow(n, 4) + pow(n, 3) - n * n - n), 1e-13);
        kit_assert_near(number_of(&f, 0, "ws"), 1 - ws, 1e-13);
        kit_assert_near(number_of(&f, 0, "mean_shift"), shifts / n, 1e-13);
        ck_assert(number_of(&f, 0, "max_shift") == most);
        for (size_t i = 0; i < f.call.n; i++)
            x[0][i] = -x[0][i];
        other.call.direction = turned;
        analyse(rig, "rank_correlation", NULL, &other);
        for (size_t k = 0; k < 11; k++)
            kit_assert_near(other.lines[0].v[k], f.lines[0].v[k], 1e-14);
    }
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_figures, nist_accuracy, correlation_twins,
                                  rank_correlation_twin, NULL};
    return kit_run("analyse_statistics", tests);
}
