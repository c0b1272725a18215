/* SPDX-License-Identifier: MIT */
/* The list of factors, from the keys of [uncertainty]. */
#include "robust/sample/factors.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "plan/problems.h"
#include "robust/sample/data_noise.h"
#include "robust/sample/design.h"
#include "robust/sample/goalposts.h"
#include "robust/sample/weight_noise.h"

enum { CHOICES_MAX = 64 };

static void complain(struct plan *p, const struct profile_key *k, const char *why)
{
    plan_problem(p, k->where, "uncertainty", k->name, "%s", why);
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

/* A key that is complained of makes no factor: the others are looked at without it. */
static int read_sound_key(struct plan *p, const struct profile_key *k, struct factors *to,
                          struct error *e)
{
    const size_t n = to->n, told = p->problems.n;
    const int status = read_key(p, k, to, e);
    if (p->problems.n > told)
        to->n = n;
    return status;
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
    f = factor_new(p, to);
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
    if (!(o->data_noise_observed > 0) && !(o->data_noise_imputed > 0) &&
        !(o->data_noise_bounds > 0))
        return OK;
    f = factor_new(p, to);
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
    f = factor_new(p, to);
    if (!f)
        return error_no_memory(e);
    f->name = "leave_out";
    f->kind = FACTOR_LEAVE_OUT;
    return OK;
}

int factors_read(struct plan *p, struct factors *f, struct error *e)
{
    const struct profile_section *s = profile_section(p->profile, "uncertainty");
    const size_t told = p->problems.n;
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
            status = read_sound_key(p, &s->keys[i], f, e);
    if (!status && !f->n && p->problems.n == told)
        plan_problem(p, s->where, "uncertainty", NULL,
                     "nothing is varied; say weights, leave_out or vary.SECTION.KEY");
    return status;
}

/* ---- draws ------------------------------------------------------------------------------- */
