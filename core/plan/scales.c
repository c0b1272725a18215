/* SPDX-License-Identifier: MIT */
/* What meets under a node: scales that differ are an error, where a range is open a warning; and
   what `scale = rescale` brings to what. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "methods/range.h"
#include "plan/plan_internal.h"
#include "plan/stage_table.h"

/* By how much the widths of ranges that are no one scale differ: enough to be told, and so much
   that the narrower one counts for nothing. */
static const double SCALES_DIFFER = 1.5, SCALES_APART = 10;

static const struct bound_method *maker(const struct node *n)
{
    return &n->at[n->kind == NODE_INDICATOR ? HENG_NORMALISE : HENG_AGGREGATE];
}

static bool rescales(const struct node *n)
{
    return text_equal(maker(n)->options.scale, "rescale");
}

/* Whether the child is put together with its siblings at all. */
static bool weighs(const struct plan *p, size_t child)
{
    const struct bound_method *w = &p->tree.nodes[p->tree.nodes[child].parent].at[HENG_WEIGHTS];
    const bool given = w->method && text_equal(w->method->desc->name, "given");
    return !given || p->tree.nodes[child].weight > 0;
}

static bool same_maker(const struct bound_method *a, const struct bound_method *b)
{
    if (!a || !b || !a->method || !b->method || a->method->desc != b->method->desc)
        return false;
    return a->params == b->params ||
           memcmp(a->params, b->params, method_params(a->method->desc).size) == 0;
}

/* ---- from the leaves up ------------------------------------------------------------------ */

/* Of a mean: the range of its children, which is open where one's is. */
static struct node_range range_of_children(const struct plan *p, const struct node *n)
{
    struct node_range r = {.lo = INFINITY, .hi = -INFINITY};
    bool first = true;
    for (size_t j = 0; j < n->n_children; j++) {
        const struct node_range *c = &p->tree.nodes[n->children[j]].range;
        if (!weighs(p, n->children[j]))
            continue;
        r.lo = fmin(r.lo, c->lo);
        r.hi = fmax(r.hi, c->hi);
        if (first || same_maker(r.open, c->open))
            r.open = c->open;
        else if (r.open || c->open)
            r.open = maker(n); /* of several: like nothing else */
        first = false;
    }
    return r;
}

static struct node_range own_range(const struct plan *p, const struct node *n)
{
    const struct bound_method *m = maker(n);
    struct method_range r = {RANGE_OPEN, -INFINITY, INFINITY};
    if (m->method)
        r = method_range(m->method->desc, m->params);
    if (r.kind == RANGE_OF_CHILDREN)
        return range_of_children(p, n);
    return (struct node_range){r.lo, r.hi, r.kind == RANGE_OPEN ? m : NULL};
}

/* ---- under a node ------------------------------------------------------------------------ */

static const char *shown_range(struct plan *p, const struct node *n)
{
    const char *text =
        n->range.open
            ? arena_printf(p->arena, "%s (%s: no two ends)", n->id, maker(n)->method->desc->name)
            : arena_printf(p->arena, "%s (%s: %g to %g)", n->id, maker(n)->method->desc->name,
                           n->range.lo, n->range.hi);
    return text ? text : "";
}

/* The range that the siblings have that keep theirs: the first two that agree decide, else the
   widest; NULL: none has one. */
static const struct node *scale_of(const struct plan *p, const struct node *above)
{
    const struct node *widest = NULL;
    for (size_t j = 0; j < above->n_children; j++) {
        const struct node *c = &p->tree.nodes[above->children[j]];
        if (c->range.open || rescales(c))
            continue;
        if (!widest || c->range.hi - c->range.lo > widest->range.hi - widest->range.lo)
            widest = c;
    }
    return widest;
}

/* silent: of a replicate, whose plans have been told of. */
static void rescale_children(struct plan *p, const struct node *above, bool silent)
{
    const struct node *to = scale_of(p, above);
    for (size_t j = 0; j < above->n_children; j++) {
        struct node *c = &p->tree.nodes[above->children[j]];
        c->rescale = (struct node_rescale){0};
        if (!rescales(c) || (!to && silent))
            continue;
        if (!to) {
            plan_problem(
                p, c->where, NULL, NULL,
                "%s: scale = rescale: no sibling keeps a range with two ends that it could "
                "be brought to",
                c->id);
            continue;
        }
        c->rescale = (struct node_rescale){1, c->range, to->range.lo, to->range.hi};
        c->range = to->range;
    }
}

static bool apart(const struct node_range *a, const struct node_range *b, double factor)
{
    const double x = a->hi - a->lo, y = b->hi - b->lo;
    return x >= y * factor || y >= x * factor;
}

static bool differs(const struct node_range *a, const struct node_range *b)
{
    if (a->open || b->open)
        return !same_maker(a->open, b->open);
    return apart(a, b, SCALES_DIFFER);
}

