/* SPDX-License-Identifier: MIT */
/* Rows of a table that are no units: totals of the others, notes below it. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "data/shape.h"
#include "plan/dataset_internal.h"
#include "stats/stats.h"

enum { OTHERS_LEAST = 3, COLUMNS_LEAST = 2, TOLD_MOST = 10, NAME_MOST = 64 };

/* A variable in a period, over all units. */
struct whole {
    bool known;
    size_t n; /* that have a value */
    double sum, size;
};

/* Of each variable and period that has been asked for. */
struct wholes {
    const struct table *t;
    struct whole *v;
};

/* The text without any blanks: 合 计 is 合计. False: longer than a total is called. */
static bool squeeze(const char *s, char to[NAME_MOST])
{
    size_t left = strlen(s), n = 0;
    while (left) {
        uint32_t c;
        size_t length = text_decode(s, left, &c);
        length = length ? length : 1;
        if (n + length >= NAME_MOST)
            return false;
        if (c != ' ' && c != '\t' && c != 0x3000 && c != 0xa0) {
            memcpy(to + n, s, length);
            n += length;
        }
        s += length;
        left -= length;
    }
    to[n] = '\0';
    return true;
}

/* 全省合计, 合计（万人） */
static bool holds_total(const char *s)
{
    static const char *const words[] = {"合计", "总计", "小计", "共计"};
    const size_t n = strlen(s);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t length = strlen(words[i]);
        if (n >= length &&
            (strncmp(s, words[i], length) == 0 || strcmp(s + n - length, words[i]) == 0))
            return true;
    }
    return false;
}

static bool is_total_name(const char *name)
{
    static const char *const names[] = {
        "合计", "总计",  "总和",       "小计",     "共计",         "全国",   "全省",     "全市",
        "全县", "全区",  "全州",       "汇总",     "总数",         "total",  "totals",   "sum",
        "all",  "world", "grandtotal", "subtotal", "totalgeneral", "gesamt", "insgesamt"};
    char s[NAME_MOST];
    if (!squeeze(name, s))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(s, names[i]) == 0)
            return true;
    return holds_total(s);
}

static const struct whole *whole_of(const struct wholes *all, size_t variable, size_t period)
{
    const struct table *t = all->t;
    struct whole *w = &all->v[variable * t->n_periods + period];
    const double *v = t->variables[variable].v + period * t->n_units;
    struct stats_span span;
    if (w->known)
        return w;
    span = stats_range(v, t->n_units);
    *w = (struct whole){true, span.n, stats_sum(v, t->n_units),
                        fmax(fabs(span.min), fabs(span.max))};
    return w;
}

/* Whether the unit's value is the sum of all others; *there: it has one, and enough others have. */
static bool is_sum(const struct wholes *all, size_t variable, size_t period, size_t unit,
                   bool *there)
{
    const struct whole *w = whole_of(all, variable, period);
    const double own = all->t->variables[variable].v[period * all->t->n_units + unit];
    *there = !isnan(own) && own != 0 && w->n > OTHERS_LEAST;
    return *there && fabs(w->sum - own - own) <= 1e-6 * w->size;
}

/* By value: in at least two columns, and in most. */
static bool is_total(const struct wholes *all, size_t unit)
{
    size_t sums = 0, seen = 0;
    bool there;
    for (size_t k = 0; k < all->t->n_variables; k++)
        for (size_t p = 0; p < all->t->n_periods; p++) {
            sums += is_sum(all, k, p, unit, &there);
            seen += there;
        }
    return sums >= COLUMNS_LEAST && 2 * sums > seen;
}

/* One of the first columns tells of nearly all units that they are none. */
static bool may_be_total(const struct wholes *all, size_t unit)
{
    for (size_t k = 0; k < all->t->n_variables; k++) {
        bool there;
        if (is_sum(all, k, 0, unit, &there))
            return true;
        if (k >= COLUMNS_LEAST)
            return false;
    }
    return false;
}

static void tell(struct dataset *d, size_t unit, const char *why)
{
    const struct table *t = d->table;
    messages_add(&d->warnings, OK,
                 "unit %s (%s): %s; if it is no unit, leave it out: [units] where = code ~= \"%s\"",
                 t->codes[unit], t->names[unit], why, t->codes[unit]);
}

void dataset_tell_totals(struct data_making *m)
{
    const struct table *t = m->d->table;
    struct wholes all = {t, NULL};
    size_t told = 0;
    all.v = arena_array(m->d->arena, t->n_variables * t->n_periods, sizeof *all.v);
    for (size_t u = 0; all.v && u < t->n_units && told < TOLD_MOST; u++) {
        const bool named = is_total_name(t->codes[u]) || is_total_name(t->names[u]);
        const bool total = (named || may_be_total(&all, u)) && is_total(&all, u);
        const char *why = total   ? "its values are the sums of all others"
                          : named ? "it is called as a total is"
                                  : NULL;
        if (!why && (shape_is_note(t->codes[u], strlen(t->codes[u])) ||
                     shape_is_note(t->names[u], strlen(t->names[u]))))
            why = "it is called as a note below a table is";
        if (why) {
            tell(m->d, u, why);
            told++;
        }
    }
}
