/* SPDX-License-Identifier: MIT */
/* Codes without the class that table_split has put behind them. */
#include "report/codes_there.h"

#include <string.h>

static const struct unit_class *class_at(const struct plan *p, size_t position)
{
    size_t c = 0;
    while (c + 1 < p->n_classes && position >= p->classes[c + 1].first)
        c++;
    return &p->classes[c];
}

/* What stands before /CLASS, where a unit is called so; of it table_split has made this one. */
size_t unit_stem(const struct plan *p, size_t position)
{
    const char *code = plan_unit_code(p, position), *class = class_at(p, position)->value;
    const size_t whole = strlen(code), behind = strlen(class) + 1;
    size_t n = whole;
    if (!p->table->elsewhere)
        return whole;
    while (n > 0 && code[n - 1] == '/')
        n--;
    if (n <= behind || code[n - behind] != '/' ||
        strncmp(code + n - behind + 1, class, behind - 1) != 0)
        return whole;
    n -= behind;
    for (size_t u = 0; u < p->table->n_units; u++)
        if (strncmp(p->table->codes[u], code, n) == 0 && !p->table->codes[u][n])
            return n;
    return whole;
}

bool unit_is_elsewhere(const struct plan *p, size_t period, size_t position)
{
    const bool *elsewhere = p->table->elsewhere;
    return elsewhere && elsewhere[period * p->table->n_units + p->order[position]];
}

size_t unit_in_period(const struct plan *p, size_t period, size_t position)
{
    const char *code = plan_unit_code(p, position);
    const size_t n = unit_stem(p, position);
    if (!unit_is_elsewhere(p, period, position))
        return position;
    for (size_t u = 0; u < p->table->n_units; u++)
        if (!unit_is_elsewhere(p, period, u) && strncmp(plan_unit_code(p, u), code, n) == 0 &&
            unit_stem(p, u) == n)
            return u;
    return position;
}

int codes_there_make(struct codes_there *c, const struct plan *p, size_t period, struct arena *a,
                     struct error *e)
{
    *c = (struct codes_there){.at = arena_array(a, p->table->n_units + 1, sizeof *c->at)};
    if (!c->at)
        return error_no_memory(e);
    for (size_t u = 0, at; u < p->table->n_units; u++) {
        if (unit_is_elsewhere(p, period, u))
            continue;
        if (text_index_put(&c->index, plan_unit_code(p, u), unit_stem(p, u), &at)) {
            text_index_fini(&c->index);
            return error_no_memory(e);
        }
        c->at[at] = u;
    }
    return OK;
}

size_t codes_there_find(const struct codes_there *c, const struct plan *p, size_t position)
{
    const size_t at =
        text_index_find(&c->index, plan_unit_code(p, position), unit_stem(p, position));
    return at == NONE ? NONE : c->at[at];
}

void codes_there_fini(struct codes_there *c)
{
    text_index_fini(&c->index);
}
