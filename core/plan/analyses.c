/* SPDX-License-Identifier: MIT */
/* [analysis.NAME] bound to a method, to columns and to groups of units. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"

/* One section while it is bound. */
struct binding {
    struct plan *p;
    struct profile_section *s;
    struct analysis *a;
    bool hurt; /* the profile has problems already: nodes may lack because of them */
    bool lost; /* names what belongs to a part that failed: there is no such analysis */
};

const char *analysis_title(const struct analysis *a, int language)
{
    const struct heng_method *d = a->method->desc;
    return language == LANGUAGE_EN ? d->title_en : d->title_zh;
}

static const char *where_of(const struct binding *b, const char *key)
{
    const struct profile_key *k = profile_key(b->s, key);
    return k ? k->where : b->s->where;
}

static void problem(struct binding *b, const char *key, const char *fmt, ...) PRINTF_LIKE(3, 4);

static void problem(struct binding *b, const char *key, const char *fmt, ...)
{
    struct error why;
    va_list ap;
    va_start(ap, fmt);
    error_vset(&why, ERR_PROFILE, fmt, ap);
    va_end(ap);
    plan_problem(b->p, where_of(b, key), b->s->name, key, "%s", why.text);
}

/* ---- names ------------------------------------------------------------------------------ */

/* The nearest of the nodes and, where they are asked for, the variables. */
static const char *nearest(const struct plan *p, const char *name, bool variables)
{
    size_t n = p->tree.n;
    const char **names = arena_array(p->arena, n + p->table->n_variables, sizeof *names);
    if (!names)
        return NULL;
    for (size_t i = 0; i < n; i++)
        names[i] = p->tree.nodes[i].absent ? NULL : p->tree.nodes[i].id;
    for (size_t i = 0; variables && i < p->table->n_variables; i++)
        names[n++] = p->table->variables[i].name;
    return text_nearest(name, names, n);
}

/* A name that nothing has: a mistake, or the consequence of another, or part of what could not be
   loaded. */
static void unknown(struct binding *b, const char *key, const char *name, const char *what,
                    const char *near)
{
    if (b->p->failures.n)
        b->lost = true;
    else if (near || !b->hurt)
        problem(b, key, "%s: %s%s", name, what, plan_hint(b->p, near));
}

static size_t find_variable(struct binding *b, const char *key, const char *name)
{
    const struct plan *p = b->p;
    const struct attribute *a = table_attribute(p->table, name);
    size_t v = plan_variable(p, name);
    if (v != NONE)
        return v;
    if (a)
        problem(b, key, "%s is a column of text; numbers are needed%s%s", name, a->why ? ": " : "",
                a->why ? a->why : "");
    else
        problem(b, key, "%s: the table has no such column%s", name,
                plan_hint(b->p, plan_nearest_column(p, name, false)));
    return NONE;
}

/* ---- columns ---------------------------------------------------------------------------- */

static void all_indicators(struct binding *b)
{
    const struct tree *t = &b->p->tree;
    for (size_t k = 0; k < t->n_indicators; k++)
        if (tree_is_below(t, t->indicators[k], b->a->node))
            b->a->columns[b->a->m++] =
                (struct analysis_column){t->nodes[t->indicators[k]].id, t->indicators[k], NONE};
}

static void add_column(struct binding *b, const char *name)
{
    const struct plan *p = b->p;
    struct analysis_column c = {name, tree_find(&p->tree, name), NONE};
    for (size_t i = 0; i < b->a->m; i++)
        if (strcmp(b->a->columns[i].id, name) == 0) {
            problem(b, "of", "%s is listed twice", name);
            return;
        }
    if (c.node == NONE)
        c.variable = plan_variable(p, name);
    if (c.node != NONE || c.variable != NONE)
        b->a->columns[b->a->m++] = c;
    else if (table_attribute(p->table, name))
        problem(b, "of", "%s is a column of text; list it under by", name);
    else
        unknown(b, "of", name, "neither the index has such a node nor the table such a column",
                nearest(p, name, true));
}

/* Weights say something of columns that lie side by side below the node. */
static bool can_be_weighted(const struct binding *b)
{
    const struct tree *t = &b->p->tree;
    const struct analysis *a = b->a;
    for (size_t i = 0; i < a->m; i++) {
        size_t node = a->columns[i].node;
        if (node == NONE || node == a->node || !tree_is_below(t, node, a->node))
            return false;
        for (size_t k = 0; k < a->m; k++)
            if (k != i && tree_is_below(t, node, a->columns[k].node))
                return false;
    }
    return a->m > 0;
}

