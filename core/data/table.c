/* SPDX-License-Identifier: MIT */
/* Tables: made, joined, selected from, looked up. */
#include "data/table.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/none.h"
#include "base/text.h"
#include "data/period.h"
#include "data/text_index.h"

static const char *const cell_names[CELL_KINDS] = {
    [CELL_OBSERVED] = "observed",   [CELL_MISSING] = "missing",
    [CELL_IMPUTED] = "imputed",     [CELL_TREATED] = "treated",
    [CELL_UNDEFINED] = "undefined", [CELL_BELOW_UNIT] = "below_unit",
    [CELL_ESTIMATED] = "estimated", [CELL_PROVISIONAL] = "provisional",
    [CELL_BREAK] = "break",
};

static const char *const no_period[] = {""};

/* What is later in the list is more doubtful. */
static const enum cell doubts[] = {CELL_OBSERVED, CELL_BELOW_UNIT, CELL_BREAK, CELL_PROVISIONAL,
                                   CELL_ESTIMATED};

static size_t doubt_of(enum cell c)
{
    size_t i = sizeof doubts / sizeof *doubts - 1;
    while (i > 0 && doubts[i] != c)
        i--;
    return i;
}

enum cell cell_more_doubtful(enum cell a, enum cell b)
{
    return doubt_of(a) >= doubt_of(b) ? a : b;
}

/* e, s: an estimate, of the office's or of Eurostat's; i: imputed; f: a forecast. Words are none.
 */
enum cell cell_of_flag(const char *flag)
{
    enum cell found = CELL_OBSERVED;
    if (strlen(flag) > 3)
        return found;
    for (; *flag; flag++) {
        const char c = (char)(*flag | 32);
        enum cell says = c == 'e' || c == 's' || c == 'i' || c == 'f' ? CELL_ESTIMATED
                         : c == 'p'                                   ? CELL_PROVISIONAL
                         : c == 'b'                                   ? CELL_BREAK
                                                                      : CELL_OBSERVED;
        found = cell_more_doubtful(says, found);
    }
    return found;
}

const char *cell_name(enum cell c)
{
    return (unsigned)c < CELL_KINDS ? cell_names[c] : "?";
}

void table_free(struct table *t)
{
    if (t)
        arena_free(t->arena);
}

/* ---- making -------------------------------------------------------------- */

/* Copies n texts that must differ; blank ones are refused where `what` is a unit's code. */
static int copy_keys(struct arena *a, const char *const *from, size_t n, const char *what,
                     bool may_be_blank, char ***to, struct error *e)
{
    struct text_index seen = {0};
    int status = OK;
    size_t at = 0;
    *to = arena_array(a, n, sizeof **to);
    if (!*to)
        return error_no_memory(e);
    for (size_t i = 0; i < n && !status; i++) {
        if (!may_be_blank && !from[i][0])
            status = error_set(e, ERR_DATA, "table: %s %zu: blank", what, i + 1);
        else if (text_index_put(&seen, from[i], strlen(from[i]), &at))
            status = error_no_memory(e);
        else if (at != i)
            status = error_set(e, ERR_DATA, "table: %s \"%s\": twice (number %zu and %zu)", what,
                               from[i], at + 1, i + 1);
        else if (!((*to)[i] = arena_strdup(a, from[i])))
            status = error_no_memory(e);
    }
    text_index_fini(&seen);
    return status;
}

static int copy_unique(struct arena *a, const char *const *from, size_t n, char ***to,
                       struct error *e)
{
    *to = arena_array(a, n, sizeof **to);
    if (!*to)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++)
        if (!((*to)[i] = arena_strdup(a, from[i])))
            return error_no_memory(e);
    return OK;
}

static int copy_names(struct table *t, const char *const *names, struct error *e)
{
    t->names = arena_array(t->arena, t->n_units, sizeof *t->names);
    if (!t->names)
        return error_no_memory(e);
    for (size_t i = 0; i < t->n_units; i++) {
        bool named = names && names[i] && names[i][0];
        t->names[i] = named ? arena_strdup(t->arena, names[i]) : t->codes[i];
        if (!t->names[i])
            return error_no_memory(e);
    }
    return OK;
}

