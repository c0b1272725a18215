/* SPDX-License-Identifier: MIT */
/* Units whose class changes between periods: one for each class. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/table.h"
#include "data/text_index.h"

/* The parts that the units fall into. */
struct split {
    const struct table *t;
    char *const *each;
    struct arena *arena; /* of the parts */
    const char **text;   /* of each row: what its unit is then */
    size_t *unit;        /* of each part: whose it is */
    const char **of;     /* ... and what it is; NULL: whatever it is, it does not change */
    const char **codes, **names;
    size_t n, cap;
};

static size_t row_of(const struct table *t, size_t period, size_t unit)
{
    return period * t->n_units + unit;
}

/* What a unit is in each period: as is told, else as before, else as later. */
static void fill_unit(struct split *s, size_t unit)
{
    const struct table *t = s->t;
    const char *last = "";
    for (size_t p = 0; p < t->n_periods; p++) {
        const char *told = s->each[row_of(t, p, unit)];
        last = *told ? told : last;
        s->text[row_of(t, p, unit)] = last;
    }
    for (size_t p = t->n_periods; p-- > 0;) {
        const char **text = &s->text[row_of(t, p, unit)];
        last = **text ? *text : last;
        *text = last;
    }
}

static bool is_new(const struct split *s, size_t first, const char *text)
{
    for (size_t i = first; i < s->n; i++)
        if (strcmp(s->of[i], text) == 0)
            return false;
    return true;
}

/* The name of the latest period in which the unit was so. */
static const char *name_of(const struct split *s, size_t unit, const char *text)
{
    const struct table *t = s->t;
    for (size_t p = t->n_periods; t->names_each && p-- > 0;)
        if (strcmp(s->text[row_of(t, p, unit)], text) == 0 && *t->names_each[row_of(t, p, unit)])
            return t->names_each[row_of(t, p, unit)];
    return t->names[unit];
}

/* CODE/TEXT, and more where somebody is called so. */
static const char *code_of(const struct split *s, size_t unit, const char *text)
{
    const char *code = arena_printf(s->arena, "%s/%s", s->t->codes[unit], text);
    while (code && table_unit(s->t, code) != NONE)
        code = arena_printf(s->arena, "%s/", code);
    return code;
}

static bool grow(struct split *s)
{
    size_t more = s->cap ? 2 * s->cap : 64;
    size_t *unit = arena_array(s->arena, more, sizeof *unit);
    const char **of = arena_array(s->arena, more, sizeof *of);
    const char **codes = arena_array(s->arena, more, sizeof *codes);
    const char **names = arena_array(s->arena, more, sizeof *names);
    if (!unit || !of || !codes || !names)
        return false;
    for (size_t i = 0; i < s->n; i++) {
        unit[i] = s->unit[i];
        of[i] = s->of[i];
        codes[i] = s->codes[i];
        names[i] = s->names[i];
    }
    s->unit = unit;
    s->of = of;
    s->codes = codes;
    s->names = names;
    s->cap = more;
    return true;
}

/* The latest text first: it has the unit's own code and name. */
static bool add_unit(struct split *s, size_t unit)
{
    const size_t first = s->n;
    fill_unit(s, unit);
    for (size_t p = s->t->n_periods; p-- > 0;) {
        const char *text = s->text[row_of(s->t, p, unit)];
        if (!is_new(s, first, text))
            continue;
        if (s->n == s->cap && !grow(s))
            return false;
        s->unit[s->n] = unit;
        s->of[s->n] = text;
        s->codes[s->n] = s->n == first ? s->t->codes[unit] : code_of(s, unit, text);
        s->names[s->n] = s->n == first ? s->t->names[unit] : name_of(s, unit, text);
        if (!s->codes[s->n++])
            return false;
    }
    return true;
}

/* ---- the new table --------------------------------------------------------------------------- */

static bool is_there(const struct split *s, size_t period, size_t part)
{
    return strcmp(s->text[row_of(s->t, period, s->unit[part])], s->of[part]) == 0;
}

static int copy_variable(const struct split *s, const struct variable *x, struct table *to,
                         const size_t *periods, struct error *e)
{
    struct variable *y = table_add_variable(to, x->name);
    if (!y)
        return error_no_memory(e);
    for (size_t p = 0; p < to->n_periods; p++)
        for (size_t i = 0; i < s->n; i++) {
            size_t from = row_of(s->t, p, s->unit[i]), row = row_of(to, p, i);
            if (!is_there(s, p, i))
                continue;
            y->v[row] = x->v[from];
            y->cell[row] = x->cell[from];
        }
    return table_carry_places(to, y, s->t, x, s->unit, periods) ? error_no_memory(e) : OK;
}