static int find_columns(struct binding *b, struct error *e)
{
    struct analysis *a = b->a;
    const struct plan *p = b->p;
    const char *node = plan_given(a->options.node);
    a->node = node ? tree_find(&p->tree, node) : TREE_ROOT;
    if (a->node == NONE) {
        a->node = TREE_ROOT;
        unknown(b, "node", node, "the index has no such node", nearest(p, node, false));
    } else if (p->tree.nodes[a->node].kind == NODE_INDICATOR) {
        problem(b, "node", "%s is an indicator; list it under of", node);
    }
    a->columns = arena_array(p->arena, a->options.of.n + p->tree.n_indicators, sizeof *a->columns);
    if (!a->columns)
        return error_no_memory(e);
    for (size_t i = 0; i < a->options.of.n; i++)
        add_column(b, a->options.of.v[i]);
    if (!a->options.of.n)
        all_indicators(b);
    a->weighted = can_be_weighted(b);
    return OK;
}

/* ---- units -------------------------------------------------------------------------------- */

static int find_groups(struct binding *b, struct error *e)
{
    struct analysis *a = b->a;
    const struct table *t = b->p->table;
    a->by = arena_array(b->p->arena, a->options.by.n, sizeof *a->by);
    if (!a->by)
        return error_no_memory(e);
    for (size_t i = 0; i < a->options.by.n; i++) {
        const char *name = a->options.by.v[i];
        const struct attribute *found = table_attribute(t, name);
        if (found)
            a->by[a->n_by++] = (size_t)(found - t->attributes);
        else if (table_variable(t, name))
            problem(b, "by", "%s is a column of numbers; list it under [data] text", name);
        else
            problem(b, "by", "the table has no text column %s%s", name,
                    plan_hint(b->p, plan_nearest_column(b->p, name, true)));
    }
    return OK;
}

/* The first value of the column outside the range, told as a problem. */
static void check_range(struct binding *b, const char *key, size_t variable, double lo, double hi,
                        const char *what)
{
    const struct table *t = b->p->table;
    const struct variable *v = &t->variables[variable];
    for (size_t i = 0; i < t->n_rows; i++)
        if (v->v[i] < lo || v->v[i] > hi) {
            problem(b, key, "%s of unit %s is %.6g; %s", v->name, t->codes[i % t->n_units], v->v[i],
                    what);
            return;
        }
}

static void find_places(struct binding *b)
{
    struct analysis *a = b->a;
    const struct heng_names *c = &a->options.coordinates;
    a->population = a->longitude = a->latitude = NONE;
    if (plan_given(a->options.population)) {
        a->population = find_variable(b, "population", a->options.population);
        if (a->population != NONE)
            check_range(b, "population", a->population, 0, INFINITY, "a population is 0 or more");
    }
    if (c->n != 2)
        return;
    a->longitude = find_variable(b, "coordinates", c->v[0]);
    a->latitude = find_variable(b, "coordinates", c->v[1]);
    if (a->latitude != NONE)
        check_range(b, "coordinates", a->latitude, -90, 90,
                    "a latitude is from -90 to 90 (write longitude, latitude)");
    if (a->longitude != NONE)
        check_range(b, "coordinates", a->longitude, -180, 360, "a longitude is from -180 to 360");
}

/* Marks the periods that a name stands for. */
static void mark_periods(struct binding *b, const char *name, unsigned char *wanted)
{
    const struct table *t = b->p->table;
    size_t at = table_period(t, name);
    bool all = strcmp(name, "all") == 0;
    if (at == NONE && strcmp(name, "latest") == 0)
        at = t->n_periods - 1;
    for (size_t i = 0; i < t->n_periods; i++)
        if (all || i == at)
            wanted[i] = 1;
    if (all || at != NONE)
        return;
    if (t->n_periods > 1)
        problem(b, "periods", "%s: expected all, latest, or periods of the table (%s .. %s)", name,
                t->periods[0], t->periods[t->n_periods - 1]);
    else
        problem(b, "periods",
                "%s: the table has no such period; name its column with [data] period", name);
}

static int find_periods(struct binding *b, struct error *e)
{
    struct analysis *a = b->a;
    const struct plan *p = b->p;
    unsigned char *wanted = arena_alloc(p->arena, p->table->n_periods);
    a->periods = arena_array(p->arena, p->table->n_periods, sizeof *a->periods);
    if (!wanted || !a->periods)
        return error_no_memory(e);
    for (size_t i = 0; i < a->options.periods.n; i++)
        mark_periods(b, a->options.periods.v[i], wanted);
    for (size_t i = 0; i < p->table->n_periods; i++)
        if (wanted[i])
            a->periods[a->n_periods++] = i;
    return OK;
}

/* ---- what the method cannot do without ------------------------------------------------------- */

