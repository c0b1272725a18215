/* SPDX-License-Identifier: MIT */
/* The methods of every node: [STAGE], and [STAGE.NODE] where a node or one above it has its own. */
#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"
#include "plan/stage_table.h"

/* Binding a method twice with the same sections would tell every problem twice. */
struct known {
    enum heng_stage stage;
    const struct profile_section *own;
    const char *hint;
    struct bound_method bound;
};

struct binder {
    struct plan *p;
    struct known *known;
    size_t n, cap;
};

/* ---- sections ----------------------------------------------------------------- */

/* The keys of `own` over those of `base` as one section; without base's method parameters when
   the method is another one. */
static int merge(struct plan *p, const struct profile_section *base,
                 const struct profile_section *own, const struct param_table *keys,
                 bool same_method, struct profile_section *out, struct error *e)
{
    size_t n = 0;
    *out = own ? *own : *base;
    out->keys = arena_array(p->arena, (base ? base->n_keys : 0) + (own ? own->n_keys : 0),
                            sizeof *out->keys);
    if (!out->keys)
        return error_no_memory(e);
    for (size_t i = 0; own && i < own->n_keys; i++)
        out->keys[n++] = own->keys[i];
    for (size_t i = 0; base && i < base->n_keys; i++)
        if ((!own || !profile_key(own, base->keys[i].name)) &&
            (same_method || param_find(keys, base->keys[i].name)))
            out->keys[n++] = base->keys[i];
    out->n_keys = n;
    return OK;
}

static void take_over_used(const struct profile_section *from, struct profile_section *to)
{
    if (to)
        to->used = true;
    for (size_t i = 0; to && i < to->n_keys; i++) {
        const struct profile_key *k = profile_key(from, to->keys[i].name);
        if (k && k->used)
            to->keys[i].used = true;
    }
}

/* What only the stage as a whole may say has no place in a node's section. */
static void disown_stage_keys(const struct stage_info *stage, struct profile_section *own)
{
    for (size_t i = 0; own && i < own->n_keys; i++)
        if (param_find(stage->keys, own->keys[i].name) &&
            !param_find(stage->node_keys, own->keys[i].name))
            own->keys[i].used = false;
}

static const char *method_of(const struct profile_section *s, const char *fallback)
{
    const struct profile_key *k = s ? profile_key(s, "method") : NULL;
    return k && plan_given(k->value) ? k->value : fallback;
}

static const char *where_of_method(const struct plan *p, const struct profile_section *own,
                                   const struct profile_section *base)
{
    const struct profile_key *k = own ? profile_key(own, "method") : NULL;
    if (!k && base)
        k = profile_key(base, "method");
    return k ? k->where : own ? own->where : base ? base->where : p->profile->path;
}

static int bind_params(struct binder *b, struct profile_section *merged, const char *section,
                       struct bound_method *out, struct error *e)
{
    struct param_table t = method_params(out->method->desc);
    int status = plan_note_keys(b->p, section, &t, e);
    out->params = arena_alloc(b->p->arena, t.size);
    if (!out->params)
        return error_no_memory(e);
    return status ? status
                  : profile_bind(b->p->profile, merged, &t, out->params, &b->p->problems, e);
}

/* The parameters of the method and of those that it is put together from. */
static int bind_all_params(struct binder *b, struct profile_section *merged, const char *section,
                           struct bound_method *out, struct error *e)
{
    int status = bind_params(b, merged, section, out, e);
    for (size_t k = 0; !status && k < out->n_parts; k++)
        status = bind_params(b, merged, section, &out->parts[k], e);
    return status;
}

/* ---- parameters by class -------------------------------------------------------- */

/* KEY of a key KEY.CLASS, or NULL. */
static const char *key_of_class(struct plan *p, const char *name, const char *class)
{
    const size_t n = strlen(name), m = strlen(class);
    if (!m || n < m + 2 || name[n - m - 1] != '.' || strcmp(name + n - m, class) != 0)
        return NULL;
    return arena_printf(p->arena, "%.*s", (int)(n - m - 1), name);
}

/* Whether a key is for some class, and which. */
static const char *plain_key(struct plan *p, const char *name, size_t *class)
{
    for (size_t c = 0; strchr(name, '.') && c < p->n_classes; c++) {
        const char *key = key_of_class(p, name, p->classes[c].value);
        if (key) {
            *class = c;
            return key;
        }
    }
    *class = NONE;
    return name;
}

