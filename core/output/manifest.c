/* SPDX-License-Identifier: MIT */
/* Writing run.json: what the results were made from, and the results. */
#include <stdlib.h>

#include "base/file.h"
#include "base/none.h"
#include "output/league.h"
#include "output/manifest_internal.h"
#include "output/manifest_json_internal.h"
#include "output/output_internal.h"

static void path(struct json *j, const struct plan *p, const char *key, const char *value)
{
    const char *real = path_real(p->arena, value);
    manifest_text(j, key, real ? real : value);
}

/* A message about a file begins with it as it was asked for, perhaps from the folder of the moment:
   here it is told as the file that it is, as everywhere in the manifest. Lines of the profile stay
   as its keys have them. */
static const char *placed(struct plan *p, const char *text)
{
    for (size_t i = 0; i < p->files.n; i++) {
        const char *given = p->files.v[i].path, *real, *whole;
        size_t n = strlen(given);
        if (strcmp(p->files.v[i].role, "profile") == 0 || strncmp(text, given, n) != 0 ||
            text[n] != ':')
            continue;
        real = path_real(p->arena, given);
        whole = real ? arena_printf(p->arena, "%s%s", real, text + n) : NULL;
        return whole ? whole : text;
    }
    return text;
}

static void messages(struct json *j, struct plan *p, const char *key, const struct messages *m)
{
    manifest_open(j, key, '[');
    for (size_t i = 0; i < m->n; i++)
        manifest_text(j, NULL, placed(p, m->items[i].text));
    manifest_close(j, ']');
}

static void folders(struct json *j, const struct plan *p, const char *key, const struct folders *f)
{
    manifest_open(j, key, '[');
    for (size_t i = 0; i < f->n; i++)
        path(j, p, NULL, f->v[i]);
    manifest_close(j, ']');
}

static void profile(struct json *j, const struct plan *p, const struct profile *of, bool layers)
{
    manifest_open(j, "profile", '{');
    path(j, p, "path", of->path);
    manifest_open(j, "keys", '[');
    for (size_t i = 0; i < of->n_sections; i++)
        for (size_t k = 0; k < of->sections[i].n_keys; k++) {
            const struct profile_key *key = &of->sections[i].keys[k];
            if (!key->value || !*key->value)
                continue;
            manifest_open(j, NULL, '{');
            manifest_text(j, "section", of->sections[i].name);
            manifest_text(j, "key", key->name);
            manifest_text(j, "value", key->value);
            manifest_text(j, "where", key->where);
            path(j, p, "dir", key->dir && *key->dir ? key->dir : ".");
            if (layers)
                manifest_number(j, "layer", (double)key->layer);
            manifest_close(j, '}');
        }
    manifest_close(j, ']');
    manifest_close(j, '}');
}

/* A list that would be longer than [output] units_in_manifest is counted: KEY_left_out. */
static bool open_list(struct json *j, const struct plan *p, const char *key, size_t n)
{
    char counted[64];
    const bool there = n <= (size_t)p->fixed.output.units_in_manifest;
    snprintf(counted, sizeof counted, "%s_left_out", key);
    if (there)
        manifest_open(j, key, '[');
    else
        manifest_number(j, counted, (double)n);
    return there;
}

static void names(struct json *j, const struct plan *p, const char *key,
                  const struct unit_names *units)
{
    if (!open_list(j, p, key, units->n))
        return;
    for (size_t i = 0; i < units->n; i++)
        manifest_text(j, NULL, units->v[i]);
    manifest_close(j, ']');
}