static void check_traits(struct binding *b)
{
    const struct analysis *a = b->a;
    const struct plan *p = b->p;
    const char *method = a->method->desc->name;
    unsigned traits = method_traits(a->method->desc);
    if (traits & HENG_OF_GROUPS && !profile_key(b->s, "by"))
        problem(b, "by", "a key is missing: %s compares groups of units (by = ATTRIBUTE)", method);
    if (traits & HENG_OF_PLACES && !profile_key(b->s, "coordinates"))
        problem(b, "coordinates",
                "a key is missing: %s needs to know where units are "
                "(coordinates = LONGITUDE, LATITUDE)",
                method);
    if (traits & HENG_OF_WEIGHTED && !a->weighted && !b->hurt)
        problem(b, "of",
                "%s needs the weights of its columns: they must be nodes below %s, "
                "none of them below another",
                method, p->tree.nodes[a->node].id);
    if (traits & HENG_OF_PERIODS && p->table->n_periods < 2)
        problem(b, "method",
                "%s compares periods, and the table has only one; name its column "
                "with [data] period",
                method);
    else if (traits & HENG_OF_PERIODS && a->n_periods < 2)
        problem(b, "periods", "%s compares periods; choose two or more", method);
}

/* ---- sections ---------------------------------------------------------------------------- */

static int bind_method(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    struct analysis *a = b->a;
    struct param_table t;
    int status;
    if (!plan_given(a->options.method))
        return OK; /* profile_bind has said so */
    status = plan_find_method(p, HENG_ANALYSE, a->options.method, where_of(b, "method"), b->s->name,
                              "method", &a->method, e);
    if (status || !a->method)
        return status;
    plan_drop_replaced(b->s, &analysis_keys, &(struct bound_method){.method = a->method});
    t = method_params(a->method->desc);
    a->params = arena_alloc(p->arena, t.size);
    if (!a->params)
        return error_no_memory(e);
    status = plan_note_keys(p, b->s->name, &t, e);
    if (!status)
        status = profile_bind(p->profile, b->s, &t, a->params, &p->problems, e);
    a->data = a->options.data >= 0                                      ? a->options.data
              : a->method->desc->analysis->data == HENG_DATA_NORMALISED ? ANALYSE_NORMALISED
                                                                        : ANALYSE_RAW;
    return status;
}

static int bind_against_data(struct binding *b, struct error *e)
{
    size_t problems = b->p->problems.n;
    int status = find_columns(b, e);
    if (!status)
        status = find_groups(b, e);
    if (!status)
        find_places(b);
    if (!status)
        status = find_periods(b, e);
    if (!status && !b->lost && b->p->problems.n == problems)
        check_traits(b);
    return status;
}

/* Keeps it among those that the run makes. */
static int keep(struct binding *b, struct error *e)
{
    struct plan *p = b->p;
    struct analysis *v;
    if (b->lost) {
        messages_add(
            &p->failures, ERR_PART,
            "%s: [%s]: left out: it is about something that another part has failed to bring",
            b->a->where, b->s->name);
        return OK;
    }
    v = arena_grow(p->arena, p->analyses, p->n_analyses, &p->cap_analyses, sizeof *v);
    if (!v)
        return error_no_memory(e);
    p->analyses = v;
    v[p->n_analyses++] = *b->a;
    return OK;
}

static int bind_section(struct plan *p, struct profile_section *s, const char *name, bool hurt,
                        struct error *e)
{
    const struct profile_key *method = profile_key(s, "method");
    struct analysis a = {.name = name, .where = method ? method->where : s->where};
    struct binding b = {.p = p, .s = s, .a = &a, .hurt = hurt};
    int status;
    if (!text_is_id(name)) {
        mark_keys_used(s);
        plan_problem(p, s->where, s->name, NULL,
                     "a file is named after it: lower-case letters, digits and underscores only");
        return OK;
    }
    a.file = arena_printf(p->arena, "analysis-%s.csv", name);
    s->used = true;
    status = a.file ? plan_note_keys(p, s->name, &analysis_keys, e) : error_no_memory(e);
    if (!status)
        status = profile_bind(p->profile, s, &analysis_keys, &a.options, &p->problems, e);
    if (!status)
        status = bind_method(&b, e);
    if (status)
        return status;
    if (!a.method)
        mark_keys_used(s);
    if (!a.method || !p->table || !p->tree.n)
        return OK;
    status = bind_against_data(&b, e);
    return status ? status : keep(&b, e);
}

int plan_analyses(struct plan *p, struct error *e)
{
    bool hurt = p->problems.n > 0;
    int status = OK;
    for (size_t i = 0; !status && i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        const char *name = section_id(s, "analysis");
        if (name && s->n_keys) /* a nearer profile may have emptied it */
            status = bind_section(p, s, name, hurt, e);
    }
    return status;
}
