/* SPDX-License-Identifier: MIT */
#include "plan/tree.h"

#include <math.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"

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
    return t->n++;
}

size_t tree_find(const struct tree *t, const char *id)
{
    size_t i;
    for (i = 0; i < t->n; i++)
        if (strcmp(t->nodes[i].id, id) == 0)
            return i;
    return NONE;
}

bool tree_is_below(const struct tree *t, size_t node, size_t above)
{
    for (; node != NONE; node = t->nodes[node].parent)
        if (node == above)
            return true;
    return false;
}

/* Marks every node that is an indicator or has one below it; the root always. */
static void mark_used(const struct tree *t, unsigned char *used)
{
    size_t i, k;
    used[TREE_ROOT] = 1;
    for (i = 0; i < t->n; i++)
        if (t->nodes[i].kind == NODE_INDICATOR)
            for (k = i; k != NONE && !used[k]; k = t->nodes[k].parent)
                used[k] = 1;
}

/* Puts node i and all below it into place, parents first, siblings as they were met. */
static void place(const struct tree *t, const unsigned char *used, size_t i, size_t parent,
                  struct node *out, size_t *n)
{
    size_t k, at = (*n)++;
    out[at] = t->nodes[i];
    out[at].parent = parent;
    for (k = 0; k < t->n; k++)
        if (used[k] && t->nodes[k].parent == i)
            place(t, used, k, at, out, n);
}

/* Children of node i, which all stand behind it. */
static size_t find_children(const struct tree *t, size_t i, size_t *out)
{
    size_t k, n = 0;
    for (k = i + 1; k < t->n; k++)
        if (t->nodes[k].parent == i) {
            if (out)
                out[n] = k;
            n++;
        }
    return n;
}

static int link_children(struct tree *t)
{
    size_t i;
    t->n_indicators = 0;
    t->indicators = arena_array(t->arena, t->n, sizeof *t->indicators);
    if (!t->indicators)
        return ERR_MEMORY;
    for (i = 0; i < t->n; i++) {
        struct node *n = &t->nodes[i];
        n->n_children = find_children(t, i, NULL);
        n->children = arena_array(t->arena, n->n_children, sizeof *n->children);
        if (!n->children)
            return ERR_MEMORY;
        find_children(t, i, n->children);
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
    size_t n = 0;
    if (!used || !nodes)
        return error_no_memory(e);
    mark_used(t, used);
    place(t, used, TREE_ROOT, NONE, nodes, &n);
    t->nodes = nodes;
    t->n = t->cap = n;
    if (link_children(t))
        return error_no_memory(e);
    return OK;
}

const char *node_title(const struct node *n, int language)
{
    const char *first = language == LANGUAGE_EN ? n->title_en : n->title;
    const char *other = language == LANGUAGE_EN ? n->title : n->title_en;
    if (first && *first)
        return first;
    return other && *other ? other : n->id;
}
