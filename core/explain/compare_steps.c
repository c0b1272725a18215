/* SPDX-License-Identifier: MIT */
/* Profiles on the way from one to another: which key belongs to which group, and hybrids. */
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "explain/compare.h"

const char *change_name(enum change_group g)
{
    static const char *const names[N_CHANGES] = {"data",    "indicators",  "goalposts",
                                                 "weights", "aggregation", "classes"};
    return names[g];
}

enum { NO_CHANGE = -1 }; /* titles and the like: no score depends on them */

/* Of folders the plans say which were found, of tiers and reports there are no scores. */
static int change_of(enum key_effect effect)
{
    switch (effect) {
    case EFFECT_SOURCES:
    case EFFECT_DATA:
        return CHANGE_DATA;
    case EFFECT_INDICATORS:
    case EFFECT_LIMITS:
        return CHANGE_INDICATORS;
    case EFFECT_GOALPOSTS:
        return CHANGE_GOALPOSTS;
    case EFFECT_WEIGHTS:
        return CHANGE_WEIGHTS;
    case EFFECT_AGGREGATION:
        return CHANGE_AGGREGATION;
    case EFFECT_CLASS:
        return CHANGE_CLASS;
    case EFFECT_UNKNOWN:
    case EFFECT_TIERS:
    case EFFECT_FOLDERS:
    case EFFECT_REPLICATES:
    case EFFECT_FINDINGS:
    case EFFECT_WORDS:
    case EFFECT_PLACE:
        break;
    }
    return NO_CHANGE;
}

/* Two profiles, and whose groups are taken. */
struct profile_pair {
    const struct plan *from, *to;
    struct arena *arena;
};

/* Whether the id of "KIND.NODE" names a node that only one of the two has. */
static bool is_lone(const struct profile_pair *w, const struct section_kind *kind,
                    const char *section)
{
    const char *id = strchr(section, '.');
    if (!kind->of_node || !id)
        return false;
    return (tree_find(&w->from->tree, id + 1) == NONE) != (tree_find(&w->to->tree, id + 1) == NONE);
}

/* What says how a node is treated, weighed, aggregated comes and goes with the node. */
static int group_of(const struct profile_pair *w, const char *section, const char *key)
{
    const struct section_kind *kind = section_kind(section);
    int group = kind ? change_of(section_key_effect(kind, key)) : NO_CHANGE;
    return group != NO_CHANGE && is_lone(w, kind, section) ? CHANGE_INDICATORS : group;
}

/* ---- differences ----------------------------------------------------------------- */

static bool names_file(const struct profile_key *k)
{
    return strcmp(k->name, "path") == 0 || strcmp(k->name, "tree") == 0 || strstr(k->value, ".csv");
}

/* The same text, and where it names a file the same file. */
static bool same_value(const struct profile_pair *w, const struct profile_key *a,
                       const struct profile_key *b)
{
    const char *left, *right;
    if (!names_file(a))
        return strcmp(a->value, b->value) == 0;
    left = path_join(w->arena, a->dir, a->value);
    right = path_join(w->arena, b->dir, b->value);
    left = left ? path_real(w->arena, left) : NULL;
    right = right ? path_real(w->arena, right) : NULL;
    if (left && right)
        return strcmp(left, right) == 0;
    return strcmp(a->value, b->value) == 0 && strcmp(a->dir, b->dir) == 0;
}

/* The groups whose keys in `one` the other has not, or has otherwise. */
static unsigned changes_against(const struct profile_pair *w, const struct profile *one,
                                const struct profile *other)
{
    unsigned groups = 0;
    for (size_t i = 0; i < one->n_sections; i++) {
        const struct profile_section *s = &one->sections[i];
        const struct profile_section *twin = profile_section(other, s->name);
        for (size_t k = 0; k < s->n_keys; k++) {
            const struct profile_key *key = &s->keys[k];
            const struct profile_key *found = twin ? profile_key(twin, key->name) : NULL;
            int group = group_of(w, s->name, key->name);
            if (group != NO_CHANGE && !(found && same_value(w, key, found)))
                groups |= 1u << group;
        }
    }
    return groups;
}

static bool same_folders(const struct folders *a, const struct folders *b)
{
    for (size_t i = 0; a->n == b->n && i < a->n; i++)
        if (strcmp(a->v[i], b->v[i]))
            return false;
    return a->n == b->n;
}

unsigned changes_between(const struct plan *from, const struct plan *to)
{
    const struct profile_pair w = {from, to, to->arena};
    unsigned groups = changes_against(&w, from->profile, to->profile) |
                      changes_against(&w, to->profile, from->profile);
    if (!same_folders(&from->home.plugins, &to->home.plugins) ||
        !same_folders(&from->home.scripts, &to->home.scripts))
        groups |= 1u << CHANGE_INDICATORS;
    return groups;
}

/* ---- hybrids ---------------------------------------------------------------------- */

static int put_group(const struct profile_pair *w, struct profile *to, const struct profile *source,
                     int group, struct error *e)
{
    int status = OK;
    for (size_t i = 0; !status && i < source->n_sections; i++) {
        const struct profile_section *s = &source->sections[i];
        for (size_t k = 0; !status && k < s->n_keys; k++)
            if (group_of(w, s->name, s->keys[k].name) == group)
                status = profile_put(to, s->name, s->keys[k].name, s->keys[k].value,
                                     s->keys[k].where, s->keys[k].dir, e);
    }
    return status;
}

/* Ranges of each period become those of one. */
static int put_base(struct profile *p, const char *base, struct error *e)
{
    const struct profile_section *whole = profile_section(p, "normalise");
    const struct profile_key *key = whole ? profile_key(whole, "base") : NULL;
    int status = OK;
    if (base_kind(key ? key->value : NULL) == BASE_EACH)
        status = profile_put(p, "normalise", "base", base, p->path, ".", e);
    for (size_t i = 0; !status && i < p->n_sections; i++) {
        const struct profile_section *s = &p->sections[i];
        key = strncmp(s->name, "normalise.", 10) == 0 ? profile_key(s, "base") : NULL;
        if (key && *key->value && base_kind(key->value) == BASE_EACH)
            status = profile_put(p, s->name, "base", base, key->where, key->dir, e);
    }
    return status;
}

int plan_between(const struct plan *from, const struct plan *to, unsigned taken, const char *base,
                 struct plan **p, struct error *e)
{
    /* The tree first: the order of its sections counts. */
    static const int order[] = {CHANGE_INDICATORS, CHANGE_DATA,        CHANGE_GOALPOSTS,
                                CHANGE_WEIGHTS,    CHANGE_AGGREGATION, CHANGE_CLASS};
    const struct plan *tree = taken & 1u << CHANGE_INDICATORS ? to : from;
    const struct profile_pair w = {from, to, to->arena};
    struct plan_setting o = {.profile = profile_new(to->profile->path, e), .home = &tree->home};
    int status = o.profile ? OK : ERR_MEMORY;
    *p = NULL;
    for (size_t i = 0; !status && i < sizeof order / sizeof *order; i++)
        status =
            put_group(&w, o.profile, (taken & 1u << order[i] ? to : from)->profile, order[i], e);
    if (!status && base)
        status = put_base(o.profile, base, e);
    if (status) {
        profile_free(o.profile);
        return status;
    }
    status = plan_with(to, &o, p, e);
    if (status)
        return status == ERR_MEMORY ? status : OK;
    if ((*p)->problems.n) {
        plan_free(*p);
        *p = NULL;
    }
    return OK;
}
