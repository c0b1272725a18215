/* SPDX-License-Identifier: MIT */
/* [class]: units told apart, and put in the order of their classes. */
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "data/text_index.h"
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
    v[p->n_classes] = (struct unit_class){.value = value, .label = label};
    p->classes = v;
    p->n_classes++;
    return OK;
}

/* The units by what the column says of them: value[u] is the position in texts of that of unit u.
 */
struct values {
    struct text_index texts;
    size_t *value;
};

static int read_values(struct plan *p, const struct attribute *by, struct values *v,
                       struct error *e)
{
    v->value = arena_array(p->arena, p->table->n_units, sizeof *v->value);
    if (!v->value)
        return error_no_memory(e);
    for (size_t u = 0; u < p->table->n_units; u++)
        if (text_index_put(&v->texts, by->v[u], strlen(by->v[u]), &v->value[u]))
            return error_no_memory(e);
    return OK;
}

/* Classes in the order of their labels in the profile. */
static int classes_of_labels(struct plan *p, struct profile_section *s, const struct attribute *by,
                             const struct values *v, size_t *class_of, struct error *e)
{
    for (size_t i = 0; s && i < s->n_keys; i++) {
        struct profile_key *k = &s->keys[i];
        size_t at;
        int status;
        if (is_class_option(k->name))
            continue;
        k->used = true;
        at = text_index_find(&v->texts, k->name, strlen(k->name));
        if (at == NONE) {
            const char *near = text_nearest(k->name, (const char *const *)by->v, p->table->n_units);
            plan_problem(p, k->where, "class", k->name, "no unit has this value in column %s%s",
                         by->name, plan_hint(p, near));
            continue;
        }
        class_of[at] = p->n_classes;
        status = add_class(p, k->name, k->value && *k->value ? k->value : k->name, e);
        if (status)
            return status;
    }
    return OK;
}

/* Those without a label, in the order of the table. */
static int classes_of_values(struct plan *p, const char *where, const struct attribute *by,
                             const struct values *v, size_t *class_of, struct error *e)
{
    for (size_t u = 0; u < p->table->n_units; u++) {
        int status = OK;
        if (!*by->v[u]) {
            plan_problem(p, where, "class", "by",
                         "unit %s (%s) has no value in column %s; leave it out with [units] where",
                         p->table->codes[u], p->table->names[u], by->name);
        } else if (class_of[v->value[u]] == NONE) {
            class_of[v->value[u]] = p->n_classes;
            status = add_class(p, by->v[u], by->v[u], e);
        }
        if (status)
            return status;
    }
    return OK;
}

/* Units class by class, each class in the table's order; those of no class, which is a problem,
   are in none. */
static void order_units(struct plan *p, const struct values *v, const size_t *class_of)
{
    size_t first = 0;
    for (size_t u = 0; u < p->table->n_units; u++)
        if (class_of[v->value[u]] != NONE)
            p->classes[class_of[v->value[u]]].n++;
    for (size_t c = 0; c < p->n_classes; c++) {
        p->classes[c].first = first;
        first += p->classes[c].n;
        p->classes[c].n = 0;
    }
    for (size_t u = 0; u < p->table->n_units; u++) {
        const size_t class = class_of[v->value[u]];
        if (class != NONE)
            p->order[p->classes[class].first + p->classes[class].n++] = u;
    }
}

static int classes_of_column(struct plan *p, struct profile_section *s, const char *where,
                             const struct attribute *by, struct error *e)
{
    struct values v = {0};
    size_t *class_of = NULL; /* by text of v */
    int status = read_values(p, by, &v, e);
    if (!status && !(class_of = arena_array(p->arena, v.texts.n, sizeof *class_of)))
        status = error_no_memory(e);
    for (size_t i = 0; !status && i < v.texts.n; i++)
        class_of[i] = NONE;
    if (!status)
        status = classes_of_labels(p, s, by, &v, class_of, e);
    if (!status)
        status = classes_of_values(p, where, by, &v, class_of, e);
    if (!status)
        order_units(p, &v, class_of);
    text_index_fini(&v.texts);
    return status;
}

static int one_class(struct plan *p, struct error *e)
{
    int status = add_class(p, "", "", e);
    if (status)
        return status;
    p->classes[0].n = p->table->n_units;
    for (size_t u = 0; u < p->table->n_units; u++)
        p->order[u] = u;
    return OK;
}

int plan_classes(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "class");
    const struct profile_key *key = s ? profile_key(s, "by") : NULL;
    const char *name = p->fixed.class.by;
    struct attribute *by = NULL;
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
    return by ? classes_of_column(p, s, key->where, by, e) : one_class(p, e);
}
