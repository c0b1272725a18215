/* SPDX-License-Identifier: MIT */
/* Tables of reference results, CSV files below the folder that HENG_REFERENCE names. */
#ifndef HENG_TESTS_METHODS_SHEET_H
#define HENG_TESTS_METHODS_SHEET_H

#include "methods/rig.h"

enum { CELLS_MAX = 80, ROWS_MAX = 300 };

/* A small CSV of one line a row, with quoted texts. */
struct sheet {
    char *cell[ROWS_MAX][CELLS_MAX];
    size_t rows, columns;
    char *text[ROWS_MAX];
};

static const char *folder; /* HENG_REFERENCE */

static inline size_t sheet_split(char *line, char **cells)
{
    size_t n = 0;
    while (n < CELLS_MAX) {
        char *to = line;
        int quoted = 0;
        cells[n++] = to;
        for (; *line && *line != '\n' && (quoted || *line != ','); line++)
            if (*line == '"')
                quoted = !quoted;
            else
                *to++ = *line;
        if (*line != ',') {
            *to = '\0';
            break;
        }
        line++;
        *to = '\0';
    }
    return n;
}

static inline struct sheet *sheet_read(const char *name)
{
    char path[512], line[16384];
    struct sheet *s = calloc(1, sizeof *s);
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "r");
    ck_assert_msg(f != NULL, "%s cannot be read", path);
    ck_assert_ptr_nonnull(s);
    while (s->rows < ROWS_MAX && fgets(line, sizeof line, f)) {
        s->text[s->rows] = strdup(line);
        ck_assert_ptr_nonnull(s->text[s->rows]);
        s->columns = sheet_split(s->text[s->rows], s->cell[s->rows]);
        s->rows++;
    }
    fclose(f);
    return s;
}

static inline void sheet_free(struct sheet *s)
{
    for (size_t i = 0; i < s->rows; i++)
        free(s->text[i]);
    free(s);
}

static inline double number(const char *s)
{
    return *s == '\0' || strcmp(s, "NA") == 0 ? NAN : strtod(s, NULL);
}

static inline size_t sheet_row(const struct sheet *s, const char *code, size_t column)
{
    for (size_t i = 1; i < s->rows; i++)
        if (strcmp(s->cell[i][column], code) == 0)
            return i;
    ck_abort_msg("no row %s", code);
    return 0;
}

/* Rows 1.. of column j, in the row order of order. */
static inline void sheet_column(const struct sheet *s, size_t j, const struct sheet *order,
                                double *to)
{
    for (size_t i = 1; i < order->rows; i++)
        to[i - 1] = number(s->cell[sheet_row(s, order->cell[i][0], 0)][j]);
}

/* Within 1e-12 of what is wanted; of values below 0.01, which differences of values about 1 leave
   with fewer digits there, 1e-14. */
static inline void assert_relative(const char *what, const char *column, const double *got,
                                   const double *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(isnan(want[i]) ? isnan(got[i])
                                     : fabs(got[i] - want[i]) <= 1e-12 * fmax(fabs(want[i]), 1e-2),
                      "%s, %s[%zu]: got %.17g, want %.17g", what, column, i, got[i], want[i]);
}

/* Runs the tests where there is such a folder; the exit code of main. */
static inline int sheet_run(const char *name, const TTest *const *tests)
{
    folder = getenv("HENG_REFERENCE");
    if (!folder || !*folder) {
        puts("skipped: HENG_REFERENCE names no folder of reference results");
        return EXIT_SUCCESS;
    }
    return kit_run(name, tests);
}

#endif