static void joins(struct json *j, const struct plan *p)
{
    manifest_open(j, "joins", '[');
    for (size_t i = 0; i < p->data->n_joins; i++) {
        const struct dataset_join *v = &p->data->joins[i];
        manifest_open(j, NULL, '{');
        manifest_text(j, "section", v->section);
        path(j, p, "path", v->path);
        manifest_number(j, "units_of_both", (double)(v->n_there - v->only_there.n));
        names(j, p, "only_in_table", &v->only_here);
        names(j, p, "only_in_file", &v->only_there);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

/* What servers and databases were asked, where any was. */
static void queries(struct json *j, const struct plan *p)
{
    if (!p->data->n_queries)
        return;
    manifest_open(j, "queries", '[');
    for (size_t i = 0; i < p->data->n_queries; i++) {
        const struct dataset_query *q = &p->data->queries[i];
        manifest_open(j, NULL, '{');
        manifest_text(j, "section", q->section);
        manifest_text(j, "source", q->source);
        manifest_text(j, "server", q->server);
        manifest_text(j, "query", q->query);
        manifest_number(j, "rows", (double)q->n_rows);
        manifest_text(j, "sha256", q->sha256);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

static void files(struct json *j, const struct plan *p, const struct outputs *outputs)
{
    manifest_open(j, "inputs", '[');
    for (size_t i = 0; i < p->files.n; i++) {
        manifest_open(j, NULL, '{');
        manifest_text(j, "role", p->files.v[i].role);
        path(j, p, "path", p->files.v[i].path);
        manifest_text(j, "sha256", p->files.v[i].sha256);
        if (p->files.v[i].encoding)
            manifest_text(j, "encoding", p->files.v[i].encoding);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
    manifest_open(j, "outputs", '[');
    for (size_t i = 0; i < outputs->n; i++) {
        if (&outputs->v[i] == outputs_manifest(outputs))
            continue;
        manifest_open(j, NULL, '{');
        manifest_text(j, "name", outputs->v[i].name);
        manifest_text(j, "sha256", outputs->v[i].sha256);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

static const char *direction_name(const struct node *n)
{
    if (n->near.kind)
        return n->near.kind == DIRECTION_TARGET ? "target" : "interval";
    return n->direction > 0 ? "positive" : "negative";
}

static void nodes(struct json *j, const struct plan *p)
{
    manifest_open(j, "nodes", '[');
    for (size_t i = 0; i < p->tree.n; i++) {
        const struct node *n = &p->tree.nodes[i];
        manifest_open(j, NULL, '{');
        manifest_text(j, "id", n->id);
        manifest_text(j, "parent", n->parent == NONE ? "" : p->tree.nodes[n->parent].id);
        manifest_text(j, "kind",
                      n->kind == NODE_INDICATOR ? "indicator"
                      : i                       ? "dimension"
                                                : "index");
        manifest_text(j, "title", node_title(n, LANGUAGE_ZH));
        manifest_text(j, "title_en", node_title(n, LANGUAGE_EN));
        manifest_number(j, "weight", n->weight);
        if (n->kind == NODE_INDICATOR) {
            manifest_text(j, "unit", n->unit);
            manifest_text(j, "direction", direction_name(n));
            if (n->near.kind)
                manifest_text(j, "deviation", n->near.formula);
            manifest_text(j, "formula", n->formula);
            manifest_text(j, "source", n->source);
            if (n->definition)
                manifest_text(j, "definition", n->definition);
        }
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

static void screened(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    if (!open_list(j, p, "screened", r->n_screened))
        return;
    for (size_t i = 0; i < r->n_screened; i++) {
        const struct screened *s = &r->screened[i];
        manifest_open(j, NULL, '{');
        manifest_text(j, "kind", s->is_unit ? "unit" : "indicator");
        manifest_text(j, "class",
                      s->is_unit ? p->classes[results_class(r, s->position)].value : "");
        manifest_text(j, "period", s->is_unit ? p->table->periods[s->period] : "");
        manifest_text(j, "code",
                      s->is_unit ? plan_unit_code(p, s->position)
                                 : p->tree.nodes[p->tree.indicators[s->indicator]].id);
        manifest_number(j, "share_available", s->available);
        manifest_number(j, "share_zeros", s->zeros);
        manifest_text(j, "reason", screened_reason(s));
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

static void rules(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    if (!open_list(j, p, "rules", r->n_applied))
        return;
    for (size_t i = 0; i < r->n_applied; i++) {
        const struct applied *a = &r->applied[i];
        const struct rule *rule = &p->rules[a->rule];
        manifest_open(j, NULL, '{');
        manifest_text(j, "class", p->classes[results_class(r, a->position)].value);
        manifest_text(j, "period", p->table->periods[a->period]);
        manifest_text(j, "code", plan_unit_code(p, a->position));
        manifest_text(j, "rule", rule->name);
        manifest_text(j, "kind", rule->kind);
        manifest_text(j, "node", p->tree.nodes[rule->node].id);
        manifest_text(j, "effect", effect_name(a->effect));
        manifest_number(j, "before", a->before);
        manifest_number(j, "after", a->after);
        manifest_text(j, "reason", a->reason);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

static void unit(struct json *j, const struct results *r, size_t position, size_t period)
{
    const struct plan *p = r->plan;
    size_t row = results_row(r, period, position);
    manifest_open(j, NULL, '{');
    manifest_text(j, "code", plan_unit_code(p, position));
    manifest_text(j, "name", plan_unit_name(p, position));
    manifest_number(j, "rank", r->rank[row]);
    manifest_number(j, "score", r->score[TREE_ROOT][row]);
    manifest_number(j, "imputed_share", r->imputed_share[TREE_ROOT][row]);
    if (p->has_tiers)
        manifest_text(j, "tier", tier_label(r, row));
    manifest_open(j, "nodes", '{');
    for (size_t i = 1; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_AGGREGATE)
            manifest_number(j, p->tree.nodes[i].id, r->score[i][row]);
    manifest_close(j, '}');
    manifest_close(j, '}');
}

static void units(struct json *j, const struct results *r, size_t class, size_t period,
                  size_t *order)
{
    manifest_open(j, "units", '[');
    league_order(r, class, period, order);
    for (size_t i = 0; i < league_count(r, class, period); i++)
        unit(j, r, order[i], period);
    manifest_close(j, ']');
}

static int results(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    char why[OUTPUT_WHY];
    const bool all = output_has_units(p, why);
    size_t *order = all ? calloc(r->n_units, sizeof *order) : NULL;
    if (all && !order)
        return ERR_MEMORY;
    if (!all)
        manifest_text(j, "units_left_out", why);
    manifest_open(j, "results", '[');
    for (size_t c = 0; c < p->n_classes; c++)
        for (size_t t = 0; t < r->n_periods; t++) {
            manifest_open(j, NULL, '{');
            manifest_text(j, "class", p->classes[c].value);
            manifest_text(j, "label", p->classes[c].label);
            manifest_text(j, "period", p->table->periods[t]);
            if (all)
                units(j, r, c, t, order);
            else
                manifest_number(j, "n_units", (double)league_count(r, c, t));
            manifest_close(j, '}');
        }
    manifest_close(j, ']');
    free(order);
    return OK;
}

static void finding(struct json *j, const struct plan *p, const struct heng_method *d,
                    const struct finding *f)
{
    size_t texts = 0, numbers = 0;
    manifest_open(j, NULL, '{');
    manifest_text(j, "class", f->class == NONE ? "" : p->classes[f->class].value);
    manifest_text(j, "period", f->period == NONE ? "" : p->table->periods[f->period]);
    for (size_t k = 0; k < d->analysis->n_fields; k++)
        if (method_field(d, k)->is_text)
            manifest_text(j, method_field(d, k)->name, f->text[texts++]);
        else
            manifest_number(j, method_field(d, k)->name, f->v[numbers++]);
    manifest_close(j, '}');
}

static void analyses(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    manifest_open(j, "analyses", '[');
    for (size_t k = 0; k < p->n_analyses; k++) {
        const struct heng_method *d = p->analyses[k].method->desc;
        if (r->findings[k].failed || !output_is_chosen(p, p->analyses[k].file))
            continue;
        manifest_open(j, NULL, '{');
        manifest_text(j, "name", p->analyses[k].name);
        manifest_text(j, "method", d->name);
        if (open_list(j, p, "findings", r->findings[k].n)) {
            for (size_t i = 0; i < r->findings[k].n; i++)
                finding(j, p, d, &r->findings[k].v[i]);
            manifest_close(j, ']');
        }
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
}

static void selection(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    const struct script *s = p->selection.script;
    manifest_open(j, "selection", '{');
    manifest_text(j, "script", s->name);
    manifest_text(j, "period", p->table->periods[p->selection.period]);
    manifest_text(j, "rule", s->formula);
    if (!open_list(j, p, "choices", r->n_choices)) {
        manifest_close(j, '}');
        return;
    }
    for (size_t i = 0; i < r->n_choices; i++) {
        const struct script_choice *c = &r->choices[i];
        manifest_open(j, NULL, '{');
        manifest_text(j, "direction", s->nodes[c->direction].id);
        manifest_text(j, "class", p->classes[unit_class(r, c->unit)].value);
        manifest_text(j, "code", p->table->codes[c->unit]);
        manifest_text(j, "name", p->table->names[c->unit]);
        manifest_number(j, "value", c->value);
        manifest_boolean(j, "chosen", c->chosen);
        manifest_text(j, "reason", c->reason);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
    manifest_close(j, '}');
}

void manifest_head(struct plan *p, const struct outputs *outputs, const struct manifest_number *v,
                   size_t n, FILE *f)
{
    struct json j = {.f = f, .first = true, .depth = 1};
    putc_unlocked('{', f);
    manifest_text(&j, "heng", HENG_VERSION);
    manifest_text(&j, "title", plan_title(p));
    manifest_boolean(&j, "synthetic", p->synthetic);
    manifest_text(&j, "index", p->tree.nodes[TREE_ROOT].id);
    for (size_t i = 0; i < n; i++)
        manifest_number(&j, v[i].name, v[i].v);
    profile(&j, p, p->as_read, true);
    folders(&j, p, "plugins", &p->home.plugins);
    folders(&j, p, "scripts", &p->home.scripts);
    joins(&j, p);
    queries(&j, p);
    files(&j, p, outputs);
    messages(&j, p, "failures", &p->failures);
    messages(&j, p, "warnings", &p->warnings);
    messages(&j, p, "notes", &p->notes);
    fputs_unlocked("\n}\n", f);
}

int manifest_write(const struct results *r, const struct outputs *outputs, FILE *f)
{
    struct plan *p = r->plan;
    struct json j = {.f = f, .first = true, .depth = 1};
    int status;
    putc_unlocked('{', f);
    manifest_text(&j, "heng", HENG_VERSION);
    manifest_text(&j, "title", plan_title(p));
    manifest_boolean(&j, "synthetic", p->synthetic);
    manifest_text(&j, "index", p->tree.nodes[TREE_ROOT].id);
    manifest_number(&j, "seed", (double)p->scripts.seed);
    profile(&j, p, p->profile, false);
    folders(&j, p, "plugins", &p->home.plugins);
    folders(&j, p, "scripts", &p->home.scripts);
    joins(&j, p);
    queries(&j, p);
    files(&j, p, outputs);
    messages(&j, p, "failures", &p->failures);
    messages(&j, p, "warnings", &p->warnings);
    messages(&j, p, "notes", &p->notes);
    nodes(&j, p);
    if (p->screens && output_is_chosen(p, "screened.csv"))
        screened(&j, r);
    if (p->n_rules && output_is_chosen(p, "rules.csv"))
        rules(&j, r);
    status = results(&j, r);
    if (!status)
        status = manifest_audit(&j, r);
    analyses(&j, r);
    if (r->selected && output_is_chosen(p, "selection.csv"))
        selection(&j, r);
    fputs_unlocked("\n}\n", f);
    return status;
}
