/* SPDX-License-Identifier: MIT */
/* heng explain PROFILE UNIT [NODE]: a score taken apart; --portrait: a page about the unit;
   --target-rank K: what it would take. */
#include "explain/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/words.h"

enum { LISTED = 5, TITLE_WIDTH = 40, NUMBER_WIDTH = 9 };

struct explain_view {
    const struct results *r;
    const struct explanation *x;
    int language;
    double *parts; /* by node: contributions as they are printed, so that they add up */
};

static const double PART_UNIT = 0.01, SHARE_UNIT = 0.001;

/* Those of a node's children, from its own; what its rules have made is printed beside them. */
static void round_children(struct explain_view *v, size_t i, double *room)
{
    const struct node *n = &v->r->plan->tree.nodes[i];
    double *part = room, *shown = room + n->n_children;
    double total = v->parts[i] - PART_UNIT * round(v->x->parts[i].rules / PART_UNIT);
    size_t m = 0;
    for (size_t j = 0; j < n->n_children; j++)
        if (!isnan(v->x->parts[n->children[j]].contribution))
            part[m++] = v->x->parts[n->children[j]].contribution;
    explain_rounded(part, m, total, PART_UNIT, shown, room + 2 * n->n_children);
    m = 0;
    for (size_t j = 0; j < n->n_children; j++)
        v->parts[n->children[j]] =
            isnan(v->x->parts[n->children[j]].contribution) ? (double)NAN : shown[m++];
}

static int round_parts(struct explain_view *v, struct error *e)
{
    const struct tree *t = &v->r->plan->tree;
    double *room = arena_array(v->r->arena, 4 * t->n, sizeof *room);
    v->parts = arena_array(v->r->arena, t->n, sizeof *v->parts);
    if (!room || !v->parts)
        return error_no_memory(e);
    v->parts[TREE_ROOT] = v->x->parts[TREE_ROOT].contribution;
    if (!isnan(v->parts[TREE_ROOT]))
        v->parts[TREE_ROOT] = PART_UNIT * round(v->parts[TREE_ROOT] / PART_UNIT);
    for (size_t i = 0; i < t->n; i++)
        round_children(v, i, room);
    return OK;
}

static unsigned cell_word(uint8_t cell)
{
    return WORD_CELL + (unsigned)cell;
}

static void number(double value, int decimals)
{
    putchar(' ');
    print_number(value, decimals, NUMBER_WIDTH);
}

/* Six significant digits are enough for a look at a raw value. */
static void value(double v)
{
    char text[NUMBER_TEXT_MAX];
    if (isnan(v))
        snprintf(text, sizeof text, "-");
    else
        snprintf(text, sizeof text, "%.6g", v);
    putchar(' ');
    text_pad(stdout, text, NUMBER_WIDTH + 2, true);
}

/* Why [screen] has left the unit without a score. */
static void told_aside(const struct explain_view *v)
{
    const struct screened *s = screened_unit(v->r, v->x->position, v->x->period);
    if (!s)
        return;
    say("%s ([screen]): %s%s%s; %s", word(v->language, WORD_SET_ASIDE),
        s->few_values ? word(v->language, WORD_FEW_VALUES) : "",
        s->few_values && s->many_zeros ? "; " : "",
        s->many_zeros ? word(v->language, WORD_MANY_ZEROS) : "", word(v->language, WORD_AVAILABLE));
    number(100 * s->available, 1);
    say("%%, %s", word(v->language, WORD_OF_ZEROS));
    number(100 * s->zeros, 1);
    say("%%\n");
}

/* "rule gdp: not ranked (why)", with the step of the score where there is one. */
static void rule_line(const struct explain_view *v, const struct applied *a, int depth)
{
    const struct rule *rule = &v->r->plan->rules[a->rule];
    say("%*s%s ", 2 * depth, "", word(v->language, WORD_RULE));
    print_text(rule->name, ": ");
    print_text(word(v->language, WORD_EFFECT + (unsigned)a->effect), "");
    if (a->effect == EFFECT_CAPPED || a->effect == EFFECT_DEDUCTED) {
        number(a->before, 2);
        fputs(" ->", stdout);
        number(a->after, 2);
    }
    fputs(" (", stdout);
    print_text(a->reason, ")\n");
}

/* What rules have done to the unit: to a node's score, or (NONE) to the unit itself. */
static void rule_lines(const struct explain_view *v, size_t node, int depth)
{
    for (size_t i = 0; i < v->r->n_applied; i++) {
        const struct applied *a = &v->r->applied[i];
        const struct rule *rule = &v->r->plan->rules[a->rule];
        if (a->position == v->x->position && a->period == v->x->period &&
            node == (rule_acts(rule) ? rule->node : NONE))
            rule_line(v, a, depth);
    }
}

