/* SPDX-License-Identifier: MIT */
/* The tables that a run writes. */
#include <math.h>
#include <stdlib.h>

#include "base/none.h"
#include "output/league.h"
#include "output/output_internal.h"

static void begin_line(struct table_file *l)
{
    lines_place(&l->out, l->r->plan, l->class, l->period);
}

static void unit_fields(struct table_file *l, size_t position)
{
    lines_unit(&l->out, l->r->plan, position, true);
}

static void score_line(struct table_file *l, size_t position)
{
    const struct results *r = l->r;
    const struct tree *t = &r->plan->tree;
    size_t row = results_row(r, l->period, position);
    begin_line(l);
    unit_fields(l, position);
    csv_number(&l->out.w, r->rank[row]);
    csv_number(&l->out.w, r->score[TREE_ROOT][row]);
    csv_number(&l->out.w, r->imputed_share[TREE_ROOT][row]);
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE)
            csv_number(&l->out.w, r->score[i][row]);
    lines_end(&l->out);
}

static bool write_scores(struct table_file *l)
{
    static const char *const names[] = {"class", "period", "code",         "name",
                                        "rank",  "score",  "imputed_share"};
    const struct plan *p = l->r->plan;
    size_t *order = calloc(l->r->n_units, sizeof *order);
    if (!order)
        return false;
    lines_names(&l->out, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_AGGREGATE)
            csv_text(&l->out.w, p->tree.nodes[i].id);
    lines_end(&l->out);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++) {
            const size_t n = league_count(l->r, l->class, l->period);
            league_order(l->r, l->class, l->period, order);
            for (size_t i = 0; i < n; i++)
                score_line(l, order[i]);
        }
    free(order);
    return true;
}

static void indicator_line(struct table_file *l, size_t position, size_t k)
{
    const struct results *r = l->r;
    size_t row = results_row(r, l->period, position);
    begin_line(l);
    lines_unit(&l->out, l->r->plan, position, false);
    csv_text(&l->out.w, r->plan->tree.nodes[r->plan->tree.indicators[k]].id);
    csv_number(&l->out.w, r->raw[k][row]);
    csv_number(&l->out.w, r->treated[k][row]);
    csv_number(&l->out.w, r->normalised[k][row]);
    csv_text(&l->out.w, cell_name((enum cell)r->cell[k][row]));
    lines_end(&l->out);
}

/* So many units' columns are in memory at a time, where columns rest. */
enum { UNITS_AWAKE = 1 << 16 };

static bool write_indicators(struct table_file *l)
{
    static const char *const names[] = {"class", "period",  "code",       "indicator",
                                        "raw",   "treated", "normalised", "provenance"};
    const struct plan *p = l->r->plan;
    lines_names(&l->out, names, sizeof names / sizeof *names);
    lines_end(&l->out);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++)
            for (size_t i = 0; i < p->classes[l->class].n; i++) {
                if (i % UNITS_AWAKE == 0)
                    results_rest(l->r);
                for (size_t k = 0; k < p->tree.n_indicators; k++)
                    if (!results_is_elsewhere(l->r, l->period, p->classes[l->class].first + i))
                        indicator_line(l, p->classes[l->class].first + i, k);
            }
    return true;
}

static bool write_weights(struct table_file *l)
{
    static const char *const names[] = {"class",  "period",    "node",  "parent",
                                        "weight", "effective", "method"};
    const struct results *r = l->r;
    const struct tree *t = &r->plan->tree;
    lines_names(&l->out, names, sizeof names / sizeof *names);
    lines_end(&l->out);
    for (l->class = 0; l->class < r->plan->n_classes; l->class ++)
        for (l->period = 0; l->period < r->n_periods; l->period++)
            for (size_t i = 1; i < t->n; i++) {
                const struct node *parent = &t->nodes[t->nodes[i].parent];
                size_t slot = weight_index(r, results_block(r, l->class), l->period, i);
                begin_line(l);
                csv_text(&l->out.w, t->nodes[i].id);
                csv_text(&l->out.w, parent->id);
                csv_number(&l->out.w, r->weight[slot]);
                csv_number(&l->out.w, r->effective[slot]);
                csv_text(&l->out.w,
                         parent->at[HENG_WEIGHTS].method ? parent->at[HENG_WEIGHTS].label : "");
                lines_end(&l->out);
            }
    return true;
}

static void screened_line(struct table_file *l, const struct screened *s)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->out.w, s->is_unit ? "unit" : "indicator");
    l->class = s->is_unit ? results_class(l->r, s->position) : NONE;
    l->period = s->is_unit ? s->period : NONE;
    begin_line(l);
    if (s->is_unit) {
        unit_fields(l, s->position);
    } else {
        const struct node *n = &p->tree.nodes[p->tree.indicators[s->indicator]];
        csv_text(&l->out.w, n->id);
        csv_text(&l->out.w, node_title(n, p->fixed.profile.language));
    }
    csv_number(&l->out.w, s->available);
    csv_number(&l->out.w, s->zeros);
    csv_text(&l->out.w, screened_reason(s));
    lines_end(&l->out);
}

static bool write_screened(struct table_file *l)
{
    static const char *const names[] = {"kind", "class",           "period",      "code",
                                        "name", "share_available", "share_zeros", "reason"};
    lines_names(&l->out, names, sizeof names / sizeof *names);
    lines_end(&l->out);
    for (size_t i = 0; i < l->r->n_screened; i++)
        screened_line(l, &l->r->screened[i]);
    return true;
}

