/* SPDX-License-Identifier: MIT */
/* Analyses against tests/golden/inequality.txt: figures from papers, textbooks and peers. */
#include "methods/findings.h"

enum { UNITS_MAX = 128, VALUES_MAX = 512, COLUMNS_MAX = 8, LINKS_MAX = 12, WORD = 32 };

struct published {
    char method[WORD], source[240], settings[240];
    double tolerance;
    size_t m, n, n_codes, n_by, n_periods, n_links;
    char ids[COLUMNS_MAX][WORD], codes[UNITS_MAX][WORD], by_name[2][WORD], periods[8][WORD];
    char labels[2][UNITS_MAX][WORD], links[UNITS_MAX][LINKS_MAX + 1][WORD];
    double x[COLUMNS_MAX][VALUES_MAX], population[VALUES_MAX], w[COLUMNS_MAX], period[8],
        place[2][UNITS_MAX];
    uint32_t of[2][UNITS_MAX];
    size_t n_labels[2], n_population, n_weights, n_places;
};

static struct findings *found;

/* ---- a call -------------------------------------------------------------- */

struct pointers {
    const double *x[COLUMNS_MAX];
    const char *ids[COLUMNS_MAX], *codes[UNITS_MAX], *periods[8], *labels[2][UNITS_MAX];
    struct heng_grouping by[2];
    const char *rows[UNITS_MAX], *columns[LINKS_MAX], *text[UNITS_MAX * LINKS_MAX];
    double v[UNITS_MAX * LINKS_MAX];
    struct heng_table table;
};

static void set_links(struct published *p, struct pointers *t)
{
    static const char *const names[LINKS_MAX] = {"to1", "to2", "to3", "to4",  "to5",  "to6",
                                                 "to7", "to8", "to9", "to10", "to11", "to12"};
    const struct method *m = rig_method(found->rig, HENG_ANALYSE, p->method);
    const struct param_table params = method_params(m->desc);
    for (size_t i = 0; i < p->n_links; i++) {
        t->rows[i] = p->links[i][0];
        for (size_t k = 0; k < LINKS_MAX; k++) {
            t->text[i * LINKS_MAX + k] = p->links[i][k + 1];
            t->v[i * LINKS_MAX + k] = NAN;
        }
    }
    for (size_t k = 0; k < LINKS_MAX; k++)
        t->columns[k] = names[k];
    t->table =
        (struct heng_table){"links", p->n_links, LINKS_MAX, t->rows, t->columns, t->text, t->v};
    found->params = rig_params(found->rig, m, p->settings);
    ck_assert_int_eq(param_set_tables(param_find(&params, "neighbours"), &t->table, 1,
                                      found->params, &found->rig->error),
                     OK);
}

static void run(struct published *p)
{
    static struct pointers t;
    struct heng_analyse_call c = {
        .n = p->n, .m = p->m, .x = t.x, .ids = t.ids, .n_periods = p->n_periods};
    for (size_t j = 0; j < p->m; j++) {
        t.x[j] = p->x[j];
        t.ids[j] = p->ids[j];
    }
    for (size_t i = 0; i < p->n_codes; i++)
        t.codes[i] = p->codes[i];
    for (size_t k = 0; k < p->n_by; k++) {
        for (size_t g = 0; g < p->n_labels[k]; g++)
            t.labels[k][g] = p->labels[k][g];
        t.by[k] = (struct heng_grouping){p->by_name[k], p->of[k], p->n_labels[k], t.labels[k]};
    }
    for (size_t k = 0; k < p->n_periods; k++)
        t.periods[k] = p->periods[k];
    c.codes = p->n_codes ? t.codes : NULL;
    c.by = p->n_by ? t.by : NULL;
    c.n_by = p->n_by;
    c.periods = p->n_periods ? t.periods : NULL;
    c.period = p->n_periods ? p->period : NULL;
    c.population = p->n_population ? p->population : NULL;
    c.w = p->n_weights ? p->w : NULL;
    if (p->n_places) {
        c.longitude = p->place[0];
        c.latitude = p->place[1];
    }
    found->params = NULL;
    if (p->n_links)
        set_links(p, &t);
    ck_assert_int_eq(findings_run(found, p->method, p->settings, &c), HENG_OK);
}

/* ---- the file ------------------------------------------------------------ */

static char *word(char **rest)
{
    return strtok_r(NULL, " \n", rest);
}