static void heading(const struct explain_view *v)
{
    const struct results *r = v->r;
    const struct plan *p = r->plan;
    const struct unit_class *c = &p->classes[v->x->class];
    const char *time = p->table->periods[v->x->period];
    double rank = r->rank[v->x->row];
    print_text(plan_title(r->plan), "\n");
    print_text(plan_unit_code(p, v->x->position), " ");
    print_text(plan_unit_name(p, v->x->position), *c->label ? "  " : "");
    print_text(c->label, *time ? "  " : "");
    print_text(time, "\n");
    print_text(word(v->language, WORD_SCORE), "");
    number(r->score[TREE_ROOT][v->x->row], 2);
    if (isnan(rank))
        say("  %s", word(v->language, WORD_UNRANKED));
    else
        say("  %s %.15g (%s %zu)", word(v->language, WORD_RANK), rank, word(v->language, WORD_OF),
            c->n);
    if (*tier_label(r, v->x->row)) {
        say("  %s ", word(v->language, WORD_TIER));
        print_text(tier_label(r, v->x->row), "");
    }
    say("  %s", word(v->language, WORD_IMPUTED_SHARE));
    number(100 * r->imputed_share[TREE_ROOT][v->x->row], 1);
    say("%%\n");
    told_aside(v);
    rule_lines(v, NONE, 0);
    putchar('\n');
}

static void column_heads(const struct explain_view *v)
{
    static const enum word heads[] = {WORD_SCORE, WORD_WEIGHT, WORD_PART, WORD_RANK,
                                      WORD_CLASS_MEDIAN};
    text_pad(stdout, word(v->language, WORD_NODE), TITLE_WIDTH, false);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        putchar(' ');
        text_pad(stdout, word(v->language, heads[i]), NUMBER_WIDTH, true);
    }
    putchar(' ');
    text_pad(stdout, word(v->language, WORD_RAW), NUMBER_WIDTH + 2, true);
    putchar(' ');
    text_pad(stdout, word(v->language, WORD_TREATED), NUMBER_WIDTH + 2, true);
    say("  %s\n", word(v->language, WORD_DATA));
}

/* What a dictionary says of a column, below its cell. */
static void words_line(const struct column_words *w)
{
    const char *definition = w && w->definition ? w->definition : "";
    const char *source = w && w->source ? w->source : "";
    if (!*definition && !*source)
        return;
    say("    ");
    print_text(definition, *definition && *source ? "  " : "");
    print_text(source, "\n");
}

/* "gdp_100m 生产总值（亿元） = 712.7  17-25.xlsx, sheet 1, D17": a column that an indicator is made
   of. */
static void cell_line(const struct explain_view *v, const struct variable *x)
{
    const struct table *t = v->r->plan->table;
    const struct dataset *d = v->r->plan->data;
    size_t row = v->x->period * t->n_units + v->r->plan->order[v->x->position];
    const char *place = table_place_text(t, x, row, v->r->arena);
    const char *title = dataset_column_title(d, x->name, v->language, v->r->arena);
    if (!place)
        return;
    say("  ");
    print_text(x->name, "");
    if (title && title != x->name) {
        say(" ");
        print_text(title, "");
    }
    say(" =");
    value(x->v[row]);
    if (x->marks && x->marks[row]) {
        say(" ");
        print_text(x->marks[row], "");
    }
    say("  ");
    print_text(place, "\n");
    words_line(dataset_words(d, x->name));
}

/* Where the cells of one indicator stood. */
static void cells_of(const struct explain_view *v, const struct node *n)
{
    const struct table *t = v->r->plan->table;
    size_t *columns = arena_array(v->r->arena, t->n_variables + 1, sizeof *columns);
    const size_t m = columns ? plan_columns_of(v->r->plan, n, columns) : 0;
    for (size_t i = 0; i < m; i++)
        cell_line(v, &t->variables[columns[i]]);
}

static bool is_shared(const struct node *n)
{
    return n->kind == NODE_AGGREGATE && !node_is_mean(n);
}

/* What is normalised in place of the treated value. */
static void deviation_line(const struct explain_view *v, const struct node *n, int depth)
{
    say("%*s%s ", 2 * depth, "", word(v->language, WORD_DEVIATION));
    print_text(n->near.formula, " =");
    value(v->r->deviation[n->indicator][v->x->row]);
    putchar('\n');
}

