/* SPDX-License-Identifier: MIT */
/*
 * Given values as one SELECT: a WITH for each stage, whose columns are called as the nodes, then
 * one for each level of the tree, then the ranks. What differs between classes is a CASE.
 */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "freeze/sql_internal.h"
#include "methods/range.h"
#include "stats/elementary.h"

static const struct dialect dialects[] = {
    {"sqlite", '"', "REAL", "LOG10(", "ROUND(", "", " AS MATERIALIZED (SELECT"},
    {"postgres", '"', "double precision", "LOG(", "ROUND(CAST(", " AS numeric)", " AS (SELECT"},
    {"duckdb", '"', "DOUBLE", "LOG10(", "ROUND(", "", " AS (SELECT"},
    {"spark", '`', "DOUBLE", "LOG10(", "ROUND(", "", " AS (SELECT"},
};

const char *freeze_dialects(struct str *b)
{
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        str_printf(b, "%s%s", i ? ", " : "", dialects[i].name);
    return b->s ? b->s : "";
}

static const struct dialect *dialect_find(const char *name)
{
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        if (strcmp(dialects[i].name, name) == 0)
            return &dialects[i];
    return NULL;
}

/* ---- stages of an indicator -------------------------------------------------------------- */

static void put_limited(struct sql *q, const struct node *n, const struct treat_given *g,
                        struct str *to)
{
    const double ends[] = {g->lower, g->upper};
    if (isnan(g->lower) && isnan(g->upper)) {
        sql_name(q, to, n->id);
        return;
    }
    str_add(to, "CASE");
    for (size_t i = 0; i < 2; i++)
        if (!isnan(ends[i])) {
            str_add(to, " WHEN ");
            sql_name(q, to, n->id);
            str_add(to, i ? " > " : " < ");
            sql_number(to, ends[i]);
            str_add(to, " THEN ");
            sql_number(to, ends[i]);
        }
    str_add(to, " ELSE ");
    sql_name(q, to, n->id);
    str_add(to, " END");
}

/* What the function is taken of. */
static void put_shifted(struct sql *q, const struct node *n, const struct treat_given *g,
                        struct str *to)
{
    str_add(to, "(");
    if (g->function == FUNCTION_MIRRORED) {
        sql_number(to, g->from);
        str_add(to, " + ");
        sql_number(to, g->shift);
        str_add(to, " - ");
        put_limited(q, n, g, to);
    } else {
        put_limited(q, n, g, to);
        str_add(to, " - ");
        sql_number(to, g->from);
        str_add(to, " + ");
        sql_number(to, g->shift);
    }
    str_add(to, ")");
}

static void put_treated(struct sql *q, const struct node *n, size_t block, struct str *to)
{
    const struct treat_given *g = &q->f->indicators[n->indicator].treated[block];
    const bool power = g->function == FUNCTION_BOXCOX && g->lambda != 0;
    if (g->function == FUNCTION_NONE) {
        put_limited(q, n, g, to);
        return;
    }
    str_add(to, "CASE WHEN ");
    put_shifted(q, n, g, to);
    str_add(to, " > 0 THEN ");
    if (power) {
        str_add(to, "(EXP(");
        sql_number(to, g->lambda);
        str_add(to, " * ");
    }
    str_add(to, g->function == FUNCTION_LOG10      ? q->dialect->log10
                : g->function == FUNCTION_MIRRORED ? "-LN("
                                                   : "LN(");
    put_shifted(q, n, g, to);
    str_add(to, ")");
    if (power) {
        str_add(to, ") - 1e0) / ");
        sql_number(to, g->lambda);
    }
    str_add(to, " END");
}

/* How far x is from best, by the worst where there is one. */
static void put_share(struct sql *q, const struct node *n, double best, double worst, int side,
                      struct str *to)
{
    struct str x = {0};
    sql_name(q, &x, n->id);
    if (isnan(worst)) {
        str_printf(to, side < 0 ? "(" : "(%s - ", x.s);
        sql_number(to, best);
        str_printf(to, side < 0 ? " - %s)" : ")", x.s);
    } else {
        str_printf(to, "(CASE WHEN (%s - ", x.s);
        sql_number(to, best);
        str_add(to, ") / ");
        sql_number(to, worst - best);
        str_printf(to, " > 1 THEN 1e0 ELSE (%s - ", x.s);
        sql_number(to, best);
        str_add(to, ") / ");
        sql_number(to, worst - best);
        str_add(to, " END)");
    }
    str_fini(&x);
}

