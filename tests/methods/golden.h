/* SPDX-License-Identifier: MIT */
/*
 * Reading worked examples of methods from tests/golden. A file is a list of cases, an empty line
 * between two of them; lines that begin with # are remarks.
 *
 *   case STAGE METHOD, source TEXT, settings KEY = VALUE; ..., tolerance ABSOLUTE
 *   column X ...     one column; ? is missing
 *   base X ...       what its statistics are taken from; left out: the column itself
 *   direction -      less is better; goalposts LO HI, target T of the indicator
 *   codes CODE ..., group NAME ...   of the units
 *   enter  how columns of rows reach the method, where higher is better:
 *          + as it is, - with its sign turned, / as its reciprocal,
 *          n min-max to 0..1, N the same with its sign turned,
 *          s as a share of its sum, S its reciprocal as a share of theirs; left out: + throughout
 *   row X ...        a unit; row X ... = Y with its score
 *   weights W ...    what the method is given
 *   want Y ...       what it answers
 */
#ifndef HENG_TESTS_METHODS_GOLDEN_H
#define HENG_TESTS_METHODS_GOLDEN_H

#include "methods/rig.h"

enum { GOLDEN_UNITS = 32, GOLDEN_COLUMNS = 18, GOLDEN_TEXT = 240, GOLDEN_WORD = 16 };

struct golden {
    enum heng_stage stage;
    char method[32], source[GOLDEN_TEXT], settings[GOLDEN_TEXT], enter[GOLDEN_COLUMNS + 1];
    double tolerance, lo, hi, target;
    int direction;
    size_t n, m, n_base, n_weights, n_want; /* m 0: one column, in x[0] */
    double x[GOLDEN_COLUMNS][GOLDEN_UNITS], base[GOLDEN_UNITS], w[GOLDEN_COLUMNS];
    double want[GOLDEN_UNITS];
    char words[2][GOLDEN_UNITS][GOLDEN_WORD]; /* codes, groups */
    size_t n_words[2];
};

typedef void golden_check(struct rig *rig, struct golden *g);

/* Numbers, ? for NaN, up to the end or "="; returns how many, and where it stopped. */
static inline size_t golden_numbers(char *s, double *to, size_t most, char **stop)
{
    size_t n = 0;
    for (;; n++) {
        double v = 0;
        s += strspn(s, " ");
        *stop = s;
        if (*s == '?')
            *stop = s + 1;
        else
            v = strtod(s, stop);
        if (*stop == s)
            return n;
        ck_assert_msg(n < most, "more than %zu numbers", most);
        to[n] = *s == '?' ? NAN : v;
        s = *stop;
    }
}

/* All of a line are numbers. */
static inline size_t golden_all(char *s, double *to, size_t most)
{
    char *stop;
    size_t n = golden_numbers(s, to, most, &stop);
    ck_assert_msg(*stop == '\0', "what is '%s'?", stop);
    return n;
}

static inline void golden_row(struct golden *g, char *text)
{
    double row[GOLDEN_COLUMNS];
    char *stop;
    size_t m = golden_numbers(text, row, GOLDEN_COLUMNS, &stop);
    ck_assert_uint_lt(g->n, GOLDEN_UNITS);
    ck_assert(g->n == 0 || m == g->m);
    g->m = m;
    if (*stop == '=')
        ck_assert_uint_eq(golden_all(stop + 1, &g->want[g->n_want++], 1), 1);
    else
        ck_assert_int_eq(*stop, '\0');
    for (size_t j = 0; j < m; j++)
        g->x[j][g->n] = row[j];
    g->n++;
}

static inline void golden_words(struct golden *g, size_t k, char *text)
{
    char *rest = NULL;
    for (char *s = strtok_r(text, " ", &rest); s; s = strtok_r(NULL, " ", &rest)) {
        ck_assert(g->n_words[k] < GOLDEN_UNITS && strlen(s) < GOLDEN_WORD);
        strcpy(g->words[k][g->n_words[k]++], s);
    }
}

static inline void golden_copy(char *to, size_t size, const char *from)
{
    ck_assert_msg(strlen(from) < size, "too long: %s", from);
    strcpy(to, from);
}