/* The section as it is for a class: its own keys in the place of those for all; origin: of each key
   the one of s that it comes from. False: it has none of its own. */
static bool section_of_class(struct plan *p, const struct profile_section *s, size_t class,
                             struct profile_section *to, size_t *origin)
{
    bool own = false;
    to->n_keys = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->n_keys; i++) {
            size_t of;
            const char *key = plain_key(p, s->keys[i].name, &of);
            if (of != (pass == 0 ? class : NONE) || !key || profile_key(to, key))
                continue;
            own = own || of == class;
            origin[to->n_keys] = i;
            to->keys[to->n_keys] = s->keys[i];
            to->keys[to->n_keys++].name = key;
        }
    return own;
}

static int note_class_keys(struct plan *p, const char *section, const struct param_table *t,
                           const char *class, struct error *e)
{
    int status = OK;
    for (size_t k = 0; !status && k < t->n; k++) {
        struct heng_param row = *param_at(t, k);
        const struct param_table one = {.params = &row, .n = 1, .stride = sizeof row};
        row.name = arena_printf(p->arena, "%s.%s", row.name, class);
        status = row.name ? plan_note_keys(p, section, &one, e) : error_no_memory(e);
    }
    return status;
}

static bool says_by_class(struct plan *p, const struct profile_section *s)
{
    size_t class = NONE;
    for (size_t i = 0; s && i < s->n_keys && class == NONE; i++)
        plain_key(p, s->keys[i].name, &class);
    return class != NONE;
}

/* Treatment, normalisation and weights are each class's own where scales are. */
static bool has_classes(const struct plan *p, enum heng_stage stage)
{
    return p->fixed.class.scale == SCALE_OWN &&
           (stage == HENG_TREAT || stage == HENG_NORMALISE || stage == HENG_WEIGHTS);
}

static int bind_class(struct binder *b, struct profile_section *s, size_t class,
                      const char *section, struct bound_method *out, void **params, struct error *e)
{
    struct profile_section own = *s;
    const struct param_table t = method_params(out->method->desc);
    struct bound_method one = *out;
    size_t *origin = arena_array(b->p->arena, s->n_keys + 1, sizeof *origin);
    int status;
    own.keys = arena_array(b->p->arena, s->n_keys + 1, sizeof *own.keys);
    if (!origin || !own.keys)
        return error_no_memory(e);
    if (!section_of_class(b->p, s, class, &own, origin)) {
        *params = out->params;
        return OK;
    }
    status = bind_params(b, &own, section, &one, e);
    if (!status)
        status = note_class_keys(b->p, section, &t, b->p->classes[class].value, e);
    for (size_t i = 0; i < own.n_keys; i++)
        s->keys[origin[i]].used |= own.keys[i].used;
    *params = one.params;
    return status;
}

static int bind_by_class(struct binder *b, enum heng_stage stage, struct profile_section *s,
                         const char *section, struct bound_method *out, struct error *e)
{
    const size_t n = b->p->n_classes;
    void **params;
    int status = OK;
    if (out->n_parts || !has_classes(b->p, stage) || !says_by_class(b->p, s))
        return OK;
    params = arena_array(b->p->arena, n, sizeof *params);
    if (!params)
        return error_no_memory(e);
    for (size_t c = 0; !status && c < n; c++)
        status = bind_class(b, s, c, section, out, &params[c], e);
    out->by_class = params;
    out->n_by_class = n;
    return status;
}

void plan_drop_replaced(struct profile_section *s, const struct param_table *keys,
                        const struct bound_method *now)
{
    const struct profile_key *method = profile_key(s, "method"), *of = profile_key(s, "of");
    size_t n = 0, layer = method ? method->layer : 0;
    if (now->n_parts && of && of->layer > layer)
        layer = of->layer;
    for (size_t i = 0; i < s->n_keys; i++)
        if (s->keys[i].layer >= layer || param_find(keys, s->keys[i].name) ||
            bound_takes(now, s->keys[i].name))
            s->keys[n++] = s->keys[i];
    s->n_keys = n;
}

