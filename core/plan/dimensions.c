/* SPDX-License-Identifier: MIT */
/* The tree of [index] dimensions: plugins and indicators of the profile. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"

/* A [dimension.ID] while the tree is being made. */
struct dimension {
    const char *id;
    struct profile_section *section; /* NULL: only listed */
    const char *where;
    struct dimension_options options;
    const char *plugin_path; /* NULL: made of indicators of the profile */
    struct plugin *plugin;
    struct error error; /* of describing it */
    size_t node;
};

/* ---- which dimensions there are -------------------------------------------- */

static bool listed(const struct plan *p, const char *id)
{
    for (size_t i = 0; i < p->fixed.index.dimensions.n; i++)
        if (strcmp(p->fixed.index.dimensions.v[i], id) == 0)
            return true;
    return false;
}

static bool has_parent(const struct profile_section *s)
{
    const struct profile_key *k = profile_key(s, "parent");
    return k && plan_given(k->value);
}

static size_t count_dimension_sections(const struct plan *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->profile->n_sections; i++)
        n += section_id(&p->profile->sections[i], "dimension") != NULL;
    return n;
}

static int bind_dimension(struct plan *p, struct dimension *d, const char *where, struct error *e)
{
    d->node = NONE;
    d->where = where;
    return plan_bind_dimension(p, d->id, &d->options, &d->section, &d->where, e);
}

/* The listed dimensions, then those that hang below another by `parent`. */
static int collect_dimensions(struct plan *p, struct dimension **out, size_t *n, struct error *e)
{
    struct profile_section *index = profile_section(p->profile, "index");
    const char *where = index ? index->where : p->profile->path;
    size_t k;
    int status = OK;
    *n = 0;
    *out = arena_array(p->arena, p->fixed.index.dimensions.n + count_dimension_sections(p),
                       sizeof **out);
    if (!*out)
        return error_no_memory(e);
    for (size_t i = 0; !status && i < p->fixed.index.dimensions.n; i++) {
        for (k = 0; k < *n && strcmp((*out)[k].id, p->fixed.index.dimensions.v[i]); k++)
            ;
        if (k < *n) {
            plan_problem(p, where, "index", "dimensions", "%s is listed twice", (*out)[k].id);
            continue;
        }
        (*out)[*n].id = p->fixed.index.dimensions.v[i];
        status = bind_dimension(p, &(*out)[(*n)++], where, e);
    }
    for (size_t i = 0; !status && i < p->profile->n_sections; i++) {
        struct profile_section *s = &p->profile->sections[i];
        const char *id = section_id(s, "dimension");
        if (!id || listed(p, id))
            continue;
        if (has_parent(s)) {
            (*out)[*n].id = id;
            status = bind_dimension(p, &(*out)[(*n)++], where, e);
        } else {
            mark_keys_used(s);
            if (plan_is_meant(p, id))
                continue;
            plan_problem(p, s->where, s->name, NULL,
                         "not part of the index: list it in [index] dimensions, give it a parent, "
                         "or take it out");
        }
    }
    return status;
}

/* ---- plugins ---------------------------------------------------------------- */

/* A dimension takes the plugin that it names, or else the one of its own name; a group of others
   only one that it names. */
static void find_plugin(struct plan *p, struct dimension *d, bool is_parent)
{
    const char *name = plan_given(d->options.plugin);
    const struct profile_key *key = d->section ? profile_key(d->section, "plugin") : NULL;
    const char *near;
    if (!name && is_parent)
        return;
    d->plugin_path =
        plugin_find(p->arena, p->home.plugins.v, p->home.plugins.n, name ? name : d->id);
    if (d->plugin_path || (!name && d->options.indicators.n))
        return;
    mark_keys_used(d->section); /* they may be the missing plugin's */
    near = search_path_nearest(&p->home, &p->home.plugins, "", ".so", name ? name : d->id);
    plan_problem(p, key ? key->where : d->where, key ? d->section->name : "index",
                 key ? "plugin" : "dimensions",
                 "%s: no plugin of this name, and no indicators are listed%s", name ? name : d->id,
                 near ? plan_hint(p, near) : " (`heng list dimensions` shows what there is)");
}

