/* SPDX-License-Identifier: MIT */
/* Imputation beyond a column against tests/golden/impute.txt. */
#include "methods/rig.h"

enum { UNITS_MAX = 16, FIELDS_MAX = 8, TEXT_MAX = 200 };

struct example {
    char method[32], source[TEXT_MAX], settings[TEXT_MAX];
    double tolerance, period[FIELDS_MAX];
    int direction[FIELDS_MAX];
    size_t units, fields, periods; /* periods 0: fields are indicators */
    double x[UNITS_MAX][FIELDS_MAX], want[UNITS_MAX][FIELDS_MAX];
};

/* Fills indicator j of the example, or its only one. */
static void check_column(struct rig *rig, const struct example *p, size_t j)
{
    double x[FIELDS_MAX][UNITS_MAX * FIELDS_MAX], y[UNITS_MAX * FIELDS_MAX];
    const double *columns[FIELDS_MAX];
    struct heng_fill_call c = {.n_units = p->units,
                               .n_periods = p->periods ? p->periods : 1,
                               .m = p->periods ? 1 : p->fields,
                               .column = j,
                               .x = columns,
                               .direction = p->direction,
                               .period = p->period,
                               .y = y};
    for (size_t i = 0; i < p->units; i++)
        for (size_t k = 0; k < p->fields; k++)
            *(p->periods ? &x[0][k * p->units + i] : &x[k][i]) = p->x[i][k];
    for (size_t k = 0; k < p->fields; k++)
        columns[k] = x[k];
    ck_assert_int_eq(rig_fill(rig, p->method, p->settings, &c), HENG_OK);
    for (size_t i = 0; i < p->units; i++)
        for (size_t k = p->periods ? 0 : j; k < (p->periods ? p->fields : j + 1); k++) {
            double got = y[p->periods ? k * p->units + i : i], want = p->want[i][k];
            ck_assert_msg(isnan(want) ? isnan(got) : fabs(got - want) <= p->tolerance,
                          "%s, %s, row %zu, field %zu: %.17g, not %.17g", p->method, p->source, i,
                          k, got, want);
        }
}

static void check(struct rig *rig, const struct example *p)
{
    for (size_t j = 0; j < (p->periods ? 1 : p->fields); j++)
        check_column(rig, p, j);
}

/* Numbers, ? for NaN, up to the end or "="; returns how many, and where it stopped. */
static size_t numbers(char *s, double *to, char **stop)
{
    size_t n = 0;
    for (;; n++) {
        double v;
        s += strspn(s, " ");
        v = *s == '?' ? NAN : strtod(s, stop);
        if (*s == '?')
            *stop = s + 1;
        if (*stop == s || !*s || n == FIELDS_MAX) {
            *stop = s;
            return n;
        }
        to[n] = v;
        s = *stop;
    }
}

static void read_row(struct example *p, char *text)
{
    char *stop;
    ck_assert_uint_lt(p->units, UNITS_MAX);
    p->fields = numbers(text, p->x[p->units], &stop);
    ck_assert_int_eq(*stop, '=');
    ck_assert_uint_eq(numbers(stop + 1, p->want[p->units], &stop), p->fields);
    ck_assert_int_eq(*stop, '\0');
    p->units++;
}

static void read_line(struct example *p, char *line)
{
    char *text = line + strcspn(line, " "), *stop;
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "case ", 5) == 0) {
        memset(p, 0, sizeof *p);
        for (size_t k = 0; k < FIELDS_MAX; k++)
            p->direction[k] = 1;
        ck_assert_int_eq(sscanf(text, " impute %31s", p->method), 1);
    } else if (strncmp(line, "source ", 7) == 0) {
        snprintf(p->source, sizeof p->source, "%s", text + 1);
    } else if (strncmp(line, "settings ", 9) == 0) {
        snprintf(p->settings, sizeof p->settings, "%s", text + 1);
    } else if (strncmp(line, "tolerance ", 10) == 0) {
        p->tolerance = strtod(text, NULL);
    } else if (strncmp(line, "periods ", 8) == 0) {
        p->periods = numbers(text, p->period, &stop);
    } else if (strncmp(line, "direction ", 10) == 0) {
        for (size_t k = 0; *text; text++)
            if (*text != ' ' && k < FIELDS_MAX)
                p->direction[k++] = *text == '-' ? -1 : 1;
    } else if (strncmp(line, "row ", 4) == 0) {
        read_row(p, text);
    } else {
        ck_abort_msg("what is '%s'?", line);
    }
}

START_TEST(worked_examples)
{
    FILE *f = fopen("tests/golden/impute.txt", "r");
    struct rig *rig = rig_new();
    struct example p = {.units = 0};
    char line[512];
    size_t done = 0;
    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#')
            continue;
        if (line[0] != '\n')
            read_line(&p, line);
        if (line[0] == '\n' && p.units > 0) {
            check(rig, &p);
            p.units = 0;
            done++;
        }
    }
    if (p.units > 0)
        check(rig, &p);
    ck_assert_uint_ge(done + 1, 12);
    fclose(f);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {worked_examples, NULL};
    return kit_run("impute_published", tests);
}