static void put_deviation(struct sql *q, const struct node *n, size_t block, struct str *to)
{
    const struct nearness *near = &n->near;
    (void)block;
    str_add(to, "CASE WHEN ");
    sql_name(q, to, n->id);
    str_add(to, " < ");
    sql_number(to, near->from);
    str_add(to, " THEN ");
    put_share(q, n, near->from, near->lo, -1, to);
    str_add(to, " WHEN ");
    sql_name(q, to, n->id);
    str_add(to, " > ");
    sql_number(to, near->to);
    str_add(to, " THEN ");
    put_share(q, n, near->to, near->hi, 1, to);
    str_add(to, " WHEN ");
    sql_name(q, to, n->id);
    str_add(to, " IS NOT NULL THEN 0e0 END");
}

/* The formula of a form: x the column. */
static void put_form(const struct normalise_given *g, int direction, const char *x, struct str *to)
{
    const double a = g->at.v[0], b = g->at.n > 1 ? g->at.v[1] : 0;
    struct str at = {0}, second = {0};
    sql_number(&at, a);
    sql_number(&second, b);
    switch ((enum given_form)g->form) {
    case FORM_LINE:
    case FORM_DISTANCE:
        str_printf(to, "((%s - %s) / ", x, at.s);
        sql_number(to, b - a);
        str_add(to, ")");
        break;
    case FORM_ZSCORE:
        str_printf(to, "(%s(%s - %s) / %s)", direction < 0 ? "-" : "", x, at.s, second.s);
        break;
    case FORM_RATIO:
        if (direction < 0)
            str_printf(to, "(CASE WHEN %s > 0 THEN 1e0 / %s END / %s)", x, x, at.s);
        else
            str_printf(to, "(%s / %s)", x, at.s);
        break;
    case FORM_VECTOR:
        str_printf(to, "(%s%s / %s / %s)", direction < 0 ? "1e0 - " : "", x, at.s, second.s);
        break;
    case FORM_LOGISTIC:
        str_printf(to, "(1e0 / (1e0 + EXP(%s(%s - %s) / %s / ", direction < 0 ? "" : "-", x, at.s,
                   second.s);
        sql_number(to, g->width);
        str_add(to, ")))");
        break;
    }
    str_fini(&at);
    str_fini(&second);
}

static void put_capped(const struct normalise_given *g, struct str *share, struct str *to)
{
    if (!g->capped) {
        str_add(to, share->s);
        return;
    }
    str_printf(to, "(CASE WHEN %s > 1 THEN 1e0", share->s);
    if (g->capped == CAPPED_AT_BOTH)
        str_printf(to, " WHEN %s < 0 THEN 0e0", share->s);
    str_printf(to, " ELSE %s END)", share->s);
}

/* lo + width * what is between the brackets */
static void begin_line(struct str *to, double lo, double width)
{
    sql_number(to, lo);
    str_add(to, " + ");
    sql_number(to, width);
    str_add(to, " * ");
}

static void begin_rescale(const struct node *n, struct str *to)
{
    if (n->rescale.on) {
        begin_line(to, n->rescale.lo, n->rescale.hi - n->rescale.lo);
        str_add(to, "((");
    }
}

static void end_rescale(const struct node *n, const struct bound_method *m, struct str *to)
{
    const struct method_range now = method_range(m->method->desc, m->params);
    const double lo = now.kind == RANGE_CLOSED ? now.lo : n->rescale.from.lo,
                 hi = now.kind == RANGE_CLOSED ? now.hi : n->rescale.from.hi;
    if (!n->rescale.on)
        return;
    str_add(to, " - ");
    sql_number(to, lo);
    str_add(to, ") / ");
    sql_number(to, hi - lo);
    str_add(to, ")");
}

static void put_normalised(struct sql *q, const struct node *n, size_t block, struct str *to)
{
    const struct normalise_given *g = &q->f->indicators[n->indicator].scaled[block];
    const double spread = g->form == FORM_ZSCORE ? g->to.v[1] : g->to.v[1] - g->to.v[0];
    struct str x = {0}, share = {0};
    if (g->at.n == 0) {
        str_printf(to, "CAST(NULL AS %s)", q->dialect->real);
        return;
    }
    sql_name(q, &x, n->id);
    put_form(g, n->direction, x.s, &share);
    begin_rescale(n, to);
    if (g->form == FORM_VECTOR) {
        str_add(to, share.s);
    } else {
        begin_line(to, g->to.v[0], spread);
        put_capped(g, &share, to);
    }
    end_rescale(n, &n->at[HENG_NORMALISE], to);
    q->to->failed = q->to->failed || x.failed || share.failed;
    str_fini(&x);
    str_fini(&share);
}

/* ---- stages ------------------------------------------------------------------------------ */

static void put_as(struct sql *q, const char *id)
{
    str_add(q->to, " AS ");
    sql_name(q, q->to, id);
}

