/* SPDX-License-Identifier: MIT */
/* Weights that data do not move, of experts' judgements: what their method refuses is found without
   a run, at the line of the judgement. */
#include <string.h>

#include "data/csv.h"
#include "plan/plan_internal.h"
#include "plan/stage_table.h"

/* What a bound method of weights looks at. */
struct judging {
    struct plan *p;
    size_t node;
    size_t m;
    const char **ids;
    double *given;
};

/* ---- where ---------------------------------------------------------------------------- */

/* The files of the method, or none. */
static struct heng_tables tables_of(const struct bound_method *b, const char **key)
{
    const struct param_table t = method_params(b->method->desc);
    struct heng_tables found = {NULL, 0};
    for (size_t i = 0; i < t.n && !found.n; i++) {
        const struct heng_param *param = param_at(&t, i);
        if (param->type != HENG_TABLES)
            continue;
        memcpy(&found, (const char *)b->params + param->offset, sizeof found);
        *key = param->name;
    }
    return found;
}

/* The key that a method without files has its judgements from: the first text that is given. */
static const char *text_key(const struct bound_method *b)
{
    const struct param_table t = method_params(b->method->desc);
    for (size_t i = 0; i < t.n; i++) {
        const struct heng_param *param = param_at(&t, i);
        const char *text;
        if (param->type != HENG_TEXT)
            continue;
        memcpy(&text, (const char *)b->params + param->offset, sizeof text);
        if (*text)
            return param->name;
    }
    return "method";
}

/* The row that is spoken of first, as "row NAME", "NAME over another" or "NAME and another"; NONE:
 * none is. */
static size_t row_told(const struct heng_table *t, const char *why)
{
    for (const char *at = why; *at; at++)
        for (size_t i = 0; i < t->n_rows; i++) {
            const size_t n = strlen(t->rows[i]);
            const bool is_first = at > why && at[-1] == ' ' && strncmp(at, t->rows[i], n) == 0;
            if (is_first && (strncmp(at + n, " over ", 6) == 0 || strncmp(at + n, " and ", 5) == 0))
                return i;
            if (is_first && at - why >= 4 && strncmp(at - 4, "row ", 4) == 0 &&
                strchr(",: ", at[n]))
                return i;
        }
    return NONE;
}

/* The line of a row of a file that has been read; 1, of the names, where it is none. */
static size_t line_of(struct plan *p, const struct heng_table *t, size_t row)
{
    struct csv_grid cells = {0};
    const struct input *in;
    struct error e;
    size_t line = 1;
    if (row != NONE && !inputs_read(p->profile->inputs, t->path, PARAM_FILE_MAX, &in, &e) &&
        !csv_grid_read_bytes(t->path, in->bytes, in->n, NULL, &cells, &e) && row + 1 < cells.n_rows)
        line = cells.lines[row + 1];
    csv_grid_fini(&cells);
    return line;
}

static void tell(const struct judging *j, const struct bound_method *b, const char *why)
{
    struct plan *p = j->p;
    const char *key = NULL, *node = p->tree.nodes[j->node].id;
    const struct heng_tables tables = tables_of(b, &key);
    const char *name = tables.n ? key : text_key(b);
    const char *of = stage_key_section(p, j->node, HENG_WEIGHTS, name);
    const struct profile_section *s = profile_section(p->profile, of ? of : "weights");
    const struct profile_key *k = s ? profile_key(s, name) : NULL;
    const char *where = k ? k->where : s ? s->where : p->tree.nodes[j->node].where;
    for (size_t i = 0; i < tables.n; i++) {
        const char *path = tables.v[i].path, *at = strstr(why, path), *rest = why;
        const size_t n = strlen(path);
        if (!at || !tables.v[i].rows)
            continue;
        if (at == why)
            rest = why[n] == ':' ? why + n + 2 : why + n + 1;
        plan_problem(p, where, s ? s->name : "weights", name, "%s:%zu: %s (node %s)", path,
                     line_of(p, &tables.v[i], row_told(&tables.v[i], why)), rest, node);
        return;
    }
    plan_problem(p, where, s ? s->name : "weights", name, "%s: %s (node %s)", b->method->desc->name,
                 why, node);
}

