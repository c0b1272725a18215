/* SPDX-License-Identifier: MIT */
/* The tree of nodes: added, checked, put in order, searched. */
#include "plan/tree.h"

#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"

/* Where ids stand twice, the first node is found. */
static int note_id(struct tree *t, size_t node)
{
    const char *id = t->nodes[node].id;
    size_t known = t->ids.n, at;
    size_t *node_of = arena_grow(t->arena, t->node_of, t->ids.n, &t->cap_ids, sizeof *node_of);
    if (!node_of || text_index_put(&t->ids, id, strlen(id), &at)) {
        arena_fail(t->arena);
        return ERR_MEMORY;
    }
    t->node_of = node_of;
    if (at == known)
        node_of[at] = node;
    return OK;
}

static int note_all_ids(struct tree *t, struct error *e)
{
    text_index_fini(&t->ids);
    for (size_t i = 0; i < t->n; i++)
        if (note_id(t, i))
            return error_no_memory(e);
    return OK;
}

void tree_fini(struct tree *t)
{
    text_index_fini(&t->ids);
}

size_t tree_add(struct tree *t, enum node_kind kind, size_t parent, const char *id,
                const char *where)
{
    struct node *n = arena_grow(t->arena, t->nodes, t->n, &t->cap, sizeof *n);
    if (!n)
        return NONE;
    t->nodes = n;
    n = &t->nodes[t->n];
    memset(n, 0, sizeof *n);
    n->kind = kind;
    n->parent = parent;
    n->id = id;
    n->where = where;
    n->weight = 1;
    n->direction = HENG_POSITIVE;
    n->lo = n->hi = n->target = NAN;
    n->near.lo = n->near.hi = NAN;
    n->transform = TRANSFORM_NONE;
    n->unit = n->formula = n->source = "";
    n->title = n->title_en = "";
    return note_id(t, t->n) ? NONE : t->n++;
}

size_t tree_find(const struct tree *t, const char *id)
{
    size_t at = t->n ? text_index_find(&t->ids, id, strlen(id)) : NONE;
    return at == NONE ? NONE : t->node_of[at];
}

size_t tree_too_deep(const struct tree *t)
{
    for (size_t i = 0; i < t->n; i++) {
        size_t above = 0;
        for (size_t k = t->nodes[i].parent; k != NONE; k = t->nodes[k].parent)
            if (++above >= TREE_DEPTH_MAX)
                return i;
    }
    return NONE;
}

size_t tree_depth(const struct tree *t, size_t node)
{
    size_t depth = 0;
    for (; t->nodes[node].parent != NONE; node = t->nodes[node].parent)
        depth++;
    return depth;
}

bool tree_is_below(const struct tree *t, size_t node, size_t above)
{
    for (; node != NONE; node = t->nodes[node].parent)
        if (node == above)
            return true;
    return false;
}

void tree_leave_out(const struct tree *t, size_t node, bool *aside)
{
    size_t j, left;
    for (size_t i = 0; i < t->n; i++)
        aside[i] = i == node || (i > node && tree_is_below(t, i, node));
    for (size_t i = t->n; i-- > 0;) {
        for (left = j = 0; j < t->nodes[i].n_children; j++)
            left += !aside[t->nodes[i].children[j]];
        if (t->nodes[i].n_children && !left)
            aside[i] = true;
    }
}

/* Marks every node that is an indicator or has one below it; the root always. */
static void mark_used(const struct tree *t, unsigned char *used)
{
    used[TREE_ROOT] = 1;
    for (size_t i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_INDICATOR)
            for (size_t k = i; k != NONE && !used[k]; k = t->nodes[k].parent)
                used[k] = 1;
}

/* The first child of each node and the sibling behind it, as they were met; NONE: none. */
struct family {
    size_t *first, *next;
};

static int find_families(const struct tree *t, const unsigned char *used, struct family *f)
{
    f->first = arena_array(t->arena, t->n, sizeof *f->first);
    f->next = arena_array(t->arena, t->n, sizeof *f->next);
    if (!f->first || !f->next)
        return ERR_MEMORY;
    for (size_t i = 0; i < t->n; i++)
        f->first[i] = f->next[i] = NONE;
    for (size_t i = t->n; i-- > 1;) {
        size_t parent = t->nodes[i].parent;
        if (!used[i] || parent == NONE)
            continue;
        f->next[i] = f->first[parent];
        f->first[parent] = i;
    }
    return OK;
}

/* The node that follows i on the way down the tree, or NONE behind the last. */
static size_t following(const struct tree *t, const struct family *f, size_t i)
{
    if (f->first[i] != NONE)
        return f->first[i];
    while (i != NONE && f->next[i] == NONE)
        i = t->nodes[i].parent;
    return i == NONE ? NONE : f->next[i];
}

/* Puts all nodes below the root into place, parents first, siblings as they were met; how many. */
static size_t place(const struct tree *t, const struct family *f, size_t *place_of,
                    struct node *out)
{
    size_t n = 0;
    for (size_t i = TREE_ROOT; i != NONE; i = following(t, f, i)) {
        out[n] = t->nodes[i];
        out[n].parent = i == TREE_ROOT ? NONE : place_of[t->nodes[i].parent];
        place_of[i] = n++;
    }
    return n;
}

static int link_children(struct tree *t)
{
    t->n_indicators = 0;
    t->indicators = arena_array(t->arena, t->n, sizeof *t->indicators);
    if (!t->indicators)
        return ERR_MEMORY;
    for (size_t i = 0; i < t->n; i++)
        t->nodes[i].n_children = 0;
    for (size_t i = 1; i < t->n; i++)
        t->nodes[t->nodes[i].parent].n_children++;
    for (size_t i = 0; i < t->n; i++) {
        struct node *n = &t->nodes[i];
        n->children = arena_array(t->arena, n->n_children, sizeof *n->children);
        if (!n->children)
            return ERR_MEMORY;
        n->n_children = 0;
        if (i != TREE_ROOT)
            t->nodes[n->parent].children[t->nodes[n->parent].n_children++] = i;
        if (n->kind == NODE_INDICATOR) {
            n->indicator = t->n_indicators;
            t->indicators[t->n_indicators++] = i;
        }
    }
    return OK;
}

int tree_finish(struct tree *t, struct error *e)
{
    unsigned char *used = arena_alloc(t->arena, t->n);
    struct node *nodes = arena_array(t->arena, t->n, sizeof *nodes);
    size_t *place_of = arena_array(t->arena, t->n, sizeof *place_of);
    struct family f;
    if (!used || !nodes || !place_of)
        return error_no_memory(e);
    mark_used(t, used);
    if (find_families(t, used, &f))
        return error_no_memory(e);
    t->n = t->cap = place(t, &f, place_of, nodes);
    t->nodes = nodes;
    if (link_children(t))
        return error_no_memory(e);
    return note_all_ids(t, e);
}

const char *node_title(const struct node *n, int language)
{
    const char *first = language == LANGUAGE_EN ? n->title_en : n->title;
    const char *other = language == LANGUAGE_EN ? n->title : n->title_en;
    if (first && *first)
        return first;
    return other && *other ? other : n->id;
}
