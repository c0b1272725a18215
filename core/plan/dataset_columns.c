/* SPDX-License-Identifier: MIT */
/* The units that a data set keeps, and the columns that it derives. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "plan/dataset_internal.h"
#include "plan/problems.h"

int dataset_select(struct data_making *m, struct error *e)
{
    struct profile_section *s = profile_section(m->p, "units");
    const struct profile_key *key = s ? profile_key(s, "where") : NULL;
    struct units_options u;
    struct table *selected;
    struct error why;
    unsigned char *keep;
    size_t n = 0;
    int status = profile_bind(m->p, s, &units_keys, &u, &m->d->problems, e);
    if (status || !key || !u.where || !*u.where)
        return status;
    keep = arena_alloc(m->d->arena, m->d->table->n_units);
    if (!keep)
        return error_no_memory(e);
    if (script_where(&m->host, &(struct formula){"[units] where", u.where, key->where}, m->d->table,
                     keep, &why)) {
        messages_add(&m->d->problems, error_as(why.status, ERR_PROFILE), "%s", why.text);
        return OK;
    }
    for (size_t i = 0; i < m->d->table->n_units; i++)
        n += keep[i] != 0;
    if (!n) {
        problems_add(&m->d->problems, key->where, "units", "where", "keeps none of the %zu units",
                     m->d->table->n_units);
        return OK;
    }
    status = table_select(m->d->table, keep, &selected, e);
    if (status)
        return status;
    table_free(m->d->table);
    m->d->table = selected;
    return OK;
}

/* A derived cell without a value is undefined when all that it is made of is there. */
static void mark_cells(const struct table *t, const char *text, size_t *inputs, size_t n_before,
                       struct variable *to)
{
    size_t n = formula_inputs(text, t, inputs);
    for (size_t i = 0; i < t->n_rows; i++) {
        to->cell[i] = CELL_OBSERVED;
        for (size_t k = 0; k < n && !isnan(to->v[i]); k++)
            if (t->variables[inputs[k]].cell[i] > CELL_BELOW_UNIT)
                to->cell[i] = (uint8_t)cell_more_doubtful(
                    (enum cell)t->variables[inputs[k]].cell[i], (enum cell)to->cell[i]);
        if (!isnan(to->v[i]))
            continue;
        to->cell[i] = CELL_UNDEFINED;
        for (size_t k = 0; k < n; k++)
            if (inputs[k] < n_before && isnan(t->variables[inputs[k]].v[i]))
                to->cell[i] = CELL_MISSING;
    }
}

static int store_derived(struct data_making *m, const struct formula *f, size_t n,
                         double *const *out, struct error *e)
{
    struct table *t = m->d->table;
    size_t *inputs;
    for (size_t i = 0; i < n; i++) {
        struct variable *v = table_add_variable(t, f[i].name);
        inputs = arena_array(m->d->arena, t->n_variables, sizeof *inputs);
        if (!v || !inputs)
            return error_no_memory(e);
        memcpy(v->v, out[i], t->n_rows * sizeof(double));
        mark_cells(t, f[i].text, inputs, t->n_variables - 1, v);
    }
    return OK;
}

bool formula_tell_texts(const struct formula *f, const char *section, const struct table *t,
                        struct messages *problems)
{
    bool any = false;
    for (size_t i = 0; i < t->n_attributes; i++) {
        const struct attribute *a = &t->attributes[i];
        struct str why = {0};
        if (!a->why || !formula_mentions(f->text, a->name))
            continue;
        str_printf(&why, "%s cannot be used as numbers: %s", a->name, a->why);
        problems_add_formula(problems, why.failed ? ERR_MEMORY : ERR_DATA, f, section,
                             why.failed ? "out of memory" : why.s);
        str_fini(&why);
        any = true;
    }
    return any;
}

/* Evaluates formulas into fresh columns; each error becomes a problem or, when it is not the
   profile's fault (a limit), a failure. */
static int derive(struct data_making *m, const struct formula *f, size_t n, struct error *e)
{
    double **out = arena_array(m->d->arena, n, sizeof *out);
    struct error *errors = arena_array(m->d->arena, n, sizeof *errors);
    int status;
    if (!out || !errors)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++)
        if (!(out[i] = arena_array(m->d->arena, m->d->table->n_rows, sizeof(double))))
            return error_no_memory(e);
    status = script_formulas_each(&m->host, f, n, m->d->table, out, errors, e);
    for (size_t i = 0; !status && i < n; i++)
        if (formula_tell_texts(&f[i], "derive", m->d->table, &m->d->problems))
            continue;
        else if (errors[i].status == ERR_PROFILE)
            problems_add_formula(&m->d->problems, ERR_PROFILE, &f[i], "derive", errors[i].text);
        else if (errors[i].status)
            problems_add_formula(&m->d->failures, error_as(errors[i].status, ERR_PART), &f[i],
                                 "derive", errors[i].text);
    return status ? status : store_derived(m, f, n, out, e);
}

int dataset_derive(struct data_making *m, struct error *e)
{
    struct profile_section *s = profile_section(m->p, "derive");
    struct formula *f;
    size_t n = 0;
    if (!s)
        return OK;
    f = arena_array(m->d->arena, s->n_keys, sizeof *f);
    if (!f)
        return error_no_memory(e);
    for (size_t i = 0; i < s->n_keys; i++) {
        struct profile_key *k = &s->keys[i];
        if (!k->value || !*k->value)
            continue;
        if (table_variable(m->d->table, k->name) || table_attribute(m->d->table, k->name))
            problems_add(&m->d->problems, k->where, "derive", k->name,
                         "the table has a column of this name; choose another");
        else
            f[n++] = (struct formula){k->name, k->value, k->where};
    }
    return n ? derive(m, f, n, e) : OK;
}