static inline void golden_line(struct golden *g, char *line)
{
    char *text = strchr(line, ' '), *stop, stage[16];
    double posts[2];
    ck_assert_msg(text != NULL, "what is '%s'?", line);
    *text++ = '\0';
    if (strcmp(line, "case") == 0) {
        memset(g, 0, sizeof *g);
        g->lo = g->hi = g->target = NAN;
        g->direction = 1;
        ck_assert_int_eq(sscanf(text, "%15s %31s", stage, g->method), 2);
        g->stage = stage_by_name(stage);
    } else if (strcmp(line, "source") == 0) {
        golden_copy(g->source, sizeof g->source, text);
    } else if (strcmp(line, "settings") == 0) {
        golden_copy(g->settings, sizeof g->settings, text);
    } else if (strcmp(line, "tolerance") == 0) {
        g->tolerance = strtod(text, &stop);
    } else if (strcmp(line, "column") == 0) {
        g->n = golden_all(text, g->x[0], GOLDEN_UNITS);
    } else if (strcmp(line, "base") == 0) {
        g->n_base = golden_all(text, g->base, GOLDEN_UNITS);
    } else if (strcmp(line, "direction") == 0) {
        g->direction = *text == '-' ? -1 : 1;
    } else if (strcmp(line, "goalposts") == 0) {
        ck_assert_uint_eq(golden_all(text, posts, 2), 2);
        g->lo = posts[0];
        g->hi = posts[1];
    } else if (strcmp(line, "target") == 0) {
        g->target = strtod(text, &stop);
    } else if (strcmp(line, "codes") == 0 || strcmp(line, "group") == 0) {
        golden_words(g, *line == 'g', text);
    } else if (strcmp(line, "enter") == 0) {
        for (size_t k = 0; *text; text++)
            if (*text != ' ' && k < GOLDEN_COLUMNS)
                g->enter[k++] = *text;
    } else if (strcmp(line, "row") == 0) {
        golden_row(g, text);
    } else if (strcmp(line, "weights") == 0) {
        g->n_weights = golden_all(text, g->w, GOLDEN_COLUMNS);
    } else if (strcmp(line, "want") == 0) {
        g->n_want = golden_all(text, g->want, GOLDEN_UNITS);
    } else {
        ck_abort_msg("what is '%s'?", line);
    }
}

static inline void golden_enter(struct golden *g)
{
    ck_assert(!*g->enter || strlen(g->enter) == g->m);
    for (size_t j = 0; j < g->m && *g->enter; j++) {
        double *x = g->x[j], low = INFINITY, high = -INFINITY, sum = 0;
        char how = g->enter[j];
        ck_assert_msg(strchr("+-/nNsS", how) != NULL, "%s: enter %c", g->source, how);
        for (size_t i = 0; i < g->n; i++) {
            x[i] = strchr("/S", how) ? 1 / x[i] : strchr("-N", how) ? -x[i] : x[i];
            low = fmin(low, x[i]);
            high = fmax(high, x[i]);
            sum += x[i];
        }
        for (size_t i = 0; i < g->n; i++)
            x[i] = strchr("nN", how)   ? (x[i] - low) / (high - low)
                   : strchr("sS", how) ? x[i] / sum
                                       : x[i];
    }
}

/* got is what the case wants. */
static inline void golden_assert(const struct golden *g, const double *got, size_t n)
{
    ck_assert_msg(g->n_want == n, "%s, %s: %zu wanted of %zu", g->method, g->source, g->n_want, n);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(isnan(g->want[i]) ? isnan(got[i]) : fabs(got[i] - g->want[i]) <= g->tolerance,
                      "%s, %s, %zu: %.17g, not %.17g", g->method, g->source, i, got[i], g->want[i]);
}

/* Hands the cases of a file to check, one by one; returns how many. */
static inline size_t golden_file(const char *path, golden_check *check)
{
    FILE *f = fopen(path, "r");
    struct rig *rig = rig_new();
    struct golden *g = calloc(1, sizeof *g);
    char line[1024];
    size_t cases = 0;
    int more = 1;
    ck_assert_msg(f && g, "%s cannot be read", path);
    while (more) {
        more = fgets(line, sizeof line, f) != NULL;
        if (more && line[0] == '#')
            continue;
        if (more && line[0] != '\n') {
            line[strcspn(line, "\n")] = '\0';
            golden_line(g, line);
        } else if (*g->method) {
            golden_enter(g);
            check(rig, g);
            g->method[0] = '\0';
            cases++;
        }
    }
    fclose(f);
    free(g);
    rig_free(rig);
    return cases;
}

#endif
