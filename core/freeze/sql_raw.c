/* SPDX-License-Identifier: MIT */
/* Indicators as SQL over the columns of a table, filled in and transformed. */
#include <math.h>
#include <string.h>

#include "freeze/sql_internal.h"

enum { DEPTH_MAX = 32 };

static void put_column(struct sql *q, struct str *to, const char *name)
{
    str_add(to, "CAST(");
    sql_name(q, to, name);
    str_printf(to, " AS %s)", q->dialect->real);
}

/* ---- names ------------------------------------------------------------------------------- */

/* A parameter of the plugin whose formula is written. */
static bool put_parameter(struct sql *q, const char *name, struct str *to)
{
    const struct plan *p = q->f->r->plan;
    const struct dimension_part *part = q->plugin == NONE ? NULL : &p->parts[q->plugin];
    const struct heng_dimension *d = part ? part->dimension : NULL;
    const struct param_table t =
        d ? (struct param_table){d->params, d->n_params, d->param_stride, d->params_size}
          : (struct param_table){0};
    const struct heng_param *row = d ? param_find(&t, name) : NULL;
    if (!row || (row->type != HENG_REAL && row->type != HENG_INT))
        return false;
    param_print(row, part->params, to);
    return true;
}

static bool put_name(void *data, const char *name, struct str *to, bool *text);

static struct sql_names names_of(struct sql *q)
{
    return (struct sql_names){put_name, q, q->dialect->log10};
}

static bool put_derived(struct sql *q, const char *name, struct str *to)
{
    const struct profile_section *s = profile_section(q->f->r->plan->profile, "derive");
    const struct profile_key *k = s ? profile_key(s, name) : NULL;
    const struct sql_names names = names_of(q);
    struct error e;
    bool done;
    if (!k || !k->value || !*k->value || q->depth >= DEPTH_MAX)
        return false;
    q->depth++;
    str_add(to, "(");
    done = expression_sql(q->f->arena, k->value, name, false, &names, to, &e) == OK;
    str_add(to, ")");
    q->depth--;
    if (!done)
        sql_refuse(q, name, "[derive]", e.text);
    return true;
}

static const char *key_of(const struct sql *q, const char *section, const char *key)
{
    const struct profile_section *s = profile_section(q->f->r->plan->profile, section);
    const struct profile_key *k = s ? profile_key(s, key) : NULL;
    return k && k->value && *k->value ? k->value : NULL;
}

static const char *code_column(const struct sql *q)
{
    const char *unit = key_of(q, "data", "unit");
    return unit && !strchr(unit, ',') ? unit : "code";
}

static bool put_name(void *data, const char *name, struct str *to, bool *text)
{
    struct sql *q = data;
    const struct table *t = q->f->r->plan->table;
    if (put_parameter(q, name, to) || put_derived(q, name, to))
        return true;
    if (table_variable(t, name)) {
        put_column(q, to, name);
        return true;
    }
    *text = table_attribute(t, name) || strcmp(name, "code") == 0 || strcmp(name, "name") == 0;
    if (*text)
        sql_name(q, to, strcmp(name, "code") == 0 ? code_column(q) : name);
    return *text;
}

/* ---- plugins ----------------------------------------------------------------------------- */

/* A plugin's formula, and before it its parameters by their names. */
static size_t formulas_of(const struct sql *q, const struct node *n, struct formula *to)
{
    const struct dimension_part *part = &q->f->r->plan->parts[n->origin.part];
    const struct heng_dimension *d = part->dimension;
    const struct param_table t = {d->params, d->n_params, d->param_stride, d->params_size};
    size_t k = 0;
    for (size_t i = 0; i < t.n; i++) {
        const struct heng_param *row = param_at(&t, i);
        struct str text = {0};
        if (row->type != HENG_REAL && row->type != HENG_INT)
            continue;
        param_print(row, part->params, &text);
        to[k++] =
            (struct formula){row->name, arena_strdup(q->f->arena, text.s ? text.s : "0"), n->where};
        str_fini(&text);
    }
    to[k++] = (struct formula){n->id, n->formula, n->where};
    return k;
}

static bool is_near(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));
}

/* Whether the formula that a plugin tells of gives what it computes, for every unit of the run. */
static bool formula_holds(struct sql *q, const struct node *n)
{
    const struct results *r = q->f->r;
    const struct plan *p = r->plan;
    const size_t most = p->parts[n->origin.part].dimension->n_params + 1;
    struct arena *a = q->f->arena;
    struct formula *f = arena_array(a, most, sizeof *f);
    double **out = arena_array(a, most, sizeof *out);
    struct error *errors = arena_array(a, most, sizeof *errors), e;
    const struct variable *per = n->per ? table_variable(p->table, n->per) : NULL;
    size_t k;
    if (!f || !out || !errors || !n->formula || !*n->formula)
        return false;
    k = formulas_of(q, n, f);
    for (size_t i = 0; i < k; i++)
        if (!(out[i] = arena_array(a, r->n_rows, sizeof **out)))
            return false;
    if (script_formulas(&p->scripts, f, k, p->table, out, errors, &e) || errors[k - 1].status)
        return false;
    for (size_t t = 0; t < r->n_periods; t++)
        for (size_t i = 0; i < r->n_units; i++) {
            const size_t row = t * r->n_units + p->order[i];
            const double v = out[k - 1][row] / (per ? per->v[row] : 1);
            if (!is_near(v, r->raw[n->indicator][results_row(r, t, i)]))
                return false;
        }
    return true;
}

