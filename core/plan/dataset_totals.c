/* SPDX-License-Identifier: MIT */
/* Rows of a table that are no units: totals of the others, notes below it. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "data/shape.h"
#include "plan/dataset_internal.h"

enum { OTHERS_LEAST = 3, COLUMNS_LEAST = 2, TOLD_MOST = 10, UNITS_COMPARED = 3000 };

static bool is_total_name(const char *s)
{
    static const char *const names[] = {
        "合计", "总计",  "总和",        "小计",     "共计",          "全国",   "全省",     "全市",
        "全县", "全区",  "全州",        "汇总",     "总数",          "total",  "totals",   "sum",
        "all",  "world", "grand total", "subtotal", "total general", "gesamt", "insgesamt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(s, names[i]) == 0)
            return true;
    return false;
}

/* Whether the unit's value is the sum of all others, in the period; *there: it has one, and enough
   others have. */
static bool is_sum(const struct table *t, const double *v, size_t unit, bool *there)
{
    double sum = 0, own = v[unit], size = fabs(own);
    size_t others = 0;
    for (size_t u = 0; u < t->n_units; u++)
        if (u != unit && !isnan(v[u])) {
            sum += v[u];
            size = fmax(size, fabs(v[u]));
            others++;
        }
    *there = !isnan(own) && own != 0 && others >= OTHERS_LEAST;
    return *there && fabs(sum - own) <= 1e-6 * size;
}

/* By value: in at least two columns, and in most. */
static bool is_total(const struct table *t, size_t unit)
{
    size_t sums = 0, seen = 0;
    bool there;
    for (size_t k = 0; k < t->n_variables; k++)
        for (size_t p = 0; p < t->n_periods; p++) {
            sums += is_sum(t, t->variables[k].v + p * t->n_units, unit, &there);
            seen += there;
        }
    return sums >= COLUMNS_LEAST && 2 * sums > seen;
}

/* One of the first columns tells of nearly all units that they are none. */
static bool may_be_total(const struct table *t, size_t unit)
{
    for (size_t k = 0; k < t->n_variables; k++) {
        bool there;
        if (is_sum(t, t->variables[k].v, unit, &there))
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
    const bool small = t->n_units <= UNITS_COMPARED;
    size_t told = 0;
    for (size_t u = 0; u < t->n_units && told < TOLD_MOST; u++) {
        const bool named = is_total_name(t->codes[u]) || is_total_name(t->names[u]);
        const bool total = small && (named || may_be_total(t, u)) && is_total(t, u);
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
