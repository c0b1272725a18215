/* SPDX-License-Identifier: MIT */
/* Holding units to the rules of a plan: caps and deductions node by node, the others at the end. */
#include <math.h>
#include <string.h>

#include "run/pipeline_internal.h"

enum { NAMED = 5 }; /* units that a warning names */

const char *effect_name(enum rule_effect effect)
{
    static const char *const names[] = {"not ranked", "capped", "deducted", "warned", "not judged"};
    return names[effect];
}

/* One rule while it is applied. */
struct applying {
    struct results *r;
    bool quiet;
    const struct rule *rule;
    size_t number; /* of the rule */
    struct arena *arena;
    struct script_rule question;
    struct verdict *verdicts; /* in the order of the table's rows */
    bool any;                 /* there is a unit that it is about */
    bool asked;               /* the verdicts are there */
};

/* Row of the table of a row of the results. */
static size_t table_row(const struct results *r, size_t row)
{
    size_t first = row - row % r->n_units;
    return first + r->plan->order[row % r->n_units];
}

static double score_of(const struct applying *a, size_t row)
{
    return a->r->score[a->rule->node][row];
}

/* ---- the question -------------------------------------------------------------------- */

/* Units that have a score; a rule is about no others. Returns how many. */
static size_t ask_for(const struct applying *a, unsigned char *asked)
{
    const struct results *r = a->r;
    size_t n = 0;
    for (size_t i = 0; i < r->n_rows; i++) {
        bool is = a->rule->classes[results_class(r, i % r->n_units)] && !isnan(score_of(a, i));
        asked[table_row(r, i)] = is;
        n += is;
    }
    return n;
}

static bool set_names(struct applying *a)
{
    const struct results *r = a->r;
    const struct tree *t = &r->plan->tree;
    size_t n = a->rule->n_names;
    struct formula *nodes = arena_array(a->arena, n, sizeof *nodes);
    double **columns = arena_array(a->arena, n, sizeof *columns);
    for (size_t k = 0; nodes && columns && k < n; k++) {
        const struct node *node = &t->nodes[a->rule->names[k]];
        const double *from =
            node->kind == NODE_INDICATOR ? r->raw[node->indicator] : r->score[a->rule->names[k]];
        nodes[k].name = node->id;
        columns[k] = arena_array(a->arena, r->n_rows, sizeof **columns);
        for (size_t i = 0; columns[k] && i < r->n_rows; i++)
            columns[k][table_row(r, i)] = from[i];
    }
    a->question.nodes = nodes;
    a->question.columns = columns;
    a->question.n_nodes = n;
    return !arena_failed(a->arena);
}

/* What the rule is to be asked, of all units that it is about. */
static int prepare(struct applying *a, struct error *e)
{
    struct results *r = a->r;
    unsigned char *asked = arena_alloc(a->arena, r->n_rows);
    a->verdicts = arena_array(a->arena, r->n_rows, sizeof *a->verdicts);
    a->question = (struct script_rule){
        .when = a->rule->when, .value = a->rule->value, .t = r->plan->table, .asked = asked};
    if (!asked || !a->verdicts || !set_names(a))
        return error_no_memory(e);
    a->any = ask_for(a, asked) > 0;
    return OK;
}

/* Asks n rules in one worker. Where one of them fails nothing is asked: each is, in its turn. */
static int ask_together(struct applying *v, size_t n, struct arena *arena, struct error *e)
{
    struct script_rule *questions = arena_array(arena, n, sizeof *questions);
    struct verdict **verdicts = arena_array(arena, n, sizeof *verdicts);
    struct error why;
    size_t m = 0;
    if (!questions || !verdicts)
        return error_no_memory(e);
    for (size_t k = 0; k < n; k++)
        if (v[k].any) {
            questions[m] = v[k].question;
            verdicts[m++] = v[k].verdicts;
        }
    if (m < 2 || script_rules(&v->r->plan->scripts, questions, m, verdicts, &why))
        return OK;
    for (size_t k = 0; k < n; k++)
        v[k].asked = v[k].any;
    return OK;
}