/* The key `of` that the method goes by, where base is of the same method. */
static const struct profile_key *find_of(const struct profile_section *own,
                                         const struct profile_section *base, bool same_method)
{
    const struct profile_key *k = own ? profile_key(own, "of") : NULL;
    return k || !base || !same_method ? k : profile_key(base, "of");
}

/* The key `scale` is the stage's own where it says rescale; other values are of the method's
   parameter of that name. */
static bool is_rescale(const struct bound_method *m)
{
    return text_equal(m->options.scale, "rescale");
}

/* The section as the method sees it. */
static int hide_rescale(struct plan *p, const struct bound_method *m, struct profile_section *s,
                        struct error *e)
{
    struct profile_key *keys = s->keys;
    size_t n = 0;
    if (!is_rescale(m))
        return OK;
    s->keys = arena_array(p->arena, s->n_keys, sizeof *keys);
    if (!s->keys)
        return error_no_memory(e);
    for (size_t i = 0; i < s->n_keys; i++)
        if (strcmp(keys[i].name, "scale"))
            s->keys[n++] = keys[i];
    s->n_keys = n;
    return OK;
}

static void check_scale(struct plan *p, const struct bound_method *m, struct profile_section *s)
{
    const struct profile_key *k = profile_key(s, "scale");
    if (k && plan_given(m->options.scale) && !is_rescale(m) && !bound_takes(m, "scale"))
        plan_problem(p, k->where, s->name, "scale",
                     "%s: expected rescale; %s has no scale of its own", k->value,
                     m->method->desc->name);
}

/* Binds one stage from its section and, over it, a node's own. */
static int bind_stage(struct binder *b, const struct stage_info *stage, struct profile_section *own,
                      const char *hint, struct bound_method *out, struct error *e)
{
    struct plan *p = b->p;
    const char *name = stage_name(stage->stage), *section = own ? own->name : name;
    struct profile_section *base = profile_section(p->profile, name), merged;
    struct stage_options defaults;
    const char *stage_method, *method;
    bool same;
    int status = param_defaults(stage->keys, p->arena, &defaults, e);
    if (status)
        return status;
    stage_method = method_of(base, hint ? hint : defaults.method);
    method = method_of(own, hint ? hint : stage_method);
    same = strcmp(method, stage_method) == 0;
    status = plan_note_keys(p, section, stage->keys, e);
    if (!status)
        status = plan_find_method(p, stage->stage, method, where_of_method(p, own, base), section,
                                  "method", &out->method, e);
    if (!status && out->method)
        status = plan_find_parts(p, find_of(own, base, same), where_of_method(p, own, base),
                                 section, out, e);
    if (status)
        return status;
    if (out->method && own && profile_key(own, "method"))
        plan_drop_replaced(own, stage->keys, out);
    else if (out->method && base)
        plan_drop_replaced(base, stage->keys, out);
    if (!base && !own) {
        status = profile_bind(p->profile, NULL, stage->keys, &out->options, &p->problems, e);
        return status || !out->method ? status : bind_all_params(b, NULL, section, out, e);
    }
    status = merge(p, base, own, stage->keys, same, &merged, e);
    if (status)
        return status;
    status = profile_bind(p->profile, &merged, stage->keys, &out->options, &p->problems, e);
    if (!status && out->method) {
        struct profile_section seen = merged;
        check_scale(p, out, &merged);
        status = hide_rescale(p, out, &seen, e);
        if (!status)
            status = bind_all_params(b, &seen, section, out, e);
        if (!status)
            status = bind_by_class(b, stage->stage, &seen, section, out, e);
        take_over_used(&seen, &merged);
    }
    if (!out->method) {
        mark_keys_used(own);
        mark_keys_used(base);
    }
    take_over_used(&merged, own);
    disown_stage_keys(stage, own);
    take_over_used(&merged, base);
    return status;
}

static int bind_once(struct binder *b, const struct stage_info *stage, struct profile_section *own,
                     const char *hint, struct bound_method *out, struct error *e)
{
    struct known *k;
    int status;
    for (size_t i = 0; i < b->n; i++)
        if (b->known[i].stage == stage->stage && b->known[i].own == own &&
            text_equal(b->known[i].hint, hint)) {
            *out = b->known[i].bound;
            return OK;
        }
    status = bind_stage(b, stage, own, hint, out, e);
    if (status)
        return status;
    k = arena_grow(b->p->arena, b->known, b->n, &b->cap, sizeof *k);
    if (!k)
        return error_no_memory(e);
    b->known = k;
    k[b->n++] = (struct known){stage->stage, own, hint, *out};
    return OK;
}