static size_t numbers(char **rest, double *to, size_t most)
{
    size_t n = 0;
    for (char *s; (s = word(rest)); n++) {
        ck_assert_uint_lt(n, most);
        to[n] = strtod(s, NULL);
    }
    return n;
}

static void copy(char *to, const char *from)
{
    ck_assert_uint_lt(strlen(from), WORD);
    strcpy(to, from);
}

static void read_group(struct published *p, char **rest)
{
    size_t k = p->n_by++, i = 0;
    copy(p->by_name[k], word(rest));
    for (char *s; (s = word(rest)); i++) {
        size_t g = 0;
        while (g < p->n_labels[k] && strcmp(p->labels[k][g], s) != 0)
            g++;
        if (g == p->n_labels[k])
            copy(p->labels[k][p->n_labels[k]++], s);
        p->of[k][i] = (uint32_t)g;
    }
}

static void read_link(struct published *p, char **rest)
{
    size_t k = 0;
    for (char *s; (s = word(rest)); k++) {
        ck_assert_uint_le(k, LINKS_MAX);
        copy(p->links[p->n_links][k], s);
    }
    p->n_links++;
}

static void check(struct published *p, char **rest)
{
    char *key = word(rest);
    const char *field = word(rest);
    double want = strtod(word(rest), NULL), got;
    if (!found->m)
        run(p);
    for (char *k = key; *k; k++)
        *k = *k == '~' ? ' ' : *k;
    got = findings_value(found, key, field);
    ck_assert_msg(fabs(got - want) <= p->tolerance, "%s, %s: %s %s: %.12g, not %.12g", p->method,
                  p->source, key, field, got, want);
}

static void read_line(struct published *p, char *line)
{
    char *rest = NULL, *whole = line + strcspn(line, " ") + 1, *key;
    if (strncmp(line, "source ", 7) == 0 || strncmp(line, "settings ", 9) == 0) {
        whole[strcspn(whole, "\n")] = '\0';
        snprintf(line[1] == 'o' ? p->source : p->settings, sizeof p->settings, "%s", whole);
        return;
    }
    key = strtok_r(line, " \n", &rest);
    if (strcmp(key, "case") == 0) {
        memset(p, 0, sizeof *p);
        found->m = NULL;
        ck_assert_str_eq(word(&rest), "analyse");
        copy(p->method, word(&rest));
    } else if (strcmp(key, "tolerance") == 0) {
        p->tolerance = strtod(word(&rest), NULL);
    } else if (strcmp(key, "codes") == 0) {
        for (char *s; (s = word(&rest)); p->n_codes++)
            copy(p->codes[p->n_codes], s);
    } else if (strcmp(key, "column") == 0) {
        copy(p->ids[p->m], word(&rest));
        p->n = numbers(&rest, p->x[p->m++], VALUES_MAX);
    } else if (strcmp(key, "population") == 0) {
        p->n_population = numbers(&rest, p->population, VALUES_MAX);
    } else if (strcmp(key, "weights") == 0) {
        p->n_weights = numbers(&rest, p->w, COLUMNS_MAX);
    } else if (strcmp(key, "group") == 0) {
        read_group(p, &rest);
    } else if (strcmp(key, "periods") == 0) {
        for (char *s; (s = word(&rest)); p->n_periods++) {
            copy(p->periods[p->n_periods], s);
            p->period[p->n_periods] = strtod(s, NULL);
        }
    } else if (strcmp(key, "longitude") == 0 || strcmp(key, "latitude") == 0) {
        p->n_places = numbers(&rest, p->place[key[1] == 'a'], UNITS_MAX);
    } else if (strcmp(key, "link") == 0) {
        read_link(p, &rest);
    } else if (strcmp(key, "want") == 0) {
        check(p, &rest);
    } else {
        ck_abort_msg("what is '%s'?", key);
    }
}

START_TEST(published_figures)
{
    static struct published p;
    static char line[8192];
    FILE *f = fopen("tests/golden/inequality.txt", "r");
    size_t cases = 0, wanted = 0;
    ck_assert_ptr_nonnull(f);
    found = findings_new();
    while (fgets(line, sizeof line, f)) {
        if (line[0] == '#' || line[0] == '\n')
            continue;
        cases += strncmp(line, "case ", 5) == 0;
        wanted += strncmp(line, "want ", 5) == 0;
        read_line(&p, line);
    }
    ck_assert_uint_ge(cases, 22);
    ck_assert_uint_ge(wanted, 100);
    fclose(f);
    findings_free(found);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_figures, NULL};
    return kit_run("analyse_published", tests);
}
