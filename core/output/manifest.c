/* SPDX-License-Identifier: MIT */
/* Writing run.json: what the results were made from, and the results. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "base/file.h"
#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "output/league.h"
#include "output/manifest_internal.h"
#include "output/output.h"

/* JSON as it is written: strings escaped, numbers in their shortest exact form, NaN as null. */
struct json {
    FILE *f;
    bool first; /* nothing stands in this object or array yet */
    int depth;
};

static void indent(struct json *j)
{
    fputs_unlocked(j->first ? "\n" : ",\n", j->f);
    for (int i = 0; i < j->depth; i++)
        putc_unlocked(' ', j->f);
    j->first = false;
}

/* What drives or fools a terminal is escaped; so is a byte that is not UTF-8, as the character
   MANIFEST_BYTE + byte, and, byte by byte, a character that would be read back as one. */
static void put_odd(struct json *j, const char *s, size_t length, uint32_t c)
{
    const bool is_byte = length == 0 || is_manifest_byte(c);
    for (size_t i = 0; is_byte && i < (length ? length : 1); i++)
        fprintf(j->f, "\\u%04x", (unsigned)MANIFEST_BYTE + (unsigned char)s[i]);
    if (!is_byte && text_is_control(c))
        fprintf(j->f, "\\u%04x", (unsigned)c);
    else if (!is_byte)
        fwrite_unlocked(s, 1, length, j->f);
}

static void put_string(struct json *j, const char *s)
{
    const char *end = s ? s + strlen(s) : NULL;
    putc_unlocked('"', j->f);
    while (s && s < end) {
        unsigned char c = (unsigned char)*s;
        uint32_t wide;
        size_t length = 1;
        if (c == '"' || c == '\\')
            fprintf(j->f, "\\%c", c);
        else if (c >= 0x20 && c < 0x7f)
            putc_unlocked(c, j->f);
        else {
            length = text_decode(s, (size_t)(end - s), &wide);
            put_odd(j, s, length, wide);
        }
        s += length ? length : 1;
    }
    putc_unlocked('"', j->f);
}

static void put_key(struct json *j, const char *key)
{
    indent(j);
    if (!key)
        return;
    put_string(j, key);
    fputs_unlocked(": ", j->f);
}

static void open_(struct json *j, const char *key, char bracket)
{
    put_key(j, key);
    putc_unlocked(bracket, j->f);
    j->first = true;
    j->depth++;
}

static void close_(struct json *j, char bracket)
{
    j->depth--;
    if (!j->first) {
        putc_unlocked('\n', j->f);
        for (int i = 0; i < j->depth; i++)
            putc_unlocked(' ', j->f);
    }
    putc_unlocked(bracket, j->f);
    j->first = false;
}

static void text(struct json *j, const char *key, const char *value)
{
    put_key(j, key);
    put_string(j, value);
}

static void number(struct json *j, const char *key, double value)
{
    char digits[NUMBER_TEXT_MAX];
    put_key(j, key);
    if (isfinite(value))
        number_format(value, digits);
    fputs_unlocked(isfinite(value) ? digits : "null", j->f);
}

static void boolean(struct json *j, const char *key, bool value)
{
    put_key(j, key);
    fputs_unlocked(value ? "true" : "false", j->f);
}

static void path(struct json *j, const struct plan *p, const char *key, const char *value)
{
    const char *real = path_real(p->arena, value);
    text(j, key, real ? real : value);
}

static void messages(struct json *j, const char *key, const struct messages *m)
{
    open_(j, key, '[');
    for (size_t i = 0; i < m->n; i++)
        text(j, NULL, m->items[i].text);
    close_(j, ']');
}

static void folders(struct json *j, const struct plan *p, const char *key, const struct folders *f)
{
    open_(j, key, '[');
    for (size_t i = 0; i < f->n; i++)
        path(j, p, NULL, f->v[i]);
    close_(j, ']');
}