/* ---- nodes ---------------------------------------------------------------------- */

/* The nearest section [stage.NODE] of the node or, for an indicator, of a node above it. */
static struct profile_section *own_section(const struct plan *p, enum heng_stage stage, size_t i)
{
    const struct node *n = &p->tree.nodes[i];
    struct profile_section *s = plan_section(p, stage_name(stage), n->id);
    while (!s && p->tree.nodes[i].kind == NODE_INDICATOR && n->parent != NONE) {
        n = &p->tree.nodes[n->parent];
        s = plan_section(p, stage_name(stage), n->id);
    }
    return s;
}

const char *stage_key_section(const struct plan *p, size_t node, int stage, const char *key)
{
    const struct bound_method *b = stage_method(p, node, stage);
    const struct profile_section *own = own_section(p, (enum heng_stage)stage, node);
    const struct profile_section *base =
        profile_section(p->profile, stage_name((enum heng_stage)stage));
    const char *hint = stage == HENG_AGGREGATE ? p->tree.nodes[node].aggregate_hint : NULL;
    const char *usual = hint ? hint : param_find(stage_info(stage)->keys, "method")->def;
    if (own && profile_key(own, key))
        return own->name;
    if (!b || !b->method || !base || !profile_key(base, key) ||
        strcmp(b->method->desc->name, method_of(base, usual)) != 0)
        return NULL;
    return base->name;
}

/* The stages of the node itself: the rank is of the index as a whole. */
static int bind_node(struct binder *b, size_t i, struct error *e)
{
    int status = OK;
    for (int stage = FIRST_STAGE; !status && stage < STAGE_ENDS; stage++) {
        const struct stage_info *info = stage_info(stage);
        struct bound_method *to = stage_method(b->p, i, stage);
        if (to && info->place != STAGE_OF_ROOT)
            status = bind_once(b, info, own_section(b->p, info->stage, i),
                               stage == HENG_AGGREGATE ? b->p->tree.nodes[i].aggregate_hint : NULL,
                               to, e);
    }
    return status;
}

/* A [STAGE.NODE] for a node that the tree does not have, or of the wrong kind. */
static void check_stage_sections(struct plan *p)
{
    const char **ids = arena_array(p->arena, p->tree.n, sizeof *ids);
    if (!ids)
        return;
    for (size_t i = 0; i < p->tree.n; i++)
        ids[i] = p->tree.nodes[i].absent ? NULL : p->tree.nodes[i].id;
    for (int stage = FIRST_STAGE; stage < STAGE_ENDS; stage++)
        for (size_t i = 0; i < p->profile->n_sections; i++) {
            const struct stage_info *info = stage_info(stage);
            struct profile_section *section = &p->profile->sections[i];
            const char *id = section_id(section, stage_name(info->stage));
            size_t node = id ? tree_find(&p->tree, id) : NONE;
            bool aggregates = info->place == STAGE_OF_AGGREGATES;
            if (!id)
                continue;
            if (node == NONE &&
                (p->failures.n || (p->problems.n && plan_is_meant(p, id)))) { /* of what failed */
                mark_keys_used(section);
            } else if (node == NONE) {
                mark_keys_used(section);
                plan_problem(p, section->where, section->name, NULL, "the index has no node %s%s",
                             id, plan_hint(p, text_nearest(id, ids, p->tree.n)));
            } else if (aggregates && p->tree.nodes[node].kind == NODE_INDICATOR) {
                mark_keys_used(section);
                plan_problem(p, section->where, section->name, NULL,
                             "%s is an indicator; only a node with children has %s", id,
                             stage_name(info->stage));
            }
        }
}

/* ---- what a binding says, against the table ------------------------------------------ */

