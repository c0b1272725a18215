/* SPDX-License-Identifier: MIT */
/* The tables that a run writes. */
#include <math.h>
#include <stdlib.h>

#include "base/none.h"
#include "output/league.h"
#include "output/output_internal.h"

static void begin_line(struct line *l)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->w, l->class == NONE ? "" : p->classes[l->class].value);
    csv_text(&l->w, l->period == NONE ? "" : p->table->periods[l->period]);
}

static void unit_fields(struct line *l, size_t position, bool name)
{
    const struct table *t = l->r->plan->table;
    csv_text(&l->w, t->codes[l->r->plan->order[position]]);
    if (name)
        csv_text(&l->w, t->names[l->r->plan->order[position]]);
}

/* Made-up data are told in every line. */
static void end_line(struct line *l)
{
    if (l->r->plan->synthetic)
        csv_text(&l->w, "yes");
    csv_end_line(&l->w);
}

static void header(struct line *l, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_text(&l->w, names[i]);
}

static void end_header(struct line *l)
{
    if (l->r->plan->synthetic)
        csv_text(&l->w, "synthetic");
    csv_end_line(&l->w);
}

static void score_line(struct line *l, size_t position)
{
    const struct results *r = l->r;
    const struct tree *t = &r->plan->tree;
    size_t row = l->period * r->n_units + position;
    begin_line(l);
    unit_fields(l, position, true);
    csv_number(&l->w, r->rank[row]);
    csv_number(&l->w, r->score[TREE_ROOT][row]);
    csv_number(&l->w, r->imputed_share[TREE_ROOT][row]);
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE)
            csv_number(&l->w, r->score[i][row]);
    end_line(l);
}

static bool write_scores(struct line *l)
{
    static const char *const names[] = {"class", "period", "code",         "name",
                                        "rank",  "score",  "imputed_share"};
    const struct plan *p = l->r->plan;
    size_t *order = calloc(l->r->n_units, sizeof *order);
    if (!order)
        return false;
    header(l, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_AGGREGATE)
            csv_text(&l->w, p->tree.nodes[i].id);
    end_header(l);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++) {
            league_order(l->r, l->class, l->period, order);
            for (size_t i = 0; i < p->classes[l->class].n; i++)
                score_line(l, order[i]);
        }
    free(order);
    return true;
}

static void indicator_line(struct line *l, size_t position, size_t k)
{
    const struct results *r = l->r;
    size_t row = l->period * r->n_units + position;
    begin_line(l);
    unit_fields(l, position, false);
    csv_text(&l->w, r->plan->tree.nodes[r->plan->tree.indicators[k]].id);
    csv_number(&l->w, r->raw[k][row]);
    csv_number(&l->w, r->treated[k][row]);
    csv_number(&l->w, r->normalised[k][row]);
    csv_text(&l->w, cell_name((enum cell)r->cell[k][row]));
    end_line(l);
}

static bool write_indicators(struct line *l)
{
    static const char *const names[] = {"class", "period",  "code",       "indicator",
                                        "raw",   "treated", "normalised", "provenance"};
    const struct plan *p = l->r->plan;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++)
            for (size_t i = 0; i < p->classes[l->class].n; i++)
                for (size_t k = 0; k < p->tree.n_indicators; k++)
                    indicator_line(l, p->classes[l->class].first + i, k);
    return true;
}

static bool write_weights(struct line *l)
{
    static const char *const names[] = {"class",  "period",    "node",  "parent",
                                        "weight", "effective", "method"};
    const struct results *r = l->r;
    const struct tree *t = &r->plan->tree;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (l->class = 0; l->class < r->plan->n_classes; l->class ++)
        for (l->period = 0; l->period < r->n_periods; l->period++)
            for (size_t i = 1; i < t->n; i++) {
                const struct node *parent = &t->nodes[t->nodes[i].parent];
                size_t slot = weight_index(r, results_block(r, l->class), l->period, i);
                begin_line(l);
                csv_text(&l->w, t->nodes[i].id);
                csv_text(&l->w, parent->id);
                csv_number(&l->w, r->weight[slot]);
                csv_number(&l->w, r->effective[slot]);
                csv_text(&l->w,
                         parent->at[HENG_WEIGHTS].method ? parent->at[HENG_WEIGHTS].label : "");
                end_line(l);
            }
    return true;
}

static void screened_line(struct line *l, const struct screened *s)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->w, s->is_unit ? "unit" : "indicator");
    l->class = s->is_unit ? results_class(l->r, s->position) : NONE;
    l->period = s->is_unit ? s->period : NONE;
    begin_line(l);
    if (s->is_unit) {
        unit_fields(l, s->position, true);
    } else {
        const struct node *n = &p->tree.nodes[p->tree.indicators[s->indicator]];
        csv_text(&l->w, n->id);
        csv_text(&l->w, node_title(n, p->fixed.profile.language));
    }
    csv_number(&l->w, s->available);
    csv_number(&l->w, s->zeros);
    csv_text(&l->w, screened_reason(s));
    end_line(l);
}

static bool write_screened(struct line *l)
{
    static const char *const names[] = {"kind", "class",           "period",      "code",
                                        "name", "share_available", "share_zeros", "reason"};
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (size_t i = 0; i < l->r->n_screened; i++)
        screened_line(l, &l->r->screened[i]);
    return true;
}

