/* SPDX-License-Identifier: MIT */
/* What [indicator.ID] says of an indicator, wherever its values come from. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "plan/plan_internal.h"

static void take_texts(struct node *n, const struct indicator_options *o)
{
    if (plan_given(o->title) || plan_given(o->title_en)) {
        n->title = o->title;
        n->title_en = o->title_en;
    }
    if (plan_given(o->unit))
        n->unit = o->unit;
}

/* ---- direction = target, interval --------------------------------------------------- */

static bool is_given(const struct profile_section *s, const char *key)
{
    const struct profile_key *k = profile_key(s, key);
    return k && plan_given(k->value);
}

/* A key that only another direction takes. */
static bool is_misplaced(struct plan *p, const struct profile_section *s, const char *key,
                         const char *wanted)
{
    if (is_given(s, key))
        plan_problem(p, profile_key(s, key)->where, s->name, key,
                     "has a meaning only with direction = %s", wanted);
    return is_given(s, key);
}

/* Whether the keys of a nearness go together; problems are noted. */
static bool check_nearness(struct plan *p, const struct profile_section *s,
                           const struct indicator_options *o)
{
    bool target = o->direction == DIRECTION_TARGET;
    const struct profile_key *best = profile_key(s, "best"), *worst = profile_key(s, "worst");
    if (is_misplaced(p, s, target ? "worst" : "tolerance", target ? "interval" : "target"))
        return false;
    if (!is_given(s, "best"))
        plan_problem(p, profile_key(s, "direction")->where, s->name, "direction",
                     target ? "target needs the best value: best = c"
                            : "interval needs the best values: best = a, b");
    else if (o->best.n && o->best.n != (target ? 1 : 2))
        plan_problem(p, best->where, s->name, "best",
                     target ? "expected one value, c, with direction = target"
                            : "expected two values, a, b, with direction = interval");
    else if (o->best.n == 2 && !(o->best.v[0] <= o->best.v[1]))
        plan_problem(p, best->where, s->name, "best", "expected a, b with a not above b");
    else if (o->best.n == 2 && o->worst.n == 2 &&
             !(o->worst.v[0] < o->best.v[0] && o->best.v[1] < o->worst.v[1]))
        plan_problem(p, worst->where, s->name, "worst",
                     "expected lo, hi with lo below, hi above all of best");
    else
        return o->best.n > 0;
    return false;
}

/* A number of the profile as the deviation sees it: "80", or with a transform "ln 80". */
static const char *term(struct plan *p, double v, int transform)
{
    static const char *const names[] = {
        [TRANSFORM_LN] = "ln ", [TRANSFORM_LOG10] = "log10 ", [TRANSFORM_SQRT] = "sqrt "};
    char digits[NUMBER_TEXT_MAX];
    const char *text;
    number_format(v, digits);
    text =
        arena_printf(p->arena, "%s%s", transform > TRANSFORM_NONE ? names[transform] : "", digits);
    return text ? text : "";
}

/* The deviation from the best values, from a to b, as text. */
static const char *nearness_text(struct plan *p, const struct node *n,
                                 const struct indicator_options *o, double a, double b)
{
    static const char *const values[] = {
        [TRANSFORM_LN] = "ln x", [TRANSFORM_LOG10] = "log10 x", [TRANSFORM_SQRT] = "sqrt x"};
    int t = n->transform;
    const char *from = term(p, a, t), *to = term(p, b, t);
    const char *x = t > TRANSFORM_NONE ? values[t] : "x", *text;
    const struct heng_reals *worst = &o->worst;
    if (o->tolerance > 0 && t == TRANSFORM_NONE)
        text = arena_printf(p->arena, "max(0, |x - %s| - %s)", term(p, o->best.v[0], t),
                            term(p, o->tolerance, t));
    else if (worst->n)
        text = arena_printf(p->arena,
                            "min(1, max((%s - %s) / (%s - %s), 0, (%s - %s) / (%s - %s)))", from, x,
                            from, term(p, worst->v[0], t), x, to, term(p, worst->v[1], t), to);
    else if (a == b)
        text = arena_printf(p->arena, "|%s - %s|", x, from);
    else
        text = arena_printf(p->arena, "max(%s - %s, 0, %s - %s)", from, x, x, to);
    return text ? text : "";
}

