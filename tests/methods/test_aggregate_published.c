/* SPDX-License-Identifier: MIT */
/* Aggregation methods against tests/golden/aggregate.txt: figures from papers and from peers. */
#include "methods/rig.h"

enum { UNITS_MAX = 16, COLUMNS_MAX = 12, TEXT_MAX = 200 };

struct published {
    char method[32], source[TEXT_MAX], settings[TEXT_MAX], enter[COLUMNS_MAX + 1];
    double tolerance, w[COLUMNS_MAX], x[COLUMNS_MAX][UNITS_MAX], want[UNITS_MAX];
    size_t n, m;
};

static double column_end(const double *x, size_t n, int highest)
{
    double end = x[0];
    for (size_t i = 1; i < n; i++)
        end = highest ? fmax(end, x[i]) : fmin(end, x[i]);
    return end;
}

static void enter_column(double *x, size_t n, char how)
{
    double low, high;
    for (size_t i = 0; i < n; i++)
        x[i] = how == '/' ? 1 / x[i] : how == '-' || how == 'N' ? -x[i] : x[i];
    low = column_end(x, n, 0);
    high = column_end(x, n, 1);
    for (size_t i = 0; i < n && (how == 'n' || how == 'N'); i++)
        x[i] = (x[i] - low) / (high - low);
}

static void check(struct rig *rig, struct published *p)
{
    const double *columns[COLUMNS_MAX];
    static const char *const ids[COLUMNS_MAX] = {"a", "b", "c", "d", "e", "f",
                                                 "g", "h", "i", "j", "k", "l"};
    double y[UNITS_MAX], total = 0;
    const struct method *m = rig_method(rig, HENG_AGGREGATE, p->method);
    struct heng_aggregate_call c = {.n = p->n, .m = p->m, .x = columns, .w = p->w, .ids = ids,
                                    .y = y, .why = rig->why, .why_size = sizeof rig->why};
    ck_assert_uint_eq(strlen(p->enter), p->m);
    for (size_t j = 0; j < p->m; j++) {
        enter_column(p->x[j], p->n, p->enter[j]);
        columns[j] = p->x[j];
        total += p->w[j];
    }
    for (size_t j = 0; j < p->m; j++)
        p->w[j] /= total;
    c.scratch = rig_scratch(m, p->n, p->m);
    ck_assert_int_eq(method_aggregate(m, rig_params(rig, m, p->settings), &c, &rig->error),
                     HENG_OK);
    for (size_t i = 0; i < p->n; i++)
        ck_assert_msg(fabs(y[i] - p->want[i]) <= p->tolerance, "%s, %s, row %zu: %.12g, not %.12g",
                      p->method, p->source, i, y[i], p->want[i]);
    free(c.scratch);
}

/* Numbers up to the end or "="; returns how many, and where it stopped. */
static size_t numbers(char *s, double *to, char **stop)
{
    size_t n = 0;
    for (;;) {
        double v = strtod(s, stop);
        if (*stop == s || n == COLUMNS_MAX)
            return n;
        to[n++] = v;
        s = *stop;
    }
}

static void read_row(struct published *p, char *text)
{
    double row[COLUMNS_MAX];
    char *stop;
    ck_assert_uint_lt(p->n, UNITS_MAX);
    ck_assert_uint_eq(numbers(text, row, &stop), p->m);
    ck_assert_int_eq(sscanf(stop, " = %lf", &p->want[p->n]), 1);
    for (size_t j = 0; j < p->m; j++)
        p->x[j][p->n] = row[j];
    p->n++;
}

static void read_line(struct published *p, char *line)
{
    char *text = line + strcspn(line, " "), *stop;
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "case ", 5) == 0) {
        memset(p, 0, sizeof *p);
        snprintf(p->method, sizeof p->method, "%s", text + 1);
    } else if (strncmp(line, "source ", 7) == 0) {
        snprintf(p->source, sizeof p->source, "%s", text + 1);
    } else if (strncmp(line, "settings ", 9) == 0) {
        snprintf(p->settings, sizeof p->settings, "%s", text + 1);
    } else if (strncmp(line, "tolerance ", 10) == 0) {
        p->tolerance = strtod(text, NULL);
    } else if (strncmp(line, "weights ", 8) == 0) {
        p->m = numbers(text, p->w, &stop);
    } else if (strncmp(line, "enter ", 6) == 0) {
        for (size_t k = 0; *text; text++)
            if (*text != ' ' && k < COLUMNS_MAX)
                p->enter[k++] = *text;
    } else if (strncmp(line, "row ", 4) == 0) {
        read_row(p, text);
    } else {
        ck_abort_msg("what is '%s'?", line);
    }
}

START_TEST(published_figures)
{
    FILE *f = fopen("tests/golden/aggregate.txt", "r");
    struct rig *rig = rig_new();
    struct published p = {.n = 0};
    char line[512];
    size_t cases = 0;
    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        if (line[0] != '\n') {
            read_line(&p, line);
            continue;
        }
        if (p.n > 0)
            check(rig, &p);
        cases += p.n > 0;
        p.n = 0;
    }
    if (p.n > 0)
        check(rig, &p);
    ck_assert_uint_ge(cases + 1, 17);
    fclose(f);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_figures, NULL};
    return kit_run("aggregate_published", tests);
}