/* The child that is told to change: the one without two ends, or the narrower. */
static const struct node *odd_one(const struct node *a, const struct node *b)
{
    if (a->range.open || b->range.open)
        return a->range.open ? a : b;
    return a->range.hi - a->range.lo < b->range.hi - b->range.lo ? a : b;
}

static void tell(struct plan *p, const struct node *n, const struct node *a, const struct node *b)
{
    const struct node *odd = odd_one(a, b);
    const char *stage = odd->kind == NODE_INDICATOR ? "normalise" : "aggregate";
    const bool open = a->range.open || b->range.open;
    const bool lost = !open && apart(&a->range, &b->range, SCALES_APART);
    const char *text = arena_printf(
        p->arena, "node %s: %s mixes scales: %s, %s; [%s.%s] scale = rescale brings it to one",
        n->id, n->at[HENG_AGGREGATE].method->desc->name, shown_range(p, a), shown_range(p, b),
        stage, odd->id);
    if (!text)
        return;
    if (!lost)
        messages_add_once(&p->warnings, OK, "%s", text);
    else
        plan_problem(p, n->where, NULL, NULL, "%s", text);
}

static void check_children(struct plan *p, const struct node *n)
{
    const struct bound_method *m = &n->at[HENG_AGGREGATE];
    const struct node *first = NULL;
    if (!m->method || method_range(m->method->desc, m->params).kind != RANGE_OF_CHILDREN)
        return;
    for (size_t j = 0; j < n->n_children; j++) {
        const struct node *c = &p->tree.nodes[n->children[j]];
        if (!weighs(p, n->children[j]) || !maker(c)->method)
            continue;
        if (first && differs(&first->range, &c->range)) {
            tell(p, n, first, c);
            return;
        }
        first = first ? first : c;
    }
}

/* ---- below 0 ----------------------------------------------------------------------------- */

/* Whether a normalisation puts some unit below 0 whatever the data are: it does with values above 0
   as with values below. */
static bool goes_below_zero(const struct bound_method *m)
{
    static const double up[] = {1, 2, 4}, down[] = {-4, -2, -1};
    const double *const columns[] = {up, down};
    struct arena *a = arena_new();
    double y[3],
        *scratch = a ? arena_array(a, method_scratch(m->method, 6, 1), sizeof *scratch) : NULL;
    bool below = scratch && m->method->desc->column && !m->method->driver;
    for (size_t k = 0; below && k < 4; k++) {
        char why[WHY_MAX];
        struct error e;
        struct heng_column_call call = {.n = 3,
                                        .x = columns[k / 2],
                                        .n_base = 3,
                                        .base = columns[k / 2],
                                        .direction = k % 2 ? HENG_NEGATIVE : HENG_POSITIVE,
                                        .lo = NAN,
                                        .hi = NAN,
                                        .target = NAN,
                                        .y = y,
                                        .scratch = scratch,
                                        .why = why,
                                        .why_size = sizeof why};
        below = method_column(m->method, m->params, &call, &e) == HENG_OK &&
                fmin(y[0], fmin(y[1], y[2])) < 0;
    }
    arena_free(a);
    return below;
}

static bool is_below_zero(const struct node_range *r)
{
    if (!r->open)
        return r->lo < 0;
    return r->open->method && r->open->method->desc->stage == HENG_NORMALISE &&
           goes_below_zero(r->open);
}

/* A method that has no score for a child below 0 stands over one that has such values for sure. One
   below it that has none itself is told by itself. */
static void check_signs(struct plan *p, const struct node *n)
{
    const struct bound_method *m = &n->at[HENG_AGGREGATE];
    if (!bound_has(m, HENG_NOT_NEGATIVE))
        return;
    for (size_t j = 0; j < n->n_children; j++) {
        const struct node *c = &p->tree.nodes[n->children[j]];
        if (!weighs(p, n->children[j]) || !maker(c)->method || !is_below_zero(&c->range) ||
            bound_has(&c->at[HENG_AGGREGATE], HENG_NOT_NEGATIVE))
            continue;
        plan_problem(
            p, n->where, NULL, NULL,
            "node %s: %s has no score for a child below 0, and %s (%s) goes below 0; bring it "
            "to a range from above 0 (minmax, range = 1, 100), or take another method",
            n->id, m->method->desc->name, c->id,
            c->range.open ? c->range.open->method->desc->name : maker(c)->method->desc->name);
        return;
    }
}

void plan_scales(struct plan *p, bool silent)
{
    for (size_t i = p->tree.n; i-- > 0;) {
        struct node *n = &p->tree.nodes[i];
        if (n->kind == NODE_AGGREGATE) {
            rescale_children(p, n, silent);
            if (!silent) {
                check_children(p, n);
                check_signs(p, n);
            }
        }
        n->range = own_range(p, n);
    }
}