static void profile(struct json *j, const struct plan *p, const struct profile *of, bool layers)
{
    open_(j, "profile", '{');
    path(j, p, "path", of->path);
    open_(j, "keys", '[');
    for (size_t i = 0; i < of->n_sections; i++)
        for (size_t k = 0; k < of->sections[i].n_keys; k++) {
            const struct profile_key *key = &of->sections[i].keys[k];
            if (!key->value || !*key->value)
                continue;
            open_(j, NULL, '{');
            text(j, "section", of->sections[i].name);
            text(j, "key", key->name);
            text(j, "value", key->value);
            text(j, "where", key->where);
            path(j, p, "dir", key->dir && *key->dir ? key->dir : ".");
            if (layers)
                number(j, "layer", (double)key->layer);
            close_(j, '}');
        }
    close_(j, ']');
    close_(j, '}');
}

static void names(struct json *j, const char *key, const struct unit_names *units)
{
    open_(j, key, '[');
    for (size_t i = 0; i < units->n; i++)
        text(j, NULL, units->v[i]);
    close_(j, ']');
}

static void joins(struct json *j, const struct plan *p)
{
    open_(j, "joins", '[');
    for (size_t i = 0; i < p->data->n_joins; i++) {
        const struct dataset_join *v = &p->data->joins[i];
        open_(j, NULL, '{');
        text(j, "section", v->section);
        path(j, p, "path", v->path);
        number(j, "units_of_both", (double)(v->n_there - v->only_there.n));
        names(j, "only_in_table", &v->only_here);
        names(j, "only_in_file", &v->only_there);
        close_(j, '}');
    }
    close_(j, ']');
}

static void files(struct json *j, const struct plan *p, const struct outputs *outputs)
{
    open_(j, "inputs", '[');
    for (size_t i = 0; i < p->files.n; i++) {
        open_(j, NULL, '{');
        text(j, "role", p->files.v[i].role);
        path(j, p, "path", p->files.v[i].path);
        text(j, "sha256", p->files.v[i].sha256);
        if (p->files.v[i].encoding)
            text(j, "encoding", p->files.v[i].encoding);
        close_(j, '}');
    }
    close_(j, ']');
    open_(j, "outputs", '[');
    for (size_t i = 0; i < outputs->n; i++) {
        if (i == OUTPUT_MANIFEST)
            continue;
        open_(j, NULL, '{');
        text(j, "name", outputs->v[i].name);
        text(j, "sha256", outputs->v[i].sha256);
        close_(j, '}');
    }
    close_(j, ']');
}

static const char *direction_name(const struct node *n)
{
    if (n->near.kind)
        return n->near.kind == DIRECTION_TARGET ? "target" : "interval";
    return n->direction > 0 ? "positive" : "negative";
}

static void nodes(struct json *j, const struct plan *p)
{
    open_(j, "nodes", '[');
    for (size_t i = 0; i < p->tree.n; i++) {
        const struct node *n = &p->tree.nodes[i];
        open_(j, NULL, '{');
        text(j, "id", n->id);
        text(j, "parent", n->parent == NONE ? "" : p->tree.nodes[n->parent].id);
        text(j, "kind", n->kind == NODE_INDICATOR ? "indicator" : i ? "dimension" : "index");
        text(j, "title", node_title(n, LANGUAGE_ZH));
        text(j, "title_en", node_title(n, LANGUAGE_EN));
        number(j, "weight", n->weight);
        if (n->kind == NODE_INDICATOR) {
            text(j, "unit", n->unit);
            text(j, "direction", direction_name(n));
            if (n->near.kind)
                text(j, "deviation", n->near.formula);
            text(j, "formula", n->formula);
            text(j, "source", n->source);
        }
        close_(j, '}');
    }
    close_(j, ']');
}

