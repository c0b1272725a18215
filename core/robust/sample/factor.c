/* SPDX-License-Identifier: MIT */
/* One factor: the key that it is of, its distribution, its values. */
#include "robust/sample/factors.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "plan/problems.h"
#include "plan/stage_table.h"
#include "robust/sample/design.h"
#include "stats/normal.h"

struct factor *factor_new(struct plan *p, struct factors *f)
{
    struct factor *v = arena_grow(p->arena, f->v, f->n, &f->cap, sizeof *v);
    if (!v)
        return NULL;
    f->v = v;
    v[f->n] = (struct factor){.least = -INFINITY, .most = INFINITY};
    return &v[f->n++];
}

/* ---- distributions ----------------------------------------------------------------- */

/* "name(a, b)"; false: it is no such call at all. *fine: both are numbers. */
static bool is_call(const char *value, const char *name, double *a, double *b, bool *fine)
{
    size_t n = strlen(name), end = strlen(value), m;
    const char *from = value + n, *comma, *part;
    if (strncmp(value, name, n) != 0 || from[strspn(from, " \t")] != '(')
        return false;
    from += strspn(from, " \t") + 1;
    comma = strchr(from, ',');
    *fine = false;
    if (!comma || value[end - 1] != ')')
        return true;
    m = (size_t)(comma - from);
    part = text_trim(from, &m);
    *fine = number_parse(part, m, a);
    m = (size_t)(value + end - 1 - comma) - 1;
    part = text_trim(comma + 1, &m);
    *fine = number_parse(part, m, b) && *fine;
    return true;
}

static const struct {
    const char *name, *expected;
    enum factor_kind kind;
} calls[] = {
    {"uniform", "expected uniform(a, b) with two numbers, a less than b", FACTOR_UNIFORM},
    {"integer", "expected integer(a, b) with two whole numbers, a less than b", FACTOR_INTEGER},
    {"normal", "expected normal(mean, sd) with two numbers, sd above 0", FACTOR_NORMAL},
};

static bool lawful(const struct factor *f)
{
    if (f->kind == FACTOR_NORMAL)
        return f->b > 0;
    return f->a < f->b &&
           (f->kind != FACTOR_INTEGER || (f->a == floor(f->a) && f->b == floor(f->b)));
}

bool factor_call(struct plan *p, const struct profile_key *k, const char *text, struct factor *f)
{
    bool fine;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (!is_call(text, calls[i].name, &f->a, &f->b, &fine))
            continue;
        f->kind = calls[i].kind;
        if (!fine || !lawful(f))
            plan_problem(p, k->where, "uncertainty", k->name, "%s", calls[i].expected);
        return true;
    }
    return false;
}

/* ---- keys ------------------------------------------------------------------------------ */

/* Whether replicates can differ by it. Limits and folders are those of all of them. */
static bool reaches_replicates(enum key_effect effect)
{
    switch (effect) {
    case EFFECT_UNKNOWN: /* the plans that it is put into say so */
    case EFFECT_SOURCES:
    case EFFECT_DATA:
    case EFFECT_INDICATORS:
    case EFFECT_GOALPOSTS:
    case EFFECT_WEIGHTS:
    case EFFECT_AGGREGATION:
    case EFFECT_CLASS:
    case EFFECT_TIERS:
        return true;
    case EFFECT_LIMITS:
    case EFFECT_FOLDERS:
    case EFFECT_REPLICATES:
    case EFFECT_FINDINGS:
    case EFFECT_WORDS:
    case EFFECT_PLACE:
        break;
    }
    return false;
}

/* Whether no key of the section reaches them, whatever it is called. */
static bool is_idle(const char *section)
{
    const struct section_kind *kind = section_kind(section);
    bool reaches =
        !kind || (kind->further != FURTHER_NO && reaches_replicates(kind->further_effect));
    for (size_t i = 0; !reaches && kind->keys && i < kind->keys->n; i++)
        reaches = reaches_replicates(section_key_effect(kind, param_at(kind->keys, i)->name));
    return !reaches;
}