/* A target with a tolerance is the interval around it. */
static void take_nearness(struct plan *p, struct node *n, const struct profile_section *s,
                          const struct indicator_options *o)
{
    double a, b;
    if (o->direction != DIRECTION_TARGET && o->direction != DIRECTION_INTERVAL) {
        is_misplaced(p, s, "best", "target or interval");
        is_misplaced(p, s, "tolerance", "target");
        is_misplaced(p, s, "worst", "interval");
        return;
    }
    n->near.kind = o->direction;
    n->near.lo = n->near.hi = NAN;
    n->lo = o->worst.n ? 0 : NAN; /* what a plugin, say, gave is not of the deviation */
    n->hi = o->worst.n ? 1 : NAN;
    n->target = NAN;
    if (!check_nearness(p, s, o))
        return;
    a = o->best.v[0] - o->tolerance;
    b = o->best.v[o->best.n - 1] + o->tolerance;
    n->near.from = transform_apply(a, n->transform);
    n->near.to = transform_apply(b, n->transform);
    if (o->worst.n) {
        n->near.lo = transform_apply(o->worst.v[0], n->transform);
        n->near.hi = transform_apply(o->worst.v[1], n->transform);
    }
    if (isnan(n->near.from) || (o->worst.n && isnan(n->near.lo)))
        plan_problem(p, s->where, s->name, NULL,
                     "the lowest of best and worst has no logarithm or root (transform); both are "
                     "in the raw unit");
    n->near.formula = nearness_text(p, n, o, a, b);
}

static void take_numbers(struct plan *p, struct node *n, const struct profile_section *s,
                         const struct indicator_options *o)
{
    const struct profile_key *k = profile_key(s, "goalposts");
    if (o->direction != DIRECTION_DEFAULT)
        n->direction = o->direction == DIRECTION_POSITIVE ? HENG_POSITIVE : HENG_NEGATIVE;
    if (!isnan(o->weight))
        n->weight = o->weight;
    if (o->transform != TRANSFORM_DEFAULT)
        n->transform = o->transform;
    take_nearness(p, n, s, o);
    if (!o->goalposts.n)
        return;
    n->lo = o->goalposts.v[0];
    n->hi = o->goalposts.v[1];
    if (o->goalposts.n > 2)
        n->target = o->goalposts.v[2];
    if (!(n->lo < n->hi))
        plan_problem(p, k->where, s->name, "goalposts",
                     "expected lo, hi with lo < hi; a cost is told by direction = negative");
    else if (!n->near.kind && isnan(transform_apply(n->lo, n->transform)))
        plan_problem(
            p, k->where, s->name, "goalposts",
            "the lower one has no logarithm or root (transform); goalposts are in the raw unit");
}

/* A formula given for an indicator that a plugin, a script or a tree file defines replaces theirs.
 */
static int take_formula(struct plan *p, struct node *n, const struct profile_section *s,
                        const struct indicator_options *o, struct error *e)
{
    const struct profile_key *k = profile_key(s, "formula");
    size_t column;
    bool same = strcmp(n->formula, o->formula) == 0;
    if (!k || !plan_given(o->formula) || n->origin.kind == FROM_FORMULA ||
        (same && n->origin.column != NONE))
        return OK;
    column = plan_add_formula(p, n->id, o->formula, k->where);
    if (column == NONE)
        return error_no_memory(e);
    n->formula = o->formula;
    n->origin = (struct origin){FROM_FORMULA, 0, column};
    return OK;
}

static int bind_indicator(struct plan *p, struct node *n, struct error *e)
{
    struct profile_section *s = plan_section(p, "indicator", n->id);
    struct indicator_options o;
    int status;
    if (!s)
        return OK;
    n->where = s->where;
    status = plan_note_keys(p, s->name, &indicator_keys, e);
    if (!status)
        status = profile_bind(p->profile, s, &indicator_keys, &o, &p->problems, e);
    if (status)
        return status;
    take_texts(n, &o);
    take_numbers(p, n, s, &o);
    if (plan_given(o.per))
        n->per = o.per;
    return take_formula(p, n, s, &o, e);
}

