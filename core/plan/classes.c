/* SPDX-License-Identifier: MIT */
/* [class]: units told apart, and put in the order of their classes. */
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"

static bool is_class_option(const char *key)
{
    return param_find(&class_keys, key) != NULL;
}

static int add_class(struct plan *p, const char *value, const char *label, struct error *e)
{
    struct unit_class *v =
        arena_grow(p->arena, p->classes, p->n_classes, &p->cap_classes, sizeof *v);
    if (!v)
        return error_no_memory(e);
    v[p->n_classes].value = value;
    v[p->n_classes].label = label;
    p->classes = v;
    p->n_classes++;
    return OK;
}

static size_t find_class(const struct plan *p, const char *value)
{
    for (size_t c = 0; c < p->n_classes; c++)
        if (strcmp(p->classes[c].value, value) == 0)
            return c;
    return NONE;
}

/* Classes in the order of their labels in the profile. */
static int classes_of_labels(struct plan *p, struct profile_section *s, const struct attribute *by,
                             struct error *e)
{
    size_t u;
    for (size_t i = 0; s && i < s->n_keys; i++) {
        struct profile_key *k = &s->keys[i];
        int status;
        if (is_class_option(k->name))
            continue;
        k->used = true;
        for (u = 0; u < p->table->n_units && strcmp(by->v[u], k->name); u++)
            ;
        if (u == p->table->n_units) {
            const char *near = text_nearest(k->name, (const char *const *)by->v, p->table->n_units);
            plan_problem(p, k->where, "class", k->name, "no unit has this value in column %s%s",
                         by->name, plan_hint(p, near));
            continue;
        }
        status = add_class(p, k->name, k->value && *k->value ? k->value : k->name, e);
        if (status)
            return status;
    }
    return OK;
}

static int classes_of_values(struct plan *p, const char *where, const struct attribute *by,
                             struct error *e)
{
    for (size_t u = 0; u < p->table->n_units; u++) {
        int status = OK;
        if (!*by->v[u])
            plan_problem(p, where, "class", "by",
                         "unit %s (%s) has no value in column %s; leave it out with [units] where",
                         p->table->codes[u], p->table->names[u], by->name);
        else if (find_class(p, by->v[u]) == NONE)
            status = add_class(p, by->v[u], by->v[u], e);
        if (status)
            return status;
    }
    return OK;
}

/* Units class by class, each class in the table's order. */
static void order_units(struct plan *p, const struct attribute *by)
{
    size_t n = 0;
    for (size_t c = 0; c < p->n_classes; c++) {
        p->classes[c].first = n;
        for (size_t u = 0; u < p->table->n_units; u++)
            if (!by || strcmp(by->v[u], p->classes[c].value) == 0)
                p->order[n++] = u;
        p->classes[c].n = n - p->classes[c].first;
    }
}

int plan_classes(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "class");
    const struct profile_key *key = s ? profile_key(s, "by") : NULL;
    const char *name = p->fixed.class.by;
    struct attribute *by = NULL;
    int status;
    p->order = arena_array(p->arena, p->table->n_units, sizeof *p->order);
    if (!p->order)
        return error_no_memory(e);
    if (key && name && *name) {
        const char *near = plan_nearest_column(p, name, true);
        by = table_attribute(p->table, name);
        if (!by && table_variable(p->table, name))
            plan_problem(p, key->where, "class", "by",
                         "%s is a column of numbers; list it under [data] text", name);
        else if (!by)
            plan_problem(p, key->where, "class", "by", "the table has no text column %s%s", name,
                         plan_hint(p, near));
    }
    if (by) {
        status = classes_of_labels(p, s, by, e);
        if (!status)
            status = classes_of_values(p, key->where, by, e);
    } else {
        status = add_class(p, "", "", e);
    }
    if (!status)
        order_units(p, by);
    return status;
}
