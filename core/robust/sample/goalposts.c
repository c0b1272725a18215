/* SPDX-License-Identifier: MIT */
/* Goalposts that are distributions: read, checked, drawn. */
#include "robust/sample/goalposts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/none.h"
#include "base/text.h"
#include "plan/problems.h"

static const char SECTION[] = "indicator.";

bool goalposts_vary(const struct profile_key *k)
{
    const char *name = profile_varied(k->name), *dot = name ? strrchr(name, '.') : NULL;
    return dot && strcmp(dot, ".goalposts") == 0 &&
           strncmp(name, SECTION, sizeof SECTION - 1) == 0 && strchr(k->value, '(') &&
           !strchr(k->value, '|');
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The next number of the list, up to a comma outside parentheses; *at moves behind it. */
static const char *next_item(const char **at, struct arena *a)
{
    const char *from = *at, *end = from;
    size_t n;
    int depth = 0;
    for (; *end && (depth > 0 || *end != ','); end++)
        depth += (*end == '(') - (*end == ')');
    *at = *end ? end + 1 : NULL;
    n = (size_t)(end - from);
    from = text_trim(from, &n);
    return arena_strndup(a, from, n);
}

/* What the number can come to. */
struct range {
    double least, most;
};

static struct range range_of(const struct factor *f)
{
    if (f->kind == FACTOR_NORMAL)
        return (struct range){-INFINITY, INFINITY};
    return (struct range){f->a, f->b};
}

static int read_item(struct plan *p, const struct profile_key *k, const char *text,
                     struct goalposts *g, struct range *range, struct factors *to, struct error *e)
{
    struct factor *f, call = {0};
    double v;
    int status;
    if (number_parse(text, strlen(text), &v)) {
        *range = (struct range){v, v};
        g->text[g->n++] = text;
        return OK;
    }
    if (!factor_call(p, k, text, &call)) {
        plan_problem(p, k->where, "uncertainty", k->name,
                     "expected lo, hi or lo, hi, target, each a number, uniform(a, b), "
                     "integer(a, b) or normal(m, s); not '%s'",
                     text);
        return OK;
    }
    status = factor_add(p, to, k->name, k->where, k->dir, &f, e);
    if (status || !f)
        return status;
    f->kind = call.kind;
    f->a = call.a;
    f->b = call.b;
    f->goalposts = g;
    f->item = g->n++;
    f->name = arena_printf(p->arena, "%s[%zu]", f->name, g->n);
    *range = range_of(f);
    return f->name ? OK : error_no_memory(e);
}

static void check_ranges(struct plan *p, const struct profile_key *k, const struct goalposts *g,
                         const struct range *range)
{
    const char *id = profile_varied(k->name) + sizeof SECTION - 1;
    const struct node *n = NULL;
    for (size_t i = 0; i < p->tree.n; i++)
        if (strncmp(p->tree.nodes[i].id, id, strlen(p->tree.nodes[i].id)) == 0 &&
            strcmp(id + strlen(p->tree.nodes[i].id), ".goalposts") == 0)
            n = &p->tree.nodes[i];
    if (g->n < 2)
        plan_problem(p, k->where, "uncertainty", k->name, "expected lo, hi or lo, hi, target");
    else if (!(range[0].most < range[1].least))
        plan_problem(p, k->where, "uncertainty", k->name,
                     "lo could come out at or above hi; every draw must have lo < hi (a normal has "
                     "no end)");
    else if (n && !n->near.kind && isnan(transform_apply(range[0].least, n->transform)))
        plan_problem(p, k->where, "uncertainty", k->name,
                     "the least lo has no logarithm or root (transform); goalposts are in the raw "
                     "unit");
}

int goalposts_read(struct plan *p, const struct profile_key *k, struct factors *to, struct error *e)
{
    struct goalposts *g = arena_alloc(p->arena, sizeof *g);
    struct range range[3];
    const char *at = k->value, *text;
    size_t before = p->problems.n;
    int status = g ? OK : error_no_memory(e);
    while (!status && at) {
        text = next_item(&at, p->arena);
        if (!text)
            return error_no_memory(e);
        if (g->n == 3) {
            plan_problem(p, k->where, "uncertainty", k->name, "more than three numbers");
            return OK;
        }
        status = read_item(p, k, text, g, &range[g->n], to, e);
    }
    if (!status && p->problems.n == before)
        check_ranges(p, k, g, range);
    return status;
}

/* ---- values ---------------------------------------------------------------------------------- */

bool goalposts_lead(const struct factor *v, size_t k)
{
    return k == 0 || v[k - 1].goalposts != v[k].goalposts;
}

static const char *item_text(const struct factor *v, size_t n, const struct goalposts *g,
                             size_t item, const double *u, char *number)
{
    for (size_t k = 0; !g->text[item] && k < n; k++)
        if (v[k].goalposts == g && v[k].item == item) {
            number_format(factor_number(&v[k], u ? u[k] : 0.5), number);
            return number;
        }
    return g->text[item];
}

void goalposts_write(const struct factor *v, size_t n, size_t k, const double *u, char *text,
                     size_t size)
{
    const struct goalposts *g = v[k].goalposts;
    char numbers[3][NUMBER_TEXT_MAX];
    const char *t[3] = {"", "", ""};
    for (size_t i = 0; i < g->n; i++)
        t[i] = item_text(v, n, g, i, u, numbers[i]);
    snprintf(text, size, g->n > 2 ? "%s, %s, %s" : "%s, %s%s", t[0], t[1], t[2]);
}

const char *goalposts_text(const struct factor *v, size_t n, size_t k, const double *u,
                           struct arena *a)
{
    char text[4 * NUMBER_TEXT_MAX];
    goalposts_write(v, n, k, u, text, sizeof text);
    return arena_strdup(a, text);
}

static double *item_of(const struct factor *f, struct node *n)
{
    return f->item == 0 ? &n->lo : f->item == 1 ? &n->hi : &n->target;
}

void goalposts_set(const struct factor *f, double u, struct node *n)
{
    *item_of(f, n) = factor_number(f, u);
}

/* ---- whether they count ---------------------------------------------------------------------- */

/* Over n values from `from` to `to`, shares of the way from lo to hi. room: 3 n doubles. */
static bool matter_over(const struct plan *p, struct node n, const struct factor *f, double from,
                        double to, double *room, double *scratch)
{
    size_t units = p->table->n_units;
    double *x = room, *y = room + units, *z = y + units, width = n.hi - n.lo;
    struct error e;
    for (size_t i = 0; i < units; i++)
        x[i] = n.lo + width * (from + (to - from) * (double)(i + 1) / (double)(units + 1));
    if (plan_try_normalise(p, &n, x, y, scratch, &e) != HENG_OK)
        return false;
    *item_of(f, &n) += width * 0.0625;
    return plan_try_normalise(p, &n, x, z, scratch, &e) == HENG_OK &&
           memcmp(y, z, units * sizeof *y) != 0;
}

bool goalposts_matter(const struct plan *p, const struct factor *f)
{
    size_t at = tree_find(&p->tree, f->section + sizeof SECTION - 1), n = p->table->n_units;
    const struct node *node = at == NONE ? NULL : &p->tree.nodes[at];
    struct arena *a;
    double *room, *scratch;
    bool matter = true; /* a script's or plugin's method may look at them */
    if (!node || !node->at[HENG_NORMALISE].method)
        return false;
    a = node->at[HENG_NORMALISE].method->driver ? NULL : arena_new();
    if (!a)
        return matter;
    room = arena_array(a, 3 * n, sizeof *room);
    scratch =
        arena_array(a, method_scratch(node->at[HENG_NORMALISE].method, 2 * n, 1), sizeof *scratch);
    if (room && scratch)
        matter = matter_over(p, *node, f, 0.2, 0.8, room, scratch) ||
                 matter_over(p, *node, f, -0.5, 1.5, room, scratch);
    arena_free(a);
    return matter;
}
