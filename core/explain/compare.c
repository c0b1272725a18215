/* SPDX-License-Identifier: MIT */
/* Comparisons: units of two sides matched, changes taken over one after the other. */
#include "explain/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/none.h"
#include "data/text_index.h"
#include "plan/stage_table.h"

enum { GRID_DIGITS = 48 };

/* Columns of scores, one a step, over the compared units of all pairs. */
struct step_scores {
    double *v[N_CHANGES + 2];
    size_t n;
};

static size_t n_rows(const struct comparison *c)
{
    return c->n_pairs * c->n_units;
}

/* ---- units and periods -------------------------------------------------------------- */

/* Positions by code. */
static int index_units(const struct results *r, struct text_index *k, struct error *e)
{
    const struct plan *p = r->plan;
    size_t at;
    for (size_t i = 0; i < r->n_units; i++)
        if (text_index_put(k, plan_unit_code(p, i), strlen(plan_unit_code(p, i)), &at))
            return error_no_memory(e);
    return OK;
}

static int add_pair(struct comparison *c, size_t from, size_t to, struct error *e)
{
    const char *a = c->from->table->periods[from], *b = c->to->table->periods[to];
    struct period_pair *pair = &c->pairs[c->n_pairs++];
    *pair = (struct period_pair){from, to, b};
    if (strcmp(a, b))
        pair->label = arena_printf(c->arena, "%s -> %s", *a ? a : "-", *b ? b : "-");
    return pair->label ? OK : error_no_memory(e);
}

static int pair_periods(struct comparison *c, struct error *e)
{
    const struct table *a = c->from->table, *b = c->to->table;
    int status = OK;
    c->pairs = arena_array(c->arena, b->n_periods, sizeof *c->pairs);
    if (!c->pairs)
        return error_no_memory(e);
    if (a->n_periods == 1 && b->n_periods == 1)
        return add_pair(c, 0, 0, e);
    for (size_t i = 0; !status && i < b->n_periods; i++)
        if (table_period(a, b->periods[i]) != NONE)
            status = add_pair(c, table_period(a, b->periods[i]), i, e);
    if (!status && !c->n_pairs)
        status =
            error_set(e, ERR_DATA, "%s and %s have no period in common: %s .. %s and %s .. %s",
                      c->from->profile->path, c->to->profile->path, a->periods[0],
                      a->periods[a->n_periods - 1], b->periods[0], b->periods[b->n_periods - 1]);
    return status;
}

static void set_from(const struct comparison *c, struct compared *u, size_t position, size_t pair)
{
    u->in_from = true;
    u->code = u->code ? u->code : plan_unit_code(c->from, position);
    u->name = u->name ? u->name : plan_unit_name(c->from, position);
    u->class_from = results_class(c->was, position);
    u->row_from = results_row(c->was, c->pairs[pair].from, position);
    u->rank_from = c->was->rank[u->row_from];
    u->score_from = c->was->score[TREE_ROOT][u->row_from];
}

static void set_to(const struct comparison *c, struct compared *u, size_t position, size_t pair)
{
    u->in_to = true;
    u->code = plan_unit_code(c->to, position);
    u->name = plan_unit_name(c->to, position);
    u->class_to = results_class(c->is, position);
    u->row_to = results_row(c->is, c->pairs[pair].to, position);
    u->rank_to = c->is->rank[u->row_to];
    u->score_to = c->is->score[TREE_ROOT][u->row_to];
}

