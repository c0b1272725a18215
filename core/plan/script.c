/* SPDX-License-Identifier: MIT */
/* The tree of [index] script. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "base/text.h"
#include "plan/plan_internal.h"

/* ---- the tree of a script -------------------------------------------------------- */

static void check_needs(struct plan *p, const char *where)
{
    for (size_t i = 0; i < p->script->n_needs; i++) {
        const char *name = p->script->needs[i], *near;
        if (table_variable(p->table, name) || table_attribute(p->table, name))
            continue;
        near = plan_nearest_column(p, name, false);
        plan_problem(p, where, "index", "script",
                     "%s needs the column %s, which the table does not have%s", p->script->name,
                     name, plan_hint(p, near));
    }
}

static int bind_script(struct plan *p, struct profile_section *s, struct error *e)
{
    struct script *script = p->script;
    int status = plan_note_script(p, script, e);
    p->script_params = arena_alloc(p->arena, script->params.size);
    if (!p->script_params)
        return error_no_memory(e);
    if (!status)
        status = plan_note_keys(p, "index", &script->params, e);
    if (!status)
        status = profile_bind(p->profile, s, &script->params, p->script_params, &p->problems, e);
    if (script->synthetic)
        p->synthetic = true;
    return status;
}

/* What [dimension.ID] may say of a script's node: title and weight. */
static int override_script_node(struct plan *p, struct node *n, struct error *e)
{
    struct dimension_options d;
    struct profile_section *s;
    int status = plan_bind_dimension(p, n->id, &d, &s, &n->where, e);
    if (status || !s)
        return status;
    if (plan_given(d.title) || plan_given(d.title_en)) {
        n->title = d.title;
        n->title_en = d.title_en;
    }
    if (!isnan(d.weight))
        n->weight = d.weight;
    if (plan_given(d.plugin) || plan_given(d.parent) || d.indicators.n)
        plan_problem(
            p, n->where, s->name, NULL,
            "this dimension comes from script %s; only its title and weight can be set here",
            p->script->name);
    return OK;
}

static int add_script_nodes(struct plan *p, const char *where, struct error *e)
{
    const struct script *s = p->script;
    size_t parent;
    for (size_t i = 0; i < s->n_nodes; i++) {
        const struct script_node *from = &s->nodes[i];
        struct node *n;
        size_t at;
        parent = from->parent ? tree_find(&p->tree, from->parent) : TREE_ROOT;
        if (tree_find(&p->tree, from->id) != NONE)
            plan_problem(p, where, "index", "script",
                         "%s: its dimension %s has the id of the index; give [index] another id",
                         s->name, from->id);
        at = tree_add(&p->tree, NODE_AGGREGATE, parent, from->id, where);
        if (at == NONE)
            return error_no_memory(e);
        n = &p->tree.nodes[at];
        n->title = from->title;
        n->title_en = from->title_en;
        n->weight = from->weight;
        n->aggregate_hint = plan_given(from->aggregate);
        if (override_script_node(p, n, e))
            return e->status;
    }
    return OK;
}

static int add_script_indicators(struct plan *p, const char *where)
{
    const struct script *s = p->script;
    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct script_indicator *from = &s->indicators[i];
        size_t parent = plan_given(from->parent) ? tree_find(&p->tree, from->parent) : TREE_ROOT;
        size_t at = plan_add_indicator(p, parent, from->id, where);
        struct node *n;
        if (at == NONE)
            continue;
        n = &p->tree.nodes[at];
        n->title = from->title;
        n->title_en = from->title_en;
        n->unit = from->unit ? from->unit : "";
        n->source = from->source ? from->source : "";
        n->formula = from->formula ? from->formula : "";
        n->direction = from->direction;
        n->weight = from->weight;
        n->lo = from->lo;
        n->hi = from->hi;
        n->origin = (struct origin){FROM_SCRIPT, 0, i};
    }
    return OK;
}

const char *plan_elsewhere(struct plan *p, enum script_kind kind, const char *name)
{
    const char *file = arena_printf(p->arena, "%s.lua", name), *text;
    text = file ? search_path_elsewhere(&p->home, &p->home.scripts, script_folder(kind), file,
                                        p->profile->dir, "scripts")
                : NULL;
    return text ? text : "";
}

int plan_script(struct plan *p, struct profile_section *s, struct error *e)
{
    const struct profile_key *key = profile_key(s, "script");
    struct error why;
    int status;
    if (tools_script(p->tools, SCRIPT_INDEX, p->fixed.index.script, &p->script, &why)) {
        const char *near = search_path_nearest(
            &p->home, &p->home.scripts, script_folder(SCRIPT_INDEX), ".lua", p->fixed.index.script);
        mark_keys_used(s);
        if (why.status == ERR_PART || why.status == ERR_MEMORY)
            messages_add(&p->failures, why.status, "index %s: %s", p->fixed.index.script, why.text);
        else
            plan_problem(p, key->where, "index", "script", "%s%s", why.text,
                         near ? plan_hint(p, near)
                              : plan_elsewhere(p, SCRIPT_INDEX, p->fixed.index.script));
        return OK;
    }
    if (!plan_given(p->fixed.index.id))
        p->fixed.index.id = p->script->id;
    status = bind_script(p, s, e);
    if (!status)
        status = plan_add_root(p, p->script->title, p->script->title_en, e);
    if (status)
        return status;
    p->tree.nodes[TREE_ROOT].source = p->script->source ? p->script->source : "";
    check_needs(p, key->where);
    status = add_script_nodes(p, key->where, e);
    return status ? status : add_script_indicators(p, key->where);
}