/* base = PERIOD must be one of the table's. */
static void check_base(struct plan *p, const struct profile_section *s, const struct profile_key *k)
{
    const struct table *t = p->table;
    const char *base = k->value;
    if (base_kind(base) != BASE_PERIOD || table_period(t, base) != NONE)
        return;
    if (t->n_periods > 1)
        plan_problem(p, k->where, s->name, k->name,
                     "%s: expected each, pooled, or a period of the table (%s .. %s)", base,
                     t->periods[0], t->periods[t->n_periods - 1]);
    else
        plan_problem(p, k->where, s->name, k->name,
                     "%s: the table has no such period; name its column with [data] period, or "
                     "take base out",
                     base);
}

static void check_by(struct plan *p, const struct profile_section *s, const struct profile_key *k)
{
    const char *by = k->value;
    if (!plan_given(by) || table_attribute(p->table, by))
        return;
    if (table_variable(p->table, by))
        plan_problem(p, k->where, s->name, k->name,
                     "%s is a column of numbers; list it under [data] text", by);
    else
        plan_problem(p, k->where, s->name, k->name, "the table has no text column %s%s", by,
                     plan_hint(p, plan_nearest_column(p, by, true)));
}

/* The keys that name a period or a column, in every section of their stage. */
static void check_names(struct plan *p)
{
    for (size_t i = 0; i < p->profile->n_sections; i++) {
        const struct profile_section *s = &p->profile->sections[i];
        const struct profile_key *base = profile_key(s, "base"), *by = profile_key(s, "by");
        if (base && (strcmp(s->name, "normalise") == 0 || section_id(s, "normalise")))
            check_base(p, s, base);
        if (by && (strcmp(s->name, "impute") == 0 || section_id(s, "impute")))
            check_by(p, s, by);
    }
}

/* Weights that leave nothing to rescale. */
static void check_weights(struct plan *p)
{
    for (size_t i = 0; i < p->tree.n; i++) {
        const struct node *n = &p->tree.nodes[i];
        double sum = 0;
        for (size_t j = 0; j < n->n_children; j++)
            sum += p->tree.nodes[n->children[j]].weight;
        if (n->n_children && !(sum > 0))
            plan_problem(p, n->where, NULL, NULL, "node %s: the weights of its children sum to 0",
                         n->id);
    }
}

int plan_try_normalise(const struct plan *p, const struct node *n, const double *x, double *y,
                       double *scratch, struct error *refused)
{
    const struct bound_method *m = &n->at[HENG_NORMALISE];
    const char *const *codes = (const char *const *)p->table->codes;
    char why[WHY_MAX];
    struct heng_column_call call = {.n = p->table->n_units,
                                    .x = x,
                                    .n_base = p->table->n_units,
                                    .base = x,
                                    .direction = n->direction,
                                    .lo = n->lo,
                                    .hi = n->hi,
                                    .target = n->target,
                                    .y = y,
                                    .scratch = scratch,
                                    .why = why,
                                    .why_size = sizeof why,
                                    .codes = codes,
                                    .base_codes = codes};
    return method_column(m->method, m->params, &call, refused);
}

/* What a method of the core refuses whatever the data (no goalposts, say, or a reference unit that
   the table does not have) is found by a dry call with one value for all units. */
static int dry_call(struct plan *p, const struct node *n, struct arena *a, struct error *e)
{
    const double value = n->transform == TRANSFORM_NONE && !isnan(n->lo) ? n->lo : 1;
    size_t units = p->table->n_units;
    double *x = arena_array(a, units, sizeof *x), *y = arena_array(a, units, sizeof *y);
    double *scratch =
        arena_array(a, method_scratch(n->at[HENG_NORMALISE].method, 2 * units, 1), sizeof *scratch);
    struct error refused;
    if (!x || !y || !scratch)
        return error_no_memory(e);
    for (size_t i = 0; i < units; i++)
        x[i] = value;
    if (plan_try_normalise(p, n, x, y, scratch, &refused) == HENG_FAIL)
        plan_problem(p, n->where, NULL, NULL, "indicator %s: %s", n->id, refused.text);
    return OK;
}

