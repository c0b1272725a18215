/* SPDX-License-Identifier: MIT */
/* Columns of the table and formulas over them, by name and number. */
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"

const char *plan_nearest_column(const struct plan *p, const char *name, bool attributes)
{
    const struct table *t = p->table;
    size_t n = attributes ? t->n_attributes : t->n_variables;
    const char **names = arena_array(p->arena, n, sizeof *names);
    if (!names)
        return NULL;
    for (size_t i = 0; i < n; i++)
        names[i] = attributes ? t->attributes[i].name : t->variables[i].name;
    return text_nearest(name, names, n);
}

/* The one column of a header in several rows whose last part the name is, or NONE. */
static size_t variable_of_part(const struct table *t, const char *name)
{
    size_t found = NONE, n = strlen(name);
    for (size_t i = 0; i < t->n_variables; i++) {
        size_t whole = strlen(t->variables[i].name);
        const char *path = t->variables[i].name;
        if (whole <= n || path[whole - n - 1] != '/' || strcmp(path + whole - n, name))
            continue;
        if (found != NONE)
            return NONE;
        found = i;
    }
    return found;
}

size_t plan_variable(const struct plan *p, const char *name)
{
    const struct variable *v = table_variable(p->table, name);
    return v ? (size_t)(v - p->table->variables) : variable_of_part(p->table, name);
}

void plan_text_problem(struct plan *p, const char *where, const char *section, const char *key,
                       const char *name)
{
    const struct attribute *a = table_attribute(p->table, name);
    if (a->why)
        messages_add(&p->problems, ERR_DATA, "%s: %s cannot be used as numbers: %s", where, name,
                     a->why);
    else
        plan_problem(p, where, section, key, "%s is a column of texts, of which none is a number",
                     name);
}

size_t plan_add_formula(struct plan *p, const char *name, const char *text, const char *where)
{
    struct formula *v =
        arena_grow(p->arena, p->formulas, p->n_formulas, &p->cap_formulas, sizeof *v);
    if (!v)
        return NONE;
    p->formulas = v;
    p->formulas[p->n_formulas] = (struct formula){name, text, where};
    return p->n_formulas++;
}

size_t plan_columns_of(const struct plan *p, const struct node *n, size_t *to)
{
    const struct variable *per = n->per ? table_variable(p->table, n->per) : NULL;
    size_t m = 0;
    if (n->origin.kind == FROM_VARIABLE)
        to[m++] = n->origin.column;
    else if (n->formula)
        m = formula_inputs(n->formula, p->table, to);
    if (per)
        to[m++] = (size_t)(per - p->table->variables);
    return m;
}