/* Units of both sides, in the order of all: codes -> place. */
static int set_units(struct comparison *c, const struct text_index *all,
                     const struct text_index *from, const struct text_index *to, struct error *e)
{
    size_t at;
    c->n_units = all->n;
    c->units = arena_array(c->arena, n_rows(c), sizeof *c->units);
    if (!c->units)
        return error_no_memory(e);
    for (size_t pair = 0; pair < c->n_pairs; pair++)
        for (size_t i = 0; i < all->n; i++) {
            struct compared *u = &c->units[pair * c->n_units + i];
            u->rank_from = u->rank_to = u->rank_change = NAN;
            u->common_from = u->common_to = NAN;
            u->score_from = u->score_to = u->score_change = NAN;
            at = text_index_find(to, all->v[i], strlen(all->v[i]));
            if (at != NONE)
                set_to(c, u, at, pair);
            at = text_index_find(from, all->v[i], strlen(all->v[i]));
            if (at != NONE)
                set_from(c, u, at, pair);
            u->moved = u->in_from && u->in_to &&
                       strcmp(c->from->classes[u->class_from].value,
                              c->to->classes[u->class_to].value) != 0;
            if (!u->moved)
                u->rank_change = u->rank_from - u->rank_to;
            u->effects = arena_array(c->arena, N_CHANGES + 1, sizeof *u->effects);
            if (!u->effects)
                return error_no_memory(e);
        }
    return OK;
}

static int match_units(struct comparison *c, struct error *e)
{
    struct text_index from = {0}, to = {0}, all = {0};
    int status = index_units(c->was, &from, e);
    if (!status)
        status = index_units(c->is, &to, e);
    if (!status)
        status = index_units(c->is, &all, e);
    if (!status)
        status = index_units(c->was, &all, e);
    if (!status)
        status = set_units(c, &all, &from, &to, e);
    if (!status)
        status = comparison_rank_common(c, e);
    text_index_fini(&from);
    text_index_fini(&to);
    text_index_fini(&all);
    return status;
}

/* ---- effects -------------------------------------------------------------------------- */

/* Root scores of a run as a column of the trail; its periods are those of one side. */
static int keep_step_scores(struct comparison *c, struct step_scores *t, const struct results *r,
                            bool of_to, struct error *e)
{
    double *v = arena_array(c->arena, n_rows(c), sizeof *v);
    struct text_index units = {0};
    size_t period;
    int status = v ? index_units(r, &units, e) : error_no_memory(e);
    for (size_t pair = 0; !status && pair < c->n_pairs; pair++)
        for (size_t i = 0; i < c->n_units; i++) {
            const struct compared *u = &c->units[pair * c->n_units + i];
            size_t at = text_index_find(&units, u->code, strlen(u->code));
            period = of_to ? c->pairs[pair].to : c->pairs[pair].from;
            v[pair * c->n_units + i] =
                at == NONE ? NAN : r->score[TREE_ROOT][results_row(r, period, at)];
        }
    t->v[t->n++] = v;
    text_index_fini(&units);
    return status;
}

static double on_grid(double x, double grid)
{
    return grid > 0 ? nearbyint(x / grid) * grid : x;
}

/* The unit of a grid on which differences and sums of a unit's scores are exact. */
static double grid_of(const struct step_scores *t, size_t row)
{
    double most = 0;
    for (size_t k = 0; k < t->n; k++)
        most = fmax(most, fabs(t->v[k][row]));
    return most > 0 ? ldexp(1, ilogb(most) + 1 - GRID_DIGITS) : 0;
}

static void set_effects(struct comparison *c, const struct step_scores *t)
{
    for (size_t row = 0; row < n_rows(c); row++) {
        struct compared *u = &c->units[row];
        double grid = grid_of(t, row), last = on_grid(t->v[0][row], grid), next;
        u->score_change = on_grid(t->v[t->n - 1][row], grid) - last;
        for (size_t k = 1; k < t->n; k++) {
            next = on_grid(t->v[k][row], grid);
            u->effects[k - 1] = isnan(u->score_change) ? NAN : next - last;
            last = isnan(next) ? last : next;
        }
    }
}

static int add_change(struct comparison *c, unsigned groups, struct error *e)
{
    struct change *change = &c->changes[c->n_changes++];
    const char *name = groups ? "" : "other";
    for (unsigned g = 0; name && g < N_CHANGES; g++)
        if (groups & 1u << g)
            name = arena_printf(c->arena, "%s%s%s", name, *name ? "+" : "", change_name(g));
    *change = (struct change){groups, name};
    return name ? OK : error_no_memory(e);
}