static void screened(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    open_(j, "screened", '[');
    for (size_t i = 0; i < r->n_screened; i++) {
        const struct screened *s = &r->screened[i];
        open_(j, NULL, '{');
        text(j, "kind", s->is_unit ? "unit" : "indicator");
        text(j, "class", s->is_unit ? p->classes[results_class(r, s->position)].value : "");
        text(j, "period", s->is_unit ? p->table->periods[s->period] : "");
        text(j, "code",
             s->is_unit ? plan_unit_code(p, s->position)
                        : p->tree.nodes[p->tree.indicators[s->indicator]].id);
        number(j, "share_available", s->available);
        number(j, "share_zeros", s->zeros);
        text(j, "reason", screened_reason(s));
        close_(j, '}');
    }
    close_(j, ']');
}

static void rules(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    open_(j, "rules", '[');
    for (size_t i = 0; i < r->n_applied; i++) {
        const struct applied *a = &r->applied[i];
        const struct rule *rule = &p->rules[a->rule];
        open_(j, NULL, '{');
        text(j, "class", p->classes[results_class(r, a->position)].value);
        text(j, "period", p->table->periods[a->period]);
        text(j, "code", plan_unit_code(p, a->position));
        text(j, "rule", rule->name);
        text(j, "kind", rule->kind);
        text(j, "node", p->tree.nodes[rule->node].id);
        text(j, "effect", effect_name(a->effect));
        number(j, "before", a->before);
        number(j, "after", a->after);
        text(j, "reason", a->reason);
        close_(j, '}');
    }
    close_(j, ']');
}

static void unit(struct json *j, const struct results *r, size_t position, size_t period)
{
    const struct plan *p = r->plan;
    size_t row = results_row(r, period, position);
    open_(j, NULL, '{');
    text(j, "code", plan_unit_code(p, position));
    text(j, "name", plan_unit_name(p, position));
    number(j, "rank", r->rank[row]);
    number(j, "score", r->score[TREE_ROOT][row]);
    number(j, "imputed_share", r->imputed_share[TREE_ROOT][row]);
    if (p->has_tiers)
        text(j, "tier", tier_label(r, row));
    open_(j, "nodes", '{');
    for (size_t i = 1; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_AGGREGATE)
            number(j, p->tree.nodes[i].id, r->score[i][row]);
    close_(j, '}');
    close_(j, '}');
}

static int results(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    size_t *order = calloc(r->n_units, sizeof *order);
    if (!order)
        return ERR_MEMORY;
    open_(j, "results", '[');
    for (size_t c = 0; c < p->n_classes; c++)
        for (size_t t = 0; t < r->n_periods; t++) {
            open_(j, NULL, '{');
            text(j, "class", p->classes[c].value);
            text(j, "label", p->classes[c].label);
            text(j, "period", p->table->periods[t]);
            open_(j, "units", '[');
            league_order(r, c, t, order);
            for (size_t i = 0; i < p->classes[c].n; i++)
                unit(j, r, order[i], t);
            close_(j, ']');
            close_(j, '}');
        }
    close_(j, ']');
    free(order);
    return OK;
}

static void finding(struct json *j, const struct plan *p, const struct heng_method *d,
                    const struct finding *f)
{
    size_t texts = 0, numbers = 0;
    open_(j, NULL, '{');
    text(j, "class", f->class == NONE ? "" : p->classes[f->class].value);
    text(j, "period", f->period == NONE ? "" : p->table->periods[f->period]);
    for (size_t k = 0; k < d->analysis->n_fields; k++)
        if (method_field(d, k)->is_text)
            text(j, method_field(d, k)->name, f->text[texts++]);
        else
            number(j, method_field(d, k)->name, f->v[numbers++]);
    close_(j, '}');
}

static void analyses(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    open_(j, "analyses", '[');
    for (size_t k = 0; k < p->n_analyses; k++) {
        const struct heng_method *d = p->analyses[k].method->desc;
        if (r->findings[k].failed)
            continue;
        open_(j, NULL, '{');
        text(j, "name", p->analyses[k].name);
        text(j, "method", d->name);
        open_(j, "findings", '[');
        for (size_t i = 0; i < r->findings[k].n; i++)
            finding(j, p, d, &r->findings[k].v[i]);
        close_(j, ']');
        close_(j, '}');
    }
    close_(j, ']');
}

