/* SPDX-License-Identifier: MIT */
/* compare.csv and compare_nodes.csv. */
#include <math.h>
#include <stdlib.h>

#include "explain/compare.h"
#include "output/lines.h"

static bool is_synthetic(const struct comparison *c)
{
    return c->from->synthetic || c->to->synthetic;
}

static void begin_line(const struct comparison *c, struct lines *l, const struct compared *u)
{
    size_t pair = (size_t)(u - c->units) / c->n_units;
    csv_text(&l->w, u->in_to ? c->to->classes[u->class_to].value : "");
    csv_text(&l->w, c->pairs[pair].label);
    csv_text(&l->w, u->code);
}

static void unit_line(const struct comparison *c, struct lines *l, const struct compared *u)
{
    begin_line(c, l, u);
    csv_text(&l->w, u->name);
    csv_number(&l->w, u->rank_from);
    csv_number(&l->w, u->rank_to);
    csv_number(&l->w, u->rank_change);
    csv_number(&l->w, u->score_from);
    csv_number(&l->w, u->score_to);
    csv_number(&l->w, u->score_change);
    for (size_t k = 0; k < c->n_changes; k++)
        csv_number(&l->w, u->in_from && u->in_to ? u->effects[k] : NAN);
    csv_text(&l->w, u->in_from ? c->from->classes[u->class_from].value : "");
    csv_number(&l->w, u->common_from);
    csv_number(&l->w, u->common_to);
    lines_end(l);
}

static void node_lines(const struct comparison *c, struct lines *l, const struct compared *u)
{
    for (size_t i = 0; u->parts && i < c->parts->tree.n; i++) {
        begin_line(c, l, u);
        csv_text(&l->w, c->parts->tree.nodes[i].id);
        csv_number(&l->w, u->before[i]);
        csv_number(&l->w, u->after[i]);
        csv_number(&l->w, u->parts[i]);
        csv_number(&l->w, u->rules[i]);
        lines_end(l);
    }
}

/* Class by class in the order of the table on the screen, then what only one side has. */
static bool every_unit(const struct comparison *c, struct lines *l,
                       void (*line)(const struct comparison *, struct lines *,
                                    const struct compared *))
{
    size_t *order = arena_array(c->arena, c->n_units, sizeof *order), n;
    for (size_t pair = 0; order && pair < c->n_pairs; pair++) {
        for (size_t class = 0; class < c->to->n_classes; class ++) {
            n = comparison_order(c, class, pair, order);
            for (size_t i = 0; i < n; i++)
                line(c, l, &c->units[order[i]]);
        }
        for (size_t i = pair * c->n_units; i < (pair + 1) * c->n_units; i++)
            if (!c->units[i].in_from || !c->units[i].in_to)
                line(c, l, &c->units[i]);
    }
    return order && !arena_failed(c->arena);
}

static bool write_units(void *of, FILE *f)
{
    static const char *const names[] = {"class",     "period",      "code",        "name",
                                        "rank_from", "rank_to",     "rank_change", "score_from",
                                        "score_to",  "score_change"};
    const struct comparison *c = of;
    struct lines l = {.w.out = f, .synthetic = is_synthetic(c)};
    lines_names(&l, names, sizeof names / sizeof *names);
    for (size_t k = 0; k < c->n_changes; k++)
        csv_text(&l.w, c->changes[k].name);
    csv_text(&l.w, "class_from");
    csv_text(&l.w, "rank_from_common");
    csv_text(&l.w, "rank_to_common");
    lines_end(&l);
    return every_unit(c, &l, unit_line);
}

static bool write_nodes(void *of, FILE *f)
{
    static const char *const names[] = {"class",     "period",  "code",        "node",
                                        "part_from", "part_to", "part_change", "rules_change"};
    const struct comparison *c = of;
    struct lines l = {.w.out = f, .synthetic = is_synthetic(c)};
    lines_names(&l, names, sizeof names / sizeof *names);
    lines_end(&l);
    return every_unit(c, &l, node_lines);
}

int comparison_outputs(struct comparison *c, struct outputs *out, struct error *e)
{
    int status;
    out->v = calloc(2, sizeof *out->v);
    out->n = out->v ? 1 : 0;
    if (!out->v)
        return error_no_memory(e);
    out->v[0].name = "compare.csv";
    out->v[0].format = "csv";
    status = output_make(&out->v[0], write_units, c, e);
    if (status || !c->parts)
        return status;
    out->n = 2;
    out->v[1].name = "compare_nodes.csv";
    out->v[1].format = "csv";
    return output_make(&out->v[1], write_nodes, c, e);
}