/* Points of every node before and after data changed, for the units that have both. */
static int take_parts(struct comparison *c, struct compared *u, size_t before, size_t after,
                      struct error *e)
{
    const struct tree *t = &c->parts->tree;
    struct explanation x, y;
    int status =
        explain(c->before, before % c->before->n_units, before / c->before->n_units, &x, e);
    if (!status)
        status = explain(c->middle, after % c->middle->n_units, after / c->middle->n_units, &y, e);
    if (status || isnan(u->score_change) || isnan(x.parts[TREE_ROOT].value) ||
        isnan(y.parts[TREE_ROOT].value))
        return status;
    u->parts = arena_array(c->arena, t->n, sizeof *u->parts);
    u->before = arena_array(c->arena, t->n, sizeof *u->before);
    u->after = arena_array(c->arena, t->n, sizeof *u->after);
    u->rules = arena_array(c->arena, t->n, sizeof *u->rules);
    if (!u->parts || !u->before || !u->after || !u->rules)
        return error_no_memory(e);
    for (size_t i = 0; i < t->n; i++) {
        double a = x.parts[i].contribution, b = y.parts[i].contribution;
        u->before[i] = a; /* NaN: did not count */
        u->after[i] = b;
        u->parts[i] = (isnan(b) ? 0 : b) - (isnan(a) ? 0 : a);
        u->rules[i] = y.parts[i].rules - x.parts[i].rules;
    }
    return OK;
}

static int set_parts(struct comparison *c, struct error *e)
{
    struct text_index before = {0}, after = {0};
    int status = index_units(c->before, &before, e);
    if (!status)
        status = index_units(c->middle, &after, e);
    for (size_t pair = 0; !status && pair < c->n_pairs; pair++)
        for (size_t i = 0; !status && i < c->n_units; i++) {
            struct compared *u = &c->units[pair * c->n_units + i];
            size_t a = text_index_find(&before, u->code, strlen(u->code));
            size_t b = text_index_find(&after, u->code, strlen(u->code));
            if (a != NONE && b != NONE)
                status = take_parts(c, u, results_row(c->before, c->pairs[pair].from, a),
                                    results_row(c->middle, c->pairs[pair].to, b), e);
        }
    text_index_fini(&before);
    text_index_fini(&after);
    return status;
}

/* ---- two profiles ----------------------------------------------------------------------- */

/* *r NULL without an error: what lies between cannot be run. */
static int run_between(struct comparison *c, unsigned taken, struct plan **p, struct results **r,
                       struct error *e)
{
    struct error why = {0};
    size_t failures =
        c->from->failures.n > c->to->failures.n ? c->from->failures.n : c->to->failures.n;
    int status = plan_between(c->from, c->to, taken, NULL, p, e);
    *r = NULL;
    if (status || !*p)
        return status;
    status = run_plan(*p, r, &why);
    if (status == ERR_MEMORY)
        return error_no_memory(e);
    if (!status && (*p)->failures.n > failures) {
        results_free(*r);
        *r = NULL;
    }
    return OK;
}

static bool same_nodes(const struct tree *a, const struct tree *b)
{
    for (size_t i = 0; a->n == b->n && i < a->n; i++)
        if (strcmp(a->nodes[i].id, b->nodes[i].id))
            return false;
    return a->n == b->n;
}

/* The run after data is kept: its nodes tell what the effect of data consists of. */
static bool keeps(const struct comparison *c, unsigned pending, const struct results *r)
{
    return pending == 1u << CHANGE_DATA && same_nodes(&c->from->tree, &r->plan->tree);
}

static int step(struct comparison *c, struct step_scores *t, unsigned taken, unsigned *pending,
                struct error *e)
{
    struct plan *p = NULL;
    struct results *r = NULL;
    int status = run_between(c, taken, &p, &r, e);
    if (!status && r) {
        status = keep_step_scores(c, t, r, (taken & 1u << CHANGE_DATA) != 0, e);
        if (!status)
            status = add_change(c, *pending, e);
        if (!status && keeps(c, *pending, r)) {
            c->middle = r;
            c->middle_plan = p;
            *pending = 0;
            return OK;
        }
        *pending = 0;
    }
    results_free(r);
    plan_free(p);
    return status;
}