static void rule_line(struct table_file *l, const struct applied *a)
{
    const struct plan *p = l->r->plan;
    const struct rule *rule = &p->rules[a->rule];
    l->class = results_class(l->r, a->position);
    l->period = a->period;
    begin_line(l);
    unit_fields(l, a->position);
    csv_text(&l->out.w, rule->name);
    csv_text(&l->out.w, rule->kind);
    csv_text(&l->out.w, p->tree.nodes[rule->node].id);
    csv_text(&l->out.w, effect_name(a->effect));
    csv_number(&l->out.w, a->before);
    csv_number(&l->out.w, a->after);
    csv_text(&l->out.w, a->reason);
    lines_end(&l->out);
}

static bool write_rules(struct table_file *l)
{
    static const char *const names[] = {"class", "period", "code",   "name",  "rule",  "kind",
                                        "node",  "effect", "before", "after", "reason"};
    lines_names(&l->out, names, sizeof names / sizeof *names);
    lines_end(&l->out);
    for (size_t i = 0; i < l->r->n_applied; i++)
        rule_line(l, &l->r->applied[i]);
    return true;
}

static void place_line(struct table_file *l, size_t position, size_t node)
{
    const struct results *r = l->r;
    size_t row = results_row(r, l->period, position);
    const struct panorama_entry *place = &r->places[node][row];
    begin_line(l);
    unit_fields(l, position);
    csv_number(&l->out.w, r->rank[row]);
    csv_number(&l->out.w, r->score[TREE_ROOT][row]);
    csv_text(&l->out.w, tier_label(r, row));
    csv_text(&l->out.w, r->plan->tree.nodes[node].id);
    csv_number(&l->out.w, r->score[node][row]);
    csv_number(&l->out.w, place->rank);
    csv_number(&l->out.w, (double)place->count);
    csv_text(&l->out.w, strength_name(place->standing));
    lines_end(&l->out);
}

static bool write_panorama(struct table_file *l)
{
    static const char *const names[] = {"class",      "period",    "code",       "name",
                                        "rank",       "score",     "tier",       "node",
                                        "node_score", "node_rank", "node_count", "standing"};
    const struct plan *p = l->r->plan;
    size_t *order = calloc(l->r->n_units, sizeof *order);
    if (!order)
        return false;
    lines_names(&l->out, names, sizeof names / sizeof *names);
    lines_end(&l->out);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++) {
            const size_t n = league_count(l->r, l->class, l->period);
            league_order(l->r, l->class, l->period, order);
            for (size_t i = 0; i < n; i++)
                for (size_t k = 1; k < p->tree.n; k++)
                    if (p->fixed.panorama.nodes == PANORAMA_ALL ||
                        p->tree.nodes[k].kind == NODE_AGGREGATE)
                        place_line(l, order[i], k);
        }
    free(order);
    return true;
}

static void choice_line(struct table_file *l, const struct script_choice *c, size_t order,
                        size_t class)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->out.w, p->selection.script->nodes[c->direction].id);
    csv_number(&l->out.w, (double)order);
    csv_text(&l->out.w, p->classes[class].value);
    csv_text(&l->out.w, p->table->codes[c->unit]);
    csv_text(&l->out.w, p->table->names[c->unit]);
    csv_number(&l->out.w, c->value);
    csv_text(&l->out.w, c->chosen ? "yes" : "no");
    csv_text(&l->out.w, c->reason);
    lines_end(&l->out);
}

static bool write_selection(struct table_file *l)
{
    static const char *const names[] = {"direction", "order", "class",  "code",
                                        "name",      "value", "chosen", "reason"};
    const struct results *r = l->r;
    size_t order = 0;
    lines_names(&l->out, names, sizeof names / sizeof *names);
    lines_end(&l->out);
    for (size_t i = 0; i < r->n_choices; i++) {
        const struct script_choice *c = &r->choices[i];
        order = i && r->choices[i - 1].direction == c->direction ? order + 1 : 1;
        choice_line(l, c, order, unit_class(r, c->unit));
    }
    return true;
}

bool output_findings(struct table_file *l)
{
    const struct heng_method *d = l->r->plan->analyses[l->analysis].method->desc;
    const struct findings *found = &l->r->findings[l->analysis];
    size_t texts, numbers;
    csv_text(&l->out.w, "class");
    csv_text(&l->out.w, "period");
    for (size_t k = 0; k < d->analysis->n_fields; k++)
        csv_text(&l->out.w, method_field(d, k)->name);
    lines_end(&l->out);
    for (size_t i = 0; i < found->n; i++) {
        const struct finding *f = &found->v[i];
        l->class = f->class;
        l->period = f->period;
        begin_line(l);
        for (size_t k = texts = numbers = 0; k < d->analysis->n_fields; k++)
            if (method_field(d, k)->is_text)
                csv_text(&l->out.w, f->text[texts++]);
            else
                csv_number(&l->out.w, f->v[numbers++]);
        lines_end(&l->out);
    }
    return true;
}

static bool has_screen(const struct results *r)
{
    return r->plan->screens;
}

static bool has_rules(const struct results *r)
{
    return r->plan->n_rules > 0;
}

static bool has_panorama(const struct results *r)
{
    return r->plan->has_panorama;
}

static bool has_selection(const struct results *r)
{
    return r->selected;
}

const struct output_table output_tables[N_OUTPUT_TABLES] = {
    {"scores.csv", write_scores, NULL, NULL},
    {"indicators.csv", write_indicators, NULL, NULL},
    {"weights.csv", write_weights, NULL, NULL},
    {"run.json", NULL, NULL, NULL},
    {"screened.csv", write_screened, has_screen, "screen"},
    {"rules.csv", write_rules, has_rules, "rule.NAME"},
    {"panorama.csv", write_panorama, has_panorama, "panorama"},
    {"selection.csv", write_selection, has_selection, "selection"},
};