static int ask(struct applying *a, struct error *e)
{
    if (!a->any || a->asked || !script_rule(&a->r->plan->scripts, &a->question, a->verdicts, e))
        return OK;
    e->status = error_as(e->status, ERR_PROFILE);
    return e->status;
}

/* ---- the answer ---------------------------------------------------------------------- */

static int note(struct applying *a, size_t row, enum rule_effect effect, double after,
                const char *reason, struct error *e)
{
    struct results *r = a->r;
    struct applied *v = arena_grow(r->arena, r->applied, r->n_applied, &r->cap_applied, sizeof *v);
    if (!v || !reason)
        return error_no_memory(e);
    r->applied = v;
    v[r->n_applied++] = (struct applied){.rule = a->number,
                                         .position = row % r->n_units,
                                         .period = row / r->n_units,
                                         .effect = effect,
                                         .before = score_of(a, row),
                                         .after = after,
                                         .reason = reason};
    return OK;
}

static int lower(struct applying *a, size_t row, double value, struct error *e)
{
    const struct plan *p = a->r->plan;
    bool caps = a->rule->options.kind == RULE_CAP;
    double before = score_of(a, row), after = caps ? fmin(before, value) : before - value;
    int status;
    if (!caps && value < 0)
        return error_set(e, ERR_PROFILE, "%s: %s: unit %s: a deduction is 0 or more, not %.6g",
                         a->rule->value.where, a->rule->value.name,
                         plan_unit_code(p, row % a->r->n_units), value);
    if (!(after < before))
        return OK;
    status = note(a, row, caps ? EFFECT_CAPPED : EFFECT_DEDUCTED, after, a->rule->reason, e);
    a->r->score[a->rule->node][row] = after;
    return status;
}

static int unjudged(struct applying *a, size_t row, const struct verdict *v, struct error *e)
{
    bool en = a->r->plan->fixed.profile.language == LANGUAGE_EN;
    const char *name = verdict_missing(v, &a->question);
    return note(a, row, EFFECT_UNJUDGED, score_of(a, row),
                arena_printf(a->r->arena, en ? "%s is missing" : "缺少%s", name), e);
}

/* What a rule's verdict means for a unit. */
static int act(struct applying *a, size_t row, const struct verdict *v, struct error *e)
{
    int kind = a->rule->options.kind;
    if (v->state == VERDICT_MISSING)
        return unjudged(a, row, v, e);
    if ((v->state == VERDICT_YES) == (kind == RULE_THRESHOLD))
        return OK;
    if (rule_acts(a->rule))
        return lower(a, row, v->value, e);
    if (kind == RULE_WARNING)
        return note(a, row, EFFECT_WARNED, score_of(a, row), a->rule->reason, e);
    a->r->unranked[row] = true;
    return note(a, row, EFFECT_UNRANKED, score_of(a, row), a->rule->reason, e);
}

/* ---- what is told of it ------------------------------------------------------------------ */

/* "330903 普陀区, 330921 岱山县 ..." */
static const char *units_text(const struct applying *a, size_t first, enum rule_effect effect)
{
    const struct results *r = a->r;
    const char *text = "";
    size_t n = 0;
    for (size_t i = first; text && i < r->n_applied && n <= NAMED; i++) {
        const size_t at = r->applied[i].position;
        const char *period = r->plan->table->periods[r->applied[i].period];
        if (r->applied[i].effect != effect)
            continue;
        text = n == NAMED ? arena_printf(a->arena, "%s ...", text)
                          : arena_printf(a->arena, "%s%s%s %s%s%s%s", text, n ? ", " : "",
                                         plan_unit_code(r->plan, at), plan_unit_name(r->plan, at),
                                         *period ? " (" : "", period, *period ? ")" : "");
        n++;
    }
    return text ? text : "";
}

