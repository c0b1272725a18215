/* SPDX-License-Identifier: MIT */
/* Columns of the table and formulas over them, by name and number. */
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

size_t plan_variable(const struct plan *p, const char *name)
{
    const struct variable *v = table_variable(p->table, name);
    return v ? (size_t)(v - p->table->variables) : NONE;
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