/* Every indicator by a rule, or as it is. */
static void put_stage(struct sql *q, const char *name, sql_block *put,
                      bool (*has)(const struct sql *q, const struct node *n))
{
    const struct tree *t = &q->f->r->plan->tree;
    sql_begin(q, name);
    for (size_t k = 0; k < t->n_indicators; k++) {
        const struct node *n = &t->nodes[t->indicators[k]];
        str_add(q->to, ",\n  ");
        if (has(q, n))
            sql_by_block(q, put, n);
        else
            sql_name(q, q->to, n->id);
        put_as(q, n->id);
    }
    sql_end(q, name);
}

static bool is_treated(const struct sql *q, const struct node *n)
{
    return q->f->indicators[n->indicator].treat == FOUND_GIVEN;
}

static bool is_near(const struct sql *q, const struct node *n)
{
    (void)q;
    return n->near.kind != 0;
}

static bool always(const struct sql *q, const struct node *n)
{
    (void)q;
    (void)n;
    return true;
}

static bool any(const struct sql *q, bool (*has)(const struct sql *q, const struct node *n))
{
    const struct tree *t = &q->f->r->plan->tree;
    for (size_t k = 0; k < t->n_indicators; k++)
        if (has(q, &t->nodes[t->indicators[k]]))
            return true;
    return false;
}

/* ---- the tree ---------------------------------------------------------------------------- */

static size_t height_of(const struct tree *t, size_t i)
{
    size_t most = 0;
    for (size_t j = 0; j < t->nodes[i].n_children; j++) {
        const size_t h = height_of(t, t->nodes[i].children[j]);
        most = h > most ? h : most;
    }
    return t->nodes[i].kind == NODE_AGGREGATE ? most + 1 : 0;
}

/* A node by its method, brought to its siblings' range. */
static void put_scored(struct sql *q, const struct node *n, size_t block, struct str *to)
{
    begin_rescale(n, to);
    sql_aggregate(q, n, block, to);
    end_rescale(n, &n->at[HENG_AGGREGATE], to);
}

static void put_levels(struct sql *q)
{
    const struct tree *t = &q->f->r->plan->tree;
    const size_t most = height_of(t, TREE_ROOT);
    for (size_t h = 1; h <= most; h++) {
        const char *name = arena_printf(q->f->arena, "level %zu", h);
        if (!name) {
            q->to->failed = true;
            return;
        }
        str_add(q->to, ",\n");
        sql_name(q, q->to, name);
        str_printf(q->to, "%s ", q->dialect->as);
        sql_name(q, q->to, q->stage);
        str_add(q->to, ".*");
        for (size_t i = 0; i < t->n; i++)
            if (t->nodes[i].kind == NODE_AGGREGATE && height_of(t, i) == h) {
                str_add(q->to, ",\n  ");
                sql_by_block(q, put_scored, &t->nodes[i]);
                put_as(q, t->nodes[i].id);
                sql_put_undefined(q, i);
            }
        sql_end(q, name);
    }
}

/* ---- ranks ------------------------------------------------------------------------------- */

/* Decimals within which scores are equal, or NONE: only the same number. */
static size_t decimals_of(const struct results *r)
{
    const struct level *level = plan_level(r->plan);
    double most = 0;
    if (level->decimals >= 0)
        return (size_t)level->decimals;
    if (!(level->tolerance > 0))
        return NONE;
    for (size_t i = 0; i < r->n_rows; i++)
        most = fmax(most, fabs(r->score[TREE_ROOT][i]));
    most = most > 0 ? -real_log10(level->tolerance) - ceil(real_log10(most)) : 12;
    return most < 0 ? 0 : most > 15 ? 15 : (size_t)most;
}

static void put_rank(struct sql *q)
{
    const struct results *r = q->f->r;
    const char *root = r->plan->tree.nodes[TREE_ROOT].id;
    const size_t decimals = decimals_of(r);
    str_add(q->to, "CASE WHEN ");
    sql_name(q, q->to, root);
    str_add(q->to, " IS NOT NULL THEN RANK() OVER (PARTITION BY ");
    sql_name(q, q->to, UNIT_CLASS);
    if (q->period) {
        str_add(q->to, ", ");
        sql_name(q, q->to, UNIT_PERIOD);
    }
    str_add(q->to, " ORDER BY CASE WHEN ");
    sql_name(q, q->to, root);
    str_add(q->to, " IS NULL THEN 1 ELSE 0 END, ");
    if (decimals != NONE)
        str_add(q->to, q->dialect->round);
    sql_name(q, q->to, root);
    if (decimals != NONE)
        str_printf(q->to, "%s, %zu)", q->dialect->round_as, decimals);
    str_add(q->to, " DESC) END");
}