static int make(const char *const *codes, const char *const *names, size_t n_units,
                const char *const *periods, size_t n_periods, bool unique, struct table **out,
                struct error *e)
{
    struct arena *a = arena_new();
    struct table *t = a ? arena_alloc(a, sizeof *t) : NULL;
    int status;
    *out = NULL;
    if (!t) {
        arena_free(a);
        return error_no_memory(e);
    }
    if (!periods || n_periods == 0) {
        periods = no_period;
        n_periods = 1;
    }
    t->arena = a;
    t->n_units = n_units;
    t->n_periods = n_periods;
    t->n_rows = n_units * n_periods;
    if (n_units && n_periods > SIZE_MAX / sizeof(double) / n_units)
        status = error_no_memory(e);
    else if (unique)
        status = copy_unique(a, codes, n_units, &t->codes, e);
    else
        status = copy_keys(a, codes, n_units, "code", false, &t->codes, e);
    if (!status && unique)
        status = copy_unique(a, periods, n_periods, &t->periods, e);
    else if (!status)
        status = copy_keys(a, periods, n_periods, "period", true, &t->periods, e);
    if (!status)
        status = copy_names(t, names, e);
    if (status)
        table_free(t);
    else
        *out = t;
    return status;
}

int table_new(const char *const *codes, const char *const *names, size_t n_units,
              const char *const *periods, size_t n_periods, struct table **t, struct error *e)
{
    return make(codes, names, n_units, periods, n_periods, false, t, e);
}

int table_new_unique(const char *const *codes, size_t n_units, const char *const *periods,
                     size_t n_periods, struct table **t, struct error *e)
{
    return make(codes, NULL, n_units, periods, n_periods, true, t, e);
}

int table_new_over(char **codes, char **names, size_t n_units, void *p, size_t n, struct table **t,
                   struct error *e)
{
    int status = make(NULL, NULL, 0, NULL, 0, true, t, e);
    if (status || !arena_adopt_mapped((*t)->arena, p, n)) {
        munmap(p, n);
        table_free(*t);
        *t = NULL;
        return status ? status : error_no_memory(e);
    }
    for (size_t i = 0; names && i < n_units; i++)
        if (!names[i] || !names[i][0])
            names[i] = codes[i];
    (*t)->codes = codes;
    (*t)->names = names ? names : codes;
    (*t)->n_rows = (*t)->n_units = n_units;
    return OK;
}

/* ---- finding ------------------------------------------------------------- */

struct variable *table_variable(const struct table *t, const char *name)
{
    for (size_t i = 0; i < t->n_variables; i++)
        if (strcmp(t->variables[i].name, name) == 0)
            return &t->variables[i];
    return NULL;
}

struct attribute *table_attribute(const struct table *t, const char *name)
{
    for (size_t i = 0; i < t->n_attributes; i++)
        if (strcmp(t->attributes[i].name, name) == 0)
            return &t->attributes[i];
    return NULL;
}

static size_t find_text(char *const *v, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(v[i], s) == 0)
            return i;
    return NONE;
}

size_t table_unit(const struct table *t, const char *code)
{
    return find_text(t->codes, t->n_units, code);
}

size_t table_period(const struct table *t, const char *label)
{
    return find_text(t->periods, t->n_periods, label);
}

/* ---- growing ------------------------------------------------------------- */

/* Room for one more item of an arena array: the array itself or a copy of twice the size. */
static void *grown(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
    size_t want = *cap ? *cap * 2 : 16;
    void *more;
    if (n < *cap)
        return items;
    more = arena_array(a, want, size);
    if (!more)
        return NULL;
    if (n)
        memcpy(more, items, n * size);
    *cap = want;
    return more;
}

/* The place of the next variable, with its name. */
static struct variable *next_variable(struct table *t, const char *name)
{
    struct variable *all, *x;
    all = grown(t->arena, t->variables, t->n_variables, &t->cap_variables, sizeof *all);
    if (!all)
        return NULL;
    t->variables = all;
    x = &all[t->n_variables];
    *x = (struct variable){.name = arena_strdup(t->arena, name)};
    return x->name ? x : NULL;
}

struct variable *table_borrow_variable(struct table *t, const char *name, double *v, uint8_t *cell)
{
    struct variable *x = next_variable(t, name);
    if (!x)
        return NULL;
    x->v = v;
    x->cell = cell;
    t->n_variables++;
    return x;
}

struct variable *table_adopt_variable(struct table *t, const char *name, double *v, uint8_t *cell)
{
    struct variable *x = table_borrow_variable(t, name, v, cell);
    if (!x || arena_adopt(t->arena, v, cell))
        return x;
    t->n_variables--;
    return NULL;
}

struct variable *table_add_variable(struct table *t, const char *name)
{
    struct variable *x = next_variable(t, name);
    if (!x)
        return NULL;
    x->v = arena_array(t->arena, t->n_rows, sizeof *x->v);
    x->cell = arena_array(t->arena, t->n_rows, sizeof *x->cell);
    if (!x->v || !x->cell)
        return NULL;
    for (size_t i = 0; i < t->n_rows; i++)
        x->v[i] = NAN;
    memset(x->cell, CELL_MISSING, t->n_rows);
    t->n_variables++;
    return x;
}

