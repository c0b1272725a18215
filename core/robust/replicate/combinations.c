/* SPDX-License-Identifier: MIT */
/* Which alternatives meet: all products where they are drawn, of a design those of its rows. */
#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "robust/replicate/evaluator_internal.h"
#include "robust/sample/design.h"

bool evaluator_stage_varies(const struct evaluator *g, int stage)
{
    for (size_t k = 0; k < g->n_factors; k++)
        if (g->factors[k].key && (int)g->factors[k].stage == stage)
            return true;
    return false;
}

/* ---- those of a design ----------------------------------------------------------------------- */

struct coded {
    uint64_t code;
    size_t row;
};

static int by_code(const void *x, const void *y)
{
    const struct coded *a = x, *b = y;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static bool belongs(const struct factor *f, int stage)
{
    return stage == ALL_STAGES || !f->stage || (int)f->stage == stage;
}

/* What tells a row from others in a column: the choice, and whether the cell is empty; of numbers
   the latter alone. */
static size_t code_of(const struct evaluator *g, size_t k, size_t row)
{
    const struct factor *f = &g->factors[k];
    const size_t choice = f->kind == FACTOR_CHOICE ? f->choice[row] + 1 : 1;
    return g->design->columns[k].blank[row] ? 0 : choice;
}

/* Numbers rows anew, in the order in which their combinations are met first; room: a row each. */
static void renumber(const struct evaluator *g, struct combinations *c, size_t k,
                     struct coded *room, size_t *number)
{
    const size_t n = g->design->n;
    size_t sorted = 0;
    for (size_t i = 0; i < n; i++)
        room[i] =
            (struct coded){(uint64_t)c->of_row[i] * (DESIGN_CHOICES + 2) + code_of(g, k, i), i};
    qsort(room, n, sizeof *room, by_code);
    for (size_t i = 0; i < n; i++) {
        sorted += i > 0 && room[i].code != room[i - 1].code;
        c->of_row[room[i].row] = sorted;
    }
    for (size_t i = 0; i <= sorted; i++)
        number[i] = NONE;
    c->n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t *to = &number[c->of_row[i]];
        if (*to == NONE) {
            c->first[c->n] = i;
            *to = c->n++;
        }
        c->of_row[i] = *to;
    }
}

static int list(struct evaluator *g, int stage, struct error *e)
{
    struct combinations *c = &g->combinations[stage];
    const size_t n = g->design->n;
    struct coded *room = calloc(n, sizeof *room);
    size_t *number = calloc(n, sizeof *number);
    c->of_row = arena_array(g->arena, n, sizeof *c->of_row);
    c->first = arena_array(g->arena, n, sizeof *c->first);
    c->n = 1;
    for (size_t k = 0; room && number && c->of_row && c->first && k < g->n_factors; k++)
        if (belongs(&g->factors[k], stage))
            renumber(g, c, k, room, number);
    free(room);
    free(number);
    return room && number && c->of_row && c->first ? OK : error_no_memory(e);
}

int combinations_list(struct evaluator *g, struct error *e)
{
    int status = OK;
    for (int stage = 0; g->design && !status && stage <= ALL_STAGES; stage++)
        if (stage == 0 || stage == ALL_STAGES || evaluator_stage_varies(g, stage))
            status = list(g, stage, e);
    return status;
}

/* ---- which one ------------------------------------------------------------------------------- */

size_t combination_of(const struct evaluator *g, const double *u, int stage)
{
    size_t c = 0;
    if (g->design)
        return g->combinations[stage].of_row[factor_choice(u[0], g->design->n)];
    for (size_t k = 0; k < g->n_factors; k++)
        if (is_choice_of(&g->factors[k], stage))
            c = c * g->factors[k].n_choices + factor_choice(u[k], g->factors[k].n_choices);
    return c;
}

size_t evaluator_combinations(const struct evaluator *g, int stage)
{
    size_t n = 1;
    if (g->design)
        return g->combinations[stage].n;
    for (size_t k = 0; k < g->n_factors && n <= PLANS_MAX; k++)
        if (is_choice_of(&g->factors[k], stage))
            n *= g->factors[k].n_choices;
    return n;
}

bool combination_is_of(const struct evaluator *g, int stage, size_t c, size_t scenario)
{
    const struct combinations *all = g->combinations;
    return !g->design || all[0].of_row[all[stage].first[c]] == scenario;
}

size_t combination_choice(const struct evaluator *g, const struct alternative *s, size_t k)
{
    const struct factor *f = &g->factors[k];
    size_t c = f->stage ? s->combination : s->scenario;
    if (g->design)
        return f->choice[s->row];
    for (size_t later = g->n_factors; --later > k;)
        if (is_choice_of(&g->factors[later], (int)f->stage))
            c /= g->factors[later].n_choices;
    return c % f->n_choices;
}
