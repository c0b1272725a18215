/* SPDX-License-Identifier: MIT */
/* The list of factors, from the keys of [uncertainty]. */
#include "robust/sample/factors.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "plan/problems.h"
#include "plan/stage_table.h"
#include "robust/sample/data_noise.h"
#include "robust/sample/design.h"
#include "robust/sample/goalposts.h"
#include "robust/sample/weight_noise.h"
#include "stats/normal.h"

enum { CHOICES_MAX = 64 };

static struct factor *add(struct plan *p, struct factors *f)
{
    struct factor *v = arena_grow(p->arena, f->v, f->n, &f->cap, sizeof *v);
    if (!v)
        return NULL;
    f->v = v;
    v[f->n] = (struct factor){.least = -INFINITY, .most = INFINITY};
    return &v[f->n++];
}

static void complain(struct plan *p, const struct profile_key *k, const char *why)
{
    plan_problem(p, k->where, "uncertainty", k->name, "%s", why);
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
            complain(p, k, calls[i].expected);
        return true;
    }
    return false;
}

/* ---- alternatives -------------------------------------------------------------------- */

static bool stands_there(const struct factor *f, const char *text)
{
    for (size_t i = 0; i < f->n_choices; i++)
        if (strcmp(f->choices[i], text) == 0)
            return true;
    return false;
}