struct attribute *table_borrow_attribute(struct table *t, const char *name, char **v)
{
    struct attribute *all, *x;
    char *blank = arena_strdup(t->arena, "");
    all = grown(t->arena, t->attributes, t->n_attributes, &t->cap_attributes, sizeof *all);
    if (!all)
        return NULL;
    t->attributes = all;
    x = &all[t->n_attributes];
    *x = (struct attribute){.name = arena_strdup(t->arena, name), .v = v};
    if (!x->name || !blank)
        return NULL;
    for (size_t i = 0; i < t->n_units; i++)
        v[i] = v[i] ? v[i] : blank;
    t->n_attributes++;
    return x;
}

struct attribute *table_add_attribute(struct table *t, const char *name)
{
    char **v = arena_array(t->arena, t->n_units, sizeof *v);
    return v ? table_borrow_attribute(t, name, v) : NULL;
}

/* ---- joining ------------------------------------------------------------- */

static bool has_periods(const struct table *t)
{
    return t->n_periods != 1 || t->periods[0][0] != '\0';
}

static bool has_column(const struct table *t, const char *name)
{
    return table_variable(t, name) || table_attribute(t, name);
}

/* The positions in `from` of each text of `to`, NONE where it has none; *common counts.
 */
static size_t *match(char *const *to, size_t n_to, char *const *from, size_t n_from, size_t *common)
{
    struct text_index keys = {0};
    size_t *at = malloc((n_to + 1) * sizeof *at);
    size_t where = 0;
    bool whole = true;
    *common = 0;
    if (!at)
        return NULL;
    for (size_t i = 0; i < n_from && whole; i++)
        whole = !text_index_put(&keys, from[i], strlen(from[i]), &where);
    for (size_t i = 0; i < n_to && whole; i++) {
        at[i] = text_index_find(&keys, to[i], strlen(to[i]));
        *common += at[i] != NONE;
    }
    text_index_fini(&keys);
    if (!whole) {
        free(at);
        return NULL;
    }
    return at;
}

/* Periods that are written in another way in `from`: 2016 and 2016年. */
static int match_times(const struct table *to, const struct table *from, size_t *at, size_t *common,
                       struct error *e)
{
    size_t n = to->n_periods, all = n + from->n_periods;
    const char **labels = malloc(all * sizeof *labels);
    struct period_time *times = calloc(all, sizeof *times);
    bool whole = labels && times;
    if (whole) {
        memcpy(labels, to->periods, n * sizeof *labels);
        memcpy(labels + n, from->periods, from->n_periods * sizeof *labels);
    }
    if (whole && period_times(labels, all, times))
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < from->n_periods && at[i] == NONE; k++)
                if (period_compare(&times[i], &times[n + k]) == 0) {
                    at[i] = k;
                    ++*common;
                }
    free(labels);
    free(times);
    return whole ? OK : error_no_memory(e);
}

static int check_columns(const struct table *to, const struct table *from, struct error *e)
{
    const char *both = NULL;
    for (size_t i = 0; i < from->n_variables && !both; i++)
        if (has_column(to, from->variables[i].name))
            both = from->variables[i].name;
    for (size_t i = 0; i < from->n_attributes && !both; i++)
        if (has_column(to, from->attributes[i].name))
            both = from->attributes[i].name;
    if (both)
        return error_set(
            e, ERR_DATA,
            "column %s: both tables have it; rename one ([columns.NAME] new = old), or list it "
            "under ignore",
            both);
    if (has_periods(from) && !has_periods(to))
        return error_set(e, ERR_DATA,
                         "periods: this table has periods (\"%s\"%s) and the one it "
                         "is joined to has none; name the period column there",
                         from->periods[0], from->n_periods > 1 ? ", ..." : "");
    return OK;
}

static int check_common(const struct table *to, const struct table *from, size_t units,
                        size_t periods, struct error *e)
{
    if (units == 0 && to->n_units && from->n_units)
        return error_set(e, ERR_DATA,
                         "units: none in common with the table it is joined to "
                         "(codes such as \"%s\" here, \"%s\" there)",
                         from->codes[0], to->codes[0]);
    if (units == 0)
        return error_set(e, ERR_DATA, "units: none in common, a table has no unit at all");
    if (periods == 0)
        return error_set(e, ERR_DATA,
                         "periods: none in common with the table it is joined to "
                         "(such as \"%s\" here, \"%s\" there)",
                         from->periods[0], to->periods[0]);
    return OK;
}