/* Whether what there is of units, periods and classes varies itself. */
static bool table_varies(const struct plan *p)
{
    const struct profile_section *s = profile_section(p->profile, "uncertainty");
    for (size_t i = 0; s && i < s->n_keys; i++) {
        const char *name = profile_varied(s->keys[i].name);
        if (name && (strncmp(name, "data", 4) == 0 || strncmp(name, "units.", 6) == 0 ||
                     strcmp(name, "class.by") == 0))
            return true;
    }
    return *p->fixed.uncertainty.design != 0;
}

/* Why the key could change nothing, whatever its value, or NULL. */
static const char *idle_because(const struct plan *p, const char *section, const char *key)
{
    if (!reaches_replicates(key_effect(section, key)))
        return "no score or rank depends on it";
    if (table_varies(p))
        return NULL;
    if (strcmp(section, "normalise") == 0 && strcmp(key, "base") == 0 && p->table->n_periods == 1)
        return "there is one period only";
    if (strcmp(section, "class") == 0 && strcmp(key, "scale") == 0 && p->n_classes == 1)
        return "there is one class only";
    return NULL;
}

/* The stage of a section "treat" or "treat.gdp", or 0. */
static enum heng_stage stage_of(struct plan *p, const char *section)
{
    const char *kind = arena_strndup(p->arena, section, strcspn(section, "."));
    enum heng_stage stage = kind ? stage_by_name(kind) : 0;
    return stage == HENG_ANALYSE ? 0 : stage;
}

int factor_add(struct plan *p, struct factors *to, const char *key, const char *where,
               const char *dir, struct factor **f, struct error *e)
{
    const char *varied = profile_varied(key), *name = varied ? varied : key;
    const char *dot = strrchr(name, '.'), *section;
    *f = NULL;
    if (!dot || dot == name || !dot[1]) {
        plan_problem(p, where, "uncertainty", key, "expected %sSECTION.KEY", varied ? "vary." : "");
        return OK;
    }
    section = arena_strndup(p->arena, name, (size_t)(dot - name));
    *f = section ? factor_new(p, to) : NULL;
    if (!*f)
        return error_no_memory(e);
    (*f)->name = name;
    (*f)->section = section;
    (*f)->key = dot + 1;
    (*f)->where = where;
    (*f)->dir = dir;
    (*f)->stage = stage_of(p, section);
    if (is_idle(section))
        plan_problem(p, where, "uncertainty", key,
                     "no score or rank depends on [%s]; this cannot take effect", section);
    else if (idle_because(p, section, (*f)->key))
        plan_problem(p, where, "uncertainty", key, "%s; this cannot take effect",
                     idle_because(p, section, (*f)->key));
    return OK;
}

/* ---- values ------------------------------------------------------------------------------ */

const char *factor_where(const struct factor *f, size_t i, struct arena *a)
{
    const char *where = f->design ? design_where(f->design, f->rows[i], f->name, a) : NULL;
    return where ? where : f->where;
}

size_t factor_chosen(const struct factor *f, double u)
{
    return f->choice ? f->choice[factor_choice(u, f->design->n)] : factor_choice(u, f->n_choices);
}

double factor_number(const struct factor *f, double u)
{
    double v = f->a;
    if (f->kind == FACTOR_GIVEN)
        return f->given[factor_choice(u, f->design->n)];
    if (f->kind == FACTOR_UNIFORM)
        v = f->a + (f->b - f->a) * u;
    else if (f->kind == FACTOR_INTEGER)
        v = f->a + floor((f->b - f->a + 1) * u);
    else if (f->kind == FACTOR_NORMAL)
        v = f->a + f->b * normal_quantile(u > 0x1p-54 ? u : 0x1p-54);
    if (f->kind == FACTOR_UNIFORM || f->kind == FACTOR_INTEGER)
        v = v > f->b ? f->b : v;
    return fmin(fmax(v, f->least), f->most);
}

bool factor_is_stage_key(const struct factor *f)
{
    const struct stage_info *stage = stage_info((int)f->stage);
    return stage && param_find(stage->keys, f->key) != NULL;
}

bool factor_is_weight(const struct factor *f)
{
    return !f->stage && f->key && strcmp(f->key, "weight") == 0 &&
           (strncmp(f->section, "dimension.", 10) == 0 ||
            strncmp(f->section, "indicator.", 10) == 0);
}