static int describe_plugins(struct plan *p, struct dimension *d, size_t n, struct error *e)
{
    const char **paths = arena_array(p->arena, n, sizeof *paths);
    struct plugin **plugins = arena_array(p->arena, n, sizeof *plugins);
    struct error *errors = arena_array(p->arena, n, sizeof *errors);
    size_t *which = arena_array(p->arena, n, sizeof *which), m = 0, k;
    int status;
    if (!paths || !plugins || !errors || !which)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++) {
        if (!d[i].plugin_path)
            continue;
        for (k = 0; k < m && strcmp(paths[k], d[i].plugin_path); k++)
            ;
        if (k == m)
            paths[m++] = d[i].plugin_path;
        which[i] = k;
    }
    if (!m)
        return OK;
    status = tools_plugins(p->tools, paths, m, p->jobs, plugins, errors, e);
    for (size_t i = 0; !status && i < n; i++) {
        if (!d[i].plugin_path)
            continue;
        d[i].plugin = plugins[which[i]];
        d[i].error = errors[which[i]];
    }
    return status;
}

/* The plugin's dimension of the plugin's name, or its only one. */
static const struct heng_dimension *dimension_of(const struct plugin *plugin)
{
    for (size_t i = 0; i < plugin->n_dimensions; i++)
        if (strcmp(plugin->dimensions[i]->name, plugin->name) == 0)
            return plugin->dimensions[i];
    return plugin->n_dimensions == 1 ? plugin->dimensions[0] : NULL;
}

/* ---- indicators --------------------------------------------------------------- */

/* The line that lists the indicators of a dimension of the profile; else that of the dimension. */
static const char *listed_at(const struct dimension *d)
{
    const struct profile_key *list = d->section ? profile_key(d->section, "indicators") : NULL;
    return list ? list->where : d->where;
}

/* An indicator that the profile itself defines: a column of the table or a formula. */
static int add_own_indicator(struct plan *p, const struct dimension *d, const char *id,
                             struct error *e)
{
    struct profile_section *s = plan_section(p, "indicator", id);
    const struct profile_key *key = s ? profile_key(s, "formula") : NULL;
    const char *formula = key && plan_given(key->value) ? key->value : id;
    const char *where = key ? key->where : s ? s->where : listed_at(d);
    size_t column = plan_variable(p, formula), i = plan_add_indicator(p, d->node, id, where);
    struct node *n;
    if (i == NONE)
        return OK;
    n = &p->tree.nodes[i];
    n->title = n->title_en = id;
    n->formula = formula;
    if (column != NONE) {
        n->origin = (struct origin){FROM_VARIABLE, 0, column};
        return OK;
    }
    if (!key && table_attribute(p->table, id)) {
        n->absent = true;
        plan_text_problem(p, where, d->section ? d->section->name : "index", "indicators", id);
    } else if (!key) {
        const char *near = plan_nearest_column(p, id, false);
        n->absent = true;
        plan_problem(p, where, d->section ? d->section->name : "index", "indicators",
                     "%s is neither a column of the table nor has it a formula ([indicator.%s] "
                     "formula = ...)%s",
                     id, id, plan_hint(p, near));
    }
    column = plan_add_formula(p, id, key ? formula : "0/0", where);
    n->origin = (struct origin){FROM_FORMULA, 0, column};
    return column == NONE ? error_no_memory(e) : OK;
}

static void describe_indicator(struct node *n, const struct heng_indicator *d)
{
    n->title = d->title_zh;
    n->title_en = d->title_en;
    n->unit = d->unit;
    n->direction = d->direction;
    n->formula = d->formula;
    n->source = d->source;
    n->weight = d->weight;
    n->lo = d->lo;
    n->hi = d->hi;
}

static const struct heng_indicator *find_plugin_indicator(const struct heng_dimension *d,
                                                          const char *id, size_t *at)
{
    for (*at = 0; *at < d->n_indicators; ++*at)
        if (strcmp(d->indicators[*at].id, id) == 0)
            return &d->indicators[*at];
    return NULL;
}

