/* SPDX-License-Identifier: MIT */
/* Weights by experts, from CSV files, and weights put together: tests/golden/experts.txt. */
#include <unistd.h>

#include "methods/rig.h"

enum { NAMES_MAX = 12, TABLES_MAX = 4, ROWS_MAX = 12, LINE = 300 };

struct published {
    char method[32], source[LINE], settings[LINE], note[LINE];
    double tolerance;
    char *names[NAMES_MAX], *cells[TABLES_MAX][ROWS_MAX][NAMES_MAX];
    size_t m, n_tables, n_rows[TABLES_MAX], n_parts;
    double parts[TABLES_MAX][NAMES_MAX];
    char text[8192]; /* what names and cells point into */
    size_t used;
};

/* The words of the line, each kept. */
static size_t words(struct published *p, const char *line, char **to)
{
    char copy[LINE], *rest = NULL;
    size_t n = 0;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *s = strtok_r(copy, " \n", &rest); s; s = strtok_r(NULL, " \n", &rest)) {
        ck_assert_uint_lt(n, NAMES_MAX);
        ck_assert_uint_lt(p->used + strlen(s) + 1, sizeof p->text);
        to[n++] = strcpy(p->text + p->used, s);
        p->used += strlen(s) + 1;
    }
    return n;
}

/* One table as a file, turned round; a matrix has the names at its rows as well. */
static void write_table(const struct published *p, size_t t, const char *path)
{
    int matrix = strcmp(p->method, "ahp") == 0;
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    for (size_t j = p->m; j-- > 0;)
        fprintf(f, ",%s", p->names[j]);
    fprintf(f, "\n");
    for (size_t i = p->n_rows[t]; i-- > 0;) {
        if (matrix)
            fprintf(f, "%s", p->names[i]);
        else
            fprintf(f, "expert %zu", i + 1);
        for (size_t j = p->m; j-- > 0;)
            fprintf(f, ",%s", p->cells[t][i][j]);
        fprintf(f, "\n");
    }
    ck_assert_int_eq(fclose(f), 0);
}

static void set_tables(struct rig *rig, const struct published *p, const struct method *m,
                       void *params)
{
    const struct param_table t = method_params(m->desc);
    char dir[] = "/tmp/heng-experts-XXXXXX", paths[TABLES_MAX][64], list[LINE] = "";
    ck_assert_ptr_nonnull(mkdtemp(dir));
    for (size_t i = 0; i < p->n_tables; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%zu.csv", dir, i);
        write_table(p, i, paths[i]);
        strcat(strcat(list, i ? "," : ""), paths[i]);
    }
    ck_assert_msg(param_set(param_find(&t, "judgements"), list, rig->arena, params, &rig->error) ==
                      OK,
                  "%s", rig->error.text);
    for (size_t i = 0; i < p->n_tables; i++)
        remove(paths[i]);
    rmdir(dir);
}

static void check(struct rig *rig, const struct published *p, const char *line)
{
    static const double some[] = {1, 2};
    static const char *const part_names[] = {"part 1", "part 2", "part 3", "part 4"};
    const struct method *m = rig_method(rig, HENG_WEIGHTS, p->method);
    void *params = rig_params(rig, m, p->settings);
    const double *x[NAMES_MAX], *parts[TABLES_MAX];
    double w[NAMES_MAX], want;
    char *s = strchr(line, ' '), *end;
    struct heng_weigh_call c = {.n = 2,
                                .m = p->m,
                                .x = x,
                                .ids = (const char *const *)p->names,
                                .w = w,
                                .why = rig->why,
                                .why_size = sizeof rig->why,
                                .parts = parts,
                                .n_parts = p->n_parts,
                                .part_names = part_names};
    for (size_t j = 0; j < NAMES_MAX; j++)
        x[j] = some;
    for (size_t k = 0; k < TABLES_MAX; k++)
        parts[k] = p->parts[k];
    if (p->n_tables)
        set_tables(rig, p, m, params);
    c.scratch = rig_scratch(m, 2, p->m);
    ck_assert_msg(method_weigh(m, params, &c, &rig->error) == HENG_OK, "%s: %s", p->source,
                  rig->error.text);
    free(c.scratch);
    for (size_t j = 0; j < p->m; j++, s = end) {
        want = strtod(s, &end);
        ck_assert_ptr_ne(s, end);
        ck_assert_msg(fabs(w[j] - want) <= p->tolerance, "%s, %s: %s has %.17g, not %.17g",
                      p->method, p->source, p->names[j], w[j], want);
    }
    if (*p->note)
        ck_assert_str_eq(rig->why, p->note);
}

/* True when the line was the last of a case. */
static int read_line(struct rig *rig, struct published *p, char *line)
{
    char *text = line + strcspn(line, " \n");
    char *numbers[NAMES_MAX];
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "case ", 5) == 0) {
        memset(p, 0, sizeof *p);
        ck_assert_int_eq(sscanf(text, " weights %31s", p->method), 1);
    } else if (strncmp(line, "source ", 7) == 0) {
        snprintf(p->source, sizeof p->source, "%s", text + 1);
    } else if (strncmp(line, "settings ", 9) == 0) {
        snprintf(p->settings, sizeof p->settings, "%s", text + 1);
    } else if (strncmp(line, "note ", 5) == 0) {
        snprintf(p->note, sizeof p->note, "%s", text + 1);
    } else if (strncmp(line, "tolerance ", 10) == 0) {
        p->tolerance = strtod(text, NULL);
    } else if (strncmp(line, "names ", 6) == 0) {
        p->m = words(p, text, p->names);
    } else if (strcmp(line, "table") == 0) {
        ck_assert_uint_lt(p->n_tables++, TABLES_MAX);
    } else if (strncmp(line, "part ", 5) == 0) {
        ck_assert_uint_lt(p->n_parts, TABLES_MAX);
        ck_assert_uint_eq(words(p, text, numbers), p->m);
        for (size_t j = 0; j < p->m; j++)
            p->parts[p->n_parts][j] = strtod(numbers[j], NULL);
        p->n_parts++;
    } else if (strncmp(line, "weights ", 8) == 0) {
        check(rig, p, line);
        return 1;
    } else {
        size_t t = p->n_tables - 1;
        ck_assert_msg(p->n_tables > 0 && p->n_rows[t] < ROWS_MAX, "what is '%s'?", line);
        ck_assert_uint_eq(words(p, line, p->cells[t][p->n_rows[t]]), p->m);
        p->n_rows[t]++;
    }
    return 0;
}

START_TEST(published_figures)
{
    FILE *f = fopen("tests/golden/experts.txt", "r");
    struct rig *rig = rig_new();
    struct published *p = calloc(1, sizeof *p);
    char line[LINE];
    int cases = 0;
    ck_assert(f && p);
    while (fgets(line, sizeof line, f))
        if (line[0] != '#' && line[0] != '\n')
            cases += read_line(rig, p, line);
    ck_assert_int_eq(cases, 15);
    fclose(f);
    free(p);
    rig_free(rig);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_figures, NULL};
    return kit_run("experts_published", tests);
}
