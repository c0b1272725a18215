/* SPDX-License-Identifier: MIT */
/* The tree of a plan, from [index] dimensions, a script, or a tree file. */
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "plan/plan_internal.h"

/* ---- the tree of a file ------------------------------------------------------------ */

/* The column of the indicator's id, or its own formula; without either, a column without a value
   and a problem. */
static int find_origin(struct plan *p, struct node *n, struct error *e)
{
    const struct profile_section *own = plan_section(p, "indicator", n->id);
    const struct profile_key *key = own ? profile_key(own, "formula") : NULL;
    bool given = key && plan_given(key->value);
    size_t column = plan_variable(p, n->id);
    n->origin = (struct origin){FROM_VARIABLE, 0, column};
    if (column != NONE)
        return OK;
    n->absent = !given;
    if (given)
        n->formula = key->value;
    else if (table_attribute(p->table, n->id))
        plan_text_problem(p, n->where, NULL, NULL, n->id);
    else
        plan_problem(p, n->where, NULL, NULL, "the table has no column %s%s", n->id,
                     plan_hint(p, plan_nearest_column(p, n->id, false)));
    column = plan_add_formula(p, n->id, given ? key->value : "0/0", given ? key->where : n->where);
    n->origin = (struct origin){FROM_FORMULA, 0, column};
    return column == NONE ? error_no_memory(e) : OK;
}

/* What [dimension.ID] may say of a node that the file has. */
static int take_own_words(struct plan *p, struct node *n, struct error *e)
{
    static const char *const lawful[] = {"weight", "title", "title_en"};
    struct dimension_options o;
    struct profile_section *s;
    const char *where;
    int status = plan_bind_dimension(p, n->id, &o, &s, &where, e);
    if (status || !s)
        return status;
    n->weight = isnan(o.weight) ? n->weight : o.weight;
    n->title = plan_given(o.title) ? o.title : n->title;
    n->title_en = plan_given(o.title_en) ? o.title_en : n->title_en;
    for (size_t i = 0; i < s->n_keys; i++) {
        bool fine = false;
        for (size_t k = 0; k < sizeof lawful / sizeof *lawful; k++)
            fine = fine || strcmp(s->keys[i].name, lawful[k]) == 0;
        if (!fine)
            plan_problem(p, s->keys[i].where, s->name, s->keys[i].name,
                         "the tree file says what there is below %s; only weight, title and "
                         "title_en can be said here",
                         n->id);
    }
    return OK;
}

/* What has nothing below it is no part of the index: a parent's name may be mistyped elsewhere. */
static int warn_of_childless(struct plan *p, struct error *e)
{
    const struct tree *t = &p->tree;
    bool *has = arena_array(p->arena, t->n + 1, sizeof *has);
    if (!has)
        return error_no_memory(e);
    for (size_t i = 1; i < t->n; i++)
        if (t->nodes[i].parent < t->n)
            has[t->nodes[i].parent] = true;
    for (size_t i = 1; i < t->n; i++)
        if (t->nodes[i].kind == NODE_AGGREGATE && !has[i])
            messages_add(&p->warnings, OK, "%s: %s: an aggregate with nothing below it is left out",
                         t->nodes[i].where, t->nodes[i].id);
    return OK;
}

static int tree_of_file(struct plan *p, struct profile_section *s, struct error *e)
{
    const struct profile_key *key = profile_key(s, "tree");
    const char *path = path_join(p->arena, key->dir, p->fixed.index.tree);
    const struct input *in;
    struct error why;
    size_t before = p->problems.n;
    if (!path)
        return error_no_memory(e);
    if (inputs_read(p->profile->inputs, path, SIZE_MAX, &in, &why) ||
        tree_read(&p->tree, path, in, &p->problems, &why) ||
        plan_note_file(p, "tree", path, in->sha256, &why)) {
        error_prefix(&why, "%s: [index] tree", key->where);
        messages_add_error(&p->problems, &why);
        p->tree.n = 0;
        return OK;
    }
    if (p->problems.n > before) {
        p->tree.n = 0;
        return OK;
    }
    for (size_t i = 0; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_INDICATOR && find_origin(p, &p->tree.nodes[i], e))
            return e->status;
    for (size_t i = 1; i < p->tree.n; i++)
        if (p->tree.nodes[i].kind == NODE_AGGREGATE && take_own_words(p, &p->tree.nodes[i], e))
            return e->status;
    if (warn_of_childless(p, e))
        return e->status;
    if (p->tree.n && plan_given(p->fixed.index.title))
        p->tree.nodes[TREE_ROOT].title = p->fixed.index.title;
    if (p->tree.n && plan_given(p->fixed.index.title_en))
        p->tree.nodes[TREE_ROOT].title_en = p->fixed.index.title_en;
    return OK;
}

/* What walks along a tree may go down it by calling itself. */
static void check_depth(struct plan *p)
{
    size_t i = tree_too_deep(&p->tree);
    if (i == NONE)
        return;
    plan_problem(p, p->tree.nodes[i].where, NULL, NULL,
                 "%s: stands on level %d of the index, which may have at most %d",
                 p->tree.nodes[i].id, TREE_DEPTH_MAX + 1, TREE_DEPTH_MAX);
    p->tree.n = 0;
}

static int make_tree(struct plan *p, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "index");
    bool script = plan_given(p->fixed.index.script) != NULL,
         tree = plan_given(p->fixed.index.tree) != NULL;
    int ways = (p->fixed.index.dimensions.n > 0) + script + tree;
    if (ways != 1) {
        if (ways || !p->profile->broken)
            plan_problem(
                p, s ? s->where : p->profile->path, "index", NULL,
                ways ? "dimensions, script and tree exclude each other; keep one"
                     : "say what the index is made of: dimensions = a, b, c or script = NAME "
                       "or tree = FILE");
        return OK;
    }
    if (script)
        return plan_script(p, s, e);
    return tree ? tree_of_file(p, s, e) : plan_dimensions(p, e);
}

int plan_index(struct plan *p, struct error *e)
{
    int status = make_tree(p, e);
    if (!status)
        check_depth(p);
    return status;
}