static int walk(struct comparison *c, struct step_scores *t, struct error *e)
{
    unsigned differing = changes_between(c->from, c->to), taken = 0, pending = 0;
    int status = keep_step_scores(c, t, c->was, false, e);
    for (unsigned g = 0; !status && g < N_CHANGES; g++) {
        if (!(differing & 1u << g))
            continue;
        taken |= 1u << g;
        pending |= 1u << g;
        if (taken != differing)
            status = step(c, t, taken, &pending, e);
    }
    if (!status)
        status = keep_step_scores(c, t, c->is, true, e);
    return status ? status : add_change(c, pending, e);
}

/* What nothing accounts for is no column of its own unless there is any of it. */
static void drop_other(struct comparison *c)
{
    if (c->changes[0].groups)
        return;
    for (size_t row = 0; row < n_rows(c); row++)
        if (c->units[row].effects[0] != 0 && !isnan(c->units[row].effects[0]))
            return;
    c->n_changes = 0;
}

static struct comparison *comparison_new(struct plan *from, struct plan *to, struct error *e)
{
    struct arena *a = arena_new();
    struct comparison *c = a ? arena_alloc(a, sizeof *c) : NULL;
    if (c) {
        c->arena = a;
        c->from = from;
        c->to = to;
        c->changes = arena_array(a, N_CHANGES + 1, sizeof *c->changes);
    }
    if (!c || !c->changes) {
        arena_free(a);
        error_no_memory(e);
        return NULL;
    }
    return c;
}

int compare_profiles(struct plan *from, struct plan *to, struct comparison **out, struct error *e)
{
    struct comparison *c = comparison_new(from, to, e);
    struct step_scores t = {.n = 0};
    int status = c ? OK : ERR_MEMORY;
    *out = c;
    if (!status)
        status = pair_periods(c, e);
    if (!status)
        status = run_plan(from, &c->was, e);
    if (!status)
        status = run_plan(to, &c->is, e);
    if (!status)
        status = match_units(c, e);
    if (!status)
        status = walk(c, &t, e);
    if (status)
        return status;
    set_effects(c, &t);
    drop_other(c);
    if (!c->middle && c->n_changes == 1 && keeps(c, c->changes[0].groups, c->is))
        c->middle = c->is;
    if (!c->middle)
        return OK;
    c->parts = from;
    c->before = c->was;
    return set_parts(c, e);
}

/* ---- two periods ------------------------------------------------------------------------ */

/* Whether anything is ranged period by period. */
static bool ranges_move(const struct profile *p)
{
    const struct profile_section *s = profile_section(p, "normalise");
    const struct profile_key *whole = s ? profile_key(s, "base") : NULL;
    if (base_kind(whole ? whole->value : NULL) == BASE_EACH)
        return true;
    for (size_t i = 0; i < p->n_sections; i++) {
        const struct profile_key *base = strncmp(p->sections[i].name, "normalise.", 10) == 0
                                             ? profile_key(&p->sections[i], "base")
                                             : NULL;
        if (base && *base->value && base_kind(base->value) == BASE_EACH)
            return true;
    }
    return false;
}

/* Whether weights come from the data. */
static bool weights_move(const struct plan *p)
{
    for (size_t i = 0; i < p->tree.n; i++) {
        const struct bound_method *m = &p->tree.nodes[i].at[HENG_WEIGHTS];
        if (m->method && !bound_has(m, HENG_WEIGHTS_FIXED))
            return true;
    }
    return false;
}

