/* SPDX-License-Identifier: MIT */
/* Given values as a profile that extends the run's own. */
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "base/number.h"
#include "base/text.h"
#include "freeze/freeze.h"
#include "plan/stage_table.h"

struct writing {
    const struct frozen *f;
    struct str *to;
    struct error *e;
    int status;
};

/* What a parameter is for a block, as a profile writes it. */
static void print(struct writing *w, const struct heng_param *p, const void *from, struct str *b)
{
    b->n = 0;
    if (b->s)
        b->s[0] = '\0';
    param_print(p, from, b);
    if (b->failed)
        w->status = error_no_memory(w->e);
}

static const char *text_of(const struct str *b)
{
    return b->s ? b->s : "";
}

static const char *default_of(const struct heng_param *p)
{
    return p->def ? p->def : "";
}

/* KEY = VALUE where all blocks agree, else KEY.CLASS = VALUE of each. */
static void put_parameter(struct writing *w, const struct heng_param *p, const char *from,
                          size_t size)
{
    const struct results *r = w->f->r;
    struct str first = {0}, other = {0};
    bool same = true;
    print(w, p, from, &first);
    for (size_t b = 1; b < r->n_blocks && same; b++) {
        print(w, p, from + b * size, &other);
        same = strcmp(text_of(&first), text_of(&other)) == 0;
    }
    if (same && strcmp(text_of(&first), default_of(p)) != 0)
        str_printf(w->to, "%s = %s\n", p->name, text_of(&first));
    for (size_t b = 0; !same && b < r->n_blocks; b++) {
        print(w, p, from + b * size, &other);
        if (strcmp(text_of(&other), default_of(p)) != 0)
            str_printf(w->to, "%s.%s = %s\n", p->name, r->plan->classes[b].value, text_of(&other));
    }
    str_fini(&first);
    str_fini(&other);
}

/* Keys of a base, which would look at the data of the next run again. */
static const char *const of_base[] = {"base", "base_units"};

static bool is_of_base(const char *key)
{
    return strcmp(key, of_base[0]) == 0 || strcmp(key, of_base[1]) == 0;
}

/* Those that the node's section has. */
static void take_base(struct writing *w, enum heng_stage stage, const char *id)
{
    const struct profile *p = w->f->r->plan->as_read;
    const char *name = arena_printf(w->f->arena, "%s.%s", stage_name(stage), id);
    const struct profile_section *s = name ? profile_section(p, name) : NULL;
    for (size_t i = 0; s && i < sizeof of_base / sizeof *of_base; i++) {
        const struct profile_key *k = profile_key(s, of_base[i]);
        if (k && k->value && *k->value)
            str_printf(w->to, "%s =\n", k->name);
    }
}

/* A section with the parameters of the stage's method, a struct a block. */
static void put_section(struct writing *w, const struct node *n, enum heng_stage stage,
                        const char *method, const void *from)
{
    const struct method *m = registry_find(w->f->r->plan->registry, stage, method);
    struct param_table t;
    if (!m) {
        w->status = error_set(w->e, ERR_INTERNAL, "%s: no such method", method);
        return;
    }
    t = method_params(m->desc);
    str_printf(w->to, "\n[%s.%s]\nmethod = %s\n", stage_name(stage), n->id, method);
    take_base(w, stage, n->id);
    for (size_t k = 0; k < t.n; k++)
        put_parameter(w, param_at(&t, k), from, t.size);
}

/* What looks at no other value, with the parameters that it has, whose keys may stand elsewhere. */
static void put_itself(struct writing *w, const struct node *n, enum heng_stage stage)
{
    const struct bound_method *m = &n->at[stage];
    const size_t size = method_params(m->method->desc).size, blocks = w->f->r->n_blocks;
    char *all = arena_alloc(w->f->arena, size * blocks + 1);
    if (!all) {
        w->status = error_no_memory(w->e);
        return;
    }
    for (size_t b = 0; b < blocks && size; b++)
        memcpy(all + b * size, bound_params(m, b), size);
    put_section(w, n, stage, m->method->desc->name, all);
}

static void put_indicator(struct writing *w, const struct node *n)
{
    const struct frozen_indicator *i = &w->f->indicators[n->indicator];
    if (i->impute == FOUND_GIVEN) {
        char text[NUMBER_TEXT_MAX];
        number_format(i->fill, text);
        str_printf(w->to, "\n[impute.%s]\nmethod = constant\nvalue = %s\n", n->id, text);
    } else {
        put_itself(w, n, HENG_IMPUTE);
    }
    if (i->treat == FOUND_GIVEN)
        put_section(w, n, HENG_TREAT, "given", i->treated);
    else
        put_itself(w, n, HENG_TREAT);
    if (i->normalise == FOUND_GIVEN)
        put_section(w, n, HENG_NORMALISE, "given", i->scaled);
    else
        put_itself(w, n, HENG_NORMALISE);
}