static int add_plugin_indicator(struct plan *p, const struct dimension *d,
                                const struct heng_indicator *from, size_t at)
{
    size_t i = plan_add_indicator(p, d->node, from->id, d->where);
    if (i == NONE)
        return OK;
    describe_indicator(&p->tree.nodes[i], from);
    p->tree.nodes[i].origin = (struct origin){FROM_PLUGIN, p->n_parts - 1, at};
    return OK;
}

static int bind_part(struct plan *p, const struct dimension *d, const struct heng_dimension *h,
                     struct error *e)
{
    struct dimension_part *part = &p->parts[p->n_parts++];
    struct param_table t = {h->params, h->n_params, h->param_stride, h->params_size};
    char *section = arena_printf(p->arena, "dimension.%s", d->id);
    int status;
    part->id = d->id;
    part->plugin = d->plugin;
    part->dimension = h;
    part->params = arena_alloc(p->arena, h->params_size);
    if (!part->params || !section)
        return error_no_memory(e);
    status = plan_note_keys(p, section, &t, e);
    return status ? status
                  : profile_bind(p->profile, d->section, &t, part->params, &p->problems, e);
}

static int add_plugin_dimension(struct plan *p, struct dimension *d, struct error *e)
{
    const struct heng_dimension *h = dimension_of(d->plugin);
    size_t at;
    int status;
    if (!h) {
        plan_problem(p, d->where, d->section ? d->section->name : "index", "plugin",
                     "%s has no dimension of that name", d->plugin->name);
        return OK;
    }
    if (!plan_given(d->options.title) && !plan_given(d->options.title_en)) {
        p->tree.nodes[d->node].title = h->title_zh;
        p->tree.nodes[d->node].title_en = h->title_en;
    }
    status = plan_note_file(p, "plugin", d->plugin->path, d->plugin->sha256, e);
    if (!status)
        status = bind_part(p, d, h, e);
    if (!d->options.indicators.n)
        for (size_t i = 0; !status && i < h->n_indicators; i++)
            status = add_plugin_indicator(p, d, &h->indicators[i], i);
    for (size_t i = 0; !status && i < d->options.indicators.n; i++) {
        const char *id = d->options.indicators.v[i];
        const struct heng_indicator *from = find_plugin_indicator(h, id, &at);
        status = from ? add_plugin_indicator(p, d, from, at) : add_own_indicator(p, d, id, e);
    }
    return status;
}

/* A dimension that lists indicators of its own only happens to share its name with a plugin. */
static bool is_namesake(const struct dimension *d)
{
    const struct heng_dimension *h = d->plugin ? dimension_of(d->plugin) : NULL;
    size_t at;
    if (plan_given(d->options.plugin) || !d->options.indicators.n || !h)
        return false;
    for (size_t i = 0; i < d->options.indicators.n; i++)
        if (find_plugin_indicator(h, d->options.indicators.v[i], &at))
            return false;
    return true;
}

static int fill_dimension(struct plan *p, struct dimension *d, struct error *e)
{
    int status = OK;
    if (d->plugin && !is_namesake(d))
        return add_plugin_dimension(p, d, e);
    if (d->plugin_path && !d->plugin) {
        mark_keys_used(d->section);
        messages_add(&p->failures, error_as(d->error.status, ERR_PART), "dimension %s: %s", d->id,
                     d->error.text);
        return OK;
    }
    for (size_t i = 0; !status && i < d->options.indicators.n; i++)
        status = add_own_indicator(p, d, d->options.indicators.v[i], e);
    return status;
}

/* ---- the plugins' columns ------------------------------------------------------- */

static bool lacks(const struct plan *p, const struct dimension *d, const char *name)
{
    const struct heng_dimension *h = d->plugin && !is_namesake(d) ? dimension_of(d->plugin) : NULL;
    for (size_t i = 0; h && i < h->n_inputs; i++)
        if (strcmp(h->inputs[i].name, name) == 0)
            return !h->inputs[i].optional && !table_variable(p->table, name);
    return false;
}

/* "; b, c need it, too", of the dimensions that lack the column; "" where there is none. */
static const char *others_that_lack(struct plan *p, const struct dimension *d, size_t n,
                                    const char *name)
{
    const char *list = "";
    size_t n_more = 0;
    for (size_t i = 0; list && i < n; i++)
        if (lacks(p, &d[i], name) && ++n_more)
            list = arena_printf(p->arena, "%s%s%s", list, *list ? ", " : "; ", d[i].id);
    list = list && *list
               ? arena_printf(p->arena, "%s %s it, too", list, n_more > 1 ? "need" : "needs")
               : list;
    return list ? list : "";
}