static void tell(const struct applying *a, size_t first)
{
    struct results *r = a->r;
    size_t counts[N_EFFECTS] = {0}, i;
    for (i = first; i < r->n_applied; i++)
        counts[r->applied[i].effect]++;
    for (i = 0; i < N_EFFECTS; i++) {
        bool missing = i == EFFECT_UNJUDGED;
        if (!counts[i] || a->quiet)
            continue;
        if (missing)
            messages_add(&r->plan->warnings, OK, "rule %s: %zu not judged: a value is missing: %s",
                         a->rule->name, counts[i], units_text(a, first, (enum rule_effect)i));
        else if (i == EFFECT_WARNED)
            messages_add(&r->plan->warnings, OK, "rule %s: %zu warned: %s", a->rule->name,
                         counts[i], units_text(a, first, (enum rule_effect)i));
        else
            messages_add(&r->plan->notes, OK, "rule %s: %zu %s", a->rule->name, counts[i],
                         effect_name((enum rule_effect)i));
    }
}

static int apply(struct applying *a, struct error *e)
{
    struct results *r = a->r;
    size_t first = r->n_applied;
    int status = ask(a, e);
    for (size_t row = 0; !status && a->any && row < r->n_rows; row++)
        if (a->question.asked[table_row(r, row)])
            status = act(a, row, &a->verdicts[table_row(r, row)], e);
    if (!status)
        tell(a, first);
    return status;
}

/* Applies the rules whose numbers these are: none of them sees what another does. */
static int apply_all(struct pipeline *w, const size_t *numbers, size_t n, struct error *e)
{
    struct arena *arena = arena_new();
    struct applying *v = arena ? arena_array(arena, n, sizeof *v) : NULL;
    int status = v ? OK : error_no_memory(e);
    for (size_t k = 0; !status && k < n; k++) {
        v[k] = (struct applying){.r = w->r,
                                 .quiet = w->quiet,
                                 .rule = &w->r->plan->rules[numbers[k]],
                                 .number = numbers[k],
                                 .arena = arena};
        status = prepare(&v[k], e);
    }
    if (!status)
        status = ask_together(v, n, arena, e);
    for (size_t k = 0; !status && k < n; k++)
        status = apply(&v[k], e);
    if (!status && arena_failed(arena))
        status = error_no_memory(e);
    arena_free(arena);
    return status;
}

/* Whether the rule looks at the score that it acts on, which the one before it may have lowered. */
static bool sees_its_node(const struct rule *rule)
{
    for (size_t k = 0; k < rule->n_names; k++)
        if (rule->names[k] == rule->node)
            return true;
    return false;
}

static int run_rules(struct pipeline *w, size_t node, bool acts, struct error *e)
{
    struct results *r = w->r;
    const struct plan *p = r->plan;
    size_t *numbers = p->n_rules ? arena_array(r->arena, p->n_rules, sizeof *numbers) : NULL;
    size_t n = 0;
    int status = p->n_rules && !numbers ? error_no_memory(e) : OK;
    for (size_t k = 0; !status && k < p->n_rules; k++) {
        const struct rule *rule = &p->rules[k];
        if (rule_acts(rule) != acts || (acts && rule->node != node))
            continue;
        if (acts && n && sees_its_node(rule)) {
            status = apply_all(w, numbers, n, e);
            n = 0;
        }
        numbers[n++] = k;
    }
    return !status && n ? apply_all(w, numbers, n, e) : status;
}

int run_node_rules(struct pipeline *w, size_t node, struct error *e)
{
    return run_rules(w, node, true, e);
}

int run_rank_rules(struct pipeline *w, struct error *e)
{
    return run_rules(w, TREE_ROOT, false, e);
}

double score_before_rules(const struct results *r, size_t node, size_t row)
{
    for (size_t i = 0; i < r->n_applied; i++) {
        const struct applied *a = &r->applied[i];
        if (results_row(r, a->period, a->position) == row && a->effect != EFFECT_UNJUDGED &&
            rule_acts(&r->plan->rules[a->rule]) && r->plan->rules[a->rule].node == node)
            return a->before;
    }
    return r->score[node][row];
}