static void rule_line(struct line *l, const struct applied *a)
{
    const struct plan *p = l->r->plan;
    const struct rule *rule = &p->rules[a->rule];
    l->class = results_class(l->r, a->position);
    l->period = a->period;
    begin_line(l);
    unit_fields(l, a->position, true);
    csv_text(&l->w, rule->name);
    csv_text(&l->w, rule->kind);
    csv_text(&l->w, p->tree.nodes[rule->node].id);
    csv_text(&l->w, effect_name(a->effect));
    csv_number(&l->w, a->before);
    csv_number(&l->w, a->after);
    csv_text(&l->w, a->reason);
    end_line(l);
}

static bool write_rules(struct line *l)
{
    static const char *const names[] = {"class", "period", "code",   "name",  "rule",  "kind",
                                        "node",  "effect", "before", "after", "reason"};
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (size_t i = 0; i < l->r->n_applied; i++)
        rule_line(l, &l->r->applied[i]);
    return true;
}

static void place_line(struct line *l, size_t position, size_t node)
{
    const struct results *r = l->r;
    size_t row = l->period * r->n_units + position;
    const struct panorama_entry *place = &r->places[node][row];
    begin_line(l);
    unit_fields(l, position, true);
    csv_number(&l->w, r->rank[row]);
    csv_number(&l->w, r->score[TREE_ROOT][row]);
    csv_text(&l->w, tier_label(r, row));
    csv_text(&l->w, r->plan->tree.nodes[node].id);
    csv_number(&l->w, r->score[node][row]);
    csv_number(&l->w, place->rank);
    csv_number(&l->w, (double)place->count);
    csv_text(&l->w, strength_name(place->standing));
    end_line(l);
}

static bool write_panorama(struct line *l)
{
    static const char *const names[] = {"class",      "period",    "code",       "name",
                                        "rank",       "score",     "tier",       "node",
                                        "node_score", "node_rank", "node_count", "standing"};
    const struct plan *p = l->r->plan;
    size_t *order = calloc(l->r->n_units, sizeof *order);
    if (!order)
        return false;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (l->class = 0; l->class < p->n_classes; l->class ++)
        for (l->period = 0; l->period < l->r->n_periods; l->period++) {
            league_order(l->r, l->class, l->period, order);
            for (size_t i = 0; i < p->classes[l->class].n; i++)
                for (size_t k = 1; k < p->tree.n; k++)
                    if (p->fixed.panorama.nodes == PANORAMA_ALL ||
                        p->tree.nodes[k].kind == NODE_AGGREGATE)
                        place_line(l, order[i], k);
        }
    free(order);
    return true;
}

static void choice_line(struct line *l, const struct script_choice *c, size_t order, size_t class)
{
    const struct plan *p = l->r->plan;
    csv_text(&l->w, p->selection.script->nodes[c->direction].id);
    csv_number(&l->w, (double)order);
    csv_text(&l->w, p->classes[class].value);
    csv_text(&l->w, p->table->codes[c->unit]);
    csv_text(&l->w, p->table->names[c->unit]);
    csv_number(&l->w, c->value);
    csv_text(&l->w, c->chosen ? "yes" : "no");
    csv_text(&l->w, c->reason);
    end_line(l);
}

static bool write_selection(struct line *l)
{
    static const char *const names[] = {"direction", "order", "class",  "code",
                                        "name",      "value", "chosen", "reason"};
    const struct results *r = l->r;
    size_t order = 0;
    header(l, names, sizeof names / sizeof *names);
    end_header(l);
    for (size_t i = 0; i < r->n_choices; i++) {
        const struct script_choice *c = &r->choices[i];
        order = i && r->choices[i - 1].direction == c->direction ? order + 1 : 1;
        choice_line(l, c, order, unit_class(r, c->unit));
    }
    return true;
}

bool output_findings(struct line *l)
{
    const struct heng_method *d = l->r->plan->analyses[l->analysis].method->desc;
    const struct findings *found = &l->r->findings[l->analysis];
    size_t texts, numbers;
    csv_text(&l->w, "class");
    csv_text(&l->w, "period");
    for (size_t k = 0; k < d->n_fields; k++)
        csv_text(&l->w, method_field(d, k)->name);
    end_header(l);
    for (size_t i = 0; i < found->n; i++) {
        const struct finding *f = &found->v[i];
        l->class = f->class;
        l->period = f->period;
        begin_line(l);
        for (size_t k = texts = numbers = 0; k < d->n_fields; k++)
            if (method_field(d, k)->is_text)
                csv_text(&l->w, f->text[texts++]);
            else
                csv_number(&l->w, f->v[numbers++]);
        end_line(l);
    }
    return true;
}

const struct output_table output_tables[N_OUTPUTS] = {
    {"scores.csv", "csv", write_scores, NULL},
    {"indicators.csv", "csv", write_indicators, NULL},
    {"weights.csv", "csv", write_weights, NULL},
    {"run.json", "json", NULL, NULL},
};

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

/* Those that only some runs have. */
const struct output_table optional_tables[N_FURTHER] = {
    {"screened.csv", "csv", write_screened, has_screen},
    {"rules.csv", "csv", write_rules, has_rules},
    {"panorama.csv", "csv", write_panorama, has_panorama},
    {"selection.csv", "csv", write_selection, has_selection},
};