/* What caps and deductions have made of the node, among the parts. */
static void rules_row(const struct explain_view *v, double points, int depth)
{
    const char *title =
        arena_printf(v->r->arena, "%*s%s", 2 * depth, "", word(v->language, WORD_BY_RULES));
    text_pad(stdout, title ? title : "", TITLE_WIDTH, false);
    number(NAN, 2);
    number(NAN, 4);
    number(points, 2);
    putchar('\n');
}

static void node_line(const struct explain_view *v, size_t i, int depth)
{
    const struct results *r = v->r;
    const struct node *n = &r->plan->tree.nodes[i];
    const struct part *part = &v->x->parts[i];
    const char *title = arena_printf(r->arena, "%*s%s%s", 2 * depth, "", node_title(n, v->language),
                                     is_shared(n) ? " *" : "");
    text_pad(stdout, title ? title : n->id, TITLE_WIDTH, false);
    number(part->value, 2);
    number(part->weight, 4);
    number(v->parts[i], 2);
    number(part->rank, 0);
    number(part->median, 2);
    if (n->kind == NODE_INDICATOR) {
        size_t k = n->indicator;
        value(r->raw[k][v->x->row]);
        value(r->treated[k][v->x->row]);
        say("  %s  ", word(v->language, r->node_excluded[i] ? WORD_SET_ASIDE
                                                            : cell_word(r->cell[k][v->x->row])));
        print_text(n->unit, "");
    }
    putchar('\n');
    if (n->near.kind)
        deviation_line(v, n, depth + 1);
    rule_lines(v, i, depth + 1);
    if (part->rules < 0 || part->rules > 0)
        rules_row(v, part->rules, depth + 1);
}

static bool print_below(const struct explain_view *v, size_t i, int depth)
{
    const struct node *n = &v->r->plan->tree.nodes[i];
    bool shared = is_shared(n);
    node_line(v, i, depth);
    for (size_t j = 0; j < n->n_children; j++)
        shared = print_below(v, n->children[j], depth + 1) || shared;
    return shared;
}

static void listed(const struct explain_view *v, size_t node, double figure, int decimals,
                   const char *unit)
{
    const struct node *n = &v->r->plan->tree.nodes[node];
    say("  ");
    text_pad(stdout, node_title(n, v->language), TITLE_WIDTH - 2, false);
    number(figure, decimals);
    say("%s   ", unit);
    value(v->r->raw[n->indicator][v->x->row]);
    say("  ");
    print_text(n->unit, "\n");
}

static void strengths(const struct explain_view *v)
{
    const struct explanation *x = v->x;
    say("\n%s\n", word(v->language, WORD_STRENGTHS_WEIGHTED));
    for (size_t i = 0; i < x->n && i < LISTED && x->parts[x->by_gap[i]].gap > 0; i++)
        listed(v, x->by_gap[i], x->parts[x->by_gap[i]].gap, 2, "");
    say("\n%s\n", word(v->language, WORD_WEAKNESSES_WEIGHTED));
    for (size_t i = 0; i < x->n && i < LISTED && x->parts[x->by_gap[x->n - 1 - i]].gap < 0; i++)
        listed(v, x->by_gap[x->n - 1 - i], x->parts[x->by_gap[x->n - 1 - i]].gap, 2, "");
}

static void share_line(const struct explain_view *v, enum word of, double share)
{
    say("  ");
    text_pad(stdout, word(v->language, of), TITLE_WIDTH - 2, false);
    number(100 * share, 1);
    say("%%\n");
}

/* The greatest, and what is left to 100 %. */
static int obstacles(const struct explain_view *v, struct error *e)
{
    const struct explanation *x = v->x;
    double *share = arena_array(v->r->arena, 4 * (x->n + 1), sizeof *share);
    double *shown, others = 0;
    size_t n = 0;
    if (!share)
        return error_no_memory(e);
    shown = share + x->n;
    while (n < x->n && x->parts[x->by_obstacle[n]].obstacle > 0) {
        share[n] = x->parts[x->by_obstacle[n]].obstacle;
        n++;
    }
    explain_rounded(share, n, 1, SHARE_UNIT, shown, shown + x->n);
    say("\n%s\n", word(v->language, WORD_OBSTACLES));
    for (size_t i = 0; i < n; i++)
        if (i < LISTED)
            listed(v, x->by_obstacle[i], 100 * shown[i], 1, "%");
        else
            others += shown[i];
    if (n > LISTED)
        share_line(v, WORD_OTHERS_ADDED, others);
    if (n)
        share_line(v, WORD_SUM, 1);
    return OK;
}

static bool any_places(const struct table *t)
{
    for (size_t i = 0; i < t->n_variables; i++)
        if (t->variables[i].places)
            return true;
    return false;
}

