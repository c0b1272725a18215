/* SPDX-License-Identifier: MIT */
/* Nodes that [index], [dimension.ID] and scripts put into the tree. */
#include <string.h>

#include "base/file.h"
#include "base/none.h"
#include "plan/plan_internal.h"

int plan_add_root(struct plan *p, const char *title, const char *title_en, struct error *e)
{
    struct profile_section *s = profile_section(p->profile, "index");
    const char *id = plan_given(p->fixed.index.id);
    struct node *n;
    if (!id) {
        const char *base = path_base(p->profile->path), *dot = strrchr(base, '.');
        id = arena_strndup(p->arena, base, dot ? (size_t)(dot - base) : strlen(base));
    }
    if (!id ||
        tree_add(&p->tree, NODE_AGGREGATE, NONE, id, s ? s->where : p->profile->path) == NONE)
        return error_no_memory(e);
    n = &p->tree.nodes[TREE_ROOT];
    n->title = plan_given(p->fixed.index.title) ? p->fixed.index.title : title;
    n->title_en = plan_given(p->fixed.index.title_en) ? p->fixed.index.title_en : title_en;
    return OK;
}

size_t plan_add_indicator(struct plan *p, size_t parent, const char *id, const char *where)
{
    if (tree_find(&p->tree, id) != NONE) {
        plan_problem(p, where, NULL, NULL,
                     "indicator %s stands in the index already; every id is used once", id);
        return NONE;
    }
    return tree_add(&p->tree, NODE_INDICATOR, parent, id, where);
}

int plan_bind_dimension(struct plan *p, const char *id, struct dimension_options *options,
                        struct profile_section **s, const char **where, struct error *e)
{
    char *section = arena_printf(p->arena, "dimension.%s", id);
    int status = section ? plan_note_keys(p, section, &dimension_keys, e) : error_no_memory(e);
    *s = plan_section(p, "dimension", id);
    if (*s)
        *where = (*s)->where;
    return status ? status
                  : profile_bind(p->profile, *s, &dimension_keys, options, &p->problems, e);
}
