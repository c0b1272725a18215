/* SPDX-License-Identifier: MIT */
/* What the kits over every method share: columns of any stage, and memory between guard zones. */
#ifndef HENG_TESTS_METHODS_KIT_COLUMNS_H
#define HENG_TESTS_METHODS_KIT_COLUMNS_H

#include "methods/rig.h"

enum { GUARD = 4, N_MAX = 16, M_MAX = 4 };

static const double guard = 1.25e77;

/* n doubles between two guard zones. */
static inline double *guarded_new(size_t n, double filling)
{
    double *p = malloc((n + 2 * GUARD) * sizeof *p);
    ck_assert_ptr_nonnull(p);
    for (size_t i = 0; i < n + 2 * GUARD; i++)
        p[i] = i < GUARD || i >= n + GUARD ? guard : filling;
    return p + GUARD;
}

static inline void guarded_free(const struct method *m, double *p, size_t n)
{
    for (size_t i = 0; i < GUARD; i++)
        ck_assert_msg(p[-1 - (long)i] == guard && p[n + i] == guard, "%s writes out of bounds",
                      m->desc->name);
    free(p - GUARD);
}

/* Parameters of a call for so many columns: defaults; what must be given is 1, or as many experts
   who call all equal. */
static inline const void *kit_params(struct rig *rig, const struct method *m, size_t columns_n)
{
    const struct param_table t = method_params(m->desc);
    char settings[256] = "";
    for (size_t k = 0; k < t.n; k++) {
        const struct heng_param *p = param_at(&t, k);
        size_t rows = p->type == HENG_TEXT ? columns_n : 1;
        if (p->def && !(p->type == HENG_TEXT && m->desc->stage == HENG_WEIGHTS))
            continue;
        strcat(strcat(strcat(settings, *settings ? "; " : ""), p->name), " = ");
        for (size_t i = 0; i < rows * rows; i++)
            strcat(settings, i > 0 && i % rows == 0 ? "|1" : " 1");
    }
    return rig_params(rig, m, settings);
}

/* A column of any stage; the same five are the columns of a matrix. */
struct column {
    const char *name;
    size_t n;
    double x[N_MAX];
};

static const struct column columns[] = {
    {"plain", 12, {3, 1, 4, 1.5, 5, 9, 2, 6, 5.25, 3.5, 8, 7}},
    {"gaps", 12, {3, NAN, 4, 1, 5, NAN, NAN, 6, 5.5, 3.5, 8, NAN}},
    {"ties", 12, {2, 2, 2, 1, 1, 3, 3, 3, 3, 2, 1, 2}},
    {"negative", 12, {-3, 1, -4, 1.5, -5, 9, -2, 6, 0, 3.5, -8, 7}},
    {"offset",
     12,
     {1e9 + 3, 1e9 + 1, 1e9 + 4, 1e9 + 1.5, 1e9 + 5, 1e9 + 9, 1e9 + 2, 1e9 + 6, 1e9 + 5.25,
      1e9 + 3.5, 1e9 + 8, 1e9 + 7}},
    {"outlier", 12, {3, 1, 4, 1.5, 5, 900, 2, 6, 5.25, 3.5, 8, 7}},
    {"outlier below", 12, {3, 1, 4, 1.5, 5, -900, 2, 6, 5.25, 3.5, 8, 7}},
    {"constant", 12, {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}},
    {"empty", 12, {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN}},
    {"lone", 12, {NAN, NAN, NAN, NAN, 4, NAN, NAN, NAN, NAN, NAN, NAN, NAN}},
    {"huge", 4, {1e300, -1e300, 1e308, 3}},
    {"tiny", 4, {1e-300, -1e-300, 5e-324, 0}},
    {"two units", 2, {3, 5}},
    {"one unit", 1, {7}},
};

enum {
    PLAIN,
    GAPS,
    TIES,
    NEGATIVE,
    OFFSET,
    OUTLIER,
    BELOW,
    CONSTANT,
    EMPTY,
    LONE,
    HUGE_,
    TINY,
    TWO,
    ONE
};

static const size_t permuted[N_MAX] = {7, 3, 11, 0, 5, 9, 1, 10, 2, 8, 4, 6};

/* Row i of a permuted column of n rows. */
static inline size_t place(size_t n, size_t i)
{
    return n == 12 ? permuted[i] : n - 1 - i;
}

static inline int same_bits(const double *a, const double *b, size_t n)
{
    return n == 0 || memcmp(a, b, n * sizeof *a) == 0;
}

#endif