static void selection(struct json *j, const struct results *r)
{
    const struct plan *p = r->plan;
    const struct script *s = p->selection.script;
    open_(j, "selection", '{');
    text(j, "script", s->name);
    text(j, "period", p->table->periods[p->selection.period]);
    text(j, "rule", s->formula);
    open_(j, "choices", '[');
    for (size_t i = 0; i < r->n_choices; i++) {
        const struct script_choice *c = &r->choices[i];
        open_(j, NULL, '{');
        text(j, "direction", s->nodes[c->direction].id);
        text(j, "class", p->classes[unit_class(r, c->unit)].value);
        text(j, "code", p->table->codes[c->unit]);
        text(j, "name", p->table->names[c->unit]);
        number(j, "value", c->value);
        boolean(j, "chosen", c->chosen);
        text(j, "reason", c->reason);
        close_(j, '}');
    }
    close_(j, ']');
    close_(j, '}');
}

/* ---- audit ------------------------------------------------------------------------------- */

enum { AUDIT_LISTED = 20 /* of each kind */ };

static void place(struct json *j, const struct plan *p, size_t class, size_t period)
{
    text(j, "class", class == NONE ? "" : p->classes[class].value);
    text(j, "period", period == NONE ? "" : p->table->periods[period]);
}

static void audit_finding(struct json *j, const struct results *r, const struct audit_finding *f)
{
    const struct plan *p = r->plan;
    char words[AUDIT_TEXT_MAX];
    audit_text(r, f, p->fixed.profile.language, words);
    open_(j, NULL, '{');
    place(j, p, f->class, f->period);
    text(j, "code", f->position == NONE ? "" : plan_unit_code(p, f->position));
    text(j, "node", f->node == NONE ? "" : p->tree.nodes[f->node].id);
    text(j, "other", f->other == NONE ? f->subject : p->tree.nodes[f->other].id);
    number(j, "value", f->value);
    number(j, "against", f->against);
    number(j, "n", (double)f->n);
    number(j, "of", (double)f->of);
    text(j, "text", words);
    close_(j, '}');
}

static void audit_kind(struct json *j, const struct audit *a, size_t kind)
{
    const struct audit_rule *rule = &audit_rules[kind];
    if (!a->counts[kind])
        return;
    open_(j, NULL, '{');
    text(j, "kind", rule->name);
    text(j, "title", rule->title[LANGUAGE_ZH]);
    text(j, "title_en", rule->title[LANGUAGE_EN]);
    number(j, "limit", rule->limit);
    number(j, "count", (double)a->counts[kind]);
    open_(j, "first", '[');
    for (size_t i = 0; i < a->kept[kind] && i < AUDIT_LISTED; i++)
        audit_finding(j, a->r, &a->of[kind][i]);
    close_(j, ']');
    close_(j, '}');
}

static void rests(struct json *j, const struct audit *a)
{
    const struct results *r = a->r;
    size_t listed = 0;
    open_(j, "weight_rests_on", '[');
    for (size_t c = 0; c < r->plan->n_classes; c++)
        for (size_t t = 0; t < r->n_periods && listed < AUDIT_KEPT; t++, listed++) {
            open_(j, NULL, '{');
            place(j, r->plan, c, t);
            for (size_t k = 0; k < CELL_KINDS; k++)
                number(j, cell_name((enum cell)k),
                       a->rests[(c * r->n_periods + t) * CELL_KINDS + k]);
            close_(j, '}');
        }
    close_(j, ']');
}