static void put_weights(struct writing *w, const struct node *n)
{
    const struct results *r = w->f->r;
    struct heng_reals *of = arena_array(w->f->arena, r->n_blocks, sizeof *of);
    if (!of) {
        w->status = error_no_memory(w->e);
        return;
    }
    for (size_t b = 0; b < r->n_blocks; b++) {
        double *v = arena_array(w->f->arena, n->n_children + 1, sizeof *v);
        if (!v) {
            w->status = error_no_memory(w->e);
            return;
        }
        for (size_t j = 0; j < n->n_children; j++)
            v[j] = frozen_weight(w->f, b, n->children[j]);
        of[b] = (struct heng_reals){v, n->n_children};
    }
    str_add(w->to, "\n; of");
    for (size_t j = 0; j < n->n_children; j++)
        str_printf(w->to, "%s %s", j ? "," : "", r->plan->tree.nodes[n->children[j]].id);
    put_section(w, n, HENG_WEIGHTS, "given", of);
}

/* Whether nobody would take a key of the run's profile any more, as each indicator and node has a
   section of its own below, or it would look at the data of the next run again. */
static bool is_replaced(const struct plan *p, const struct profile_section *s,
                        const struct profile_key *k)
{
    if (strcmp(s->name, "screen") == 0)
        return strncmp(k->name, "indicator_", strlen("indicator_")) == 0;
    for (int stage = HENG_IMPUTE; stage <= HENG_WEIGHTS; stage++) {
        const struct stage_info *info = stage_info(stage);
        const char *name = stage_name(info->stage);
        const size_t n = strlen(name);
        size_t node;
        if (strncmp(s->name, name, n) != 0 || (s->name[n] && s->name[n] != '.'))
            continue;
        if (!s->name[n])
            return is_of_base(k->name) || strcmp(k->name, "scope") == 0 ||
                   !param_find(info->keys, k->name);
        node = tree_find(&p->tree, s->name + n + 1);
        return node != NONE && stage != HENG_WEIGHTS && p->tree.nodes[node].kind != NODE_INDICATOR;
    }
    return false;
}

static void take_away(struct writing *w)
{
    const struct plan *plan = w->f->r->plan;
    const struct profile *p = plan->as_read;
    for (size_t i = 0; i < p->n_sections; i++) {
        const struct profile_section *s = &p->sections[i];
        bool open = false;
        for (size_t k = 0; k < s->n_keys; k++) {
            if (!s->keys[k].value || !*s->keys[k].value || !is_replaced(plan, s, &s->keys[k]))
                continue;
            str_printf(w->to, open ? "%s" : "\n[%s]\n", open ? "" : s->name);
            str_printf(w->to, "%s =\n", s->keys[k].name);
            open = true;
        }
    }
}

/* An index that nothing gives an id has that of its profile's file, which is now another. */
static void keep_id(const struct plan *p, struct str *to)
{
    static const char *const givers[] = {"id", "script", "tree"};
    const struct profile_section *s = profile_section(p->as_read, "index");
    for (size_t i = 0; s && i < sizeof givers / sizeof *givers; i++) {
        const struct profile_key *k = profile_key(s, givers[i]);
        if (k && k->value && *k->value)
            return;
    }
    str_printf(to, "\n[index]\nid = %s\n", p->tree.nodes[TREE_ROOT].id);
}

int freeze_profile(const struct frozen *f, const char *extends, struct str *to, struct error *e)
{
    const struct tree *t = &f->r->plan->tree;
    struct writing w = {f, to, e, OK};
    str_printf(
        to,
        "; Written by heng freeze: what a run of %s has found, as given values.\n"
        "; Each unit is scored by itself, on the yardstick of that run; a new one, or another "
        "year, changes no earlier score.\n\n[profile]\nextends = %s\n",
        path_base(extends), extends);
    keep_id(f->r->plan, to);
    take_away(&w);
    for (size_t k = 0; !w.status && k < t->n_indicators; k++)
        put_indicator(&w, &t->nodes[t->indicators[k]]);
    for (size_t i = 0; !w.status && i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE && t->nodes[i].n_children)
            put_weights(&w, &t->nodes[i]);
    if (!w.status && (to->failed || arena_failed(f->arena)))
        w.status = error_no_memory(e);
    return w.status;
}