/* A column that is not there is told once, where it is needed first. */
static void check_inputs(struct plan *p, const struct dimension *d, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const struct heng_dimension *h = d[k].plugin ? dimension_of(d[k].plugin) : NULL;
        for (size_t i = 0; h && i < h->n_inputs; i++) {
            const char *name = h->inputs[i].name;
            size_t first = 0;
            while (!lacks(p, &d[first], name) && first < k)
                first++;
            if (first < k || !lacks(p, &d[k], name))
                continue;
            plan_problem(p, d[k].where, d[k].section ? d[k].section->name : "index", NULL,
                         "plugin %s needs the column %s (%s), which the table does not have%s%s",
                         d[k].plugin->name, name, h->inputs[i].title_en,
                         others_that_lack(p, d + k + 1, n - k - 1, name),
                         plan_hint(p, plan_nearest_column(p, name, false)));
        }
    }
}

/* ---- the tree of [index] dimensions -------------------------------------------- */

static int add_dimension_nodes(struct plan *p, struct dimension *d, size_t n, struct error *e)
{
    for (size_t i = 0; i < n; i++) {
        struct node *node;
        if (tree_find(&p->tree, d[i].id) != NONE)
            plan_problem(p, d[i].where, NULL, NULL,
                         "dimension %s has the id of the index; give [index] another id", d[i].id);
        d[i].node = tree_add(&p->tree, NODE_AGGREGATE, TREE_ROOT, d[i].id, d[i].where);
        if (d[i].node == NONE)
            return error_no_memory(e);
        node = &p->tree.nodes[d[i].node];
        node->title = d[i].options.title;
        node->title_en = d[i].options.title_en;
        if (!isnan(d[i].options.weight))
            node->weight = d[i].options.weight;
    }
    return OK;
}

/* Follows parent from node i; true when it comes back to i. */
static bool in_circle(const struct tree *t, size_t i)
{
    size_t k = t->nodes[i].parent, steps = 0;
    while (k != NONE && k != i && steps++ < t->n)
        k = t->nodes[k].parent;
    return k == i;
}

static void link_dimensions(struct plan *p, const struct dimension *d, size_t n)
{
    size_t k;
    for (size_t i = 0; i < n; i++) {
        const char *parent = plan_given(d[i].options.parent);
        if (!parent)
            continue;
        for (k = 0; k < n && strcmp(d[k].id, parent); k++)
            ;
        if (k == n)
            plan_problem(p, d[i].where, d[i].section->name, "parent", "no dimension %s", parent);
        else
            p->tree.nodes[d[i].node].parent = d[k].node;
    }
    for (size_t i = 0; i < n; i++)
        if (in_circle(&p->tree, d[i].node)) {
            plan_problem(p, d[i].where, d[i].section->name, "parent", "goes round in a circle");
            p->tree.nodes[d[i].node].parent = TREE_ROOT;
        }
}

static bool is_parent(const struct dimension *d, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (plan_given(d[i].options.parent) && strcmp(d[i].options.parent, id) == 0)
            return true;
    return false;
}

int plan_dimensions(struct plan *p, struct error *e)
{
    struct dimension *d;
    size_t n;
    int status = collect_dimensions(p, &d, &n, e);
    if (!status)
        status = plan_add_root(p, "", "", e);
    if (status)
        return status;
    p->parts = arena_array(p->arena, n, sizeof *p->parts);
    if (!p->parts)
        return error_no_memory(e);
    for (size_t i = 0; i < n; i++)
        find_plugin(p, &d[i], is_parent(d, n, d[i].id));
    status = describe_plugins(p, d, n, e);
    if (!status)
        status = add_dimension_nodes(p, d, n, e);
    if (!status)
        link_dimensions(p, d, n);
    for (size_t i = 0; !status && i < n; i++)
        status = fill_dimension(p, &d[i], e);
    if (!status)
        check_inputs(p, d, n);
    return status;
}