static int join_variable(struct table *to, const struct table *from, const struct variable *x,
                         const size_t *unit, const size_t *period, struct error *e)
{
    struct variable *y = table_add_variable(to, x->name);
    if (!y)
        return error_no_memory(e);
    for (size_t p = 0; p < to->n_periods; p++) {
        size_t from_p = period ? period[p] : 0;
        if (from_p == NONE)
            continue;
        for (size_t u = 0; u < to->n_units; u++) {
            size_t row = p * to->n_units + u;
            if (unit[u] == NONE)
                continue;
            y->v[row] = x->v[from_p * from->n_units + unit[u]];
            y->cell[row] = x->cell[from_p * from->n_units + unit[u]];
        }
    }
    return table_carry_places(to, y, from, x, unit, period) ? error_no_memory(e) : OK;
}

/* Texts of rows, of those of other units and periods. NULL: out of memory. */
static char **carry_texts(struct table *to, const struct table *from, char *const *texts,
                          const size_t *unit, const size_t *period)
{
    char **v = arena_array(to->arena, to->n_rows, sizeof *v);
    for (size_t row = 0; v && row < to->n_rows; row++) {
        size_t u = unit[row % to->n_units], p = period ? period[row / to->n_units] : 0;
        v[row] =
            arena_strdup(to->arena, u == NONE || p == NONE ? "" : texts[p * from->n_units + u]);
        if (!v[row])
            return NULL;
    }
    return v;
}

static int join_attribute(struct table *to, const struct table *from, const struct attribute *x,
                          const size_t *unit, const size_t *period, struct error *e)
{
    struct attribute *y = table_add_attribute(to, x->name);
    if (!y)
        return error_no_memory(e);
    for (size_t u = 0; u < to->n_units; u++) {
        if (unit[u] == NONE)
            continue;
        y->v[u] = arena_strdup(to->arena, x->v[unit[u]]);
        if (!y->v[u])
            return error_no_memory(e);
    }
    y->each = x->each ? carry_texts(to, from, x->each, unit, period) : NULL;
    if (x->each && !y->each)
        return error_no_memory(e);
    y->why = x->why ? arena_strdup(to->arena, x->why) : NULL;
    return x->why && !y->why ? error_no_memory(e) : OK;
}

int table_join(struct table *to, const struct table *from, struct error *e)
{
    size_t n_variables = to->n_variables, n_attributes = to->n_attributes;
    size_t common_units = 0, common_periods = 1;
    size_t *unit = NULL, *period = NULL;
    int status = check_columns(to, from, e);
    if (status)
        goto out;
    unit = match(to->codes, to->n_units, from->codes, from->n_units, &common_units);
    if (has_periods(from))
        period = match(to->periods, to->n_periods, from->periods, from->n_periods, &common_periods);
    if (!unit || (has_periods(from) && !period))
        status = error_no_memory(e);
    else if (has_periods(from))
        status = match_times(to, from, period, &common_periods, e);
    if (!status)
        status = check_common(to, from, common_units, common_periods, e);
    for (size_t i = 0; i < from->n_variables && !status; i++)
        status = join_variable(to, from, &from->variables[i], unit, period, e);
    for (size_t i = 0; i < from->n_attributes && !status; i++)
        status = join_attribute(to, from, &from->attributes[i], unit, period, e);
    if (status) {
        to->n_variables = n_variables;
        to->n_attributes = n_attributes;
    }
out:
    free(unit);
    free(period);
    return status;
}

/* ---- selecting ----------------------------------------------------------- */

int table_select(const struct table *t, const unsigned char *keep, struct table **out,
                 struct error *e)
{
    size_t n = 0;
    size_t *kept = malloc((t->n_units + 1) * sizeof *kept);
    size_t *same = malloc((t->n_periods + 1) * sizeof *same); /* each period is its own */
    const char **codes = malloc((t->n_units + 1) * sizeof *codes);
    const char **names = malloc((t->n_units + 1) * sizeof *names);
    struct table *to = NULL;
    int status = OK;
    *out = NULL;
    if (!kept || !codes || !names || !same)
        status = error_no_memory(e);
    for (size_t i = 0; i < t->n_periods && !status; i++)
        same[i] = i;
    for (size_t i = 0; i < t->n_units && !status; i++) {
        if (!keep[i])
            continue;
        kept[n] = i;
        codes[n] = t->codes[i];
        names[n++] = t->names[i];
    }
    if (!status)
        status = table_new(codes, names, n, (const char *const *)t->periods, t->n_periods, &to, e);
    if (!status)
        to->as_met = t->as_met;
    for (size_t i = 0; i < t->n_variables && !status; i++)
        status = join_variable(to, t, &t->variables[i], kept, same, e);
    for (size_t i = 0; i < t->n_attributes && !status; i++)
        status = join_attribute(to, t, &t->attributes[i], kept, same, e);
    if (!status && t->names_each &&
        !(to->names_each = carry_texts(to, t, t->names_each, kept, same)))
        status = error_no_memory(e);
    if (status)
        table_free(to);
    else
        *out = to;
    free(kept);
    free(same);
    free(codes);
    free(names);
    return status;
}