/* An attribute's text is that of the latest period in which the part is there and it is told. */
static const char *text_of(const struct split *s, const struct attribute *x, size_t part)
{
    for (size_t p = s->t->n_periods; x->each && p-- > 0;)
        if (is_there(s, p, part) && *x->each[row_of(s->t, p, s->unit[part])])
            return x->each[row_of(s->t, p, s->unit[part])];
    return x->v[s->unit[part]];
}

static int copy_attribute(const struct split *s, const struct attribute *x, bool parts,
                          struct table *to, struct error *e)
{
    struct attribute *y = table_add_attribute(to, x->name);
    bool whole = y != NULL;
    for (size_t i = 0; whole && i < s->n; i++)
        whole = (y->v[i] = arena_strdup(to->arena, parts ? s->of[i] : text_of(s, x, i))) != NULL;
    if (whole && x->why)
        whole = (y->why = arena_strdup(to->arena, x->why)) != NULL;
    return whole ? OK : error_no_memory(e);
}

static int fill_table(const struct split *s, const char *attribute, struct table *to,
                      struct error *e)
{
    size_t *periods = arena_array(s->arena, to->n_periods, sizeof *periods);
    int status = periods ? OK : error_no_memory(e);
    for (size_t p = 0; !status && p < to->n_periods; p++)
        periods[p] = p;
    for (size_t i = 0; !status && i < s->t->n_variables; i++)
        status = copy_variable(s, &s->t->variables[i], to, periods, e);
    for (size_t i = 0; !status && i < s->t->n_attributes; i++)
        status = copy_attribute(s, &s->t->attributes[i],
                                strcmp(s->t->attributes[i].name, attribute) == 0, to, e);
    to->elsewhere = arena_array(to->arena, to->n_rows, sizeof *to->elsewhere);
    if (!to->elsewhere)
        return error_no_memory(e);
    for (size_t p = 0; p < to->n_periods; p++)
        for (size_t i = 0; i < s->n; i++)
            to->elsewhere[row_of(to, p, i)] = !is_there(s, p, i);
    to->as_met = s->t->as_met;
    return status;
}

/* Each part of a unit that has several, with the first period in which it is there. */
static bool list_parts(const struct split *s, struct table *to, struct table_parted **parted,
                       size_t *n)
{
    struct table_parted *v = arena_array(to->arena, s->n + 1, sizeof *v);
    *parted = v;
    *n = 0;
    for (size_t i = 0; v && i < s->n; i++) {
        bool several =
            (i && s->unit[i - 1] == s->unit[i]) || (i + 1 < s->n && s->unit[i + 1] == s->unit[i]);
        size_t p = 0;
        if (!several)
            continue;
        while (!is_there(s, p, i))
            p++;
        v[*n] = (struct table_parted){i, arena_strdup(to->arena, s->of[i]), to->periods[p]};
        if (!v[(*n)++].text)
            return false;
    }
    return v != NULL;
}

size_t table_count_units(const struct table *t)
{
    size_t n = t->n_units;
    for (size_t u = 0; t->elsewhere && u < t->n_units; u++)
        n -= t->elsewhere[row_of(t, t->n_periods - 1, u)]; /* the latest is there at the end */
    return n;
}

int table_split(const struct table *t, const char *attribute, struct table **out,
                struct table_parted **parted, size_t *n, struct error *e)
{
    struct split s = {.t = t, .each = table_attribute(t, attribute)->each, .arena = arena_new()};
    bool whole = s.arena != NULL;
    int status = OK;
    *out = NULL;
    if (whole)
        whole = (s.text = arena_array(s.arena, t->n_rows, sizeof *s.text)) != NULL;
    for (size_t u = 0; whole && u < t->n_units; u++)
        whole = add_unit(&s, u);
    if (!whole)
        status = error_no_memory(e);
    if (!status)
        status =
            table_new(s.codes, s.names, s.n, (const char *const *)t->periods, t->n_periods, out, e);
    if (!status)
        status = fill_table(&s, attribute, *out, e);
    if (!status && !list_parts(&s, *out, parted, n))
        status = error_no_memory(e);
    if (status) {
        table_free(*out);
        *out = NULL;
    }
    arena_free(s.arena);
    return status;
}
