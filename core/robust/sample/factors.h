/* SPDX-License-Identifier: MIT */
/*
 * What [uncertainty] varies, as factors. A factor turns one draw u in [0, 1) into a value, so that
 * a replicate is a point of [0, 1)^k, whoever chooses the points.
 */
#ifndef HENG_ROBUST_SAMPLE_FACTORS_H
#define HENG_ROBUST_SAMPLE_FACTORS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/number.h"
#include "plan/plan.h"

enum factor_kind {
    FACTOR_CHOICE,  /* one of several texts, each as likely */
    FACTOR_UNIFORM, /* on [a, b) */
    FACTOR_INTEGER, /* a, a + 1 .. b, each as likely */
    FACTOR_NORMAL,  /* mean a, sd b; clamped to what the key allows */
    FACTOR_GIVEN, /* those of a design matrix, replicate by replicate; a is the least, b the most */
    FACTOR_DATA,  /* noise on all values; u seeds a stream of numbers of its own */
    FACTOR_WEIGHTS,   /* noise on all weights; u seeds a stream of numbers of its own */
    FACTOR_LEAVE_OUT, /* nothing, or one of the nodes that may be left out */
};

struct factor {
    const char *name;          /* "treat.max_points", "weights", "leave_out" */
    const char *section, *key; /* "treat", "max_points"; NULL: of no key of the profile */
    const char *where, *dir;   /* as a profile_key has them */
    enum factor_kind kind;
    const char **choices;
    size_t n_choices;
    double a, b;
    struct heng_reals spread; /* of FACTOR_WEIGHTS, by level */
    double least, most;       /* of a number: what the key allows; set with its plans */
    enum heng_stage stage;    /* that the section is of, or 0 */
    const struct goalposts
        *goalposts; /* robust/sample/goalposts.h: of number `item` of a list, or NULL */
    size_t item;
    const struct design *design; /* that it is a column of, or NULL */
    const double *given;         /* FACTOR_GIVEN: by row of the design */
    const size_t *choice;        /* FACTOR_CHOICE of a design: by row */
    const size_t *rows;          /* of the design: where each choice, or a and b, stand first */
};

struct factors {
    struct factor *v;
    size_t n, cap;
    struct design *design; /* robust/sample/design.h; NULL: values are drawn */
};

/* Reads the plan's [uncertainty]; mistakes go to the plan's problems. Lives in the plan. */
int factors_read(struct plan *p, struct factors *f, struct error *e);

/* A further one that nothing is said of yet; NULL: out of memory. */
struct factor *factor_new(struct plan *p, struct factors *to);
/* A further factor, of key [vary.]SECTION.KEY. *f is NULL where it is no such key: a problem of the
   plan, as is what cannot take effect. */
int factor_add(struct plan *p, struct factors *to, const char *key, const char *where,
               const char *dir, struct factor **f, struct error *e);
/* Where its value stands: choice i, or of a number its least (0) or most (1). */
const char *factor_where(const struct factor *f, size_t i, struct arena *a);

/* Whether text is uniform(a, b), integer(a, b) or normal(m, s): then f's kind, a and b; mistakes in
   the numbers go to the plan's problems. */
bool factor_call(struct plan *p, const struct profile_key *k, const char *text, struct factor *f);

/* Which of n a draw is. */
static inline size_t factor_choice(double u, size_t n)
{
    size_t k = (size_t)(u * (double)n);
    return k < n ? k : n - 1;
}

/* Which choice a draw is. */
size_t factor_chosen(const struct factor *f, double u);

/* A key of the stage that is no method's parameter: method, base, by, missing ... */
bool factor_is_stage_key(const struct factor *f);
/* [dimension.ID] weight, [indicator.ID] weight. */
bool factor_is_weight(const struct factor *f);

/* Which number a draw is. */
double factor_number(const struct factor *f, double u);
static inline bool factor_is_number(const struct factor *f)
{
    return f->kind == FACTOR_UNIFORM || f->kind == FACTOR_INTEGER || f->kind == FACTOR_NORMAL ||
           f->kind == FACTOR_GIVEN;
}

#endif
