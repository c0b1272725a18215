/* SPDX-License-Identifier: MIT */
/* The audit of the data in run.json. */
#include "audit/audit.h"
#include "base/none.h"
#include "output/manifest_internal.h"
#include "output/manifest_json_internal.h"

enum { AUDIT_LISTED = 20 /* of each kind */ };

static void place(struct json *j, const struct plan *p, size_t class, size_t period)
{
    manifest_text(j, "class", class == NONE ? "" : p->classes[class].value);
    manifest_text(j, "period", period == NONE ? "" : p->table->periods[period]);
}

static void audit_finding(struct json *j, const struct results *r, const struct audit_finding *f)
{
    const struct plan *p = r->plan;
    char words[AUDIT_TEXT_MAX];
    audit_text(r, f, p->fixed.profile.language, words);
    manifest_open(j, NULL, '{');
    place(j, p, f->class, f->period);
    manifest_text(j, "code", f->position == NONE ? "" : plan_unit_code(p, f->position));
    manifest_text(j, "node", f->node == NONE ? "" : p->tree.nodes[f->node].id);
    manifest_text(j, "other", f->other == NONE ? f->subject : p->tree.nodes[f->other].id);
    manifest_number(j, "value", f->value);
    manifest_number(j, "against", f->against);
    manifest_number(j, "n", (double)f->n);
    manifest_number(j, "of", (double)f->of);
    manifest_text(j, "text", words);
    manifest_close(j, '}');
}

static void audit_kind(struct json *j, const struct audit *a, size_t kind)
{
    const struct audit_rule *rule = &audit_rules[kind];
    if (!a->counts[kind])
        return;
    manifest_open(j, NULL, '{');
    manifest_text(j, "kind", rule->name);
    manifest_text(j, "title", rule->title[LANGUAGE_ZH]);
    manifest_text(j, "title_en", rule->title[LANGUAGE_EN]);
    manifest_number(j, "limit", rule->limit);
    manifest_number(j, "count", (double)a->counts[kind]);
    manifest_open(j, "first", '[');
    for (size_t i = 0; i < a->kept[kind] && i < AUDIT_LISTED; i++)
        audit_finding(j, a->r, &a->of[kind][i]);
    manifest_close(j, ']');
    manifest_close(j, '}');
}

static void rests(struct json *j, const struct audit *a)
{
    const struct results *r = a->r;
    size_t listed = 0;
    manifest_open(j, "weight_rests_on", '[');
    for (size_t c = 0; c < r->plan->n_classes; c++)
        for (size_t t = 0; t < r->n_periods && listed < AUDIT_KEPT; t++, listed++) {
            manifest_open(j, NULL, '{');
            place(j, r->plan, c, t);
            for (size_t k = 0; k < CELL_KINDS; k++)
                manifest_number(j, cell_name((enum cell)k),
                                a->rests[(c * r->n_periods + t) * CELL_KINDS + k]);
            manifest_close(j, '}');
        }
    manifest_close(j, ']');
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
    manifest_number(j, "columns_with_gaps", (double)n_gaps);
    manifest_open(j, "emptiest_columns", '[');
    for (size_t i = 0; i < n_gaps && i < AUDIT_LISTED; i++) {
        manifest_open(j, NULL, '{');
        place(j, p, gaps[i].class, gaps[i].period);
        manifest_text(j, "node", p->tree.nodes[p->tree.indicators[gaps[i].indicator]].id);
        manifest_number(j, "share_available", gaps[i].available);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
    manifest_number(j, "units_with_gaps", (double)n_units);
    manifest_open(j, "units_with_least_data", '[');
    for (size_t i = 0; i < n_units && i < AUDIT_LISTED; i++) {
        manifest_open(j, NULL, '{');
        manifest_text(j, "period", p->table->periods[rows[i] / r->n_units]);
        manifest_text(j, "code", plan_unit_code(p, rows[i] % r->n_units));
        manifest_number(j, "share_on_data", a->on_data[rows[i]]);
        manifest_close(j, '}');
    }
    manifest_close(j, ']');
    return true;
}

/* What the data may be asked; bounded, whatever they are. */
int manifest_audit(struct json *j, const struct results *r)
{
    struct audit *a;
    struct error e;
    int status = audit_make(r, &a, &e);
    if (status)
        return status;
    manifest_open(j, "audit", '{');
    manifest_number(j, "count", (double)a->n);
    manifest_open(j, "kinds", '[');
    for (size_t k = 0; k < AUDIT_KINDS; k++)
        audit_kind(j, a, k);
    manifest_close(j, ']');
    rests(j, a);
    status = least_data(j, a) ? OK : ERR_MEMORY;
    manifest_close(j, '}');
    audit_free(a);
    return status;
}