static void put_result(struct sql *q)
{
    const struct tree *t = &q->f->r->plan->tree;
    str_add(q->to, "\nSELECT ");
    sql_name(q, q->to, UNIT_CODE);
    str_add(q->to, " AS code");
    if (q->period) {
        str_add(q->to, ", ");
        sql_name(q, q->to, UNIT_PERIOD);
        str_add(q->to, " AS period");
    }
    str_add(q->to, ", ");
    sql_name(q, q->to, UNIT_CLASS);
    str_add(q->to, " AS class,\n  ");
    put_rank(q);
    str_add(q->to, " AS rank,\n  ");
    sql_name(q, q->to, t->nodes[TREE_ROOT].id);
    str_add(q->to, " AS score");
    for (size_t i = 1; i < t->n; i++) {
        str_add(q->to, i % 6 == 1 ? ",\n  " : ", ");
        sql_name(q, q->to, t->nodes[i].id);
    }
    str_add(q->to, "\nFROM ");
    sql_name(q, q->to, q->stage);
    str_add(q->to, ";\n");
}

/* ---- the whole --------------------------------------------------------------------------- */

static void put_head(struct sql *q, const char *table)
{
    const struct plan *p = q->f->r->plan;
    const size_t decimals = decimals_of(q->f->r);
    str_printf(
        q->to,
        "-- Written by heng freeze for %s: the index of %s on the yardstick of one run.\n"
        "-- %s has a row a unit%s, with the columns that the profile reads, as it calls them;\n"
        "-- what is missing is NULL, and its weight goes to its siblings.\n",
        q->dialect->name, path_base(p->profile->path), table, q->period ? " and period" : "");
    if (decimals != NONE)
        str_printf(q->to, "-- Scores that are equal rounded to %zu decimals share a rank.\n",
                   decimals);
}

/* ties = min, as RANK() has it. */
static bool ranks_from_least(const struct bound_method *m)
{
    const struct heng_param *ties = bound_param(m, "ties");
    struct str text = {0};
    bool is;
    if (ties)
        param_print(ties, m->params, &text);
    is = text.s && strcmp(text.s, "min") == 0;
    str_fini(&text);
    return is;
}

static void check_profile(struct sql *q)
{
    const struct plan *p = q->f->r->plan;
    const struct tree *t = &p->tree;
    for (size_t i = 0; i < p->n_rules; i++)
        if (p->rules[i].options.kind != RULE_WARNING)
            sql_refuse(q, p->rules[i].name, p->rules[i].kind,
                       "rules that change a score or keep a unit from a rank are not written");
    if (p->screens)
        sql_refuse(q, "[screen]", "units and indicators set aside", "it is not written");
    if (!ranks_from_least(&t->nodes[TREE_ROOT].at[HENG_RANK]))
        sql_refuse(q, t->nodes[TREE_ROOT].id, "rank", "RANK() gives equal scores the least rank");
    for (size_t i = 0; i < t->n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(t->nodes[i].id, t->nodes[j].id) == 0)
                sql_refuse(q, t->nodes[i].id, "name",
                           "another node is called the same but for capitals");
}

static void put_stages(struct sql *q)
{
    sql_imputed(q);
    q->carries = true;
    if (any(q, is_treated))
        put_stage(q, "treated", put_treated, is_treated);
    if (any(q, is_near))
        put_stage(q, "deviation", put_deviation, is_near);
    put_stage(q, "normalised", put_normalised, always);
    put_levels(q);
    put_result(q);
}

int freeze_sql(const struct frozen *f, const char *dialect, const char *table, struct str *to,
               struct messages *refused, struct error *e)
{
    struct sql q = {.f = f, .dialect = dialect_find(dialect), .refused = refused, .to = to, .e = e};
    struct str known = {0}, body = {0};
    int status;
    if (!q.dialect) {
        error_set(e, ERR_USAGE, "--sql %s: no such dialect; there are %s", dialect,
                  freeze_dialects(&known));
        str_fini(&known);
        return ERR_USAGE;
    }
    q.period = f->r->n_periods > 1 ? f->r->plan->table : NULL;
    check_profile(&q);
    put_head(&q, table);
    q.to = &body;
    sql_begin(&q, "raw");
    status = sql_raw(&q, table);
    if (!status) {
        put_stages(&q);
        str_add(to, q.head.s ? q.head.s : "");
        str_add(to, body.s ? body.s : "");
    }
    to->failed = to->failed || body.failed || q.head.failed;
    str_fini(&body);
    str_fini(&q.head);
    if (status)
        return status;
    if (to->failed)
        return error_no_memory(e);
    return refused->n ? error_set(e, ERR_PROFILE, "%s: %zu thing%s SQL has no words for",
                                  f->r->plan->profile->path, refused->n, refused->n == 1 ? "" : "s")
                      : OK;
}