static void check_per(struct plan *p, const struct node *n)
{
    struct profile_section *s = plan_section(p, "indicator", n->id);
    const struct profile_key *k = s ? profile_key(s, "per") : NULL;
    if (n->per && !table_variable(p->table, n->per))
        plan_problem(p, k ? k->where : n->where, s ? s->name : NULL, s ? "per" : NULL,
                     "the table has no column %s to divide %s by%s", n->per, n->id,
                     plan_hint(p, plan_nearest_column(p, n->per, false)));
}

/* [indicator.ID] sections that no node of the index answers to. */
static void check_sections(struct plan *p)
{
    const char **ids = arena_array(p->arena, p->tree.n, sizeof *ids);
    if (!ids)
        return;
    for (size_t i = 0; i < p->tree.n; i++)
        ids[i] = p->tree.nodes[i].absent ? NULL : p->tree.nodes[i].id;
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        const char *id = section_id(s, "indicator");
        size_t node = id ? tree_find(&p->tree, id) : NONE;
        if (!id || (node != NONE && p->tree.nodes[node].kind == NODE_INDICATOR))
            continue;
        mark_keys_used(s);
        if (p->failures.n == 0 &&
            !(p->problems.n && plan_is_meant(p, id))) /* else of what failed */
            plan_problem(p, s->where, s->name, NULL, "the index has no indicator %s%s", id,
                         plan_hint(p, text_nearest(id, ids, p->tree.n)));
    }
}

/* Mistakes in formulas are found before anything is computed. */
static int check_formulas(struct plan *p, struct error *e)
{
    struct error *errors, why;
    if (!p->n_formulas)
        return OK;
    errors = arena_array(p->arena, p->n_formulas, sizeof *errors);
    if (!errors)
        return error_no_memory(e);
    if (script_check_formulas(&p->scripts, p->formulas, p->n_formulas, p->table, errors, &why)) {
        messages_add_error(&p->problems, &why);
        return OK;
    }
    for (size_t i = 0; i < p->n_formulas; i++)
        if (!formula_tell_texts(&p->formulas[i], NULL, p->table, &p->problems) && errors[i].status)
            problems_add_formula(&p->problems, errors[i].status, &p->formulas[i], NULL,
                                 errors[i].text);
    return OK;
}

/* The column that an indicator is, with nothing done to it; NULL: it is more. */
static const char *column_of(const struct plan *p, const struct node *n)
{
    if (n->origin.kind == FROM_VARIABLE)
        return p->table->variables[n->origin.column].name;
    return n->origin.kind == FROM_FORMULA && table_variable(p->table, n->formula) ? n->formula
                                                                                  : NULL;
}

/* Whether anybody has called the node otherwise than by its id. */
static bool has_title(const struct node *n)
{
    return (plan_given(n->title) && strcmp(n->title, n->id)) ||
           (plan_given(n->title_en) && strcmp(n->title_en, n->id));
}

/* What a dictionary says of it holds where nothing else says it. */
static void take_words(const struct plan *p, struct node *n)
{
    const char *column = column_of(p, n);
    const struct column_words *w = column ? dataset_words(p->data, column) : NULL;
    if (!w)
        return;
    if (!has_title(n) && (w->title || w->title_en)) {
        n->title = w->title;
        n->title_en = w->title_en;
    }
    if (!plan_given(n->unit)) {
        n->unit = column_unit(w, p->fixed.profile.language);
        n->words = n->unit ? w : NULL;
    }
    if (!plan_given(n->source))
        n->source = w->source;
    n->definition = w->definition;
}

int plan_indicators(struct plan *p, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_INDICATOR) {
            status = bind_indicator(p, &p->tree.nodes[i], e);
            if (!status)
                check_per(p, &p->tree.nodes[i]);
            if (!status)
                take_words(p, &p->tree.nodes[i]);
        }
    if (!status)
        check_sections(p);
    return status ? status : check_formulas(p, e);
}