static int read_choices(struct plan *p, const struct profile_key *k, struct factor *f,
                        struct error *e)
{
    const char separator = strchr(k->value, '|') ? '|' : ',', *at = k->value, *end;
    f->kind = FACTOR_CHOICE;
    f->choices = arena_array(p->arena, CHOICES_MAX, sizeof *f->choices);
    if (!f->choices)
        return error_no_memory(e);
    for (;; at = end + 1) {
        size_t n;
        const char *text;
        end = strchr(at, separator);
        n = end ? (size_t)(end - at) : strlen(at);
        text = text_trim(at, &n);
        text = arena_strndup(p->arena, text, n);
        if (!text)
            return error_no_memory(e);
        if (!*text)
            complain(p, k, "an alternative is empty");
        else if (stands_there(f, text))
            plan_problem(p, k->where, "uncertainty", k->name, "%s stands there twice", text);
        else if (f->n_choices == CHOICES_MAX)
            plan_problem(p, k->where, "uncertainty", k->name, "more than %d alternatives",
                         CHOICES_MAX);
        else
            f->choices[f->n_choices++] = text;
        if (!end || f->n_choices == CHOICES_MAX)
            break;
    }
    if (f->n_choices < 2)
        complain(p, k,
                 "expected two alternatives or more (a, b; or a | b), uniform(a, b), "
                 "integer(a, b) or normal(m, s)");
    return OK;
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
    *f = section ? add(p, to) : NULL;
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

static int read_key(struct plan *p, const struct profile_key *k, struct factors *to,
                    struct error *e)
{
    struct factor *f;
    int status;
    if (goalposts_vary(k))
        return goalposts_read(p, k, to, e);
    status = factor_add(p, to, k->name, k->where, k->dir, &f, e);
    if (status || !f)
        return status;
    return factor_call(p, k, k->value, f) ? OK : read_choices(p, k, f, e);
}

/* Whether some node at the level, or at that and all deeper ones, has children whose weights can
   differ. */
static bool has_siblings(const struct plan *p, size_t level, bool deeper)
{
    size_t at;
    for (size_t i = 0; i < p->tree.n; i++) {
        at = noise_level(&p->tree, i);
        if (p->tree.nodes[i].n_children > 1 && (at == level || (deeper && at > level)))
            return true;
    }
    return false;
}

/* Each number of several must find siblings at its level; 0 leaves a level alone. */
static void check_levels(struct plan *p, const struct profile_key *k)
{
    const struct heng_reals *v = &p->fixed.uncertainty.weights_spread;
    size_t above = 0;
    for (size_t i = 0; i < v->n; i++) {
        above += v->v[i] > 0;
        if (v->n > 1 && v->v[i] > 0 && !has_siblings(p, i, i + 1 == v->n))
            plan_problem(
                p, k->where, "uncertainty", k->name,
                "number %zu: no node of that level has two children or more; it cannot take "
                "effect",
                i + 1);
    }
    if (!above)
        complain(p, k, "nothing is above 0; noise on weights cannot take effect");
}

static void check_spread(struct plan *p, const struct profile_section *s)
{
    const struct uncertainty_options *o = &p->fixed.uncertainty;
    const struct profile_key *k = profile_key(s, "weights_spread");
    bool uniform = o->weights == NOISE_UNIFORM;
    if (!k || !*k->value)
        return;
    if (o->weights == NOISE_NONE) {
        complain(p, k, "has no effect without weights = uniform or dirichlet");
        return;
    }
    for (size_t i = 0; i < o->weights_spread.n; i++)
        if (uniform ? o->weights_spread.v[i] > 1 : !(o->weights_spread.v[i] > 0)) {
            complain(p, k,
                     uniform ? "expected a number above 0, at most 1; of several, 0 leaves a level "
                               "alone"
                             : "expected a number above 0");
            return;
        }
    check_levels(p, k);
}

static int read_noise(struct plan *p, const struct profile_section *s, struct factors *to,
                      struct error *e)
{
    static const double usual[] = {[NOISE_UNIFORM] = 0.25, [NOISE_DIRICHLET] = 100};
    struct factor *f;
    check_spread(p, s);
    if (p->fixed.uncertainty.weights == NOISE_NONE)
        return OK;
    if (!has_siblings(p, 0, true))
        complain(p, profile_key(s, "weights"),
                 "no node has two children or more; noise on weights cannot take effect");
    f = add(p, to);
    if (!f)
        return error_no_memory(e);
    f->name = "weights";
    f->kind = FACTOR_WEIGHTS;
    f->spread = p->fixed.uncertainty.weights_spread;
    if (!f->spread.n)
        f->spread = (struct heng_reals){&usual[p->fixed.uncertainty.weights], 1};
    return OK;
}

static int read_data_noise(struct plan *p, struct factors *to, struct error *e)
{
    const struct uncertainty_options *o = &p->fixed.uncertainty;
    struct factor *f;
    if (!(o->data_noise_observed > 0) && !(o->data_noise_imputed > 0))
        return OK;
    f = add(p, to);
    if (!f)
        return error_no_memory(e);
    f->name = "data";
    f->kind = FACTOR_DATA;
    f->a = o->data_noise_observed;
    f->b = o->data_noise_imputed;
    return OK;
}

static int read_leave_out(struct plan *p, const struct profile_section *s, struct factors *to,
                          struct error *e)
{
    bool dimensions = p->fixed.uncertainty.leave_out == LEAVE_OUT_DIMENSIONS;
    struct factor *f;
    size_t n = dimensions ? p->tree.nodes[TREE_ROOT].n_children : p->tree.n_indicators;
    if (p->fixed.uncertainty.leave_out == LEAVE_OUT_NONE)
        return OK;
    if (n < 2)
        plan_problem(p, profile_key(s, "leave_out")->where, "uncertainty", "leave_out",
                     "the index has one %s only; nothing would be left",
                     dimensions ? "dimension" : "indicator");
    f = add(p, to);
    if (!f)
        return error_no_memory(e);
    f->name = "leave_out";
    f->kind = FACTOR_LEAVE_OUT;
    return OK;
}

int factors_read(struct plan *p, struct factors *f, struct error *e)
{
    const struct profile_section *s = profile_section(p->profile, "uncertainty");
    int status = OK;
    if (!s || !p->tree.n) {
        if (!s)
            plan_problem(p, p->profile->path, NULL, NULL,
                         "nothing is varied: the profile has no [uncertainty]");
        return OK;
    }
    if (*p->fixed.uncertainty.design)
        return design_read(p, f, e);
    status = read_noise(p, s, f, e);
    if (!status)
        status = read_data_noise(p, f, e);
    if (!status)
        status = read_leave_out(p, s, f, e);
    for (size_t i = 0; !status && i < s->n_keys; i++)
        if (profile_varied(s->keys[i].name) && *s->keys[i].value)
            status = read_key(p, &s->keys[i], f, e);
    if (!status && !f->n)
        plan_problem(p, s->where, "uncertainty", NULL,
                     "nothing is varied; say weights, leave_out or vary.SECTION.KEY");
    return status;
}

/* ---- draws ------------------------------------------------------------------------------- */

const char *factor_where(const struct factor *f, size_t i, struct arena *a)
{
    const char *where = f->design ? design_where(f->design, f->rows[i], f->name, a) : NULL;
    return where ? where : f->where;
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