/* ---- what -------------------------------------------------------------------------------- */

/* Each column has a value, the same for all, which is all that such a method asks of data. */
static int try_method(const struct judging *j, const struct bound_method *b, struct error *e)
{
    static const double one = 1;
    struct arena *a = arena_new();
    const double **x = a ? arena_array(a, j->m, sizeof *x) : NULL;
    double *w = a ? arena_array(a, j->m, sizeof *w) : NULL;
    double *scratch =
        a ? arena_array(a, method_scratch(b->method, 1, j->m), sizeof *scratch) : NULL;
    char why[WHY_MAX] = "";
    struct heng_weigh_call call = {.n = 1,
                                   .m = j->m,
                                   .x = x,
                                   .given = j->given,
                                   .ids = j->ids,
                                   .w = w,
                                   .scratch = scratch,
                                   .why = why,
                                   .why_size = sizeof why};
    struct error refused;
    int status = OK;
    if (!x || !w || !scratch)
        status = error_no_memory(e);
    for (size_t k = 0; !status && k < j->m; k++)
        x[k] = &one;
    if (!status && method_weigh(b->method, b->params, &call, &refused) == HENG_FAIL)
        tell(j, b, why[0] ? why : refused.text);
    arena_free(a);
    return status;
}

static bool can_be_tried(const struct bound_method *b)
{
    return b->method && method_is_core(b->method) && !b->n_parts &&
           bound_has(b, HENG_WEIGHTS_FIXED) && !bound_has(b, HENG_OF_GIVEN);
}

/* A file that could not be read is told already. */
static bool is_unread(const struct judging *j, const struct bound_method *b)
{
    const char *key = NULL, *of;
    const struct heng_tables tables = tables_of(b, &key);
    const struct param_table t = method_params(b->method->desc);
    for (size_t i = 0; !key && i < t.n; i++)
        if (param_at(&t, i)->type == HENG_TABLES)
            key = param_at(&t, i)->name;
    of = key ? stage_key_section(j->p, j->node, HENG_WEIGHTS, key) : NULL;
    return of && !tables.n &&
           plan_given(profile_key(profile_section(j->p->profile, of), key)->value);
}

/* The node's method, or those that it is put together from. */
static int try_bound(const struct judging *j, const struct bound_method *b, struct error *e)
{
    int status = can_be_tried(b) && !is_unread(j, b) ? try_method(j, b, e) : OK;
    for (size_t k = 0; !status && b->method && k < b->n_parts; k++)
        status = try_bound(j, &b->parts[k], e);
    return status;
}

static bool of_index(const struct bound_method *b)
{
    return b->options.scope == SCOPE_INDEX;
}

/* The columns that the node's method weighs: its children, or all indicators. */
static void take_columns(struct judging *j, size_t node, bool all)
{
    const struct tree *t = &j->p->tree;
    const size_t *nodes = all ? t->indicators : t->nodes[node].children;
    j->node = node;
    j->m = all ? t->n_indicators : t->nodes[node].n_children;
    for (size_t k = 0; k < j->m; k++) {
        j->ids[k] = t->nodes[nodes[k]].id;
        j->given[k] = 1;
    }
}

int plan_judgements(struct plan *p, struct error *e)
{
    const struct bound_method *root = &p->tree.nodes[TREE_ROOT].at[HENG_WEIGHTS];
    struct judging j = {.p = p};
    int status = OK;
    j.ids = arena_array(p->arena, p->tree.n, sizeof *j.ids);
    j.given = arena_array(p->arena, p->tree.n, sizeof *j.given);
    if (!j.ids || !j.given)
        return error_no_memory(e);
    for (size_t i = 0; !status && i < p->tree.n; i++) {
        const struct node *n = &p->tree.nodes[i];
        const struct bound_method *b = &n->at[HENG_WEIGHTS];
        const bool shared = of_index(root) && of_index(b) && b->method == root->method;
        if (n->kind == NODE_INDICATOR || !n->n_children || (shared && i != TREE_ROOT))
            continue;
        take_columns(&j, i, shared);
        status = try_bound(&j, b, e);
    }
    return status;
}