/* ---- indicators -------------------------------------------------------------------------- */

static void put_formula(struct sql *q, const struct node *n)
{
    const struct sql_names names = names_of(q);
    struct error e;
    if (expression_sql(q->f->arena, n->formula, n->id, false, &names, q->to, &e))
        sql_refuse(q, n->id, "formula", e.text);
}

static void put_raw(struct sql *q, const struct node *n)
{
    const struct plan *p = q->f->r->plan;
    q->plugin = NONE;
    if (n->per)
        str_add(q->to, "(");
    if (n->origin.kind == FROM_VARIABLE) {
        put_column(q, q->to, p->table->variables[n->origin.column].name);
    } else if (n->origin.kind == FROM_PLUGIN && !formula_holds(q, n)) {
        put_column(q, q->to, n->id);
        str_printf(&q->head,
                   "-- %s is read as a column: no formula gives what the plugin computes.\n",
                   n->id);
    } else {
        q->plugin = n->origin.kind == FROM_PLUGIN ? n->origin.part : NONE;
        put_formula(q, n);
    }
    q->plugin = NONE;
    if (n->per) {
        str_add(q->to, ") / NULLIF(");
        put_column(q, q->to, n->per);
        str_add(q->to, ", 0e0)");
    }
}

static void put_as(struct sql *q, const char *name)
{
    str_add(q->to, " AS ");
    sql_name(q, q->to, name);
}

static int put_where(struct sql *q)
{
    const struct sql_names names = names_of(q);
    const char *where = key_of(q, "units", "where");
    struct error e;
    if (!where)
        return OK;
    str_add(q->to, "\n  WHERE ");
    if (expression_sql(q->f->arena, where, "where", true, &names, q->to, &e))
        sql_refuse(q, "[units]", "where", e.text);
    return OK;
}

int sql_raw(struct sql *q, const char *table)
{
    const struct plan *p = q->f->r->plan;
    const struct tree *t = &p->tree;
    const char *class = key_of(q, "class", "by"), *period = key_of(q, "data", "period");
    sql_name(q, q->to, code_column(q));
    put_as(q, UNIT_CODE);
    if (q->period) {
        str_add(q->to, ", ");
        sql_name(q, q->to, period ? period : "period");
        put_as(q, UNIT_PERIOD);
    }
    str_add(q->to, ", ");
    if (class)
        sql_name(q, q->to, class);
    else
        str_add(q->to, "''");
    put_as(q, UNIT_CLASS);
    for (size_t k = 0; k < t->n_indicators; k++) {
        const struct node *n = &t->nodes[t->indicators[k]];
        str_add(q->to, ",\n  ");
        put_raw(q, n);
        put_as(q, n->id);
    }
    str_add(q->to, "\n  FROM ");
    sql_name(q, q->to, table);
    put_where(q);
    str_add(q->to, ")");
    return q->to->failed || arena_failed(q->f->arena) ? error_no_memory(q->e) : OK;
}

/* ---- imputed ----------------------------------------------------------------------------- */

static void put_observed(struct sql *q, size_t node)
{
    const struct tree *t = &q->f->r->plan->tree;
    bool first = true;
    str_add(q->to, ",\n  CASE WHEN ");
    for (size_t i = node + 1; i < t->n; i++)
        if (t->nodes[i].kind == NODE_INDICATOR && tree_is_below(t, i, node)) {
            str_add(q->to, first ? "" : " OR ");
            first = false;
            sql_name(q, q->to, t->nodes[i].id);
            str_add(q->to, " IS NOT NULL");
        }
    str_add(q->to, " THEN 1 ELSE 0 END AS ");
    sql_observed(q, q->to, &t->nodes[node]);
}

static void put_value(struct sql *q, const struct node *n)
{
    if (sql_is_filled(q, n))
        str_add(q->to, "COALESCE(");
    sql_name(q, q->to, n->id);
    if (sql_is_filled(q, n)) {
        str_add(q->to, ", ");
        sql_number(q->to, q->f->indicators[n->indicator].fill);
        str_add(q->to, ")");
    }
}

static void put_transformed(struct sql *q, const struct node *n)
{
    static const char *const tests[] = {
        [TRANSFORM_LN] = " > 0", [TRANSFORM_LOG10] = " > 0", [TRANSFORM_SQRT] = " >= 0"};
    const bool is = n->transform == TRANSFORM_LN || n->transform == TRANSFORM_LOG10 ||
                    n->transform == TRANSFORM_SQRT;
    if (is) {
        str_add(q->to, "CASE WHEN ");
        put_value(q, n);
        str_printf(q->to, "%s THEN %s", tests[n->transform],
                   n->transform == TRANSFORM_LN      ? "LN("
                   : n->transform == TRANSFORM_LOG10 ? q->dialect->log10
                                                     : "SQRT(");
    }
    put_value(q, n);
    str_add(q->to, is ? ") END" : "");
}

void sql_imputed(struct sql *q)
{
    const struct tree *t = &q->f->r->plan->tree;
    sql_begin(q, "imputed");
    for (size_t k = 0; k < t->n_indicators; k++) {
        const struct node *n = &t->nodes[t->indicators[k]];
        str_add(q->to, ",\n  ");
        put_transformed(q, n);
        put_as(q, n->id);
    }
    for (size_t i = 0; i < t->n; i++)
        if (sql_is_withheld(q, i))
            put_observed(q, i);
    sql_end(q, "imputed");
}