/* Columns with gaps and units with little data, those with the least. */
static bool least_data(struct json *j, const struct audit *a)
{
    const struct results *r = a->r;
    const struct plan *p = r->plan;
    size_t n_gaps, n_units;
    const struct audit_gap *gaps = audit_gaps(a, AUDIT_LISTED, &n_gaps, a->arena);
    const size_t *rows = audit_units(a, AUDIT_LISTED, &n_units, a->arena);
    if (!gaps || !rows)
        return false;
    number(j, "columns_with_gaps", (double)n_gaps);
    open_(j, "emptiest_columns", '[');
    for (size_t i = 0; i < n_gaps && i < AUDIT_LISTED; i++) {
        open_(j, NULL, '{');
        place(j, p, gaps[i].class, gaps[i].period);
        text(j, "node", p->tree.nodes[p->tree.indicators[gaps[i].indicator]].id);
        number(j, "share_available", gaps[i].available);
        close_(j, '}');
    }
    close_(j, ']');
    number(j, "units_with_gaps", (double)n_units);
    open_(j, "units_with_least_data", '[');
    for (size_t i = 0; i < n_units && i < AUDIT_LISTED; i++) {
        open_(j, NULL, '{');
        text(j, "period", p->table->periods[rows[i] / r->n_units]);
        text(j, "code", plan_unit_code(p, rows[i] % r->n_units));
        number(j, "share_on_data", a->on_data[rows[i]]);
        close_(j, '}');
    }
    close_(j, ']');
    return true;
}

/* What the data may be asked; bounded, whatever they are. */
static int audit(struct json *j, const struct results *r)
{
    struct audit *a;
    struct error e;
    int status = audit_make(r, &a, &e);
    if (status)
        return status;
    open_(j, "audit", '{');
    number(j, "count", (double)a->n);
    open_(j, "kinds", '[');
    for (size_t k = 0; k < AUDIT_KINDS; k++)
        audit_kind(j, a, k);
    close_(j, ']');
    rests(j, a);
    status = least_data(j, a) ? OK : ERR_MEMORY;
    close_(j, '}');
    audit_free(a);
    return status;
}

void manifest_head(struct plan *p, const struct outputs *outputs, const struct manifest_number *v,
                   size_t n, FILE *f)
{
    struct json j = {.f = f, .first = true, .depth = 1};
    putc_unlocked('{', f);
    text(&j, "heng", HENG_VERSION);
    text(&j, "title", plan_title(p));
    boolean(&j, "synthetic", p->synthetic);
    text(&j, "index", p->tree.nodes[TREE_ROOT].id);
    for (size_t i = 0; i < n; i++)
        number(&j, v[i].name, v[i].v);
    profile(&j, p, p->as_read, true);
    folders(&j, p, "plugins", &p->home.plugins);
    folders(&j, p, "scripts", &p->home.scripts);
    joins(&j, p);
    files(&j, p, outputs);
    messages(&j, "failures", &p->failures);
    messages(&j, "warnings", &p->warnings);
    messages(&j, "notes", &p->notes);
    fputs_unlocked("\n}\n", f);
}

int manifest_write(const struct results *r, const struct outputs *outputs, FILE *f)
{
    struct plan *p = r->plan;
    struct json j = {.f = f, .first = true, .depth = 1};
    int status;
    putc_unlocked('{', f);
    text(&j, "heng", HENG_VERSION);
    text(&j, "title", plan_title(p));
    boolean(&j, "synthetic", p->synthetic);
    text(&j, "index", p->tree.nodes[TREE_ROOT].id);
    number(&j, "seed", (double)p->scripts.seed);
    profile(&j, p, p->profile, false);
    folders(&j, p, "plugins", &p->home.plugins);
    folders(&j, p, "scripts", &p->home.scripts);
    joins(&j, p);
    files(&j, p, outputs);
    messages(&j, "failures", &p->failures);
    messages(&j, "warnings", &p->warnings);
    messages(&j, "notes", &p->notes);
    nodes(&j, p);
    if (p->screens)
        screened(&j, r);
    if (p->n_rules)
        rules(&j, r);
    status = results(&j, r);
    if (!status)
        status = audit(&j, r);
    analyses(&j, r);
    if (r->selected)
        selection(&j, r);
    fputs_unlocked("\n}\n", f);
    return status;
}
