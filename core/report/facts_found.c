/* SPDX-License-Identifier: MIT */
/* Facts about what else a run has found: analyses, cases; how numbers are written. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "report/content_findings.h"
#include "report/facts_internal.h"

/* ---- analyses ------------------------------------------------------------- */

static int find_analysis(struct fact_call *c, size_t *at)
{
    const struct plan *p = c->run->p;
    const char **names = arena_array(c->a, p->n_analyses + 1, sizeof *names), *near;
    if (!names)
        return error_no_memory(c->e);
    for (*at = 0; *at < p->n_analyses; ++*at) {
        names[*at] = p->analyses[*at].name;
        if (strcmp(names[*at], c->v[0].text) == 0)
            return OK;
    }
    near = text_nearest(c->v[0].text, names, p->n_analyses);
    return error_set(c->e, ERR_PROFILE, "%s: the profile has no such analysis%s", c->v[0].text,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

static bool has_field(const struct heng_method *d, const char *name)
{
    for (size_t i = 0; i < d->analysis->n_fields; i++)
        if (strcmp(method_field(d, i)->name, name) == 0)
            return true;
    return false;
}

/* The field, and those that are asked for: "class" is one of every analysis. */
static int check_fields(struct fact_call *c, const struct heng_method *d)
{
    for (size_t i = 1; i < c->n; i += i == 1 ? 1 : 2) {
        const char *name = c->v[i].text, *names[64], *near;
        size_t n = 0;
        if (has_field(d, name) || (i > 1 && strcmp(name, "class") == 0))
            continue;
        for (; n < d->analysis->n_fields && n < 64; n++)
            names[n] = method_field(d, n)->name;
        near = text_nearest(name, names, n);
        return error_set(c->e, ERR_PROFILE, "%s: %s finds no such thing%s (heng list %s)", name,
                         d->name, text_meant(near, (char[TEXT_MEANT_MAX]){0}), d->name);
    }
    return c->n % 2 == 0
               ? OK
               : error_set(c->e, ERR_PROFILE, "behind the field come pairs: a field and its value");
}

static bool is_asked_for(const struct fact_call *c, const struct found_lines *f, size_t line)
{
    const struct plan *p = c->run->p;
    for (size_t i = 2; i + 1 < c->n; i += 2) {
        const size_t class = f->v[line]->class;
        const char *want = c->v[i + 1].text;
        const bool fits = strcmp(c->v[i].text, "class") == 0
                              ? class != NONE && (strcmp(p->classes[class].value, want) == 0 ||
                                                  strcmp(p->classes[class].label, want) == 0)
                              : strcmp(found_text(f, line, c->v[i].text), want) == 0;
        if (!fits)
            return false;
    }
    return true;
}

static int say_finding(struct fact_call *c, const struct found_lines *f)
{
    const struct heng_method *d = f->a->method->desc;
    const char *name = c->v[1].text;
    for (size_t line = 0; line < f->n; line++) {
        const size_t period = f->v[line]->period;
        if ((period != NONE && period != c->run->x->period) || !is_asked_for(c, f, line))
            continue;
        for (size_t i = 0; i < d->analysis->n_fields; i++)
            if (strcmp(method_field(d, i)->name, name) == 0 && method_field(d, i)->is_text)
                return fact_text(c, found_title(c->run->x, found_text(f, line, name)));
        return fact_number(c, found_number(f, line, name));
    }
    return error_set(c->e, ERR_PROFILE, "%s has found nothing of this kind (%s)", f->a->name,
                     f->a->file);
}

/* finding(analysis, field, field of texts, value, ...): of the first line that has these values. */
FACT(fact_finding)
{
    const struct findings *all;
    const struct finding **v;
    size_t at = 0;
    int status = OK;
    for (size_t i = 0; i < c->n; i++)
        c->missing = c->missing || c->v[i].kind != EXPRESSION_TEXT;
    if (!c->missing)
        status = find_analysis(c, &at);
    if (!status && !c->missing)
        status = check_fields(c, c->run->p->analyses[at].method->desc);
    if (status || !fact_runs(c))
        return status;
    all = &c->run->x->r->findings[at];
    v = arena_array(c->a, all->n + 1, sizeof *v);
    if (!v)
        return error_no_memory(c->e);
    for (size_t i = 0; i < all->n; i++)
        v[i] = &all->v[i];
    return say_finding(
        c, &(struct found_lines){c->run->x, &c->run->p->analyses[at], v, all->failed ? 0 : all->n});
}

/* ---- cases ---------------------------------------------------------------- */

static int find_direction(struct fact_call *c, size_t i, size_t *at)
{
    const struct script *s = c->run->p->selection.script;
    const char *names[64], *near;
    size_t n = 0;
    if (!s)
        return error_set(c->e, ERR_PROFILE, "the profile has no [selection]");
    if (c->v[i].kind == EXPRESSION_MISSING) {
        c->missing = true;
        return OK;
    }
    for (*at = 0; *at < s->n_nodes; ++*at) {
        if (strcmp(s->nodes[*at].id, c->v[i].text) == 0)
            return OK;
        if (n < 64)
            names[n++] = s->nodes[*at].id;
    }
    near = text_nearest(c->v[i].text, names, n);
    return error_set(c->e, ERR_PROFILE, "%s: the selection has no such direction%s", c->v[i].text,
                     text_meant(near, (char[TEXT_MEANT_MAX]){0}));
}

/* Whether a choice counts: chosen, in the direction. */
static bool is_case(const struct script_choice *k, size_t direction)
{
    return k->chosen && k->direction == direction;
}

FACT(fact_cases)
{
    size_t direction, n = 0;
    const int status = find_direction(c, 0, &direction);
    if (status || !fact_runs(c))
        return status;
    for (size_t i = 0; i < c->run->x->r->n_choices; i++)
        n += is_case(&c->run->x->r->choices[i], direction);
    return fact_number(c, (double)n);
}

/* The k-th case of a direction; NULL: c->e says why. */
static const struct script_choice *case_at(struct fact_call *c, size_t direction)
{
    const struct results *r = c->run->x->r;
    const double k = c->v[1].number;
    double n = 0;
    for (size_t i = 0; i < r->n_choices; i++)
        if (is_case(&r->choices[i], direction) && ++n == k)
            return &r->choices[i];
    error_set(c->e, ERR_PROFILE, "%g: there are %g cases", k, n);
    return NULL;
}

static int say_case(struct fact_call *c, bool reason)
{
    const struct script_choice *k;
    size_t direction;
    const int status = find_direction(c, 0, &direction);
    if (status || !fact_runs(c) || c->v[1].kind == EXPRESSION_MISSING)
        return status;
    k = case_at(c, direction);
    if (!k)
        return c->e->status;
    return fact_text(c, !reason     ? text_shown(c->a, c->run->p->table->names[k->unit])
                        : k->reason ? k->reason
                                    : "");
}

FACT(fact_case)
{
    return say_case(c, false);
}

FACT(fact_reason)
{
    return say_case(c, true);
}

/* ---- what stands alone ---------------------------------------------------- */

FACT(fact_period)
{
    const struct table *t = c->run->p->table;
    return fact_text(c, t->periods[c->run->x ? c->run->x->period : t->n_periods - 1]);
}

FACT(fact_first_period)
{
    return fact_text(c, c->run->p->table->periods[0]);
}

FACT(fact_indicators)
{
    return fact_number(c, (double)c->run->p->tree.n_indicators);
}

FACT(fact_dimensions)
{
    return fact_number(c, (double)c->run->p->tree.nodes[TREE_ROOT].n_children);
}

FACT(fact_classes)
{
    return fact_number(c, (double)c->run->p->n_classes);
}

FACT(fact_replicates)
{
    return fact_runs(c) ? fact_number(c, (double)c->run->x->n_replicates) : OK;
}

/* ---- numbers as texts ----------------------------------------------------- */

enum { DECIMALS_MAX = 12 };

static int written(struct fact_call *c, double scale, const char *behind, int decimals)
{
    if (c->n > 1 && c->v[1].kind == EXPRESSION_NUMBER) {
        if (!(c->v[1].number >= 0 && c->v[1].number <= DECIMALS_MAX))
            return error_set(c->e, ERR_PROFILE, "%g: decimals are from 0 to %d", c->v[1].number,
                             DECIMALS_MAX);
        decimals = (int)c->v[1].number;
    }
    if (c->v[0].kind == EXPRESSION_MISSING)
        return OK;
    return fact_text(c,
                     arena_printf(c->a, "%.*f%s", decimals, c->v[0].number * scale + 0.0, behind));
}

FACT(fact_fixed)
{
    return written(c, 1, "", 2);
}

FACT(fact_percent)
{
    return written(c, 100, "%", 1);
}

const struct expression_host_function fact_functions_found[] = {
    {"finding", "t", 2, -1, fact_finding, "analysis, field[, field, value ...]",
     "what an analysis has found, of the first line with these values"},
    {"cases", "t", 1, 1, fact_cases, "direction", "how many cases are chosen"},
    {"case", "tn", 2, 2, fact_case, "direction, k", "name of the k-th case"},
    {"reason", "tn", 2, 2, fact_reason, "direction, k", "why it was chosen"},
    {"fixed", "nn", 1, 2, fact_fixed, "x[, decimals]", "a number with so many decimals, else 2"},
    {"percent", "nn", 1, 2, fact_percent, "x[, decimals]", "a share as a percentage"},
    {"period", "", -1, -1, fact_period, NULL, "the period that the report is about"},
    {"first_period", "", -1, -1, fact_first_period, NULL, "the first period"},
    {"indicators", "", -1, -1, fact_indicators, NULL, "how many indicators there are"},
    {"dimensions", "", -1, -1, fact_dimensions, NULL, "how many dimensions"},
    {"classes", "", -1, -1, fact_classes, NULL, "how many classes"},
    {"replicates", "", -1, -1, fact_replicates, NULL, "how many replicates"},
};
const size_t n_fact_functions_found = sizeof fact_functions_found / sizeof *fact_functions_found;