/* Where what a node is made of stood, for whoever asks about it. */
static void cells(const struct explain_view *v, size_t node)
{
    const struct tree *t = &v->r->plan->tree;
    if (!any_places(v->r->plan->table))
        return;
    say("\n%s\n", word(v->language, WORD_CELLS));
    for (size_t k = 0; k < t->n_indicators; k++)
        if (t->indicators[k] == node || tree_is_below(t, t->indicators[k], node))
            cells_of(v, &t->nodes[t->indicators[k]]);
}

static int find_node(const struct plan *p, const char *id, size_t *node, struct error *e)
{
    const char **ids = arena_array(p->arena, p->tree.n, sizeof *ids), *near;
    *node = id ? tree_find(&p->tree, id) : TREE_ROOT;
    if (*node != NONE || !ids)
        return OK;
    for (size_t i = 0; i < p->tree.n; i++)
        ids[i] = p->tree.nodes[i].id;
    near = text_nearest(id, ids, p->tree.n);
    return error_set(e, ERR_USAGE, "%s: the index has no such node%s", id,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

/* The codes of the units that share a name. */
static int many_units(const struct table *t, const char *name, struct error *e)
{
    struct str codes = {0};
    for (size_t i = 0; i < t->n_units; i++)
        if (strcmp(t->names[i], name) == 0)
            str_printf(&codes, "%s%s", codes.n ? ", " : "", t->codes[i]);
    error_set(e, ERR_USAGE, "%s: several units have this name; say which by its code: %s", name,
              codes.s ? codes.s : "");
    str_fini(&codes);
    return ERR_USAGE;
}

static int find_unit(const struct results *r, const char *unit, size_t *position, struct error *e)
{
    const struct table *t = r->plan->table;
    const char *near;
    size_t named = 0;
    for (size_t i = 0; i < t->n_units; i++)
        named += strcmp(t->names[i], unit) == 0;
    if (named > 1 && table_unit(t, unit) == NONE)
        return many_units(t, unit, e);
    *position = explain_find(r, unit);
    if (*position != NONE)
        return OK;
    near = text_nearest(unit, (const char *const *)t->codes, t->n_units);
    if (!near)
        near = text_nearest(unit, (const char *const *)t->names, t->n_units);
    return error_set(e, ERR_USAGE, "%s: no unit has this code or name%s", unit,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static int print_explanation(const struct results *r, const struct arguments *a, struct error *e)
{
    struct explanation x;
    struct explain_view v = {r, &x, r->plan->fixed.profile.language, NULL};
    size_t position, period, node;
    int status = find_unit(r, a->args[1], &position, e);
    if (!status)
        status = find_period(a, r->plan, &period, e);
    if (!status && a->portrait)
        return print_portrait(r, position, period, e);
    if (!status && a->target_rank)
        return print_target(r, position, period, a->target_rank, e);
    if (!status)
        status = find_node(r->plan, a->n_args > 2 ? a->args[2] : NULL, &node, e);
    if (!status)
        status = explain(r, position, period, &x, e);
    if (!status)
        status = round_parts(&v, e);
    if (status)
        return status;
    heading(&v);
    column_heads(&v);
    if (print_below(&v, node, 0))
        say("%s\n", word(v.language, WORD_NOTE_SHARED));
    if (node == TREE_ROOT) {
        strengths(&v);
        status = obstacles(&v, e);
    }
    if (!status)
        status = print_measured(r, node, position, period, e);
    if (!status && a->n_args > 2)
        cells(&v, node);
    return status;
}

static int run(const struct arguments *a, struct error *e)
{
    struct plan_options o = plan_options_of(a);
    struct plan *p;
    struct results *r = NULL;
    int status;
    o.places = a->n_args > 2;
    status = (a->portrait || a->target_rank) && a->n_args > 2
                 ? error_set(e, ERR_USAGE, "--%s is about a unit, not about a node",
                             a->portrait ? "portrait" : "target-rank")
                 : load_plan_of(&o, a->args[0], &p, e);
    if (status)
        return status;
    p->has_panorama = p->has_panorama || a->portrait; /* nothing is written here */
    status = run_plan(p, &r, e);
    if (!status)
        status = print_explanation(r, a, e);
    if (!status)
        status = results_scored(r, e);
    if (!status || status == ERR_PART)
        status = report_failures(p, e);
    results_free(r);
    plan_free(p);
    return status;
}

const struct command explain_command = {
    "explain",
    "explain PROFILE UNIT [NODE]",
    "take a unit's score apart, down to its cells",
    2,
    3,
    FLAG_PROFILE | FLAG_PERIOD | FLAG_PORTRAIT | FLAG_TARGET,
    run,
};