/* What three values between the goalposts come to, if anything. */
static bool try_goalposts(const struct node *n, double spread, double *y, struct arena *a)
{
    const double x[] = {n->lo, n->lo / 2 + n->hi / 2, n->hi};
    const struct bound_method *m = &n->at[HENG_NORMALISE];
    char why[WHY_MAX];
    struct error e;
    struct heng_column_call call = {.n = 3,
                                    .x = x,
                                    .n_base = 3,
                                    .base = x,
                                    .direction = n->direction,
                                    .lo = n->lo - spread,
                                    .hi = n->hi + spread,
                                    .target = n->target + spread,
                                    .y = y,
                                    .why = why,
                                    .why_size = sizeof why};
    call.scratch = arena_array(a, method_scratch(m->method, 6, 1), sizeof *call.scratch);
    return call.scratch && method_column(m->method, m->params, &call, &e) == HENG_OK;
}

bool plan_uses_goalposts(const struct node *n, struct arena *a)
{
    double y[3], z[3];
    if (!(n->lo < n->hi))
        return false;
    if (n->at[HENG_NORMALISE].method->driver)
        return true;
    return try_goalposts(n, 0, y, a) && try_goalposts(n, (n->hi - n->lo) / 4, z, a) &&
           memcmp(y, z, sizeof y);
}

/* Goalposts that the profile gives and whose method comes to the same with others. */
static void check_goalposts(struct plan *p, const struct node *n, struct arena *a)
{
    const struct profile_section *s = plan_section(p, "indicator", n->id);
    const struct profile_key *k = s ? profile_key(s, "goalposts") : NULL;
    const char *name = n->at[HENG_NORMALISE].method->desc->name;
    double y[3], z[3];
    if (!k || !plan_given(k->value) || n->near.kind || !(n->lo < n->hi) ||
        !try_goalposts(n, 0, y, a) || !try_goalposts(n, (n->hi - n->lo) / 4, z, a) ||
        memcmp(y, z, sizeof y))
        return;
    messages_add_once(&p->warnings, OK,
                      "%s: [%s] goalposts: nothing uses them: %s does not look at goalposts; "
                      "[normalise.%s] method = goalposts does",
                      k->where, s->name, name, n->id);
}

static int check_normalise(struct plan *p, const struct node *n, struct error *e)
{
    const struct method *m = n->at[HENG_NORMALISE].method;
    struct arena *a;
    int status;
    if (!m || m->driver)
        return OK;
    a = arena_new();
    status = a ? dry_call(p, n, a, e) : error_no_memory(e);
    if (!status)
        check_goalposts(p, n, a);
    arena_free(a);
    return status;
}

/* A node's column in scores.csv stands beside these. */
static void check_ids(struct plan *p)
{
    static const char *const taken[] = {"class", "period", "code",          "name",
                                        "rank",  "score",  "imputed_share", "synthetic"};
    for (size_t i = 0; i < p->tree.n; i++)
        for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
            if (p->tree.nodes[i].kind == NODE_AGGREGATE &&
                strcmp(p->tree.nodes[i].id, taken[k]) == 0)
                plan_problem(
                    p, p->tree.nodes[i].where, NULL, NULL,
                    "%s %s: scores.csv has a column of this name already; choose another id",
                    i ? "dimension" : "index", taken[k]);
}

/* Without indicators the stages as a whole can still be looked at. */
static int bind_stages_alone(struct binder *b, struct error *e)
{
    struct bound_method bound;
    int status = OK;
    for (int stage = FIRST_STAGE; !status && stage < STAGE_ENDS; stage++) {
        memset(&bound, 0, sizeof bound);
        status = bind_once(b, stage_info(stage), NULL, NULL, &bound, e);
    }
    return status;
}

int plan_stages(struct plan *p, struct error *e)
{
    struct binder b = {.p = p};
    int status;
    if (!p->tree.n)
        return bind_stages_alone(&b, e);
    status = tree_finish(&p->tree, e);
    if (!status)
        check_stage_sections(p);
    for (size_t i = 0; !status && i < p->tree.n; i++)
        status = bind_node(&b, i, e);
    if (!status && !p->tree.n_indicators)
        status = bind_stages_alone(&b, e);
    if (!status)
        status = bind_once(&b, stage_info(HENG_RANK), NULL, NULL,
                           stage_method(p, TREE_ROOT, HENG_RANK), e);
    for (size_t i = 0; !status && i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_INDICATOR)
            status = check_normalise(p, &p->tree.nodes[i], e);
    if (!status) {
        check_names(p);
        check_weights(p);
        check_ids(p);
        p->base = profile_get(p->profile, "normalise", "base");
        plan_scales(p, false);
    }
    return status;
}