/* From the run on the first period's yardstick: the data's step, added to where the unit was. */
static int data_step(struct comparison *c, struct step_scores *t, struct error *e)
{
    struct step_scores fixed = {.n = 0};
    double *v = arena_array(c->arena, n_rows(c), sizeof *v);
    int status = v ? keep_step_scores(c, &fixed, c->middle, false, e) : error_no_memory(e);
    if (!status)
        status = keep_step_scores(c, &fixed, c->middle, true, e);
    for (size_t row = 0; !status && row < n_rows(c); row++)
        v[row] = t->v[0][row] + (fixed.v[1][row] - fixed.v[0][row]);
    t->v[t->n++] = v;
    return status ? status : add_change(c, 1u << CHANGE_DATA, e);
}

static int run_fixed(struct comparison *c, size_t from, struct error *e)
{
    struct error why = {0};
    int status =
        plan_between(c->from, c->from, 0, c->from->table->periods[from], &c->middle_plan, e);
    if (!status && c->middle_plan && run_plan(c->middle_plan, &c->middle, &why) == ERR_MEMORY)
        status = error_no_memory(e);
    return status;
}

static int pipeline_periods(struct comparison *c, struct step_scores *t, size_t from,
                            struct error *e)
{
    unsigned yardstick = 1u << CHANGE_GOALPOSTS;
    bool moves = ranges_move(c->from->profile);
    int status = keep_step_scores(c, t, c->was, false, e);
    if (weights_move(c->from))
        yardstick |= 1u << CHANGE_WEIGHTS;
    if (!status && moves)
        status = run_fixed(c, from, e);
    if (!status && c->middle)
        status = data_step(c, t, e);
    if (!status)
        status = keep_step_scores(c, t, c->is, true, e);
    if (status)
        return status;
    if (c->middle)
        return add_change(c, yardstick, e);
    return add_change(c, 1u << CHANGE_DATA | (moves ? yardstick : 0), e);
}

int compare_periods(struct plan *p, size_t from, size_t to, struct comparison **out,
                    struct error *e)
{
    struct comparison *c = comparison_new(p, p, e);
    struct step_scores t = {.n = 0};
    int status = c ? OK : ERR_MEMORY;
    *out = c;
    if (status)
        return status;
    c->pairs = arena_array(c->arena, 1, sizeof *c->pairs);
    status = c->pairs ? add_pair(c, from, to, e) : error_no_memory(e);
    if (!status)
        status = run_plan(p, &c->was, e);
    c->is = c->was;
    if (!status)
        status = match_units(c, e);
    if (!status)
        status = pipeline_periods(c, &t, from, e);
    if (status)
        return status;
    set_effects(c, &t);
    if (c->changes[0].groups != 1u << CHANGE_DATA)
        return OK;
    c->parts = p;
    if (!c->middle)
        c->middle = c->was;
    c->before = c->middle;
    return set_parts(c, e);
}

void comparison_free(struct comparison *c)
{
    if (!c)
        return;
    if (c->middle != c->was && c->middle != c->is)
        results_free(c->middle);
    plan_free(c->middle_plan);
    if (c->is != c->was)
        results_free(c->is);
    results_free(c->was);
    arena_free(c->arena);
}

/* ---- order ------------------------------------------------------------------------------ */

/* NaN last. */
static int descending(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a < b) - (a > b);
}

static int by_gain(const void *x, const void *y)
{
    const struct compared *a = *(const struct compared *const *)x;
    const struct compared *b = *(const struct compared *const *)y;
    int order = descending(a->rank_change, b->rank_change);
    if (!order)
        order = descending(a->score_change, b->score_change);
    return order ? order : (a > b) - (a < b);
}

size_t comparison_order(const struct comparison *c, size_t class, size_t pair, size_t *order)
{
    const struct compared **found = arena_array(c->arena, c->n_units, sizeof *found);
    size_t n = 0;
    for (size_t i = pair * c->n_units; found && i < (pair + 1) * c->n_units; i++)
        if (c->units[i].in_from && c->units[i].in_to && c->units[i].class_to == class)
            found[n++] = &c->units[i];
    if (n)
        qsort(found, n, sizeof(struct compared *), by_gain);
    for (size_t i = 0; i < n; i++)
        order[i] = (size_t)(found[i] - c->units);
    return n;
}
